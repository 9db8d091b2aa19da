"""Selecting the best of several plans with a stated chance to be right (Kim and Nelson 2001)."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
Flags = NDArray[np.bool_]


def kn_constant(candidates: int, first: int, error: float = 0.05) -> float:
    """Constant h² of Kim and Nelson's procedure for `first` replications at first; values may be paired.

    h² = 2η(n₀ − 1) with η = ½[(2α/(k − 1))^(−2/(n₀ − 1)) − 1].
    """
    if candidates < 2 or first < 2 or not 0 < error < 0.5:
        raise ValueError("there must be two candidates, two replications, and an error below one half")
    eta = (math.pow(2 * error / (candidates - 1), -2 / (first - 1)) - 1) / 2
    return 2 * eta * (first - 1)


class Screening(NamedTuple):
    """What decides who stays: h² times the variances of the first differences over δ², by pair; and δ.

    Divided by the number of replications, the difference by which a candidate may lie behind.
    """

    bounds: Values  # (k, k)
    worth: float

    @property
    def last(self) -> int:
        """Replications after which only the best is left."""
        return math.floor(float(self.bounds.max())) + 1


def screening(first: Values, worth: float, error: float = 0.05) -> Screening:
    """Set up the procedure from the first replications, (k, n₀), for differences of at least `worth`."""
    candidates, count = first.shape
    if not worth > 0:
        raise ValueError("the least difference worth detecting must be above 0")
    gaps = first[:, None, :] - first[None, :, :]
    variances = gaps.var(axis=2, ddof=1)
    return Screening(kn_constant(candidates, count, error) * variances / worth**2, worth)


def surviving(rule: Screening, means: Values, count: int, alive: Flags) -> Flags:
    """Candidates that stay after `count` replications: behind no other by more than W = max(0, δ/2r·(h²S²/δ² − r)).

    Equal ones all stay, until the last replication, when the first of the best does.
    """
    allowed = np.maximum(0.0, rule.worth / (2 * count) * (rule.bounds - count))
    rivals = np.where(alive, means, -np.inf)
    stays: Flags = alive & np.all(means[:, None] >= rivals[None, :] - allowed, axis=1)
    if count >= rule.last:
        stays = np.arange(len(means)) == int(np.argmax(rivals))
    return stays
