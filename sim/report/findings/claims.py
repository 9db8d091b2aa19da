"""What may be claimed of simulated years: changes beyond luck, the largest of several, and both in words."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...errors import StudyError
from ...statistics import Interval, Values, linearised, mean_interval, paired
from ...study.answers.results import Study, window_in_words
from ...study.judgement.estimates import estimated_values, paired_values
from ...study.judgement.numbers import show, show_range

if TYPE_CHECKING:
    from ...measures import Measure

ERROR = 0.05
MOST_SCENARIOS = 6  # that one picture draws
LONGEST_NAME = 44  # characters of a scenario's name in a title
MOST_NAMED = 3  # alternatives that a title names
LONGEST_OF_SEVERAL = (44, 32, 22)  # characters of each of their names: the first with which the title is not too long
LONGEST_TITLE = 210


class Change(NamedTuple):
    """A change of one category under one alternative: before, after, and the interval of the paired difference."""

    scenario: str
    category: str
    before: float
    after: float
    gap: Interval

    @property
    def clear(self) -> bool:
        """Whether the interval leaves 0 out."""
        return self.gap.low > 0 or self.gap.high < 0


def short(name: str, longest: int = LONGEST_NAME) -> str:
    """Shorten a name that is too long for a title; its end stays, for names that begin alike end differently."""
    end = longest // 3
    return name if len(name) <= longest else f"{name[: longest - 1 - end].rstrip()}…{name[-end:].lstrip()}"


def with_names(write: Callable[[Callable[[str], str]], str]) -> str:
    """Write a title that names several scenarios; `write` is given what shortens a name."""
    for longest in LONGEST_OF_SEVERAL:
        text = write(functools.partial(short, longest=longest))
        if len(text) <= LONGEST_TITLE:
            break
    return text


def lower(label: str) -> str:
    """Begin a label in the middle of a sentence: `First response` but not `MQLs` loses its capital."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def years_in_words(study: Study, count: int | None = None) -> str:
    """Say how many simulated years there were, such as `40 simulated years`."""
    number = shared(study) if count is None else count
    yearly = window_in_words(study.plans[0].horizon) == "a simulated year"
    kind = "simulated year" if yearly else "simulated window"
    return f"{number:,} {kind}" + ("" if number == 1 else "s")


def shared(study: Study) -> int:
    """Replications that all scenarios have: procedures that choose make more of some."""
    return min(rows.replications for rows in study.rows)


def measure_of(study: Study, name: str) -> Measure:
    """Find a measure by its name."""
    place = study.engine.place_of(name)
    if place is None:
        raise StudyError(f"no measure is called '{name}'; `dictionary()` lists them")
    return study.measures[place]


def main_measure(study: Study) -> str:
    """Name the measure a study is about when nobody says: revenue, of a desk without deals the wait, else the first."""
    earns = has(study, "revenue") and any(found["revenue"].mean > 0 for found in study.estimates)
    headline = next((measure.name for measure in study.measures if measure.headline), study.measures[0].name)
    return "revenue" if earns else "wait_hours_mean" if has(study, "wait_hours_mean") else headline


def has(study: Study, *names: str) -> bool:
    """Whether the engine measures all of these."""
    return all(study.engine.place_of(name) is not None for name in names)


def values_of(study: Study, scenario: int, name: str) -> Values:
    """One value a replication whose mean is the measure's."""
    measure = measure_of(study, name)
    return estimated_values(measure, study.rows[scenario].first(shared(study)), study.measures.index(measure))


def share_of(study: Study, scenario: int, parts: Sequence[str], whole: Sequence[str]) -> Values:
    """One value a replication whose mean is Σ parts / Σ whole."""
    columns = study.rows[scenario].first(shared(study)).values
    top, bottom = (
        np.sum([columns[:, study.measures.index(measure_of(study, name))] for name in names], axis=0) for names in (parts, whole)
    )
    return linearised(top, bottom)


def pairs_of(study: Study, scenario: int, name: str) -> Values:
    """One difference from the base a replication whose mean is the measure's."""
    measure = measure_of(study, name)
    return paired_values(measure, study.rows[0], study.rows[scenario], study.measures.index(measure))


def changes(names: Sequence[str], categories: Sequence[str], values: Sequence[Sequence[Values]]) -> list[Change]:
    """Every change from the first scenario, by scenario and category; their intervals hold together with 95 %.

    `values` by scenario and category, one a replication, paired.
    """
    family = max(1, (len(names) - 1) * len(categories))
    found = []
    for name, columns in zip(names[1:], values[1:], strict=True):
        for category, before, after in zip(categories, values[0], columns, strict=True):
            gap = mean_interval(paired(before, after), 1 - ERROR / family)
            found.append(Change(name, category, _mean(before), _mean(after), gap))
    return found


def largest(categories: Sequence[str], columns: Sequence[Values]) -> tuple[str, ...]:
    """Name the category with the largest mean; and with it those that are not told from it, largest first."""
    order = sorted(range(len(columns)), key=lambda i: -_known(_mean(columns[i])))
    level = 1 - ERROR / max(1, len(columns) - 1)
    near = []
    for i in order[1:]:
        gap = mean_interval(paired(columns[i], columns[order[0]]), level)
        if not gap.low > 0:
            near.append(categories[i])
    return (categories[order[0]], *near)


def moved(change: Change, unit: str, currency: str) -> str:
    """Put a change in words: `queue from 8.8 h to 3.1 h`."""
    return f"{lower(change.category)} from {show(change.before, unit, currency)} to {show(change.after, unit, currency)}"


def most_certain(found: Sequence[Change], unit: str, most: int = 2) -> list[Change]:
    """Of the clear changes that show in rounded numbers, the largest ones under the alternative that has the largest."""
    clear = [each for each in found if each.clear and show(each.before, unit) != show(each.after, unit)]
    if not clear:
        return []
    first = max(clear, key=lambda each: abs(each.gap.mean))
    same = sorted((each for each in clear if each.scenario == first.scenario), key=lambda each: -abs(each.gap.mean))
    return same[:most]


def gap_in_words(gap: Interval, unit: str, currency: str) -> str:
    """Write a difference with its interval: `+1.01 M EUR (95 % interval +0.85 to +1.2 M EUR)`."""
    mean = show(gap.mean, unit, currency, signed=True)
    if not (math.isfinite(gap.low) and math.isfinite(gap.high)):
        return mean
    return f"{mean} (95 % interval {show_range(gap.low, gap.high, unit, currency, signed=True)})"


def hidden_in_words(study: Study, drawn: int = MOST_SCENARIOS) -> str:
    """Say how many scenarios a picture leaves out that draws at most so many."""
    hidden = len(study.names) - drawn
    return "" if hidden <= 0 else f" {hidden} more scenario{'s are' if hidden > 1 else ' is'} not drawn."


def joined(parts: Sequence[str]) -> str:
    """Join parts of a sentence: `a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1]))) if parts else ""


def sentence(text: str) -> str:
    """Begin with a capital."""
    return text[:1].upper() + text[1:]


def _mean(values: Values) -> float:
    return mean_interval(values).mean


def _known(value: float) -> float:
    return value if math.isfinite(value) else -math.inf
