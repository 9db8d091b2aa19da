"""Who a rep is."""

from __future__ import annotations

import math

from .compiling import rule
from .distributions import normal_quantile


@rule("float64(float64, float64)")
def pace(u: float, spread: float) -> float:
    """How long a rep takes over work, 1 on average over reps: lognormal with this sd of the log; more is slower."""
    return math.pow(math.e, spread * normal_quantile(u) - spread * spread / 2)
