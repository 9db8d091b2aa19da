"""What a free rep does next: the rank of a task, lowest first."""

from __future__ import annotations

from enum import IntEnum

from .compiling import rule
from .distributions import NEVER


class WorkOrder(IntEnum):
    """Codes of the work orders."""

    OLDEST_FIRST = 0
    NEWEST_FIRST = 1
    HIGHEST_SCORE = 2
    EARLIEST_DEADLINE = 3
    OWN_DEALS_FIRST = 4
    NEW_LEADS_FIRST = 5


FIRST = -NEVER  # appointments, meetings and work laid down come before anything else


@rule("int64(int64, int64, int64, float64, int64, int64)")
def rank(order: int, deal: int, untried: int, score: float, delivered: int, deadline: int) -> int:
    """Rank of a lead's task in a work order; ties go by the time the task was opened.

    `deal` 1 for work on an opportunity, `untried` 1 until the lead's first attempt of this hand-over,
    `delivered` and `deadline` in microseconds, `deadline` NEVER without a promise or once it is met.
    """
    if order == 1:
        return -delivered
    if order == 2:
        return -round(score * 1e6)
    if order == 3:
        return deadline
    if order == 4:
        return 1 - deal
    if order == 5:
        return 1 - untried
    return 0
