"""What a touch does: engagement, fatigue, leaving the list, points, and when the score makes an MQL."""

from __future__ import annotations

import math

from .compiling import rule
from .contact import expit, logit


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


@rule("float64(float64, float64)")
def shifted(chance: float, logits: float) -> float:
    """A chance whose log-odds move; the chance itself when they do not."""
    if logits == 0.0 or chance <= 0.0 or chance >= 1.0:
        return chance
    return expit(logit(chance) + logits)


@rule("float64(float64, float64, float64, int64)")
def unsubscribe_chance(base: float, weight: float, early: float, number: int) -> float:
    """Chance to unsubscribe at the n-th touch before fatigue's part: base · (1 + early · e^(-n/3)) · e^weight.

    `weight` is fatigue times its effect. Not above 1.
    """
    if base <= 0.0:
        return 0.0
    return min(1.0, base * math.exp(weight) * (1.0 + early * math.exp(-number / 3.0)))


@rule("float64(float64, float64)")
def depth(engagements: float, typical: float) -> float:
    """How well nurtured a lead is, from 0 to 1: 1 - e^(-engagements/typical)."""
    if engagements <= 0.0 or typical <= 0.0:
        return 0.0
    return 1.0 - math.exp(-engagements / typical)
