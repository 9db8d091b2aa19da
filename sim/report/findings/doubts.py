"""What is not known, and what is due to whom: inputs that move an answer, values that would flip it, levers and their credit.

Reads studies by what they hold, so that whatever holds the same can be drawn: effects and curves of inputs, dues of levers.
"""

from __future__ import annotations

import math
import re
from typing import Any, NamedTuple

from ...errors import StudyError
from ...statistics import Interval
from ...study.judgement.numbers import show
from .claims import lower, short
from .intervals import Candidate, Candidates

MOST_INPUTS = 12
MOST_PANELS = 4


class Swing(NamedTuple):
    """One input: the answer where it is least and most, each with its interval and the input's value there in words."""

    name: str
    least: float
    least_low: float
    least_high: float
    least_at: str
    most: float
    most_low: float
    most_high: float
    most_at: str
    told: bool
    share: float


class Tornado(NamedTuple):
    """Inputs, the one that moves the answer most first, around the mean answer; `line` is what is worth while."""

    title: str
    rows: tuple[Swing, ...]
    note: str
    label: str
    unit: str
    currency: str
    mean: float
    line: float
    line_words: str


class Step(NamedTuple):
    """The mean answer at one value of an input, with its interval."""

    name: str
    place: float
    value: str
    mean: float
    low: float
    high: float


class Flip(NamedTuple):
    """Answers along inputs, and the line at which the decision turns."""

    title: str
    rows: tuple[Step, ...]
    note: str
    names: tuple[str, ...]
    label: str
    unit: str
    currency: str
    line: float
    line_words: str


def find_tornado(study: Any) -> Tornado:
    """How far each uncertain input moves the answer."""
    measure, currency = study.measure, study.currency
    rows = []
    for each in study.effects[:MOST_INPUTS]:
        least, most = each.lowest, each.highest
        ends = (*least.answer[:3], least.words, *most.answer[:3], most.words)
        rows.append(Swing._make((each.input.label, *ends, each.told, each.share)))
    if not any(math.isfinite(row.least + row.most) for row in rows):
        raise StudyError(f"{lower(measure.label)} is undefined over these inputs; there is nothing to draw")
    told = [row for row in rows if row.told]
    if told:
        first = told[0]
        said_of_ends = [
            f"{show(mean, measure.unit, currency, signed=study.decides)} at {at}"
            for mean, at in ((first.least, first.least_at), (first.most, first.most_at))
        ]
        what = f"the gain in {lower(measure.label)}" if study.decides else lower(measure.label)
        title = f"What moves {what} most: {lower(first.name)}, from {' to '.join(said_of_ends)}"
    else:
        title = f"No input by itself moves {lower(measure.label)} enough to be told from luck"
    hidden = len(study.effects) - MOST_INPUTS
    more = f" {hidden} more inputs are not drawn." if hidden > 0 else ""
    note = (
        "Mean answer where an input is worst and best for it, all others as uncertain as they are; lines: 95 % intervals, "
        f"together. Pale: not told from luck. {len(study.points):,} combinations.{more}"
    )
    label = f"{measure.label}, gain of {short(study.names[-1])}" if study.decides else measure.label
    return Tornado(title, tuple(rows), note, label, measure.unit, currency, study.mean.mean, *_line(study))


def find_flip(study: Any, input: str | None = None) -> Flip:
    """The answer along one input by its label, or those that may flip the decision, or else those that move it most."""
    if not study.decides:
        raise StudyError("a decision needs two scenarios; ask for the sensitivity of one against the other")
    measure = study.measure
    ranked = sorted(study.effects, key=lambda each: ("yes", "perhaps", "no").index(each.flips))
    labels = [each.input.label for each in ranked]
    if input is not None and input not in labels:
        raise StudyError(f"no input is called '{input}'; there are {', '.join(labels)}")
    chosen = labels[:MOST_PANELS] if input is None else [input]
    table = study.curves()
    rows = tuple(
        Step(row.label, float(row.position), str(row.value), float(row.mean), float(row.low), float(row.high))
        for name in chosen
        for row in table[table["label"] == name].itertuples()
    )
    starts = ("The decision flips", "It is decided", "It may flip", "No plausible value", "No value of a single")
    title = said(study.sentence, *starts) if input is None else _along(study, input, rows)
    note = (
        "Mean gain along each input from the least to the most it may be, all others as uncertain as they are; bands: 95 % "
        "intervals, together."
    )
    label = f"{measure.label}, gain"
    return Flip(title, rows, note, tuple(chosen), label, measure.unit, study.currency, *_line(study))


def _along(study: Any, name: str, rows: tuple[Step, ...]) -> str:
    """Say how the gain runs along one input, and whether that is told from luck."""
    measure = study.measure
    low, high = min(rows, key=lambda row: row.mean), max(rows, key=lambda row: row.mean)
    head = f"The gain in {lower(measure.label)} along {lower(name)}"
    if not next(each for each in study.effects if each.input.label == name).told:
        return f"{head} is not told from luck"
    first, last = (show(row.mean, measure.unit, study.currency, signed=True) for row in (low, high))
    return f"{head}: from {first} at {low.value} to {last} at {high.value}"


def find_credit(study: Any) -> Candidates:
    """What is due to each lever of a difference (Shapley's value)."""
    measure, currency = study.measure, study.currency
    unit, label = measure.unit, lower(measure.label)

    def row(name: str, due: Interval, clear: bool) -> Candidate:
        return Candidate(name, due.mean, due.low, due.high, clear, show(due.mean, unit, currency, signed=True))

    rows = []
    for each in sorted(study.dues, key=lambda due: -abs(due.credit.mean)):
        change = f" ({each.before} → {each.after})" if each.before != each.after else ""
        rows.append(row(f"{each.label}{change}", each.credit, each.clear))
    whole: Interval = study.difference
    rows.append(row("All together", whole, whole.low > 0 or whole.high < 0))
    size = show(whole.mean, unit, currency, signed=True)
    whole_in_words = f"{size.removesuffix(f' {unit}') if label.startswith(unit) else size} {label}"
    told = said(study.sentence, "Of it, ", "All of it ", default="")
    if told.startswith("All of it "):
        title = f"{whole_in_words}: {lower(told)}"
    elif told:
        title = f"Of {whole_in_words}, {told.removeprefix('Of it, ')}"
    else:
        title = f"No lever's part of the difference in {label} is told from luck"
    note = (
        "Shapley's value: what a lever adds, averaged over all orders in which levers may be adopted; they add up to the whole "
        f"in every year. Lines: 95 % intervals, of all levers together and of the whole. {study.count:,} replications."
    )
    return Candidates(title, tuple(rows), note, f"{measure.label}, credit", unit, currency, 0.0, "nothing")


def _line(study: Any) -> tuple[float, str]:
    if not study.decides:
        return math.nan, ""
    if not study.worth:
        return 0.0, "no gain"
    return study.worth, f"worth: {show(study.worth, study.measure.unit, study.currency)}"


def said(text: str, *starts: str, default: str | None = None) -> str:
    """Find the sentence of a text that begins in one of some ways; else the first one, or a default."""
    sentences = re.split(r"\. (?=[A-Z])", text)
    found = next((each for start in starts for each in sentences if each.startswith(start)), None)
    return (found or (sentences[0] if default is None else default)).rstrip(".")
