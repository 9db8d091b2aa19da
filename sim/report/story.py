"""One lead's story in plain sentences, with what nobody saw marked as such."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from ..log import DICTIONARY, Disposition, Event, Reason, TaskKind
from ..study.facts import lead_name
from ..study.numbers import digits, show

if TYPE_CHECKING:
    from ..log import Log
    from ..plan import Plan

HIDDEN = "(nobody saw)"
TASKS = {
    TaskKind.RESEARCH: "research",
    TaskKind.ATTEMPT: "attempt",
    TaskKind.CONVERSATION: "the conversation",
    TaskKind.STAGE: "work on the deal",
    TaskKind.MEETING: "a meeting",
    TaskKind.ADMIN: "admin",
}
REASONS = {
    Reason.NO_FIT: "does not fit",
    Reason.NOT_INTERESTED: "not interested",
    Reason.GONE: "no longer looking",
    Reason.NO_ANSWER: "no answer",
    Reason.LOST: "lost",
    Reason.WITHDREW: "the buyer withdrew",
    Reason.MOST_ATTEMPTS: "tried often enough",
    Reason.TOO_LATE_TO_TRY: "tried long enough",
    Reason.REASSIGNED: "reassigned",
    Reason.REP_LEFT: "the rep left",
    Reason.RUN_END: "the simulation ends",
    Reason.NO_SHOW: "the buyer did not come",
    Reason.ABSENT: "the rep is absent",
}
ENDINGS = {
    Disposition.OPEN: "still open",
    Disposition.WON: "won",
    Disposition.LOST: "lost",
    Disposition.DISQUALIFIED: "disqualified",
    Disposition.UNREACHABLE: "never reached",
    Disposition.GONE_KNOWN: "said to be no longer looking",
    Disposition.UNSUBSCRIBED: "unsubscribed",
    Disposition.IGNORED_CLOSED: "ignored and closed",
    Disposition.REJECTED_LEAKED: "rejected and not sent back",
    Disposition.UNCONVERTED: "never an MQL",
}


class Fact(NamedTuple):
    """A row of the log in a person's terms."""

    plan: Plan
    rep: str
    kind: int
    number: int
    cycle: int
    amount: float
    reason: int

    @property
    def task(self) -> str:
        """The task in words."""
        name = TASKS.get(TaskKind(self.kind), "a task")
        return f"attempt {self.number}" if self.kind == TaskKind.ATTEMPT else name

    @property
    def why(self) -> str:
        """The reason in brackets, or nothing."""
        return f" ({REASONS[Reason(self.reason)]})" if self.reason else ""

    @property
    def minutes(self) -> str:
        """The amount as minutes."""
        return f"{digits(self.amount)} min"

    @property
    def moment(self) -> str:
        """The amount as a local time."""
        return local_time(self.plan, int(self.amount))


def tell(plan: Plan, log: Log, lead: int) -> str:
    """Tell the story of the lead with this key: one line a fact, in local time, then how it ended.

    What nobody in the company could see is marked so.
    """
    place = int(np.flatnonzero(log.leads["lead"] == lead)[0])
    row = log.leads[place]
    lines = [
        f"Lead {place + 1}, {lead_name(plan, row)}; times are of {plan.timezone}.",
        f"{HIDDEN} {_truth(plan, row)}",
        "",
    ]
    ended = False
    for event in log.events[log.events["lead"] == lead]:
        code = Event(int(event["event"]))
        ended = ended or code == Event.CLOSED
        hidden = f"{HIDDEN} " if DICTIONARY[code].visibility == "truth" else ""
        fact = _fact(plan, event)
        lines.append(f"{local_time(plan, int(event['time']))}  {hidden}{_sentence(code, fact, plan, row)}")
    if not ended:
        lines.append(f"{local_time(plan, log.end)}  the simulation ended; the story was still open")
    return "\n".join(lines) + "\n"


def local_time(plan: Plan, tick: int) -> str:
    """Write microseconds since the log's origin as a local time, such as `Tue 3 Feb 2026 10:15`."""
    moment = (plan.origin + datetime.timedelta(microseconds=tick)).astimezone(ZoneInfo(plan.timezone))
    return f"{moment:%a} {moment.day} {moment:%b %Y %H:%M}"


def _fact(plan: Plan, event: Any) -> Fact:
    item = int(event["item"])
    return Fact(
        plan,
        plan.names.seats.get(int(event["rep"]), ""),
        item >> 16 & 0xFF,
        item & 0xFFFF,
        item >> 24,
        float(event["amount"]),
        int(event["reason"]),
    )


def _truth(plan: Plan, row: Any) -> str:
    persona = plan.names.personas.get(int(row["persona"]), "a buyer")
    fit = "can and should buy" if int(row["fit"]) else "does not fit"
    reach = "can be reached" if int(row["reachable"]) else "cannot be reached"
    return f"'{persona}': {fit}, {reach}, a deal would be worth {show(float(row['value']), 'money', plan.currency)}"


def _sentence(code: Event, fact: Fact, plan: Plan, row: Any) -> str:
    if code == Event.CAPTURED:
        channel = plan.names.channels.get(int(row["channel"]), "a channel")
        return f"came in through '{channel}' with {_points(fact)}"
    if code == Event.CLOSED:
        return f"the story ended: {ENDINGS[Disposition(fact.reason)]}"
    return SENTENCES[code](fact)


def _points(fact: Fact) -> str:
    return f"a score of {digits(fact.amount)}"


def _who(fact: Fact) -> str:
    return fact.rep or "nobody"


def _delay(fact: Fact) -> str:
    return "" if not math.isfinite(fact.amount) else f", {show(fact.amount, 'h')} after the buyer's own last act"


def _touch(fact: Fact) -> str:
    names = fact.plan.names.touches
    kind = f" ({names[fact.number - 1]})" if 1 <= fact.number <= len(names) else ""
    return f"marketing's touch {fact.number}{kind}"


def _clock(fact: Fact) -> str:
    tiers = fact.plan.names.tiers
    tier = f" for {tiers[fact.reason]} leads" if len(tiers) > 1 and 0 <= fact.reason < len(tiers) else ""
    what = "a first attempt" if fact.number <= 1 else f"{fact.number} attempts"
    return f"the promise's clock started{tier}: {what} until {fact.moment}"


def _until(fact: Fact) -> str:
    return f"until {fact.moment}" if math.isfinite(fact.amount) else "for ever"


def _stage(fact: Fact) -> str:
    stages = fact.plan.names.stages
    place = fact.number - 1
    return f"stage '{stages[place]}' began" if 0 <= place < len(stages) else f"stage {fact.number} began"


SENTENCES: dict[Event, Callable[[Fact], str]] = {
    Event.TOUCHED: _touch,
    Event.ENGAGED: lambda fact: f"engaged with it and had {_points(fact)}",
    Event.MQL: lambda fact: f"became an MQL with {_points(fact)}",
    Event.UNCONVERTED: lambda fact: "nurture ended without an MQL",
    Event.DELIVERED: lambda fact: "was handed over to sales",
    Event.ASSIGNED: lambda fact: f"was given to {fact.rep}" if fact.rep else "went into the shared pool",
    Event.SEEN: lambda fact: f"{fact.rep} saw it" if fact.rep else "could be seen in the pool",
    Event.CLOCK_STARTED: _clock,
    Event.SLA_BREACHED: lambda fact: "the promise was broken: no attempt in time",
    Event.REASSIGNED: lambda fact: f"was given to {_who(fact)} instead{fact.why}",
    Event.TASK_OPENED: lambda fact: f"{fact.task} joined {fact.rep or 'the pool'}{chr(39) + 's' if fact.rep else ''} list",
    Event.TASK_STARTED: lambda fact: f"{_who(fact)} began {fact.task}",
    Event.TASK_LAID_DOWN: lambda fact: f"{_who(fact)} laid {fact.task} down after {fact.minutes}{fact.why}",
    Event.TASK_RESUMED: lambda fact: f"{_who(fact)} took {fact.task} up again",
    Event.TASK_ENDED: lambda fact: f"{_who(fact)} ended {fact.task} after {fact.minutes}",
    Event.TASK_CANCELLED: lambda fact: f"{fact.task} was struck off{fact.why}",
    Event.TASK_MOVED: lambda fact: f"{fact.task} moved to {_who(fact)}{fact.why}",
    Event.CONNECTED: lambda fact: f"the attempt reached the buyer{_delay(fact)}",
    Event.NO_ANSWER: lambda fact: f"the attempt reached nobody{_delay(fact)}",
    Event.ACCEPTED: lambda fact: "sales accepted it (SAL)",
    Event.QUALIFIED: lambda fact: "sales qualified it (SQL)",
    Event.REJECTED: lambda fact: f"sales rejected it{fact.why}",
    Event.GAVE_UP: lambda fact: f"sales stopped trying{fact.why}",
    Event.WITHDREW: lambda fact: "the buyer said they are no longer looking",
    Event.WINDOW_OPENED: lambda fact: f"the buyer began to look, {_until(fact)}",
    Event.WINDOW_CLOSED: lambda fact: "the buyer stopped looking",
    Event.OPPORTUNITY: lambda fact: "an opportunity was opened",
    Event.STAGE_ENTERED: _stage,
    Event.APPOINTMENT_SET: lambda fact: f"an appointment was set for {fact.moment}",
    Event.NO_SHOW: lambda fact: "the buyer did not come",
    Event.WON: lambda fact: f"the deal was won: {show(fact.amount, 'money', fact.plan.currency)}",
    Event.LOST: lambda fact: f"the deal was lost{fact.why}",
    Event.RECYCLED: lambda fact: "went back to marketing",
    Event.OVERTIME: lambda fact: f"{_who(fact)} worked {fact.minutes} of that after closing",
    Event.ALERTED: lambda fact: f"{_who(fact)} was told of the broken promise",
}


def untold() -> Iterator[Event]:
    """List the events of a lead for which there is no sentence; none, if all is well."""
    without_lead = {Event.SHIFT_STARTED, Event.SHIFT_ENDED, Event.REP_JOINED, Event.REP_LEFT, Event.REP_ABSENT, Event.ADOPTED}
    yield from (code for code in Event if code not in {*SENTENCES, *without_lead, Event.CAPTURED, Event.CLOSED})
