"""The log's codes as plain integers.

A look-up in an enum costs 60 ns and a story makes half a million of them a replication, so the model
writes with these; everybody else reads the enums of `log`.
"""

from __future__ import annotations

from .. import log


class Fact:
    """What happened."""

    CAPTURED = int(log.Event.CAPTURED)
    TOUCHED = int(log.Event.TOUCHED)
    ENGAGED = int(log.Event.ENGAGED)
    MQL = int(log.Event.MQL)
    UNCONVERTED = int(log.Event.UNCONVERTED)
    DELIVERED = int(log.Event.DELIVERED)
    ASSIGNED = int(log.Event.ASSIGNED)
    SEEN = int(log.Event.SEEN)
    CLOCK_STARTED = int(log.Event.CLOCK_STARTED)
    SLA_BREACHED = int(log.Event.SLA_BREACHED)
    REASSIGNED = int(log.Event.REASSIGNED)
    TASK_OPENED = int(log.Event.TASK_OPENED)
    TASK_STARTED = int(log.Event.TASK_STARTED)
    TASK_LAID_DOWN = int(log.Event.TASK_LAID_DOWN)
    TASK_RESUMED = int(log.Event.TASK_RESUMED)
    TASK_ENDED = int(log.Event.TASK_ENDED)
    TASK_CANCELLED = int(log.Event.TASK_CANCELLED)
    CONNECTED = int(log.Event.CONNECTED)
    NO_ANSWER = int(log.Event.NO_ANSWER)
    ACCEPTED = int(log.Event.ACCEPTED)
    QUALIFIED = int(log.Event.QUALIFIED)
    REJECTED = int(log.Event.REJECTED)
    GAVE_UP = int(log.Event.GAVE_UP)
    WITHDREW = int(log.Event.WITHDREW)
    WINDOW_CLOSED = int(log.Event.WINDOW_CLOSED)
    OPPORTUNITY = int(log.Event.OPPORTUNITY)
    STAGE_ENTERED = int(log.Event.STAGE_ENTERED)
    APPOINTMENT_SET = int(log.Event.APPOINTMENT_SET)
    NO_SHOW = int(log.Event.NO_SHOW)
    WON = int(log.Event.WON)
    LOST = int(log.Event.LOST)
    RECYCLED = int(log.Event.RECYCLED)
    CLOSED = int(log.Event.CLOSED)
    SHIFT_STARTED = int(log.Event.SHIFT_STARTED)
    SHIFT_ENDED = int(log.Event.SHIFT_ENDED)
    OVERTIME = int(log.Event.OVERTIME)
    REP_JOINED = int(log.Event.REP_JOINED)
    REP_LEFT = int(log.Event.REP_LEFT)
    REP_ABSENT = int(log.Event.REP_ABSENT)
    ADOPTED = int(log.Event.ADOPTED)
    TASK_MOVED = int(log.Event.TASK_MOVED)
    ALERTED = int(log.Event.ALERTED)
    WINDOW_OPENED = int(log.Event.WINDOW_OPENED)
    NEED_AROSE = int(log.Event.NEED_AROSE)
    GOT_READIER = int(log.Event.GOT_READIER)
    TURNED_TO_US = int(log.Event.TURNED_TO_US)
    VISITED = int(log.Event.VISITED)
    UNSUBSCRIBED = int(log.Event.UNSUBSCRIBED)
    REVEALED = int(log.Event.REVEALED)
    CALLED_EARLY = int(log.Event.CALLED_EARLY)
    AUTO_REPLIED = int(log.Event.AUTO_REPLIED)
    PURSUED = int(log.Event.PURSUED)
    IGNORED = int(log.Event.IGNORED)
    TOKEN_LOGGED = int(log.Event.TOKEN_LOGGED)
    BELIEF = int(log.Event.BELIEF)
    TRUST = int(log.Event.TRUST)
    MARKETING_BELIEF = int(log.Event.MARKETING_BELIEF)
    OWN_PLANNED = int(log.Event.OWN_PLANNED)
    OWN_SQL = int(log.Event.OWN_SQL)
    OWN_WON = int(log.Event.OWN_WON)
    OWN_LOST = int(log.Event.OWN_LOST)
    SPENT = int(log.Event.SPENT)
    PIECE_MADE = int(log.Event.PIECE_MADE)
    PIECE_USED = int(log.Event.PIECE_USED)
    THRESHOLD = int(log.Event.THRESHOLD)
    RELEVANCE = int(log.Event.RELEVANCE)
    ENTERED = int(log.Event.ENTERED)
    LEARNED = int(log.Event.LEARNED)
    PROMISED = int(log.Event.PROMISED)
    COACHED = int(log.Event.COACHED)
    TRAINED = int(log.Event.TRAINED)
    ESCALATED = int(log.Event.ESCALATED)
    CUSTOMER = int(log.Event.CUSTOMER)
    REFERRED = int(log.Event.REFERRED)


class Status:
    """Where a lead is."""

    NURTURING = int(log.Status.NURTURING)
    MQL_WAITING = int(log.Status.MQL_WAITING)
    ASSIGNED = int(log.Status.ASSIGNED)
    WORKING = int(log.Status.WORKING)
    SAL = int(log.Status.SAL)
    SQL = int(log.Status.SQL)
    OPPORTUNITY = int(log.Status.OPPORTUNITY)
    CLOSED = int(log.Status.CLOSED)


class TaskKind:
    """What a rep does."""

    NONE = int(log.TaskKind.NONE)
    RESEARCH = int(log.TaskKind.RESEARCH)
    ATTEMPT = int(log.TaskKind.ATTEMPT)
    CONVERSATION = int(log.TaskKind.CONVERSATION)
    STAGE = int(log.TaskKind.STAGE)
    MEETING = int(log.TaskKind.MEETING)
    ADMIN = int(log.TaskKind.ADMIN)
    OWN = int(log.TaskKind.OWN)
    REVIEW = int(log.TaskKind.REVIEW)
    TRAINING = int(log.TaskKind.TRAINING)


class Reason:
    """Why."""

    NONE = int(log.Reason.NONE)
    NO_FIT = int(log.Reason.NO_FIT)
    NOT_INTERESTED = int(log.Reason.NOT_INTERESTED)
    GONE = int(log.Reason.GONE)
    NO_ANSWER = int(log.Reason.NO_ANSWER)
    LOST = int(log.Reason.LOST)
    WITHDREW = int(log.Reason.WITHDREW)
    MOST_ATTEMPTS = int(log.Reason.MOST_ATTEMPTS)
    TOO_LATE_TO_TRY = int(log.Reason.TOO_LATE_TO_TRY)
    REASSIGNED = int(log.Reason.REASSIGNED)
    REP_LEFT = int(log.Reason.REP_LEFT)
    RUN_END = int(log.Reason.RUN_END)
    NO_SHOW = int(log.Reason.NO_SHOW)
    ABSENT = int(log.Reason.ABSENT)
    TOO_SMALL = int(log.Reason.TOO_SMALL)
    WRONG_PERSONA = int(log.Reason.WRONG_PERSONA)
    NO_NEED = int(log.Reason.NO_NEED)
    NOT_READY = int(log.Reason.NOT_READY)
    DUPLICATE = int(log.Reason.DUPLICATE)
    NO_DECISION = int(log.Reason.NO_DECISION)
    COMPETITOR = int(log.Reason.COMPETITOR)
    PRICE = int(log.Reason.PRICE)
    TIMING = int(log.Reason.TIMING)
    IGNORED = int(log.Reason.IGNORED)
    TIMEOUT = int(log.Reason.TIMEOUT)
    HANDED_ON = int(log.Reason.HANDED_ON)
    DISPLACED = int(log.Reason.DISPLACED)
    UNSUBSCRIBED = int(log.Reason.UNSUBSCRIBED)


class Disposition:
    """How a story ended."""

    OPEN = int(log.Disposition.OPEN)
    WON = int(log.Disposition.WON)
    LOST = int(log.Disposition.LOST)
    DISQUALIFIED = int(log.Disposition.DISQUALIFIED)
    UNREACHABLE = int(log.Disposition.UNREACHABLE)
    GONE_KNOWN = int(log.Disposition.GONE_KNOWN)
    UNSUBSCRIBED = int(log.Disposition.UNSUBSCRIBED)
    IGNORED_CLOSED = int(log.Disposition.IGNORED_CLOSED)
    REJECTED_LEAKED = int(log.Disposition.REJECTED_LEAKED)
    UNCONVERTED = int(log.Disposition.UNCONVERTED)
