"""After the win: how long the customer stays, whom they refer, what they are a case study of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..rules.codes import NEVER
from ..rules.deals import months
from ..rules.distributions import poisson_quantile
from ..rules.draws import Purpose
from .card import Lead
from .clock import Event, Turn
from .codes import Fact

if TYPE_CHECKING:
    from .company import Company

A_YEAR = 31_557_600_000_000
YEARS = 2  # in which customers refer others
MOST_REFERRALS = 200


def wins(company: Company, lead: Lead) -> None:
    """What a won deal leads to."""
    customers, draws, buyer = company.terms.customers, company.draws, lead.buyer
    stays = 1200
    if customers.leaving >= 0.0:
        gap = 0.0 if company.terms.agreement.agreed else customers.promise_gap
        shift = customers.fit * (0.5 - buyer.degree) + gap
        stays = months(draws.uniform(Purpose.STAYS, lead.key, lead.cycle), customers.leaving, customers.size, shift)
        company.facts.record(Fact.CUSTOMER, lead.key, 0, lead.cycle << 24, float(stays))
    if company.terms.content.case_study > 0.0 and buyer.degree > 0.0:
        company.library.improves(company.terms.content.case_study)
    if customers.referrals > 0.0 and customers.referral_channel >= 0:
        while_with_us = min(YEARS, stays / 12)
        u = draws.uniform(Purpose.REFERRAL, lead.key, lead.cycle)
        for number in range(min(poisson_quantile(customers.referrals * while_with_us, u), MOST_REFERRALS)):
            refers(company, lead, number, while_with_us)


def refers(company: Company, lead: Lead, number: int, years: float) -> None:
    """A customer sends somebody, at any time while they are one."""
    visit = lead.cycle << 24 | number
    after = round(company.draws.uniform(Purpose.REFERRED_AFTER, lead.key, visit) * years * A_YEAR)
    when = company.clock._now + after
    channel = company.terms.customers.referral_channel

    def comes(_: Event) -> None:
        company.facts.record(Fact.REFERRED, lead.key, 0, visit)
        company.arrivals.child(channel, lead.key, visit)

    if when < min(NEVER, company.plan.end):
        company.clock.call(when, Turn.ARRIVAL, lead.key, visit, comes)
