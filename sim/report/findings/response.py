"""The way to the first call: how long the system, the rep's attention and the queue each take, against the promise."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ...errors import StudyError
from ...statistics import mean_interval
from ...study.answers.results import Study
from ...study.judgement.numbers import UNDEFINED, show, show_range
from ..company import promise_in_words
from .claims import (
    MOST_SCENARIOS,
    Change,
    changes,
    has,
    hidden_in_words,
    joined,
    lower,
    most_certain,
    moved,
    short,
    values_of,
    years_in_words,
)

PARTS = (
    ("first_response_system_hours", "Delay before hand-over"),
    ("first_response_attention_hours", "Until the rep looks"),
    ("first_response_queue_hours", "Until the rep calls"),
)
WHOLE = "All of it"
MET, NEVER = "first_response_within_sla", "share_never_answered"


class Stretch(NamedTuple):
    """One part of the way under one scenario: from and to, hours since hand-over.

    `low` and `high` are the interval of where it ends; of the first, which ends at the hand-over, of where it begins.
    """

    scenario: str
    part: str
    start: float
    end: float
    low: float
    high: float
    words: str


class Promise(NamedTuple):
    """What is promised under a scenario, and how it is kept, in words."""

    scenario: str
    promised: str
    kept: str
    never: str


class Response(NamedTuple):
    """The way to the first call by scenario, the base first."""

    title: str
    rows: tuple[Stretch, ...]
    note: str
    promises: tuple[Promise, ...]


def find_response(study: Study) -> Response:
    """Parts of the first response of every scenario."""
    if not has(study, *(name for name, _ in PARTS), MET, NEVER):
        raise StudyError("this engine does not part the first response")
    rows: list[Stretch] = []
    for place, scenario in enumerate(study.names[:MOST_SCENARIOS]):
        found = [mean_interval(values_of(study, place, name)) for name, _ in PARTS]
        at = -found[0].mean
        for (_, label), part in zip(PARTS, found, strict=True):
            end = at + part.mean
            # The hand-over is fixed: what comes before it varies in when it begins, what follows in when it ends.
            span = (-part.high, -part.low) if not rows or rows[-1].scenario != scenario else (at + part.low, at + part.high)
            rows.append(Stretch(scenario, label, at, end, *span, show(part.mean, "h")))
            at = end
    if not any(row.end == row.end for row in rows):
        raise StudyError("nobody is called in these scenarios; there is no first response to draw")
    promises = tuple(_promise(study, place) for place in range(len(study.names[:MOST_SCENARIOS])))
    lines = "; lines: 95 % intervals of each part" if study.count > 1 else ""
    note = (
        f"Mean elapsed hours of hand-overs called within 30 days, {years_in_words(study)}{lines}. The clock of a promise starts "
        f"at 0, when the lead is handed over, unless the agreement says otherwise.{hidden_in_words(study)}"
    )
    return Response(_title(study), tuple(rows), note, promises)


def _promise(study: Study, place: int) -> Promise:
    met, never = study.estimates[place][MET], study.estimates[place][NEVER]
    kept = "" if met.mean != met.mean else f"met {show(met.mean, 'share')}"
    if kept and met.low == met.low:
        kept += f" ({show_range(met.low, met.high, 'share')})"
    words = promise_in_words(study.scenarios[place])
    not_called = show(never.mean, "share")
    return Promise(study.names[place], words, kept, "" if not_called == UNDEFINED else f"{not_called} not called in 30 days")


def _title(study: Study) -> str:
    labels = [label for _, label in PARTS]
    if study.count < 2:
        return "The way to the first call in one simulated year; one says nothing of the spread"
    names = study.names[:MOST_SCENARIOS]
    columns = [[values_of(study, place, name) for name, _ in PARTS] for place in range(len(names))]
    if len(study.names) > 1:
        every = changes(names, [*labels, WHOLE], [[*parts, np.sum(parts, axis=0)] for parts in columns])
        found = most_certain([each for each in every if each.category != WHOLE], "h")
        whole = most_certain([each for each in every if each.category == WHOLE], "h", most=1)
        if whole:
            name, way = whole[0].scenario, math.copysign(1, whole[0].gap.mean)
            parts = [each for each in every if each.scenario == name and each.category != WHOLE and each.clear]
            most = max(parts, key=lambda each: way * each.gap.mean, default=None)
            because = "" if most is None or way * most.gap.mean <= 0 else f"; above all {lower(most.category)}: {_instead(most)}"
            return f"With {short(name)}, a called lead waits {_instead(whole[0])}{because}"
        if not found:
            return f"No part of the way to the first call is shown to change in {years_in_words(study)}"
        moves = joined([moved(each, "h", study.currency) for each in found])
        return f"With {short(found[0].scenario)}, hours to the first call: {moves}"
    means = [mean_interval(column).mean for column in columns[0]]
    longest = max(range(len(means)), key=lambda i: means[i] if means[i] == means[i] else -1.0)
    total = sum(mean for mean in means if mean == mean)
    return f"A called lead waits {show(total, 'h')} on the mean, {show(means[longest], 'h')} of it: {labels[longest].lower()}"


def _instead(change: Change) -> str:
    return f"{show(change.after, 'h')} instead of {show(change.before, 'h')}"
