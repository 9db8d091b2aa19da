"""Names of numbers, as compiled code can read them: each set is a module of plain integers."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from .. import log
from ..rules import draws


def numbers(of: Any) -> Any:
    """A module with the whole numbers of an enum or of a class."""
    made = ModuleType(of.__name__)
    for name, value in getattr(of, "__members__", vars(of)).items():
        if name.isupper():
            setattr(made, name, int(value))
    return made


class _Kind:
    """What happens."""

    LEAD = 1  # a lead's story goes on
    NEED = 2
    MOVE = 3  # a buyer gets readier
    CLOSING = 4  # a window closes
    NEEDS_AGAIN = 5
    RUNS_OUT = 6  # a deal without a decision
    PROMISE = 7  # a clock runs out
    BESIDE = 8  # a touch beside sales' work
    TASK_END = 9
    SHIFT_OPENS = 10
    SHIFT_CLOSES = 11
    LEAVES = 12
    JOINS = 13
    ARRIVES = 14
    DAY = 15  # of a channel
    MEETING = 16
    REVIEW = 17
    BLOCK = 18
    LAST_WEEK = 19
    MONTH = 20
    PIECE = 21
    TRAINING = 22
    OWN_CLOSES = 23
    REFERS = 24
    ADOPTION = 25
    MIDNIGHT = 26  # within a shift


class _Turn:
    """Who goes first within an instant; `model/clock.py` has the same."""

    SHIFT = 0
    TASK_END = 1
    BUYER = 2
    ARRIVAL = 3
    DELIVERY = 4
    CLOCK = 5
    TOUCH = 6
    MEETING = 7


class _News:
    """What ends what a lead's story waits for."""

    NONE = 0
    WITHDREW = 1
    UNSUBSCRIBED = 2
    RAN_OUT = 3
    ASKED = 4
    ALERTED = 5
    GAVE_UP = 6


class _Ending:
    """How a chapter of a lead's story ends; news that ended it stands for itself."""

    QUALIFIED = 10
    UNCONVERTED = 11
    DISQUALIFIED = 12
    REJECTED = 13
    IGNORED = 14
    WON = 15
    LOST = 16
    OPEN = 17


class _Step:
    """Where a lead's story stands: what it waits for, or what comes next."""

    WAITS = 0
    NURTURE = 1
    TOUCH = 2
    SENT = 3
    HAND_OVER = 4
    DELIVERY = 5
    HELD = 6
    SEEN = 7
    PURSUED = 8
    RESEARCHED = 9
    ATTEMPTED = 10
    GAP = 11
    TALKED = 12
    APPOINTED = 13
    APPOINTMENT_OVER = 14
    STAGE_DELAY = 15
    STAGE_DONE = 16
    SALES_DONE = 17
    OVER = 18
    COOLED = 19


class _Error:
    """What ran out: room, which a larger memory mends, or a name."""

    CHUNKS = 1
    HEAP = 2
    EVENTS = 3
    LEADS = 4
    TASKS = 5
    LISTS = 6
    BOOKINGS = 7
    COMING = 8
    STREAMS = 9
    PIECES = 10
    PENDING = 11
    INTS = 12
    STACK = 13
    ROOM = 19  # errors up to here are mended by room
    NOT_PACKED = 20
    TOO_MANY_CYCLES = 21
    TOO_MANY_LEADS = 22


Kind, Turn, News, Ending, Step, Error = map(numbers, (_Kind, _Turn, _News, _Ending, _Step, _Error))
Fact, Status, TaskKind, Reason, Disposition = map(numbers, (log.Event, log.Status, log.TaskKind, log.Reason, log.Disposition))
Purpose = numbers(draws.Purpose)
