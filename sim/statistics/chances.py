"""Shares of replications with their intervals, and the chance that one plan is better than another."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from .pairing import paired

Better = Literal["higher", "lower"]


class Chance(NamedTuple):
    """A share of cases with its interval, and the number of cases."""

    share: float
    low: float
    high: float
    cases: int


def wilson_interval(successes: float, cases: int, level: float = 0.95, family: int = 1) -> Chance:
    """Share of successes with Wilson's interval; ties may have been counted as half.

    `family` intervals hold together (Bonferroni).
    """
    if cases <= 0:
        return Chance(math.nan, math.nan, math.nan, 0)
    z = NormalDist().inv_cdf(1 - (1 - level) / (2 * family))
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
