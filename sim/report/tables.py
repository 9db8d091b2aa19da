"""Tables of a page: headline measures of every scenario and their differences, or what was tried."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from ..study.answers.choice import Choice
from ..study.answers.planned import Planned
from ..study.answers.results import Comparison, Study
from ..study.answers.sweep import Sweep
from ..study.judgement.numbers import UNDEFINED, show, show_range
from .findings.claims import years_in_words
from .findings.doubts import Tornado, find_credit, find_tornado
from .findings.intervals import Candidates
from .terminal import chosen_measures, window_words

MOST_ROWS = 60
BESIDE = 4  # alternatives beside each other


class Table(NamedTuple):
    """A table: what it is, its heads, its rows of cells (a cell may have a second, smaller line), and how to read it.

    A `folded` one holds details of another.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[tuple[str, str], ...], ...]
    note: str
    folded: bool = False


def tables_of(study: Study) -> tuple[Table, ...]:
    """Give the tables of a study, by its kind."""
    if isinstance(study, Comparison):
        places = range(1, len(study.names))
        each = tuple(_differences(study, place) for place in places)
        if len(each) == 1:
            return each
        beside = (_beside(study, places[first : first + BESIDE]) for first in range(0, len(places), BESIDE))
        return (*beside, *(table._replace(folded=True) for table in each))
    if isinstance(study, Choice):
        return (_contenders(study),)
    if isinstance(study, Planned):
        return (_candidates(study),)
    if isinstance(study, Sweep):
        return (_settings(study),)
    if study.kind_of_study == "sensitivity":
        return (_inputs(find_tornado(study)),)
    if study.kind_of_study == "credit":
        return (_dues(find_credit(study)),)
    return (_means(study),)


def _inputs(found: Tornado) -> Table:
    rows = []
    for row in found.rows:
        ends = []
        for mean, low, high, at in (
            (row.least, row.least_low, row.least_high, row.least_at),
            (row.most, row.most_low, row.most_high, row.most_at),
        ):
            ends.append((f"{show(mean, found.unit, found.currency)} at {at}", _span(low, high, found.unit, found.currency)))
        rows.append(((row.name, ""), *ends, (show(row.share, "share"), ""), ("yes" if row.told else "no", "")))
    heads = ("Input", "Least", "Most", "Share of variance by inputs", "Told from luck")
    return Table(f"{found.label}, by what each input may be", heads, tuple(rows), found.note)


def _dues(found: Candidates) -> Table:
    rows = []
    for row in found.rows:
        span = _span(row.low, row.high, found.unit, found.currency, signed=True)
        rows.append(((row.name, ""), (row.words, span), ("yes" if row.stands_out else "no", "")))
    return Table(found.label, ("Lever", "Credit", "Told from luck"), tuple(rows), found.note)


def _means(study: Study) -> Table:
    rows = []
    for measure in chosen_measures(study, everything=False):
        cells = [(measure.label, "")]
        for found in study.estimates:
            each = found[measure.name]
            cells.append((show(each.mean, measure.unit, study.currency), _span(each.p05, each.p95, measure.unit, study.currency)))
        rows.append(tuple(cells))
    note = f"Mean of {years_in_words(study)}, and below it 5 to 95 % of them."
    return Table("Headline measures", ("", *study.names), tuple(rows), note)


def _beside(study: Comparison, places: Sequence[int]) -> Table:
    """Differences of several alternatives beside each other."""
    currency, base = study.currency, study.names[0]
    rows = []
    for measure in chosen_measures(study, everything=False):
        cells = [(measure.label, ""), (show(study.estimates[0][measure.name].mean, measure.unit, currency), "")]
        for place in places:
            change = study.effects[place - 1][measure.name]
            gap = show(change.mean, measure.unit, currency, signed=True)
            span = _span(change.low, change.high, measure.unit, currency, signed=True)
            cells.append((f"{gap} *" if change.clear else gap, span))
        rows.append(tuple(cells))
    note = (
        f"Means of {years_in_words(study)} of {base}, and each difference from them with its 95 % interval, * where that "
        f"leaves 0 out: {study.confidence.sentence}."
    )
    return Table(f"Differences from {base}", ("", base, *(study.names[place] for place in places)), tuple(rows), note)


def _differences(study: Comparison, place: int) -> Table:
    currency = study.currency
    rows = []
    for measure in chosen_measures(study, everything=False):
        change = study.effects[place - 1][measure.name]
        cells = [(measure.label, "")]
        for found in (study.estimates[0][measure.name], study.estimates[place][measure.name]):
            cells.append((show(found.mean, measure.unit, currency), _span(found.p05, found.p95, measure.unit, currency)))
        gap = show(change.mean, measure.unit, currency, signed=True)
        cells.append((f"{gap} *" if change.clear else gap, _span(change.low, change.high, measure.unit, currency, signed=True)))
        same, other = change.chance_better.share, change.chance_better_other_luck
        cells.append((UNDEFINED if math.isnan(same) else show(same, "share"), "" if math.isnan(other) else show(other, "share")))
        rows.append(tuple(cells))
    note = (
        f"Means of {years_in_words(study)}, below them 5 to 95 % of those; the difference with its 95 % interval, * where "
        f"that leaves 0 out: {study.confidence.sentence}. Better: share of {window_words(study)} with the same luck; below "
        "it, each with luck of its own."
    )
    return Table(
        f"{study.names[place]} against {study.names[0]}",
        ("", study.names[0], study.names[place], "Difference", "Better"),
        tuple(rows),
        note,
    )


def _span(low: float, high: float, unit: str, currency: str, *, signed: bool = False) -> str:
    span = show_range(low, high, unit, currency, signed=signed)
    return "" if span == UNDEFINED else span


def _contenders(study: Choice) -> Table:
    unit, currency = study.measure.unit, study.currency
    rows = []
    for place, each in enumerate(study.contenders):
        behind = UNDEFINED if place == study.winner else show(each.behind.mean, unit, currency)
        span = UNDEFINED if place == study.winner else show_range(each.behind.low, each.behind.high, unit, currency)
        status = "best" if place == study.winner else "within the worth" if each.close else ""
        cells = (each.name, f"{each.replications:,}", show(each.mean, unit, currency), behind, span, status)
        rows.append(tuple((cell, "") for cell in cells))
    heads = ("", "Replications", f"{study.measure.label}, mean", "Behind the best", "95 % interval", "")
    return Table("Candidates", heads, tuple(rows), "Intervals hold together with 95 %.")


def _candidates(study: Planned) -> Table:
    unit, currency = study.measure.unit, study.currency
    rows = []
    for each in study.candidates:
        chance = show(each.probability, "share"), show_range(each.probability_low, each.probability_high, "share")
        rows.append(
            (
                *((str(each.settings[lever.lever]), "") for lever in study.varied),
                (f"{each.replications:,}", ""),
                (show(each.mean, unit, currency), show_range(each.low, each.high, unit, currency)),
                chance if study.with_probability is not None else ("", ""),
                (each.status, ""),
            )
        )
    chance_head = "Meets the goal" if study.with_probability is not None else ""
    heads = (*(lever.label for lever in study.varied), "Replications", f"{study.measure.label}, mean", chance_head, "")
    return Table("What was tried", heads, tuple(rows), f"Intervals hold together with 95 % over {study.looks} looks.")


def _settings(study: Sweep) -> Table:
    names = ("first_response_within_sla", "utilisation", "wait_hours_mean", "won", "revenue", "contribution")
    chosen = [
        measure
        for measure in study.measures
        if measure.name in names
        and any(math.isfinite(mean) and mean for mean in (each[measure.name].mean for each in study.estimates))
    ]
    rows = []
    for cell, kept, found in list(zip(study.cells, study.kept, study.estimates, strict=True))[:MOST_ROWS]:
        cells = [(str(cell[each.lever]), "") for each in study.varied]
        cells.append((kept.status(study.kept_from), ""))
        for measure in chosen:
            each = found[measure.name]
            cells.append(
                (show(each.mean, measure.unit, study.currency), _span(each.low, each.high, measure.unit, study.currency))
            )
        rows.append(tuple(cells))
    heads = (*(each.label for each in study.varied), "Promise", *(measure.label for measure in chosen))
    hidden = len(study.cells) - MOST_ROWS
    more = f" {hidden} more settings are not shown." if hidden > 0 else ""
    return Table("Every setting", heads, tuple(rows), f"Means, and below them their 95 % intervals, each by itself.{more}")
