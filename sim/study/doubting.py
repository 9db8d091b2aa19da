"""Doubting: what uncertain inputs do to an answer, and whether any of them would flip the decision."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..errors import StudyError
from ..scenario.inputs import Input, find_inputs
from ..statistics import needed_points, sobol_points
from .engine import CrewName, Engine, knowing, the_engine
from .question import Kind, check_all, compile_all, find_measure, name_apart, parse_worth, put_alike, seed_of
from .replications import Progress
from .scattered import Recipe, Trial, measure_scattered, rows_of
from .sensitivity import BY, Sensitivity, shape_of
from .steadiness import refuse_changing, refuse_short

if TYPE_CHECKING:
    from ..scenario import Scenario

POINTS, EACH = 128, 2
MOST_POINTS = 16_384


def sensitivity(
    scenario: Scenario,
    other: Scenario | None = None,
    *,
    by: str = BY,
    worth: float | str = 0.0,
    inputs: Sequence[str] = (),
    assumed: bool = False,
    points: int | None = None,
    replications: int = EACH,
    seed: int | None = None,
    workers: int = 1,
    progress: Progress | None = None,
    from_: Kind | None = None,
    engine: Engine | str | None = None,
    executor: CrewName | str | Executor | None = None,
) -> Sensitivity:
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
    points, replications
        How many combinations of inputs, best a power of two, and how many replications at each, with luck of
        their own: two tell luck from ignorance.
    seed, workers, progress, from_, engine, executor
        As for `compare`.

    Raises
    ------
    ScenarioError, StudyError
        When a range cannot be read, or the question cannot be answered as put.
    """
    points = POINTS if points is None else points
    ours = engine = the_engine(engine)
    asked = (scenario,) if other is None else (scenario, other)
    check_all(
        lambda: find_measure(ours, by),
        lambda: parse_worth(worth, 0.0),
        lambda: _check_how(points, replications),
        lambda: seed_of(scenario, seed),
        lambda: refuse_changing(put_alike(asked, from_)),
        lambda: find_inputs(asked, inputs, assumed),
    )
    measure, seed = find_measure(engine, by), seed_of(scenario, seed)
    if other is not None and measure.better is None:
        raise StudyError(f"neither more nor less of {by} is better by itself; decide by another, such as {BY}")
    scenarios = put_alike(name_apart(asked), from_)
    kind: str = scenarios[0].experiment.kind
    found = find_inputs(scenarios, inputs, assumed)
    fewest = needed_points([shape_of(each) for each in found])
    if points < fewest:
        power = 1 << (fewest - 1).bit_length()
        raise StudyError(f"{len(found)} inputs take {fewest} points or more, not {points}; write --points {power}")
    plans = compile_all(engine, scenarios, kind)
    engine, notes = knowing(engine, plans)
    at = sobol_points(points, len(found), seed)
    recipes = [recipe for point in at for recipe in recipes_at(scenarios, found, point)]
    trials = [
        Trial(place * len(scenarios) + which, place * replications + each)
        for place in range(points)
        for each in range(replications)
        for which in range(len(scenarios))
    ]
    units = measure_scattered(engine, recipes, trials, seed, workers, progress, executor=executor)
    rows = tuple(rows_of(units[which :: len(scenarios)]) for which in range(len(scenarios)))
    refuse_short(plans, rows, [each.name for each in scenarios], engine)
    place = engine.measures.index(measure)
    _refuse_undefined(np.stack([each.values[:, place] for each in rows]), by)
    least = parse_worth(worth, float(rows[0].values[:, place].mean()))
    return Sensitivity(scenarios, plans, rows, engine, seed, (*notes, *_notes(found)), kind, by, least, found, at, replications)


def recipes_at(scenarios: Sequence[Scenario], inputs: Sequence[Input], point: NDArray[np.float64]) -> list[Recipe]:
    """Scenarios at one point; in an adoption the first is the past of the others, at the same point."""
    made = [{path: text for each, at in zip(inputs, point.tolist(), strict=True) for path, text in each.changes(i, at).items()}
            for i in range(len(scenarios))]  # fmt: skip
    base = scenarios[0]
    shared = base.experiment.kind == "adoption"
    return [
        Recipe(scenario, changes, base if shared and i else None, made[0] if shared and i else {})
        for i, (scenario, changes) in enumerate(zip(scenarios, made, strict=True))
    ]


def _notes(inputs: Sequence[Input]) -> list[str]:
    if not any(each.source.startswith("assumed") for each in inputs):
        return []
    return [
        "Ranges are assumed where nobody stated them: a factor by the grade of evidence, either way (A 1.1, B 1.25, C 1.5, D or "
        "none 2), of a share for its odds. State what you know: --input contact.connect=0.3..0.5, or in the file "
        "{value: 0.43, between: [0.3, 0.5]}"
    ]


def _check_how(points: int, replications: int) -> None:
    if not 8 <= points <= MOST_POINTS:
        raise StudyError(f"from 8 to {MOST_POINTS:,} points are simulated, not {points}; write --points {POINTS}")
    if replications < EACH:
        raise StudyError(f"each point takes {EACH} replications or more, to tell luck from ignorance, not {replications}")


def _refuse_undefined(values: NDArray[np.float64], by: str) -> None:
    """Refuse a measure without a value somewhere; `values` are (scenarios, replications)."""
    unknown = ~np.isfinite(values)
    if unknown.any():
        raise StudyError(
            f"{by} is undefined in {int(unknown.any(axis=0).sum())} of {values.shape[1]} replications, so nothing can be said of "
            f"it; ask about another measure, such as --by {'revenue' if by != 'revenue' else 'won'}"
        )
