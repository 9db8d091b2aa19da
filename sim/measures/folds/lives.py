"""Buyers' lives, looked up by lead and time: what was true then, and why work could not lead to a sale.

Little is read for each look: what a buyer is from the start and where its turns stand are one number, and a turn is its
time and one more.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...rules.codes import AT_HANDOFF, FROM_DECISION, GONE, NEVER, NO_NEED
from ...rules.compiling import rule
from .columns import CODES, FLOATS, INTS, ITEMS

STATE, NEED, CLOSING, WIN = range(4)  # turns; values: state, nothing, cycle, cycle
DUPLICATE, UNREACHABLE, BAD_FIT, NEEDLESS, TOO_LATE, TOO_EARLY = range(1, 7)
YEAR = 31_557_600_000_000  # 365.25 days
LIVES = "int64[::1], int64[:, ::1]"

Ints = NDArray[np.int64]


@rule("void(int64[::1], int64[::1])")
def add_rows(who: Ints, result: Ints) -> None:
    """Add how many rows each lead has."""
    for i in range(len(who)):
        if who[i] >= 0:
            result[who[i]] += 1


@rule(f"void(int64[::1], {INTS}, {INTS}, {ITEMS}, int64, int64[::1], int64[:, ::1])")
def line_up(who: Ints, time: Ints, value: Ints, place: NDArray[np.int32], what: int, next_: Ints, turns: Ints) -> None:
    """Put turns of a kind in the next places of their leads: the time, and where in the log, the value and what it is."""
    for i in range(len(who)):
        if who[i] >= 0:
            turns[next_[who[i]], 0] = time[i]
            turns[next_[who[i]], 1] = np.int64(place[i]) << 16 | value[i] << 2 | what
            next_[who[i]] += 1


@rule(f"void({CODES}, {CODES}, {CODES}, {INTS}, {INTS}, int64[::1], int64[::1], {INTS}, int64[::1], int64[::1])")
def pack_leads(
    state: NDArray[np.int16], fit: NDArray[np.int16], reachable: NDArray[np.int16], account: Ints, persona: Ints, known: Ints,
    starts: Ints, won: Ints, first: Ints, packed: Ints,
) -> None:  # fmt: skip
    """Write leads, each one number, and one more for the end.

    State at capture, when the window starts (`starts` of the persona's place among the known), why it can never be won
    (0: it can), whether it ever was, and where its turns begin; they end where the next lead's begin.
    """
    n = len(state)
    packed[n] = first[n] << 16
    p = 0
    for i in range(n):
        if known[p] != persona[i]:
            p = 0
            while p < len(known) - 1 and known[p] != persona[i]:
                p += 1
        cause = DUPLICATE if account[i] != 0 else UNREACHABLE if reachable[i] == 0 else BAD_FIT if fit[i] == 0 else 0
        packed[i] = np.int64(state[i]) | starts[p] << 4 | cause << 8 | np.int64(won[i] < NEVER) << 12 | first[i] << 16


@rule(f"Tuple((int64, int64, int64, boolean, boolean))(int64, int64, int64, {LIVES})")
def moment(lead: int, cycle: int, time: int, leads: Ints, turns: Ints) -> tuple[int, int, int, bool, bool]:
    """What was true of a buyer at a time: state, next need, closing, whether shut, whether won at or after it."""
    state, starts = leads[lead] & 15, (leads[lead] >> 4) & 15
    need = closing = closed = closed_here = NEVER
    since = won = np.int64(-1)
    for i in range(leads[lead] >> 16, leads[lead + 1] >> 16):
        then, turn = turns[i, 0], turns[i, 1]
        what, value, place = turn & 3, (turn >> 2) & 0x3FFF, turn >> 16
        if what == NEED:
            if then > time:
                need = min(need, then)
        elif what == WIN:
            if value == cycle and won < 0:
                won = then
        else:
            if then <= time and place > since and (what == STATE or starts == FROM_DECISION):
                since = place
                state = value if what == STATE else GONE
            if what == CLOSING:
                closed = min(closed, then)
                if then >= time:
                    closing = min(closing, then)
                if value == cycle:
                    closed_here = min(closed_here, then)
    if starts == AT_HANDOFF:
        shut = closed_here <= time
    elif starts == FROM_DECISION:
        shut = state == GONE
    else:
        shut = closed <= time
    return state, need, closing, shut, won >= time


@rule(f"Tuple((int64[::1], int64[::1], boolean[::1]))({INTS}, {INTS}, {INTS}, {LIVES})")
def moments(who: Ints, cycle: Ints, time: Ints, leads: Ints, turns: Ints) -> tuple[Ints, Ints, NDArray[np.bool_]]:
    """State, closing and whether shut, of each lead at a time."""
    n = len(who)
    states, closings, shuts = np.empty(n, np.int64), np.empty(n, np.int64), np.empty(n, np.bool_)
    for i in range(n):
        states[i], _, closings[i], shuts[i], _ = moment(who[i], cycle[i], time[i], leads, turns)
    return states, closings, shuts


@rule(f"int64(int64, int64, int64, {LIVES}, int64, int64, int64)")
def cause_of(
    lead: int, cycle: int, time: int, leads: Ints, turns: Ints, adopted: int, least_before: int, least_after: int
) -> int:
    """Why something done for a lead at a time could not lead to a sale: the first cause that applies, 0 for none."""
    cause = (leads[lead] >> 8) & 15
    if cause > 0 and not (leads[lead] >> 12) & 1:
        return cause
    state, need, _, shut, won = moment(lead, cycle, time, leads, turns)
    if won:
        return 0
    if cause > 0:
        return cause
    if state == NO_NEED and need - time > YEAR:
        return NEEDLESS
    if shut:
        return TOO_LATE
    return TOO_EARLY if state < (least_before if time < adopted else least_after) else 0


@rule(f"void({INTS}, {ITEMS}, {INTS}, {LIVES}, int64, int64, int64, int64[::1])")
def causes(who: Ints, item: NDArray[np.int32], time: Ints, leads: Ints, turns: Ints,
           adopted: int, least_before: int, least_after: int, result: Ints) -> None:  # fmt: skip
    """Write the cause of each of many things, in the cycle of their items; -1 where there is no lead."""
    for i in range(len(who)):
        result[i] = -1
        if who[i] >= 0:
            result[i] = cause_of(who[i], item[i] >> 24, time[i], leads, turns, adopted, least_before, least_after)


@rule(f"void(float64[::1], {INTS}, {ITEMS}, {INTS}, {FLOATS}, boolean[::1], boolean[::1], {LIVES}, int64, int64, int64)")
def charge(sums: NDArray[np.float64], who: Ints, item: NDArray[np.int32], time: Ints, money: NDArray[np.float64],
           judged: NDArray[np.bool_], ignored: NDArray[np.bool_], leads: Ints, turns: Ints,
           adopted: int, least_before: int, least_after: int) -> None:  # fmt: skip
    """Add money for things done for judged leads to the sums by cause, in their order; for ignored leads, to the last."""
    for i in range(len(who)):
        lead = who[i]
        if lead >= 0 and money[i] > 0.0 and judged[lead]:
            if ignored[lead]:
                sums[len(sums) - 1] += money[i]
            else:
                sums[cause_of(lead, item[i] >> 24, time[i], leads, turns, adopted, least_before, least_after)] += money[i]
