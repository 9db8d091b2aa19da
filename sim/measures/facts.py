"""What the pass over a log looks for: first times of leads and of hand-overs, and columns that many measures read."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any, NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from ..log import DICTIONARY, Event, Log, Reason, TaskKind
from ..rules.codes import NEVER
from .arena import Arena
from .folds import facts as folds
from .folds.columns import take
from .folds.keys import enter, find, room_for
from .lookup import Flags, Ints

EVENTS = max(Event) + 1

# Of leads: when each first saw these.
LEADS = (Event.CAPTURED, Event.MQL, Event.QUALIFIED, Event.WON, Event.RECYCLED, Event.NEED_AROSE, Event.CLOSED)

# Of hand-overs: when each first saw one of these events, with a task of these kinds or one of these reasons.
HANDOVERS: dict[str, tuple[tuple[Event, ...], tuple[int, ...]]] = {
    "delivered": ((Event.DELIVERED,), ()),
    "assigned": ((Event.ASSIGNED,), ()),
    "seen": ((Event.SEEN,), ()),
    "joined": ((Event.TASK_OPENED,), (TaskKind.RESEARCH, TaskKind.ATTEMPT)),
    "researched": ((Event.TASK_STARTED,), (TaskKind.RESEARCH,)),
    "tried": ((Event.TASK_STARTED,), (TaskKind.ATTEMPT,)),
    "talked": ((Event.TASK_STARTED,), (TaskKind.CONVERSATION,)),
    "token": ((Event.TOKEN_LOGGED,), ()),
    "connected": ((Event.CONNECTED,), ()),
    "qualified": ((Event.QUALIFIED,), ()),
    "won": ((Event.WON,), ()),
    "rejected": ((Event.REJECTED,), ()),
    "gave_up": ((Event.GAVE_UP,), ()),
    "dropped": ((Event.GAVE_UP,), (Reason.IGNORED,)),  # and then not given up
    "lost": ((Event.LOST,), ()),
    "withdrew": ((Event.WITHDREW, Event.UNSUBSCRIBED), ()),
    "recycled": ((Event.RECYCLED,), ()),
}

# Columns read on the way, of events that there are many of; any other is read when it is asked for.
KEPT = {
    Event.TOUCHED: folds.WHO | folds.TIME | folds.ITEM,
    Event.TASK_STARTED: folds.WHO | folds.TIME | folds.ITEM | folds.REP,
    Event.TASK_ENDED: folds.TIME | folds.REP | folds.AMOUNT,
    Event.GOT_READIER: folds.WHO | folds.TIME | folds.AMOUNT,
    Event.WINDOW_CLOSED: folds.WHO | folds.TIME | folds.ITEM,
    Event.NEED_AROSE: folds.WHO | folds.TIME,
    Event.CAPTURED: folds.WHO | folds.AMOUNT,
    Event.MQL: folds.WHO | folds.TIME | folds.ITEM,
}
COLUMNS = {"who": np.int64, "time": np.int64, "item": np.int32, "rep": np.int64, "amount": np.float64}
IN_WINDOW = (Event.TOUCHED,)  # of these only the window's


class Wanted(NamedTuple):
    """The same as tables by event, as `folds.facts.fold` takes it."""

    status_of: NDArray[np.int16]
    lead_column: NDArray[np.int16]
    handover_column: NDArray[np.int16]
    told_by: NDArray[np.int16]
    kept: NDArray[np.int16]


def wanted() -> Wanted:
    """Tables by event."""
    found = Wanted(np.zeros(EVENTS, np.int16), np.full(EVENTS, -1, np.int16), np.full((EVENTS, folds.VARIANTS), -1, np.int16),
                   np.zeros(EVENTS, np.int16), np.zeros(EVENTS, np.int16))  # fmt: skip
    for event, entry in DICTIONARY.items():
        found.status_of[event] = entry.status or 0
    for column, event in enumerate(LEADS):
        found.lead_column[event] = column
    for column, (events, variants) in enumerate(HANDOVERS.values()):
        for event in events:
            found.handover_column[event, list(variants) or slice(None)] = column
            found.told_by[event] = folds.REASON if event == Event.GAVE_UP else folds.KIND
    for event, columns in KEPT.items():
        found.kept[event] = columns
    return found


WANTED = wanted()


class Rows:
    """Some rows of a log, in time's order.

    By name, a column of the log, or `who`: the row of the leads, -1 for nobody. A column is read when it is asked for,
    unless it was kept. By flags, places or a slice, fewer rows.
    """

    def __init__(self, facts: Facts, place: NDArray[np.int32], columns: dict[str, NDArray[Any]]) -> None:
        self.place = place  # in the log
        self._facts = facts
        self._columns = columns

    def __len__(self) -> int:
        return len(self.place)

    @overload
    def __getitem__(self, key: str) -> NDArray[Any]: ...
    @overload
    def __getitem__(self, key: Flags | NDArray[np.integer] | slice) -> Rows: ...
    def __getitem__(self, key: str | Flags | NDArray[np.integer] | slice) -> NDArray[Any] | Rows:
        if not isinstance(key, str):
            return Rows(self._facts, self.place[key], {name: column[key] for name, column in self._columns.items()})
        if key not in self._columns:
            self._columns[key] = self._facts.read(key, self.place)
        return self._columns[key]


class Facts:
    """A log, passed over once. `opens` and `closes` bound the window; `arena` gives memory, for as long as this is used."""

    def __init__(self, log: Log, opens: int, closes: int, arena: Arena) -> None:
        events = self._events = log.events
        n, leads = len(events), len(log.leads)
        self._arena = arena
        self._keys, self._table = arena.copy(log.leads["lead"]), arena.take(room_for(leads), np.int32)
        enter(self._keys, self._table)
        codes = arena.take(n, np.uint8)
        first, last = (bisect_left(events["time"], time) for time in (opens, closes))
        self._bounds = folds.count(events["event"], EVENTS, first, last, codes)
        delivered = int(Event.DELIVERED)
        firsts = arena.take(2 * (leads + 1)).reshape(2, leads + 1)
        found, handovers = (arena.take(int(self._bounds[3, delivered] - self._bounds[0, delivered])) for _ in range(2))
        number = folds.handed_over(
            codes, delivered, events["lead"], events["item"], self._table, self._keys, firsts, found, handovers
        )
        self.handovers: Ints = handovers[:number]
        self.first_handover: Ints = firsts[0]
        self._rows, status = arena.take(n, np.int32), arena.take(leads)
        self._firsts = arena.take(len(LEADS) * leads).reshape(len(LEADS), leads)
        self._seconds = arena.take(len(HANDOVERS) * len(self.handovers)).reshape(len(HANDOVERS), len(self.handovers))
        self._columns = {name: arena.take(n, kind) for name, kind in COLUMNS.items()}
        self._firsts[:] = self._seconds[:] = NEVER
        status[:] = 0
        folds.fold(
            events["time"], events["lead"], events["rep"], events["amount"], events["item"], events["reason"],
            codes, self._kept_bounds(), self._table, self._keys, self.handovers, self.first_handover, *WANTED, self._rows,
            status, self._firsts, self._seconds, *self._columns.values(),
        )  # fmt: skip
        status &= 15
        self.status: Ints = status  # the last of each lead

    def _kept_bounds(self) -> Ints:
        bounds = self._bounds.copy()
        for event in KEPT:
            if event not in IN_WINDOW:
                bounds[1:3, event] = bounds[0, event], bounds[3, event]
        return bounds

    def read(self, column: str, place: NDArray[np.int32]) -> NDArray[Any]:
        """A column of some rows."""
        if column == "who":
            found = self._arena.take(len(place))
            find(self._table, self._keys, self._events["lead"], place, found)
        else:
            found = self._arena.take(len(place), self._events.dtype[column])
            take(self._events[column], place, found)
        return found

    def rows(self, event: Event, *, in_window: bool = False) -> Rows:
        """Rows of an event, all or those in the window."""
        begin, end = (self._bounds[1:3] if in_window else self._bounds[::3])[:, event].tolist()
        kept = KEPT.get(event, 0) if in_window or event not in IN_WINDOW else 0
        columns = {name: column[begin:end] for i, (name, column) in enumerate(self._columns.items()) if kept >> i & 1}
        return Rows(self, self._rows[begin:end], columns)

    def number(self, event: int) -> int:
        """How many rows of an event are in the window."""
        return int(self._bounds[2, event] - self._bounds[1, event])

    def first(self, event: Event) -> Ints:
        """When each lead first saw an event, one of LEADS."""
        times: Ints = self._firsts[LEADS.index(event)]
        return times

    def handover(self, name: str) -> Ints:
        """When each hand-over first saw what is so named in HANDOVERS."""
        times: Ints = self._seconds[list(HANDOVERS).index(name)]
        return times
