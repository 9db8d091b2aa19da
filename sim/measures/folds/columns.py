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
    f"int64[::1]({INTS}, int32[::1])",
    f"float64[::1]({FLOATS}, int32[::1])",
    f"int32[::1]({ITEMS}, int32[::1])",
    f"int16[::1]({CODES}, int32[::1])",
)
def taken(column: NDArray[Any], rows: NDArray[np.int32]) -> NDArray[Any]:
    """Some rows of a column, laid side by side."""
    result = np.empty(len(rows), column.dtype)
    for i in range(len(rows)):
        result[i] = column[rows[i]]
    return result
