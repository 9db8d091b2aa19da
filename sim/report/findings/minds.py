"""Trust and learning: what reps and marketing think of each other, and how well the score tells who fits, month by month."""

from __future__ import annotations

import datetime
from typing import NamedTuple

import numpy as np

from ...errors import StudyError
from ...log import Event
from ...measures.people import area
from ...measures.response import last_ignored
from ...measures.tables import Tables
from ...rules.codes import NEVER
from ...statistics import Values, mean_interval, paired
from ...study.answers.results import Study
from ...study.judgement.numbers import show
from .claims import ERROR, hidden_in_words, short, years_in_words
from .years import Years

MOST_SCENARIOS = 4
SERIES = {
    "trust": ("Reps' trust in leads", "share"),
    "ignored": ("Hand-overs ignored", "share"),
    "belief": ("Marketing's belief in sales", "share"),
    "auc": ("Score tells fit (AUC)", "ratio"),
}


class Month(NamedTuple):
    """One series in one month under one scenario: mean over years with its interval."""

    series: str
    scenario: str
    month: datetime.date
    mean: float
    low: float
    high: float


class Minds(NamedTuple):
    """Trust and learning by month and scenario, the base first; `series` are those with something to show."""

    title: str
    rows: tuple[Month, ...]
    note: str
    series: tuple[str, ...]
    scenarios: tuple[str, ...]
    adoption: datetime.date | None


def find_minds(study: Study, years: Years | None = None) -> Minds:
    """Trust and learning of every scenario, over a few replications."""
    names, plan = study.names[:MOST_SCENARIOS], study.plans[0]
    years = years or Years(study, months_of)
    months = [years.of(place, months_of) for place in range(len(names))]  # years, series, months
    whole = [i for i, (a, b) in enumerate(zip(plan.month_starts[:-1], plan.month_starts[1:], strict=True))
             if a >= 0 and b <= plan.start + plan.horizon]  # fmt: skip
    keys = tuple(SERIES)
    kept = tuple(key for i, key in enumerate(keys) if any(np.isfinite(each[:, i, whole]).any() for each in months))
    same = {key for key in kept if len(months) > 1 and _alike([each[:, keys.index(key), :] for each in months])}
    kept = tuple(key for key in kept if key not in same) or kept
    if not kept or len(whole) < 2:
        raise StudyError("nobody believes or learns anything in these scenarios; there is nothing to draw")
    middles = (int(plan.month_starts[i] + plan.month_starts[i + 1]) // 2 for i in whole)
    middle = [plan.origin + datetime.timedelta(microseconds=moment) for moment in middles]
    rows = tuple(
        Month(key, name, when.date(), *mean_interval(each[:, keys.index(key), i])[:3])
        for key in kept
        for name, each in zip(names, months, strict=True)
        for when, i in zip(middle, whole, strict=True)
    )
    adopts = plan.kind == "adoption" and len(names) > 1
    hidden = hidden_in_words(study, MOST_SCENARIOS)
    note = f"Means of whole months over {years_in_words(study, years.count)}; bands: 95 % intervals of the mean.{hidden}"
    adoption = (plan.origin + datetime.timedelta(microseconds=int(plan.start))).date() if adopts else None
    ends = [[each[:, keys.index(key), whole[-3:]] for key in kept] for each in months]
    return Minds(_title(names, kept, ends), rows, note, kept, names, adoption)


def _alike(values: list[np.ndarray]) -> bool:
    return all(np.array_equal(values[0], each, equal_nan=True) for each in values[1:])


def months_of(t: Tables) -> Values:
    """Every series by month; NaN in months that say nothing."""
    starts = np.asarray(t.plan.month_starts)
    found = np.full((len(SERIES), len(starts) - 1), np.nan)
    for row, event in ((0, Event.TRUST), (2, Event.MARKETING_BELIEF)):
        rows = t.rows(event)
        found[row] = _means(starts, rows["time"] - 1, rows["amount"])  # said at a month's end, of that month
    e = t.episodes
    if len(t.rows(Event.PURSUED)) + len(t.rows(Event.IGNORED)):
        found[1] = _means(starts, e.delivered, np.where(e.delivered < NEVER, t.once(last_ignored), 0).astype(float))
    captured = t.rows(Event.CAPTURED)
    fits = t.of_leads("fit")[captured["who"]] != 0
    place = np.searchsorted(starts, captured["time"], "right") - 1
    for month in range(len(starts) - 1):
        inside = place == month
        if fits[inside].any() and not fits[inside].all():
            found[3, month] = area(captured["amount"][inside & fits], captured["amount"][inside & ~fits])
    return found


def _means(starts: np.ndarray, times: np.ndarray, values: np.ndarray) -> Values:
    place = np.searchsorted(starts, times, "right") - 1
    inside = (place >= 0) & (place < len(starts) - 1)
    count = np.bincount(place[inside], minlength=len(starts) - 1)
    sums = np.bincount(place[inside], values[inside], len(starts) - 1)
    means: Values = np.full(len(starts) - 1, np.nan)
    np.divide(sums, count, out=means, where=count > 0)
    return means


def _title(names: tuple[str, ...], kept: tuple[str, ...], ends: list[list[np.ndarray]]) -> str:
    """Compare the last three months of the window."""

    def years(values: np.ndarray) -> Values:
        known = np.isfinite(values)
        result: Values = np.full(len(values), np.nan)
        np.divide(np.where(known, values, 0).sum(axis=1), known.sum(axis=1), out=result, where=known.any(axis=1))
        return result

    if len(names) == 1:
        mean = mean_interval(years(ends[0][0])).mean
        label, unit = SERIES[kept[0]]
        return f"{label} at the end of the window: {show(mean, unit)}"
    family = len(kept) * (len(names) - 1)
    found = []
    for i, key in enumerate(kept):
        for name, each in zip(names[1:], ends[1:], strict=True):
            gap = mean_interval(paired(years(ends[0][i]), years(each[i])), 1 - ERROR / family)
            if gap.low > 0 or gap.high < 0:
                means = [mean_interval(years(values[i])).mean for values in (ends[0], each)]
                found.append((abs(gap.mean), key, name, means))
    if not found:
        return "Trust and learning end the window alike, as far as these years tell"
    _, key, name, means = max(found)
    label, unit = SERIES[key]
    ends_in_words = f"{show(means[1], unit)} with {short(name)}, {show(means[0], unit)} under {short(names[0])}"
    return f"{label} in the last three months: {ends_in_words}"
