"""The lead desk in numbers: the year that every hand-written rival simulates, and what each reports of it.

Nothing of `sim` is used here or in a rival. Hours.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

YEAR = 365 * 24.0
LEADS_PER_HOUR = 40 / 24
TOUCHES, TOUCH_GAP, ENGAGES = 5, 72.0, 0.25
REPS = 6
TALK_MEAN, TALK_SIGMA = 4.0, 0.8
PATIENCE = 48.0
RETURNS = 1
ACCEPTED = 0.30
DEAL_MEAN, DEAL_SIGMA, WINS = 40 * 24.0, 0.7, 0.25
VALUE_MEAN, VALUE_SIGMA = 12_000.0, 1.0


def log_mean(mean: float, sigma: float) -> float:
    """Mean of the logarithm of a lognormal with this mean, as most libraries want it."""
    return math.log(mean) - sigma * sigma / 2


TALK_LOG_MEAN = log_mean(TALK_MEAN, TALK_SIGMA)
DEAL_LOG_MEAN = log_mean(DEAL_MEAN, DEAL_SIGMA)
VALUE_LOG_MEAN = log_mean(VALUE_MEAN, VALUE_SIGMA)


class Outcome(NamedTuple):
    """What a year brought; counts, money and hours."""

    leads: int
    touches: int
    mqls: int
    started: int
    recycled: int
    lost_to_impatience: int
    unconverted: int
    accepted: int
    won: int
    lost: int
    revenue: float
    wait_mean: float
    wait_p90: float
    utilisation: float


def outcome(count: Mapping[str, int], revenue: float, waits: Iterable[float], utilisation: float) -> Outcome:
    """Outcome of a year from its counts by name and the waits, in hours, of those whose conversation started."""
    ordered = sorted(waits)
    return Outcome(
        leads=count["leads"],
        touches=count["touches"],
        mqls=count["mqls"],
        started=len(ordered),
        recycled=count["recycled"],
        lost_to_impatience=count["lost_to_impatience"],
        unconverted=count["unconverted"],
        accepted=count["accepted"],
        won=count["won"],
        lost=count["lost"],
        revenue=revenue,
        wait_mean=sum(ordered) / len(ordered),
        wait_p90=ordered[int(0.9 * len(ordered))],
        utilisation=utilisation,
    )
