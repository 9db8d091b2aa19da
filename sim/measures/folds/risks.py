"""Cohorts: how the entry of each lead ended, and the sum behind the share that reached a goal by an age, term by term."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...rules.codes import NEVER
from ...rules.compiling import rule

Ints = NDArray[np.int64]


@rule("Tuple((int64[::1], int64[::1]))(int64[::1], int64[::1], int64[::1], int64, int64, int64)")
def fates(start: Ints, goal: Ints, closed: Ints, opens: int, closes: int, end: int) -> tuple[Ints, Ints]:
    """Time from entry to the outcome, and the outcome, of each lead that entered between `opens` and `closes`.

    Outcome 1: reached the goal, 2: closed before, 0: open at the log's end.
    """
    times, outcomes = np.empty(len(start), np.int64), np.empty(len(start), np.int64)
    n = 0
    for i in range(len(start)):
        if opens <= start[i] < closes:
            outcomes[n] = 1 if goal[i] < NEVER else 2 if closed[i] < NEVER else 0
            times[n] = (goal[i] if outcomes[n] == 1 else closed[i] if outcomes[n] == 2 else end) - start[i]
            n += 1
    return times[:n], outcomes[:n]


@rule("float64[::1](int64[::1], int64)")
def terms(ends: Ints, age: int) -> NDArray[np.float64]:
    """Chance of outcome 1 at each distinct time up to an age: the share not ended before, times the hazard of outcome 1.

    `ends` are (n,) times * 4 + outcomes, in order; outcomes as from `fates`.
    """
    n = len(ends)
    result = np.empty(n, np.float64)
    number = start = 0
    left = 1.0
    while start < n and ends[start] >> 2 <= age:
        end = start
        wanted = ended = 0.0
        while end < n and ends[end] >> 2 == ends[start] >> 2:
            if ends[end] & 3 == 1:
                wanted += 1.0
            if ends[end] & 3 != 0:
                ended += 1.0
            end += 1
        risk = float(n - start)
        result[number] = left * wanted / risk
        left *= 1.0 - ended / risk
        number += 1
        start = end
    return result[:number]
