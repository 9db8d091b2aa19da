"""Sales' first chapter of a lead's story: whether to call, attempts, the conversation."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ..rules.codes import AWARENESS, CONSIDERATION, DECISION, EMAIL, NEVER, NO_ENFORCEMENT, NO_NEED
from ..rules.contact import connect_chance, response
from ..rules.draws import Purpose
from ..rules.nurture import shifted
from .card import ALERTED, UNSUBSCRIBED, WITHDREW, Lead
from .clock import Tale, Turn
from .codes import Fact, Reason, Status, TaskKind
from .journey import is_called_early
from .promises import after

if TYPE_CHECKING:
    from .rep import Rep

HOUR = 3_600_000_000
LEFT = (WITHDREW, UNSUBSCRIBED)
UNFIT_REASONS = (Reason.TOO_SMALL, Reason.WRONG_PERSONA)
READINGS = (Reason.TOO_SMALL, Reason.WRONG_PERSONA, Reason.NO_NEED, Reason.NOT_READY)


def replied_to(lead: Lead) -> bool:
    """The automated first touch: whether the buyer books a call at once."""
    company, buyer, terms = lead.company, lead.buyer, lead.company.terms.handoff
    chance = terms.books if buyer.state == DECISION else terms.books_early if buyer.state == CONSIDERATION else 0.0
    booked = company.draws.happens(Purpose.BOOKED, lead.key, lead.cycle, chance if buyer.reachable and buyer.looking else 0.0)
    company.facts.record(Fact.AUTO_REPLIED, lead.key, 0, lead.cycle << 24, float(booked))
    return booked


def pursued(lead: Lead) -> Tale:
    """Whether the rep calls the lead at all: decided as they see it, and again at every alert."""
    company = lead.company
    terms = company.terms.pursuit
    number = 0
    while True:
        rep = lead.rep
        if rep is None or company.minds.pursues(lead, rep, number):
            return True
        rep.ignores(lead)
        number += 1
        enforced = company.terms.agreement.enforcement != NO_ENFORCEMENT and lead.due < NEVER and not lead.tried
        if enforced and company.draws.happens(Purpose.TOKEN, lead.key, lead.cycle << 24 | number, terms.tokens):
            lead.tried = True
            company.facts.record(Fact.TOKEN_LOGGED, lead.key, rep.key, lead.cycle << 24)
        yield lead.waits_until(company.clock._now + terms.closes_after, Turn.CLOCK, lead.cycle << 24 | number)
        if lead.news is not ALERTED:
            return False
        lead.news = None
        if lead.rep is not None:
            lead.rep.reconsiders(lead)


def attempted(lead: Lead, joined: int) -> Tale:
    """Attempts in their cadence until one connects, which gives the rep who talks; none when nobody answers.

    The first keeps the place in the queue that the lead took when it `joined`, research or not.
    """
    company = lead.company
    clock, draws, record = company.clock, company.draws, company.facts.record
    buyer = lead.buyer
    number = 0
    while True:
        number += 1
        opened = joined if number == 1 else clock._now
        work, plan = company.terms.work, company.terms.contact.plan
        kind = plan[min(number, len(plan)) - 1]
        dist = work.email if kind == EMAIL else work.attempt
        task = company.desk.opens_task(lead, TaskKind.ATTEMPT, number, dist, opened=opened)
        rep = yield task.done
        if rep is None:
            return None
        lead.attempts = number
        contact, channel = company.terms.contact, company.channels[lead.channel.key]
        delay = (task.begun - lead.last_act) / HOUR
        eager = buyer.answerability + (contact.email_odds if kind == EMAIL else 0.0)
        if contact.nurture_lift != 0.0:
            eager += contact.nurture_lift * lead.nurtured
        chance = connect_chance(
            buyer.reachable, channel.connect, eager, delay, contact.reference, channel.floor, channel.half, channel.power
        )
        if lead.news not in LEFT and draws.happens(Purpose.CONNECT, lead.key, task.item, chance):
            lead.news = None
            record(Fact.CONNECTED, lead.key, rep.key, task.item, delay)
            lead.is_now(Status.WORKING)
            return rep
        record(Fact.NO_ANSWER, lead.key, rep.key, task.item, delay)
        lead.is_now(Status.WORKING)
        if lead.news is not None or number >= contact.attempts:
            return None
        gap = contact.gaps[min(number, len(contact.gaps)) - 1]
        yield lead.waits_until(after(clock._now, gap, company.terms.agreement.calendar), Turn.DELIVERY, task.item)
        if lead.news is not None:
            return None


def talked_to(lead: Lead, rep: Rep, *, goes_on: bool = True) -> Tale:
    """The conversation, which the same rep goes on to at once unless it is over, and what it decides: accepted or rejected."""
    company = lead.company
    draws, record, work = company.draws, company.facts.record, company.terms.work
    buyer, item = lead.buyer, lead.cycle << 24
    lead.contacted = True
    if buyer.persona.ends_at_contact:
        buyer.settled = True
    if goes_on:
        scale = 1.0 - work.nurture_saves * lead.nurtured if work.nurture_saves > 0.0 else 1.0
        yield company.desk.goes_on(lead, rep, TaskKind.CONVERSATION, work.conversation, scale).done
    deals = company.terms.deals
    gone = lead.news is not None or not buyer.looking
    chance = 0.0
    if not gone and buyer.account == 0:
        chance = deals.accept_fit if buyer.could_buy(deals.accept_from) else deals.accept_unfit
        if deals.floor < 1.0:
            delay, reference = (company.clock._now - lead.last_act) / HOUR, company.terms.contact.reference
            curve = (deals.floor, deals.half, deals.power)
            chance = shifted(chance, math.log(response(delay, *curve) / response(reference, *curve)))
    if not gone and buyer.state < deals.accept_from:
        is_called_early(lead)
    if company.terms.content.follow_up > 0.0:
        lead.content_help += company.library.follows_up(lead, item | 0xFFFF)
    if draws.happens(Purpose.ACCEPT, lead.key, item, chance):
        company.desk.keeps(lead, rep)
        if not lead.disposed:
            lead.disposed = True
            record(Fact.ACCEPTED, lead.key, rep.key, item)
            company.reviews.enters(lead, True)
        record(Fact.QUALIFIED, lead.key, rep.key, item)
        lead.is_now(Status.SQL)
        company.minds.learns(rep, lead, True)
        if rep.qualifies_only:
            company.desk.hands_on(lead)
        return True
    record(Fact.REJECTED, lead.key, rep.key, item, 0.0, reading(lead, gone))
    if not lead.disposed:
        lead.disposed = True
        company.reviews.enters(lead, False)
    company.minds.learns(rep, lead, False)
    if buyer.state <= AWARENESS and draws.happens(Purpose.COOLED_EARLY, lead.key, item, deals.early_unsubscribes):
        record(Fact.UNSUBSCRIBED, lead.key, 0, item)
        lead.news = UNSUBSCRIBED
    return False


def reading(lead: Lead, gone: bool) -> int:
    """The reason the rep names for a rejection: the true one, or by mistake another."""
    company, buyer = lead.company, lead.buyer
    if gone:
        true = Reason.GONE
    elif buyer.account != 0:
        true = Reason.DUPLICATE
    elif not buyer.fit:
        true = Reason.NO_FIT if not company.scores_firms else UNFIT_REASONS[int(lead.firm[0] >= lead.firm[2])]
    elif buyer.state == NO_NEED:
        true = Reason.NO_NEED
    elif buyer.state < company.terms.deals.accept_from:
        true = Reason.NOT_READY
    else:
        true = Reason.NOT_INTERESTED
    wrong = company.terms.deals.reason_error
    if wrong <= 0.0:
        return true
    u = company.draws.uniform(Purpose.READING, lead.key, lead.cycle)
    if u >= wrong:
        return true
    others = [reason for reason in READINGS if reason != true]
    return others[int(u / wrong * len(others))]
