"""What one replication shows of a theory case: parts of averages, straight from the facts.

Counted here from the log, apart from `measures`, so that each checks the other.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..log import Disposition, Event, Events, Log, TaskKind

if TYPE_CHECKING:
    from ..measures import Measured
    from ..plan import Plan

HOUR = 3_600_000_000  # microseconds
NEVER = np.iinfo(np.int64).max


class Part(NamedTuple):
    """One replication's part of an average, which is the sum of numerators over the sum of denominators."""

    numerator: float
    denominator: float = 1.0


class Visits(NamedTuple):
    """Visits to the desk that joined it in the window, in the order of the log; one value a visit."""

    lead: NDArray[np.int64]
    wait: NDArray[np.float64]  # hours until service began, or until the lead was gone
    served: NDArray[np.bool_]


class Replication:
    """One replication of a case; what several observations share is worked out once."""

    def __init__(self, plan: Plan, log: Log, measured: Measured) -> None:
        self.plan = plan
        self.log = log
        self.measured = measured
        self.start = plan.start
        self.end = plan.start + plan.horizon

    @property
    def hours(self) -> float:
        """Length of the window, in hours."""
        return (self.end - self.start) / HOUR

    def events(self, event: Event) -> Events:
        """All rows of one event, in order of time."""
        rows: Events = self.log.events[self.log.events["event"] == event]
        return rows

    def within(self, event: Event) -> Events:
        """Rows of one event inside the window."""
        rows = self.events(event)
        chosen: Events = rows[(rows["time"] >= self.start) & (rows["time"] < self.end)]
        return chosen

    @cached_property
    def visits(self) -> Visits:
        """Visits that joined in the window; one that nothing ended by the end of the run has waited until then."""
        opened = _attempts(self.within(Event.TASK_OPENED))
        started = self._times(Event.TASK_STARTED, opened)
        left = self._times(Event.TASK_CANCELLED, opened)
        until = np.minimum(np.minimum(started, left), self.log.end)
        return Visits(opened["lead"], (until - opened["time"]) / HOUR, started < NEVER)

    def visits_from(self, channel: str) -> NDArray[np.bool_]:
        """Which of the visits are those of a channel's leads."""
        key = next(key for key, name in self.plan.names.channels.items() if name == channel)
        leads = self.log.leads["lead"][self.log.leads["channel"] == key]
        return np.isin(self.visits.lead, leads)

    def in_nurture_at(self, hour: float) -> int:
        """Count the leads in nurture at an hour of the window, where nobody becomes an MQL."""
        time = self.start + round(hour * HOUR)
        captured, left = (self.events(event)["time"] < time for event in (Event.CAPTURED, Event.UNCONVERTED))
        return int(np.sum(captured)) - int(np.sum(left))

    def lead_hours(self, entering: tuple[Event, ...], leaving: tuple[Event, ...]) -> float:
        """Hours of the window that leads spent between events, all leads together."""
        return self._hours_after(entering) - self._hours_after(leaving)

    def _hours_after(self, events: tuple[Event, ...]) -> float:
        return math.fsum(
            float(np.sum(self.end - np.clip(self.events(event)["time"], self.start, self.end))) / HOUR for event in events
        )

    def _times(self, event: Event, opened: Events) -> NDArray[np.int64]:
        """Time of the event for each opened task; `NEVER` where there is none."""
        rows = _attempts(self.events(event))
        times = dict(zip(_tasks(rows), rows["time"].tolist(), strict=True))
        return np.array([times.get(task, NEVER) for task in _tasks(opened)], dtype=np.int64)


Observe = Callable[[Replication], Part]  # a function of the module, or a partial one: workers import it by name


def _attempts(rows: Events) -> Events:
    chosen: Events = rows[(rows["item"] >> 16) & 0xFF == TaskKind.ATTEMPT]
    return chosen


def _tasks(rows: Events) -> list[tuple[int, int]]:
    return list(zip(rows["lead"].tolist(), rows["item"].tolist(), strict=True))


def measure_of(replication: Replication, name: str) -> Part:
    """Read a measure of the package by its name."""
    from ..measures import MEASURES

    index = next(i for i, measure in enumerate(MEASURES) if measure.name == name)
    bottom = float(replication.measured.denominators[index])
    if math.isnan(bottom):
        return Part(float(replication.measured.values[index]))
    return Part(float(replication.measured.numerators[index]), bottom)


def count_of(replication: Replication, event: Event) -> Part:
    """Count an event in the window."""
    return Part(len(replication.within(event)))


def in_nurture_at(replication: Replication, hour: float) -> Part:
    """Count the leads in nurture at an hour of the window, where nobody becomes an MQL."""
    return Part(replication.in_nurture_at(hour))


def squared_deviation_at(replication: Replication, hour: float, mean: float) -> Part:
    """Square how far the number in nurture at an hour is from its exact mean."""
    return Part((replication.in_nurture_at(hour) - mean) ** 2)


def number_inside(replication: Replication, entering: tuple[Event, ...], leaving: tuple[Event, ...]) -> Part:
    """Average over time the number of leads between events."""
    return Part(replication.lead_hours(entering, leaving) / replication.hours)


def hours_inside(replication: Replication, entering: Event, leaving: Event) -> Part:
    """Average over leads the hours between two events, by Little's law."""
    return Part(replication.lead_hours((entering,), (leaving,)), len(replication.within(entering)))


def visits_an_hour(replication: Replication) -> Part:
    """Count visits to the desk an hour, repeated ones included."""
    return Part(len(replication.visits.wait) / replication.hours)


def share_waiting(replication: Replication) -> Part:
    """Share of visits that found no rep free."""
    return Part(float(np.sum(replication.visits.wait > 0)), len(replication.visits.wait))


def share_lost(replication: Replication) -> Part:
    """Share of visits that gave up."""
    return Part(float(np.sum(~replication.visits.served)), len(replication.visits.wait))


def mean_wait(replication: Replication) -> Part:
    """Wait of all visits, served or lost, in hours."""
    return Part(float(np.sum(replication.visits.wait)), len(replication.visits.wait))


def mean_wait_of(replication: Replication, channel: str) -> Part:
    """Wait of one channel's visits, in hours."""
    waits = replication.visits.wait[replication.visits_from(channel)]
    return Part(float(np.sum(waits)), len(waits))


def mean_wait_of_served(replication: Replication) -> Part:
    """Wait of the visits that were served, in hours."""
    visits = replication.visits
    return Part(float(np.sum(visits.wait[visits.served])), float(np.sum(visits.served)))


def wait_quantile_of_served(replication: Replication, share: float) -> Part:
    """Wait that a share of the served did not exceed, in hours."""
    visits = replication.visits
    return Part(float(np.quantile(visits.wait[visits.served], share)))


def share_served_within(replication: Replication, hours: float) -> Part:
    """Share of visits served after a wait of at most so many hours."""
    visits = replication.visits
    return Part(float(np.sum(visits.served & (visits.wait <= hours))), len(visits.wait))


def share_waiting_beyond(replication: Replication, hours: float) -> Part:
    """Share of visits that still wait after so many hours."""
    return Part(float(np.sum(replication.visits.wait > hours)), len(replication.visits.wait))


def started(replication: Replication) -> Part:
    """Count the visits to which a rep turned in the window."""
    return Part(len(_attempts(replication.within(Event.TASK_STARTED))))


def lost_to_impatience(replication: Replication) -> Part:
    """Count the leads that gave up and did not come back."""
    return Part(float(np.sum(replication.within(Event.CLOSED)["reason"] == Disposition.GONE_KNOWN)))
