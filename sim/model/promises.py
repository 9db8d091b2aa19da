"""The clocks of the agreement: when an attempt is due, what a breach does, when sales gives up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..plan.types import BUSINESS, NO_PROMISE, Calendar, Span
from ..rules.agreement import tier
from ..rules.calendar import due_time
from ..rules.codes import AT_ASSIGNMENT, AT_CAPTURE, AT_DELIVERY, ESCALATE, NEVER, NO_ENFORCEMENT, REASSIGN
from .card import ALERTED
from .clock import Event, Turn, fire
from .codes import Fact, Reason, Status
from .task import ESCALATED

if TYPE_CHECKING:
    from .card import Lead
    from .company import Company

GAVE_UP = "gave up"
DUE, GIVE_UP, ACCEPT_BY = 0, 1, 2


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
            self.calls(lead, after(now, agreement.disposition_within, agreement.calendar), ACCEPT_BY)
        if moment != (AT_ASSIGNMENT if agreement.clock_starts == AT_ASSIGNMENT else AT_DELIVERY):
            return
        start = lead.captured if agreement.clock_starts == AT_CAPTURE and lead.cycle == 0 else now
        which = tier(agreement.floors, lead.score - company.marketing.reviewed)
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

        self.company.clock.call(when, Turn.CLOCK, lead.key, (cycle << 2) | what, mark)

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
            elif what == ACCEPT_BY and not lead.disposed:
                self.accepts_by_default(lead)

    def accepts_by_default(self, lead: Lead) -> None:
        """Nobody said what became of the lead in time: by the agreement it counts as accepted."""
        lead.disposed = True
        self.company.facts.record(Fact.ACCEPTED, lead.key, lead.rep_key, lead.cycle << 24, 0.0, Reason.TIMEOUT)
        lead.is_now(Status.SAL)
        self.company.reviews.enters(lead, True)

    def breaks(self, lead: Lead) -> None:
        """A promise is broken: write it down, and do what the agreement says."""
        company = self.company
        agreement = company.terms.agreement
        holder = lead.rep
        if lead.reassigned == 0:
            company.facts.record(Fact.SLA_BREACHED, lead.key, 0 if holder is None else holder.key, lead.cycle << 24)
        if holder is None or agreement.enforcement == NO_ENFORCEMENT:
            return
        if agreement.enforcement == REASSIGN and lead.reassigned < agreement.reassign_most and not lead.under_way:
            lead.reassigned += 1
            if company.desk.passes_on(lead, Reason.REASSIGNED):
                self.calls(lead, after(company.clock._now, lead.promise, lead.calendar), DUE)
        if agreement.enforcement == ESCALATE:
            self.escalates(lead)
        if lead.rep is None:
            return
        if not lead.seen:
            company.facts.record(Fact.ALERTED, lead.key, lead.rep.key, lead.cycle << 24)
            fire(lead.wait)
        elif lead.ignored:
            company.facts.record(Fact.ALERTED, lead.key, lead.rep.key, lead.cycle << 24)
            lead.hears(ALERTED)

    def escalates(self, lead: Lead) -> None:
        """A manager puts the lead first, and spends time on it."""
        company = self.company
        lead.escalated = True
        company.facts.record(Fact.ESCALATED, lead.key, lead.rep_key, lead.cycle << 24, company.terms.costs.escalation)
        task = lead.task
        if task is not None and (waits_in := task.list) is not None:
            waits_in.remove(task)
            task.rank = ESCALATED
            waits_in.add(task)
            company.desk.ring()
