"""Who gets a lead."""

from __future__ import annotations

import numpy as np

from .compiling import rule
from .draws import uniform


@rule("int64(int64[::1], boolean[::1])")
def least(values: np.ndarray, free: np.ndarray) -> int:
    """Index of the free seat with the least value (last turn, open leads), the lowest seat on a tie; -1: none."""
    best = -1
    for i in range(len(values)):
        if free[i] and (best < 0 or values[i] < values[best]):
            best = i
    return best


@rule("int64(int64[::1], boolean[::1], int64, int64, int64, int64)")
def by_territory(keys: np.ndarray, free: np.ndarray, seed: int, replication: int, purpose: int, lead: int) -> int:
    """Index of the lead's own seat among the free ones: the highest draw of (lead, seat); -1: none.

    A seat that goes or comes moves only the leads it loses or gains (rendezvous hashing).
    """
    best, highest = -1, -1.0
    for i in range(len(keys)):
        if free[i]:
            u = uniform(seed, replication, purpose, lead ^ keys[i], 0)
            if u > highest:
                best, highest = i, u
    return best
