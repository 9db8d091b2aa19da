"""Cohorts: how the entry of each lead ended, and the share that reached a goal by an age.

A time and an outcome are one number, time * OUTCOMES + outcome, so that to sort them is to sort by time.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...rules.codes import NEVER
from ...rules.compiling import rule

OUTCOMES = 4

Ints = NDArray[np.int64]


@rule("int64(int64[::1], int64[::1], int64[::1], int64, int64, int64, int64[::1])")
def fates(start: Ints, goal: Ints, closed: Ints, opens: int, closes: int, end: int, result: Ints) -> int:
    """Write how each lead fared that entered between `opens` and `closes`: time from entry * OUTCOMES + outcome; how many.

    Outcome 1: reached the goal, 2: closed before, 0: open at the log's end.
    """
    n = 0
    for i in range(len(start)):
        if opens <= start[i] < closes:
            outcome = 1 if goal[i] < NEVER else 2 if closed[i] < NEVER else 0
            until = goal[i] if outcome == 1 else closed[i] if outcome == 2 else end
            result[n] = (until - start[i]) * OUTCOMES + outcome
            n += 1
    return n


@rule("Tuple((int64, int64))(int64[::1], int64)")
def reached(ends: Ints, age: int) -> tuple[int, int]:
    """How many had outcome 1 by an age, and how many were still open when last seen, younger than that."""
    number = unknown = 0
    for i in range(len(ends)):
        number += ends[i] % OUTCOMES == 1 and ends[i] // OUTCOMES <= age
        unknown += ends[i] % OUTCOMES == 0 and ends[i] // OUTCOMES < age
    return number, unknown


@rule("float64(int64[::1], int64)")
def incidence(ends: Ints, age: int) -> float:
    """Chance of outcome 1 by an age: over the distinct times, the share not ended before, times the hazard of outcome 1.

    `ends` are in order, as from `fates`. Summed with what each step rounds away (Neumaier 1974).
    """
    n = len(ends)
    start = 0
    left, total, rounded = 1.0, 0.0, 0.0
    while start < n and ends[start] // OUTCOMES <= age:
        end = start
        wanted = ended = 0.0
        while end < n and ends[end] // OUTCOMES == ends[start] // OUTCOMES:
            if ends[end] % OUTCOMES == 1:
                wanted += 1.0
            if ends[end] % OUTCOMES != 0:
                ended += 1.0
            end += 1
        risk = float(n - start)
        term = left * wanted / risk
        more = total + term
        rounded += (total - more) + term if total >= term else (term - more) + total
        total = more
        left *= 1.0 - ended / risk
        start = end
    return total + rounded
