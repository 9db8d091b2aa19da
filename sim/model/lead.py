"""One lead's story, from the form to the last word.

Read `life` first, then the chapters in order: nurture, hand-over, attempts, qualification,
opportunity, and the way back. `Lead`, on its card, holds what the company can see; what is true of the
buyer is in `Buyer`, and only what happens to the lead looks there, never a decision.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING

from ..log import pack_item
from ..plan.types import Recycling, Stage
from ..rules.codes import AT_ASSIGNMENT, AT_DELIVERY, NEVER
from ..rules.contact import connect_chance, no_show_chance
from ..rules.draws import Purpose
from ..rules.nurture import is_mql
from .card import WITHDREW, Lead
from .clock import Tale, Turn
from .codes import Disposition, Fact, Reason, Status, TaskKind
from .desk import MOVED
from .promises import GAVE_UP, after
from .window import begins_to_look

if TYPE_CHECKING:
    from .rep import Rep

HOUR = 3_600_000_000
DAY = 24 * HOUR
WON, LOST, REJECTED, UNCONVERTED, QUALIFIED, OPEN = "won", "lost", "rejected", "unconverted", "qualified", "open"
MOST_CYCLES = 127
SENT_BACK: dict[str, Callable[[Recycling], float]] = {
    WITHDREW: attrgetter("withdrew"),
    REJECTED: attrgetter("rejected"),
    GAVE_UP: attrgetter("unreachable"),
    LOST: attrgetter("lost"),
}
DISPOSITIONS = {
    WON: Disposition.WON,
    LOST: Disposition.LOST,
    REJECTED: Disposition.REJECTED_LEAKED,
    WITHDREW: Disposition.GONE_KNOWN,
    GAVE_UP: Disposition.UNREACHABLE,
    UNCONVERTED: Disposition.UNCONVERTED,
}


def life(lead: Lead, waiting: bool = False) -> Tale:
    """From the form to the last word; `waiting` leads have asked for sales before the run opens."""
    company = lead.company
    company.facts.captured += 1
    company.facts.record(Fact.CAPTURED, lead.key, 0, 0, lead.score)
    lead.is_now(Status.NURTURING)
    if lead.buyer.persona.window_at_capture:
        begins_to_look(lead)
    qualified = waiting or lead.channel.hand_raiser or is_mql(lead.score, company.terms.threshold)
    returning = False
    while True:
        ending = QUALIFIED if qualified else (yield from nurtured(lead))
        if ending is QUALIFIED:
            ending = yield from handed_over(lead, returning)
        if ending is OPEN:
            return
        if not comes_back(lead, ending):
            break
        qualified = returning = yield from cooled(lead)
        if lead.news is not None:
            ending = lead.news
            break
    closes(lead, ending)


def nurtured(lead: Lead) -> Tale:
    """Touch after touch until the score makes an MQL, the programme ends, or the buyer says no."""
    company, key = lead.company, lead.key
    clock, draws, record = company.clock, company.draws, company.facts.record
    number = 0
    while number < len(touches := company.terms.touches):
        touch = touches[number]
        number += 1
        item = pack_item(lead.cycle, 0, number)
        wait = draws.time(Purpose.TOUCH_WAIT, key, item, touch.wait)
        if wait >= NEVER:
            break
        lead.wait = clock.at(clock._now + wait, Turn.TOUCH, key, item)
        yield lead.wait
        if lead.news is not None:
            return lead.news
        record(Fact.TOUCHED, key, 0, item)
        if draws.happens(Purpose.TOUCH_ENGAGED, key, item, touch.engages):
            score = lead.score + touch.points
            lead.points = score - lead.channel.score
            lead.points_at = lead.last_act = clock._now
            record(Fact.ENGAGED, key, 0, item, score)
            if is_mql(score, company.terms.threshold):
                return QUALIFIED
    return UNCONVERTED


def handed_over(lead: Lead, returning: bool = False) -> Tale:
    """From MQL to the end of sales' work: delivered, given to a rep, seen, tried, talked to."""
    company = lead.company
    clock, record, desk = company.clock, company.facts.record, company.desk
    item = lead.cycle << 24
    if not returning:
        record(Fact.MQL, lead.key, 0, item, lead.score)
        lead.is_now(Status.MQL_WAITING)
    delivery = company.delivery(lead)
    if delivery > clock._now:
        yield lead.waits_until(delivery, Turn.DELIVERY, lead.cycle)
        if lead.news is not None:
            return lead.news
    lead.delivered = clock._now
    if returning:
        lead.is_now(Status.MQL_WAITING)
    lead.with_sales = True
    lead.tried = lead.contacted = lead.seen = False
    lead.due = NEVER
    lead.reassigned = 0
    record(Fact.DELIVERED, lead.key, 0, item, lead.score)
    if not lead.buyer.persona.window_at_capture:
        begins_to_look(lead)
    company.promises.starts(lead, AT_DELIVERY)
    ending = yield from worked(lead)
    lead.with_sales = False
    desk.parts(lead)
    return ending


def worked(lead: Lead) -> Tale:
    """Sales' part: assignment, attention, attempts, the conversation, the deal."""
    company = lead.company
    clock, record, desk = company.clock, company.facts.record, company.desk
    item = lead.cycle << 24
    if not company.pooled:
        rep = desk.route(lead)
        if rep is None:
            desk.held[lead.key] = lead
            lead.wait = clock.event()
            rep = yield lead.wait
            desk.held.pop(lead.key, None)
            if lead.news is not None or rep is None:
                return ended_early(lead)
        desk.gives(lead, rep)
    record(Fact.ASSIGNED, lead.key, lead.rep_key, item)
    lead.is_now(Status.ASSIGNED)
    company.promises.starts(lead, AT_ASSIGNMENT)
    seen = company.attention(lead)
    if seen > clock._now:
        yield lead.waits_until(seen, Turn.DELIVERY, lead.cycle)
        if lead.news is not None:
            return ended_early(lead)
    lead.seen = True
    record(Fact.SEEN, lead.key, lead.rep_key, item)
    joined = clock._now
    if company.terms.work.researches:
        yield desk.opens_task(lead, TaskKind.RESEARCH, 1, company.terms.work.research).done
        if lead.news is not None:
            return ended_early(lead)
    rep = yield from attempted(lead, joined)
    if rep is None:
        return ended_early(lead)
    accepted = yield from talked_to(lead, rep)
    if not accepted:
        return REJECTED
    return (yield from deal(lead))


def ended_early(lead: Lead) -> str:
    """What ends sales' work without a conversation: the buyer's word, or nobody's answer."""
    if lead.news is WITHDREW:
        return WITHDREW
    reason = Reason.TOO_LATE_TO_TRY if lead.news is GAVE_UP else Reason.MOST_ATTEMPTS
    lead.company.facts.record(Fact.GAVE_UP, lead.key, lead.rep_key, lead.cycle << 24, 0.0, reason)
    return GAVE_UP


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
        task = company.desk.opens_task(lead, TaskKind.ATTEMPT, number, company.terms.work.attempt, opened=opened)
        rep = yield task.done
        if rep is None:
            return None
        contact, channel = company.terms.contact, company.channels[lead.channel.key]
        delay = (task.begun - lead.last_act) / HOUR
        chance = connect_chance(
            buyer.reachable, channel.connect, buyer.answerability, delay,
            contact.reference, channel.floor, channel.half, channel.power,
        )  # fmt: skip
        if lead.news is not WITHDREW and draws.happens(Purpose.CONNECT, lead.key, task.item, chance):
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


def talked_to(lead: Lead, rep: Rep) -> Tale:
    """The conversation, which the same rep goes on to at once, and what it decides: accepted or rejected."""
    company = lead.company
    draws, record = company.draws, company.facts.record
    buyer, item = lead.buyer, lead.cycle << 24
    lead.contacted = True
    if buyer.persona.ends_at_contact:
        buyer.settled = True
    yield company.desk.goes_on(lead, rep, TaskKind.CONVERSATION, company.terms.work.conversation).done
    deals = company.terms.deals
    gone = lead.news is not None or not buyer.looking
    chance = 0.0 if gone else deals.accept_fit if buyer.fit else deals.accept_unfit
    if draws.happens(Purpose.ACCEPT, lead.key, item, chance):
        company.desk.keeps(lead, rep)
        record(Fact.ACCEPTED, lead.key, rep.key, item)
        record(Fact.QUALIFIED, lead.key, rep.key, item)
        lead.is_now(Status.SQL)
        return True
    reason = Reason.GONE if gone else Reason.NOT_INTERESTED if buyer.fit else Reason.NO_FIT
    record(Fact.REJECTED, lead.key, rep.key, item, 0.0, reason)
    return False


def deal(lead: Lead) -> Tale:
    """An opportunity, stage by stage, to won or lost; without stages, acceptance is as far as the story goes."""
    company = lead.company
    clock, draws, record = company.clock, company.draws, company.facts.record
    buyer, cycle = lead.buyer, lead.cycle << 24
    if not company.terms.deals.stages:
        return OPEN
    record(Fact.OPPORTUNITY, lead.key, lead.rep_key, cycle)
    lead.is_now(Status.OPPORTUNITY)
    reason = Reason.LOST
    number = 0
    while number < len(company.terms.deals.stages):
        number += 1
        stage = company.terms.deals.stages[number - 1]
        item = pack_item(lead.cycle, TaskKind.STAGE, number)
        record(Fact.STAGE_ENTERED, lead.key, lead.rep_key, item)
        delay = draws.time(Purpose.STAGE_DELAY, lead.key, item, stage.delay)
        if stage.works and stage.appointment:
            met = yield from appointment(lead, stage, number, clock._now + delay)
            if not met:
                reason = Reason.GONE if lead.news is not None else Reason.NO_SHOW
                break
        else:
            yield lead.waits_until(clock._now + delay, Turn.BUYER, item)
            if lead.news is None and stage.works:
                yield company.desk.opens_task(lead, TaskKind.STAGE, number, stage.minutes).done
        advances = buyer.fit and buyer.looking and lead.news is None
        if not draws.happens(Purpose.STAGE_ADVANCE, lead.key, item, stage.advance if advances else 0.0):
            reason = Reason.LOST if lead.news is None else Reason.GONE
            break
    else:
        record(Fact.WON, lead.key, lead.rep_key, cycle, buyer.value)
        company.facts.revenue += buyer.value
        return WON
    record(Fact.LOST, lead.key, lead.rep_key, cycle, 0.0, reason)
    return LOST


def appointment(lead: Lead, stage: Stage, number: int, earliest: int) -> Tale:
    """Book the first slot free to both, again when the buyer does not come; true once they met."""
    company = lead.company
    clock, draws, record = company.clock, company.draws, company.facts.record
    length = round(stage.minutes.mean)
    missed = 0
    while lead.rep is not None:
        rep = lead.rep
        deals = company.terms.deals
        item = pack_item(lead.cycle, TaskKind.STAGE, number | missed << 8)
        asked = clock._now
        start = rep.first_slot(max(earliest, asked), length, company.terms.work.slot)
        if start < NEVER:
            rep.book(start, start + length, lead.key)
            record(Fact.APPOINTMENT_SET, lead.key, rep.key, item, float(start))
        lead.slot = min(start, NEVER - 1)  # a rep who leaves before any free slot holds none, and a colleague books one
        news = yield lead.waits_until(start, Turn.DELIVERY, item)
        lead.slot = NEVER
        rep.unbook(start, lead.key)
        if news is MOVED:
            continue
        if lead.news is not None:
            return False
        chance = no_show_chance(deals.no_show, (start - asked) / DAY, deals.no_show_rise)
        if not draws.happens(Purpose.NO_SHOW, lead.key, item, chance):
            met = company.desk.opens_task(lead, TaskKind.STAGE, number, stage.minutes, appointed=True)
            rep.lays_down()
            yield met.done
            return True
        record(Fact.NO_SHOW, lead.key, rep.key, item)
        if missed == deals.rebook_most:
            return False
        missed += 1
        earliest = clock._now + DAY
    return False


def comes_back(lead: Lead, ending: str) -> bool:
    """Whether sales sends the lead back to marketing."""
    company = lead.company
    terms = company.terms.recycling
    share = SENT_BACK.get(ending)
    if share is None or lead.cycle >= terms.most or not lead.delivered:
        return False
    return company.draws.happens(Purpose.SENT_BACK, lead.key, lead.cycle, share(terms))


def cooled(lead: Lead) -> Tale:
    """Rest before marketing, or sales, begins anew; true when the lead goes straight back to sales."""
    company = lead.company
    terms = company.terms.recycling
    company.facts.record(Fact.RECYCLED, lead.key, 0, lead.cycle << 24)
    lead.is_now(Status.NURTURING)
    rest = company.draws.time(Purpose.COOLING, lead.key, lead.cycle, terms.cooling)
    lead.cycle += 1
    if lead.cycle > MOST_CYCLES:
        raise OverflowError(f"lead {lead.key} came back more than {MOST_CYCLES} times; set recycle.most")
    lead.news = None
    lead.buyer.settled = False
    if rest > 0:
        yield lead.waits_until(company.clock._now + rest, Turn.TOUCH, lead.cycle << 24)
    return terms.to_sales


def closes(lead: Lead, ending: str) -> None:
    """The last word: exactly one disposition."""
    company = lead.company
    disposition = DISPOSITIONS[ending]
    lead.is_now(Status.CLOSED)
    company.facts.disposition[disposition] += 1
    if disposition == Disposition.UNCONVERTED:
        company.facts.record(Fact.UNCONVERTED, lead.key, 0, lead.cycle << 24)
    company.facts.record(Fact.CLOSED, lead.key, 0, lead.cycle << 24, 0.0, disposition)
