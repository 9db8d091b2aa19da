"""How a buyer gets ready: time that nurture speeds and a call too early slows.

Getting ready takes a drawn time of the buyer's own. Its pace is slow · (1 + lift · stock), where the
stock of engagements halves every `half_life`: the used part of that time is kept, nothing is redrawn.
"""

from __future__ import annotations

import math

from .compiling import rule


@rule("float64(float64, float64, float64)")
def halved(stock: float, age: float, half_life: float) -> float:
    """A stock after a time; both times in microseconds."""
    if stock == 0.0:
        return 0.0
    return stock * math.pow(2.0, -age / half_life)


@rule("float64(float64, float64, float64, float64, float64)")
def progress(elapsed: float, slow: float, lift: float, stock: float, half_life: float) -> float:
    """The buyer's own time that passes in an elapsed one: the integral of the pace."""
    if lift == 0.0 or stock == 0.0:
        return slow * elapsed
    whole = half_life / math.log(2.0)
    return slow * (elapsed + lift * stock * whole * (1.0 - math.pow(2.0, -elapsed / half_life)))


@rule("float64(float64, float64, float64, float64, float64)")
def elapsed_for(left: float, slow: float, lift: float, stock: float, half_life: float) -> float:
    """The elapsed time in which so much of the buyer's own time passes; Newton steps from below."""
    if slow <= 0.0:
        return math.inf
    if lift == 0.0 or stock == 0.0:
        return left / slow
    time = left / (slow * (1.0 + lift * stock))
    for _ in range(60):
        gap = left - progress(time, slow, lift, stock, half_life)
        step = gap / (slow * (1.0 + lift * stock * math.pow(2.0, -time / half_life)))
        time += step
        if step <= 1e-12 * time:
            break
    return time


@rule("float64(float64, float64, float64)")
def recall(base: float, weight: float, stock: float) -> float:
    """Chance that a buyer who gets ready turns to us: what is left of not thinking of us falls with the stock."""
    return base + (1.0 - base) * (1.0 - math.exp(-weight * stock))
