"""Calibration and back-test: what simulated years give for periods that have passed, beside what happened in them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from ...errors import StudyError
from ...statistics import Values
from ...study.judgement.numbers import show, show_range
from .claims import joined

SHARE = 0.9  # of simulated years that a range holds


class Period(NamedTuple):
    """One period: mean and range of simulated years, and what happened."""

    period: str
    mean: float
    low: float
    high: float
    actual: float

    @property
    def inside(self) -> bool:
        """Whether what happened lies in the range."""
        return self.low <= self.actual <= self.high


class Backtest(NamedTuple):
    """Simulated and actual values by period; `fitted` says that the model was fitted to these very periods."""

    title: str
    rows: tuple[Period, ...]
    note: str
    label: str
    unit: str
    currency: str
    fitted: bool


def find_backtest(
    label: str, simulated: Mapping[str, Values | Sequence[float]], actual: Mapping[str, float], *,
    unit: str = "count", currency: str = "EUR", fitted: bool = False,
) -> Backtest:  # fmt: skip
    """Hold simulated values (one a replication) against actual ones, both by period in order.

    StudyError when the periods differ, or nothing is simulated for one.
    """
    if list(simulated) != list(actual) or not actual:
        raise StudyError("simulated and actual values need the same periods, in the same order")
    rows = []
    for period, values in simulated.items():
        known = np.asarray(values, dtype=np.float64)
        known = known[np.isfinite(known)]
        if not len(known) or not math.isfinite(actual[period]):
            raise StudyError(f"there is no value for {period}, simulated or actual; leave the period out")
        low, high = np.quantile(known, [(1 - SHARE) / 2, (1 + SHARE) / 2])
        rows.append(Period(period, float(known.mean()), float(low), float(high), float(actual[period])))
    outside = [row for row in rows if not row.inside]
    if not outside:
        title = f"{label}: all {len(rows)} actual values lie where nine simulated in ten do"
    else:
        named = [
            f"{row.period} had {show(row.actual, unit, currency)} ({show_range(row.low, row.high, unit, currency)} simulated)"
            for row in outside[:2]
        ]
        more = [f"{len(outside) - 2} more"] if len(outside) > 2 else []
        title = f"{label}: {len(outside)} of {len(rows)} actual values lie outside: {joined([*named, *more])}"
    fewest = min(len(values) for values in simulated.values())
    basis = (
        "The model was fitted to these periods, so this is no forecast." if fitted else "The model has not seen these periods."
    )
    note = f"Bands: where nine in ten of {fewest:,} simulated values lie; diamonds: their means; dots: what happened. "
    return Backtest(title, tuple(rows), f"{note}{basis}", label, unit, currency, fitted)
