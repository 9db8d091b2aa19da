"""Writing down what happens, and counting it apart from what is written."""

from __future__ import annotations

import struct
from collections.abc import Callable

import numpy as np

from ..log import EVENT, EVENT_COLUMNS, Counts, Disposition, Leads, Log, Status
from .clock import Clock

_event = struct.Struct(EVENT_COLUMNS).pack
MINUTE = 60e6

Record = Callable[..., None]


def recorder(clock: Clock, events: bytearray) -> Record:
    """The function that writes one row of the log at the present instant.

    It takes (event, lead, rep, item, amount, reason); a closure, since a run calls it 200,000 times.
    """
    extend = events.extend

    def record(event: int, lead: int = 0, rep: int = 0, item: int = 0, amount: float = 0.0, reason: int = 0) -> None:
        extend(_event(clock._now, lead, rep, amount, item, event, reason))

    return record


class Facts:
    """The growing log of one replication, with the engine's own running counts."""

    def __init__(self, clock: Clock) -> None:
        self._events = bytearray()
        self.record = recorder(clock, self._events)
        self.captured = 0
        self.status = [0] * (max(Status) + 1)  # place 0: leads not come yet, below 0
        self.disposition = [0] * (max(Disposition) + 1)
        self.worked = 0
        self.scheduled = 0
        self.overtime = 0
        self.idle = 0
        self.revenue = 0.0

    def log(self, leads: Leads, end: int) -> Log:
        """The finished log; nothing can be written after it."""
        events = np.frombuffer(self._events, EVENT)
        events.flags.writeable = False
        return Log(
            events=events,
            leads=leads,
            counts=Counts(
                captured=self.captured,
                status=(0, *self.status[1:]),
                disposition=tuple(self.disposition),
                minutes_worked=self.worked / MINUTE,
                minutes_scheduled=self.scheduled / MINUTE,
                minutes_overtime=self.overtime / MINUTE,
                minutes_idle=self.idle / MINUTE,
                revenue=self.revenue,
            ),
            end=end,
        )
