"""Whether a rep calls a lead: belief in its channel against what else the time would bring."""

from __future__ import annotations

import math

from .compiling import rule
from .contact import expit


@rule("float64(float64, float64, float64, float64)")
def faded(value: float, prior: float, age: float, half_life: float) -> float:
    """Experience that fades towards the prior; both times in microseconds."""
    if value == prior:
        return prior
    return prior + (value - prior) * math.pow(2.0, -age / half_life)


@rule("float64(float64, float64, float64, float64, float64, float64, float64)")
def pursue_chance(
    belief: float, break_even: float, push: float, load: float, open_leads: float, load_at: float, spread: float
) -> float:
    """Chance that a rep pursues a lead.

    `belief` that it becomes an SQL, `break_even` the least worth the time (0: all are), `push` what
    tracking and enforcement add, `load` how much the `open_leads` in their care (1 or more, ignored ones
    not counted) beyond `load_at` deter, and `spread` how gradual the choice is.
    """
    if break_even <= 0.0:
        return 1.0
    if belief <= 0.0:
        return 0.0
    drive = math.log(belief / break_even) + push
    if load != 0.0 and load_at > 0.0:
        drive -= load * math.log(max(open_leads, 1.0) / load_at)
    return expit(drive / spread)


@rule("float64(float64, float64, float64)")
def effective(minutes: float, planned: float, exponent: float) -> float:
    """What minutes of self-sourcing in a week are worth, in minutes at the planned amount: diminishing returns."""
    if minutes <= 0.0 or planned <= 0.0:
        return 0.0
    return planned * math.pow(minutes / planned, exponent)
