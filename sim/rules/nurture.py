"""What behaviour adds to a lead's score, and when the score makes an MQL."""

from __future__ import annotations

import math

from .compiling import rule


@rule("float64(float64, float64, float64)")
def decayed(points: float, age: float, half_life: float) -> float:
    """Points of behaviour after a time; both times in microseconds, an infinite half-life keeps them."""
    if math.isinf(half_life) or points == 0.0:
        return points
    return points * math.pow(2.0, -age / half_life)


@rule("boolean(float64, float64)")
def is_mql(score: float, threshold: float) -> bool:
    """Whether the score reaches the threshold."""
    return score >= threshold
