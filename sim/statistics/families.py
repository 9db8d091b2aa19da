"""Many numbers looked at together: p values adjusted for all that could have been found by chance."""

from __future__ import annotations

import math
from collections.abc import Sequence


def holm(p_values: Sequence[float], weights: Sequence[float] | None = None) -> list[float]:
    """P values adjusted for looking at all of them (Holm 1979); undefined ones stay so and are not counted.

    A weight says how large a part of the error a test may spend; all alike when left out.
    """
    weighs = [1.0] * len(p_values) if weights is None else list(weights)
    known = [index for index, p in enumerate(p_values) if not math.isnan(p)]
    adjusted = [math.nan] * len(p_values)
    remaining = math.fsum(weighs[index] for index in known)
    largest = 0.0
    for index in sorted(known, key=lambda i: (p_values[i] / weighs[i], i)):
        largest = max(largest, min(1.0, p_values[index] / weighs[index] * remaining))
        adjusted[index] = largest
        remaining -= weighs[index]
    return adjusted


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """P values adjusted such that of those at most 5 %, one in twenty is found by chance, on average.

    Benjamini and Hochberg (1995). Undefined ones stay so and are not counted.
    """
    known = sorted((p, index) for index, p in enumerate(p_values) if not math.isnan(p))
    adjusted = [math.nan] * len(p_values)
    smallest = 1.0
    for rank in range(len(known), 0, -1):
        p, index = known[rank - 1]
        smallest = min(smallest, p * len(known) / rank)
        adjusted[index] = smallest
    return adjusted
