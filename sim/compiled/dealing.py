"""Sales' second chapter of a lead's story, as `model/dealing.py`: appointments, and the deal stage by stage."""

from __future__ import annotations

from ..rules.codes import AWARENESS, CONSIDERATION, DECISION, EMPIRICAL, NEVER
from ..rules.contact import no_show_chance
from ..rules.deals import joint
from ..rules.distributions import quantile, ticks
from ..rules.nurture import shifted
from .card import hears, is_now, nurtured_depth, rep_key, waits, waits_until
from .codes import Ending, Fact, Kind, News, Purpose, Reason, Status, Step, TaskKind, Turn
from .customers import wins
from .desk import MOVED
from .diary import book, first_slot, unbook
from .facts import pack, record
from .layout import STAGE, TERMS, offset
from .linking import story
from .luck import happens, luck, time_of
from .queue import at
from .reach import dist_at, lead_at, real, rep_at, stage_at, terms_at, world_at
from .rep import lays_down, skill
from .work import opens_task

DAY = 86_400_000_000
DELAY, MINUTES = offset(STAGE, "delay"), offset(STAGE, "minutes")
LOST_AFTER = offset(TERMS, "deals_lost_after")
SIZE = STAGE.itemsize

# Appointments


@story
def asks_for_slot(w: int, lead: int) -> int:
    """Book the first slot free to both; the next step."""
    world, card = world_at(w), lead_at(lead)
    if card.rep == 0:
        card.met = 0
        return Step.APPOINTMENT_OVER
    rep = card.rep
    card.met_by = rep
    card.booked_under = world.terms
    item = pack(w, card.cycle, card.meets_for, card.meeting | card.missed << 8)
    card.asked = world.now
    length = round(dist_at(card.minutes).mean)
    start = first_slot(w, rep, max(card.earliest, card.asked), length, terms_at(world.terms).work_slot)
    if start < NEVER:
        book(w, rep, start, start + length, card.key)
        record(w, Fact.APPOINTMENT_SET, card.key, rep_at(rep).key, item, float(start), 0)
    card.slot = min(start, NEVER - 1)  # a rep who leaves before any free slot holds none, and a colleague books one
    card.start = start
    waits_until(w, lead, start, Turn.DELIVERY, item, Step.APPOINTED)
    return Step.WAITS


@story
def slot_has_come(w: int, lead: int, news: int) -> int:
    """The time of an appointment has come, or news before it; the next step."""
    world, card = world_at(w), lead_at(lead)
    rep = card.met_by
    card.slot = NEVER
    unbook(rep, card.start, card.key)
    if news == MOVED:
        return asks_for_slot(w, lead)
    card.met = 0
    if card.news != News.NONE:
        return Step.APPOINTMENT_OVER
    booked = terms_at(card.booked_under)
    item = card.cycle << 24 | card.meets_for << 16 | card.meeting | card.missed << 8
    chance = no_show_chance(booked.deals_no_show, (card.start - card.asked) / DAY, booked.deals_no_show_rise)
    if not happens(w, Purpose.NO_SHOW, card.key, item, chance):
        saved = terms_at(world.terms).work_nurture_saves
        scale = 1.0 - saved * nurtured_depth(w, lead) if saved > 0.0 else 1.0
        card.met = 1
        waits(lead, Step.APPOINTMENT_OVER)
        opens_task(w, lead, card.meets_for, card.meeting, card.minutes, world.now, True, scale)
        lays_down(w, rep)
        return Step.WAITS
    record(w, Fact.NO_SHOW, card.key, rep_at(rep).key, item, 0.0, 0)
    if card.missed == booked.deals_rebook_most:
        return Step.APPOINTMENT_OVER
    card.missed += 1
    card.earliest = world.now + DAY
    return asks_for_slot(w, lead)


@story
def appointment(w: int, lead: int, minutes: int, number: int, earliest: int, kind: int) -> int:
    """Book the first slot free to both, again when the buyer does not come; the next step."""
    card = lead_at(lead)
    card.minutes = minutes
    card.meeting = number
    card.earliest = earliest
    card.meets_for = kind
    card.missed = 0
    return asks_for_slot(w, lead)


# The deal


@story
def begins_deal(w: int, lead: int) -> int:
    """An opportunity; without stages, acceptance is as far as the story goes; the next step."""
    world, card = world_at(w), lead_at(lead)
    if terms_at(world.terms).deals_stages_n == 0:
        card.ending = Ending.OPEN
        return Step.SALES_DONE
    record(w, Fact.OPPORTUNITY, card.key, rep_key(lead), card.cycle << 24, 0.0, 0)
    is_now(w, lead, Status.OPPORTUNITY)
    runs_out(w, lead)
    card.stage_number = 0
    return next_stage(w, lead)


@story
def next_stage(w: int, lead: int) -> int:
    """The next stage, or the deal is won; the next step."""
    world, card = world_at(w), lead_at(lead)
    terms = terms_at(world.terms)
    if card.stage_number >= terms.deals_stages_n:
        return is_won(w, lead)
    card.stage = terms.deals_stages + card.stage_number * SIZE
    card.stage_number += 1
    item = pack(w, card.cycle, TaskKind.STAGE, card.stage_number)
    record(w, Fact.STAGE_ENTERED, card.key, rep_key(lead), item, 0.0, 0)
    when = world.now + buyers_delay(w, lead, item)
    stage = stage_at(card.stage)
    if stage.works and stage.appointment:
        return appointment(w, lead, card.stage + MINUTES, card.stage_number, when, TaskKind.STAGE)
    waits_until(w, lead, when, Turn.BUYER, item, Step.STAGE_DELAY)
    return Step.WAITS


@story
def delay_is_over(w: int, lead: int) -> int:
    """The buyer's delay is over, or there is news; the next step."""
    card = lead_at(lead)
    if card.news == News.NONE and stage_at(card.stage).works:
        waits(lead, Step.STAGE_DONE)
        opens_task(w, lead, TaskKind.STAGE, card.stage_number, card.stage + MINUTES, world_at(w).now, False, 1.0)
        return Step.WAITS
    return stage_is_done(w, lead)


@story
def stage_is_done(w: int, lead: int) -> int:
    """Whether the deal advances from its stage; the next step."""
    card, terms = lead_at(lead), terms_at(world_at(w).terms)
    last = card.stage_number >= terms.deals_stages_n
    least = DECISION if last else AWARENESS
    could = card.fit and card.looking and least <= card.state <= DECISION and card.account == 0
    chance = stage_at(card.stage).advance if could and card.news == News.NONE else 0.0
    item = card.cycle << 24 | TaskKind.STAGE << 16 | card.stage_number
    if happens(w, Purpose.STAGE_ADVANCE, card.key, item, shifted(chance, favour(w, lead))):
        return next_stage(w, lead)
    return is_lost(w, lead, lost_by(w, lead, Reason.NONE))


@story
def stage_is_met(w: int, lead: int) -> int:
    """The appointment of a stage is over; the next step."""
    if lead_at(lead).met:
        return stage_is_done(w, lead)
    return is_lost(w, lead, lost_by(w, lead, Reason.NO_SHOW))


@story
def is_won(w: int, lead: int) -> int:
    """The deal is won; the next step."""
    world, card = world_at(w), lead_at(lead)
    record(w, Fact.WON, card.key, rep_key(lead), card.cycle << 24, card.value, 0)
    world.revenue += card.value
    card.settled = 1
    world.won += 1
    if card.rep:
        rep_at(card.rep).won += card.value
    wins(w, lead)
    card.ending = Ending.WON
    return Step.SALES_DONE


@story
def is_lost(w: int, lead: int, reason: int) -> int:
    """The deal is lost; the next step."""
    world, card = world_at(w), lead_at(lead)
    world.lost += 1
    record(w, Fact.LOST, card.key, rep_key(lead), card.cycle << 24, 0.0, reason)
    card.ending = Ending.LOST
    return Step.SALES_DONE


@story
def buyers_delay(w: int, lead: int, item: int) -> int:
    """The buyer's delay before a stage: longer for larger deals where the two go together."""
    card, terms = lead_at(lead), terms_at(world_at(w).terms)
    of = card.stage + DELAY
    dist, together = dist_at(of), terms.deals_value_delay
    if together == 0.0 or dist.shape == EMPIRICAL:
        return time_of(w, Purpose.STAGE_DELAY, card.key, item, of)
    u = joint(luck(w, Purpose.STAGE_DELAY, card.key, item), luck(w, Purpose.VALUE, card.key, 0), together)
    if u >= 1.0 - dist.never:
        return NEVER
    return ticks(quantile(dist.shape, dist.a, dist.b, u / (1.0 - dist.never)))


@story
def favour(w: int, lead: int) -> float:
    """Log-odds by which this deal goes better than the usual one: skill, content, intel, and a buyer not ready yet."""
    card, terms = lead_at(lead), terms_at(world_at(w).terms)
    logits = card.content_help
    if card.rep:
        logits += skill(w, card.rep)
    if terms.agreement_intel:
        logits += terms.deals_intel
    if card.state <= CONSIDERATION:
        logits -= terms.deals_unready
    return logits


@story
def lost_by(w: int, lead: int, otherwise: int) -> int:
    """Why a deal was lost: the buyer went, a decision never came, or what weighed most."""
    card, terms = lead_at(lead), terms_at(world_at(w).terms)
    if card.news == News.RAN_OUT:
        return Reason.NO_DECISION
    if card.news != News.NONE:
        return Reason.GONE
    if otherwise != Reason.NONE:
        return otherwise
    if terms.deals_reasons_n == 0:
        return Reason.LOST
    u = luck(w, Purpose.LOST_REASON, card.key, card.cycle)
    if u < real(terms.deals_reasons, 0):
        return Reason.NO_DECISION
    if u < real(terms.deals_reasons, 1):
        return Reason.COMPETITOR
    if u < real(terms.deals_reasons, 2):
        return Reason.PRICE
    return Reason.TIMING


@story
def runs_out(w: int, lead: int) -> None:
    """Start the clock after which a deal without a decision is lost."""
    card, world = lead_at(lead), world_at(w)
    lasts = time_of(w, Purpose.LOST_AFTER, card.key, card.cycle, world.terms + LOST_AFTER)
    if lasts < NEVER:
        at(w, world.now + lasts, Turn.CLOCK, card.key, 3 << 20 | card.cycle, Kind.RUNS_OUT, lead, card.cycle, 0.0)


@story
def ends_undecided(w: int, lead: int, cycle: int) -> None:
    """A deal's time is up, if it still runs."""
    card = lead_at(lead)
    if card.cycle == cycle and card.status == Status.OPPORTUNITY and card.news == News.NONE:
        hears(w, lead, News.RAN_OUT)
