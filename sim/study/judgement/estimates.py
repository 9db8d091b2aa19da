"""A measure's estimate over replications, and its difference between two plans with the same luck."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...statistics import (
    Chance,
    chance_better,
    chance_better_other_luck,
    correlation,
    linearised,
    mean_interval,
    paired,
    paired_p,
    spread,
    stretched,
)
from ..crew.replications import Rows

if TYPE_CHECKING:
    from ...measures import Measure

NO_CHANCE = Chance(math.nan, math.nan, math.nan, 0)


class Estimate(NamedTuple):
    """Mean and percentiles over replications, all with 95 % intervals; `undefined` counts those without a value."""

    mean: float
    low: float
    high: float
    p05: float
    p50: float
    p95: float
    p05_low: float
    p05_high: float
    p50_low: float
    p50_high: float
    p95_low: float
    p95_high: float
    undefined: int
    method: str


ENDS = Estimate._fields[:12]  # mean and percentiles, each with its interval


class Difference(NamedTuple):
    """Alternative − base, paired: mean and percentiles with their intervals, and the chance to be better."""

    mean: float
    low: float
    high: float
    p05: float
    p50: float
    p95: float
    p05_low: float
    p05_high: float
    p50_low: float
    p50_high: float
    p95_low: float
    p95_high: float
    chance_better: Chance
    chance_better_other_luck: float
    correlation: float
    p: float
    method: str

    @property
    def clear(self) -> bool:
        """Whether the interval leaves 0 out."""
        return self.low > 0 or self.high < 0

    @property
    def size(self) -> float:
        """How many half-widths the mean is away from 0; infinite when a difference does not vary."""
        half = (self.high - self.low) / 2
        if half > 0:
            return abs(self.mean) / half
        return math.inf if self.mean != 0 and not math.isnan(half) else 0.0


def estimated_values(measure: Measure, rows: Rows, place: int) -> NDArray[np.float64]:
    """One value a replication whose mean is the measure's: linearised for a ratio, as measured otherwise."""
    if measure.kind == "ratio":
        return linearised(rows.numerators[:, place], rows.denominators[:, place])
    return rows.values[:, place]


def estimate(measure: Measure, rows: Rows, place: int, level: float = 0.95, stretch: float = 1.0) -> Estimate:
    """Estimate a measure from the replications of one plan; `stretch` widens the interval of the mean."""
    mean, low, high, method = stretched(mean_interval(estimated_values(measure, rows, place), level), stretch)
    column = rows.values[:, place]
    return Estimate(mean, low, high, *spread(column), int(np.sum(~np.isfinite(column))), method)


def difference(measure: Measure, base: Rows, other: Rows, place: int, level: float = 0.95, stretch: float = 1.0) -> Difference:
    """Estimate the difference of a measure between two plans; `stretch` widens the interval of the mean.

    For a ratio both ratios of sums are taken over the replications in which both are defined.
    """
    first, second = base.values[:, place], other.values[:, place]
    gaps = paired_values(measure, base, other, place)
    mean, low, high, method = stretched(mean_interval(gaps, level), stretch)
    chance, other_luck = NO_CHANCE, math.nan
    if measure.better is not None:
        chance = chance_better(first, second, measure.better)
        other_luck = chance_better_other_luck(first, second, measure.better)
    p = paired_p(gaps, stretch)
    ends = spread(paired(first, second))
    return Difference(mean, low, high, *ends, chance, other_luck, correlation(first, second), p, method)


def paired_values(measure: Measure, base: Rows, other: Rows, place: int) -> NDArray[np.float64]:
    """One difference a replication whose mean is that of the measure, where it is defined in both."""
    if measure.kind != "ratio":
        return paired(base.values[:, place], other.values[:, place])
    known = np.isfinite(base.numerators[:, place]) & np.isfinite(other.numerators[:, place])
    return paired(*(estimated_values(measure, _only(rows, known), place) for rows in (base, other)))


def _only(rows: Rows, known: NDArray[np.bool_]) -> Rows:
    return Rows(rows.values[known], rows.numerators[known], rows.denominators[known], rows.weekly[:0])
