"""Numbers that plans are made of: distributions, calendars, spans."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..rules.codes import CONSTANT

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

ELAPSED, BUSINESS = 0, 1
NO_PROMISE = -1


class Dist(NamedTuple):
    """A distribution: `rules.distributions` says what shape, a and b mean; never is the share of "never"."""

    shape: int
    a: float
    b: float
    never: float
    values: Floats
    shares: Floats
    mean: float


def fixed(value: float) -> Dist:
    """The distribution that is always this value."""
    return Dist(CONSTANT, value, 0.0, 0.0, np.empty(0), np.empty(0), value)


class Calendar(NamedTuple):
    """Open intervals, see `rules.calendar`."""

    opens: Ints
    closes: Ints
    before: Ints


class Span(NamedTuple):
    """A promised or waited time: elapsed, or open time of the agreement's calendar; length NO_PROMISE: none."""

    length: int
    clock: int
