"""Estimates from arrays: intervals, quantiles, chances, families, how many replications are enough, the best of several.

Every function is pure. Arrays have one value a replication unless said; NaN means undefined in that
replication and is left out, never counted as a number. An estimate that cannot be made is NaN.
"""

from __future__ import annotations

from .chances import Better, Chance, chance_better, chance_better_other_luck, wilson_interval
from .families import benjamini_hochberg, holm
from .intervals import (
    Interval,
    Values,
    bootstrap_t_interval,
    defined,
    is_skewed,
    mean_interval,
    skewness,
    stretched,
    student_critical,
    student_interval,
)
from .pairing import correlation, highest_correlation, linearised, paired, paired_p
from .precision import look_ahead, planned_replications, replications_for_precision
from .quantiles import Quantiles, Spread, quantile_interval, quantiles, spread
from .selection import Screening, kn_constant, screening, surviving
from .transient import WarmUp, warm_up, welch

__all__ = [
    "Better",
    "Chance",
    "Interval",
    "Quantiles",
    "Screening",
    "Spread",
    "Values",
    "WarmUp",
    "benjamini_hochberg",
    "bootstrap_t_interval",
    "chance_better",
    "chance_better_other_luck",
    "correlation",
    "defined",
    "highest_correlation",
    "holm",
    "is_skewed",
    "kn_constant",
    "linearised",
    "look_ahead",
    "mean_interval",
    "paired",
    "paired_p",
    "planned_replications",
    "quantile_interval",
    "quantiles",
    "replications_for_precision",
    "screening",
    "skewness",
    "spread",
    "stretched",
    "student_critical",
    "student_interval",
    "surviving",
    "warm_up",
    "welch",
    "wilson_interval",
]
