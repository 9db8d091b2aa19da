"""Figures made of characters: where simulated years lie on an axis, and shares as bars."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

BLOCKS = " ▁▂▃▄▅▆▇█"
BLOCKS_ASCII = " .:-=+*#@"
BAR, BAR_ASCII = "█", "#"


class Axis(NamedTuple):
    """A common axis: from, to, and its width in characters."""

    low: float
    high: float
    width: int

    def column(self, value: float) -> int:
        """Return the character under which a value lies, from 0."""
        if self.high <= self.low:
            return self.width // 2
        return min(self.width - 1, max(0, int((value - self.low) / (self.high - self.low) * self.width)))


def common_axis(samples: Sequence[ArrayLike], width: int) -> Axis | None:
    """Span the defined values of all samples; None when there are none."""
    values = np.concatenate([np.asarray(sample, dtype=np.float64) for sample in samples])
    values = values[np.isfinite(values)]
    if len(values) == 0:
        return None
    return Axis(float(values.min()), float(values.max()), width)


def density(sample: ArrayLike, axis: Axis, blocks: str = BLOCKS) -> str:
    """Draw how many values lie in each column of the axis; the fullest column has the tallest block.

    A column with a single value always shows.
    """
    values = np.asarray(sample, dtype=np.float64)
    counts = np.zeros(axis.width, dtype=np.int64)
    for value in values[np.isfinite(values)]:
        counts[axis.column(float(value))] += 1
    most = int(counts.max()) if axis.width else 0
    if most == 0:
        return " " * axis.width
    return "".join(blocks[math.ceil((len(blocks) - 1) * int(count) / most)] for count in counts)


def scale(axis: Axis, low: str, high: str) -> str:
    """Label both ends of an axis."""
    return low + " " * max(1, axis.width - len(low) - len(high)) + high


def bar(share: float, width: int, mark: str = BAR) -> str:
    """Draw a share of 1 as a bar of at most `width` characters; anything above 0 shows."""
    if not share > 0:
        return ""
    return mark * max(1, round(min(1.0, share) * width))
