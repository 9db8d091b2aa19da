"""What runs: frozen tuples of numbers and arrays, with names resolved to keys and units to ticks.

Times are microseconds since the log's origin, spans microseconds, money the market's currency.
"""

from __future__ import annotations

import datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..rules.codes import CONSTANT

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

ELAPSED, BUSINESS = 0, 1
NO_PROMISE = -1


class Dist(NamedTuple):
    """A distribution: `rules.distributions` says what shape, a and b mean; never is the share of "never"."""

    shape: int
    a: float
    b: float
    never: float
    values: Floats
    shares: Floats
    mean: float


def fixed(value: float) -> Dist:
    """The distribution that is always this value."""
    return Dist(CONSTANT, value, 0.0, 0.0, np.empty(0), np.empty(0), value)


class Calendar(NamedTuple):
    """Open intervals, see `rules.calendar`."""

    opens: Ints
    closes: Ints
    before: Ints


class Span(NamedTuple):
    """A promised or waited time: elapsed, or open time of the agreement's calendar; length NO_PROMISE: none."""

    length: int
    clock: int


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
    personas: Floats  # (p,) cumulative shares over Terms.personas
    connect: float
    floor: float
    half: float  # hours
    power: float


class Persona(NamedTuple):
    """A kind of buyer: truth."""

    key: int
    fit: float
    reachable: float
    answerability: float
    value: Dist
    window: Dist
    window_at_capture: bool
    ends_at_contact: bool
    announce_share: float


class Touch(NamedTuple):
    """One touch of nurture."""

    wait: Dist
    engages: float
    points: float


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
    clock_starts: int  # 0 delivery, 1 capture, 2 assignment
    enforcement: int  # 0 none, 1 alert, 2 reassign
    reassign_most: int


class Handoff(NamedTuple):
    """The way to a rep's list."""

    delay: Dist
    deliveries: Ints  # moments of a batch; empty: after `delay`
    routing: int
    habit: Dist
    looks: Ints  # moments at which reps look; empty: after `habit`
    open_most: int


class Seat(NamedTuple):
    """A seat and who is in it when; local days for absence."""

    key: int
    calendar: Calendar
    segment: int  # -1: none
    gone: tuple[tuple[int, int], ...]  # intervals without a holder
    days: Ints  # local midnights
    first_day: int


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
    conversation: Dist
    attempt_room: int  # open time an attempt needs before closing; 0: it begins in any case
    slot: int
    admin: Dist
    has_admin: bool
    pace_sd: float
    absence: float
    covers: bool


class Contact(NamedTuple):
    """Attempts."""

    reference: float  # hours
    attempts: int
    gaps: tuple[Span, ...]
    give_up_after: Span


class Deals(NamedTuple):
    """Qualification and opportunity."""

    accept_fit: float
    accept_unfit: float
    stages: tuple[Stage, ...]
    no_show: float
    no_show_rise: float
    rebook_most: int


class Recycling(NamedTuple):
    """Who comes back."""

    withdrew: float
    rejected: float
    unreachable: float
    lost: float
    cooling: Dist
    most: int
    to_sales: bool


class Terms(NamedTuple):
    """Every rule in force at a time: what an adoption exchanges."""

    channels: tuple[Channel, ...]  # by key
    personas: tuple[Persona, ...]  # by key
    touches: tuple[Touch, ...]
    threshold: float
    half_life: float
    agreement: Agreement
    handoff: Handoff
    seats: tuple[Seat, ...]
    meetings: Ints  # moments
    meeting_lengths: Ints
    work: Work
    contact: Contact
    deals: Deals
    recycling: Recycling


class ExtraLead(NamedTuple):
    """Leads beside the channels' own: `strip` -1 injected, -2 waiting at the opening."""

    channel: int
    time: int
    day: int
    strip: int
    leads: int
    first: int  # number of the first


class Names(NamedTuple):
    """Labels of keys for people; not part of the fingerprint."""

    scenario: str
    channels: dict[int, str]
    personas: dict[int, str]
    seats: dict[int, str]
    stages: tuple[str, ...]
    tiers: tuple[str, ...]
    touches: tuple[str, ...]


class Plan(NamedTuple):
    """A scenario ready to run: the shared past's terms before `start`, its own from then on."""

    kind: str
    origin: datetime.datetime  # aware, UTC
    timezone: str
    currency: str
    start: int
    horizon: int
    end: int
    conversion_age: int
    before: Terms
    after: Terms
    seats: tuple[Seat, ...]  # of both terms, by key
    extra: tuple[ExtraLead, ...]
    week_starts: Ints
    names: Names
    fingerprint: str

    @property
    def name(self) -> str:
        """Name of the scenario."""
        return self.names.scenario
