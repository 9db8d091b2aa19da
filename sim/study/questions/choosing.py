"""Choosing the best of several scenarios, by Kim and Nelson's procedure on replications with the same luck."""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...errors import StudyError
from ...statistics import Screening, screening, surviving
from ..answers.choice import BY, ERROR, Choice, sign_of
from ..answers.results import Comparison, Run, Study
from ..crew.engine import CrewName, Engine, compile_all, find_measure, knowing, the_engine
from ..crew.replications import Progress, Replications
from ..judgement.confidence import pairing_notes
from ..judgement.numbers import digits
from ..judgement.steadiness import refuse_changing, refuse_short
from ..kept.effort import Effort, growing, kept_in, replicated
from ..kept.identity import asked_scenarios, make_identity
from ..kept.saving import finish
from ..kept.store import FRESH
from .comparing import weighed
from .question import (
    Kind,
    check_all,
    fresh_seed,
    name_apart,
    parse_share,
    parse_worth,
    put_alike,
    seed_of,
)
from .schedule import expected_total

if TYPE_CHECKING:
    from ...measures import Measure
    from ...plan import Plan
    from ...scenario import Scenario

FEWEST, FIRST = 5, 10  # replications of everyone at first
MOST = 5000
AT_ONCE = 4  # a further look waits for a quarter more replications


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
    executor: CrewName | str | Executor | None = None,
    out: str | Path | None = None,
    resume: bool = False,
    command: str = "",
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
    seed, workers, progress, from_, most, engine, executor, out, resume, command
        As for `compare`; at most `most` replications of a candidate.

    Raises
    ------
    StudyError
        When the question cannot be answered as put.
    """
    ours = engine = the_engine(engine)
    count = base.experiment.replications if replications is None else replications
    check_all(
        lambda: _least(worth, 1.0, _measure(ours, by), base.market.currency),
        lambda: _check_how(len(others), first, count),
        lambda: seed_of(base, seed),
        lambda: refuse_changing(put_alike((base, *others), from_)),
    )
    measure = _measure(engine, by)
    scenarios = put_alike(name_apart((base, *others)), from_)
    kind = scenarios[0].experiment.kind
    seed = seed_of(base, seed)
    plans = compile_all(engine, scenarios, kind)
    engine, notes = knowing(engine, plans)
    asked = {"by": by, "worth": worth, "first": first, "replications": count, "most": most, "command": command}
    with kept_in(out, engine, make_identity("choice", engine, seed), asked_scenarios(scenarios, plans), asked, resume) as store:
        effort = Effort(workers, executor, progress, store)
        with growing(engine, scenarios, plans, seed, effort) as made:
            race = Race(made, measure, engine.measures.index(measure), [each.name for each in scenarios], 2 * count)
            race.extend(range(len(plans)), first)
            refuse_short(plans, made.rows, race.names, engine)
            start = np.stack([race.values(i, first) for i in range(len(plans))])
            rule = screening(start, _least(worth, float(start[0].mean()), measure, base.market.currency), ERROR)
            _refuse_many(rule, start.mean(axis=1), measure, most)
            winner, counts, told = race.run(rule, first, most)
            rows = tuple(each.first(number) for each, number in zip(made.rows, counts, strict=True))
            simulated = made.simulated
        later = effort if progress is None else effort._replace(progress=lambda x, y: progress(simulated + x, simulated + y))
        fresh = estimate_anew(engine, scenarios, plans, winner, fresh_seed(seed), later, count)
        folder = None if store is None else store.folder
        study = Choice(
            scenarios, plans, rows, engine, seed, tuple(notes), kind, by, rule.worth, winner, told, fresh, folder=folder
        )  # fmt: skip
        if store is not None:
            finish(store, study, command)
    return study


def estimate_anew(
    engine: Engine, scenarios: Sequence[Scenario], plans: Sequence[Plan], winner: int, seed: int, effort: Effort, count: int
) -> Study:
    """Estimate the winner, and the base beside it, on replications of their own."""
    places = (0,) if winner == 0 else (0, winner)
    both, alike = tuple(scenarios[i] for i in places), tuple(plans[i] for i in places)
    rows, notes = replicated(engine, both, alike, seed, effort, count, part=FRESH)
    if winner == 0:
        return Run(both, alike, rows, engine, seed, notes)
    notes = (*notes, *pairing_notes(engine.measures, rows, [each.name for each in both]))
    return weighed(Comparison(both, alike, rows, engine, seed, notes, plans[0].kind), 0.0)


class Race(NamedTuple):
    """Candidates that go on until they are left behind; `after` replications come when it is over."""

    made: Replications
    measure: Measure
    place: int
    names: Sequence[str]
    after: int

    def extend(self, places: Sequence[int], until: int, expected: int = 0) -> None:
        """Have so many replications of some candidates."""
        ahead = self.made.simulated + sum(max(0, until - self.made.counts[i]) for i in places)
        self.made.extend(until, places, max(expected, ahead) + self.after)

    def values(self, i: int, count: int) -> NDArray[np.float64]:
        """What decides of a candidate's first replications, so that more is better."""
        found = self.made.rows[i].values[:count, self.place]
        _refuse_undefined(found, self.measure.name, self.names[i])
        return sign_of(self.measure) * found

    def run(self, rule: Screening, first: int, most: int) -> tuple[int, list[int], bool]:
        """Go on with those who are not left behind until one remains.

        Its place, the replications used of each, and whether it was told from the rest within `most`.
        """
        alive = np.ones(len(rule.bounds), dtype=bool)
        counts = [first] * len(alive)
        count = first
        while True:
            there = np.flatnonzero(alive).tolist()
            means = np.full(len(alive), -np.inf)
            means[there] = [self.values(i, count).mean() for i in there]
            alive = surviving(rule, means, count, alive)
            if alive.sum() == 1 or count >= most:
                return int(np.argmax(np.where(alive, means, -np.inf))), counts, bool(alive.sum() == 1)
            there = np.flatnonzero(alive).tolist()
            if count == self.made.counts[there[0]]:
                # Some at once, or workers would wait for each other; the same number whoever works.
                until = min(most, count + max(1, count // AT_ONCE))
                still = zip(there, _expected_counts(rule, means, there), strict=True)
                self.extend(there, until, expected_total(self.made.simulated, ((count, min(most, end)) for _, end in still)))
            count += 1
            for i in there:
                counts[i] = count


def _expected_counts(rule: Screening, means: NDArray[np.float64], there: Sequence[int]) -> list[int]:
    """Replications after which each of those who are still there is likely to be left behind, if their means stay so."""
    gaps = np.maximum(0.0, means[there][None, :] - means[there][:, None])  # by how much each lies behind each
    ends = rule.bounds[np.ix_(there, there)] / (1 + 2 * gaps / rule.worth)
    left = np.array([min((ends[i, j] for j in range(len(there)) if gaps[i, j] > 0), default=math.inf) for i in range(len(there))])
    longest = max((end for end in left if math.isfinite(end)), default=float(ends.max()))
    return [math.ceil(end) if math.isfinite(end) else math.ceil(longest) for end in left]


def _check_how(others: int, first: int, fresh: int) -> None:
    if not others:
        raise StudyError("a choice needs a base and at least one other scenario")
    if first < FEWEST:
        raise StudyError(f"everyone is simulated {FEWEST} times or more at first, not {first}; write {FIRST}")
    if fresh < 1:
        raise StudyError(f"the best is estimated on 1 fresh replication or more, not {fresh}")


def _measure(engine: Engine, name: str) -> Measure:
    measure = find_measure(engine, name)
    if measure.better is None:
        raise StudyError(f"neither more nor less of {name} is better by itself; choose by another, such as {BY}")
    return measure


def _least(worth: float | str, mean: float, measure: Measure, currency: str) -> float:
    """Least difference worth detecting; per cent of a share are points, of anything else a share of its mean."""
    points = isinstance(worth, str) and worth.strip().endswith("%") and measure.unit == "share"
    least = parse_share(str(worth)) if points else parse_worth(worth, mean, measure, currency)
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
            f"and at most {most:,} are made; write --worth {digits(1.05 * rule.worth * math.sqrt(needed / most))} or more"
        )
