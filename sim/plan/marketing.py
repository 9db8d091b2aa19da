"""Marketing's numbers: channels, buyers, nurture, content, scores, what the teams learn."""

from __future__ import annotations

from typing import NamedTuple

from .basics import Calendar, Dist, Floats, Ints


class Arrivals(NamedTuple):
    """When a channel's leads come: expected volume and hour boundaries by local day."""

    first_day: int  # ordinal of the proleptic Gregorian calendar
    volumes: Floats  # (days,)
    cv: float
    profile: Floats  # (24,) cumulative
    hours: Ints  # (days, 25)


class Channel(NamedTuple):
    """A channel's rules."""

    key: int
    arrivals: Arrivals
    hand_raiser: bool
    score: float
    segment: int  # -1: none
    mixes: Floats  # (2, p) cumulative shares over Terms.personas: own leads, and the extra ones of a wider net
    readiness: Floats  # (p, 4) cumulative shares of the states at capture
    connect: float
    floor: float
    half: float  # hours
    power: float
    cost_per_lead: float
    spend: float
    diminishing: float
    breadth: float
    unrecorded: float
    duplicates: float
    prior: float  # reps' opinion before experience


class Persona(NamedTuple):
    """A kind of buyer: truth."""

    key: int
    fit: float
    reachable: float
    answerability: float
    value: Dist
    window: Dist
    window_starts: int
    ends_at_contact: bool
    announce_share: float
    need: Dist
    awareness: Dist
    consideration: Dist
    repurchase: Dist
    shifts: Floats  # (features,) sd


class Touch(NamedTuple):
    """One touch of nurture."""

    wait: Dist
    engages: float
    points: float
    minutes: Dist
    works: bool  # takes a marketer's time
    cost: float
    reveals: float


class Nurture(NamedTuple):
    """How touches work on buyers, and who sends them."""

    touches: tuple[Touch, ...]
    while_sales_works: int
    marketers: int
    calendar: Calendar
    open_share: float  # of all time; 1: touches go out at any hour
    fatigue: float
    fatigue_half_life: float
    unsubscribe: float
    unsubscribe_fatigue: float
    unsubscribe_early: float
    readiness: float
    speeds: float
    recalls: float
    half_life: float
    turns_to_us: float
    visits: float


class Content(NamedTuple):
    """What marketing writes, and who uses it."""

    pieces: float  # a month
    cost: float
    relevance: float
    nurture: float
    follow_up: float
    helps: float
    annoys: float
    case_study: float


class Scoring(NamedTuple):
    """When a lead is an MQL."""

    threshold: float
    half_life: float
    base: float
    firmographic: bool  # whether features count
    points: float
    weights: Floats  # (features,) before any lesson
    differences: Floats  # (features,) what fit changes, sd
    noise: float
    musts: Floats  # (features,) least, sd; -inf: no rule
    has_musts: bool
    policy: int  # code of a policy of one's own; 0: none


class Feedback(NamedTuple):
    """What the teams tell each other, and learn."""

    reviews: Ints  # moments
    length: int
    completeness: float
    reason_error: float
    ignored_as_rejected: float
    learns: bool
    caution: float
    targeting: float
    content: float
    coaching: float
    coaching_gap: float
    trains_below: float  # -1: never
    training: int
    training_cost: float
    training_gain: float
    training_after: int
    trainings_most: int
    by_leads: bool
    loosening: float
    chases: float
    blame: float
