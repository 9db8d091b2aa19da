"""Convergence: how the mean and its interval settle as replications are added, and where a start wears off."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ...errors import StudyError
from ...statistics import Values, defined, mean_interval, student_critical, warm_up, welch
from ...study.answers.results import Comparison, Study
from ...study.judgement.numbers import show
from ...study.judgement.steadiness import whole_weeks
from .claims import hidden_in_words, lower, measure_of, pairs_of, sentence, short, values_of, years_in_words
from .weeks import LABELS, SPAN, UNITS

MOST_ROWS = 4
STEPS = 300  # points of a line, at most
WEEK = 7 * 24 * 3600 * 10**6  # microseconds


class Point(NamedTuple):
    """Mean and interval after so many replications, or in a week."""

    scenario: str
    at: int
    mean: float
    low: float
    high: float


class Course(NamedTuple):
    """A line with its band by scenario; `across` names the axis it runs along, `mark` a place on it and `words` what it is."""

    title: str
    rows: tuple[Point, ...]
    note: str
    scenarios: tuple[str, ...]
    label: str
    unit: str
    currency: str
    across: str
    zero: bool
    mark: float
    words: str


def find_convergence(study: Study, measure: str = "revenue") -> Course:
    """How a measure (of a comparison: its difference from the base) settles with more replications."""
    each = measure_of(study, measure)
    compares = isinstance(study, Comparison)
    places = range(1, len(study.names))[:MOST_ROWS] if compares else range(len(study.names))[:MOST_ROWS]
    columns = [defined(pairs_of(study, i, measure) if compares else values_of(study, i, measure)) for i in places]
    if max(map(len, columns)) < 3:
        raise StudyError(f"{lower(each.label)} is known in fewer than 3 replications; there is no convergence to draw")
    names = tuple(study.names[i] for i in places)
    rows = tuple(
        Point(name, count, *ends) for name, column in zip(names, columns, strict=True) for count, *ends in _running(column)
    )
    what = "difference from the base" if compares else "mean"
    note = f"Line: {what} after so many replications; band: its 95 % interval as it was then, by Student's t."
    note += " The title goes by intervals that hold together with those of other headline measures." if compares else ""
    note += hidden_in_words(study, MOST_ROWS + compares)
    label = f"{each.label}, difference" if compares else each.label
    title = _settled(study, measure, names, columns)
    return Course(title, rows, note, names, label, each.unit, study.currency, "Replications", compares, math.nan, "")


def _running(column: Values) -> list[tuple[int, float, float, float]]:
    count = np.arange(1, len(column) + 1)
    mean = np.cumsum(column) / count
    square = np.maximum(np.cumsum((column - column[0]) ** 2) - count * (mean - column[0]) ** 2, 0)
    shown = sorted({int(number) for number in np.linspace(3, len(column), min(STEPS, max(0, len(column) - 2)))})
    found = []
    for number in shown:
        half = student_critical(number - 1) * math.sqrt(square[number - 1] / (number - 1) / number)
        found.append((number, float(mean[number - 1]), float(mean[number - 1]) - half, float(mean[number - 1]) + half))
    return found


def _settled(study: Study, measure: str, names: tuple[str, ...], columns: list[Values]) -> str:
    each = measure_of(study, measure)
    years = years_in_words(study)
    if isinstance(study, Comparison):
        if not any(np.any(column) for column in columns):
            return f"{each.label} is the same in every one of {years}"
        effects = [study.effects[study.names.index(name) - 1][measure] for name in names]
        open_ = [name for name, effect in zip(names, effects, strict=True) if not effect.clear]
        if not open_:
            return f"{years} are enough: every interval of the difference in {lower(each.label)} leaves 0 out"
        if len(open_) == len(names):
            return f"{years} leave it open whether {lower(each.label)} differs"
        return f"{years} tell a difference in {lower(each.label)}, but not for {', '.join(map(short, open_))}"
    found = mean_interval(columns[0])
    if not found.mean:
        return f"{each.label}: 0 in all of {years}"
    share = found.half_width / abs(found.mean)
    enough = study.enough(0.05, measure)
    reached = enough is not None and enough <= len(columns[0])
    since = f"; within 5 % of it since replication {enough}" if reached else "; 5 % was not reached for good"
    whose = f" of {short(names[0])}" if len(names) > 1 else ""
    return sentence(f"{lower(each.label)}{whose} is known to ±{show(share, 'share')} after {years}{since}")


def find_warmup(study: Study, series: str = "sqls") -> Course:
    """Weekly means from the beginning with Welch's moving average, and where the start wears off by MSER."""
    if series not in study.engine.weekly:
        raise StudyError(f"no weekly series is called '{series}'; there are {', '.join(study.engine.weekly)}")
    place = study.engine.weekly.index(series)
    weeks = whole_weeks(study.plans[0], study.rows[0], place)
    if weeks.shape[1] <= 2 * SPAN or not np.isfinite(weeks).any():
        raise StudyError(f"{weeks.shape[1]} whole weeks are too few for a moving average; ask for a longer horizon")
    known = np.where(np.isfinite(weeks), weeks, np.nanmean(weeks))
    average = welch(known.mean(axis=0), SPAN)
    rows = [Point("Weekly mean", i, *mean_interval(known[:, i])[:3]) for i in range(weeks.shape[1])]
    rows += [Point("Moving average", i, float(value), math.nan, math.nan) for i, value in enumerate(average)]
    label = LABELS.get(series, series.replace("_", " ").capitalize())
    before = study.plans[0].start / WEEK
    try:
        ends: int | None = warm_up(known.mean(axis=0), batch=1).batches
    except ValueError:
        ends = None
    lead_in = f"measuring begins after {before:.0f}"
    if ends is None:
        title = f"The start has not worn off within the {weeks.shape[1]} weeks shown, by weekly {lower(label)}; {lead_in}"
    else:
        title = f"The start wears off after {ends} weeks, by weekly {lower(label)}; {lead_in}"
    note = (
        f"{short(study.names[0])}, {years_in_words(study, len(weeks))}: weekly means with 95 % intervals, and Welch's moving "
        f"average over {2 * SPAN + 1} weeks. The end of the start is by MSER."
    )
    unit = UNITS.get(series, "count")
    return Course(
        title, tuple(rows), note, ("Weekly mean", "Moving average"), f"{label} a week", unit, study.currency,
        "Weeks since the beginning", False, before, "measuring begins",
    )  # fmt: skip
