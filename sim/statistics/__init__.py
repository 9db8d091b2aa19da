"""Estimates from arrays: intervals, quantiles, chances, families, precision, the best of several, credit, doubt.

Every function is pure. Arrays have one value a replication unless said; NaN means undefined in that
replication and is left out, never counted as a number. An estimate that cannot be made is NaN.
"""

from __future__ import annotations

from .chances import Better, Chance, chance_better, chance_better_other_luck, wilson_interval
from .credit import coalitions_of, drawn_orders, joining, shapley
from .doubt import (
    Fit,
    Shape,
    Split,
    Worth,
    crossings,
    fit,
    needed_points,
    sobol_points,
    split,
    worth_of_everything,
    worth_of_knowing,
)
from .families import benjamini_hochberg, holm
from .indices import Indices, Screened, morris_points, saltelli_points, screen, sobol_indices
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
    "Fit",
    "Indices",
    "Interval",
    "Quantiles",
    "Screened",
    "Screening",
    "Shape",
    "Split",
    "Spread",
    "Values",
    "WarmUp",
    "Worth",
    "benjamini_hochberg",
    "bootstrap_t_interval",
    "chance_better",
    "chance_better_other_luck",
    "coalitions_of",
    "correlation",
    "crossings",
    "defined",
    "drawn_orders",
    "fit",
    "highest_correlation",
    "holm",
    "is_skewed",
    "joining",
    "kn_constant",
    "linearised",
    "look_ahead",
    "mean_interval",
    "morris_points",
    "needed_points",
    "paired",
    "paired_p",
    "planned_replications",
    "quantile_interval",
    "quantiles",
    "replications_for_precision",
    "saltelli_points",
    "screen",
    "screening",
    "shapley",
    "skewness",
    "sobol_indices",
    "sobol_points",
    "split",
    "spread",
    "stretched",
    "student_critical",
    "student_interval",
    "surviving",
    "warm_up",
    "welch",
    "wilson_interval",
    "worth_of_everything",
    "worth_of_knowing",
]
