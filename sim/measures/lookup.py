"""Looking things up by key, and parting them by code."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .folds.facts import CYCLES
from .folds.groups import group
from .folds.keys import found, table
from .folds.lives import YEAR

__all__ = ["CYCLES", "DAY", "HOUR", "MINUTE", "YEAR", "Flags", "Floats", "Ints", "places", "split"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

HOUR = 3_600_000_000
MINUTE = 60_000_000
DAY = 24 * HOUR


def places(keys: Ints, sought: Ints) -> Ints:
    """Place of each sought key among the keys; -1 where it is not."""
    return found(table(keys), keys, sought, np.arange(len(sought), dtype=np.int32))


def split(values: Floats, codes: Ints, number: int) -> list[Floats]:
    """Values of each code from 0 to below a number, in their order."""
    bounds, order = group(codes, number)
    return np.split(values[order], bounds[1:-1])
