"""What pairing gives: differences of replications with the same luck, ratios by linearisation, correlation."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from .intervals import Values, defined


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


def paired_p(differences: ArrayLike, stretch: float = 1.0) -> float:
    """Two-sided p of Student's test that the mean difference is 0; 1 when all differences are 0.

    `stretch` is the factor by which the interval is widened, so that both say the same.
    """
    from scipy.special import stdtr

    array = defined(differences)
    if len(array) < 2:
        return math.nan
    spread = float(array.std(ddof=1))
    if spread == 0:
        return 1.0 if array[0] == 0 else 0.0
    ratio = abs(float(array.mean())) / (stretch * spread / math.sqrt(len(array)))
    return float(2 * stdtr(len(array) - 1, -ratio))


def highest_correlation(base: ArrayLike, other: ArrayLike, level: float = 0.95, family: int = 1) -> float:
    """Upper end of the correlation's interval by Fisher's z; NaN below four pairs or when nothing varies.

    Below 0, pairing hurts: the difference varies more than with separate luck. `family` such ends hold together.
    """
    from statistics import NormalDist

    count = len(paired(base, other))
    found = correlation(base, other)
    if count < 4 or math.isnan(found):
        return math.nan
    if abs(found) >= 1:
        return found
    return math.tanh(math.atanh(found) + NormalDist().inv_cdf(1 - (1 - level) / family) / math.sqrt(count - 3))
