"""A measure's estimate over replications, and its difference between two plans with the same luck."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..statistics import (
    Chance,
    Quantiles,
    chance_better,
    chance_better_other_luck,
    correlation,
    linearised,
    mean_interval,
    paired,
    paired_p,
    quantiles,
)
from .replications import Rows

if TYPE_CHECKING:
    from ..measures import Measure

NO_CHANCE = Chance(math.nan, math.nan, math.nan, 0)


class Estimate(NamedTuple):
    """Mean with its 95 % interval, and percentiles over replications; `undefined` counts those without a value."""

    mean: float
    low: float
    high: float
    p05: float
    p50: float
    p95: float
    undefined: int
    method: str


class Difference(NamedTuple):
    """Alternative − base, paired: mean with its interval, percentiles, and the chance to be better."""

    mean: float
    low: float
    high: float
    p05: float
    p50: float
    p95: float
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


def estimate(measure: Measure, rows: Rows, place: int) -> Estimate:
    """Estimate a measure from the replications of one plan."""
    mean, low, high, method = mean_interval(estimated_values(measure, rows, place))
    column = rows.values[:, place]
    return Estimate(mean, low, high, *quantiles(column), int(np.sum(~np.isfinite(column))), method)


def difference(measure: Measure, base: Rows, other: Rows, place: int, family: int = 1) -> Difference:
    """Estimate the difference of a measure between two plans; `family` alternatives share the 95 %.

    For a ratio both ratios of sums are taken over the replications in which both are defined.
    """
    first, second = base.values[:, place], other.values[:, place]
    if measure.kind == "ratio":
        known = np.isfinite(base.numerators[:, place]) & np.isfinite(other.numerators[:, place])
        gaps = paired(*(estimated_values(measure, _only(rows, known), place) for rows in (base, other)))
    else:
        gaps = paired(first, second)
    mean, low, high, method = mean_interval(gaps, family=family)
    chance, other_luck = NO_CHANCE, math.nan
    if measure.better is not None:
        chance = chance_better(first, second, measure.better)
        other_luck = chance_better_other_luck(first, second, measure.better)
    spread: Quantiles = quantiles(paired(first, second))
    return Difference(mean, low, high, *spread, chance, other_luck, correlation(first, second), paired_p(gaps), method)


def _only(rows: Rows, known: NDArray[np.bool_]) -> Rows:
    return Rows(rows.values[known], rows.numerators[known], rows.denominators[known], rows.weekly[:0])
