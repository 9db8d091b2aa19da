"""Whether an attempt reaches the buyer, and when the next one is due."""

from __future__ import annotations

import math

from .compiling import rule


@rule("float64(float64)")
def logit(p: float) -> float:
    """Log-odds; infinite at 0 and 1."""
    if p <= 0.0:
        return -math.inf
    if p >= 1.0:
        return math.inf
    return math.log(p / (1.0 - p))


@rule("float64(float64)")
def expit(x: float) -> float:
    """Chance with these log-odds."""
    if x >= 0.0:
        return 1.0 / (1.0 + math.exp(-x))
    e = math.exp(x)
    return e / (1.0 + e)


@rule("float64(float64, float64, float64, float64)")
def response(delay: float, floor: float, half: float, power: float) -> float:
    """Odds of a connect after an elapsed delay, as a share of the odds at once: floor + (1 - floor)(1 + delay/half)^-power.

    `delay` and `half` in the same unit. A floor of 1 is "speed is worth nothing".
    """
    if floor >= 1.0:
        return 1.0
    return floor + (1.0 - floor) * math.pow(1.0 + delay / half, -power)


@rule("float64(int64, float64, float64, float64, float64, float64, float64, float64)")
def connect_chance(
    reachable: int, connect: float, answerability: float, delay: float, reference: float, floor: float, half: float, power: float
) -> float:
    """Chance that an attempt reaches the buyer.

    `connect` is the chance at the reference delay for a lead of average answerability (logits). Delays
    are elapsed hours since the buyer's own last act.
    """
    if reachable == 0 or connect <= 0.0:
        return 0.0
    if connect >= 1.0:
        return 1.0
    ratio = response(delay, floor, half, power) / response(reference, floor, half, power)
    return expit(logit(connect) + answerability + math.log(ratio))


@rule("float64(float64, float64, float64)")
def no_show_chance(base: float, days: float, rise: float) -> float:
    """Chance that a buyer misses an appointment set `days` ahead; `base` holds one day ahead, `rise` in logits a day."""
    if base <= 0.0 or base >= 1.0:
        return base
    return expit(logit(base) + rise * max(0.0, days - 1.0))
