"""How deals go, and how long customers stay."""

from __future__ import annotations

import math

from .compiling import rule
from .contact import expit, logit
from .distributions import normal_quantile


@rule("float64(float64, float64, float64)")
def joint(u: float, other: float, correlation: float) -> float:
    """A uniform number that goes with another by a Gaussian copula; `u` itself without correlation."""
    if correlation == 0.0:
        return u
    z = correlation * normal_quantile(other) + math.sqrt(1.0 - correlation * correlation) * normal_quantile(u)
    moved = 0.5 * math.erfc(-z / math.sqrt(2.0))
    return min(max(moved, 1e-16), 1.0 - 1e-16)


@rule("int64(float64, float64, float64, float64)")
def months(u: float, leaving: float, size: float, shift: float) -> int:
    """Months a customer stays (shifted-beta-geometric, Fader & Hardie 2007); 1,200 for longer.

    `leaving` is the mean chance to leave in a month, `size` alpha + beta, `shift` what this customer's
    log-odds of leaving differ by.
    """
    p = leaving if shift == 0.0 else expit(logit(leaving) + shift)
    alpha = p * size
    beta = size - alpha
    stays = 1.0
    for month in range(1200):
        stays *= (beta + month) / (alpha + beta + month)
        if stays < u:
            return month
    return 1200
