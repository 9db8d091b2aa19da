"""SimPy's environment, with whole microseconds and the model's own order of simultaneous events.

Four things are added: an event at an absolute time with its turn within the instant; firing an event
now, so that who waits for it goes on at once; a story that starts at once; and waits that may end
early, the timer left behind finding nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from heapq import heappop, heappush
from typing import Any

import simpy
from simpy.events import NORMAL, PENDING, Event, Process

Tale = Generator[Event, Any, Any]
"""What a story is written as: a generator that yields what it waits for."""


class Turn:
    """Who goes first within an instant. Work starts last, see `Clock.last`."""

    SHIFT = 0
    TASK_END = 1
    BUYER = 2
    ARRIVAL = 3
    DELIVERY = 4
    CLOCK = 5
    TOUCH = 6
    MEETING = 7


class Wait(Event):
    """An event that is sure to happen, at its time or before; what every one has alike stands here."""

    _ok = True
    _value = None
    _defused = False


class Clock(simpy.Environment):
    """Time in microseconds since the origin; events of one instant go by turn, entity and visit."""

    _now: int
    _queue: list[tuple[int, int, int, int, int, Event]]  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__(initial_time=0)
        self.last: Callable[[], None] | None = None  # what ends the instant, once all else has happened
        self.beginning = Event(self)
        self.beginning._ok = True
        self.beginning._value = None

    def at(self, time: int, turn: int, key: int = 0, visit: int = 0) -> Event:
        """An event that fires at an absolute time, unless it is fired before."""
        event: Event = Wait.__new__(Wait)  # ten thousands of times a second: no call to __init__
        event.env = self
        event.callbacks = []
        heappush(self._queue, (time, turn, key, visit, next(self._eid), event))
        return event

    def call(self, time: int, turn: int, key: int, visit: int, what: Callable[[Event], None]) -> Event:
        """Call `what` at an absolute time."""
        event = self.at(time, turn, key, visit)
        assert event.callbacks is not None
        event.callbacks.append(what)
        return event

    def schedule(self, event: Event, priority: int = NORMAL, delay: float = 0) -> None:
        """Take SimPy's own events too, before the model's in an instant."""
        heappush(self._queue, (self._now + int(delay), -1, priority, 0, next(self._eid), event))

    def run_to(self, end: int) -> None:
        """Let everything happen up to and including an instant."""
        queue = self._queue
        while queue and queue[0][0] <= end:
            self._now, _, _, _, _, event = heappop(queue)
            callbacks, event.callbacks = event.callbacks, None  # type: ignore[assignment]
            if callbacks is not None:
                for callback in callbacks:
                    callback(event)
            if self.last is not None and (not queue or queue[0][0] > self._now):
                last, self.last = self.last, None
                last()
        self._now = end


def fire(event: Event, value: Any = None) -> None:
    """Let an event happen now; who waits for it goes on before this returns. Once it has happened, do nothing."""
    callbacks = event.callbacks
    if callbacks is None:
        return
    event._ok = True
    event._value = value
    event.callbacks = None  # type: ignore[assignment]
    for callback in callbacks:
        callback(event)


class Story(Process):
    """A SimPy process that starts at once instead of at the next event, and ends without an event of its own.

    What goes wrong in it surfaces where it happens.
    """

    _value = PENDING
    _ok = True
    _defused = False

    def __init__(self, clock: Clock, tale: Tale) -> None:
        self.env = clock
        self.callbacks = []
        self._generator = tale
        self._resume(clock.beginning)

    def _resume(self, event: Event) -> None:
        """Tell the story on until it waits for something that has not happened yet."""
        try:
            target = self._generator.send(event._value)
            while target.callbacks is None:
                target = self._generator.send(target._value)
        except StopIteration as end:
            fire(self, end.value)
            return
        target.callbacks.append(self._resume)


__all__ = ["Clock", "Event", "Story", "Tale", "Turn", "fire"]
