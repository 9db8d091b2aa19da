"""Choosing the best of several scenarios, with a stated chance to be right."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..errors import StudyError
from ..statistics import Interval, Screening, mean_interval, screening, surviving
from .candidates import Candidates
from .comparing import compare, run
from .engine import Engine, simpy_engine
from .numbers import show, show_range
from .question import Kind, compile_all, fresh_seed, name_apart, parse_share, parse_worth, put_alike, seed_of
from .replications import Progress
from .results import Comparison, Study, window_in_words
from .steadiness import refuse_changing, refuse_short

if TYPE_CHECKING:
    import pandas as pd

    from ..measures import Measure
    from ..scenario import Scenario

FEWEST, FIRST = 5, 10  # replications of everyone at first
MOST = 5000
ERROR = 0.05
BY = "contribution"


class Contender(NamedTuple):
    """A candidate: its mean, how far it lies behind the winner with an interval, and when it was left behind."""

    name: str
    replications: int
    mean: float
    behind: Interval  # of the replications it shares with the winner; 0 for the winner itself
    close: bool  # behind by less than the worth, as far as was simulated


@dataclass(frozen=True, repr=False)
class Choice(Study):
    """A choice among scenarios: which is the best by a measure, with at least 95 % probability.

    `rows` has as many replications of each as the procedure needed.

    Attributes
    ----------
    by, worth
        The measure chosen by, and the least difference worth detecting, in its unit.
    winner
        Place of the best.
    fresh
        Winner and base again, with fresh luck (`fresh.seed`): what the choice promises.
    """

    kind: str = "adoption"
    by: str = BY
    worth: float = 0.0
    winner: int = 0
    fresh: Study = field(default=None)  # type: ignore[assignment]  # always given; a default must follow defaults

    @property
    def count(self) -> int:
        """Most replications of any scenario."""
        return max(rows.replications for rows in self.rows)

    @property
    def measure(self) -> Measure:
        """The measure chosen by."""
        return next(measure for measure in self.measures if measure.name == self.by)

    @property
    def contenders(self) -> tuple[Contender, ...]:
        """Every candidate, in the order asked for."""
        measure = self.measure
        place, sign = self.measures.index(measure), _sign(measure)
        best = self.rows[self.winner].values[:, place]
        found = []
        for i, (name, rows) in enumerate(zip(self.names, self.rows, strict=True)):
            values = rows.values[:, place]
            shared = min(len(values), len(best))
            gaps = sign * (best[:shared] - values[:shared])
            behind = mean_interval(gaps, 1 - ERROR / max(1, len(self.rows) - 1))
            close = i != self.winner and behind.mean < self.worth
            found.append(Contender(name, len(values), float(values.mean()), behind, close))
        return tuple(found)

    @property
    def close(self) -> tuple[str, ...]:
        """Names of the candidates within the worth of the winner."""
        return tuple(each.name for each in self.contenders if each.close)

    @property
    def sentence(self) -> str:
        """The choice in plain words."""
        return " ".join(_sentences(self))

    def table(self) -> pd.DataFrame:
        """Table of candidates: replications, mean, and how far behind the winner with an interval."""
        import pandas as pd

        return pd.DataFrame.from_records([_record(each) for each in self.contenders])

    def to_json(self) -> dict[str, Any]:
        """Document of the choice with JSON's types only; undefined numbers are None."""
        from .documents import without_nan
        from .numbers import unit_in_words

        document = {
            "winner": self.names[self.winner],
            "sentence": self.sentence,
            "by": self.by,
            "unit": unit_in_words(self.measure.unit, self.currency),
            "worth": self.worth,
            "probability": 1 - ERROR,
            "within_worth": list(self.close),
            "candidates": [_record(each) for each in self.contenders],
            "from": self.kind,
            "seed": self.seed,
            "engine": self.engine.name,
            "fresh": self.fresh.to_json(),
            "notes": list(self.notes),
        }
        clean: dict[str, Any] = without_nan(document)
        return clean

    def _repr_html_(self) -> str:
        from html import escape

        return f"<p>{escape(self.sentence)}</p>{self.table().to_html(index=False)}"


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
    engine: Engine | None = None,
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
    engine = engine or simpy_engine()
    measure = _measure(engine, by)
    if not others:
        raise StudyError("a choice needs a base and at least one other scenario")
    if first < FEWEST:
        raise StudyError(f"everyone is simulated {FEWEST} times or more at first, not {first}; write {FIRST}")
    scenarios = put_alike(name_apart((base, *others)), from_)
    refuse_changing(scenarios)
    kind = scenarios[0].experiment.kind
    seed = seed_of(base, seed)
    plans = compile_all(engine, scenarios, kind)
    names = [each.name for each in scenarios]
    made = Candidates(engine, plans, seed, workers, progress)
    made.extend(range(len(plans)), first)
    refuse_short(plans, [made.rows(i) for i in range(len(plans))], names, engine)

    def values(i: int, count: int) -> NDArray[np.float64]:
        found = made.rows(i).values[:count, engine.measures.index(measure)]
        _refuse_undefined(found, by, names[i])
        return _sign(measure) * found

    start = np.stack([values(i, first) for i in range(len(plans))])
    rule = screening(start, _least(worth, float(start[0].mean()), measure), ERROR)
    _refuse_many(rule, measure, most)
    winner, counts = _select(made, values, rule, first, workers)
    rows = tuple(made.rows(i).first(count) for i, count in enumerate(counts))
    again: dict[str, Any] = {"replications": replications, "seed": fresh_seed(seed), "workers": workers, "engine": engine}
    fresh: Study
    if winner == 0:
        fresh = run(scenarios[0], progress=progress, **again)
    else:
        fresh = compare(scenarios[0], scenarios[winner], progress=progress, **again)
    return Choice(scenarios, plans, rows, engine, seed, (), 1.0, kind, by, rule.worth, winner, fresh)


def _select(
    made: Candidates, values: Callable[[int, int], NDArray[np.float64]], rule: Screening, first: int, workers: int
) -> tuple[int, list[int]]:
    """Go on with those who are not left behind until one remains: its place, and the replications used of each."""
    alive = np.ones(len(rule.bounds), dtype=bool)
    counts = [first] * len(alive)
    count = first
    while True:
        there = np.flatnonzero(alive)
        means = np.full(len(alive), -np.inf)
        means[there] = [values(i, count).mean() for i in there]
        alive = surviving(rule, means, count, alive)
        if alive.sum() == 1:
            return int(np.argmax(alive)), counts
        there = np.flatnonzero(alive)
        if count == made.count(int(there[0])):  # workers get some each, so that none waits for the others
            made.extend(there.tolist(), count + (1 if workers == 1 else max(workers, count // 4)))
        count += 1
        for i in there:
            counts[i] = count


def _measure(engine: Engine, name: str) -> Measure:
    place = engine.place_of(name)
    if place is None:
        raise StudyError(f"no measure is called '{name}'; {_hint(name, [each.name for each in engine.measures])}")
    measure = engine.measures[place]
    if measure.better is None:
        raise StudyError(f"neither more nor less of {name} is better by itself; choose by another, such as {BY}")
    return measure


def _hint(name: str, names: Sequence[str]) -> str:
    import difflib

    near = difflib.get_close_matches(name, names, 1, 0.5)
    return f"did you mean '{near[0]}'?" if near else f"write one such as {BY}"


def _sign(measure: Measure) -> int:
    return 1 if measure.better == "higher" else -1


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


def _refuse_many(rule: Screening, measure: Measure, most: int) -> None:
    worth = rule.worth
    if rule.last > 2 * most:
        factor = math.sqrt(rule.last / most)
        raise StudyError(
            f"to detect a difference of {worth:.6g} in {measure.name} may take {rule.last:,} replications of each, and at most "
            f"{most:,} are made; write --worth {worth * factor:.2g} or more"
        )


def _record(each: Contender) -> dict[str, Any]:
    return {
        "name": each.name,
        "replications": each.replications,
        "mean": each.mean,
        "behind": each.behind.mean,
        "behind_low": each.behind.low,
        "behind_high": each.behind.high,
        "within_worth": each.close,
    }


def _sentences(choice: Choice) -> list[str]:
    measure, name = choice.measure, choice.names[choice.winner]
    unit, currency = measure.unit, choice.currency
    worth = show(choice.worth, unit, currency)
    label = measure.label[:1].lower() + measure.label[1:]
    best = "highest" if measure.better == "higher" else "lowest"
    said = [
        f"Choose {name}: with at least 95 % probability it has the {best} {label} of {len(choice.names)}, "
        f"or is within {worth} of it."
    ]
    if choice.close:
        verb = "is" if len(choice.close) == 1 else "are"
        said.append(f"{' and '.join(choice.close)} {verb} within {worth} of it: as far as that goes, either will do.")
    found = choice.fresh.estimates[-1][choice.by]
    window = window_in_words(choice.plans[0].horizon)
    span = show_range(found.low, found.high, unit, currency)
    fresh = (
        f"On {choice.fresh.count:,} fresh replications it has {show(found.mean, unit, currency)} {window} (95 % interval {span})"
    )
    if isinstance(choice.fresh, Comparison):
        change = choice.fresh.effects[0][choice.by]
        gap = show_range(change.low, change.high, unit, currency, signed=True)
        fresh += f", {show(change.mean, unit, currency, signed=True)} against {choice.names[0]} ({gap})"
    said.append(f"{fresh}.")
    return said
