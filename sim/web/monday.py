"""A Monday hour by hour: what desks are busy with, and how many leads wait for their first call."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..log import TaskKind
from ..measures.tables import HOUR, Tables

HOURS = 24
GROUPS = (
    ("Calling leads", (TaskKind.RESEARCH, TaskKind.ATTEMPT, TaskKind.CONVERSATION)),
    ("Deals", (TaskKind.STAGE,)),
    ("Own pipeline", (TaskKind.OWN,)),
    ("Meetings, admin", (TaskKind.MEETING, TaskKind.ADMIN, TaskKind.REVIEW, TaskKind.TRAINING)),
)


class Monday(NamedTuple):
    """Means over the Mondays of a window: desks busy by group and hour, desks open by hour, leads waiting at the full hour."""

    busy: NDArray[np.float64]  # (groups, 24)
    open: NDArray[np.float64]  # (24,)
    waiting: NDArray[np.float64]  # (24,)


def monday(tables: Tables) -> Monday:
    """Fold a log into its mean Monday; Mondays on which nobody works are left out."""
    weeks = tables.plan.week_starts
    starts = weeks[(weeks >= tables.opens) & (weeks < tables.closes)].astype(np.int64)
    _, opened, closed = tables.shifts
    at_desk = _overlap(starts, opened, closed)
    worked = at_desk.sum(axis=1) > 0
    days = max(1, int(worked.sum()))
    work = tables.work
    busy = np.zeros((len(GROUPS), HOURS))
    for place, (_, kinds) in enumerate(GROUPS):
        chosen = np.isin(work.kind, kinds)
        busy[place] = _overlap(starts[worked], work.start[chosen], work.end[chosen]).sum(axis=0) / days
    e = tables.episodes
    left = np.minimum.reduce([e.started, e.attempted, e.ended, np.full(len(e.joined), tables.end)])
    instants = starts[worked][:, None] + np.arange(HOURS) * HOUR
    joined = np.searchsorted(np.sort(e.joined), instants, "right")
    gone = np.searchsorted(np.sort(left[e.joined <= tables.end]), instants, "right")
    return Monday(busy, at_desk[worked].sum(axis=0) / days, (joined - gone).sum(axis=0) / days)


def _overlap(days: NDArray[np.int64], start: NDArray[np.int64], end: NDArray[np.int64]) -> NDArray[np.float64]:
    """Hours of intervals by day and hour of the day, (days, 24)."""
    found = np.zeros((len(days), HOURS))
    if not len(days) or not len(start):
        return found
    place = np.searchsorted(days, start, "right") - 1
    inside = (place >= 0) & (start - days[np.maximum(place, 0)] < HOURS * HOUR)
    place, begin = place[inside], start[inside] - days[place[inside]]
    stop = end[inside] - days[place]
    for hour in range(HOURS):
        part = np.minimum(stop, (hour + 1) * HOUR) - np.maximum(begin, hour * HOUR)
        found[:, hour] = np.bincount(place, np.maximum(part, 0) / HOUR, len(days))
    return found


def mean_monday(mondays: list[Monday]) -> Monday:
    """Average Mondays of several simulated years."""
    return Monday(*(np.mean([getattr(each, name) for each in mondays], axis=0) for name in Monday._fields))
