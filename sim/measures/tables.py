"""One pass over a log: what measures are computed from, by lead, by hand-over and by piece of work.

Times are microseconds since the log's origin; NEVER where something did not happen.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from ..log import EVENT, Event, Log, Reason, TaskKind
from ..plan.types import Plan
from ..rules.codes import AT_ASSIGNMENT, AT_CAPTURE, NEVER
from .lookup import CYCLES, DAY, HOUR, MINUTE, Flags, Floats, Ints, places
from .truth import Truth

__all__ = ["DAY", "HOUR", "MINUTE", "Episodes", "Flags", "Floats", "Ints", "Tables", "Work"]

T = TypeVar("T")
FOLDED = np.dtype([*((name, EVENT[name]) for name in EVENT.names or ()), ("place", "<i8"), ("who", "<i8")])


class Work(NamedTuple):
    """Pieces of work, each from a start or resumption to the next stop; `lead` is a row of the leads, -1: nobody's."""

    rep: Ints
    lead: Ints
    cycle: Ints
    kind: Ints
    start: Ints
    end: Ints


class Episodes(NamedTuple):
    """Hand-overs to sales, in the order of their codes; `lead` is a row of the leads."""

    lead: Ints
    cycle: Ints
    delivered: Ints
    assigned: Ints
    seen: Ints
    due: Ints
    attempts_due: Ints
    joined: Ints  # the first task was opened
    started: Ints  # and begun
    attempted: Ints  # by a person: an attempt, or the call that the buyer booked
    answered: Ints  # as the dashboard counts: token and automated answers too
    connected: Ints
    ended: Ints
    won: Ints
    rejected: Ints
    gave_up: Ints
    dropped: Ints  # closed because the rep chose not to call
    lost: Ints
    withdrew: Ints  # or unsubscribed
    recycled: Ints


class Tables:
    """A log, folded as far as the measures asked for need."""

    def __init__(self, plan: Plan, log: Log) -> None:
        self.plan = plan
        self._made: dict[Any, Any] = {}
        self.log = log
        self.end = log.end
        self.opens = plan.start
        self.closes = plan.start + plan.horizon
        order = np.argsort(log.events["event"], kind="stable")
        self._by_event = np.empty(len(order), FOLDED)
        for name in EVENT.names or ():
            self._by_event[name] = log.events[name][order]
        self._by_event["place"] = order
        self._by_event["who"] = places(log.leads["lead"], self._by_event["lead"])
        self._bounds = np.searchsorted(self._by_event["event"], np.arange(max(Event) + 2))

    def once(self, fold: Callable[[Tables], T]) -> T:
        """What a function makes of these tables, made once."""
        if fold not in self._made:
            self._made[fold] = fold(self)
        made: T = self._made[fold]
        return made

    def rows(self, event: int) -> NDArray[np.void]:
        """Rows of an event, in time's order, each with its `place` in the log and `who`: its row of the leads, -1 for nobody."""
        return self._by_event[self._bounds[event] : self._bounds[event + 1]]

    def within(self, times: Ints) -> Flags:
        """Whether instants fall in the window."""
        return (times >= self.opens) & (times < self.closes)

    def number(self, event: int) -> int:
        """How often an event happened in the window."""
        return int(np.count_nonzero(self.within(self.rows(event)["time"])))

    def total(self, event: int) -> float:
        """Sum of an event's amounts in the window, in the order of the log."""
        rows = self.rows(event)
        return float(np.sum(rows["amount"][self.within(rows["time"])]))

    def first(self, event: int) -> Ints:
        """When each lead first saw an event."""
        rows = self.rows(event)
        times = np.full(len(self.log.leads), NEVER)
        np.minimum.at(times, rows["who"], rows["time"])
        return times

    def clipped(self, start: Ints, end: Ints) -> Ints:
        """Microseconds of intervals that lie in the window."""
        inside: Ints = np.minimum(end, self.closes) - np.maximum(start, self.opens)
        return np.maximum(inside, 0)

    @cached_property
    def closed(self) -> Ints:
        """When each lead's story ended."""
        return self.first(Event.CLOSED)

    @cached_property
    def work(self) -> Work:
        """Every piece of work; a rep does one thing at a time, so starts and stops pair up."""
        starts = np.concatenate([self.rows(Event.TASK_STARTED), self.rows(Event.TASK_RESUMED)])
        stops = np.concatenate([self.rows(Event.TASK_ENDED), self.rows(Event.TASK_LAID_DOWN)])
        starts = starts[np.lexsort((starts["place"], starts["rep"]))]
        stops = stops[np.lexsort((stops["place"], stops["rep"]))]
        item = starts["item"].astype(np.int64)
        return Work(
            rep=starts["rep"],
            lead=starts["who"],
            cycle=item >> 24,
            kind=(item >> 16) & 255,
            start=starts["time"],
            end=stops["time"],
        )

    @cached_property
    def _episode_codes(self) -> Ints:
        rows = self.rows(Event.DELIVERED)
        return np.sort(self._codes(rows))

    def _codes(self, rows: NDArray[np.void]) -> Ints:
        codes: Ints = rows["who"] * CYCLES + (rows["item"] >> 24)
        return codes

    def episode_of(self, rows: NDArray[np.void]) -> Ints:
        """Episode of each row; -1 where the row belongs to none."""
        return places(self._episode_codes, self._codes(rows))

    def time_of(self, event: int) -> Ints:
        """When each episode first saw an event."""
        return self._earliest(event)

    def _earliest(self, event: int, *, kinds: tuple[int, ...] | None = None) -> Ints:
        return self._least(self.rows(event), "time", kinds=kinds)

    def _least(self, rows: NDArray[np.void], column: str, *, kinds: tuple[int, ...] | None = None) -> Ints:
        if kinds is not None:
            rows = rows[np.isin((rows["item"] >> 16) & 255, kinds)]
        episode = self.episode_of(rows)
        times = np.full(len(self._episode_codes), NEVER)
        known = episode >= 0
        np.minimum.at(times, episode[known], rows[column][known].astype(np.int64))
        return times

    @cached_property
    def episodes(self) -> Episodes:
        """Every hand-over."""
        codes = self._episode_codes
        clocks = self.rows(Event.CLOCK_STARTED)
        number = clocks["item"] & 0xFFFF
        first = (TaskKind.RESEARCH, TaskKind.ATTEMPT)
        won, rejected, lost, withdrew, left = (
            self._earliest(e) for e in (Event.WON, Event.REJECTED, Event.LOST, Event.WITHDREW, Event.UNSUBSCRIBED)
        )
        withdrew = np.minimum(withdrew, left)
        ends = self.rows(Event.GAVE_UP)
        ignored = ends["reason"] == Reason.IGNORED
        gave_up, dropped = self._least(ends[~ignored], "time"), self._least(ends[ignored], "time")
        attempted = self._earliest(Event.TASK_STARTED, kinds=(TaskKind.ATTEMPT, TaskKind.CONVERSATION))
        replies = self.rows(Event.AUTO_REPLIED)
        counts = np.where(
            replies["time"] < self.opens, self.plan.before.handoff.automated_counts, self.plan.after.handoff.automated_counts
        )
        replied = self._least(replies[counts | (replies["amount"] == 1.0)], "time")
        return Episodes(
            lead=codes // CYCLES,
            cycle=codes % CYCLES,
            delivered=self._earliest(Event.DELIVERED),
            assigned=self._earliest(Event.ASSIGNED),
            seen=self._earliest(Event.SEEN),
            due=self._least(clocks[number == 1], "amount"),
            attempts_due=self._least(clocks[number > 1], "amount"),
            joined=self._earliest(Event.TASK_OPENED, kinds=first),
            started=self._earliest(Event.TASK_STARTED, kinds=first),
            attempted=attempted,
            answered=np.minimum.reduce([attempted, self._earliest(Event.TOKEN_LOGGED), replied]),
            connected=self._earliest(Event.CONNECTED),
            ended=np.minimum.reduce([won, rejected, gave_up, dropped, lost, withdrew]),
            won=won,
            rejected=rejected,
            gave_up=gave_up,
            dropped=dropped,
            lost=lost,
            withdrew=withdrew,
            recycled=self._earliest(Event.RECYCLED),
        )

    def attempts_by(self, limits: Ints) -> Ints:
        """Attempts begun in each episode up to its limit, the limit included."""
        rows = self.rows(Event.TASK_STARTED)
        rows = rows[((rows["item"] >> 16) & 255) == TaskKind.ATTEMPT]
        episode = self.episode_of(rows)
        counted = (episode >= 0) & (rows["time"] <= limits[episode])
        return np.bincount(episode[counted], minlength=len(limits)).astype(np.int64)

    @cached_property
    def clock_start(self) -> Ints:
        """When the SLA clock of each episode starts; delivery where none is promised."""
        starts = self.plan.after.agreement.clock_starts
        episodes = self.episodes
        if starts == AT_CAPTURE:
            captured = self.log.leads["captured"][episodes.lead]
            return np.where(episodes.cycle == 0, captured, episodes.delivered)
        return episodes.assigned if starts == AT_ASSIGNMENT else episodes.delivered

    @cached_property
    def shifts(self) -> tuple[Ints, Ints, Ints]:
        """Rep, opening and closing of every shift."""
        starts, stops = self.rows(Event.SHIFT_STARTED), self.rows(Event.SHIFT_ENDED)
        starts = starts[np.argsort(starts["rep"], kind="stable")]
        stops = stops[np.argsort(stops["rep"], kind="stable")]
        return starts["rep"], starts["time"], stops["time"]

    @cached_property
    def truth(self) -> Truth:
        """What was true of the buyers at each time."""
        return Truth(self)

    @cached_property
    def causes(self) -> Ints:
        """Why each piece of work could not lead to a sale, see `Truth.causes`; 0 where it could, -1 for nobody's lead."""
        work = self.work
        causes = np.full(len(work.lead), -1, np.int64)
        theirs = work.lead >= 0
        causes[theirs] = self.truth.causes(work.lead[theirs], work.cycle[theirs], work.start[theirs])
        return causes
