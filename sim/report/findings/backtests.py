"""Calibration and back-test: what really happened, beside what simulated years give for it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from numbers import Real
from typing import NamedTuple

import numpy as np

from ...errors import StudyError
from ...study.answers.results import Study
from ...study.judgement.numbers import show, show_range
from .claims import joined, measure_of, short, years_in_words

SHARE = 0.9  # of simulated years that a range holds
FEWEST = 20  # simulated years of which the ends of a range can be told
MOST_ROWS = 30

Actual = Mapping[str, float | Mapping[str, float]]


class Period(NamedTuple):
    """What happened, and the mean and range of simulated years: in the measure's unit, or as shares of that mean."""

    name: str
    mean: float
    low: float
    high: float
    actual: float
    words: str

    @property
    def inside(self) -> bool:
        """Whether what happened lies in the range."""
        return self.low <= self.actual <= self.high


class Backtest(NamedTuple):
    """Simulated and actual values, a row each; those of several measures are shares of the simulated mean."""

    title: str
    rows: tuple[Period, ...]
    note: str
    label: str
    unit: str
    currency: str


def find_backtest(study: Study, actual: Actual, scenario: str | None = None, *, fitted: bool = False) -> Backtest:
    """Hold what happened against the simulated years of one scenario (the first when left out).

    `actual` gives a number by the name of a measure, such as `{"won": 64, "revenue": 2.9e6}`, or numbers by period,
    such as `{"won": {"2024": 58, "2025": 64}}`; money in the scenario's currency, shares as shares of 1, each over as
    long as the study's window. `fitted` says that the scenario was made from these very numbers.

    Raises
    ------
    StudyError
        When a name is no measure, a number is none or undefined in the simulation, or there are too few years.
    """
    asked = _asked(study, actual)
    place = 0 if scenario is None else study.position(scenario)
    count = study.rows[place].replications
    if count < FEWEST:
        raise StudyError(f"{count} replications do not tell where nine in ten lie; make {FEWEST} or more")
    several = len({name for name, _, _ in asked}) > 1
    rows, outside, faults = [], [], []
    for name, period, value in asked:
        measure = measure_of(study, name)
        years = study.rows[place].values[:, study.measures.index(measure)]
        years = years[np.isfinite(years)]
        mean = study.estimates[place][name].mean
        if not len(years) or not math.isfinite(mean) or (several and mean <= 0):
            faults.append(f"{measure.label} is {show(mean, measure.unit, study.currency)} in the simulated years; leave it out")
            continue
        low, high = (float(end) for end in np.quantile(years, [(1 - SHARE) / 2, (1 + SHARE) / 2]))
        label = ", ".join(filter(None, (measure.label if several else "", period))) or measure.label
        words = show(value, measure.unit, study.currency)
        span = show_range(low, high, measure.unit, study.currency)
        size = mean if several else 1.0
        row = Period(label, mean / size, low / size, high / size, value / size, f"{words}\n{span} simulated")
        rows.append(row)
        if not row.inside:
            outside.append(f"{label} {words} ({span} simulated)")
    if faults:
        raise StudyError("; ".join(dict.fromkeys(faults)))
    only = measure_of(study, asked[0][0])
    label = "Share of the simulated mean" if several else only.label
    title = _title(len(rows), outside, "" if several else f"{only.label}: ")
    basis = "The scenario was made from these numbers, so this is no forecast." if fitted else ""
    luck = f"By luck alone one in ten lies outside. {basis}" if len(rows) > 1 or not basis else basis
    note = (
        f"Bands: where nine in ten of {years_in_words(study, count)} of {short(study.names[place])} lie; "
        f"diamonds: their means; dots: what happened. {luck}"
    )
    return Backtest(title, tuple(rows), note.rstrip(), label, "share" if several else only.unit, study.currency)


def _asked(study: Study, actual: Actual) -> list[tuple[str, str, float]]:
    """Part what happened into measure, period and number; all faults at once."""
    if not isinstance(actual, Mapping) or not actual:
        raise StudyError("say what happened, by the name of a measure: actual={'won': 64, 'revenue': 2.9e6}")
    asked: list[tuple[str, str, float]] = []
    faults = []
    for name, given in actual.items():
        if not isinstance(name, str) or study.engine.place_of(name) is None:
            faults.append(f"no measure is called '{name}'; `dictionary()` lists them")
            continue
        for period, value in given.items() if isinstance(given, Mapping) else (("", given),):
            if not isinstance(value, Real) or isinstance(value, bool) or not math.isfinite(value):
                of = f" of {period}" if period != "" else ""
                faults.append(f"'{name}'{of} is {value!r}; write a number, or leave it out")
            else:
                asked.append((name, str(period), float(value)))
    if len(asked) > MOST_ROWS:
        faults.append(f"{len(asked)} numbers are too many for one picture; ask for {MOST_ROWS} or fewer")
    if faults or not asked:
        raise StudyError("; ".join(faults) or "say what happened in at least one period")
    return asked


def _title(count: int, outside: list[str], head: str) -> str:
    if not outside:
        what = "what happened lies" if count == 1 else f"all {count} actual values lie"
        title = f"{head}{what} where nine in ten simulated years do"
    elif count == 1:
        title = f"{head}what happened lies outside: {outside[0]}"
    else:
        more = [f"{len(outside) - 2} more"] if len(outside) > 2 else []
        title = f"{head}{len(outside)} of {count} actual values lie outside: {joined([*outside[:2], *more])}"
    return title[:1].upper() + title[1:]
