"""Clouds of simulated years: how a measure spreads under each scenario, and how it differs with the same luck."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ...errors import StudyError
from ...statistics import Interval, Values
from ...study.answers.results import Comparison, Study, window_in_words
from ...study.judgement.estimates import Difference, Estimate
from ...study.judgement.numbers import COUNTED, show, show_range
from .claims import MOST_NAMED, gap_in_words, joined, lower, measure_of, pairs_of, sentence, short, with_names, years_in_words

DOTS = 100  # at most; more years are drawn as their percentiles


class Cloud(NamedTuple):
    """One row: the years as dots (or their percentiles), their mean with its interval, and where 5 and 95 % end."""

    scenario: str
    dots: tuple[float, ...]
    mean: float
    low: float
    high: float
    p05: float
    p95: float
    base: bool
    words: str


class Clouds(NamedTuple):
    """How a measure spreads; `gaps` says that rows are differences from the base."""

    title: str
    rows: tuple[Cloud, ...]
    note: str
    label: str
    unit: str
    currency: str
    gaps: bool


def find_clouds(study: Study, measure: str = "revenue") -> Clouds:
    """Simulated years of every scenario, by a measure."""
    each = measure_of(study, measure)
    place = study.measures.index(each)
    unit, currency = each.unit, study.currency
    rows = tuple(
        _cloud(name, found.values[:, place], estimates[measure], number == 0 and len(study.names) > 1, unit, currency)
        for number, (name, found, estimates) in enumerate(zip(study.names, study.rows, study.estimates, strict=True))
    )
    if not any(row.dots for row in rows):
        raise StudyError(f"{each.label} is undefined in every {years_in_words(study, 1)[2:]}; there is nothing to draw")
    title = _title_of_one(study, measure) if len(rows) == 1 else _title_of_several(study, measure)
    return Clouds(title, rows, _note(study), each.label, unit, currency, gaps=False)


def find_pairs(study: Study, measure: str = "revenue") -> Clouds:
    """Differences of every alternative from the base, each year with the same luck."""
    if not isinstance(study, Comparison):
        raise StudyError("paired differences need a comparison; use compare(base, other)")
    each = measure_of(study, measure)
    unit, currency = each.unit, study.currency
    rows = []
    for place in range(1, len(study.names)):
        found = study.effects[place - 1][measure]
        rows.append(_cloud(study.names[place], pairs_of(study, place, measure), found, False, unit, currency, signed=True))
    if not any(row.dots for row in rows):
        raise StudyError(f"the difference of {lower(each.label)} is undefined in every year; there is nothing to draw")
    label = f"{each.label}, difference from {short(study.names[0])}"
    return Clouds(_title_of_gaps(study, measure), tuple(rows), _note(study, measure), label, unit, currency, gaps=True)


def _cloud(
    name: str, values: Values, found: Estimate | Difference, base: bool, unit: str, currency: str, *, signed: bool = False
) -> Cloud:
    known = np.sort(values[np.isfinite(values)])
    if len(known) > DOTS:
        known = np.quantile(known, (np.arange(DOTS) + 0.5) / DOTS)
    words = show(found.mean, unit, currency, signed=signed)
    if math.isfinite(found.low) and math.isfinite(found.high):
        words += f"\n{show_range(found.low, found.high, unit, currency, signed=signed)}"
    if signed and len(values) > 1:
        known_years = values[np.isfinite(values)]
        words += f"\nabove 0 in {np.sum(known_years > 0):,} of {len(known_years):,}"
    ends = (found.mean, found.low, found.high, found.p05, found.p95)
    return Cloud(name, tuple(float(value) for value in known), *ends, base, words)


def _note(study: Study, gaps_of: str = "") -> str:
    one = years_in_words(study, 1).replace("1 ", "one ", 1)
    what = f"the difference in {one} with the same luck" if gaps_of else one
    dot = f"Each dot: {what}" if study.count <= DOTS else f"Each dot: 1 % of {years_in_words(study)}"
    if study.count < 2:
        return f"{dot}; diamond: the same."
    span = "mean and its 95 % interval"
    if isinstance(study, Comparison) and gaps_of in study.confidence.together:
        span += " (those of all headline measures hold together)"
    return f"{dot}. Diamond and thick line: {span}. Thin line: where 90 % of the years lie."


def _title_of_one(study: Study, measure: str) -> str:
    each, found = measure_of(study, measure), study.estimates[0][measure]
    mean = show(found.mean, each.unit, study.currency)
    when = f" {window_in_words(study.plans[0].horizon)}" if each.kind == "count" else ""
    head = f"{each.label}: {mean}{when} on the mean"
    if study.count < 2:
        return f"{each.label}: {mean} in the one simulated year; one says nothing of the spread"
    span = show_range(found.p05, found.p95, each.unit, study.currency)
    return head if found.p05 == found.p95 else f"{head}; nine in ten have {span}"


def _title_of_several(study: Study, measure: str) -> str:
    """Say which alternatives differ from the base beyond luck."""
    if isinstance(study, Comparison):
        return _title_of_gaps(study, measure)
    each = measure_of(study, measure)
    means = [found[measure].mean for found in study.estimates]
    known = [mean for mean in means if math.isfinite(mean)]
    return f"{each.label} of {len(means)} scenarios: means from {show_range(min(known), max(known), each.unit, study.currency)}"


def _title_of_gaps(study: Comparison, measure: str) -> str:
    each = measure_of(study, measure)
    unit, currency = each.unit, study.currency
    gaps = [Interval(*effects[measure][:3]) for effects in study.effects]
    names = study.names[1:]
    clear = [i for i, gap in enumerate(gaps) if gap.low > 0 or gap.high < 0]
    if all(gap.low == gap.high == 0 for gap in gaps):
        return f"{each.label} is the same in every one of {years_in_words(study)}, whatever the scenario"
    if len(names) == 1:
        if not math.isfinite(gaps[0].mean):
            return f"{each.label} cannot be compared: it is undefined under one of the two"
        if not math.isfinite(gaps[0].low):
            size = show(gaps[0].mean, unit, currency, signed=True)
            return f"{each.label} differs by {size} in one year; one year tells nothing"
        if not clear:
            return f"No difference in {lower(each.label)} is shown: {gap_in_words(gaps[0], unit, currency)}"
        return _one_clear(study, measure, gaps[0], names[0])
    if not clear:
        return f"No alternative is shown to differ from {short(study.names[0])} in {lower(each.label)}"
    clear.sort(key=lambda i: -abs(gaps[i].mean))
    others = [name for i, name in enumerate(names) if i not in clear]
    more = len(clear) - MOST_NAMED

    def write(short: Callable[[str], str]) -> str:
        parts = [f"{show(gaps[i].mean, unit, currency, signed=True)} with {short(names[i])}" for i in clear[:MOST_NAMED]]
        parts += [f"{more} more that differ"] if more > 0 else []
        rest = short(others[0]) if len(others) == 1 else f"{len(others)} others"
        tail = "" if not others else f"; {'no difference is shown' if len(others) == 1 else 'none is shown'} for {rest}"
        return f"{each.label} against {short(study.names[0])}: {joined(parts)}{tail}"

    return with_names(write)


def _one_clear(study: Comparison, measure: str, gap: Interval, name: str) -> str:
    """Say by how much one alternative differs, as a factor where that says more."""
    each = measure_of(study, measure)
    before, after = (found[measure].mean for found in (study.estimates[0], study.estimates[-1]))
    way = ("rise" if gap.mean > 0 else "fall") + ("" if each.unit in COUNTED else "s")
    if each.unit not in ("money", "share") and before > 0 and after > 0 and max(before / after, after / before) >= 1.5:
        times = max(before / after, after / before)
        size = f"{times:.1f} times" if times < 9.5 else f"{times:.0f} times"
        more = ("more" if each.unit in ("leads", "deals", "touches") else "higher") if gap.mean > 0 else "less"
        more = {"h": "longer" if gap.mean > 0 else "shorter"}.get(each.unit, more)
        ends = f"{show(before, each.unit, study.currency)} to {show(after, each.unit, study.currency)}"
        return f"{each.label}: {size} {more} with {short(name)}, from {ends}"
    words = gap_in_words(gap, each.unit, study.currency)
    return sentence(f"{lower(each.label)} {way} with {short(name)}: {words}")
