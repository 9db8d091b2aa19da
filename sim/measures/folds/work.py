"""Pieces of work: which stop belongs to each start."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...rules.compiling import rule
from .keys import SPREAD

Ints = NDArray[np.int64]
Items = NDArray[np.int32]
UNKNOWN, FREE, BUSY = range(3)  # what a rep is when a row comes; from BUSY on, which piece it is busy with
END = 1 << 40  # after every row


@rule(f"boolean({'int32[::1], int64[::1], ' * 4}int64[::1])")
def pair(
    started: Items, started_by: Ints, resumed: Items, resumed_by: Ints, ended: Items, ended_by: Ints, laid_down: Items,
    laid_down_by: Ints, result: Ints,
) -> bool:  # fmt: skip
    """Write which stop, of those ended and then those laid down, belongs to each start, of those started and then resumed.

    Each list is rows of the log in order, and whose they are. A rep does one thing at a time, so a start belongs to the
    rep's next stop. False when they do not pair up.
    """
    starts, stops = len(started) + len(resumed), len(ended) + len(laid_down)
    if starts != stops:
        return False
    bits, known = 6, 0
    around = np.uint64((1 << bits) - 1)
    reps, doing = np.empty(1 << bits, np.int64), np.zeros(1 << bits, np.int64)
    i = j = k = m = 0
    for _ in range(starts + stops):
        begins = resumes = ends = lays = END
        if i < len(started):
            begins = np.int64(started[i])
        if j < len(resumed):
            resumes = np.int64(resumed[j])
        if k < len(ended):
            ends = np.int64(ended[k])
        if m < len(laid_down):
            lays = np.int64(laid_down[m])
        is_start = min(begins, resumes) < min(ends, lays)
        if is_start:
            rep = started_by[i] if begins < resumes else resumed_by[j]
        else:
            rep = ended_by[k] if ends < lays else laid_down_by[m]
        at = np.uint64(rep) * np.uint64(SPREAD) >> np.uint64(64 - bits)
        while doing[at] != UNKNOWN and reps[at] != rep:
            at = (at + np.uint64(1)) & around
        if is_start:
            if doing[at] >= BUSY:
                return False
            known += doing[at] == UNKNOWN
            reps[at] = rep
            if begins < resumes:
                doing[at] = BUSY + i
                i += 1
            else:
                doing[at] = BUSY + len(started) + j
                j += 1
            if 4 * known > len(reps):
                bits += 1
                around = np.uint64((1 << bits) - 1)
                those, did = reps, doing
                reps, doing = np.empty(1 << bits, np.int64), np.zeros(1 << bits, np.int64)
                for old in range(len(those)):
                    if did[old] != UNKNOWN:
                        at = np.uint64(those[old]) * np.uint64(SPREAD) >> np.uint64(64 - bits)
                        while doing[at] != UNKNOWN:
                            at = (at + np.uint64(1)) & around
                        reps[at], doing[at] = those[old], did[old]
        else:
            if doing[at] < BUSY:
                return False
            if ends < lays:
                result[doing[at] - BUSY] = k
                k += 1
            else:
                result[doing[at] - BUSY] = len(ended) + m
                m += 1
            doing[at] = FREE
    return True


@rule("int64[::1](int64[::1], int64[::1], int64)")
def totals(codes: Ints, amounts: Ints, number: int) -> Ints:
    """Sum of the amounts of each code from 0 to below a number; other codes are left out."""
    result = np.zeros(number, np.int64)
    for i in range(len(codes)):
        if 0 <= codes[i] < number:
            result[codes[i]] += amounts[i]
    return result
