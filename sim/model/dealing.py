"""Sales' second chapter of a lead's story: the deal, stage by stage, and its appointments."""

from __future__ import annotations

from ..log import pack_item
from ..plan.types import Dist, Stage
from ..rules.codes import AWARENESS, CONSIDERATION, DECISION, EMPIRICAL, NEVER
from ..rules.contact import no_show_chance
from ..rules.deals import joint
from ..rules.distributions import quantile, ticks
from ..rules.draws import Purpose
from ..rules.nurture import shifted
from .card import RAN_OUT, Lead
from .clock import Event, Tale, Turn
from .codes import Fact, Reason, Status, TaskKind
from .customers import wins
from .desk import MOVED

DAY = 86_400_000_000
WON, LOST, OPEN = "won", "lost", "open"
REASONS = (Reason.NO_DECISION, Reason.COMPETITOR, Reason.PRICE, Reason.TIMING)


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
    runs_out(lead)
    number = 0
    while number < len(company.terms.deals.stages):
        number += 1
        stage = company.terms.deals.stages[number - 1]
        item = pack_item(lead.cycle, TaskKind.STAGE, number)
        record(Fact.STAGE_ENTERED, lead.key, lead.rep_key, item)
        delay = buyers_delay(lead, stage, item)
        if stage.works and stage.appointment:
            met = yield from appointment(lead, stage.minutes, number, clock._now + delay)
            if not met:
                reason = lost_by(lead, Reason.NO_SHOW)
                break
        else:
            yield lead.waits_until(clock._now + delay, Turn.BUYER, item)
            if lead.news is None and stage.works:
                yield company.desk.opens_task(lead, TaskKind.STAGE, number, stage.minutes).done
        last = number >= len(company.terms.deals.stages)
        chance = stage.advance if buyer.could_buy(DECISION if last else AWARENESS) and lead.news is None else 0.0
        if not draws.happens(Purpose.STAGE_ADVANCE, lead.key, item, shifted(chance, favour(lead))):
            reason = lost_by(lead, Reason.NONE)
            break
    else:
        record(Fact.WON, lead.key, lead.rep_key, cycle, buyer.value)
        company.facts.revenue += buyer.value
        buyer.settled = True
        company.reviews.won += 1
        if lead.rep is not None:
            lead.rep.won += buyer.value
        wins(company, lead)
        return WON
    company.reviews.lost += 1
    record(Fact.LOST, lead.key, lead.rep_key, cycle, 0.0, reason)
    return LOST


def buyers_delay(lead: Lead, stage: Stage, item: int) -> int:
    """The buyer's delay before a stage: longer for larger deals where the two go together."""
    draws, together = lead.company.draws, lead.company.terms.deals.value_delay
    dist = stage.delay
    if together == 0.0 or dist.shape == EMPIRICAL:
        return draws.time(Purpose.STAGE_DELAY, lead.key, item, dist)
    u = joint(draws.uniform(Purpose.STAGE_DELAY, lead.key, item), draws.uniform(Purpose.VALUE, lead.key, 0), together)
    return NEVER if u >= 1.0 - dist.never else ticks(quantile(dist.shape, dist.a, dist.b, u / (1.0 - dist.never)))


def favour(lead: Lead) -> float:
    """Log-odds by which this deal goes better than the usual one: the rep's skill, content, intel, and a buyer not ready yet."""
    company = lead.company
    deals = company.terms.deals
    logits = lead.content_help
    if lead.rep is not None:
        logits += lead.rep.skill
    if company.terms.agreement.intel:
        logits += deals.intel
    if lead.buyer.state <= CONSIDERATION:
        logits -= deals.unready
    return logits


def lost_by(lead: Lead, otherwise: int) -> int:
    """Why a deal was lost: the buyer went, a decision never came, or what weighed most."""
    company = lead.company
    if lead.news is RAN_OUT:
        return Reason.NO_DECISION
    if lead.news is not None:
        return Reason.GONE
    if otherwise != Reason.NONE:
        return otherwise
    if len(company.terms.deals.reasons) == 0:
        return Reason.LOST
    u = company.draws.uniform(Purpose.LOST_REASON, lead.key, lead.cycle)
    for reason, share in zip(REASONS, company.terms.deals.reasons.tolist(), strict=True):
        if u < share:
            return reason
    return Reason.TIMING


def runs_out(lead: Lead) -> None:
    """Start the clock after which a deal without a decision is lost."""
    company, cycle = lead.company, lead.cycle
    lasts = company.draws.time(Purpose.LOST_AFTER, lead.key, cycle, company.terms.deals.lost_after)
    if lasts >= NEVER:
        return

    def ends(_: Event) -> None:
        if lead.cycle == cycle and lead.status == Status.OPPORTUNITY and lead.news is None:
            lead.hears(RAN_OUT)

    company.clock.call(company.clock._now + lasts, Turn.CLOCK, lead.key, 3 << 20 | cycle, ends)


def appointment(lead: Lead, minutes: Dist, number: int, earliest: int, kind: int = TaskKind.STAGE) -> Tale:
    """Book the first slot free to both, again when the buyer does not come; true once they met."""
    company = lead.company
    clock, draws, record = company.clock, company.draws, company.facts.record
    length = round(minutes.mean)
    missed = 0
    while lead.rep is not None:
        rep = lead.rep
        deals = company.terms.deals
        item = pack_item(lead.cycle, kind, number | missed << 8)
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
            saved = company.terms.work.nurture_saves
            scale = 1.0 - saved * lead.nurtured if saved > 0.0 else 1.0
            met = company.desk.opens_task(lead, kind, number, minutes, appointed=True, scale=scale)
            rep.lays_down()
            yield met.done
            return True
        record(Fact.NO_SHOW, lead.key, rep.key, item)
        if missed == deals.rebook_most:
            return False
        missed += 1
        earliest = clock._now + DAY
    return False
