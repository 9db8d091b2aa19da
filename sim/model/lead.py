"""One lead's story, from the form to the last word.

Read `life` first, then the chapters: nurture in `nurturing`, hand-over here, whether to call, attempts and
the conversation in `calling`, the deal in `dealing`, and here again the way back. `Lead`, on its card,
holds what the company can see; what is true of the buyer is in `Buyer`, and only what happens to the lead
looks there, never a decision.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING

from ..errors import SimulationError
from ..plan.types import Recycling
from ..rules.codes import AT_ASSIGNMENT, AT_DELIVERY, AT_HANDOFF, FROM_CAPTURE, NEVER
from ..rules.draws import Purpose
from .calling import attempted, pursued, replied_to, talked_to
from .card import ASKED, UNSUBSCRIBED, WITHDREW, Lead
from .clock import Tale, Turn
from .codes import Disposition, Fact, Reason, Status, TaskKind
from .dealing import LOST, OPEN, WON, appointment, deal
from .journey import begins_to_look, sets_out
from .nurturing import DISQUALIFIED, QUALIFIED, UNCONVERTED, kept_warm, nurtured
from .promises import GAVE_UP

if TYPE_CHECKING:
    from .rep import Rep

HOUR = 3_600_000_000
REJECTED, IGNORED = "rejected", "ignored"
MOST_CYCLES = 127
SENT_BACK: dict[str, Callable[[Recycling], float]] = {
    WITHDREW: attrgetter("withdrew"),
    REJECTED: attrgetter("rejected"),
    GAVE_UP: attrgetter("unreachable"),
    LOST: attrgetter("lost"),
    IGNORED: attrgetter("ignored"),
}
DISPOSITIONS = {
    WON: Disposition.WON,
    LOST: Disposition.LOST,
    REJECTED: Disposition.REJECTED_LEAKED,
    WITHDREW: Disposition.GONE_KNOWN,
    GAVE_UP: Disposition.UNREACHABLE,
    UNCONVERTED: Disposition.UNCONVERTED,
    UNSUBSCRIBED: Disposition.UNSUBSCRIBED,
    DISQUALIFIED: Disposition.DISQUALIFIED,
    IGNORED: Disposition.IGNORED_CLOSED,
}


def life(lead: Lead, waiting: bool = False) -> Tale:
    """From the form to the last word; `waiting` leads have asked for sales before the run opens."""
    company = lead.company
    company.facts.captured += 1
    company.facts.record(Fact.CAPTURED, lead.key, 0, 0, lead.score)
    lead.is_now(Status.NURTURING)
    if lead.buyer.persona.window_starts == FROM_CAPTURE:
        begins_to_look(lead)
    if lead.channel.duplicates > 0.0:
        company.meets_account(lead)
    sets_out(lead)
    qualified = waiting or lead.channel.hand_raiser or company.marketing.qualifies(lead)
    returning = False
    while True:
        ending = QUALIFIED if qualified else (yield from nurtured(lead))
        if ending is QUALIFIED:
            ending = yield from handed_over(lead, returning)
        if ending is OPEN:
            return
        if not comes_back(lead, ending):
            break
        returning = yield from cooled(lead)
        qualified = returning
        if lead.news is ASKED:
            lead.news, qualified = None, True
        if lead.news is not None:
            ending = lead.news
            break
    closes(lead, ending)


def handed_over(lead: Lead, returning: bool = False) -> Tale:
    """From MQL to the end of sales' work: delivered, given to a rep, seen, tried, talked to."""
    company = lead.company
    clock, record, desk = company.clock, company.facts.record, company.desk
    item = lead.cycle << 24
    if not returning:
        record(Fact.MQL, lead.key, 0, item, lead.score)
        lead.is_now(Status.MQL_WAITING)
    booked = company.terms.handoff.automated and replied_to(lead) and not company.pooled  # a pool keeps no diary
    delivery = clock._now if booked else company.delivery(lead)
    while delivery > clock._now:
        yield lead.waits_until(delivery, Turn.DELIVERY, lead.cycle)
        if lead.news is ASKED:  # one on its way back to sales has nothing to wait for elsewhere
            lead.news = None
        elif lead.news is not None:
            return lead.news
    lead.delivered = clock._now
    if returning:
        lead.is_now(Status.MQL_WAITING)
    lead.with_sales = True
    lead.contacted = lead.seen = lead.ignored = lead.escalated = lead.disposed = False
    lead.tried = booked or (company.terms.handoff.automated and company.terms.handoff.automated_counts)
    lead.due = NEVER
    lead.reassigned = lead.attempts = 0
    lead.content_help = 0.0
    lead.handed_score = lead.score
    record(Fact.DELIVERED, lead.key, 0, item, lead.handed_score)
    company.marketing.hands_over(lead)
    if lead.buyer.persona.window_starts == AT_HANDOFF:
        begins_to_look(lead)
    company.promises.starts(lead, AT_DELIVERY)
    kept_warm(lead)
    company.arrivals.is_open(lead)
    ending = yield from worked(lead, booked)
    company.arrivals.is_shut(lead)
    lead.with_sales = False
    company.marketing.sees_end(lead)
    desk.parts(lead)
    return ending


def worked(lead: Lead, booked: bool) -> Tale:
    """Sales' part: assignment, attention, the choice to call, attempts, the conversation, the deal."""
    company = lead.company
    clock, record, desk = company.clock, company.facts.record, company.desk
    item = lead.cycle << 24
    if not company.pooled:
        rep = company.owner(lead) or desk.route(lead)
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
    seen = clock._now if booked else company.attention(lead)
    if seen > clock._now:
        yield lead.waits_until(seen, Turn.DELIVERY, lead.cycle)
        if lead.news is not None:
            return ended_early(lead)
    lead.seen = True
    record(Fact.SEEN, lead.key, lead.rep_key, item)
    if booked and lead.rep is not None:
        met = yield from appointment(lead, company.terms.work.conversation, 0, clock._now, TaskKind.CONVERSATION)
        if met and lead.rep is not None:
            record(Fact.CONNECTED, lead.key, lead.rep_key, item, (clock._now - lead.last_act) / HOUR)
            lead.is_now(Status.WORKING)
            return (yield from decided(lead, lead.rep, goes_on=False))
        if lead.news is not None:
            return ended_early(lead)
    elif company.terms.pursuit.on and lead.rep is not None:
        calls = yield from pursued(lead)
        if not calls:
            return ended_early(lead)
    joined = clock._now
    work = company.terms.work
    if work.researches:
        scale = 1.0 - work.intel_saves if company.terms.agreement.intel else 1.0
        yield desk.opens_task(lead, TaskKind.RESEARCH, 1, work.research, scale=scale).done
        if lead.news is not None:
            return ended_early(lead)
    rep = yield from attempted(lead, joined)
    if rep is None:
        return ended_early(lead)
    return (yield from decided(lead, rep))


def decided(lead: Lead, rep: Rep, *, goes_on: bool = True) -> Tale:
    """The conversation, and the deal if it leads to one."""
    accepted = yield from talked_to(lead, rep, goes_on=goes_on)
    if not accepted:
        return lead.news if lead.news is UNSUBSCRIBED else REJECTED
    return (yield from deal(lead))


def ended_early(lead: Lead) -> str:
    """What ends sales' work without a conversation: the buyer's word, the rep's choice, or nobody's answer."""
    company = lead.company
    if lead.news in (WITHDREW, UNSUBSCRIBED):
        return lead.news
    if lead.ignored:
        company.facts.record(Fact.GAVE_UP, lead.key, lead.rep_key, lead.cycle << 24, 0.0, Reason.IGNORED)
        company.reviews.enters_ignored(lead)
        return IGNORED
    reason = Reason.TOO_LATE_TO_TRY if lead.news is GAVE_UP else Reason.MOST_ATTEMPTS
    company.facts.record(Fact.GAVE_UP, lead.key, lead.rep_key, lead.cycle << 24, 0.0, reason)
    if lead.rep is not None and lead.attempts:
        company.minds.learns(lead.rep, lead, False)
    return GAVE_UP


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
        raise SimulationError(f"lead {lead.key} came back more than {MOST_CYCLES} times; set recycle.most")
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
