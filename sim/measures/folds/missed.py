"""Missed revenue: why a lead that fitted and got ready was not won, and what handling as is proper would have won of it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ...rules.codes import NEVER
from ...rules.compiling import rule
from .columns import CODES, FLOATS, INTS

FAIR = 0  # lost fairly, or not lost yet
(
    NEVER_SCORED, NEVER_HANDED_OVER, UNSUBSCRIBED, IGNORED, NEVER_CALLED, CALLED_TOO_LATE, CALLED_TOO_FEW, REJECTED, LEAKED,
    DEAL_TOO_SLOW,
) = range(1, 11)  # fmt: skip
# What is true of some live hand-over of a lead; the last, of a lead that was an MQL and not handed over.
(
    LIVE, HAD_DEAL, HAD_SLOW_DEAL, WAS_REJECTED, WAS_PROPER, HAD_LEFT, WAS_CALLED, WAS_CALLED_IN_TIME, WAS_IGNORED, WAS_SCORED,
) = (1 << bit for bit in range(10))  # fmt: skip

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
EPISODES = ", ".join([INTS] * 9)


@rule(f"void(int64[::1], int64[::1], int64, {EPISODES}, int64[::1], boolean[::1], int64, int64[::1])")
def histories(
    since: Ints, until: Ints, end: int, lead: Ints, delivered: Ints, ended: Ints, attempted: Ints, connected: Ints, qualified: Ints,
    rejected: Ints, lost: Ints, withdrew: Ints, attempts: Ints, ignored: Flags, proper: int,
    found: Ints,
) -> None:  # fmt: skip
    """Write what is true of the hand-overs of each lead, (leads,).

    Those count that were live between the times `since` and `until` of their leads, NEVER where nobody asks. The rest are
    of hand-overs: their leads, times, and how often each was called up to `until`.
    """
    found[:] = 0
    for i in range(len(lead)):
        shut = until[lead[i]]
        if delivered[i] >= shut or min(ended[i], end + 1) <= since[lead[i]]:
            continue
        flags = LIVE
        if qualified[i] < NEVER:
            flags |= HAD_DEAL
        if lost[i] < NEVER and lost[i] >= shut:
            flags |= HAD_SLOW_DEAL
        if connected[i] < shut and rejected[i] < NEVER:
            flags |= WAS_REJECTED
        if attempts[i] >= proper or connected[i] < shut:
            flags |= WAS_PROPER
        if withdrew[i] < shut:
            flags |= HAD_LEFT
        if attempted[i] < NEVER:
            flags |= WAS_CALLED
        if attempted[i] < shut:
            flags |= WAS_CALLED_IN_TIME
        if ignored[i]:
            flags |= WAS_IGNORED
        found[lead[i]] |= flags


@rule(f"void(int64[::1], int64[::1], int64[::1], {INTS}, int64[::1])")
def scored(history: Ints, until: Ints, who: Ints, time: Ints, delivered: Ints) -> None:
    """Mark leads that were MQLs before a time, and not handed over before it."""
    for i in range(len(who)):
        lead = who[i]
        if lead >= 0 and time[i] < until[lead] <= delivered[i]:
            history[lead] |= WAS_SCORED


@rule("void(int64[::1], int64[::1], int64[::1], int64[::1], int64[::1], int64[::1], int64, int64[::1])")
def reasons(who: Ints, history: Ints, until: Ints, closed: Ints, closed_as: Ints, means: Ints, end: int, result: Ints) -> None:
    """Write why each lead was missed, the first failure along its life; `means` of each way to be closed: the failure, or FAIR."""
    for i in range(len(who)):
        lead = who[i]
        had, shut, over = history[lead], until[lead], closed[lead]
        failure = means[closed_as[lead]] if over < shut else FAIR
        if shut > end and over == NEVER:
            cause = FAIR
        elif had & HAD_DEAL:
            cause = DEAL_TOO_SLOW if had & HAD_SLOW_DEAL else FAIR
        elif had & WAS_REJECTED:
            cause = REJECTED
        elif had & WAS_PROPER:
            cause = FAIR
        elif had & HAD_LEFT:
            cause = UNSUBSCRIBED
        elif had & WAS_CALLED_IN_TIME:
            cause = CALLED_TOO_FEW
        elif had & WAS_IGNORED:
            cause = IGNORED
        elif had & WAS_CALLED:
            cause = CALLED_TOO_LATE
        elif had & LIVE:
            cause = NEVER_CALLED
        elif failure != FAIR:
            cause = failure
        elif had & WAS_SCORED:
            cause = NEVER_HANDED_OVER
        else:
            cause = NEVER_SCORED
        result[i] = cause


@rule(f"void(int64[::1], {INTS}, int64[::1], float64[::1], {FLOATS}, {CODES}, {FLOATS}, int64, float64, float64[::1])")
def worths(
    who: Ints, channel: Ints, known: Ints, connects: NDArray[np.float64], answerability: NDArray[np.float64],
    reachable: NDArray[np.int16], value: NDArray[np.float64], attempts: int, later: float,
    result: NDArray[np.float64],
) -> None:  # fmt: skip
    """Write the value of leads times the chance to win each.

    That is the chance that one of so many attempts connects, by the odds of the channel and the buyer's own, and that what
    comes `later` goes well. Nothing from a channel that is not known, or from who cannot be reached.
    """
    result[:] = 0.0
    for i in range(len(who)):
        lead = who[i]
        if reachable[lead] == 0:
            continue
        for place in range(len(known)):
            if known[place] == channel[lead]:
                missed = 1.0
                if connects[place] < 1.0:
                    each = 1.0 / (1.0 + connects[place] / (1.0 - connects[place]) * math.exp(answerability[lead]))
                    for _ in range(attempts):
                        missed *= each
                else:
                    missed = 0.0
                result[i] = value[lead] * ((1.0 - missed) * later)
                break
