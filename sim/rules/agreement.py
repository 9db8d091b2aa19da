"""The agreement's promises: which tier a lead falls in, which rep a breach passes it to."""

from __future__ import annotations

import numpy as np

from .compiling import rule


@rule("int64(float64[::1], float64)")
def tier(floors: np.ndarray, score: float) -> int:
    """Index of the highest tier whose floor the score reaches; -1 below all. `floors` ascending."""
    return np.searchsorted(floors, score, side="right") - 1
