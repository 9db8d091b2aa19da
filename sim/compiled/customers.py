"""After the win, as `model/customers.py`: how long the customer stays, whom they refer, what they are a case study of."""

from __future__ import annotations

from ..rules.deals import months
from ..rules.distributions import poisson_quantile
from .codes import Fact, Kind, Purpose, Turn
from .facts import record
from .library import improves
from .linking import story
from .luck import luck
from .queue import at
from .reach import lead_at, terms_at, world_at
from .reviews import channel_place

A_YEAR = 31_557_600_000_000
YEARS = 2  # in which customers refer others
MOST_REFERRALS = 200


@story
def wins(w: int, lead: int) -> None:
    """What a won deal leads to."""
    card, terms = lead_at(lead), terms_at(world_at(w).terms)
    stays = 1200
    if terms.customers_leaving >= 0.0:
        gap = 0.0 if terms.agreement_agreed else terms.customers_promise_gap
        shift = terms.customers_fit * (0.5 - card.degree) + gap
        u = luck(w, Purpose.STAYS, card.key, card.cycle)
        stays = months(u, terms.customers_leaving, terms.customers_size, shift)
        record(w, Fact.CUSTOMER, card.key, 0, card.cycle << 24, float(stays), 0)
    if terms.content_case_study > 0.0 and card.degree > 0.0:
        improves(w, terms.content_case_study)
    if terms.customers_referrals > 0.0 and terms.customers_referral_channel >= 0:
        while_with_us = min(float(YEARS), stays / 12)
        u = luck(w, Purpose.REFERRAL, card.key, card.cycle)
        for number in range(min(poisson_quantile(terms.customers_referrals * while_with_us, u), MOST_REFERRALS)):
            refers(w, lead, number, while_with_us)


@story
def refers(w: int, lead: int, number: int, years: float) -> None:
    """A customer sends somebody, at any time while they are one."""
    card, world = lead_at(lead), world_at(w)
    visit = card.cycle << 24 | number
    after = round(luck(w, Purpose.REFERRED_AFTER, card.key, visit) * years * A_YEAR)
    when = world.now + after
    if when < world.end:
        channel = channel_place(w, terms_at(world.terms).customers_referral_channel)
        at(w, when, Turn.ARRIVAL, card.key, visit, Kind.REFERS, lead, channel << 32 | visit, 0.0)
