"""One sentence for every event of a lead's life."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from ..log import Disposition, Event, Reason, TaskKind
from ..study.judgement.numbers import digits, show

if TYPE_CHECKING:
    from ..plan import Plan

TASKS = {
    TaskKind.RESEARCH: "research",
    TaskKind.ATTEMPT: "attempt",
    TaskKind.CONVERSATION: "the conversation",
    TaskKind.STAGE: "work on the deal",
    TaskKind.MEETING: "a meeting",
    TaskKind.ADMIN: "admin",
    TaskKind.OWN: "own pipeline",
    TaskKind.REVIEW: "the review",
    TaskKind.TRAINING: "a training",
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
    Reason.TOO_SMALL: "the firm is too small",
    Reason.WRONG_PERSONA: "the wrong person",
    Reason.NO_NEED: "no need",
    Reason.NOT_READY: "not ready yet",
    Reason.DUPLICATE: "sales is working on the account already",
    Reason.NO_DECISION: "no decision",
    Reason.COMPETITOR: "a competitor",
    Reason.PRICE: "price",
    Reason.TIMING: "timing",
    Reason.IGNORED: "nobody called",
    Reason.TIMEOUT: "nobody said otherwise in time",
    Reason.HANDED_ON: "handed on to who closes",
    Reason.DISPLACED: "other work came first for too long",
    Reason.UNSUBSCRIBED: "the buyer wants to hear no more",
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
STATES = (
    "has no need yet",
    "knows the problem (awareness)",
    "compares ways to solve it (consideration)",
    "is ready to choose (decision)",
    "has bought elsewhere or given up",
)


class Fact(NamedTuple):
    """A row of the log in a person's terms."""

    plan: Plan
    rep: str
    kind: int
    number: int
    cycle: int
    amount: float
    reason: int
    belief: float = math.nan  # what the rep last said of such leads

    @property
    def piece(self) -> int:
        """Number of a piece of content, which fills the whole item."""
        return self.cycle << 24 | self.kind << 16 | self.number

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


def local_time(plan: Plan, tick: int) -> str:
    """Write microseconds since the log's origin as a local time, such as `Tue 3 Feb 2026 10:15`."""
    moment = (plan.origin + datetime.timedelta(microseconds=tick)).astimezone(ZoneInfo(plan.timezone))
    return f"{moment:%a} {moment.day} {moment:%b %Y %H:%M}"


def points(fact: Fact) -> str:
    """Say the score."""
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


def state_in_words(state: float) -> str:
    """Say how far a buyer is."""
    return STATES[int(state)] if 0 <= state < len(STATES) else "is somewhere on the way"


def _choice(fact: Fact, words: str) -> str:
    believed = f"believed {show(fact.belief, 'share')} as the month began, " if math.isfinite(fact.belief) else ""
    return f"{_who(fact)} chose {words} ({believed}chance to call {show(fact.amount, 'share')})"


def _set(fact: Fact) -> str:
    what = "a call" if fact.kind == TaskKind.CONVERSATION else "an appointment"
    return f"{what} was set for {fact.moment}"


def _revealed(fact: Fact) -> str:
    said = {
        Reason.NONE: "that they are ready",
        Reason.NO_FIT: "that they do not fit",
        Reason.NOT_READY: "that they are not ready yet",
    }
    return f"told marketing {said.get(Reason(fact.reason), 'where they stand')}"


def _stays(fact: Fact) -> str:
    return (
        "the customer will stay for 100 years or more"
        if fact.amount >= 1200
        else f"the customer will stay {digits(fact.amount)} months"
    )


SENTENCES: dict[Event, Callable[[Fact], str]] = {
    Event.TOUCHED: _touch,
    Event.ENGAGED: lambda fact: f"engaged with it and had {points(fact)}",
    Event.MQL: lambda fact: f"became an MQL with {points(fact)}",
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
    Event.CONNECTED: lambda fact: (
        f"{'the attempt reached the buyer' if fact.kind else 'the booked call took place'}{_delay(fact)}"
    ),
    Event.NO_ANSWER: lambda fact: f"the attempt reached nobody{_delay(fact)}",
    Event.ACCEPTED: lambda fact: f"counts as accepted{fact.why}" if fact.reason else "sales accepted it (SAL)",
    Event.QUALIFIED: lambda fact: "sales qualified it (SQL)",
    Event.REJECTED: lambda fact: f"sales rejected it{fact.why}",
    Event.GAVE_UP: lambda fact: f"sales stopped trying{fact.why}",
    Event.WITHDREW: lambda fact: "the buyer said they are no longer looking",
    Event.WINDOW_OPENED: lambda fact: f"the buyer began to look, {_until(fact)}",
    Event.WINDOW_CLOSED: lambda fact: "the buyer stopped looking",
    Event.OPPORTUNITY: lambda fact: "an opportunity was opened",
    Event.STAGE_ENTERED: _stage,
    Event.APPOINTMENT_SET: _set,
    Event.NO_SHOW: lambda fact: "the buyer did not come",
    Event.WON: lambda fact: f"the deal was won: {show(fact.amount, 'money', fact.plan.currency)}",
    Event.LOST: lambda fact: f"the deal was lost{fact.why}",
    Event.RECYCLED: lambda fact: "went back to marketing",
    Event.OVERTIME: lambda fact: f"{_who(fact)} worked {fact.minutes} of that after closing",
    Event.ALERTED: lambda fact: f"{_who(fact)} was told of the broken promise",
    Event.NEED_AROSE: lambda fact: "the buyer came to have a need",
    Event.GOT_READIER: lambda fact: f"the buyer moved on: {state_in_words(fact.amount)}",
    Event.TURNED_TO_US: lambda fact: "asked for a call by themselves",
    Event.VISITED: lambda fact: f"visited our pages by themselves and had {points(fact)}",
    Event.UNSUBSCRIBED: lambda fact: "wants to hear no more from us",
    Event.REVEALED: _revealed,
    Event.CALLED_EARLY: lambda fact: f"the conversation came too early: the buyer {state_in_words(fact.amount)}",
    Event.AUTO_REPLIED: lambda fact: f"the automated reply went out, and the buyer booked {'a' if fact.amount else 'no'} call",
    Event.PURSUED: lambda fact: _choice(fact, "to call"),
    Event.IGNORED: lambda fact: _choice(fact, "not to call"),
    Event.TOKEN_LOGGED: lambda fact: f"{_who(fact)} logged an attempt that nobody made",
    Event.PIECE_USED: lambda fact: f"piece {fact.piece:,} of our content was used",
    Event.ENTERED: lambda fact: f"sales told marketing that it was {'accepted' if fact.amount else 'not accepted'}",
    Event.ESCALATED: lambda fact: "a manager put it first, since the promise was broken",
    Event.CUSTOMER: _stays,
    Event.REFERRED: lambda fact: "the customer referred somebody to us",
}
WITHOUT_LEAD = {
    Event.SHIFT_STARTED,
    Event.SHIFT_ENDED,
    Event.REP_JOINED,
    Event.REP_LEFT,
    Event.REP_ABSENT,
    Event.ADOPTED,
    Event.BELIEF,
    Event.TRUST,
    Event.MARKETING_BELIEF,
    Event.OWN_PLANNED,
    Event.OWN_SQL,
    Event.OWN_WON,
    Event.OWN_LOST,
    Event.SPENT,
    Event.PIECE_MADE,
    Event.THRESHOLD,
    Event.RELEVANCE,
    Event.LEARNED,
    Event.PROMISED,
    Event.COACHED,
    Event.TRAINED,
}


def untold() -> Iterator[Event]:
    """List the events of a lead for which there is no sentence; none, if all is well."""
    yield from (code for code in Event if code not in {*SENTENCES, *WITHOUT_LEAD, Event.CAPTURED, Event.CLOSED})
