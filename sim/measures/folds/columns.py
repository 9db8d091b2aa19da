"""Columns of a log: how a fold takes one, and how some of its rows are read."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...rules.compiling import rule

# Read only, at any stride: a log's own columns need no copy.
INTS = "Array(int64, 1, 'A', readonly=True)"
FLOATS = "Array(float64, 1, 'A', readonly=True)"
ITEMS = "Array(int32, 1, 'A', readonly=True)"
CODES = "Array(int16, 1, 'A', readonly=True)"


@rule(
    f"void({INTS}, int32[::1], int64[::1])",
    f"void({FLOATS}, int32[::1], float64[::1])",
    f"void({ITEMS}, int32[::1], int32[::1])",
    f"void({CODES}, int32[::1], int16[::1])",
)
def take(column: NDArray[Any], rows: NDArray[np.int32], result: NDArray[Any]) -> None:
    """Lay some rows of a column side by side."""
    for i in range(len(rows)):
        result[i] = column[rows[i]]
