"""The dictionary of events: every code with its meaning, its unit, and whether anybody can see it."""

from __future__ import annotations

from enum import IntEnum
from typing import Literal, NamedTuple

from .codes import Status

Visibility = Literal["observed", "truth"]


class Entry(NamedTuple):
    """One event of the dictionary."""

    name: str
    visibility: Visibility
    meaning: str
    amount: str = ""
    status: Status | None = None
    cause: str = ""


class Event(IntEnum):
    """Codes of the `event` column. Codes are never given to another event."""

    CAPTURED = 1
    TOUCHED = 2
    ENGAGED = 3
    MQL = 4
    UNCONVERTED = 5
    DELIVERED = 6
    ASSIGNED = 7
    SEEN = 8
    CLOCK_STARTED = 9
    SLA_BREACHED = 10
    REASSIGNED = 11
    TASK_OPENED = 12
    TASK_STARTED = 13
    TASK_LAID_DOWN = 14
    TASK_RESUMED = 15
    TASK_ENDED = 16
    TASK_CANCELLED = 17
    CONNECTED = 18
    NO_ANSWER = 19
    ACCEPTED = 20
    QUALIFIED = 21
    REJECTED = 22
    GAVE_UP = 23
    WITHDREW = 24
    WINDOW_CLOSED = 25
    OPPORTUNITY = 26
    STAGE_ENTERED = 27
    APPOINTMENT_SET = 28
    NO_SHOW = 29
    WON = 30
    LOST = 31
    RECYCLED = 32
    CLOSED = 33
    SHIFT_STARTED = 34
    SHIFT_ENDED = 35
    OVERTIME = 36
    REP_JOINED = 37
    REP_LEFT = 38
    REP_ABSENT = 39
    ADOPTED = 40
    TASK_MOVED = 41
    ALERTED = 42
    WINDOW_OPENED = 43
    NEED_AROSE = 44
    GOT_READIER = 45
    TURNED_TO_US = 46
    VISITED = 47
    UNSUBSCRIBED = 48
    REVEALED = 49
    CALLED_EARLY = 50
    AUTO_REPLIED = 51
    PURSUED = 52
    IGNORED = 53
    TOKEN_LOGGED = 54
    BELIEF = 55
    TRUST = 56
    MARKETING_BELIEF = 57
    OWN_PLANNED = 58
    OWN_SQL = 59
    OWN_WON = 60
    OWN_LOST = 61
    SPENT = 62
    PIECE_MADE = 63
    PIECE_USED = 64
    THRESHOLD = 65
    RELEVANCE = 66
    ENTERED = 67
    LEARNED = 68
    PROMISED = 69
    COACHED = 70
    TRAINED = 71
    ESCALATED = 72
    CUSTOMER = 73
    REFERRED = 74


STATES = "state: 0 no need, 1 awareness, 2 consideration, 3 decision"
_O: Visibility = "observed"
_T: Visibility = "truth"
DICTIONARY: dict[Event, Entry] = {
    Event.CAPTURED: Entry("captured", _O, "A lead filled in a form.", "score, points", Status.NURTURING),
    Event.TOUCHED: Entry("touched", _O, "Marketing's touch, item: its number."),
    Event.ENGAGED: Entry("engaged", _O, "The lead engaged with the touch.", "score, points"),
    Event.MQL: Entry("mql", _O, "The score reached the threshold, or the lead asked.", "score, points", Status.MQL_WAITING),
    Event.UNCONVERTED: Entry("unconverted", _O, "Nurture ended without an MQL."),
    Event.DELIVERED: Entry("delivered", _O, "Handed over to sales, after the system delay.", "", Status.MQL_WAITING),
    Event.ASSIGNED: Entry("assigned", _O, "Given to a rep, or to the pool (no rep).", "", Status.ASSIGNED),
    Event.SEEN: Entry("seen", _O, "The rep saw the lead."),
    Event.CLOCK_STARTED: Entry(
        "clock_started", _O, "An SLA clock runs; item: attempts promised; reason: tier.", "due, microseconds since origin"
    ),
    Event.SLA_BREACHED: Entry("sla_breached", _O, "No attempt by the due time; the breach is the first holder's."),
    Event.REASSIGNED: Entry("reassigned", _O, "Given to another rep after a breach.", "reassignments so far"),
    Event.TASK_OPENED: Entry("task_opened", _O, "A task joined a rep's list, or the pool's."),
    Event.TASK_STARTED: Entry("task_started", _O, "A rep began the task."),
    Event.TASK_LAID_DOWN: Entry("task_laid_down", _O, "Desk work stopped until the rep is free again.", "minutes worked"),
    Event.TASK_RESUMED: Entry("task_resumed", _O, "Desk work was taken up again."),
    Event.TASK_ENDED: Entry("task_ended", _O, "The task was done.", "minutes worked since start or resumption"),
    Event.TASK_CANCELLED: Entry("task_cancelled", _O, "The task was struck off before it began or between its parts."),
    Event.TASK_MOVED: Entry("task_moved", _O, "The task went to another rep's list."),
    Event.CONNECTED: Entry(
        "connected",
        _O,
        "The attempt reached the buyer; a conversation follows.",
        "hours since the buyer's last own act",
        Status.WORKING,
    ),
    Event.NO_ANSWER: Entry(
        "no_answer", _O, "The attempt did not reach the buyer.", "hours since the buyer's last own act", Status.WORKING
    ),
    Event.ACCEPTED: Entry("accepted", _O, "Sales accepted the lead (SAL).", "", Status.SAL),
    Event.QUALIFIED: Entry("qualified", _O, "Sales qualified the lead (SQL).", "", Status.SQL),
    Event.REJECTED: Entry("rejected", _O, "Sales rejected the lead, with a reason."),
    Event.GAVE_UP: Entry("gave_up", _O, "Sales stopped trying, with a reason."),
    Event.WITHDREW: Entry("withdrew", _O, "The buyer said they are no longer looking."),
    Event.WINDOW_OPENED: Entry("window_opened", _T, "The buyer began to look.", "closes, microseconds since origin; NaN: never"),
    Event.WINDOW_CLOSED: Entry("window_closed", _T, "The buyer stopped looking."),
    Event.OPPORTUNITY: Entry("opportunity", _O, "An opportunity was opened.", "", Status.OPPORTUNITY),
    Event.STAGE_ENTERED: Entry("stage_entered", _O, "A stage began; item: its number."),
    Event.APPOINTMENT_SET: Entry("appointment_set", _O, "A slot free to both was booked.", "start, microseconds since origin"),
    Event.NO_SHOW: Entry("no_show", _O, "The buyer did not come."),
    Event.WON: Entry("won", _O, "The deal was won.", "first-year value, money"),
    Event.LOST: Entry("lost", _O, "The deal was lost."),
    Event.RECYCLED: Entry("recycled", _O, "The lead went back to marketing.", "", Status.NURTURING),
    Event.CLOSED: Entry("closed", _O, "The lead's story ended; reason: its disposition.", "", Status.CLOSED),
    Event.SHIFT_STARTED: Entry("shift_started", _O, "A rep's open time began.", "minutes until it ends"),
    Event.SHIFT_ENDED: Entry("shift_ended", _O, "A rep's open time ended."),
    Event.OVERTIME: Entry("overtime", _O, "Minutes of the work just ended that fell outside the shift.", "minutes"),
    Event.REP_JOINED: Entry("rep_joined", _O, "A rep took the seat.", "pace"),
    Event.REP_LEFT: Entry("rep_left", _O, "The rep left the seat."),
    Event.REP_ABSENT: Entry("rep_absent", _O, "The rep is absent today.", "scheduled minutes lost"),
    Event.ADOPTED: Entry("adopted", _O, "The alternative's rules came into force."),
    Event.ALERTED: Entry("alerted", _O, "The rep was told of the breach and sees the lead now."),
    Event.NEED_AROSE: Entry("need_arose", _T, "A buyer without need came to have one."),
    Event.GOT_READIER: Entry("got_readier", _T, "The buyer moved on.", STATES),
    Event.TURNED_TO_US: Entry("turned_to_us", _O, "A buyer who got ready asked for a call."),
    Event.VISITED: Entry("visited", _O, "The lead came to our pages by itself.", "score, points"),
    Event.UNSUBSCRIBED: Entry("unsubscribed", _O, "The lead wants to hear no more."),
    Event.REVEALED: Entry("revealed", _O, "A marketer's call showed where the lead stands; reason: why not."),
    Event.CALLED_EARLY: Entry(
        "called_early",
        _T,
        "The conversation came before the buyer was ready, and slowed them.",
        STATES,
    ),
    Event.AUTO_REPLIED: Entry(
        "auto_replied", _O, "The automated first touch answered; amount 1: the buyer booked a call.", "1 booked, 0 not"
    ),
    Event.PURSUED: Entry("pursued", _O, "The rep chose to pursue the lead; item: number of the choice.", "chance"),
    Event.IGNORED: Entry("ignored", _O, "The rep chose not to call the lead; item: number of the choice.", "chance"),
    Event.TOKEN_LOGGED: Entry("token_logged", _O, "The rep logged an attempt that nobody made: the clock stops."),
    Event.BELIEF: Entry(
        "belief",
        _O,
        "What a rep believes of the leads recorded as a channel's; item: place of the channel by key, the next: none recorded.",
        "chance of an SQL",
    ),
    Event.TRUST: Entry("trust", _O, "A rep's beliefs over break-even, at most 1, weighted by leads.", "share"),
    Event.MARKETING_BELIEF: Entry(
        "marketing_belief", _O, "Marketing's belief: share of the last hand-overs properly worked.", "share"
    ),
    Event.OWN_PLANNED: Entry("own_planned", _O, "A rep planned own pipeline for the day.", "minutes"),
    Event.OWN_SQL: Entry("own_sql", _O, "A self-sourced SQL; item: its number."),
    Event.OWN_WON: Entry(
        "own_won", _O, "A self-sourced deal was won; item: its number; reason: its rep had left.", "first-year value, money"
    ),
    Event.OWN_LOST: Entry("own_lost", _O, "A self-sourced deal was lost; item: its number; reason: its rep had left."),
    Event.SPENT: Entry("spent", _O, "Marketing's money for a channel's day; item: place of the channel by key.", "money"),
    Event.PIECE_MADE: Entry("piece_made", _O, "A piece of content was made; item: its number.", "money"),
    Event.PIECE_USED: Entry("piece_used", _O, "A piece was used; item: its number."),
    Event.THRESHOLD: Entry("threshold", _O, "The score that makes an MQL changed.", "score, points"),
    Event.RELEVANCE: Entry("relevance", _O, "The share of content that answers buyers' questions changed.", "share"),
    Event.ENTERED: Entry("entered", _O, "What became of a lead was entered; amount: accepted or not.", "1 accepted, 0 not"),
    Event.LEARNED: Entry(
        "learned", _O, "A weight of the score after a review; item: its feature, the last the intercept.", "weight"
    ),
    Event.PROMISED: Entry("promised", _O, "A month ended in which marketing promised so many leads.", "leads"),
    Event.COACHED: Entry("coached", _O, "Reps' skill beyond their own.", "logits"),
    Event.TRAINED: Entry("trained", _O, "The company paid for a training.", "money"),
    Event.ESCALATED: Entry("escalated", _O, "A manager put a breached lead first.", "money"),
    Event.CUSTOMER: Entry("customer", _T, "The deal made a customer who will stay so long.", "months"),
    Event.REFERRED: Entry("referred", _O, "A customer referred somebody; item: number."),
}
