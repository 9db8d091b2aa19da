"""The clocks of the agreement: when an attempt is due, what a breach does, when sales gives up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..plan.types import BUSINESS, NO_PROMISE, Calendar, Span
from ..rules.agreement import tier
from ..rules.calendar import due_time
from ..rules.codes import ALERT, AT_ASSIGNMENT, AT_CAPTURE, AT_DELIVERY, NEVER, REASSIGN
from .clock import Event, Turn, fire
from .codes import Fact, Reason

if TYPE_CHECKING:
    from .card import Lead
    from .company import Company

GAVE_UP = "gave up"
DUE, GIVE_UP = 0, 1


def after(start: int, span: Span, calendar: Calendar) -> int:
    """Instant a span after a start, on the span's own clock; NEVER without one."""
    length, clock = span
    if length == NO_PROMISE:
        return NEVER
    return due_time(*calendar, start, length) if clock == BUSINESS else start + length


class Promises:
    """What runs out: marked when it does, written after the instant's dispatch has had its chance."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.made = False  # whether the terms of the day promise anything
        self.pending: list[tuple[int, int, int, Lead]] = []

    def starts(self, lead: Lead, moment: int) -> None:
        """Start the clocks of a hand-over at the moment the agreement names."""
        if not self.made:
            return
        company = self.company
        agreement = company.terms.agreement
        now = company.clock._now
        if moment == AT_DELIVERY:
            self.calls(lead, after(now, company.terms.contact.give_up_after, agreement.calendar), GIVE_UP)
        if moment != (AT_ASSIGNMENT if agreement.clock_starts == AT_ASSIGNMENT else AT_DELIVERY):
            return
        start = lead.captured if agreement.clock_starts == AT_CAPTURE and lead.cycle == 0 else now
        which = tier(agreement.floors, lead.score)
        record = company.facts.record
        if which >= 0 and agreement.promises[which].first.length != NO_PROMISE:
            lead.promise = agreement.promises[which].first
            lead.calendar = agreement.calendar
            lead.due = after(start, lead.promise, agreement.calendar)
            record(Fact.CLOCK_STARTED, lead.key, 0, (lead.cycle << 24) | 1, float(lead.due), which)
            self.calls(lead, max(lead.due, now), DUE)
        if agreement.attempts > 1:
            due = after(start, agreement.attempts_within, agreement.calendar)
            record(Fact.CLOCK_STARTED, lead.key, 0, (lead.cycle << 24) | agreement.attempts, float(due), which)

    def calls(self, lead: Lead, when: int, what: int) -> None:
        """Mark something as pending at an instant, if the hand-over still runs then."""
        if when >= NEVER:
            return
        cycle = lead.cycle

        def mark(_: Event) -> None:
            if lead.cycle == cycle and lead.with_sales:
                self.pending.append((what, lead.key, cycle, lead))
                self.company.desk.ring()

        self.company.clock.call(when, Turn.CLOCK, lead.key, (cycle << 1) | what, mark)

    def settle(self) -> None:
        """Deal with what is pending now that whoever could begin has begun."""
        pending, self.pending = sorted(self.pending, key=lambda entry: entry[:3]), []
        for what, _, cycle, lead in pending:
            if lead.cycle != cycle or not lead.with_sales:
                continue
            if what == GIVE_UP and not lead.contacted:
                lead.hears(GAVE_UP)
            elif what == DUE and not lead.tried:
                self.breaks(lead)

    def breaks(self, lead: Lead) -> None:
        """A promise is broken: write it down, and do what the agreement says."""
        company = self.company
        agreement = company.terms.agreement
        holder = lead.rep
        if lead.reassigned == 0:
            company.facts.record(Fact.SLA_BREACHED, lead.key, 0 if holder is None else holder.key, lead.cycle << 24)
        if holder is None or agreement.enforcement not in (ALERT, REASSIGN):
            return
        if agreement.enforcement == REASSIGN and lead.reassigned < agreement.reassign_most and not lead.under_way:
            lead.reassigned += 1
            if company.desk.passes_on(lead, Reason.REASSIGNED):
                self.calls(lead, after(company.clock._now, lead.promise, lead.calendar), DUE)
        if not lead.seen and lead.rep is not None:
            company.facts.record(Fact.ALERTED, lead.key, lead.rep.key, lead.cycle << 24)
            fire(lead.wait)
