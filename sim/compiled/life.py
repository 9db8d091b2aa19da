"""One lead's story, as `model/lead.py`: which chapter follows which, told on from where it waits."""

from __future__ import annotations

from ..rules.calendar import next_moment
from ..rules.codes import AT_ASSIGNMENT, AT_DELIVERY, AT_HANDOFF, FROM_CAPTURE, NEVER
from .calling import (
    attempted,
    chooses,
    decides,
    ended_early,
    gap_is_over,
    is_closed_or_alerted,
    replied_to,
    researched,
    researches,
)
from .card import is_now, rep_key, score, waits, waits_until
from .codes import Disposition, Ending, Error, Fact, News, Purpose, Status, Step, TaskKind, Turn
from .dealing import appointment, begins_deal, delay_is_over, slot_has_come, stage_is_done, stage_is_met
from .desk import gives, holds, lets_go, parts, route
from .diary import is_at_work
from .facts import record
from .accounts import is_open, is_shut, meets_account, owner
from .journey import begins_to_look, sets_out
from .layout import TERMS, offset
from .linking import story
from .luck import happens, time_of
from .marketing import hands_over, qualifies, sees_end
from .nurturing import begins_nurture, kept_warm, touch_is_due, touch_is_sent
from .promises import starts
from .reach import channel_at, lead_at, persona_at, put_whole, terms_at, whole, wholes, world_at

HOUR = 3_600_000_000
MOST_CYCLES = 127
DELAY, HABIT = offset(TERMS, "handoff_delay"), offset(TERMS, "handoff_habit")
CONVERSATION, COOLING = offset(TERMS, "work_conversation"), offset(TERMS, "recycling_cooling")


@story("void(int64, int64, int64)")
def lives(w, lead, waiting):
    """Begin with the form; `waiting` leads have asked for sales before the run opens."""
    world, card = world_at(w), lead_at(lead)
    world.captured += 1
    record(w, Fact.CAPTURED, card.key, 0, 0, score(w, lead), 0)
    is_now(w, lead, Status.NURTURING)
    if persona_at(card.persona).window_starts == FROM_CAPTURE:
        begins_to_look(w, lead)
    if channel_at(card.channel).duplicates > 0.0:
        meets_account(w, lead)
    sets_out(w, lead)
    card.returning = 0
    waits(lead, Step.HAND_OVER if waiting or channel_at(card.channel).hand_raiser or qualifies(w, lead) else Step.NURTURE)
    resume(w, lead, 0)


@story("void(int64, int64, int64)")
def resume(w, lead, value):
    """Tell a story on from where it waits, until it waits again; one that does not wait hears nothing."""
    card = lead_at(lead)
    if not card.waits:
        return
    card.waits = 0
    card.token += 1
    step = card.step
    while step != Step.WAITS:
        step = goes(w, lead, step, value)
        value = 0


@story("int64(int64, int64, int64, int64)")
def goes(w, lead, step, value):
    """One step of a story; `value` is what it has waited for."""
    if step == Step.TOUCH:
        return touch_is_due(w, lead)
    if step == Step.SENT:
        return touch_is_sent(w, lead)
    if step == Step.NURTURE:
        return begins_nurture(w, lead)
    if step == Step.HAND_OVER:
        return is_mql_now(w, lead)
    if step == Step.DELIVERY:
        return delivery_has_come(w, lead)
    if step == Step.HELD:
        return is_given(w, lead, value)
    if step == Step.SEEN:
        return looked_at(w, lead)
    if step == Step.PURSUED:
        return is_closed_or_alerted(w, lead)
    if step == Step.RESEARCHED:
        return researched(w, lead)
    if step == Step.ATTEMPTED:
        return attempted(w, lead, value)
    if step == Step.GAP:
        return gap_is_over(w, lead)
    if step == Step.TALKED:
        return has_talked(w, lead, lead_at(lead).talks_with)
    if step == Step.APPOINTED:
        return slot_has_come(w, lead, value)
    if step == Step.APPOINTMENT_OVER:
        return has_met(w, lead)
    if step == Step.STAGE_DELAY:
        return delay_is_over(w, lead)
    if step == Step.STAGE_DONE:
        return stage_is_done(w, lead)
    if step == Step.SALES_DONE:
        return sales_is_done(w, lead)
    if step == Step.COOLED:
        return has_cooled(w, lead)
    return chapter_ends(w, lead)


# Hand-over


@story("int64(int64, int64)")
def delivery(w, lead):
    """When the system hands an MQL to sales."""
    world, card = world_at(w), lead_at(lead)
    terms, now = terms_at(world.terms), world.now
    if world.delivers_at_once:
        return now
    if terms.handoff_deliveries_n:
        return next_moment(wholes(terms.handoff_deliveries, terms.handoff_deliveries_n), now)
    return min(NEVER, now + time_of(w, Purpose.SYSTEM_DELAY, card.key, card.cycle, world.terms + DELAY))


@story("int64(int64, int64)")
def attention(w, lead):
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


@story("int64(int64, int64)")
def is_mql_now(w, lead):
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


@story("int64(int64, int64)")
def waits_for_delivery(w, lead):
    """Wait for the system, if it takes time; the next step."""
    card = lead_at(lead)
    if card.delivery > world_at(w).now:
        waits_until(w, lead, card.delivery, Turn.DELIVERY, card.cycle, Step.DELIVERY)
        return Step.WAITS
    return is_delivered(w, lead)


@story("int64(int64, int64)")
def delivery_has_come(w, lead):
    """The system is done, or there is news; the next step."""
    card = lead_at(lead)
    if card.news == News.ASKED:  # one on its way back to sales has nothing to wait for elsewhere
        card.news = News.NONE
    elif card.news != News.NONE:
        card.ending = card.news
        return Step.OVER
    return waits_for_delivery(w, lead)


@story("int64(int64, int64)")
def is_delivered(w, lead):
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


@story("int64(int64, int64, int64)")
def is_given(w, lead, rep):
    """Somebody has room for a held lead, or there is news; the next step."""
    lets_go(w, lead)
    if lead_at(lead).news != News.NONE or rep == 0:
        return ended_early(w, lead)
    gives(w, lead, rep)
    return is_assigned(w, lead)


@story("int64(int64, int64)")
def is_assigned(w, lead):
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


@story("int64(int64, int64)")
def looked_at(w, lead):
    """The rep looks, or there is news; the next step."""
    if lead_at(lead).news != News.NONE:
        return ended_early(w, lead)
    return is_seen(w, lead)


@story("int64(int64, int64)")
def is_seen(w, lead):
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


@story("int64(int64, int64)")
def has_met(w, lead):
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


@story("int64(int64, int64, int64)")
def has_talked(w, lead, rep):
    """The conversation is over; the next step."""
    card = lead_at(lead)
    if decides(w, lead, rep):
        return begins_deal(w, lead)
    card.ending = News.UNSUBSCRIBED if card.news == News.UNSUBSCRIBED else Ending.REJECTED
    return Step.SALES_DONE


@story("int64(int64, int64)")
def sales_is_done(w, lead):
    """Sales has the lead no longer; the next step."""
    is_shut(w, lead)
    lead_at(lead).with_sales = 0
    sees_end(w, lead)
    parts(w, lead)
    return Step.OVER


# The way back, or the last word


@story("int64(int64, int64)")
def comes_back(w, lead):
    """Whether sales sends the lead back to marketing."""
    card, terms = lead_at(lead), terms_at(world_at(w).terms)
    if card.ending == News.WITHDREW:
        share = terms.recycling_withdrew
    elif card.ending == Ending.REJECTED:
        share = terms.recycling_rejected
    elif card.ending == News.GAVE_UP:
        share = terms.recycling_unreachable
    elif card.ending == Ending.LOST:
        share = terms.recycling_lost
    elif card.ending == Ending.IGNORED:
        share = terms.recycling_ignored
    else:
        return False
    if card.cycle >= terms.recycling_most or card.delivered == 0:
        return False
    return happens(w, Purpose.SENT_BACK, card.key, card.cycle, share)


@story("int64(int64, int64)")
def chapter_ends(w, lead):
    """Nurture or sales is over for now: rest, and begin anew, or the last word; the next step."""
    world, card = world_at(w), lead_at(lead)
    if card.ending == Ending.OPEN:
        return Step.WAITS
    if not comes_back(w, lead):
        closes(w, lead)
        return Step.WAITS
    record(w, Fact.RECYCLED, card.key, 0, card.cycle << 24, 0.0, 0)
    is_now(w, lead, Status.NURTURING)
    card.returning = terms_at(world.terms).recycling_to_sales
    rest = time_of(w, Purpose.COOLING, card.key, card.cycle, world.terms + COOLING)
    card.cycle += 1
    if card.cycle > MOST_CYCLES:
        world.error = Error.TOO_MANY_CYCLES
        return Step.WAITS
    card.news = News.NONE
    card.settled = 0
    if rest > 0:
        waits_until(w, lead, world.now + rest, Turn.TOUCH, card.cycle << 24, Step.COOLED)
        return Step.WAITS
    return Step.COOLED


@story("int64(int64, int64)")
def has_cooled(w, lead):
    """The lead has rested, or there is news; the next step."""
    card = lead_at(lead)
    step = Step.HAND_OVER if card.returning else Step.NURTURE
    if card.news == News.ASKED:
        card.news = News.NONE
        step = Step.HAND_OVER
    if card.news != News.NONE:
        card.ending = card.news
        closes(w, lead)
        return Step.WAITS
    return step


@story("int64(int64)")
def disposition(ending):
    """What an ending is called at the end."""
    if ending == Ending.WON:
        return Disposition.WON
    if ending == Ending.LOST:
        return Disposition.LOST
    if ending == Ending.REJECTED:
        return Disposition.REJECTED_LEAKED
    if ending == News.WITHDREW:
        return Disposition.GONE_KNOWN
    if ending == News.GAVE_UP:
        return Disposition.UNREACHABLE
    if ending == Ending.UNCONVERTED:
        return Disposition.UNCONVERTED
    if ending == News.UNSUBSCRIBED:
        return Disposition.UNSUBSCRIBED
    if ending == Ending.DISQUALIFIED:
        return Disposition.DISQUALIFIED
    return Disposition.IGNORED_CLOSED


@story("void(int64, int64)")
def closes(w, lead):
    """The last word: exactly one disposition."""
    world, card = world_at(w), lead_at(lead)
    last = disposition(card.ending)
    is_now(w, lead, Status.CLOSED)
    put_whole(world.ended, last, whole(world.ended, last) + 1)
    if last == Disposition.UNCONVERTED:
        record(w, Fact.UNCONVERTED, card.key, 0, card.cycle << 24, 0.0, 0)
    record(w, Fact.CLOSED, card.key, 0, card.cycle << 24, 0.0, last)
