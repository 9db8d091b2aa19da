"""Means with their intervals: Student's, and the studentised bootstrap where values are skewed."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Values = NDArray[np.float64]

RESAMPLES, MOST_RESAMPLES = 1999, 20_000
IN_A_TAIL = 20  # resamples beyond the end of an interval, so that its place is not one resample's luck
RESAMPLING_KEY = 0x736D6B74  # any constant does; it keeps intervals equal from run to run
SKEW_LIMIT = 0.1  # of |skewness|/√n, above which Student's interval covers too little
FEWEST_FOR_BOOTSTRAP = 8  # fewer different values seldom give resamples that differ
CELLS_AT_ONCE = 1 << 21


class Interval(NamedTuple):
    """A mean with its confidence interval, and the method: `student`, `bootstrap-t` or `none`."""

    mean: float
    low: float
    high: float
    method: str = "none"

    @property
    def half_width(self) -> float:
        """Half the width of the interval, in the unit of the mean."""
        return (self.high - self.low) / 2


UNDEFINED = Interval(math.nan, math.nan, math.nan)


def defined(values: ArrayLike) -> Values:
    """Return the values that are defined, in order."""
    array = np.asarray(values, dtype=np.float64)
    return array[np.isfinite(array)]


def student_critical(degrees: int, level: float = 0.95, family: int = 1) -> float:
    """Two-sided critical value of Student's t that holds for a whole `family` of intervals (Bonferroni)."""
    from scipy.special import stdtrit

    return float(stdtrit(degrees, 1 - (1 - level) / (2 * family)))


def skewness(values: ArrayLike) -> float:
    """Sample skewness m₃ / m₂^1.5; 0 when nothing varies."""
    array = defined(values)
    if len(array) < 2:
        return math.nan
    centred = array - array.mean()
    spread = float(np.mean(centred**2))
    return float(np.mean(centred**3)) / spread**1.5 if spread > 0 else 0.0


def is_skewed(values: ArrayLike) -> bool:
    """Whether |skewness|/√n is so large that Student's interval covers too little."""
    array = defined(values)
    return len(array) >= 2 and abs(skewness(array)) / math.sqrt(len(array)) > SKEW_LIMIT


def student_interval(values: ArrayLike, level: float = 0.95, family: int = 1) -> Interval:
    """Mean with Student's t interval; a single value has a mean and no interval."""
    array = defined(values)
    if len(array) == 0:
        return UNDEFINED
    mean = float(array.mean())
    if len(array) == 1:
        return Interval(mean, math.nan, math.nan)
    half = student_critical(len(array) - 1, level, family) * float(array.std(ddof=1)) / math.sqrt(len(array))
    return Interval(mean, mean - half, mean + half, "student")


def _resampled(array: Values, tail: float) -> Values:
    """Studentised means of the resamples, sorted; indices are drawn by Philox keyed by the number of values.

    A smaller tail needs more of them, for enough to lie in it.
    """
    count = len(array)
    mean = array.mean()
    draws = np.random.Philox(key=[RESAMPLING_KEY, count])
    ratios = []
    rows_at_once = max(1, CELLS_AT_ONCE // count)
    wanted = min(MOST_RESAMPLES, max(RESAMPLES, math.ceil(IN_A_TAIL / tail)))
    for first in range(0, wanted, rows_at_once):
        rows = min(rows_at_once, wanted - first)
        upper_half = draws.random_raw(rows * count) >> np.uint64(32)
        indices = (upper_half * np.uint64(count)) >> np.uint64(32)
        sample = array[indices.astype(np.intp)].reshape(rows, count)
        centre = sample.mean(axis=1)
        error = sample.std(axis=1, ddof=1) / math.sqrt(count)
        with np.errstate(divide="ignore", invalid="ignore"):
            ratios.append((centre - mean) / error)
    together = np.concatenate(ratios)
    return np.sort(together[~np.isnan(together)])


def bootstrap_t_interval(values: ArrayLike, level: float = 0.95, family: int = 1) -> Interval:
    """Mean with the studentised bootstrap interval (Efron 1981), the same for the same values every time.

    Falls back to Student's interval below eight different values, or when resamples do not vary.
    """
    array = defined(values)
    if len(np.unique(array)) < FEWEST_FOR_BOOTSTRAP:
        return student_interval(array, level, family)
    mean = float(array.mean())
    error = float(array.std(ddof=1)) / math.sqrt(len(array))
    tail = (1 - level) / (2 * family)
    ratios = _resampled(array, tail)
    upper, lower = np.quantile(ratios, [1 - tail, tail], method="nearest")
    if not (np.isfinite(upper) and np.isfinite(lower)):
        return student_interval(array, level, family)
    return Interval(mean, mean - float(upper) * error, mean - float(lower) * error, "bootstrap-t")


def mean_interval(values: ArrayLike, level: float = 0.95, family: int = 1) -> Interval:
    """Mean with its interval: Student's, or the studentised bootstrap when the values are skewed."""
    estimate = bootstrap_t_interval if is_skewed(values) else student_interval
    return estimate(values, level, family)


def stretched(interval: Interval, factor: float) -> Interval:
    """Widen an interval about its mean by a factor."""
    mean, low, high, method = interval
    return Interval(mean, mean - factor * (mean - low), mean + factor * (high - mean), method)
