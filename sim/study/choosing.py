"""Choosing the best of several scenarios, by Kim and Nelson's procedure on replications with the same luck."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..errors import StudyError
from ..statistics import Screening, screening, surviving
from .candidates import Candidates
from .choice import BY, ERROR, Choice, sign_of
from .comparing import compare, run
from .engine import Engine, knowing, the_engine
from .question import (
    Kind,
    check_all,
    compile_all,
    find_measure,
    fresh_seed,
    name_apart,
    parse_share,
    parse_worth,
    put_alike,
    seed_of,
)
from .replications import Progress
from .results import Study
from .steadiness import refuse_changing, refuse_short

if TYPE_CHECKING:
    from ..measures import Measure
    from ..scenario import Scenario

FEWEST, FIRST = 5, 10  # replications of everyone at first
MOST = 5000


def choose(
    base: Scenario,
    *others: Scenario,
    by: str = BY,
    worth: float | str,
    first: int = FIRST,
    replications: int | None = None,
    seed: int | None = None,
    workers: int = 1,
    progress: Progress | None = None,
    from_: Kind | None = None,
    most: int = MOST,
    engine: Engine | str | None = None,
) -> Choice:
    """Choose the best of several scenarios by a measure, by Kim and Nelson's procedure on paired replications.

    Parameters
    ----------
    base, others
        Candidates, put alike; in an adoption all share the base's past.
    by
        The measure; its better direction decides.
    worth
        Least difference worth detecting, above 0: in the measure's unit, or a share of the base's first mean
        as text, such as "2%". When the best is ahead by as much, it is chosen with at least 95 % probability;
        else one that is within it of the best.
    first
        Replications of every candidate before any is left behind, at least 5.
    replications
        Fresh ones, on which winner and base are estimated afterwards; the scenario's when left out.
    seed, workers, progress, from_, most, engine
        As for `compare`; at most `most` replications of a candidate.

    Raises
    ------
    StudyError
        When the question cannot be answered as put.
    """
    ours = engine = the_engine(engine)
    check_all(
        lambda: _least(worth, 1.0, _measure(ours, by)),
        lambda: _check_how(len(others), first),
        lambda: seed_of(base, seed),
        lambda: refuse_changing(put_alike((base, *others), from_)),
    )
    measure = _measure(engine, by)
    scenarios = put_alike(name_apart((base, *others)), from_)
    kind = scenarios[0].experiment.kind
    seed = seed_of(base, seed)
    plans = compile_all(engine, scenarios, kind)
    engine, notes = knowing(engine, plans)
    names = [each.name for each in scenarios]
    made = Candidates(engine, plans, seed, workers, progress)
    made.extend(range(len(plans)), first)
    refuse_short(plans, [made.rows(i) for i in range(len(plans))], names, engine)

    def values(i: int, count: int) -> NDArray[np.float64]:
        found = made.rows(i).values[:count, engine.measures.index(measure)]
        _refuse_undefined(found, by, names[i])
        return sign_of(measure) * found

    start = np.stack([values(i, first) for i in range(len(plans))])
    rule = screening(start, _least(worth, float(start[0].mean()), measure), ERROR)
    _refuse_many(rule, start.mean(axis=1), measure, most)
    winner, counts, told = _select(made, values, rule, first, workers, most)
    rows = tuple(made.rows(i).first(count) for i, count in enumerate(counts))
    again: dict[str, Any] = {"replications": replications, "seed": fresh_seed(seed), "workers": workers, "engine": engine}
    fresh: Study
    if winner == 0:
        fresh = run(scenarios[0], progress=progress, **again)
    else:
        fresh = compare(scenarios[0], scenarios[winner], progress=progress, **again)
    return Choice(scenarios, plans, rows, engine, seed, tuple(notes), kind, by, rule.worth, winner, told, fresh)


def _select(
    made: Candidates, values: Callable[[int, int], NDArray[np.float64]], rule: Screening, first: int, workers: int, most: int
) -> tuple[int, list[int], bool]:
    """Go on with those who are not left behind until one remains.

    Its place, the replications used of each, and whether it was told from the rest within `most`.
    """
    alive = np.ones(len(rule.bounds), dtype=bool)
    counts = [first] * len(alive)
    count = first
    while True:
        there = np.flatnonzero(alive).tolist()
        means = np.full(len(alive), -np.inf)
        means[there] = [values(i, count).mean() for i in there]
        alive = surviving(rule, means, count, alive)
        if alive.sum() == 1 or count >= most:
            return int(np.argmax(np.where(alive, means, -np.inf))), counts, bool(alive.sum() == 1)
        there = np.flatnonzero(alive).tolist()
        if count == made.count(there[0]):  # workers are worth starting for many; alone, none is simulated in vain
            made.extend(there, count + (1 if workers == 1 else max(workers, count // 2)))
        count += 1
        for i in there:
            counts[i] = count


def _check_how(others: int, first: int) -> None:
    if not others:
        raise StudyError("a choice needs a base and at least one other scenario")
    if first < FEWEST:
        raise StudyError(f"everyone is simulated {FEWEST} times or more at first, not {first}; write {FIRST}")


def _measure(engine: Engine, name: str) -> Measure:
    measure = find_measure(engine, name)
    if measure.better is None:
        raise StudyError(f"neither more nor less of {name} is better by itself; choose by another, such as {BY}")
    return measure


def _least(worth: float | str, mean: float, measure: Measure) -> float:
    """Least difference worth detecting; per cent of a share are points, of anything else a share of its mean."""
    points = isinstance(worth, str) and worth.strip().endswith("%") and measure.unit == "share"
    least = parse_share(str(worth)) if points else parse_worth(worth, mean)
    if not least > 0:
        raise StudyError("to choose, say what difference is worth detecting: --worth 20000, or a share such as --worth 2%")
    return least


def _refuse_undefined(values: NDArray[np.float64], by: str, name: str) -> None:
    if np.all(np.isfinite(values)):
        return
    number = int(np.argmin(np.isfinite(values)))
    raise StudyError(
        f"{by} is undefined in replication {number} of '{name}', so nothing can be chosen by it; "
        f"choose by another measure, such as --by {'revenue' if by != 'revenue' else 'won'}"
    )


def _refuse_many(rule: Screening, means: NDArray[np.float64], measure: Measure, most: int) -> None:
    """Refuse what would take far more than `most` replications if the first differences are the true ones."""
    gaps = means.max() - means
    needed = float(np.max(rule.bounds[int(np.argmax(means))] / (1 + 2 * gaps / rule.worth)))
    if needed > 2 * most:
        raise StudyError(
            f"to detect a difference of {rule.worth:.6g} in {measure.name} takes about {needed:,.0f} replications of each, "
            f"and at most {most:,} are made; write --worth {rule.worth * math.sqrt(needed / most):.2g} or more"
        )
