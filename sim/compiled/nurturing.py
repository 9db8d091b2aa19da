"""Marketing's chapter of a lead's story, as `model/nurturing.py`: touch after touch."""

from __future__ import annotations

from ..rules.codes import CONTINUES, DECISION, NEVER, PAUSES
from ..rules.nurture import shifted, unsubscribe_chance
from .card import gains, hears, score, tires, waits_until
from .codes import Ending, Error, Fact, Kind, News, Purpose, Reason, Step, Turn
from .facts import pack, record
from .journey import is_reminded
from .layout import TOUCH, offset
from .library import follows_up, is_used, lift
from .linking import story
from .luck import amount_of, happens, time_of
from .marketing import qualifies, sends, touches_at
from .queue import at
from .reach import lead_at, put_whole, terms_at, touch_at, world_at

WAIT, MINUTES = offset(TOUCH, "wait"), offset(TOUCH, "minutes")
SIZE = TOUCH.itemsize


@story
def enters(w: int, lead: int) -> None:
    """Count a lead among those in nurture; those who may be found when scores are looked at again are listed."""
    world, card = world_at(w), lead_at(lead)
    card.in_nurture = 1
    if card.cycle == 0:
        if world.nurturing_n == world.leads_room:
            world.error = Error.LEADS
            return
        put_whole(world.nurturing, world.nurturing_n, lead)
        world.nurturing_n += 1


@story
def begins_nurture(w: int, lead: int) -> int:
    """Begin the programme anew; the next step."""
    enters(w, lead)
    lead_at(lead).number = 0
    return awaits_touch(w, lead)


@story
def ends_nurture(w: int, lead: int, ending: int) -> int:
    """The programme is over for now; the next step."""
    card = lead_at(lead)
    card.in_nurture = 0
    if ending == News.ASKED:
        card.news = News.NONE
        ending = Ending.QUALIFIED
    card.ending = ending
    return Step.HAND_OVER if ending == Ending.QUALIFIED else Step.OVER


@story
def awaits_touch(w: int, lead: int) -> int:
    """Wait for the next touch, if there is one and it comes; the next step."""
    world, card = world_at(w), lead_at(lead)
    terms = terms_at(world.terms)
    if card.number >= terms.nurture_touches_n:
        return ends_nurture(w, lead, Ending.UNCONVERTED)
    card.touch = terms.nurture_touches + card.number * SIZE
    card.number += 1
    item = pack(w, card.cycle, 0, card.number)
    wait = time_of(w, Purpose.TOUCH_WAIT, card.key, item, card.touch + WAIT)
    due = NEVER if wait >= NEVER else touches_at(w, wait)
    if due >= NEVER:
        return ends_nurture(w, lead, Ending.UNCONVERTED)
    waits_until(w, lead, due, Turn.TOUCH, item, Step.TOUCH)
    return Step.WAITS


@story
def touch_is_due(w: int, lead: int) -> int:
    """The time of a touch has come, or news before it; the next step."""
    card = lead_at(lead)
    if touch_at(card.touch).works and card.news == News.NONE:
        item = card.cycle << 24 | card.number
        minutes = amount_of(w, Purpose.TASK_DURATION, card.key, item, card.touch + MINUTES)
        sent = sends(w, minutes)
        if sent >= NEVER:
            return ends_nurture(w, lead, Ending.UNCONVERTED)
        if sent > world_at(w).now:
            waits_until(w, lead, sent, Turn.TOUCH, item, Step.SENT)
            return Step.WAITS
    return touch_is_sent(w, lead)


@story
def touch_is_sent(w: int, lead: int) -> int:
    """A touch goes out, unless there was news; the next step."""
    card = lead_at(lead)
    if card.news != News.NONE:
        return ends_nurture(w, lead, card.news)
    outcome = touched(w, lead)
    if outcome:
        return ends_nurture(w, lead, outcome)
    return awaits_touch(w, lead)


@story
def touched(w: int, lead: int) -> int:
    """One touch and what it does to the lead; how its story in nurture ends, 0 if it does not."""
    world, card = world_at(w), lead_at(lead)
    terms, touch, key = terms_at(world.terms), touch_at(card.touch), card.key
    item = card.cycle << 24 | card.number
    record(w, Fact.TOUCHED, key, 0, item, 0.0, 0)
    engages = touch.engages
    if world.tires:
        tired = tires(w, lead)
        card.touches += 1
        leaves = unsubscribe_chance(
            terms.nurture_unsubscribe, terms.nurture_unsubscribe_fatigue * tired, terms.nurture_unsubscribe_early, card.touches
        )
        if happens(w, Purpose.UNSUBSCRIBED, key, item, leaves):
            record(w, Fact.UNSUBSCRIBED, key, 0, item, 0.0, 0)
            return News.UNSUBSCRIBED
        steps = card.state if card.state <= DECISION else 0
        engages = shifted(engages, terms.nurture_readiness * steps - terms.nurture_fatigue * tired + lift(w))
    if not happens(w, Purpose.TOUCH_ENGAGED, key, item, engages):
        return 0
    gains(w, lead, touch.points)
    card.engagements += 1
    card.last_act = world.now
    record(w, Fact.ENGAGED, key, 0, item, score(w, lead), 0)
    is_reminded(w, lead)
    if terms.content_pieces > 0.0:
        is_used(w, lead, item)
    if touch.reveals > 0.0 and happens(w, Purpose.REVEALED, key, item, touch.reveals):
        if not card.fit:
            record(w, Fact.REVEALED, key, 0, item, 0.0, Reason.NO_FIT)
            return Ending.DISQUALIFIED
        ready = card.state == DECISION
        record(w, Fact.REVEALED, key, 0, item, 0.0, Reason.NONE if ready else Reason.NOT_READY)
        if ready:
            return Ending.QUALIFIED
    return Ending.QUALIFIED if qualifies(w, lead) else 0


@story
def beside_sales(w: int, lead: int, cycle: int) -> None:
    """Wait for the next touch beside sales' work, if there is one."""
    world, card = world_at(w), lead_at(lead)
    terms = terms_at(world.terms)
    if card.number >= terms.nurture_touches_n:
        return
    touch = terms.nurture_touches + card.number * SIZE
    card.number += 1
    item = pack(w, cycle, 0, card.number)
    wait = time_of(w, Purpose.TOUCH_WAIT, card.key, item, touch + WAIT)
    if wait >= NEVER:
        return
    due = touches_at(w, wait)
    if due < NEVER:
        at(w, due, Turn.TOUCH, card.key, item, Kind.BESIDE, lead, item, 0.0)


@story
def kept_warm(w: int, lead: int) -> None:
    """Let the programme go on while sales works the lead, if that is the rule; where it annoys, the lead may leave."""
    terms = terms_at(world_at(w).terms)
    if terms.nurture_while_sales_works != PAUSES and terms.nurture_touches_n:
        beside_sales(w, lead, lead_at(lead).cycle)


@story
def touched_beside_sales(w: int, lead: int, item: int) -> None:
    """A touch beside sales' work: the programme's, which tires, or content that supports the sale."""
    card, cycle = lead_at(lead), item >> 24
    if not card.with_sales or card.cycle != cycle:
        return
    terms, key = terms_at(world_at(w).terms), card.key
    record(w, Fact.TOUCHED, key, 0, item, 0.0, 0)
    if terms.nurture_while_sales_works == CONTINUES:
        card.touches += 1
        tired = tires(w, lead)
        leaves = unsubscribe_chance(
            terms.nurture_unsubscribe, terms.nurture_unsubscribe_fatigue * tired, terms.nurture_unsubscribe_early, card.touches
        )
        if happens(w, Purpose.UNSUBSCRIBED, key, item, leaves):
            record(w, Fact.UNSUBSCRIBED, key, 0, item, 0.0, 0)
            hears(w, lead, News.UNSUBSCRIBED)
            return
    elif terms.nurture_while_sales_works == PAUSES:
        return
    else:
        card.content_help += follows_up(w, lead, item)
    beside_sales(w, lead, cycle)
