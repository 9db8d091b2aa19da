"""Events as process-mining tools think of them: an activity, where it stands, when, by whom, with typed attributes."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ....log import DICTIONARY, Event, TaskKind
from ..facts import OBSERVED, reason_in_words

if TYPE_CHECKING:
    from ....log import Log
    from ....plan import Plan

Value = str | float | int | bool | datetime.datetime
TICK = datetime.timedelta(microseconds=1)
# The standard lifecycle of IEEE 1849: what the events of a task say about it.
TRANSITIONS = {
    Event.TASK_OPENED: "schedule",
    Event.TASK_STARTED: "start",
    Event.TASK_LAID_DOWN: "suspend",
    Event.TASK_RESUMED: "resume",
    Event.TASK_ENDED: "complete",
    Event.TASK_CANCELLED: "withdraw",
    Event.TASK_MOVED: "reassign",
}


class Happening(NamedTuple):
    """One event: microseconds since the log's origin, number of the lead from 1 (0: none), key of the rep (0: none)."""

    time: int
    event: Event
    lead: int
    rep: int
    cycle: int
    kind: TaskKind
    number: int
    amount: float
    reason: str


def happenings(plan: Plan, log: Log, *, truth: bool) -> Iterator[Happening]:
    """Events in the log's order; observed ones only unless `truth`."""
    rows = log.events if truth else log.events[np.isin(log.events["event"], OBSERVED)]
    numbers = {int(key): number for number, key in enumerate(log.leads["lead"].tolist(), 1)}
    kinds = {int(kind): kind for kind in TaskKind}
    codes = {int(event): event for event in Event}
    words: dict[tuple[int, int], str] = {}
    for time, lead, rep, amount, item, code, reason in rows.tolist():
        if (code, reason) not in words:
            words[code, reason] = reason_in_words(code, reason, plan)
        yield Happening(
            time, codes[code], numbers.get(lead, 0), rep, item >> 24, kinds[item >> 16 & 0xFF], item & 0xFFFF, amount,
            words[code, reason],
        )  # fmt: skip


def activity(event: Event, kind: TaskKind) -> tuple[str, str]:
    """Name and transition: the kind of work where an event is about a task, else the event, complete."""
    if event in TRANSITIONS and kind != TaskKind.NONE:
        return kind.name.lower(), TRANSITIONS[event]
    return DICTIONARY[event].name, "complete"


def type_name(event: Event, kind: TaskKind) -> str:
    """One name for both: `attempt_started`, `captured`."""
    name = DICTIONARY[event].name
    return name.replace("task", kind.name.lower(), 1) if event in TRANSITIONS and kind != TaskKind.NONE else name


@cache
def amount_of(event: Event) -> tuple[str, type]:
    """Name and type of an event's amount, from its unit in the dictionary; no name where it has none."""
    unit = DICTIONARY[event].amount
    words = re.split("[,:]", unit)[0]
    name = "_".join(re.findall("[a-z]+", words.replace("'", "").lower()))
    if "since origin" in unit:
        return name, datetime.datetime
    return name, bool if re.match(r"1 \w+, 0 not", unit) else float


def attributes(plan: Plan, what: Happening) -> dict[str, Value]:
    """Attributes that say something: cycle, number, the amount by its name, the reason, names of touch and stage."""
    found: dict[str, Value] = {}
    if what.lead:
        found["cycle"] = what.cycle
    if what.number:
        found["number"] = what.number
    name, kind = amount_of(what.event)
    if name and math.isfinite(what.amount):
        found[name] = moment(plan, round(what.amount)) if kind is datetime.datetime else kind(what.amount)
    if what.reason:
        found["reason"] = what.reason
    for event, label, names in named(plan):
        if what.event == event and 1 <= what.number <= len(names):
            found[label] = names[what.number - 1]
    return found


def attribute_types(plan: Plan, event: Event) -> dict[str, type]:
    """Every attribute that an event may have, with its type."""
    name, kind = amount_of(event)
    own = {name: kind} if name else {}
    labels = {label: str for code, label, _ in named(plan) if code == event}
    return {"cycle": int, "number": int, **own, "reason": str, **labels}


def named(plan: Plan) -> tuple[tuple[Event, str, tuple[str, ...]], ...]:
    """Events whose number stands for a name."""
    return (Event.TOUCHED, "touch", plan.names.touches), (Event.STAGE_ENTERED, "stage", plan.names.stages)


def moment(plan: Plan, ticks: int) -> datetime.datetime:
    """Instant in UTC of microseconds since the log's origin."""
    return plan.origin + ticks * TICK


def iso(instant: datetime.datetime) -> str:
    """ISO 8601 in UTC, to the microsecond."""
    return f"{instant.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%S.%f}Z"
