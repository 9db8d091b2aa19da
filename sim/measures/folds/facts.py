"""The pass over a log that folds what there is much of, block by block, so that its rows are read from memory once.

A block fits the processor's cache. Within it events are taken one after another: each loop does one thing, which
is quicker than asking of every row what it is.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...rules.compiling import rule
from .columns import CODES, FLOATS, INTS, ITEMS
from .keys import bits_of, place_of

CYCLES = 128  # more than any lead has
VARIANTS = 32  # more than there are kinds of task, or reasons
BLOCK = 4096  # rows
KIND, REASON = 1, 2  # what rows of an event are told apart by
WHO, TIME, ITEM, REP, AMOUNT = (1 << i for i in range(5))  # columns to keep

Ints = NDArray[np.int64]
Items = NDArray[np.int32]
Codes = NDArray[np.int16]
Floats = NDArray[np.float64]
Bytes = NDArray[np.uint8]


@rule(f"int64[:, ::1]({CODES}, int64, int64, int64, uint8[::1])")
def count(event: Codes, events: int, opens: int, closes: int, codes: Bytes) -> Ints:
    """Write codes of the rows, side by side, and say where those of each code begin and end when they are put together.

    Bounds (4, events + 1): begin of all, begin and end of those from row `opens` to row `closes`, end of all. Codes that
    are not known count as `events`.
    """
    n = len(event)
    bounds = np.zeros((4, events + 1), np.int64)
    for part in range(1, 4):  # before, in and after the window
        begin = 0 if part == 1 else opens if part == 2 else closes
        for i in range(begin, opens if part == 1 else closes if part == 2 else n):
            code = min(np.uint64(event[i]), np.uint64(events))
            codes[i] = code
            bounds[part, code] += 1
    end = 0
    for code in range(events + 1):
        for part in range(4):
            end += bounds[part, code]
            bounds[part, code] = end
    return bounds


@rule(f"int64(uint8[::1], int64, {INTS}, {ITEMS}, int32[::1], int64[::1], int64[:, ::1], int64[::1], int64[::1])")
def handed_over(
    codes: Bytes, delivered: int, lead: Ints, item: Items, table: Items, keys: Ints, firsts: Ints, found: Ints, handovers: Ints
) -> int:
    """Write the code of every hand-over, lead * CYCLES + cycle, in order, and where those of each lead begin; how many.

    They are the rows whose code is `delivered`; `table` and `keys` see `keys.enter`. `firsts` (2, leads + 1) is written, and
    `found` as long as `handovers`; the second line of the one and all of the other are room to work in.
    """
    bits = bits_of(len(table))
    first, free, number = firsts[0], firsts[1], 0
    first[:] = 0
    for i in range(len(codes)):
        if codes[i] == delivered:
            place = place_of(table, keys, bits, lead[i])
            if place >= 0:
                found[number] = place * CYCLES + (item[i] >> 24)
                first[place + 1] += 1
                number += 1
    for i in range(len(keys)):
        first[i + 1] += first[i]
    free[:] = first
    for i in range(number):
        place, at = found[i] // CYCLES, free[found[i] // CYCLES]
        free[place] += 1
        while at > first[place] and handovers[at - 1] > found[i]:
            handovers[at] = handovers[at - 1]
            at -= 1
        handovers[at] = found[i]
    return number


@rule(f"void({INTS}, {INTS}, {INTS}, {FLOATS}, {ITEMS}, {CODES}, uint8[::1], int64[:, ::1], int32[::1], int64[::1], int64[::1], "
      "int64[::1], int16[::1], int16[::1], int16[:, ::1], int16[::1], int16[::1], int32[::1], int64[::1], int64[:, ::1], "
      "int64[:, ::1], int64[::1], int64[::1], int32[::1], int64[::1], float64[::1])")  # fmt: skip
def fold(
    time: Ints, lead: Ints, rep: Ints, amount: Floats, item: Items, reason: Codes, codes: Bytes, bounds: Ints,
    table: Items, keys: Ints, handovers: Ints, first: Ints, status_of: Codes, lead_column: Codes, handover_column: Codes,
    told_by: Codes, kept: Codes, rows: Items, status: Ints, firsts: Ints, seconds: Ints, kept_who: Ints, kept_time: Ints,
    kept_item: Items, kept_rep: Ints, kept_amount: Floats,
) -> None:  # fmt: skip
    """Fold the rows of a log.

    Parameters
    ----------
    time, lead, rep, amount, item, reason
        (n,) columns of the log.
    codes, bounds
        See `count`; columns are kept of rows from bounds[1] to bounds[2].
    table, keys
        The leads' keys, see `keys.enter`.
    handovers, first
        lead * CYCLES + cycle of every hand-over in order, and where those of each lead begin.
    status_of, lead_column, kept
        (events,) of each event: the status it sets, 0 for none; the column of the leads that takes the time of the
        first, -1 for none; columns to keep of its rows.
    handover_column, told_by
        (events, VARIANTS) the column of the hand-overs that takes the time of the first of each variant, -1 for none;
        what variants are told by, 0 where there is no column.
    rows
        (n,) written: rows by event.
    status
        (leads,) written: the last row that set a status, times 16, and that status; 0 on entry.
    firsts, seconds
        (columns, leads) and (columns, hand-overs) written: first times; NEVER on entry.
    kept_who, kept_time, kept_item, kept_rep, kept_amount
        (n,) written, in the order of `rows`, as far as they are kept: row of the leads, and columns of the log.
    """
    n, events, bits = len(codes), len(kept), bits_of(len(table))
    ends, done = np.empty(events + 1, np.int64), np.empty(events + 1, np.int64)
    for e in range(events + 1):
        ends[e] = done[e] = bounds[0, e]
    keys_here, who = np.empty(BLOCK, np.int64), np.empty(BLOCK, np.int64)
    for block in range(0, n, BLOCK):
        for i in range(block, min(block + BLOCK, n)):
            rows[ends[codes[i]]] = i
            ends[codes[i]] += 1
            keys_here[i - block] = lead[i]
        for e in range(events):
            begin, end = done[e], ends[e]
            done[e] = end
            if begin == end:
                continue
            if status_of[e] > 0 or lead_column[e] >= 0 or told_by[e] > 0 or kept[e] & WHO:
                for j in range(begin, end):
                    who[j - begin] = place_of(table, keys, bits, keys_here[rows[j] - block])
            if status_of[e] > 0:
                for j in range(begin, end):
                    if who[j - begin] >= 0:
                        status[who[j - begin]] = max(status[who[j - begin]], rows[j] * 16 + status_of[e])
            if lead_column[e] >= 0:
                times = firsts[lead_column[e]]
                for j in range(begin, end):
                    if who[j - begin] >= 0:
                        times[who[j - begin]] = min(times[who[j - begin]], time[rows[j]])
            if told_by[e] > 0:
                for j in range(begin, end):
                    whose, i = who[j - begin], rows[j]
                    column = handover_column[e, np.int64(reason[i] if told_by[e] == REASON else item[i] >> 16) & (VARIANTS - 1)]
                    if whose >= 0 and column >= 0:
                        code = whose * CYCLES + (item[i] >> 24)
                        for place in range(first[whose], first[whose + 1]):
                            if handovers[place] == code:
                                seconds[column, place] = min(seconds[column, place], time[i])
                                break
            low, high = max(begin, bounds[1, e]), min(end, bounds[2, e])
            if kept[e] & WHO:
                for j in range(low, high):
                    kept_who[j] = who[j - begin]
            if kept[e] & TIME:
                for j in range(low, high):
                    kept_time[j] = time[rows[j]]
            if kept[e] & ITEM:
                for j in range(low, high):
                    kept_item[j] = item[rows[j]]
            if kept[e] & REP:
                for j in range(low, high):
                    kept_rep[j] = rep[rows[j]]
            if kept[e] & AMOUNT:
                for j in range(low, high):
                    kept_amount[j] = amount[rows[j]]
