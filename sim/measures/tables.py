"""One pass over a log: what measures are computed from, by lead, by hand-over and by piece of work.

Times are microseconds since the log's origin; NEVER where something did not happen.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from ..errors import SimulationError
from ..log import Event, Log, TaskKind
from ..plan.types import Plan
from ..rules.codes import AT_ASSIGNMENT, AT_CAPTURE
from .arena import Arena
from .facts import HANDOVERS, Facts, Rows
from .folds.groups import count_until, episodes, least, steps
from .folds.work import pair
from .lookup import CYCLES, DAY, HOUR, MINUTE, Flags, Floats, Ints
from .truth import Truth

__all__ = ["DAY", "HOUR", "MINUTE", "Episodes", "Flags", "Floats", "Ints", "Rows", "Tables", "Work"]

T = TypeVar("T")


class Work(NamedTuple):
    """Pieces of work, each from a start to the rep's next stop, those begun and then those resumed, in the log's order.

    `lead` is a row of the leads, -1: nobody's.
    """

    rep: Ints
    lead: Ints
    item: NDArray[np.int32]
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


BEGUN, STOPPED = (Event.TASK_STARTED, Event.TASK_RESUMED), (Event.TASK_ENDED, Event.TASK_LAID_DOWN)


def by_rep(rows: Rows) -> Ints:
    """Places of rows by rep, those of a rep in the log's order."""
    order: Ints = np.argsort(rows["rep"], kind="stable")
    return order


def joined(lists: tuple[Rows, ...], name: str) -> NDArray[Any]:
    """A column of several lists of rows, one list after the other; no copy of the only one that has any."""
    some = [rows for rows in lists if len(rows)] or [lists[0]]
    return some[0][name] if len(some) == 1 else np.concatenate([rows[name] for rows in some])


class Tables:
    """A log, folded as far as the measures asked for need."""

    def __init__(self, plan: Plan, log: Log, arena: Arena | None = None) -> None:
        self.plan = plan
        self.arena = arena or Arena()
        self._made: dict[Any, Any] = {}
        self.log = log
        self.end = log.end
        self.opens = plan.start
        self.closes = plan.start + plan.horizon
        self.facts = Facts(log, self.opens, self.closes, self.arena)

    def once(self, fold: Callable[[Tables], T]) -> T:
        """What a function makes of these tables, made once."""
        return self._once(fold, lambda: fold(self))

    def _once(self, name: Any, make: Callable[[], T]) -> T:
        if name not in self._made:
            self._made[name] = make()
        made: T = self._made[name]
        return made

    def let_go(self) -> None:
        """Forget all that was made, at once: some of it holds these tables, which the collector would find much later."""
        vars(self).clear()

    def of_leads(self, column: str) -> NDArray[Any]:
        """A column of the leads, laid side by side."""
        return self._once(("leads", column), lambda: self.arena.copy(self.log.leads[column]))

    def rows(self, event: Event) -> Rows:
        """Rows of an event, in time's order."""
        return self._once(("rows", event), lambda: self.facts.rows(event))

    def inside(self, event: Event) -> Rows:
        """Those in the window."""
        return self._once(("inside", event), lambda: self.facts.rows(event, in_window=True))

    def within(self, times: Ints) -> Flags:
        """Whether instants fall in the window."""
        return (times >= self.opens) & (times < self.closes)

    def number(self, event: Event) -> int:
        """How often an event happened in the window."""
        return self.facts.number(event)

    def total(self, event: Event) -> float:
        """Sum of an event's amounts in the window, in the order of the log."""
        return float(np.sum(self.inside(event)["amount"]))

    def first(self, event: Event) -> Ints:
        """When each lead first saw an event."""
        return self.facts.first(event)

    def steps(self, starts: Ints, times: Ints) -> Ints:
        """Place of the last of the starts, which ascend, that is not after each time; -1 before the first."""
        found: Ints = self.arena.take(len(times))
        steps(starts, times, found)
        return found

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
        """Every piece of work; a rep does one thing at a time, so starts and stops pair up.

        Raises
        ------
        SimulationError
            When a rep's starts and stops do not: a defect of the engine.
        """
        starts, stops = (tuple(map(self.rows, events)) for events in (BEGUN, STOPPED))
        begun, stopped = sum(map(len, starts)), sum(map(len, stops))
        stop = self.arena.take(begun)
        (first, again), (ended, laid_down) = starts, stops
        if not pair(first.place, first["rep"], again.place, again["rep"], ended.place, ended["rep"],
                    laid_down.place, laid_down["rep"], stop):  # fmt: skip
            raise SimulationError(f"the log does not add up: reps began {begun} pieces of work and stopped {stopped}")
        item = joined(starts, "item")
        return Work(
            rep=joined(starts, "rep"),
            lead=joined(starts, "who"),
            item=item,
            kind=((item >> 16) & 255).astype(np.int64),
            start=joined(starts, "time"),
            end=joined(stops, "time")[stop],
        )

    @cached_property
    def worked(self) -> Ints:
        """Microseconds of each piece of work that lie in the window: whole numbers, whose sums are exact."""
        return self.clipped(self.work.start, self.work.end)

    def episode_of(self, rows: Rows) -> Ints:
        """Episode of each row; -1 where the row belongs to none."""
        found: Ints = self.arena.take(len(rows))
        episodes(self.facts.handovers, self.facts.first_handover, rows["who"], rows["item"], found)
        return found

    def _least(self, event: Event, chosen: Flags, column: str = "time") -> Ints:
        rows = self.rows(event)[chosen]
        found: Ints = self.arena.take(len(self.facts.handovers))
        least(self.episode_of(rows), rows[column].astype(np.int64, copy=False), found)
        return found

    @cached_property
    def episodes(self) -> Episodes:
        """Every hand-over."""
        first = {name: self.facts.handover(name) for name in HANDOVERS}
        attempted = np.minimum(first["tried"], first["talked"])
        number = self.rows(Event.CLOCK_STARTED)["item"] & 0xFFFF
        replies = self.rows(Event.AUTO_REPLIED)
        counts = np.where(
            replies["time"] < self.opens, self.plan.before.handoff.automated_counts, self.plan.after.handoff.automated_counts
        )
        replied = self._least(Event.AUTO_REPLIED, counts | (replies["amount"] == 1.0))
        ends = ("won", "rejected", "gave_up", "dropped", "lost", "withdrew")
        return Episodes(
            lead=self.facts.handovers // CYCLES,
            cycle=self.facts.handovers % CYCLES,
            due=self._least(Event.CLOCK_STARTED, number == 1, "amount"),
            attempts_due=self._least(Event.CLOCK_STARTED, number > 1, "amount"),
            started=np.minimum(first["researched"], first["tried"]),
            attempted=attempted,
            answered=np.minimum.reduce([attempted, first["token"], replied]),
            ended=np.minimum.reduce([first[name] for name in ends]),
            **{name: first[name] for name in HANDOVERS if name in Episodes._fields},
        )

    @cached_property
    def _attempts(self) -> tuple[Ints, Ints]:
        """Episode and start of every attempt; episode -1 for what is none."""
        rows = self.rows(Event.TASK_STARTED)
        is_attempt = (rows["item"] >> 16) & 255 == TaskKind.ATTEMPT
        return np.where(is_attempt, self.episode_of(rows), -1), rows["time"]

    def attempts_by(self, limits: Ints) -> Ints:
        """Attempts begun in each episode up to its limit, the limit included."""
        found: Ints = self.arena.take(len(limits))
        count_until(*self._attempts, limits, found)
        return found

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
        starts, stops = (rows[by_rep(rows)] for rows in map(self.rows, (Event.SHIFT_STARTED, Event.SHIFT_ENDED)))
        return starts["rep"], starts["time"], stops["time"]

    @cached_property
    def truth(self) -> Truth:
        """What was true of the buyers at each time."""
        return Truth(self)

    @cached_property
    def causes(self) -> Ints:
        """Why each piece of work could not lead to a sale, see `Truth.causes`; 0 where it could, -1 for nobody's lead."""
        work = self.work
        return self.truth.causes(work.lead, work.item, work.start)
