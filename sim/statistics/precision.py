"""How many replications are enough."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from .intervals import student_critical


def planned_replications(deviation: float, half_width: float, level: float = 0.95) -> int:
    """Fewest replications n ≥ 2 with t(n−1)·s/√n ≤ half-width, for a standard deviation known from a pilot.

    The equation n = ⌈(t·s/h)²⌉ solved. `half_width` must be above 0.
    """
    if not half_width > 0 or not math.isfinite(deviation):
        raise ValueError("the half-width must be above 0 and the deviation defined")
    count = max(2, math.ceil((NormalDist().inv_cdf((1 + level) / 2) * deviation / half_width) ** 2))
    while student_critical(count - 1, level) * deviation / math.sqrt(count) > half_width:
        count += 1
    return count


def look_ahead(count: int, limit: int = 5) -> int:
    """Further replications over which a precision must hold, f(n) of Hoad, Robinson and Davies."""
    return limit if count <= 100 else limit * count // 100


def replications_for_precision(
    values: ArrayLike,
    precision: float,
    *,
    relative_to: ArrayLike | None = None,
    fewest: int = 3,
    limit: int = 5,
    level: float = 0.95,
) -> int | None:
    """Return the first number of replications at which a relative precision is reached and stays; None if never.

    The algorithm of Hoad, Robinson and Davies (2010): half-width over |mean| is at most `precision`, and
    stays so over the look-ahead. The half-width is measured against the running mean of `values`, or of
    `relative_to` when given. None also when the look-ahead runs past the last value.
    """
    from scipy.special import stdtrit

    array = np.asarray(values, dtype=np.float64)
    scale = array if relative_to is None else np.asarray(relative_to, dtype=np.float64)
    counts = np.arange(1, len(array) + 1)
    shift = array[0] if len(array) else 0.0
    means = np.cumsum(array - shift) / counts
    squares = np.maximum(np.cumsum((array - shift) ** 2) - counts * means**2, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        errors = np.sqrt(squares / (counts - 1) / counts)
        widths = stdtrit(counts - 1, (1 + level) / 2) * errors
        held = widths <= precision * np.abs(np.cumsum(scale) / counts)
    count = fewest
    while count + look_ahead(count, limit) <= len(array):
        failures = np.flatnonzero(~held[count - 1 : count + look_ahead(count, limit)])
        if len(failures) == 0:
            return count
        count += int(failures[-1]) + 1
    return None
