"""Open time: what a calendar's intervals say about instants, spans and due times.

A calendar is three arrays of microseconds since the log's origin: `opens` and `closes`, ascending and
disjoint, and `before`, the open time before each interval. An instant belongs to an interval from its
opening, included, to its closing, excluded.
"""

from __future__ import annotations

import numpy as np

from .codes import NEVER
from .compiling import rule

_CALENDAR = "int64[::1], int64[::1], int64[::1]"


@rule(f"int64({_CALENDAR}, int64)")
def open_time(opens: np.ndarray, closes: np.ndarray, before: np.ndarray, t: int) -> int:
    """Open microseconds from the origin up to `t`."""
    i = np.searchsorted(opens, t, side="right") - 1
    if i < 0:
        return 0
    return before[i] + min(t, closes[i]) - opens[i]


@rule(f"int64({_CALENDAR}, int64, int64)")
def due_time(opens: np.ndarray, closes: np.ndarray, before: np.ndarray, start: int, span: int) -> int:
    """First instant by which `span` open microseconds have passed since `start`; NEVER beyond the calendar.

    A due time reached exactly at closing stays there; a span of 0 is due at once.
    """
    if span <= 0:
        return start
    target = open_time(opens, closes, before, start) + span
    i = np.searchsorted(before, target, side="left") - 1
    if i < 0 or before[i] + closes[i] - opens[i] < target:
        return NEVER
    return opens[i] + target - before[i]


@rule(f"int64({_CALENDAR}, int64)")
def closing(opens: np.ndarray, closes: np.ndarray, before: np.ndarray, t: int) -> int:
    """End of the open interval that holds `t`; `t` itself when closed then."""
    i = np.searchsorted(opens, t, side="right") - 1
    if i < 0 or closes[i] <= t:
        return t
    return closes[i]


@rule("int64(int64[::1], int64)")
def next_moment(moments: np.ndarray, t: int) -> int:
    """First of the ascending moments at or after `t`; NEVER when there is none."""
    i = np.searchsorted(moments, t, side="left")
    if i >= len(moments):
        return NEVER
    return moments[i]
