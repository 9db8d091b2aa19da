"""Sales' numbers: the agreement, hand-over, people, work, deals, customers, costs."""

from __future__ import annotations

from typing import NamedTuple

from .basics import Calendar, Dist, Floats, Ints, Span


class Promise(NamedTuple):
    """What sales promises for a tier of leads."""

    first: Span


class Agreement(NamedTuple):
    """The agreement in force."""

    calendar: Calendar
    floors: Floats  # (tiers,) ascending lowest scores
    promises: tuple[Promise, ...]
    attempts: int  # 0: none promised
    attempts_within: Span
    clock_starts: int
    enforcement: int
    reassign_most: int
    disposition_within: Span
    leads_per_rep: float  # a month; 0: none promised
    promised: Ints  # keys of the channels that count; empty: all
    reaction: int
    loosens: float
    spends: float
    agreed: bool  # the definition of a qualified lead is both sides'
    intel: bool
    reviewed: bool
    review_step: float
    review_low: float
    review_high: float


class Handoff(NamedTuple):
    """The way to a rep's list."""

    delay: Dist
    deliveries: Ints  # moments of a batch; empty: after `delay`
    routing: int
    habit: Dist
    looks: Ints  # moments at which reps look; empty: after `habit`
    open_most: int
    automated: bool
    books: float
    books_early: float
    automated_counts: bool
    match_accounts: bool
    policy: int  # code of a policy of one's own; 0: none


class Seat(NamedTuple):
    """A seat and who is in it when; local days for absence."""

    key: int
    calendar: Calendar
    segment: int  # -1: none
    qualifies_only: bool  # an SDR's seat
    gone: tuple[tuple[int, int], ...]  # intervals without a holder
    days: Ints  # local midnights
    first_day: int
    workdays: int  # of an ordinary week


class People(NamedTuple):
    """Who sits in the seats, and what they learn."""

    sdrs: int
    tenure: Dist
    hiring_lag: int
    ramp: int
    ramp_gap: float
    skill_sd: float
    pace_sd: float
    veterans: float
    absence: float
    quota: float  # first-year value a year; 0: none


class Own(NamedTuple):
    """Reps' own pipeline."""

    planned: float  # minutes in a week; 0: none
    task: Dist
    per_sql: float  # minutes
    diminishing: float
    closes: float
    takes: Dist
    value: Dist
    keeps: int
    score: float
    blocks: Ints  # moments at which a ring-fenced block begins
    block: int


class Pursuit(NamedTuple):
    """Whom reps call."""

    on: bool
    weight: float
    half_life: float
    minutes_per_lead: float
    spread: float
    tracking: float
    enforcement: float
    load: float
    load_at: float
    tokens: float
    closes_after: int


class Stage(NamedTuple):
    """One stage of an opportunity; works 0: no rep time."""

    delay: Dist
    minutes: Dist
    works: bool
    appointment: bool
    advance: float


class Work(NamedTuple):
    """What reps do, and what comes first."""

    order: int
    research: Dist
    researches: bool
    attempt: Dist
    email: Dist
    conversation: Dist
    attempt_room: int  # open time an attempt needs before closing; 0: it begins in any case
    slot: int
    admin: Dist
    has_admin: bool
    covers: bool
    nurture_saves: float
    nurture_depth: float
    intel_saves: float
    policy: int  # code of a policy of one's own; 0: none


class Contact(NamedTuple):
    """Attempts."""

    reference: float  # hours
    attempts: int
    gaps: tuple[Span, ...]
    plan: tuple[int, ...]
    email_odds: float  # log-odds added
    nurture_lift: float
    give_up_after: Span


class Deals(NamedTuple):
    """Qualification and opportunity."""

    accept_fit: float
    accept_unfit: float
    accept_from: int
    floor: float  # how interest falls with delay
    half: float
    power: float
    reason_error: float
    early_slows: float
    early_unsubscribes: float
    stages: tuple[Stage, ...]
    unready: float
    intel: float
    lost_after: Dist
    reasons: Floats  # (4,) cumulative; empty: none is named
    value_delay: float
    no_show: float
    no_show_rise: float
    rebook_most: int


class Recycling(NamedTuple):
    """Who comes back."""

    withdrew: float
    rejected: float
    unreachable: float
    lost: float
    ignored: float
    cooling: Dist
    most: int
    to_sales: bool


class Customers(NamedTuple):
    """After the win."""

    leaving: float  # mean chance a month; -1: nobody looks
    size: float  # alpha + beta of the shifted-beta-geometric
    fit: float
    promise_gap: float
    referrals: float  # a year
    referral_channel: int  # key; -1: none


class Costs(NamedTuple):
    """Money."""

    rep: float  # a year
    marketing: float  # a year
    escalation: float
    gross_margin: float
