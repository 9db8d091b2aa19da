"""Answers of studies, put together again from what their files say about them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any

import numpy as np

from ...errors import StudyError
from ...scenario.inputs import inputs_again
from ...scenario.parts import Part
from ...scenario.ranges import Varied, cells_of, read_varied
from ..answers.choice import Choice
from ..answers.combinations import Answers
from ..answers.credit import Attribution, Credit
from ..answers.designs import points_of
from ..answers.influence import Influence
from ..answers.planned import Candidate, Planned
from ..answers.results import Comparison, Run, Study
from ..answers.sensitivity import Sensitivity
from ..answers.sweep import Sweep
from ..judgement.frontier import Cell
from ..judgement.goals import read_goal
from ..kept.identity import Identity
from .comparing import weighed
from .sweeping import path_of

Said = Mapping[str, Any]  # what a file says under a key


def reopened(identity: Identity, study: Study, asked: Said, answer: Said | None, fresh: Study | None) -> Study:
    """Give a study of a kind what came of it; without an answer it stays as it is, unless it needs none."""
    kind = identity.study
    given = {each.name: getattr(study, each.name) for each in fields(Study)}
    put = study.plans[0].kind
    if kind == "run":
        return Run(**given)
    if kind == "comparison":
        return _comparison(Comparison(**given, kind=put), asked, answer)
    if kind in DOUBTS and identity.design is not None:
        return _doubt(given, study, identity, asked, answer)
    if answer is None:
        return study
    if kind == "choice":
        assert fresh is not None  # every choice is estimated anew
        found = {name: answer[name] for name in ("by", "worth", "winner", "told")}
        return Choice(**given, kind=put, fresh=fresh, **found)
    if kind not in AGAIN or (kind == "credit" and "parts" not in answer):  # as saved before credits could be opened
        raise StudyError(f"{study.folder} holds a {kind}, which this version does not open; read its tables")
    return AGAIN[kind](given, study, answer)


def _comparison(study: Comparison, asked: Said, answer: Said | None) -> Comparison:
    study = weighed(study, answer["worth"] if answer else asked.get("worth", 0.0))
    return replace(study, holds_under=tuple(answer["holds_under"])) if answer else study


def _sweep(given: Said, study: Study, answer: Said) -> Sweep:
    varied, cells = _grid(study, answer)
    assert study.past is not None  # every grid has one
    paths = {each.lever: path_of(study.past, each) for each in varied}
    found = {"kept_from": answer["kept_from"], "looks": answer["looks"]}
    return Sweep(**given, kind=study.plans[0].kind, varied=varied, cells=cells, paths=paths, **found)


def _plan(given: Said, study: Study, answer: Said) -> Planned:
    varied, cells = _grid(study, answer)
    found = {name: answer[name] for name in ("with_probability", "found", "falls_from", "looks", "exact_bound")}
    goal = read_goal(answer["goal"], study.engine, study.currency)
    candidates = tuple(_candidate(each, cell) for each, cell in zip(answer["candidates"], cells, strict=True))
    return Planned(
        **given, kind=study.plans[0].kind, varied=varied, text=answer["goal"], goal=goal, candidates=candidates, **found
    )  # fmt: skip


def _credit(given: Said, study: Study, answer: Said) -> Credit:
    parts = tuple(Part(**{**each, "paths": tuple(map(tuple, each["paths"]))}) for each in answer["parts"])
    found = {"by": answer["by"], "exact": answer["exact"], "values": np.array(answer["values"], dtype=np.float64)}
    attributions = tuple(Attribution(*each) for each in answer["attributions"])
    return Credit(**given, kind=study.plans[0].kind, parts=parts, attributions=attributions, **found)


AGAIN: dict[str, Callable[[Said, Study, Said], Study]] = {"sweep": _sweep, "plan": _plan, "credit": _credit}
DOUBTS: dict[str, type[Answers]] = {"sensitivity": Sensitivity, "influence": Influence}


def _doubt(given: Said, study: Study, identity: Identity, asked: Said, answer: Said | None) -> Answers:
    """Answers at the points there are, with what they say where they are all there."""
    design = identity.design
    assert design is not None  # every doubt has one
    said = asked if answer is None else answer
    inputs = inputs_again(study.scenarios, design, said["inputs"])
    method, each = design["method"], design["replications at each point"]
    full = study.count // each
    points = points_of(method, inputs, said["points"], study.seed)[:full]
    rows = tuple(one.first(full * each) for one in study.rows)
    found = {"kind": study.plans[0].kind, "by": said["by"], "inputs": inputs, "points": points, "each": each, "method": method}
    if answer is None:
        return Answers(**{**given, "rows": rows}, **found)
    more = {"worth": answer["worth"]} if identity.study == "sensitivity" else {}
    return DOUBTS[identity.study](**given, **found, **more)


def _candidate(said: Said, cell: Cell) -> Candidate:
    known: dict[str, Any] = {name: math.nan if value is None else value for name, value in said.items()}
    return Candidate(**{**known, "settings": cell})


def _grid(study: Study, answer: Said) -> tuple[tuple[Varied, ...], tuple[Cell, ...]]:
    """What was varied, and every combination of its settings."""
    assert study.past is not None  # every grid has one
    varied = read_varied(study.past, dict(answer["vary"]))
    return varied, cells_of(varied)
