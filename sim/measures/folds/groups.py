"""Putting rows together: by a small code, by key, by the slot they belong to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...rules.codes import NEVER
from ...rules.compiling import rule
from .columns import INTS
from .facts import CYCLES


@rule(f"void({INTS}, {INTS}, int64[::1])")
def least(slots: NDArray[np.int64], values: NDArray[np.int64], result: NDArray[np.int64]) -> None:
    """Write the least value of each of the slots; NEVER where there is none. Slot -1 is none."""
    result[:] = NEVER
    for i in range(len(slots)):
        slot = slots[i]
        if slot >= 0 and values[i] < result[slot]:
            result[slot] = values[i]


@rule("void(int64[::1], int32[::1], int64, int32[::1], int64[::1])")
def overtake(slots: NDArray[np.int64], rows: NDArray[np.int32], mark: int,
             last: NDArray[np.int32], marks: NDArray[np.int64]) -> None:  # fmt: skip
    """Mark each slot that has a row after its last so far, and note that row."""
    for i in range(len(slots)):
        slot = slots[i]
        if slot >= 0 and rows[i] > last[slot]:
            last[slot] = rows[i]
            marks[slot] = mark


@rule("void(int64[::1], int64[::1], int64[::1], int32[::1], int64[::1])")
def episodes(codes: NDArray[np.int64], first: NDArray[np.int64], who: NDArray[np.int64],
             items: NDArray[np.int32], result: NDArray[np.int64]) -> None:  # fmt: skip
    """Write the place of the hand-over to which each row belongs by its lead and the cycle in its item; -1 for none.

    `codes` are lead * CYCLES + cycle in order; those of a lead stand from first[lead] to first[lead + 1].
    """
    for i in range(len(who)):
        result[i] = -1
        lead = who[i]
        if lead >= 0:
            code = lead * CYCLES + (items[i] >> 24)
            for place in range(first[lead], first[lead + 1]):
                if codes[place] == code:
                    result[i] = place
                    break


@rule("void(int64[::1], int64[::1], int64[::1], int64[::1])")
def count_until(slots: NDArray[np.int64], times: NDArray[np.int64], limits: NDArray[np.int64], result: NDArray[np.int64]) -> None:
    """Write how many rows of each slot are not after its limit. Slot -1 is none."""
    result[:] = 0
    for i in range(len(slots)):
        slot = slots[i]
        if slot >= 0 and times[i] <= limits[slot]:
            result[slot] += 1


@rule(f"void(int64[::1], {INTS}, int64[::1])")
def steps(starts: NDArray[np.int64], values: NDArray[np.int64], result: NDArray[np.int64]) -> None:
    """Write the place of the last of the starts, which ascend, that is not after each value; -1 before the first.

    Even steps are found at once, by proportion.
    """
    n = len(starts)
    result[:] = -1
    if n == 0:
        return
    width = (starts[n - 1] - starts[0]) // n + 1
    for i in range(len(values)):
        place = min(max((values[i] - starts[0]) // width, -1), n - 1)
        while place + 1 < n and starts[place + 1] <= values[i]:
            place += 1
        while place >= 0 and starts[place] > values[i]:
            place -= 1
        result[i] = place
