"""What a whole is made of, by scenario: reps' hours, waste and its causes on both teams, revenue missed and why."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from ...errors import StudyError
from ...statistics import Values, mean_interval
from ...study.answers.results import Study, window_in_words
from ...study.judgement.numbers import show
from .claims import (
    MOST_SCENARIOS,
    changes,
    has,
    hidden_in_words,
    joined,
    largest,
    lower,
    most_certain,
    moved,
    sentence,
    share_of,
    short,
    values_of,
    years_in_words,
)

HOURS = (  # what a rep's hours went to; together with idle ones they are all there are
    ("Leads that could buy", ("productive_hours",)),
    ("Leads that could not buy", ("wasted_rep_hours",)),
    ("Own pipeline", ("own_hours",)),
    ("Meetings, training", ("meeting_hours", "review_hours", "training_hours")),
    ("Admin", ("admin_hours",)),
    ("Idle", ("idle_hours",)),
)
CAPACITY = ("scheduled_hours", "overtime_hours")


class Bar(NamedTuple):
    """One bar: a category of a group under one scenario, with the interval of its mean."""

    group: str
    scenario: str
    category: str
    value: float
    low: float
    high: float
    words: str


class Group(NamedTuple):
    """Bars that share an axis."""

    name: str
    unit: str
    categories: tuple[str, ...]


class Bars(NamedTuple):
    """Groups of bars by scenario; the base comes first."""

    title: str
    rows: tuple[Bar, ...]
    note: str
    groups: tuple[Group, ...]
    scenarios: tuple[str, ...]
    currency: str


class Part(NamedTuple):
    """One part of a whole: its category, and for every scenario one value a replication."""

    category: str
    columns: tuple[Values, ...]


def find_hours(study: Study) -> Bars:
    """Where the reps' hours went, as shares of scheduled and overtime hours."""
    if not has(study, *(name for _, parts in HOURS for name in parts), *CAPACITY):
        raise StudyError("this engine does not tell where reps' hours go")
    scenarios = range(len(study.names))
    parts = _present(Part(label, tuple(share_of(study, i, names, CAPACITY) for i in scenarios)) for label, names in HOURS)
    title = title_of(study, parts, "share", "reps' hours")
    return _bars(study, title, {("Share of scheduled and overtime hours", "share"): parts})


def find_waste(study: Study) -> Bars:
    """What both teams spent on leads that could not buy, by cause."""
    sales, marketing = _causes(study, "wasted_rep_hours_"), _causes(study, "wasted_marketing_cost_")
    title = title_of(study, sales, "h", "wasted rep hours")
    return _bars(study, title, {("Sales: hours wasted", "h"): sales, ("Marketing: money wasted", "money"): marketing})


def find_missed(study: Study) -> Bars:
    """Revenue missed from buyers who fit and were ready, by the first thing that failed."""
    causes = _causes(study, "missed_revenue_")
    title = title_of(study, causes, "money", "missed revenue")
    return _bars(study, title, {(f"Revenue missed {window_in_words(study.plans[0].horizon)}", "money"): causes})


def title_of(study: Study, parts: Sequence[Part], unit: str, whole: str) -> str:
    """Say what changed most against the base, or of one scenario what the largest part is."""
    categories = [part.category for part in parts]
    if not parts:
        return f"No {whole}"
    if study.count < 2:
        return f"{sentence(whole)} of one simulated year; one says nothing of the spread"
    if len(study.names) > 1:
        columns = [[part.columns[place] for part in parts] for place in range(len(study.names[:MOST_SCENARIOS]))]
        found = most_certain(changes(study.names[:MOST_SCENARIOS], categories, columns), unit)
        if not found:
            return f"{sentence(whole)}: no change is shown in {years_in_words(study)}"
        return f"With {short(found[0].scenario)}, {whole}: {joined([moved(each, unit, study.currency) for each in found])}"
    first, *near = largest(categories, [part.columns[0] for part in parts])
    if near:
        return f"The largest part of {whole}: {lower(first)} or {joined([lower(name) for name in near[:2]])}, not told apart"
    means = {part.category: mean_interval(part.columns[0]).mean for part in parts}
    total = 1.0 if unit == "share" else math.fsum(means.values())
    return f"The largest part of {whole}, {show(means[first] / total, 'share')}: {lower(first)}"


def _causes(study: Study, prefix: str) -> list[Part]:
    """Measures that part a whole, by the name of the cause."""
    named = [
        (measure.name, sentence(measure.label.removeprefix("of which ")))
        for measure in study.measures
        if measure.name.startswith(prefix) and measure.label.startswith("of which ")
    ]
    scenarios = range(len(study.names))
    return _present(Part(label, tuple(values_of(study, i, name) for i in scenarios)) for name, label in named)


def _present(parts: Iterable[Part]) -> list[Part]:
    """Leave out what is 0 or undefined everywhere."""
    return [part for part in parts if any(np.any(np.isfinite(column) & (column != 0)) for column in part.columns)]


def _bars(study: Study, title: str, wholes: Mapping[tuple[str, str], Sequence[Part]]) -> Bars:
    if not any(wholes.values()):
        raise StudyError(f"there is nothing to draw: {lower(title)}")
    rows = []
    for place, scenario in enumerate(study.names[:MOST_SCENARIOS]):
        for (group, unit), parts in wholes.items():
            for part in parts:
                found = mean_interval(part.columns[place])
                words = show(found.mean, unit, study.currency)
                rows.append(Bar(group, scenario, part.category, found.mean, found.low, found.high, words))
    groups = tuple(Group(name, unit, tuple(part.category for part in parts)) for (name, unit), parts in wholes.items() if parts)
    return Bars(title, tuple(rows), note_of(study), groups, study.names[:MOST_SCENARIOS], study.currency)


def note_of(study: Study) -> str:
    """Say how to read bars."""
    base = f"; mark: {short(study.names[0])}" if len(study.names) > 1 else ""
    lines = "; lines: 95 % intervals of the mean" if study.count > 1 else ""
    return f"Bars: means of {years_in_words(study)}{lines}{base}.{hidden_in_words(study)}"
