"""What runs: frozen tuples of numbers and arrays, with names resolved to keys and units to ticks.

Times are microseconds since the log's origin, spans microseconds, money the market's currency.
"""

from __future__ import annotations

import datetime
from typing import NamedTuple

from .basics import BUSINESS, ELAPSED, NO_PROMISE, Calendar, Dist, Floats, Ints, Span, fixed
from .marketing import Arrivals, Channel, Content, Feedback, Nurture, Persona, Scoring, Touch
from .sales import (
    Agreement,
    Contact,
    Costs,
    Customers,
    Deals,
    Handoff,
    Own,
    People,
    Promise,
    Pursuit,
    Recycling,
    Seat,
    Stage,
    Work,
)

__all__ = [
    "BUSINESS", "ELAPSED", "NO_PROMISE", "Agreement", "Arrivals", "Calendar", "Channel", "Contact", "Content", "Costs",
    "Customers", "Deals", "Dist", "ExtraLead", "Feedback", "Floats", "Handoff", "Ints", "Names", "Nurture", "Own", "People",
    "Persona", "Plan", "Promise", "Pursuit", "Recycling", "Scoring", "Seat", "Span", "Stage", "Terms", "Touch", "Work", "fixed",
]  # fmt: skip


class Terms(NamedTuple):
    """Every rule in force at a time: what an adoption exchanges."""

    channels: tuple[Channel, ...]  # by key
    personas: tuple[Persona, ...]  # by key
    nurture: Nurture
    content: Content
    scoring: Scoring
    agreement: Agreement
    handoff: Handoff
    seats: tuple[Seat, ...]
    meetings: Ints  # moments
    meeting_lengths: Ints
    people: People
    own: Own
    pursuit: Pursuit
    work: Work
    contact: Contact
    deals: Deals
    recycling: Recycling
    customers: Customers
    feedback: Feedback
    costs: Costs


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
    month_starts: Ints
    months: Ints  # 1 to 12, which each of them begins
    names: Names
    fingerprint: str

    @property
    def name(self) -> str:
        """Name of the scenario."""
        return self.names.scenario
