"""Reps' own pipeline and the day's admin, as `model/own.py`."""

from __future__ import annotations

from ..rules.codes import EXPONENTIAL, NEVER
from ..rules.distributions import quantile
from ..rules.pursuit import effective
from ..rules.work import rank
from .codes import Error, Fact, Kind, Purpose, Reason, TaskKind, Turn
from .facts import pack, record
from .layout import TERMS, offset
from .linking import story
from .luck import amount_of, happens, luck, time_of
from .queue import at
from .reach import put_whole, rep_at, task_at, terms_at, whole, world_at
from .rep import lays_down, waits_for
from .scratch import bisect_right
from .tasks import APPOINTED, LAST, adds, drops_task, new_task, removes

MINUTE = 60e6
OWN_TASK, OWN_TAKES, OWN_VALUE = offset(TERMS, "own_task"), offset(TERMS, "own_takes"), offset(TERMS, "own_value")
ADMIN = offset(TERMS, "work_admin")


@story
def chore(w: int, item: int, dist: int, length: int, place: int, pauses: int) -> int:
    """A task for nobody's lead; `length` where there is no distribution."""
    address = new_task(w)
    task = task_at(address)
    task.item = item
    task.dist = dist
    task.length = length
    task.opened = world_at(w).now
    task.rank = place
    task.pauses = pauses
    task.roomy = 0
    return address


@story
def gathers(w: int, kind: int, number: int, length: int) -> None:
    """All reps at work come together."""
    world = world_at(w)
    for i in range(world.reps_n):
        rep = whole(world.reps, i)
        if rep_at(rep).on_shift:
            waits_for(w, chore(w, pack(w, 0, kind, number), 0, length, APPOINTED, 0), rep)
            lays_down(w, rep)


@story
def drops(w: int, rep: int, opened_by: int) -> None:
    """Give up the pieces of own work that have waited since an instant or longer."""
    seat = rep_at(rep)
    kept = 0
    for i in range(seat.own_tasks_n):
        task = whole(seat.own_tasks, i)
        job = task_at(task)
        if task != seat.task and job.opened <= opened_by:
            removes(w, task)
            record(w, Fact.TASK_CANCELLED, 0, seat.key, job.item, 0.0, Reason.DISPLACED)
            drops_task(w, task)
        else:
            put_whole(seat.own_tasks, kept, task)
            kept += 1
    seat.own_tasks_n = kept


@story
def opens(w: int, rep: int) -> None:
    """Lay one piece of own work on the rep's desk."""
    world, seat = world_at(w), rep_at(rep)
    terms = terms_at(world.terms)
    seat.own_pieces += 1
    item = pack(w, 0, TaskKind.OWN, seat.own_pieces & 0xFFFF)
    place = rank(terms.work_order, 1, 0, terms.own_score, world.now, NEVER)
    task = chore(w, item, world.terms + OWN_TASK, 0, place, 1)
    if seat.own_tasks_n == world.list_room:
        world.error = Error.LISTS
        return
    put_whole(seat.own_tasks, seat.own_tasks_n, task)
    seat.own_tasks_n += 1
    waits_for(w, task, rep)


@story
def plans_day(w: int, rep: int) -> None:
    """Plan the day's share of own pipeline, and give up what has waited too long."""
    world, seat = world_at(w), rep_at(rep)
    terms = terms_at(world.terms)
    drops(w, rep, world.now - terms.own_keeps)
    if terms.own_planned <= 0.0 or seat.qualifies_only:
        return
    share = terms.own_planned / seat.workdays
    record(w, Fact.OWN_PLANNED, 0, seat.key, 0, share, 0)
    seat.owed += share / (terms.own_task_mean / MINUTE)
    while seat.owed >= 1.0:
        seat.owed -= 1.0
        opens(w, rep)


@story
def begins_day(w: int, rep: int) -> None:
    """Lay a local day's work on a rep's desk, once; admin comes last on its day, and ranks with deals from then on."""
    world, seat = world_at(w), rep_at(rep)
    terms = terms_at(world.terms)
    if not terms.work_has_admin and terms.own_planned <= 0.0:
        return
    day = bisect_right(world.days, world.days_n, world.now)
    if seat.day == day:
        return
    seat.day = day
    plans_day(w, rep)
    if not terms.work_has_admin:
        return
    kept = 0
    for i in range(seat.admin_n):
        task = whole(seat.admin, i)
        if task_at(task).list == rep:  # one that is being done keeps its rank
            removes(w, task)
            task_at(task).rank = rank(terms.work_order, 1, 0, terms.own_score, task_at(task).opened, NEVER)
            adds(w, rep, task)
            put_whole(seat.admin, kept, task)
            kept += 1
    seat.admin_n = kept
    task = chore(w, pack(w, 0, TaskKind.ADMIN, day), world.terms + ADMIN, 0, LAST, 1)
    if seat.admin_n == world.list_room:
        world.error = Error.LISTS
        return
    put_whole(seat.admin, seat.admin_n, task)
    seat.admin_n += 1
    waits_for(w, task, rep)


@story
def block(w: int, number: int, length: int) -> None:
    """A ring-fenced block begins: nothing but own work until it ends."""
    world = world_at(w)
    for i in range(world.reps_n):
        rep = whole(world.reps, i)
        if rep_at(rep).on_shift and not rep_at(rep).qualifies_only:
            item = pack(w, 1, TaskKind.OWN, number & 0xFFFF)
            waits_for(w, chore(w, item, 0, length, APPOINTED, 0), rep)
            lays_down(w, rep)


@story
def next_needed(w: int, rep: int) -> float:
    """Effective minutes that the next self-sourced SQL takes."""
    seat = rep_at(rep)
    if seat.needed == 0.0:
        u = luck(w, Purpose.OWN_SQL, seat.key, seat.sqls)
        seat.needed = terms_at(world_at(w).terms).own_per_sql * quantile(EXPONENTIAL, 1.0, 0.0, u)
    return seat.needed


@story
def finds(w: int, rep: int) -> None:
    """A self-sourced SQL, and how its deal ends: for the quota of who found it, if they are still here."""
    world, seat = world_at(w), rep_at(rep)
    number = seat.sqls
    record(w, Fact.OWN_SQL, 0, seat.key, number, 0.0, 0)
    won = happens(w, Purpose.OWN_WON, seat.key, number, terms_at(world.terms).own_closes)
    money = amount_of(w, Purpose.OWN_VALUE, seat.key, number, world.terms + OWN_VALUE) if won else 0.0
    ends = world.now + time_of(w, Purpose.OWN_TAKES, seat.key, number, world.terms + OWN_TAKES)
    if ends < NEVER:
        token = seat.holders << 32 | number << 1 | (1 if won else 0)
        at(w, ends, Turn.DELIVERY, seat.key, (1 << 24) + number, Kind.OWN_CLOSES, rep, token, money)


@story
def closes(w: int, rep: int, token: int, money: float) -> None:
    """A self-sourced deal ends."""
    seat = rep_at(rep)
    here = seat.employed and seat.holders == token >> 32
    reason = Reason.NONE if here else Reason.REP_LEFT
    record(w, Fact.OWN_WON if token & 1 else Fact.OWN_LOST, 0, seat.key, (token & 0xFFFFFFFF) >> 1, money, reason)
    if here:
        seat.won += money


@story
def worked(w: int, rep: int, minutes: float) -> None:
    """Count own minutes; SQLs come of them."""
    world, seat = world_at(w), rep_at(rep)
    terms = terms_at(world.terms)
    week = bisect_right(world.week_starts, world.week_starts_n, world.now)
    if week != seat.week:
        seat.week = week
        seat.week_minutes = 0.0
    before = effective(seat.week_minutes, terms.own_planned, terms.own_diminishing)
    seat.week_minutes += minutes
    seat.effective += effective(seat.week_minutes, terms.own_planned, terms.own_diminishing) - before
    while seat.effective >= next_needed(w, rep):
        seat.effective -= seat.needed
        seat.needed = 0.0
        seat.sqls += 1
        finds(w, rep)
