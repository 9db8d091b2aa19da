"""The buyer's own way: need arises, readiness grows, the window opens and closes. Truth; nobody decides here."""

from __future__ import annotations

from ..rules.codes import AT_HANDOFF, AWARENESS, CONSIDERATION, DECISION, FROM_DECISION, GONE, NEVER, NO_NEED
from ..rules.distributions import ticks
from ..rules.draws import Purpose
from ..rules.journey import elapsed_for, halved, progress, recall
from .card import ASKED, WITHDREW, Lead
from .clock import Event, Turn
from .codes import Fact, Status

DAY = 86_400_000_000
EARLY_CALL_LASTS = 30 * DAY


def sets_out(lead: Lead) -> None:
    """Begin the buyer's way from the state in which they left their name."""
    state = lead.buyer.state
    if state == DECISION:
        if lead.buyer.persona.window_starts == FROM_DECISION:
            begins_to_look(lead)
    elif state == NO_NEED:
        company = lead.company
        wait = company.draws.time(Purpose.NEED, lead.key, lead.buyer.need_number, lead.buyer.persona.need)
        if wait < NEVER:
            company.clock.call(company.clock._now + wait, Turn.BUYER, lead.key, 1 << 20, lambda _: need_arises(lead))
    else:
        dwells(lead)


def need_arises(lead: Lead) -> None:
    """A buyer comes to need something: they begin to be aware."""
    lead.company.facts.record(Fact.NEED_AROSE, lead.key, 0, lead.cycle << 24)
    arrives(lead, AWARENESS)


def arrives(lead: Lead, state: int) -> None:
    """A buyer gets to a state."""
    company, buyer = lead.company, lead.buyer
    buyer.state = state
    company.facts.record(Fact.GOT_READIER, lead.key, 0, lead.cycle << 24, float(state))
    if state == DECISION:
        if buyer.persona.window_starts == FROM_DECISION:
            begins_to_look(lead)
        turns_to_us(lead)
    else:
        dwells(lead)
    if state >= CONSIDERATION and company.terms.nurture.visits > 0.0 and lead.status == Status.NURTURING:
        visits(lead)


def dwells(lead: Lead) -> None:
    """Begin a state that takes time of the buyer's own."""
    buyer = lead.buyer
    dist = buyer.persona.awareness if buyer.state == AWARENESS else buyer.persona.consideration
    visit = buyer.need_number << 2 | buyer.state
    buyer.left = float(lead.company.draws.time(Purpose.DWELL, lead.key, visit, dist))
    buyer.since = lead.company.clock._now
    plans_to_move(lead)


def plans_to_move(lead: Lead) -> None:
    """Say when the next state is reached at the present pace; an earlier plan is void."""
    company, buyer = lead.company, lead.buyer
    now, nurture = company.clock._now, company.terms.nurture
    buyer.moves += 1
    if buyer.left >= NEVER:
        return
    stock = halved(buyer.stock, float(now - buyer.stock_at), nurture.half_life)
    wait, left = 0.0, buyer.left
    if buyer.slow_until > now:
        slow = 1.0 - company.terms.deals.early_slows
        wait = float(buyer.slow_until - now)
        used = progress(wait, slow, nurture.speeds, stock, nurture.half_life)
        if used >= left:
            wait = elapsed_for(left, slow, nurture.speeds, stock, nurture.half_life)
            left = 0.0
        else:
            left -= used
            stock = halved(stock, wait, nurture.half_life)
    if left > 0.0:
        wait += elapsed_for(left, 1.0, nurture.speeds, stock, nurture.half_life)
    move = buyer.moves

    def moves_on(_: Event) -> None:
        if buyer.moves == move:
            arrives(lead, buyer.state + 1)

    when = now + ticks(wait)
    if when < NEVER:
        company.clock.call(when, Turn.BUYER, lead.key, (2 << 20) + move, moves_on)


def takes_stock(lead: Lead) -> None:
    """Count the buyer's own time up to now, before their pace changes."""
    company, buyer = lead.company, lead.buyer
    now, nurture = company.clock._now, company.terms.nurture
    elapsed = now - buyer.since
    if elapsed > 0 and AWARENESS <= buyer.state <= CONSIDERATION:
        stock = halved(buyer.stock, float(buyer.since - buyer.stock_at), nurture.half_life)
        slowed = min(max(buyer.slow_until - buyer.since, 0), elapsed)
        used = progress(float(slowed), 1.0 - company.terms.deals.early_slows, nurture.speeds, stock, nurture.half_life)
        stock = halved(stock, float(slowed), nurture.half_life)
        buyer.left -= used + progress(float(elapsed - slowed), 1.0, nurture.speeds, stock, nurture.half_life)
        buyer.left = max(buyer.left, 0.0)
    buyer.since = now


def is_reminded(lead: Lead) -> None:
    """An engagement: the buyer's stock grows, and with it their pace."""
    company, buyer = lead.company, lead.buyer
    nurture, now = company.terms.nurture, company.clock._now
    if nurture.speeds == 0.0 and nurture.recalls == 0.0:
        return
    takes_stock(lead)
    buyer.stock = halved(buyer.stock, float(now - buyer.stock_at), nurture.half_life) + 1.0
    buyer.stock_at = now
    if nurture.speeds > 0.0 and AWARENESS <= buyer.state <= CONSIDERATION:
        plans_to_move(lead)


def is_called_early(lead: Lead) -> None:
    """A conversation before the buyer is ready slows them for a month."""
    company, buyer = lead.company, lead.buyer
    company.facts.record(Fact.CALLED_EARLY, lead.key, 0, lead.cycle << 24, float(buyer.state))
    if company.terms.deals.early_slows == 0.0:
        return
    takes_stock(lead)
    buyer.slow_until = company.clock._now + EARLY_CALL_LASTS
    if AWARENESS <= buyer.state <= CONSIDERATION:
        plans_to_move(lead)


def turns_to_us(lead: Lead) -> None:
    """A buyer who gets ready may ask for a call by themselves, more likely the better they remember us."""
    company, buyer, nurture = lead.company, lead.buyer, lead.company.terms.nurture
    if nurture.turns_to_us == 0.0 and nurture.recalls == 0.0:
        return
    now = company.clock._now
    stock = halved(buyer.stock, float(now - buyer.stock_at), nurture.half_life)
    chance = recall(nurture.turns_to_us, nurture.recalls, stock)
    if lead.status == Status.NURTURING and company.draws.happens(Purpose.TURNS_TO_US, lead.key, buyer.need_number, chance):
        company.facts.record(Fact.TURNED_TO_US, lead.key, 0, lead.cycle << 24)
        lead.last_act = now
        lead.hears(ASKED)


def visits(lead: Lead) -> None:
    """A buyer who gets readier looks at our pages: points for the score, and an act of their own."""
    company = lead.company
    lead.gains(company.terms.nurture.visits)
    lead.last_act = company.clock._now
    company.facts.record(Fact.VISITED, lead.key, 0, lead.cycle << 24, lead.score)
    if lead.news is None and company.marketing.qualifies(lead):
        lead.hears(ASKED)


def begins_to_look(lead: Lead) -> None:
    """The buyer's window opens; it will close by itself, announced or silently."""
    company, buyer, cycle = lead.company, lead.buyer, lead.cycle
    persona = buyer.persona
    from_decision = persona.window_starts == FROM_DECISION
    visit = buyer.need_number if from_decision else cycle
    lasts = company.draws.time(Purpose.WINDOW, lead.key, visit, persona.window)
    buyer.looking = True
    if lasts >= NEVER:
        return
    closing = company.clock._now + lasts
    company.facts.record(Fact.WINDOW_OPENED, lead.key, 0, cycle << 24, float(closing))

    def stops_looking(_: Event) -> None:
        closed = lead.status == Status.CLOSED
        if buyer.settled or (closed and not from_decision) or (lead.cycle != cycle and persona.window_starts == AT_HANDOFF):
            return
        buyer.looking = False
        company.facts.record(Fact.WINDOW_CLOSED, lead.key, 0, cycle << 24)
        if from_decision:
            buys_elsewhere(lead)
        if not closed and company.draws.happens(Purpose.WINDOW_ANNOUNCED, lead.key, visit, persona.announce_share):
            company.facts.record(Fact.WITHDREW, lead.key, 0, lead.cycle << 24)
            lead.hears(WITHDREW)

    company.clock.call(closing, Turn.BUYER, lead.key, visit, stops_looking)


def buys_elsewhere(lead: Lead) -> None:
    """The window has closed: the need is met, and comes back after the repurchase interval if ever."""
    company, buyer = lead.company, lead.buyer
    buyer.state = GONE
    wait = company.draws.time(Purpose.REPURCHASE, lead.key, buyer.need_number, buyer.persona.repurchase)
    if wait < NEVER:
        buyer.need_number += 1

        def needs_again(_: Event) -> None:
            buyer.looking = True
            need_arises(lead)

        again = company.clock._now + max(wait, DAY)  # a need that came back at once, again and again, would stop time
        company.clock.call(again, Turn.BUYER, lead.key, (1 << 20) + buyer.need_number, needs_again)
