"""Response presets: odds ratios solved for the curve floor + (1 - floor)(1 + delay/half)^-power.

Published effects of speed run from 1.3 to 100 and none is randomised, so each preset states a ratio of
connect odds and the curve is solved from it. Delays in hours.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from ..scenario.presets import PRESETS

HALF = 10 / 60
EARLY, MIDDLE, LATE = 5 / 60, 30 / 60, 24.0
RANGES = {preset.name: preset.odds for preset in PRESETS}  # odds, 5 min against 24 h
FOLKLORE_EARLY = 21.0  # odds, 5 against 30 min


class Curve(NamedTuple):
    """Parameters of the response curve."""

    floor: float
    half: float
    power: float


def solve(preset: str) -> Curve:
    """Curve of a preset, exact to the last digits of its stated odds ratios."""
    if preset == "none":
        return Curve(1.0, HALF, 0.0)
    if preset != "folklore":
        return Curve(0.0, HALF, math.log(RANGES[preset]) / math.log((1 + LATE / HALF) / (1 + EARLY / HALF)))

    def floors(power: float) -> tuple[float, float]:
        at = [(1 + delay / HALF) ** -power for delay in (EARLY, MIDDLE, LATE)]
        whole, early = RANGES["folklore"], FOLKLORE_EARLY
        return (at[0] - whole * at[2]) / (whole - 1), (at[0] - early * at[1]) / (early - 1)

    low, high = 3.0, 10.0  # the two floors agree once in between
    for _ in range(200):
        power = (low + high) / 2
        by_range, by_start = floors(power)
        if by_range > by_start:
            low = power
        else:
            high = power
    odds = floors(power)[0]
    return Curve(odds / (1 + odds), HALF, power)
