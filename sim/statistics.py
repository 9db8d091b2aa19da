"""Estimates from arrays: intervals, quantiles, chances, and how many replications are enough.

Every function is pure. Arrays have one value a replication unless said; NaN means undefined in that
replication and is left out, never counted as a number. An estimate that cannot be made is NaN.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Values = NDArray[np.float64]
Better = Literal["higher", "lower"]

RESAMPLES = 1999
RESAMPLING_KEY = 0x736D6B74  # any constant does; it keeps intervals equal from run to run
SKEW_LIMIT = 0.1  # of |skewness|/√n, above which Student's interval covers too little
FEWEST_FOR_BOOTSTRAP = 8  # fewer values seldom give resamples that differ
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


class Chance(NamedTuple):
    """A share of cases with its interval, and the number of cases."""

    share: float
    low: float
    high: float
    cases: int


class Quantiles(NamedTuple):
    """The 5th, 50th and 95th percentile over the defined replications."""

    p05: float
    p50: float
    p95: float


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


def _resampled(array: Values) -> Values:
    """Studentised means of the resamples, sorted; indices are drawn by Philox keyed by the number of values."""
    count = len(array)
    mean = array.mean()
    draws = np.random.Philox(key=[RESAMPLING_KEY, count])
    ratios = []
    rows_at_once = max(1, CELLS_AT_ONCE // count)
    for first in range(0, RESAMPLES, rows_at_once):
        rows = min(rows_at_once, RESAMPLES - first)
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

    Falls back to Student's interval below eight values, or when resamples do not vary.
    """
    array = defined(values)
    if len(array) < FEWEST_FOR_BOOTSTRAP or array.min() == array.max():
        return student_interval(array, level, family)
    mean = float(array.mean())
    error = float(array.std(ddof=1)) / math.sqrt(len(array))
    ratios = _resampled(array)
    tail = (1 - level) / (2 * family)
    upper, lower = np.quantile(ratios, [1 - tail, tail], method="nearest")
    if not (np.isfinite(upper) and np.isfinite(lower)):
        return student_interval(array, level, family)
    return Interval(mean, mean - float(upper) * error, mean - float(lower) * error, "bootstrap-t")


def mean_interval(values: ArrayLike, level: float = 0.95, family: int = 1) -> Interval:
    """Mean with its interval: Student's, or the studentised bootstrap when the values are skewed."""
    estimate = bootstrap_t_interval if is_skewed(values) else student_interval
    return estimate(values, level, family)


def paired(base: ArrayLike, other: ArrayLike) -> Values:
    """Differences other − base of the replications in which both are defined."""
    return defined(np.asarray(other, dtype=np.float64) - np.asarray(base, dtype=np.float64))


def linearised(numerators: ArrayLike, denominators: ArrayLike) -> Values:
    """Values whose mean is Σ numerators / Σ denominators and whose spread gives its interval (delta method).

    One value a replication, R + (nᵢ − R dᵢ)/d̄; NaN where a part is undefined, and everywhere when the
    denominators sum to 0. Differences of two such arrays give the paired interval of two ratios.
    """
    top = np.asarray(numerators, dtype=np.float64)
    bottom = np.asarray(denominators, dtype=np.float64)
    known = np.isfinite(top) & np.isfinite(bottom)
    result = np.full(top.shape, np.nan)
    total = float(bottom[known].sum())
    if total != 0:
        ratio = float(top[known].sum()) / total
        result[known] = ratio + (top[known] - ratio * bottom[known]) / (total / int(known.sum()))
    return result


def quantiles(values: ArrayLike) -> Quantiles:
    """Percentiles 5, 50 and 95 of the defined values, linear between neighbours (Hyndman and Fan's type 7)."""
    array = defined(values)
    if len(array) == 0:
        return Quantiles(math.nan, math.nan, math.nan)
    return Quantiles(*(float(q) for q in np.quantile(array, [0.05, 0.5, 0.95])))


def wilson_interval(successes: float, cases: int, level: float = 0.95) -> Chance:
    """Share of successes with Wilson's interval; ties may have been counted as half."""
    if cases <= 0:
        return Chance(math.nan, math.nan, math.nan, 0)
    z = NormalDist().inv_cdf((1 + level) / 2)
    share = successes / cases
    centre = (share + z * z / (2 * cases)) / (1 + z * z / cases)
    half = z / (1 + z * z / cases) * math.sqrt(share * (1 - share) / cases + z * z / (4 * cases * cases))
    return Chance(share, max(0.0, centre - half), min(1.0, centre + half), cases)


def chance_better(base: ArrayLike, other: ArrayLike, better: Better, level: float = 0.95) -> Chance:
    """Share of paired replications in which `other` is better with the same luck, ties half, with Wilson's interval."""
    gain = paired(base, other) * (1 if better == "higher" else -1)
    wins = float(np.sum(gain > 0)) + 0.5 * float(np.sum(gain == 0))
    return wilson_interval(wins, len(gain), level)


def chance_better_other_luck(base: ArrayLike, other: ArrayLike, better: Better) -> float:
    """Share of pairs of different replications in which `other` is better, ties half: luck not shared."""
    first = np.asarray(base, dtype=np.float64)
    second = np.asarray(other, dtype=np.float64)
    known = np.isfinite(first) & np.isfinite(second)
    sign = 1 if better == "higher" else -1
    first, second = np.sort(sign * first[known]), sign * second[known]
    count = len(second)
    if count < 2:
        return math.nan
    below = np.searchsorted(first, second, "left") + np.searchsorted(first, second, "right")
    gain = paired(base, other) * sign
    same = 2 * int(np.sum(gain > 0)) + int(np.sum(gain == 0))
    return (int(below.sum()) - same) / (2 * count * (count - 1))


def correlation(base: ArrayLike, other: ArrayLike) -> float:
    """Pearson's correlation over replications in which both are defined; NaN when one of them does not vary."""
    first = np.asarray(base, dtype=np.float64)
    second = np.asarray(other, dtype=np.float64)
    known = np.isfinite(first) & np.isfinite(second)
    if int(known.sum()) < 2:
        return math.nan
    x = first[known] - first[known].mean()
    y = second[known] - second[known].mean()
    scale = math.sqrt(float(np.sum(x * x)) * float(np.sum(y * y)))
    return float(np.sum(x * y)) / scale if scale > 0 else math.nan


def paired_p(differences: ArrayLike) -> float:
    """Two-sided p of Student's test that the mean difference is 0; 1 when all differences are 0."""
    from scipy.special import stdtr

    array = defined(differences)
    if len(array) < 2:
        return math.nan
    spread = float(array.std(ddof=1))
    if spread == 0:
        return 1.0 if array[0] == 0 else 0.0
    ratio = abs(float(array.mean())) / (spread / math.sqrt(len(array)))
    return float(2 * stdtr(len(array) - 1, -ratio))


def holm(p_values: Sequence[float]) -> list[float]:
    """P values adjusted for looking at all of them (Holm 1979); undefined ones stay so and are not counted."""
    known = [index for index, p in enumerate(p_values) if not math.isnan(p)]
    adjusted = [math.nan] * len(p_values)
    largest = 0.0
    for rank, index in enumerate(sorted(known, key=lambda i: (p_values[i], i))):
        largest = max(largest, min(1.0, p_values[index] * (len(known) - rank)))
        adjusted[index] = largest
    return adjusted


def planned_replications(deviation: float, half_width: float, level: float = 0.95) -> int:
    """Fewest replications n ≥ 2 with t(n−1)·s/√n ≤ half-width, for a standard deviation known from a pilot.

    The equation n = ⌈(t·s/h)²⌉ solved. `half_width` must be above 0.
    """
    if not half_width > 0 or not math.isfinite(deviation):
        raise ValueError("the half-width must be above 0 and the deviation defined")
    count = max(2, math.ceil((NormalDist().inv_cdf((1 + level) / 2) * deviation / half_width) ** 2))
    while student_critical(count - 1, level) * deviation / math.sqrt(count) > half_width:
        count += 1
    return count


def look_ahead(count: int, limit: int = 5) -> int:
    """Further replications over which a precision must hold, f(n) of Hoad, Robinson and Davies."""
    return limit if count <= 100 else limit * count // 100


def replications_for_precision(
    values: ArrayLike,
    precision: float,
    *,
    relative_to: ArrayLike | None = None,
    fewest: int = 3,
    limit: int = 5,
    level: float = 0.95,
) -> int | None:
    """Return the first number of replications at which a relative precision is reached and stays; None if never.

    The algorithm of Hoad, Robinson and Davies (2010): half-width over |mean| is at most `precision`, and
    stays so over the look-ahead. The half-width is measured against the running mean of `values`, or of
    `relative_to` when given. None also when the look-ahead runs past the last value.
    """
    from scipy.special import stdtrit

    array = np.asarray(values, dtype=np.float64)
    scale = array if relative_to is None else np.asarray(relative_to, dtype=np.float64)
    counts = np.arange(1, len(array) + 1)
    shift = array[0] if len(array) else 0.0
    means = np.cumsum(array - shift) / counts
    squares = np.maximum(np.cumsum((array - shift) ** 2) - counts * means**2, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        errors = np.sqrt(squares / (counts - 1) / counts)
        widths = stdtrit(counts - 1, (1 + level) / 2) * errors
        held = widths <= precision * np.abs(np.cumsum(scale) / counts)
    count = fewest
    while count + look_ahead(count, limit) <= len(array):
        failures = np.flatnonzero(~held[count - 1 : count + look_ahead(count, limit)])
        if len(failures) == 0:
            return count
        count += int(failures[-1]) + 1
    return None


class WarmUp(NamedTuple):
    """Where the initial transient ends: batches and observations to leave out, and the statistic there."""

    batches: int
    observations: int
    error: float


def warm_up(series: ArrayLike, batch: int = 5) -> WarmUp:
    """Length of the initial transient of a series by MSER-5 (White 1997), averaged over replications beforehand.

    The number d of batches left out minimises Σ(Zᵢ − Z̄)²/(k − d)² over the remaining ones. ValueError when
    the minimum lies past the first half: the run is too short to tell.
    """
    array = np.asarray(series, dtype=np.float64)
    total = len(array) // batch
    if total < 2 or not np.all(np.isfinite(array)):
        raise ValueError("the series needs at least two batches of defined values")
    means = array[: total * batch].reshape(total, batch).mean(axis=1)
    errors = [float(np.sum((means[d:] - means[d:].mean()) ** 2)) / (total - d) ** 2 for d in range(total - 1)]
    best = int(np.argmin(errors))
    if best > total // 2:
        raise ValueError(f"the run is too short: its transient seems to end at batch {best} of {total}")
    return WarmUp(best, best * batch, errors[best])
