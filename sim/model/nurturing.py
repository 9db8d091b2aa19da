"""Marketing's chapter of a lead's story: touch after touch."""

from __future__ import annotations

from ..log import pack_item
from ..plan.types import Touch
from ..rules.codes import CONTINUES, DECISION, NEVER, PAUSES
from ..rules.draws import Purpose
from ..rules.nurture import shifted, unsubscribe_chance
from .card import ASKED, UNSUBSCRIBED, Lead
from .clock import Story, Tale, Turn
from .codes import Fact, Reason
from .journey import is_reminded

UNCONVERTED, QUALIFIED, DISQUALIFIED = "unconverted", "qualified", "disqualified"


def nurtured(lead: Lead) -> Tale:
    """Touch after touch until the lead is an MQL, the programme ends, or the buyer says no."""
    nurturing = lead.company.marketing.nurturing
    nurturing[lead.key] = lead
    lead.number = 0
    ending = UNCONVERTED
    while lead.number < len(lead.company.terms.nurture.touches):
        touch = lead.company.terms.nurture.touches[lead.number]  # what is planned is sent, whatever is adopted meanwhile
        item = yield from comes_to(lead, touch)
        if lead.news is not None:
            ending = lead.news
            break
        if item < 0:
            break
        outcome = touched(lead, touch, item)
        if outcome is not None:
            ending = outcome
            break
    del nurturing[lead.key]
    if ending is ASKED:
        lead.news = None
        return QUALIFIED
    return ending


def comes_to(lead: Lead, touch: Touch) -> Tale:
    """Wait for the next touch, and for a marketer's time if it takes any; its item, or -1 when it never comes."""
    company, key = lead.company, lead.key
    lead.number += 1
    item = pack_item(lead.cycle, 0, lead.number)
    wait = company.draws.time(Purpose.TOUCH_WAIT, key, item, touch.wait)
    if wait >= NEVER:
        return -1
    lead.wait = company.clock.at(company.clock._now + wait, Turn.TOUCH, key, item)
    yield lead.wait
    if touch.works and lead.news is None:
        minutes = company.draws.value(Purpose.TASK_DURATION, key, item, touch.minutes)
        sent = company.marketing.sends(minutes)
        if sent >= NEVER:
            return -1
        if sent > company.clock._now:
            yield lead.waits_until(sent, Turn.TOUCH, item)
    return item


def touched(lead: Lead, touch: Touch, item: int) -> str | None:
    """One touch and what it does to the lead; how its story in nurture ends, if it does."""
    company, buyer, key = lead.company, lead.buyer, lead.key
    nurture, draws, record = company.terms.nurture, company.draws, company.facts.record
    record(Fact.TOUCHED, key, 0, item)
    engages = touch.engages
    if company.tires:
        tired = lead.tires()
        lead.touches += 1
        leaves = unsubscribe_chance(
            nurture.unsubscribe, nurture.unsubscribe_fatigue * tired, nurture.unsubscribe_early, lead.touches
        )
        if draws.happens(Purpose.UNSUBSCRIBED, key, item, leaves):
            record(Fact.UNSUBSCRIBED, key, 0, item)
            return UNSUBSCRIBED
        steps = buyer.state if buyer.state <= DECISION else 0
        engages = shifted(engages, nurture.readiness * steps - nurture.fatigue * tired + company.library.lift)
    if not draws.happens(Purpose.TOUCH_ENGAGED, key, item, engages):
        return None
    lead.gains(touch.points)
    lead.engagements += 1
    lead.last_act = company.clock._now
    record(Fact.ENGAGED, key, 0, item, lead.score)
    is_reminded(lead)
    if company.terms.content.pieces > 0.0:
        company.library.is_used(lead, item)
    if touch.reveals > 0.0 and draws.happens(Purpose.REVEALED, key, item, touch.reveals):
        if not buyer.fit:
            record(Fact.REVEALED, key, 0, item, 0.0, Reason.NO_FIT)
            return DISQUALIFIED
        ready = buyer.state == DECISION
        record(Fact.REVEALED, key, 0, item, 0.0, Reason.NONE if ready else Reason.NOT_READY)
        if ready:
            return QUALIFIED
    return QUALIFIED if company.marketing.qualifies(lead) else None


def kept_warm(lead: Lead) -> None:
    """Let the programme go on while sales works the lead, if that is the rule; where it annoys, the lead may leave."""
    company = lead.company
    if company.terms.nurture.while_sales_works == PAUSES or not company.terms.nurture.touches:
        return
    Story(company.clock, beside_sales(lead, lead.cycle))


def beside_sales(lead: Lead, cycle: int) -> Tale:
    """Touches beside sales' work: the programme's, which tire, or content that supports the sale."""
    company, key = lead.company, lead.key
    draws, record = company.draws, company.facts.record
    while lead.number < len(company.terms.nurture.touches):
        touch = company.terms.nurture.touches[lead.number]
        lead.number += 1
        item = pack_item(cycle, 0, lead.number)
        wait = draws.time(Purpose.TOUCH_WAIT, key, item, touch.wait)
        if wait >= NEVER:
            return
        yield company.clock.at(company.clock._now + wait, Turn.TOUCH, key, item)
        if not lead.with_sales or lead.cycle != cycle:
            return
        nurture = company.terms.nurture
        record(Fact.TOUCHED, key, 0, item)
        if nurture.while_sales_works == CONTINUES:
            lead.touches += 1
            tired = lead.tires()
            leaves = unsubscribe_chance(
                nurture.unsubscribe, nurture.unsubscribe_fatigue * tired, nurture.unsubscribe_early, lead.touches
            )
            if draws.happens(Purpose.UNSUBSCRIBED, key, item, leaves):
                record(Fact.UNSUBSCRIBED, key, 0, item)
                lead.hears(UNSUBSCRIBED)
                return
        elif nurture.while_sales_works == PAUSES:
            return
        else:
            lead.content_help += company.library.follows_up(lead, item)
