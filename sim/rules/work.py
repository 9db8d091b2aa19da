"""What a free rep does next: the rank of a task, lowest first."""

from __future__ import annotations

from .codes import EARLIEST_DEADLINE, HIGHEST_SCORE, NEW_LEADS_FIRST, NEWEST_FIRST, OWN_DEALS_FIRST
from .compiling import rule


@rule("int64(int64, int64, int64, float64, int64, int64)")
def rank(order: int, deal: int, untried: int, score: float, delivered: int, deadline: int) -> int:
    """Rank of a lead's task in a work order; ties go by the time the task was opened.

    `deal` 1 for work on an opportunity, `untried` 1 until the lead's first attempt of this hand-over,
    `delivered` and `deadline` in microseconds, `deadline` NEVER without a promise or once it is met.
    """
    if order == NEWEST_FIRST:
        return -delivered
    if order == HIGHEST_SCORE:
        return -round(score * 1e6)
    if order == EARLIEST_DEADLINE:
        return deadline
    if order == OWN_DEALS_FIRST:
        return 1 - deal
    if order == NEW_LEADS_FIRST:
        return 1 - untried
    return 0
