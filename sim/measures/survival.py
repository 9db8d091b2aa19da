"""Shares of a cohort by an age, with leads that are still open treated as censored."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .folds.risks import terms

Ints = NDArray[np.int64]


def incidence(times: Ints, outcomes: Ints, age: int) -> float:
    """Chance of outcome 1 by an age, with outcome 2 competing and 0 censored: Aalen and Johansen 1978.

    Parameters
    ----------
    times
        (n,) time from entry to the outcome or the censoring.
    outcomes
        (n,) 1 the outcome asked for, 2 any other end, 0 censored.
    age
        Age at which the chance is stated, in the unit of `times`.

    Returns
    -------
    float
        NaN for an empty cohort, and when nobody is at risk at the age although some may still be open:
        every lead either ended or was censored before, and the last was censored.
    """
    n = len(times)
    if n == 0:
        return float("nan")
    censored = outcomes == 0
    if not np.any(censored & (times < age)):
        return float(np.count_nonzero((outcomes == 1) & (times <= age)) / n)
    if not np.any(times >= age) and censored[times == times.max()].any():
        return float("nan")
    return float(np.sum(terms(np.sort(times * 4 + outcomes), age)))
