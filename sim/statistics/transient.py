"""Where a start wears off: the warm-up by MSER-5, and Welch's moving average to look at it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from .intervals import Values


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


def welch(series: ArrayLike, window: int) -> Values:
    """Moving average of a series over 2·window + 1 values, of as many as there are on both sides near its start.

    The series is averaged over replications beforehand (Welch 1983). The last `window` values have none.
    """
    array = np.asarray(series, dtype=np.float64)
    if window < 0 or len(array) <= window:
        raise ValueError("the window must be 0 or more and shorter than the series")
    sums = np.concatenate([[0.0], np.cumsum(array)])
    place = np.arange(len(array) - window)
    reach = np.minimum(place, window)
    averages: Values = (sums[place + reach + 1] - sums[place - reach]) / (2 * reach + 1)
    return averages
