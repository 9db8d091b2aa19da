"""What a measure is, and what measuring a log gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from .tables import Tables

Floats = NDArray[np.float64]
Kind = Literal["count", "ratio", "statistic"]


class Measure(NamedTuple):
    """One measure, defined once.

    `compute` gives (numerator, denominator): a ratio's own, and (value, NaN) for counts and statistics.
    """

    name: str
    label: str
    unit: str
    kind: Kind
    definition: str
    denominator: str
    better: Literal["higher", "lower"] | None
    headline: bool
    compute: Callable[[Tables], tuple[float, float]]
    own: bool = False  # registered by the user


class Measured(NamedTuple):
    """Measures of one replication, in the order of MEASURES; NaN where undefined."""

    values: Floats  # (m,)
    numerators: Floats  # (m,) NaN except for ratios
    denominators: Floats  # (m,) NaN except for ratios
    weekly: Floats  # (weeks, series)


def count(name: str, label: str, unit: str, definition: str, compute: Callable[[Tables], float],
          better: Literal["higher", "lower"] | None = None, headline: bool = False) -> Measure:  # fmt: skip
    """A sum over the window."""
    return Measure(name, label, unit, "count", definition, "", better, headline, lambda t: (compute(t), np.nan))


def ratio(name: str, label: str, unit: str, definition: str, denominator: str,
          compute: Callable[[Tables], tuple[float, float]],
          better: Literal["higher", "lower"] | None = None, headline: bool = False) -> Measure:  # fmt: skip
    """A sum over a sum, undefined over nothing."""
    return Measure(name, label, unit, "ratio", definition, denominator, better, headline, compute)


def statistic(name: str, label: str, unit: str, definition: str, compute: Callable[[Tables], float],
              better: Literal["higher", "lower"] | None = None, headline: bool = False) -> Measure:  # fmt: skip
    """A number of each replication that is no ratio of sums."""
    return Measure(name, label, unit, "statistic", definition, "", better, headline, lambda t: (compute(t), np.nan))
