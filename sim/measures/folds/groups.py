"""Putting rows together: by a small code, by key, by the slot they belong to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...rules.codes import NEVER
from ...rules.compiling import rule
from .columns import INTS
from .facts import CYCLES
from .keys import SPREAD

LATELY = 256  # as many as 8 bits tell apart


@rule(f"Tuple((int64[::1], int32[::1]))({INTS}, int64)")
def group(codes: NDArray[np.int64], most: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Rows of each code from 0 to below `most`, in their order; rows of other codes are left out.

    Returns bounds (most + 1,) and rows: those of code c stand from bounds[c] to bounds[c + 1].
    """
    n = len(codes)
    ends = np.zeros(most + 1, np.int64)
    for i in range(n):
        if 0 <= codes[i] < most:
            ends[codes[i] + 1] += 1
    for c in range(most):
        ends[c + 1] += ends[c]
    rows = np.empty(ends[most], np.int32)
    bounds = ends.copy()
    for i in range(n):
        c = codes[i]
        if 0 <= c < most:
            rows[ends[c]] = i
            ends[c] += 1
    return bounds, rows


@rule("int64[::1](int64[::1], int32[::1], int64)")
def turns(keys: NDArray[np.int64], rows: NDArray[np.int32], half: int) -> NDArray[np.int64]:
    """Places of two lists, those before and those from `half` on, by key and row; rows of each list are in order.

    For few keys, such as reps'.
    """
    n = len(keys)
    merged = np.empty(n, np.int64)
    left, right = 0, half
    for i in range(n):
        if right == n or (left < half and rows[left] < rows[right]):
            merged[i] = left
            left += 1
        else:
            merged[i] = right
            right += 1
    known, numbers = np.empty(n, np.int64), np.empty(n, np.int64)  # keys in order, and the number each came with
    number = 0
    came = np.empty(n, np.int64)
    lately, its = np.empty(LATELY, np.int64), np.full(LATELY, -1, np.int64)  # keys met lately, and their numbers
    for i in range(n):
        key = keys[merged[i]]
        look = np.uint64(key) * np.uint64(SPREAD) >> np.uint64(56)
        if its[look] < 0 or lately[look] != key:
            low = 0
            while low < number and known[low] < key:
                low += 1
            if low == number or known[low] != key:
                for j in range(number, low, -1):
                    known[j], numbers[j] = known[j - 1], numbers[j - 1]
                known[low], numbers[low] = key, number
                number += 1
            lately[look], its[look] = key, numbers[low]
        came[i] = its[look]
    bounds, order = group(came, number)
    result = np.empty(n, np.int64)
    at = 0
    for k in range(number):
        for j in range(bounds[numbers[k]], bounds[numbers[k] + 1]):
            result[at] = merged[order[j]]
            at += 1
    return result


@rule(f"int64[::1]({INTS}, {INTS}, int64)")
def least(slots: NDArray[np.int64], values: NDArray[np.int64], number: int) -> NDArray[np.int64]:
    """Least value of each of the slots; NEVER where there is none. Slot -1 is none."""
    result = np.full(number, NEVER, np.int64)
    for i in range(len(slots)):
        slot = slots[i]
        if slot >= 0 and values[i] < result[slot]:
            result[slot] = values[i]
    return result


@rule("void(int64[::1], int32[::1], int64, int32[::1], int64[::1])")
def overtake(slots: NDArray[np.int64], rows: NDArray[np.int32], mark: int,
             last: NDArray[np.int32], marks: NDArray[np.int64]) -> None:  # fmt: skip
    """Mark each slot that has a row after its last so far, and note that row."""
    for i in range(len(slots)):
        slot = slots[i]
        if slot >= 0 and rows[i] > last[slot]:
            last[slot] = rows[i]
            marks[slot] = mark


@rule("int64[::1](int64[::1], int64[::1], int64[::1], int32[::1])")
def episodes(codes: NDArray[np.int64], first: NDArray[np.int64], who: NDArray[np.int64],
             items: NDArray[np.int32]) -> NDArray[np.int64]:  # fmt: skip
    """Place of the hand-over to which each row belongs by its lead and the cycle in its item; -1 for none.

    `codes` are lead * CYCLES + cycle in order; those of a lead stand from first[lead] to first[lead + 1].
    """
    result = np.full(len(who), -1, np.int64)
    for i in range(len(who)):
        lead = who[i]
        if lead >= 0:
            code = lead * CYCLES + (items[i] >> 24)
            for place in range(first[lead], first[lead + 1]):
                if codes[place] == code:
                    result[i] = place
                    break
    return result


@rule("int64[::1](int64[::1], int64[::1], int64[::1])")
def count_until(slots: NDArray[np.int64], times: NDArray[np.int64], limits: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many rows of each slot are not after its limit. Slot -1 is none."""
    result = np.zeros(len(limits), np.int64)
    for i in range(len(slots)):
        slot = slots[i]
        if slot >= 0 and times[i] <= limits[slot]:
            result[slot] += 1
    return result


@rule(f"int64[::1](int64[::1], {INTS})")
def steps(starts: NDArray[np.int64], values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Place of the last of the starts, which ascend, that is not after each value; -1 before the first.

    Even steps are found at once, by proportion.
    """
    n = len(starts)
    result = np.full(len(values), -1, np.int64)
    if n == 0:
        return result
    width = (starts[n - 1] - starts[0]) // n + 1
    for i in range(len(values)):
        place = min(max((values[i] - starts[0]) // width, -1), n - 1)
        while place + 1 < n and starts[place + 1] <= values[i]:
            place += 1
        while place >= 0 and starts[place] > values[i]:
            place -= 1
        result[i] = place
    return result
