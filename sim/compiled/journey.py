"""The buyer's own way, as `model/journey.py`: need arises, readiness grows, the window opens and closes.

Truth; nobody decides here.
"""

from __future__ import annotations

from ..rules.codes import AT_HANDOFF, AWARENESS, CONSIDERATION, DECISION, FROM_DECISION, GONE, NEVER, NO_NEED
from ..rules.distributions import ticks
from ..rules.journey import elapsed_for, halved, progress, recall
from .card import gains, hears, score
from .codes import Fact, Kind, News, Purpose, Status, Turn
from .facts import record
from .layout import PERSONA, offset
from .linking import declared, story
from .luck import happens, time_of
from .queue import at
from .reach import lead_at, persona_at, terms_at, world_at

DAY = 86_400_000_000
EARLY_CALL_LASTS = 30 * DAY
PERSONAS_NEED, AWARE, CONSIDER = offset(PERSONA, "need"), offset(PERSONA, "awareness"), offset(PERSONA, "consideration")
WINDOW, REPURCHASE = offset(PERSONA, "window"), offset(PERSONA, "repurchase")
qualifies = declared("smarketing_marketing_qualifies", "int64(int64, int64)")


@story
def sets_out(w: int, lead: int) -> None:
    """Begin the buyer's way from the state in which they left their name."""
    card = lead_at(lead)
    if card.state == DECISION:
        if persona_at(card.persona).window_starts == FROM_DECISION:
            begins_to_look(w, lead)
    elif card.state == NO_NEED:
        wait = time_of(w, Purpose.NEED, card.key, card.need_number, card.persona + PERSONAS_NEED)
        if wait < NEVER:
            at(w, world_at(w).now + wait, Turn.BUYER, card.key, 1 << 20, Kind.NEED, lead, 0, 0.0)
    else:
        dwells(w, lead)


@story
def need_arises(w: int, lead: int) -> None:
    """A buyer comes to need something: they begin to be aware."""
    card = lead_at(lead)
    record(w, Fact.NEED_AROSE, card.key, 0, card.cycle << 24, 0.0, 0)
    arrives(w, lead, AWARENESS)


@story
def arrives(w: int, lead: int, state: int) -> None:
    """A buyer gets to a state."""
    card = lead_at(lead)
    card.state = state
    record(w, Fact.GOT_READIER, card.key, 0, card.cycle << 24, float(state), 0)
    if state == DECISION:
        if persona_at(card.persona).window_starts == FROM_DECISION:
            begins_to_look(w, lead)
        turns_to_us(w, lead)
    else:
        dwells(w, lead)
    if state >= CONSIDERATION and terms_at(world_at(w).terms).nurture_visits > 0.0 and card.status == Status.NURTURING:
        visits(w, lead)


@story
def dwells(w: int, lead: int) -> None:
    """Begin a state that takes time of the buyer's own."""
    card = lead_at(lead)
    dist = card.persona + (AWARE if card.state == AWARENESS else CONSIDER)
    card.left = float(time_of(w, Purpose.DWELL, card.key, card.need_number << 2 | card.state, dist))
    card.since = world_at(w).now
    plans_to_move(w, lead)


@story
def plans_to_move(w: int, lead: int) -> None:
    """Say when the next state is reached at the present pace; an earlier plan is void."""
    world, card = world_at(w), lead_at(lead)
    terms, now = terms_at(world.terms), world.now
    half_life, speeds = terms.nurture_half_life, terms.nurture_speeds
    card.moves += 1
    if card.left >= NEVER:
        return
    stock = halved(card.stock, float(now - card.stock_at), half_life)
    wait, left = 0.0, card.left
    if card.slow_until > now:
        slow = 1.0 - terms.deals_early_slows
        wait = float(card.slow_until - now)
        used = progress(wait, slow, speeds, stock, half_life)
        if used >= left:
            wait = elapsed_for(left, slow, speeds, stock, half_life)
            left = 0.0
        else:
            left -= used
            stock = halved(stock, wait, half_life)
    if left > 0.0:
        wait += elapsed_for(left, 1.0, speeds, stock, half_life)
    when = now + ticks(wait)
    if when < NEVER:
        at(w, when, Turn.BUYER, card.key, (2 << 20) + card.moves, Kind.MOVE, lead, card.moves, 0.0)


@story
def moves_on(w: int, lead: int, move: int) -> None:
    """A plan to move comes due, unless it is void."""
    card = lead_at(lead)
    if card.moves == move:
        arrives(w, lead, card.state + 1)


@story
def takes_stock(w: int, lead: int) -> None:
    """Count the buyer's own time up to now, before their pace changes."""
    world, card = world_at(w), lead_at(lead)
    terms, now = terms_at(world.terms), world.now
    half_life, speeds = terms.nurture_half_life, terms.nurture_speeds
    elapsed = now - card.since
    if elapsed > 0 and AWARENESS <= card.state <= CONSIDERATION:
        stock = halved(card.stock, float(card.since - card.stock_at), half_life)
        slowed = min(max(card.slow_until - card.since, 0), elapsed)
        used = progress(float(slowed), 1.0 - terms.deals_early_slows, speeds, stock, half_life)
        stock = halved(stock, float(slowed), half_life)
        card.left -= used + progress(float(elapsed - slowed), 1.0, speeds, stock, half_life)
        card.left = max(card.left, 0.0)
    card.since = now


@story
def is_reminded(w: int, lead: int) -> None:
    """An engagement: the buyer's stock grows, and with it their pace."""
    world, card = world_at(w), lead_at(lead)
    terms = terms_at(world.terms)
    if terms.nurture_speeds == 0.0 and terms.nurture_recalls == 0.0:
        return
    takes_stock(w, lead)
    card.stock = halved(card.stock, float(world.now - card.stock_at), terms.nurture_half_life) + 1.0
    card.stock_at = world.now
    if terms.nurture_speeds > 0.0 and AWARENESS <= card.state <= CONSIDERATION:
        plans_to_move(w, lead)


@story
def is_called_early(w: int, lead: int) -> None:
    """A conversation before the buyer is ready slows them for a month."""
    world, card = world_at(w), lead_at(lead)
    record(w, Fact.CALLED_EARLY, card.key, 0, card.cycle << 24, float(card.state), 0)
    if terms_at(world.terms).deals_early_slows == 0.0:
        return
    takes_stock(w, lead)
    card.slow_until = world.now + EARLY_CALL_LASTS
    if AWARENESS <= card.state <= CONSIDERATION:
        plans_to_move(w, lead)


@story
def turns_to_us(w: int, lead: int) -> None:
    """A buyer who gets ready may ask for a call by themselves, more likely the better they remember us."""
    world, card = world_at(w), lead_at(lead)
    terms = terms_at(world.terms)
    if terms.nurture_turns_to_us == 0.0 and terms.nurture_recalls == 0.0:
        return
    stock = halved(card.stock, float(world.now - card.stock_at), terms.nurture_half_life)
    chance = recall(terms.nurture_turns_to_us, terms.nurture_recalls, stock)
    if card.status == Status.NURTURING and happens(w, Purpose.TURNS_TO_US, card.key, card.need_number, chance):
        record(w, Fact.TURNED_TO_US, card.key, 0, card.cycle << 24, 0.0, 0)
        card.last_act = world.now
        hears(w, lead, News.ASKED)


@story
def visits(w: int, lead: int) -> None:
    """A buyer who gets readier looks at our pages: points for the score, and an act of their own."""
    world, card = world_at(w), lead_at(lead)
    gains(w, lead, terms_at(world.terms).nurture_visits)
    card.last_act = world.now
    record(w, Fact.VISITED, card.key, 0, card.cycle << 24, score(w, lead), 0)
    if card.news == News.NONE and qualifies(w, lead):
        hears(w, lead, News.ASKED)


@story
def begins_to_look(w: int, lead: int) -> None:
    """The buyer's window opens; it will close by itself, announced or silently."""
    world, card = world_at(w), lead_at(lead)
    from_decision = persona_at(card.persona).window_starts == FROM_DECISION
    visit = card.need_number if from_decision else card.cycle
    lasts = time_of(w, Purpose.WINDOW, card.key, visit, card.persona + WINDOW)
    card.looking = 1
    if lasts >= NEVER:
        return
    closing = world.now + lasts
    record(w, Fact.WINDOW_OPENED, card.key, 0, card.cycle << 24, float(closing), 0)
    at(w, closing, Turn.BUYER, card.key, visit, Kind.CLOSING, lead, visit << 8 | card.cycle, 0.0)


@story
def stops_looking(w: int, lead: int, token: int) -> None:
    """A window closes, if it is still the buyer's."""
    card = lead_at(lead)
    visit, cycle = token >> 8, token & 255
    starts = persona_at(card.persona).window_starts
    from_decision = starts == FROM_DECISION
    closed = card.status == Status.CLOSED
    if card.settled or (closed and not from_decision) or (card.cycle != cycle and starts == AT_HANDOFF):
        return
    card.looking = 0
    record(w, Fact.WINDOW_CLOSED, card.key, 0, cycle << 24, 0.0, 0)
    if from_decision:
        buys_elsewhere(w, lead)
    announced = persona_at(card.persona).announce_share
    if not closed and happens(w, Purpose.WINDOW_ANNOUNCED, card.key, visit, announced):
        record(w, Fact.WITHDREW, card.key, 0, card.cycle << 24, 0.0, 0)
        hears(w, lead, News.WITHDREW)


@story
def buys_elsewhere(w: int, lead: int) -> None:
    """The window has closed: the need is met, and comes back after the repurchase interval if ever."""
    card = lead_at(lead)
    card.state = GONE
    wait = time_of(w, Purpose.REPURCHASE, card.key, card.need_number, card.persona + REPURCHASE)
    if wait < NEVER:
        card.need_number += 1
        again = world_at(w).now + max(wait, DAY)
        at(w, again, Turn.BUYER, card.key, (1 << 20) + card.need_number, Kind.NEEDS_AGAIN, lead, 0, 0.0)


@story
def needs_again(w: int, lead: int) -> None:
    """A need comes back."""
    lead_at(lead).looking = 1
    need_arises(w, lead)
