"""What marketing's money does: volume from budget, and budgets from what came of them."""

from __future__ import annotations

import math

from .compiling import rule


@rule("float64(float64, float64)")
def volume_multiple(budget: float, diminishing: float) -> float:
    """By what a channel's volume is multiplied when its money is: diminishing returns."""
    return 1.0 if budget == 1.0 else math.pow(budget, diminishing)


@rule("float64(float64, float64, float64, float64, float64, float64)")
def new_budget(stated: float, budget: float, share: float, whole: float, sqls: float, total: float) -> float:
    """Multiple of a channel's stated money once `share` of all money goes by SQLs.

    `whole` is the money of all channels by their budgets so far, `sqls` of `total` are this channel's.
    """
    return ((1.0 - share) * (stated * budget) + share * whole * sqls / total) / stated
