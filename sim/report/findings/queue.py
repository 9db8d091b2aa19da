"""The queue by hour of the week: how many leads wait for their first work, when."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ...errors import StudyError
from ...measures.desk import left
from ...measures.tables import HOUR, Tables
from ...rules.codes import NEVER
from ...statistics import Values, mean_interval, paired
from ...study.answers.results import Study
from ...study.judgement.numbers import show
from ...study.traces.facts import local_times
from .claims import ERROR, hidden_in_words, joined, with_names, years_in_words
from .years import Years

WEEK = 168  # hours
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOST_SCENARIOS = 4


class Hour(NamedTuple):
    """Leads waiting in one hour of the week (0: Monday 00:00), mean over weeks and years, with its interval."""

    scenario: str
    hour: int
    mean: float
    low: float
    high: float


class Queue(NamedTuple):
    """The queue by hour of the week of every scenario, the base first."""

    title: str
    rows: tuple[Hour, ...]
    note: str
    scenarios: tuple[str, ...]


def find_queue(study: Study, years: Years | None = None) -> Queue:
    """Leads that wait, by local hour of the week, over a few replications."""
    names = study.names[:MOST_SCENARIOS]
    years = years or Years(study, queue_of)
    waiting = [years.of(place, queue_of) for place in range(len(names))]  # years, hours
    if not any(each.any() for each in waiting):
        raise StudyError("nobody waits in these scenarios; there is no queue to draw")
    rows = tuple(
        Hour(name, hour, *mean_interval(each[:, hour])[:3])
        for name, each in zip(names, waiting, strict=True)
        for hour in range(WEEK)
    )
    note = (
        f"Leads waiting for their first work at half past each local hour, mean of {years_in_words(study, years.count)}; band: "
        "95 % interval of the mean."
    ) + hidden_in_words(study, MOST_SCENARIOS)
    return Queue(_title(names, waiting), rows, note, names)


def queue_of(t: Tables) -> Values:
    """Mean number waiting in each local hour of the week, seen at half past every hour of the window."""
    moments = np.arange(t.opens + HOUR // 2, t.closes, HOUR)
    e = t.episodes
    waits = e.joined < NEVER
    came, went = np.sort(e.joined[waits]), np.sort(t.once(left)[waits])
    number = np.searchsorted(came, moments, "right") - np.searchsorted(went, moments, "right")
    local = local_times(t.plan, moments)
    hours = np.asarray(local.day_of_week) * 24 + np.asarray(local.hour)
    seen = np.bincount(hours, minlength=WEEK)
    return np.bincount(hours, number, WEEK) / np.maximum(seen, 1)


def _title(names: tuple[str, ...], years: list[np.ndarray]) -> str:
    """Name the hour in which most wait under the base, and who is told from it there."""
    peak = int(np.argmax(years[0].mean(axis=0)))
    day, hour = divmod(peak, 24)
    when = f"{DAYS[day]}s from {hour:02d}:00"
    most = float(years[0][:, peak].mean())
    head = f"Most leads wait on {when}: {show(most, 'count')}"
    if len(names) == 1:
        return head
    level = 1 - ERROR / (len(names) - 1)
    differ = []
    for name, each in zip(names[1:], years[1:], strict=True):
        gap = mean_interval(paired(years[0][:, peak], each[:, peak]), level)
        if gap.low > 0 or gap.high < 0:
            differ.append((name, show(float(each[:, peak].mean()), "count")))
    if not differ:
        return f"{head}; no other scenario is shown to differ there"
    return with_names(
        lambda short: f"{head} under {short(names[0])}, but {joined([f'{mean} with {short(name)}' for name, mean in differ[:3]])}"
    )
