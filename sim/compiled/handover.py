"""From MQL to the end of sales' work, as `model/lead.py`: delivered, given to a rep, seen, tried, talked to."""

from __future__ import annotations

from ..rules.calendar import next_moment
from ..rules.codes import AT_ASSIGNMENT, AT_DELIVERY, AT_HANDOFF, NEVER
from .accounts import is_open, is_shut, owner
from .calling import chooses, decides, ended_early, replied_to, researches
from .card import is_now, rep_key, score, waits, waits_until
from .codes import Ending, Fact, News, Purpose, Status, Step, TaskKind, Turn
from .dealing import appointment, begins_deal, stage_is_met
from .desk import gives, holds, lets_go, parts, route
from .diary import is_at_work
from .facts import record
from .journey import begins_to_look
from .layout import TERMS, offset
from .linking import story
from .luck import time_of
from .marketing import hands_over, sees_end
from .nurturing import kept_warm
from .promises import starts
from .reach import lead_at, persona_at, terms_at, wholes, world_at

HOUR = 3_600_000_000
DELAY, HABIT, CONVERSATION = offset(TERMS, "handoff_delay"), offset(TERMS, "handoff_habit"), offset(TERMS, "work_conversation")


@story
def delivery(w: int, lead: int) -> int:
    """When the system hands an MQL to sales."""
    world, card = world_at(w), lead_at(lead)
    terms, now = terms_at(world.terms), world.now
    if world.delivers_at_once:
        return now
    if terms.handoff_deliveries_n:
        return next_moment(wholes(terms.handoff_deliveries, terms.handoff_deliveries_n), now)
    return min(NEVER, now + time_of(w, Purpose.SYSTEM_DELAY, card.key, card.cycle, world.terms + DELAY))


@story
def attention(w: int, lead: int) -> int:
    """When a rep sees the lead: at a set look while at work, or after a habit delay."""
    world, card = world_at(w), lead_at(lead)
    terms, now = terms_at(world.terms), world.now
    if world.sees_at_once:
        return now
    if not terms.handoff_looks_n:
        return min(NEVER, now + time_of(w, Purpose.ATTENTION, card.key, card.cycle, world.terms + HABIT))
    looks = wholes(terms.handoff_looks, terms.handoff_looks_n)
    look = next_moment(looks, now)
    while look < NEVER and card.rep != 0 and not is_at_work(card.rep, look):
        look = next_moment(looks, look + 1)
    return look


@story
def is_mql_now(w: int, lead: int) -> int:
    """A lead is to go to sales; the next step."""
    world, card = world_at(w), lead_at(lead)
    if not card.returning:
        record(w, Fact.MQL, card.key, 0, card.cycle << 24, score(w, lead), 0)
        is_now(w, lead, Status.MQL_WAITING)
    booked = False
    if terms_at(world.terms).handoff_automated:
        booked = replied_to(w, lead) and not world.pooled  # a pool keeps no diary
    card.booked = 1 if booked else 0
    card.delivery = world.now if booked else delivery(w, lead)
    return waits_for_delivery(w, lead)


@story
def waits_for_delivery(w: int, lead: int) -> int:
    """Wait for the system, if it takes time; the next step."""
    card = lead_at(lead)
    if card.delivery > world_at(w).now:
        waits_until(w, lead, card.delivery, Turn.DELIVERY, card.cycle, Step.DELIVERY)
        return Step.WAITS
    return is_delivered(w, lead)


@story
def delivery_has_come(w: int, lead: int) -> int:
    """The system is done, or there is news; the next step."""
    card = lead_at(lead)
    if card.news == News.ASKED:  # one on its way back to sales has nothing to wait for elsewhere
        card.news = News.NONE
    elif card.news != News.NONE:
        card.ending = card.news
        return Step.OVER
    return waits_for_delivery(w, lead)


@story
def is_delivered(w: int, lead: int) -> int:
    """Sales has the lead; the next step."""
    world, card = world_at(w), lead_at(lead)
    terms = terms_at(world.terms)
    card.delivered = world.now
    if card.returning:
        is_now(w, lead, Status.MQL_WAITING)
    card.with_sales = 1
    card.contacted = card.seen = card.ignored = card.escalated = card.disposed = 0
    card.tried = 1 if card.booked or (terms.handoff_automated and terms.handoff_automated_counts) else 0
    card.due = NEVER
    card.reassigned = card.attempts = 0
    card.content_help = 0.0
    card.handed_score = score(w, lead)
    record(w, Fact.DELIVERED, card.key, 0, card.cycle << 24, card.handed_score, 0)
    hands_over(w, lead)
    if persona_at(card.persona).window_starts == AT_HANDOFF:
        begins_to_look(w, lead)
    starts(w, lead, AT_DELIVERY)
    kept_warm(w, lead)
    is_open(w, lead)
    if world.pooled:
        return is_assigned(w, lead)
    rep = owner(w, lead)
    if rep == 0:
        rep = route(w, lead, 0)
    if rep == 0:
        holds(w, lead)
        waits(lead, Step.HELD)
        return Step.WAITS
    gives(w, lead, rep)
    return is_assigned(w, lead)


@story
def is_given(w: int, lead: int, rep: int) -> int:
    """Somebody has room for a held lead, or there is news; the next step."""
    lets_go(w, lead)
    if lead_at(lead).news != News.NONE or rep == 0:
        return ended_early(w, lead)
    gives(w, lead, rep)
    return is_assigned(w, lead)


@story
def is_assigned(w: int, lead: int) -> int:
    """A rep has the lead, or the pool; the next step."""
    world, card = world_at(w), lead_at(lead)
    record(w, Fact.ASSIGNED, card.key, rep_key(lead), card.cycle << 24, 0.0, 0)
    is_now(w, lead, Status.ASSIGNED)
    starts(w, lead, AT_ASSIGNMENT)
    seen = world.now if card.booked else attention(w, lead)
    if seen > world.now:
        waits_until(w, lead, seen, Turn.DELIVERY, card.cycle, Step.SEEN)
        return Step.WAITS
    return is_seen(w, lead)


@story
def looked_at(w: int, lead: int) -> int:
    """The rep looks, or there is news; the next step."""
    if lead_at(lead).news != News.NONE:
        return ended_early(w, lead)
    return is_seen(w, lead)


@story
def is_seen(w: int, lead: int) -> int:
    """The rep sees the lead; the next step."""
    world, card = world_at(w), lead_at(lead)
    terms = terms_at(world.terms)
    card.seen = 1
    record(w, Fact.SEEN, card.key, rep_key(lead), card.cycle << 24, 0.0, 0)
    if card.booked and card.rep:
        return appointment(w, lead, world.terms + CONVERSATION, 0, world.now, TaskKind.CONVERSATION)
    if terms.pursuit_on and card.rep:
        card.chosen = 0
        card.tokens = terms.pursuit_tokens
        card.closes_after = terms.pursuit_closes_after
        return chooses(w, lead)
    return researches(w, lead)


@story
def has_met(w: int, lead: int) -> int:
    """An appointment is over, of a booked call or of a stage; the next step."""
    world, card = world_at(w), lead_at(lead)
    if card.meets_for == TaskKind.STAGE:
        return stage_is_met(w, lead)
    if card.met and card.rep:
        delay = (world.now - card.last_act) / HOUR
        record(w, Fact.CONNECTED, card.key, rep_key(lead), card.cycle << 24, delay, 0)
        is_now(w, lead, Status.WORKING)
        card.contacted = 1
        if persona_at(card.persona).ends_at_contact:
            card.settled = 1
        return has_talked(w, lead, card.rep)
    if card.news != News.NONE:
        return ended_early(w, lead)
    return researches(w, lead)


@story
def has_talked(w: int, lead: int, rep: int) -> int:
    """The conversation is over; the next step."""
    card = lead_at(lead)
    if decides(w, lead, rep):
        return begins_deal(w, lead)
    card.ending = News.UNSUBSCRIBED if card.news == News.UNSUBSCRIBED else Ending.REJECTED
    return Step.SALES_DONE


@story
def sales_is_done(w: int, lead: int) -> int:
    """Sales has the lead no longer; the next step."""
    is_shut(w, lead)
    lead_at(lead).with_sales = 0
    sees_end(w, lead)
    parts(w, lead)
    return Step.OVER
