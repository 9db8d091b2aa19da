"""Shares of a cohort by an age, with leads that are still open treated as censored."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .folds.risks import OUTCOMES, incidence, reached

Ints = NDArray[np.int64]


def share_by(ends: Ints, age: int) -> float:
    """Chance of outcome 1 by an age, with outcome 2 competing and 0 censored: Aalen and Johansen 1978.

    Parameters
    ----------
    ends
        (n,) time from entry to the outcome or the censoring, * 4 + outcome: 1 the outcome asked for, 2 any other end, 0
        censored. May be put in order.
    age
        Age at which the chance is stated, in the unit of the times.

    Returns
    -------
    float
        NaN for an empty cohort, and when nobody is at risk at the age although some may still be open:
        every lead either ended or was censored before, and the last was censored.
    """
    if len(ends) == 0:
        return float("nan")
    number, unknown = reached(ends, age)
    if unknown == 0:
        return float(number / len(ends))
    ends.sort()
    last = ends[-1] // OUTCOMES
    if last < age and ends[np.searchsorted(ends, last * OUTCOMES)] == last * OUTCOMES:
        return float("nan")
    return float(incidence(ends, age))
