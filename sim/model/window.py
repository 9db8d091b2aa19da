"""The buyer's window: how long they look, and how it ends."""

from __future__ import annotations

from ..rules.codes import NEVER
from ..rules.draws import Purpose
from .card import WITHDREW, Lead
from .clock import Event, Turn
from .codes import Fact, Status


def begins_to_look(lead: Lead) -> None:
    """The buyer's window opens; it will close by itself, announced or silently."""
    company, buyer, cycle = lead.company, lead.buyer, lead.cycle
    window = buyer.persona.window
    lasts = company.draws.time(Purpose.WINDOW, lead.key, cycle, window)
    buyer.looking = True
    if lasts >= NEVER:
        return
    closing = company.clock._now + lasts
    company.facts.record(Fact.WINDOW_OPENED, lead.key, 0, cycle << 24, float(closing))

    def stops_looking(_: Event) -> None:
        if buyer.settled or lead.status == Status.CLOSED or (lead.cycle != cycle and not buyer.persona.window_at_capture):
            return
        buyer.looking = False
        company.facts.record(Fact.WINDOW_CLOSED, lead.key, 0, cycle << 24)
        if company.draws.happens(Purpose.WINDOW_ANNOUNCED, lead.key, cycle, buyer.persona.announce_share):
            company.facts.record(Fact.WITHDREW, lead.key, 0, lead.cycle << 24)
            lead.hears(WITHDREW)

    company.clock.call(closing, Turn.BUYER, lead.key, cycle, stops_looking)
