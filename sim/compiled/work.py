"""What waits for reps, and who begins what, as `model/desk.py`."""

from __future__ import annotations

from ..rules.codes import NEVER
from ..rules.work import rank
from .card import score
from .codes import Fact, TaskKind
from .desk import cover, gives, is_coverable
from .facts import pack, record
from .linking import declared, story
from .reach import lead_at, rep_at, task_at, terms_at, world_at
from .rep import next_task, takes, waits_for
from .tasks import APPOINTED, ESCALATED, drops_task, new_task, removes

settle = declared("smarketing_promises_settle", "void(int64)")


@story
def opens_task(w: int, lead: int, kind: int, number: int, dist: int, opened: int, appointed: bool, scale: float) -> int:
    """Put a task for a lead in the list of its rep, or the pool's; `opened` is its place in the queue."""
    world, card = world_at(w), lead_at(lead)
    terms = terms_at(world.terms)
    place = APPOINTED
    if not appointed:
        place = ESCALATED
        if not card.escalated:
            deal = kind == TaskKind.STAGE
            points = card.handed_score if deal else score(w, lead)  # a deal does not cool as a form does
            deadline = NEVER if card.tried else card.due
            place = rank(terms.work_order, 1 if deal else 0, 0 if card.tried else 1, points, card.delivered, deadline)
    task = new_task(w)
    job = task_at(task)
    job.lead = lead
    job.key = card.key
    job.item = pack(w, card.cycle, kind, number)
    job.dist = dist
    job.opened = opened
    job.rank = place
    job.pauses = 1 if (kind == TaskKind.RESEARCH or kind == TaskKind.STAGE) and not appointed else 0
    job.roomy = 1 if kind == TaskKind.ATTEMPT else 0
    job.scale = scale
    card.task = task
    rep = card.rep
    if rep != 0 and rep_at(rep).absent and terms.work_covers and is_coverable(task):
        other = cover(w, rep)
        rep = other if other else rep
    record(w, Fact.TASK_OPENED, card.key, rep_at(rep).key if rep else 0, job.item, 0.0, 0)
    waits_for(w, task, rep)
    return task


@story
def goes_on(w: int, lead: int, rep: int, kind: int, dist: int, scale: float) -> None:
    """Have a rep who just ended a task for a lead go on to another without a pause."""
    card = lead_at(lead)
    task = new_task(w)
    job = task_at(task)
    job.lead = lead
    job.key = card.key
    job.item = pack(w, card.cycle, kind, 1)
    job.dist = dist
    job.opened = world_at(w).now
    job.rank = APPOINTED
    job.pauses = job.roomy = 0
    job.scale = scale
    card.task = task
    rep_at(rep).following = task


@story
def keeps(w: int, lead: int, rep: int) -> None:
    """Make a lead of the pool the own of the rep who talked to it."""
    if lead_at(lead).rep == 0:
        gives(w, lead, rep)


@story
def strikes(w: int, task: int, reason: int) -> None:
    """Take a task that is not under way off its list for good."""
    job = task_at(task)
    if job.list:
        removes(w, task)
        rep = lead_at(job.lead).rep if job.lead else 0
        record(w, Fact.TASK_CANCELLED, job.key, rep_at(rep).key if rep else 0, job.item, 0.0, reason)
        drops_task(w, task)


@story
def dispatch(w: int) -> None:
    """Let idle reps begin what comes first for them, longest idle first, until nothing changes."""
    world = world_at(w)
    changed = True
    while changed:
        changed = False
        room = terms_at(world.terms).work_attempt_room
        last = world.idle_turns  # whoever gets idle in this pass waits for the next
        rep = world.idle
        while rep and world.waiting_n:
            after = rep_at(rep).idle_after
            if rep_at(rep).idle_turn <= last and (rep_at(rep).waiting or rep_at(world.pool).waiting):
                task = next_task(w, rep, room)
                if task:
                    takes(w, rep, task)
                    changed = True
            rep = after
        if world.pending_n:
            settle(w)
            changed = True
