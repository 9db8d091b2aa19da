"""One lead's story, as `model/lead.py`: which chapter follows which, told on from where it waits."""

from __future__ import annotations

from ..rules.codes import FROM_CAPTURE
from .accounts import meets_account
from .calling import attempted, gap_is_over, is_closed_or_alerted, researched
from .card import is_now, score, waits, waits_until
from .codes import Disposition, Ending, Error, Fact, News, Purpose, Status, Step, Turn
from .dealing import delay_is_over, slot_has_come, stage_is_done
from .facts import record
from .handover import delivery_has_come, has_met, has_talked, is_given, is_mql_now, looked_at, sales_is_done
from .journey import begins_to_look, sets_out
from .layout import TERMS, offset
from .linking import story
from .luck import happens, time_of
from .marketing import qualifies
from .nurturing import begins_nurture, touch_is_due, touch_is_sent
from .reach import channel_at, lead_at, persona_at, put_whole, terms_at, whole, world_at

MOST_CYCLES = 127
COOLING = offset(TERMS, "recycling_cooling")


@story
def lives(w: int, lead: int, waiting: bool) -> None:
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


@story
def resume(w: int, lead: int, value: int) -> None:
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


@story
def goes(w: int, lead: int, step: int, value: int) -> int:
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


# The way back, or the last word


@story
def comes_back(w: int, lead: int) -> bool:
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


@story
def chapter_ends(w: int, lead: int) -> int:
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


@story
def has_cooled(w: int, lead: int) -> int:
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


@story
def disposition(ending: int) -> int:
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


@story
def closes(w: int, lead: int) -> None:
    """The last word: exactly one disposition."""
    world, card = world_at(w), lead_at(lead)
    last = disposition(card.ending)
    is_now(w, lead, Status.CLOSED)
    put_whole(world.ended, last, whole(world.ended, last) + 1)
    if last == Disposition.UNCONVERTED:
        record(w, Fact.UNCONVERTED, card.key, 0, card.cycle << 24, 0.0, 0)
    record(w, Fact.CLOSED, card.key, 0, card.cycle << 24, 0.0, last)
