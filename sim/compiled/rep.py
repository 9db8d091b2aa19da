"""A rep, as `model/rep.py`: shifts, appointments, and one task at a time."""

from __future__ import annotations

from ..rules.calendar import open_time
from ..rules.distributions import ticks
from .codes import Fact, Kind, Purpose, TaskKind, Turn
from .facts import record
from .linking import declared, story
from .luck import amount_of, time_of
from .queue import at
from .reach import lead_at, put_whole, rep_at, shifts_at, task_at, terms_at, whole, wholes, world_at
from .tasks import adds, drops_task, first, is_first, removes

MINUTE = 60e6
NOT_IDLE = -1
resume = declared("smarketing_life_resume", "void(int64, int64, int64)")
own_worked = declared("smarketing_own_worked", "void(int64, int64, float64)")


@story
def duration(w: int, task: int, rep: int) -> int:
    """How long a rep works on a task: the lead's draw at the rep's pace; what the calendar ends, a meeting, at no one's."""
    job, seat = task_at(task), rep_at(rep)
    if job.dist == 0:
        return job.length
    whose = job.key if job.key else seat.key
    if seat.pace == 1.0 and job.scale == 1.0:
        return time_of(w, Purpose.TASK_DURATION, whose, job.item, job.dist)
    return ticks(amount_of(w, Purpose.TASK_DURATION, whose, job.item, job.dist) * seat.pace * job.scale)


@story
def begins(w: int, rep: int) -> None:
    """Begin or resume the task at hand."""
    world, seat = world_at(w), rep_at(rep)
    task = seat.task
    job = task_at(task)
    seat.began = world.now
    seat.shift_ends = seat.closes if seat.on_shift else world.now
    if job.left < 0:
        job.left = duration(w, task, rep)
        record(w, Fact.TASK_STARTED, job.key, seat.key, job.item, 0.0, 0)
        if job.lead and job.roomy:  # the first attempt meets the promise
            lead_at(job.lead).tried = 1
            job.begun = world.now
    else:
        record(w, Fact.TASK_RESUMED, job.key, seat.key, job.item, 0.0, 0)
    if job.left > 0:
        whose = job.key if job.key else seat.key
        at(w, world.now + job.left, Turn.TASK_END, whose, job.item, Kind.TASK_END, rep, seat.token, 0.0)


@story
def notes_overtime(w: int, rep: int, lead: int, item: int, worked: int) -> None:
    """Write down the part of the work just ended that lay outside the shifts."""
    world, seat = world_at(w), rep_at(rep)
    shifts = shifts_at(seat.shifts)
    n = shifts.open_n
    opens, closes, before = wholes(shifts.opens, n), wholes(shifts.closes, n), wholes(shifts.before, n)
    over = worked - open_time(opens, closes, before, world.now) + open_time(opens, closes, before, world.now - worked)
    if over > 0:
        world.overtime += over
        record(w, Fact.OVERTIME, lead, seat.key, item, over / MINUTE, 0)


@story
def forgets_chore(rep: int, task: int) -> None:
    """Take a task off what its rep remembers of own pipeline and admin."""
    seat = rep_at(rep)
    kind = task_at(task).item >> 16 & 255
    if kind == TaskKind.OWN:
        array, n = seat.own_tasks, seat.own_tasks_n
    elif kind == TaskKind.ADMIN:
        array, n = seat.admin, seat.admin_n
    else:
        return
    kept = 0
    for i in range(n):
        other = whole(array, i)
        if other != task:
            put_whole(array, kept, other)
            kept += 1
    if kind == TaskKind.OWN:
        seat.own_tasks_n = kept
    else:
        seat.admin_n = kept


@story
def stops(w: int, rep: int, laid_down: bool) -> None:
    """Write down the work just ended; a task laid down waits for its turn, one that is done tells its lead."""
    world, seat = world_at(w), rep_at(rep)
    task = seat.task
    job = task_at(task)
    now = world.now
    worked = now - seat.began
    job.left -= worked
    seat.task = 0
    seat.token += 1
    world.worked += worked
    minutes = worked / MINUTE
    record(w, Fact.TASK_LAID_DOWN if laid_down else Fact.TASK_ENDED, job.key, seat.key, job.item, minutes, 0)
    kind = job.item >> 16 & 255
    if kind == TaskKind.OWN:
        own_worked(w, rep, minutes)
    elif kind <= TaskKind.CONVERSATION:
        seat.lead_minutes += minutes
    if now > seat.shift_ends:
        notes_overtime(w, rep, job.key, job.item, worked)
    if laid_down:
        waits_for(w, task, rep)
        return
    lead = job.lead
    if lead:
        card = lead_at(lead)
        card.task = 0
        card.begun = job.begun
        drops_task(w, task)
        resume(w, lead, rep)
    else:
        forgets_chore(rep, task)
        drops_task(w, task)


@story
def rings(w: int) -> None:
    """Have the instant end with a dispatch."""
    world_at(w).rings = 1


@story
def waits_for(w: int, task: int, rep: int) -> None:
    """Let a task wait in a rep's list, or the pool's."""
    world = world_at(w)
    if rep == 0:
        adds(w, world.pool, task)
        if world.idle_n:
            rings(w)
    else:
        adds(w, rep, task)
        if rep_at(rep).idle_since != NOT_IDLE:
            rings(w)


@story
def lines_up(w: int, rep: int) -> None:
    """Stand last among the idle, of those idle since this instant by key."""
    world, seat = world_at(w), rep_at(rep)
    before = world.idle_last
    while before and rep_at(before).idle_since == seat.idle_since and rep_at(before).key > seat.key:
        before = rep_at(before).idle_before
    after = rep_at(before).idle_after if before else world.idle
    seat.idle_before, seat.idle_after = before, after
    if before:
        rep_at(before).idle_after = rep
    else:
        world.idle = rep
    if after:
        rep_at(after).idle_before = rep
    else:
        world.idle_last = rep
    world.idle_n += 1
    world.idle_turns += 1
    seat.idle_turn = world.idle_turns


@story
def is_free(w: int, rep: int) -> None:
    """Be ready for work, if this is working time."""
    world, seat = world_at(w), rep_at(rep)
    if seat.on_shift and seat.task == 0 and seat.idle_since == NOT_IDLE:
        seat.idle_since = world.now
        lines_up(w, rep)
        if seat.waiting or rep_at(world.pool).waiting:
            rings(w)


@story
def is_not_free(w: int, rep: int) -> None:
    """Be no longer ready for work."""
    world, seat = world_at(w), rep_at(rep)
    if seat.idle_since != NOT_IDLE:
        world.idled += world.now - seat.idle_since
        seat.idle_since = NOT_IDLE
        if seat.idle_before:
            rep_at(seat.idle_before).idle_after = seat.idle_after
        else:
            world.idle = seat.idle_after
        if seat.idle_after:
            rep_at(seat.idle_after).idle_before = seat.idle_before
        else:
            world.idle_last = seat.idle_before
        world.idle_n -= 1


@story
def works(w: int, rep: int, task: int) -> None:
    """Do a task and what follows from it at once, until something takes time or nothing is left."""
    seat = rep_at(rep)
    while task:
        seat.task = task
        begins(w, rep)
        if task_at(task).left > 0:
            return
        stops(w, rep, False)
        task = seat.following
        seat.following = 0
    is_free(w, rep)


@story
def ends_work(w: int, rep: int, laid_down: bool) -> None:
    """The work under way ends, and what follows begins."""
    seat = rep_at(rep)
    stops(w, rep, laid_down)
    task = seat.following
    seat.following = 0
    works(w, rep, task)


@story
def lays_down(w: int, rep: int) -> None:
    """Stop desk work for the moment; what cannot be split, or ends right now, goes on to its end."""
    seat = rep_at(rep)
    if seat.task:
        job = task_at(seat.task)
        if job.pauses and seat.began + job.left > world_at(w).now:
            ends_work(w, rep, True)


@story
def takes(w: int, rep: int, task: int) -> None:
    """Take a task from a list and begin it now."""
    removes(w, task)
    is_not_free(w, rep)
    works(w, rep, task)


@story
def busy_from(w: int, rep: int) -> int:
    """When this rep has to stop: at closing, or for the next appointment."""
    seat, now = rep_at(rep), world_at(w).now
    passed = 0
    while passed < seat.bookings_n and whole(seat.bookings, 3 * passed) < now:
        passed += 1
    if passed:
        seat.bookings_n -= passed
        for i in range(3 * seat.bookings_n):
            put_whole(seat.bookings, i, whole(seat.bookings, i + 3 * passed))
    return min(seat.closes, whole(seat.bookings, 0)) if seat.bookings_n else seat.closes


@story
def next_task(w: int, rep: int, room: int) -> int:
    """What to do next, from the own list or the pool's, when an attempt needs `room` microseconds; 0: nothing."""
    world, seat = world_at(w), rep_at(rep)
    has_room = room == 0 or world.now + room <= busy_from(w, rep)
    best = first(rep, has_room) if seat.waiting else 0
    if rep_at(world.pool).waiting:
        shared = first(world.pool, has_room)
        if best == 0 or (shared != 0 and is_first(shared, best)):
            best = shared
    return best


@story
def skill(w: int, rep: int) -> float:
    """Skill now, in logits of every stage of a deal: own, less what a new rep lacks, and what the company taught."""
    world, seat = world_at(w), rep_at(rep)
    terms = terms_at(world.terms)
    total = seat.own_skill + (world.coached + world.trained)
    age = world.now - seat.joined
    if terms.people_ramp > 0 and age < terms.people_ramp:
        total -= terms.people_ramp_gap * (1.0 - age / terms.people_ramp)
    return total
