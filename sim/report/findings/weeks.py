"""Weeks: how a series runs through simulated years, before and after the change."""

from __future__ import annotations

import datetime
import math
from typing import NamedTuple

import numpy as np

from ...errors import StudyError
from ...statistics import Values, mean_interval, paired
from ...study.answers.results import Study
from ...study.answers.tables import week_dates
from ...study.judgement.numbers import show
from .claims import ERROR, MOST_SCENARIOS, has, hidden_in_words, lower, measure_of, shared, short, years_in_words

SPAN = 4  # weeks of the moving mean, which are also compared as blocks
UNITS = {"revenue": "money", "first_response_hours_mean": "h"}
LABELS = {"leads": "New leads", "mqls": "MQLs", "sqls": "SQLs", "won": "Deals won"}


class Week(NamedTuple):
    """The weekly mean of the four weeks up to one: over all years, its interval, and where 5 and 95 % of years end."""

    scenario: str
    week: datetime.date
    mean: float
    low: float
    high: float
    p05: float
    p95: float


class Weeks(NamedTuple):
    """A weekly series of every scenario, the base first; `adoption` is None where nothing changes on a day."""

    title: str
    rows: tuple[Week, ...]
    note: str
    scenarios: tuple[str, ...]
    label: str
    unit: str
    currency: str
    adoption: datetime.date | None


def find_weeks(study: Study, series: str = "sqls") -> Weeks:
    """A weekly series, as means over four weeks, from the run's beginning to the window's end."""
    names = study.engine.weekly
    if series not in names:
        raise StudyError(f"no weekly series is called '{series}'; there are {', '.join(names)}")
    plan, place = study.plans[0], names.index(series)
    starts = np.asarray(plan.week_starts)
    whole = [i for i in range(min(len(starts) - 1, study.rows[0].weekly.shape[1]))
             if starts[i] >= 0 and starts[i + 1] <= plan.start + plan.horizon]  # fmt: skip
    if len(whole) <= SPAN or not study.rows[0].weekly.shape[0]:
        raise StudyError(f"{len(whole)} whole weeks are too few to draw; ask for a longer horizon")
    dates = week_dates(plan)
    rows: list[Week] = []
    smooth = []
    for scenario, each in list(zip(study.names, study.rows, strict=True))[:MOST_SCENARIOS]:
        moving = _moving(each.first(shared(study)).weekly[:, whole, place])
        smooth.append(moving)
        for number, column in zip(whole[SPAN - 1 :], moving.T, strict=True):
            rows.append(Week(scenario, dates[number], *mean_interval(column)[:3], *_ends(column)))
    if not any(math.isfinite(row.mean) for row in rows):
        raise StudyError(f"the weekly series '{series}' is undefined throughout; there is nothing to draw")
    label = LABELS.get(series) or (measure_of(study, series).label if has(study, series) else series)
    unit = UNITS.get(series, "count")
    starts_after = [i for i, number in enumerate(whole[SPAN - 1 :]) if starts[number - SPAN + 1] >= plan.start]
    title = _title(study, label, unit, smooth, starts_after)
    adopts = plan.kind == "adoption" and len(study.names) > 1
    adoption = (plan.origin + datetime.timedelta(microseconds=int(plan.start))).date() if adopts else None
    kept = len(smooth[0])
    bands = f"; dark band: 95 % interval of the mean; light band: 5 to 95 % of {years_in_words(study, kept)}" if kept > 1 else ""
    note = f"Means of {SPAN} weeks{bands}.{hidden_in_words(study)}"
    return Weeks(title, tuple(rows), note, study.names[:MOST_SCENARIOS], label, unit, study.currency, adoption)


def _moving(weekly: Values) -> Values:
    """Mean of each week and those before it that make a span; undefined weeks are left out."""
    stacked = np.stack([weekly[:, i : weekly.shape[1] - SPAN + 1 + i] for i in range(SPAN)])
    known = np.isfinite(stacked)
    number = known.sum(axis=0)
    means: Values = np.full(number.shape, np.nan)
    np.divide(np.where(known, stacked, 0).sum(axis=0), number, out=means, where=number > 0)
    return means


def _ends(column: Values) -> tuple[float, float]:
    known = column[np.isfinite(column)]
    return (float(np.quantile(known, 0.05)), float(np.quantile(known, 0.95))) if len(known) else (math.nan, math.nan)


def _title(study: Study, label: str, unit: str, smooth: list[Values], after: list[int]) -> str:
    """Say in which four weeks after the change a difference shows for the first time, and by how much in the last."""
    if study.count < 2 or not after:
        return f"Weekly {lower(label)} of {years_in_words(study)}"
    blocks = after[::SPAN]
    if len(study.names) == 1:
        known = smooth[0][:, after][np.isfinite(smooth[0][:, after])]
        mean = float(known.mean()) if len(known) else math.nan
        return f"Weekly {lower(label)}: {show(mean, unit, study.currency)} on the mean"
    level = 1 - ERROR / (len(blocks) * (len(smooth) - 1))
    seen = []
    for scenario, moving in zip(study.names[1:], smooth[1:], strict=False):
        gaps = [mean_interval(paired(smooth[0][:, i], moving[:, i]), level) for i in blocks]
        first = next((number for number, gap in enumerate(gaps) if gap.low > 0 or gap.high < 0), None)
        if first is not None:
            seen.append((first, scenario, gaps[first], moving, blocks[first]))
    if not seen:
        return f"Weekly {lower(label)}: no difference is shown in any four weeks"
    first, scenario, _, moving, place = min(seen, key=lambda each: (each[0], -abs(each[2].mean)))
    means = [mean_interval(values[:, place]).mean for values in (smooth[0], moving)]
    ends = " instead of ".join(show(mean, unit, study.currency) for mean in reversed(means))
    when = f"weeks {SPAN * first + 1} to {SPAN * first + SPAN}"
    return f"With {short(scenario)}, a change in weekly {lower(label)} shows from {when} on: {ends}"
