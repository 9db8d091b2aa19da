"""Candidates beside each other: each with an estimate and its interval, against a line that matters."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ...errors import StudyError
from ...scenario.ranges import Varied
from ...study.answers.choice import Choice
from ...study.answers.planned import Planned
from ...study.answers.sweep import Sweep
from ...study.judgement.goals import Bound, goal_in_words
from ...study.judgement.numbers import digits, show, show_range
from .claims import lower, measure_of

MOST_PANELS = 6  # of a frontier in a picture


class Candidate(NamedTuple):
    """One row: an estimate, its interval, whether it stands out, and how in words."""

    name: str
    mean: float
    low: float
    high: float
    stands_out: bool
    words: str


class Candidates(NamedTuple):
    """Candidates against a `line`, NaN where there is none; `line_words` says what it is."""

    title: str
    rows: tuple[Candidate, ...]
    note: str
    label: str
    unit: str
    currency: str
    line: float
    line_words: str


def find_contenders(study: Choice) -> Candidates:
    """How far each candidate of a choice lies behind the best, against the worth."""
    measure, currency = study.measure, study.currency
    rows = []
    for place, each in enumerate(study.contenders):
        best = place == study.winner
        words = f"best: {show(each.mean, measure.unit, currency)}" if best else show(each.behind.mean, measure.unit, currency)
        words += "\nwithin the worth" if each.close else ""
        rows.append(Candidate(each.name, *each.behind[:3], best, words))
    note = (
        f"Behind the best in {lower(measure.label)}, on the same leads and with the same luck; lines: 95 % intervals, together. "
        f"Selected by Kim and Nelson's procedure."
    )
    label = f"{measure.label}, behind the best"
    title = study.sentence.partition(". ")[0].rstrip(".")
    words = f"worth: {show(study.worth, measure.unit, currency)}"
    return Candidates(title, tuple(rows), note, label, measure.unit, currency, study.worth, words)


def find_candidates(study: Planned) -> Candidates:
    """What a plan tried, against its goal."""
    by_share = study.with_probability is not None
    goal = goal_in_words(study.goal, study.measure, study.currency)
    unit = "share" if by_share else study.measure.unit
    rows = []
    for each in study.candidates:
        ends = (each.probability, each.probability_low, each.probability_high) if by_share else (each.mean, each.low, each.high)
        words = show(ends[0], unit, study.currency)
        name = settings_in_words(study.varied, each.settings)
        rows.append(Candidate(name, *ends, each.status in ("meets", "best"), f"{words}\n{each.status}"))
    line = study.with_probability if by_share else study.goal.value if isinstance(study.goal, Bound) else math.nan
    what = f"Chance that {lower(goal)}" if by_share else f"{study.measure.label}, mean"
    note = f"Tried in the order written; intervals hold together with 95 % over {study.looks} looks. Goal: {lower(goal)}."
    title = study.sentence.partition(". ")[0].rstrip(".")
    words = "" if line is None or math.isnan(line) else f"goal: {show(line, unit, study.currency)}"
    return Candidates(title, tuple(rows), note, what, unit, study.currency, math.nan if line is None else line, words)


def find_settings(study: Sweep, measure: str = "revenue") -> Candidates:
    """A measure under every setting of a sweep."""
    each = measure_of(study, measure)
    rows = []
    for cell, found in zip(study.cells, study.estimates, strict=True):
        ends = found[measure][:3]
        name = settings_in_words(study.varied, cell)
        rows.append(Candidate(name, *ends, False, show(ends[0], each.unit, study.currency)))
    known = [row for row in rows if math.isfinite(row.mean)]
    if not known:
        raise StudyError(f"{each.label} is undefined in every setting; there is nothing to draw")
    low, high = min(known, key=lambda row: row.mean), max(known, key=lambda row: row.mean)
    if math.isfinite(low.high) and low.high < high.low:
        ends_in_words = show_range(low.mean, high.mean, each.unit, study.currency)
        title = f"{each.label} goes from {ends_in_words}: least with {lower(low.name)}, most with {lower(high.name)}"
    else:
        title = f"No setting is shown to differ from another in {lower(each.label)}"
    note = f"Means of {study.count:,} replications of each setting, with 95 % intervals, each by itself."
    return Candidates(title, tuple(rows), note, each.label, each.unit, study.currency, math.nan, "")


def settings_in_words(varied: Sequence[Varied], cell: Mapping[str, str]) -> str:
    """Write settings shortly: `Reps 8, first call within 4 hours`."""
    parts = [f"{each.label} {cell[each.lever]}" for each in varied]
    return ", ".join([*parts[:1], *(lower(part) for part in parts[1:])])


class Square(NamedTuple):
    """One setting of a sweep on its two axes: the share of promises kept, its interval, and what that shows."""

    across: str
    down: str
    at: str
    share: float
    low: float
    high: float
    status: str
    words: str


class Frontier(NamedTuple):
    """Where a promise is kept: squares by setting; `at` holds the settings of further levers, each a panel.

    `panels` are those that there is room to draw; the rows are all.
    """

    title: str
    rows: tuple[Square, ...]
    note: str
    across: Varied
    down: Varied | None
    least: float
    panels: tuple[str, ...]


def find_frontier(study: Sweep) -> Frontier:
    """Share of promises kept under every setting, and where it is enough."""
    if study.frontier is None:
        raise StudyError("nothing is promised in these settings; there is no frontier to draw")
    first, *others = (study.frontier.axis, *study.frontier.others)
    down = others[0] if others else None
    rest = others[1:]
    rows = []
    for cell, kept in zip(study.cells, study.kept, strict=True):
        words = "–" if math.isnan(kept.mean) else f"{digits(100 * kept.mean)} %"
        if math.isfinite(kept.low):
            words += f"\n{digits(100 * kept.low)}–{digits(100 * kept.high)}"
        at = (cell[first.lever], cell[down.lever] if down else "", settings_in_words(rest, cell))
        rows.append(Square(*at, *kept, kept.status(study.kept_from), words))
    fewest = min(of.replications for of in study.rows)
    number = f"{study.count:,}" if fewest == study.count else f"{fewest:,} to {study.count:,}"
    note = (
        f"Share of leads for which the promise is kept, with intervals that hold together with 95 %; dark: kept, so for at least "
        f"{show(study.kept_from, 'share')}; hatched: cannot tell; pale: not kept. {number} replications of each."
    )
    everything = list(dict.fromkeys(row.at for row in rows))
    panels = most_mixed(rows, everything)
    if len(panels) < len(everything):
        of = " and ".join(f"{each.label[:1].lower()}{each.label[1:]}" for each in rest)
        note += f" Of {len(everything):,} settings of {of} those {len(panels)} are drawn through which the frontier passes; "
        note += "the table has all."
    title = " ".join(study.sentence.split(". ")[:1]).rstrip(".")
    return Frontier(title, tuple(rows), note, first, down, study.kept_from, panels)


def most_mixed(rows: Sequence[Square], panels: Sequence[str]) -> tuple[str, ...]:
    """Panels in which promises both kept and not kept are many, in their order; no more than a picture has room for."""
    kept = {panel: [row.status == "kept" for row in rows if row.at == panel] for panel in panels}
    chosen = sorted(panels, key=lambda panel: -min(sum(kept[panel]), len(kept[panel]) - sum(kept[panel])))[:MOST_PANELS]
    return tuple(panel for panel in panels if panel in chosen)
