"""What runs out, as `model/promises.py`: marked when it does, written after the instant's dispatch has had its chance."""

from __future__ import annotations

from ..rules.agreement import tier
from ..rules.calendar import due_time
from ..rules.codes import AT_ASSIGNMENT, AT_CAPTURE, AT_DELIVERY, ESCALATE, NEVER, NO_ENFORCEMENT, REASSIGN
from .card import hears, is_now, rep_key, score, under_way
from .codes import Error, Fact, Kind, News, Reason, Status, Turn
from .desk import passes_on
from .facts import record
from .layout import PROMISE, TERMS, offset
from .linking import declared, story
from .queue import at
from .reach import (
    calendar_at,
    lead_at,
    put_whole,
    reals,
    rep_at,
    span_at,
    task_at,
    terms_at,
    whole,
    wholes,
    world_at,
)
from .rep import rings
from .scratch import gives_back, takes_room
from .tasks import ESCALATED, adds, removes

NO_PROMISE, BUSINESS = -1, 1
DUE, GIVE_UP, ACCEPT_BY = 0, 1, 2
CALENDAR = offset(TERMS, "agreement_calendar")
GIVE_UP_AFTER = offset(TERMS, "contact_give_up_after")
DISPOSITION_WITHIN = offset(TERMS, "agreement_disposition_within")
ATTEMPTS_WITHIN = offset(TERMS, "agreement_attempts_within")
PROMISE_SIZE = PROMISE.itemsize
FIRST = offset(PROMISE, "first")
resume = declared("smarketing_life_resume", "void(int64, int64, int64)")
enters = declared("smarketing_reviews_enters", "void(int64, int64, int64)")


@story
def after(start: int, of: int, calendar: int) -> int:
    """Instant a span after a start, on the span's own clock; NEVER without one."""
    span, open_times = span_at(of), calendar_at(calendar)
    if span.length == NO_PROMISE:
        return NEVER
    if span.clock != BUSINESS:
        return start + span.length
    n = open_times.opens_n
    opens, closes, before = wholes(open_times.opens, n), wholes(open_times.closes, n), wholes(open_times.before, n)
    return due_time(opens, closes, before, start, span.length)


@story
def starts(w: int, lead: int, moment: int) -> None:
    """Start the clocks of a hand-over at the moment the agreement names."""
    world, card = world_at(w), lead_at(lead)
    if not world.promises:
        return
    terms, now, calendar = terms_at(world.terms), world.now, world.terms + CALENDAR
    if moment == AT_DELIVERY:
        calls(w, lead, after(now, world.terms + GIVE_UP_AFTER, calendar), GIVE_UP)
        calls(w, lead, after(now, world.terms + DISPOSITION_WITHIN, calendar), ACCEPT_BY)
    if moment != (AT_ASSIGNMENT if terms.agreement_clock_starts == AT_ASSIGNMENT else AT_DELIVERY):
        return
    start = card.captured if terms.agreement_clock_starts == AT_CAPTURE and card.cycle == 0 else now
    which = tier(reals(terms.agreement_floors, terms.agreement_floors_n), score(w, lead) - world.reviewed)
    if which >= 0:
        promise = terms.agreement_promises + which * PROMISE_SIZE + FIRST
        if span_at(promise).length != NO_PROMISE:
            card.promise = promise
            card.calendar = calendar
            card.due = after(start, promise, calendar)
            record(w, Fact.CLOCK_STARTED, card.key, 0, card.cycle << 24 | 1, float(card.due), which)
            calls(w, lead, max(card.due, now), DUE)
    if terms.agreement_attempts > 1:
        due = after(start, world.terms + ATTEMPTS_WITHIN, calendar)
        record(w, Fact.CLOCK_STARTED, card.key, 0, card.cycle << 24 | terms.agreement_attempts, float(due), which)


@story
def calls(w: int, lead: int, when: int, what: int) -> None:
    """Mark something as pending at an instant, if the hand-over still runs then."""
    if when < NEVER:
        card = lead_at(lead)
        visit = card.cycle << 2 | what
        at(w, when, Turn.CLOCK, card.key, visit, Kind.PROMISE, lead, visit, 0.0)


@story
def marks(w: int, lead: int, visit: int) -> None:
    """A clock runs out."""
    world, card = world_at(w), lead_at(lead)
    if card.cycle != visit >> 2 or not card.with_sales:
        return
    if world.pending_n == world.pending_room:
        world.error = Error.PENDING
        return
    put_whole(world.pending, 2 * world.pending_n, lead)
    put_whole(world.pending, 2 * world.pending_n + 1, visit)
    world.pending_n += 1
    rings(w)


@story
def is_settled_before(lead: int, visit: int, other: int, others: int) -> bool:
    """Order of what is pending: by what it is, then by lead and cycle."""
    if visit & 3 != others & 3:
        return visit & 3 < others & 3
    if lead_at(lead).key != lead_at(other).key:
        return lead_at(lead).key < lead_at(other).key
    return visit < others


@story
def settle(w: int) -> None:
    """Deal with what is pending now that whoever could begin has begun."""
    world = world_at(w)
    n = world.pending_n
    leads, visits = takes_room(w, n), takes_room(w, n)
    if world.error:
        return
    for i in range(n):
        lead, visit = whole(world.pending, 2 * i), whole(world.pending, 2 * i + 1)
        place = i
        while place > 0 and is_settled_before(lead, visit, whole(leads, place - 1), whole(visits, place - 1)):
            put_whole(leads, place, whole(leads, place - 1))
            put_whole(visits, place, whole(visits, place - 1))
            place -= 1
        put_whole(leads, place, lead)
        put_whole(visits, place, visit)
    world.pending_n = 0
    for i in range(n):
        lead, what = whole(leads, i), whole(visits, i) & 3
        card = lead_at(lead)
        if card.cycle != whole(visits, i) >> 2 or not card.with_sales:
            continue
        if what == GIVE_UP and not card.contacted:
            hears(w, lead, News.GAVE_UP)
        elif what == DUE and not card.tried:
            breaks(w, lead)
        elif what == ACCEPT_BY and not card.disposed:
            accepts_by_default(w, lead)
    gives_back(w, leads)


@story
def accepts_by_default(w: int, lead: int) -> None:
    """Nobody said what became of the lead in time: by the agreement it counts as accepted."""
    card = lead_at(lead)
    card.disposed = 1
    record(w, Fact.ACCEPTED, card.key, rep_key(lead), card.cycle << 24, 0.0, Reason.TIMEOUT)
    is_now(w, lead, Status.SAL)
    enters(w, lead, True)


@story
def breaks(w: int, lead: int) -> None:
    """A promise is broken: write it down, and do what the agreement says."""
    world, card = world_at(w), lead_at(lead)
    terms = terms_at(world.terms)
    holder, enforcement = card.rep, terms.agreement_enforcement
    if card.reassigned == 0:
        record(w, Fact.SLA_BREACHED, card.key, rep_key(lead), card.cycle << 24, 0.0, 0)
    if holder == 0 or enforcement == NO_ENFORCEMENT:
        return
    if enforcement == REASSIGN and card.reassigned < terms.agreement_reassign_most and not under_way(lead):
        card.reassigned += 1
        if passes_on(w, lead, Reason.REASSIGNED):
            calls(w, lead, after(world.now, card.promise, card.calendar), DUE)
    if enforcement == ESCALATE:
        escalates(w, lead)
    if card.rep == 0:
        return
    if not card.seen:
        record(w, Fact.ALERTED, card.key, rep_at(card.rep).key, card.cycle << 24, 0.0, 0)
        resume(w, lead, 0)
    elif card.ignored:
        record(w, Fact.ALERTED, card.key, rep_at(card.rep).key, card.cycle << 24, 0.0, 0)
        hears(w, lead, News.ALERTED)


@story
def escalates(w: int, lead: int) -> None:
    """A manager puts the lead first, and spends time on it."""
    world, card = world_at(w), lead_at(lead)
    card.escalated = 1
    cost = terms_at(world.terms).costs_escalation
    record(w, Fact.ESCALATED, card.key, rep_key(lead), card.cycle << 24, cost, 0)
    if card.task and task_at(card.task).list:
        waits_in = task_at(card.task).list
        removes(w, card.task)
        task_at(card.task).rank = ESCALATED
        adds(w, waits_in, card.task)
        rings(w)
