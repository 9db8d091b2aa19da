"""Doubting: what uncertain inputs do to an answer, and whether any of them would flip the decision."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...errors import StudyError
from ...scenario.inputs import Input, apart_in_words, find_inputs, words_of
from ..answers.combinations import BY, design_of, luck_at, recipes_at
from ..answers.designs import EACH, Method, check_how, points_of
from ..answers.influence import Influence
from ..answers.sensitivity import Sensitivity
from ..crew.engine import CrewName, Engine, compile_all, find_measure, knowing, the_engine
from ..crew.replications import Progress
from ..crew.scattered import Trial, measure_scattered, rows_of
from ..judgement.steadiness import refuse_changing, refuse_short
from ..kept.effort import kept_in
from ..kept.identity import asked_scenarios, make_identity
from ..kept.saving import finish
from ..kept.shelf import Boards, Shelf
from .drawing import refuse_the_question
from .question import Kind, check_all, name_apart, parse_worth, put_alike, refuse_nothing, seed_of

if TYPE_CHECKING:
    from ...scenario import Scenario


def sensitivity(
    scenario: Scenario,
    other: Scenario | None = None,
    *,
    by: str = BY,
    worth: float | str = 0.0,
    inputs: Sequence[str] = (),
    assumed: bool = False,
    method: Method = "curves",
    points: int | None = None,
    replications: int = EACH,
    seed: int | None = None,
    workers: int = 1,
    progress: Progress | None = None,
    from_: Kind | None = None,
    engine: Engine | str | None = None,
    executor: CrewName | str | Executor | None = None,
    out: str | Path | None = None,
    resume: bool = False,
    command: str = "",
) -> Sensitivity | Influence:
    """Ask which uncertain input moves an answer, and whether any would flip the decision between two scenarios.

    Parameters
    ----------
    scenario, other
        What is asked about; with another, the answer is how much better the other does, put alike, under the
        same inputs, on the same leads, with the same luck.
    by
        The measure.
    worth
        Least gain worth having: in the measure's unit, or a share of the first scenario's mean as text.
    inputs
        What is uncertain, as "contact.connect=0.3..0.5" or "contact.response=none,mild,steep"; beside it what
        the scenarios' files say is so.
    assumed
        Also take values whose evidence is weak for uncertain, as far as their grade says. So it is done when
        nothing else is uncertain.
    method
        "curves": a curve for each input, luck told from ignorance, and what they mean for the decision. Or, by
        SALib, "morris": what moving one input does, from several starts; "sobol": shares of the variance by
        each input alone and with all others. These have the same luck at all points, which is what they are about.
    points, replications
        How many combinations of inputs, best a power of two, and how many replications at each; of curves with
        luck of their own: two tell luck from ignorance.
    seed, workers, progress, from_, engine, executor, out, resume, command
        As for `compare`. A study that is kept can go on with more points, and answer by another measure or worth.

    Raises
    ------
    ScenarioError, StudyError
        When a range cannot be read, or the question cannot be answered as put.
    """
    ours = engine = the_engine(engine)
    asked = (scenario,) if other is None else (scenario, other)
    check_all(
        lambda: find_measure(ours, by),
        lambda: parse_worth(worth, 0.0, find_measure(ours, by), scenario.market.currency),
        lambda: check_how(method, points, replications),
        lambda: seed_of(scenario, seed),
        lambda: refuse_changing(put_alike(asked, from_)),
        lambda: refuse_the_question(find_inputs(asked, inputs, assumed), ""),
    )
    measure, seed = find_measure(engine, by), seed_of(scenario, seed)
    if other is not None and measure.better is None:
        raise StudyError(f"neither more nor less of {by} is better by itself; decide by another, such as {BY}")
    scenarios = put_alike(name_apart(asked), from_)
    kind: str = scenarios[0].experiment.kind
    found = find_inputs(scenarios, inputs, assumed)
    at = points_of(method, found, points, seed)
    plans = compile_all(engine, scenarios, kind)
    engine, notes = knowing(engine, plans)
    recipes = [recipe for point in at for recipe in recipes_at(scenarios, found, point)]
    width = len(scenarios)
    trials = [
        Trial(row // replications * width + which, luck_at(method, replications, row))
        for row in range(len(at) * replications)
        for which in range(width)
    ]
    study_of: type[Sensitivity | Influence] = Sensitivity if method == "curves" else Influence
    identity = make_identity(study_of.__name__.lower(), engine, seed, design=design_of(found, method, replications))
    said = asked_scenarios(scenarios, plans)
    told = {"by": by, "worth": worth, "points": len(at), "inputs": words_of(found), "command": command}
    with kept_in(out, engine, identity, said, told, resume) as store:
        shelf = None if store is None else Shelf(width, Boards(store.part(engine, said), range(width)))
        units = measure_scattered(engine, recipes, trials, seed, workers, progress, executor=executor, keeping=shelf)
        rows = tuple(rows_of(units[which::width], width) for which in range(width))
        refuse_short(plans, rows, [each.name for each in scenarios], engine)
        place = engine.measures.index(measure)
        values = np.stack([each.values[:, place] for each in rows])
        _refuse_undefined(values, by)
        refuse_nothing(values, measure)
        study: Sensitivity | Influence = study_of(
            scenarios, plans, rows, engine, seed, (*notes, *_notes(scenarios, found)), kind, by, found, at, replications, method,
            folder=None if store is None else store.folder,
        )  # fmt: skip
        if isinstance(study, Sensitivity):
            mean = float(rows[0].values[:, place].mean())
            study = replace(study, worth=parse_worth(worth, mean, measure, study.currency))
        if store is not None:
            finish(store, study, command)
    return study


def _notes(scenarios: Sequence[Scenario], inputs: Sequence[Input]) -> list[str]:
    said = apart_in_words(scenarios, inputs)
    if not any(each.source.startswith("assumed") for each in inputs):
        return said
    return [
        *said,
        "Ranges are assumed where nobody stated them: a factor by the grade of evidence, either way (A 1.1, B 1.25, C 1.5, D or "
        "none 2), of a share for its odds. State what you know: --input contact.connect=0.3..0.5, or in the file "
        "{value: 0.43, between: [0.3, 0.5]}",
    ]


def _refuse_undefined(values: NDArray[np.float64], by: str) -> None:
    """Refuse a measure without a value somewhere; `values` are (scenarios, replications)."""
    unknown = ~np.isfinite(values)
    if unknown.any():
        raise StudyError(
            f"{by} is undefined in {int(unknown.any(axis=0).sum())} of {values.shape[1]} replications, so nothing can be said of "
            f"it; ask about another measure, such as --by {'revenue' if by != 'revenue' else 'won'}"
        )
