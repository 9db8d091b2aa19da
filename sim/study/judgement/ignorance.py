"""Luck and ignorance apart, where values in doubt were drawn in each replication."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...statistics import Shape, Split, fit, needed_points

if TYPE_CHECKING:
    from ..crew.draws import Draws


def split_by_draws(draws: Draws, values: NDArray[np.float64]) -> Split:
    """Spread of a measure over replications by luck, and by what its inputs do by themselves; standard deviations.

    A curve is fitted for each input, as in a sensitivity; what curves leave over counts as luck, with what inputs
    only do together. NaN where replications are too few, or some have no value.
    """
    shapes = [Shape(shares=each.shares) if each.shares else Shape() for each in draws.inputs]
    if len(values) < needed_points(shapes) or not np.all(np.isfinite(values)):
        return Split(math.nan, math.nan)
    found = fit(draws.points(len(values)), values, shapes)
    inputs = sum(max(0.0, found.variance(number)) for number in range(len(shapes)))
    return Split(math.sqrt(found.noise), math.sqrt(inputs))
