"""Codes of the log's columns: why, what kind of work, where a lead is, how its story stands."""

from __future__ import annotations

from enum import IntEnum


class Reason(IntEnum):
    """Why: the `reason` column."""

    NONE = 0
    NO_FIT = 1
    NOT_INTERESTED = 2
    GONE = 3
    NO_ANSWER = 4
    LOST = 5
    WITHDREW = 6
    MOST_ATTEMPTS = 7
    TOO_LATE_TO_TRY = 8
    REASSIGNED = 9
    REP_LEFT = 10
    RUN_END = 11
    NO_SHOW = 12
    ABSENT = 13
    TOO_SMALL = 14
    WRONG_PERSONA = 15
    NO_NEED = 16
    NOT_READY = 17
    DUPLICATE = 18
    NO_DECISION = 19
    COMPETITOR = 20
    PRICE = 21
    TIMING = 22
    IGNORED = 23
    TIMEOUT = 24
    HANDED_ON = 25
    DISPLACED = 26
    UNSUBSCRIBED = 27


class TaskKind(IntEnum):
    """What a rep does, and what visits are counted by."""

    NONE = 0
    RESEARCH = 1
    ATTEMPT = 2
    CONVERSATION = 3
    STAGE = 4
    MEETING = 5
    ADMIN = 6
    OWN = 7
    REVIEW = 8
    TRAINING = 9


class Status(IntEnum):
    """Where a lead is: exactly one at every time."""

    NURTURING = 1
    MQL_WAITING = 2
    ASSIGNED = 3
    WORKING = 4
    SAL = 5
    SQL = 6
    OPPORTUNITY = 7
    CLOSED = 8


class Disposition(IntEnum):
    """How a lead's story stands at the end: exactly one each."""

    OPEN = 0
    WON = 1
    LOST = 2
    DISQUALIFIED = 3
    UNREACHABLE = 4
    GONE_KNOWN = 5
    UNSUBSCRIBED = 6
    IGNORED_CLOSED = 7
    REJECTED_LEAKED = 8
    UNCONVERTED = 9
