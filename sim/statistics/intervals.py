"""Means with their intervals: Student's, and the studentised bootstrap where values are skewed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Values = NDArray[np.float64]

RESAMPLES, MOST_RESAMPLES = 1999, 20_000
IN_A_TAIL = 20  # resamples beyond the end of an interval, so that its place is not one resample's luck
RESAMPLING_KEY = 0x736D6B74  # any constant does; it keeps intervals equal from run to run
SKEW_LIMIT = 0.1  # of |skewness|/√n, above which Student's interval covers too little
FEWEST_FOR_BOOTSTRAP = 8  # fewer different values seldom give resamples that differ
FURTHEST = 3.0  # half-widths of Student's
CELLS_AT_ONCE = 1 << 20


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
    """Studentised means of the resamples, sorted; a smaller tail needs more of them, for enough to lie in it."""
    count = len(array)
    mean = array.mean()
    wanted = min(MOST_RESAMPLES, max(RESAMPLES, math.ceil(IN_A_TAIL / tail)))
    ratios = []
    for indices in _indices(count, wanted):
        sample = array[indices]
        centre = sample.mean(axis=1)
        error = sample.std(axis=1, ddof=1) / math.sqrt(count)
        with np.errstate(divide="ignore", invalid="ignore"):
            ratios.append((centre - mean) / error)
    together = np.concatenate(ratios)
    return np.sort(together[~np.isnan(together)])


def _indices(count: int, rows: int) -> Iterator[NDArray[np.int32]]:
    """Which values each resample takes, drawn by Philox keyed by the number of values; some resamples at once."""
    if rows * count <= CELLS_AT_ONCE:
        yield _few_indices(count, rows)
        return
    draws = np.random.Philox(key=[RESAMPLING_KEY, count])
    at_once = max(1, CELLS_AT_ONCE // count)
    for first in range(0, rows, at_once):
        yield _drawn(draws, count, min(at_once, rows - first))


@lru_cache(maxsize=4)
def _few_indices(count: int, rows: int) -> NDArray[np.int32]:
    """The same where they are few: the measures of a study all have the same."""
    return _drawn(np.random.Philox(key=[RESAMPLING_KEY, count]), count, rows)


def _drawn(draws: np.random.Philox, count: int, rows: int) -> NDArray[np.int32]:
    upper_half = draws.random_raw(rows * count) >> np.uint64(32)
    return ((upper_half * np.uint64(count)) >> np.uint64(32)).astype(np.int32).reshape(rows, count)


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
    """Mean with its interval: Student's; with skewed values each end is the further one of Student's and the bootstrap's.

    Symmetric values with long tails look skewed in a sample, and the bootstrap alone would then find
    differences from 0 in 7 % of samples in which there is none. An end is at most three times as far as
    Student's: where one value makes up most of the variance, resamples without it reach anywhere.
    """
    student = student_interval(values, level, family)
    if not (is_skewed(values) and student.low < student.mean < student.high):
        return student
    resampled = bootstrap_t_interval(values, level, family)
    low, high = (
        student.mean + (end - student.mean) * min(FURTHEST, max(1.0, (other - student.mean) / (end - student.mean)))
        for end, other in ((student.low, resampled.low), (student.high, resampled.high))
    )
    return Interval(student.mean, low, high, resampled.method)


def stretched(interval: Interval, factor: float) -> Interval:
    """Widen an interval about its mean by a factor."""
    mean, low, high, method = interval
    return Interval(mean, mean - factor * (mean - low), mean + factor * (high - mean), method)
