"""Quantiles over replications, with intervals from order statistics."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from .intervals import defined

SHARES = (0.05, 0.5, 0.95)


class Quantiles(NamedTuple):
    """The 5th, 50th and 95th percentile over the defined replications."""

    p05: float
    p50: float
    p95: float


def quantiles(values: ArrayLike) -> Quantiles:
    """Percentiles 5, 50 and 95 of the defined values, linear between neighbours (Hyndman and Fan's type 7)."""
    array = defined(values)
    if len(array) == 0:
        return Quantiles(math.nan, math.nan, math.nan)
    return Quantiles(*(float(q) for q in np.quantile(array, SHARES)))


class Spread(NamedTuple):
    """Percentiles over the defined replications, each with its own 95 % interval; NaN where the values give no end."""

    p05: float
    p50: float
    p95: float
    p05_low: float
    p05_high: float
    p50_low: float
    p50_high: float
    p95_low: float
    p95_high: float


def spread(values: ArrayLike) -> Spread:
    """Percentiles 5, 50 and 95 of the defined values with their intervals."""
    array = defined(values)
    ends = (end for share in SHARES for end in quantile_interval(array, share))
    return Spread(*quantiles(array), *ends)


def quantile_interval(values: ArrayLike, share: float, level: float = 0.95) -> tuple[float, float]:
    """Interval of a quantile between two order statistics; an end that the values cannot give is NaN.

    Holds for any distribution (Conover 1999; the same as `scipy.stats.quantile_test`). The 5 % quantile has
    a lower end from 72 values on, the median from 6.
    """
    array = np.sort(defined(values))
    low, high = _places(len(array), share, level)
    return (
        float(array[low]) if low >= 0 else math.nan,
        float(array[high]) if high < len(array) else math.nan,
    )


@lru_cache(maxsize=256)
def _places(count: int, share: float, level: float) -> tuple[int, int]:
    """Places of the two order statistics, from 0; −1 and `count` stand for beyond the values."""
    from scipy.special import bdtr

    if count == 0:
        return -1, 0
    tail = (1 - level) / 2
    below = bdtr(np.arange(count + 1, dtype=np.float64), count, share)  # chance of at most so many below the quantile
    return int(np.searchsorted(below, tail)) - 1, int(np.searchsorted(below, 1 - tail))
