"""Pieces of work and the lists in which they wait, as `model/task.py`; a list is a rep's, or the pool's."""

from __future__ import annotations

from .codes import Error
from .layout import TASK
from .linking import story
from .reach import put_whole, rep_at, task_at, whole, world_at

APPOINTED = -(1 << 63)  # appointments and meetings come first,
ESCALATED = APPOINTED + 1  # then what a manager put first,
LAST = 1 << 62  # last what may wait until tomorrow
TASK_SIZE = TASK.itemsize


@story
def new_task(w: int) -> int:
    """Room for a task."""
    world = world_at(w)
    address = world.free_task
    if address:
        world.free_task = task_at(address).next
    else:
        if world.tasks_n == world.tasks_room:
            world.error = Error.TASKS
            return world.tasks + world.tasks_room * TASK_SIZE  # one more than there is room for, in no list
        address = world.tasks + world.tasks_n * TASK_SIZE
        world.tasks_n += 1
    task = task_at(address)
    task.lead = task.key = task.length = 0
    task.scale = 1.0
    task.left = -1
    task.begun = task.list = 0
    return address


@story
def drops_task(w: int, task: int) -> None:
    """Give a task's room back."""
    task_at(task).next = world_at(w).free_task
    world_at(w).free_task = task


@story
def is_first(one: int, other: int) -> bool:
    """Whether one task comes before another in a list."""
    a, b = task_at(one), task_at(other)
    if a.rank != b.rank:
        return a.rank < b.rank
    if a.opened != b.opened:
        return a.opened < b.opened
    if a.key != b.key:
        return a.key < b.key
    return a.item < b.item


@story
def rises(heap: int, place: int, task: int) -> None:
    """Put a task in a heap at a free place, or above it where it comes before others."""
    while place > 0:
        above = (place - 1) >> 1
        other = whole(heap, above)
        if not is_first(task, other):
            break
        put_whole(heap, place, other)
        task_at(other).place = place
        place = above
    put_whole(heap, place, task)
    task_at(task).place = place


@story
def sinks(heap: int, n: int, place: int, task: int) -> None:
    """Put a task in a heap at a free place, or below it where others come before."""
    while True:
        below = 2 * place + 1
        if below >= n:
            break
        other = whole(heap, below)
        if below + 1 < n and is_first(whole(heap, below + 1), other):
            below += 1
            other = whole(heap, below)
        if not is_first(other, task):
            break
        put_whole(heap, place, other)
        task_at(other).place = place
        place = below
    put_whole(heap, place, task)
    task_at(task).place = place


@story
def adds(w: int, rep: int, task: int) -> None:
    """Put a task in a list."""
    seat, job, world = rep_at(rep), task_at(task), world_at(w)
    if seat.waiting >= world.list_room:
        world.error = Error.LISTS
        return
    job.list = rep
    seat.waiting += 1
    world.waiting_n += 1
    if job.roomy:
        seat.roomy_n += 1
        rises(seat.roomy, seat.roomy_n - 1, task)
    else:
        seat.rest_n += 1
        rises(seat.rest, seat.rest_n - 1, task)


@story
def removes(w: int, task: int) -> None:
    """Take a task out of its list."""
    job = task_at(task)
    seat = rep_at(job.list)
    job.list = 0
    seat.waiting -= 1
    world_at(w).waiting_n -= 1
    if job.roomy:
        seat.roomy_n -= 1
        heap, n = seat.roomy, seat.roomy_n
    else:
        seat.rest_n -= 1
        heap, n = seat.rest, seat.rest_n
    last = whole(heap, n)
    if last == task:
        return
    place = job.place
    if place > 0 and is_first(last, whole(heap, (place - 1) >> 1)):
        rises(heap, place, last)
    else:
        sinks(heap, n, place, last)


@story
def first(rep: int, room: bool) -> int:
    """The task of a list that comes first; without `room`, attempts are passed over; 0: none."""
    seat = rep_at(rep)
    best = whole(seat.rest, 0) if seat.rest_n else 0
    if room and seat.roomy_n:
        other = whole(seat.roomy, 0)
        if best == 0 or is_first(other, best):
            return other
    return best


@story
def lists(rep: int, into: int) -> None:
    """Write every waiting task of a list into an array, in order."""
    seat = rep_at(rep)
    n = 0
    for heap, number in ((seat.rest, seat.rest_n), (seat.roomy, seat.roomy_n)):
        for i in range(number):
            task = whole(heap, i)
            place = n
            while place > 0 and is_first(task, whole(into, place - 1)):
                put_whole(into, place, whole(into, place - 1))
                place -= 1
            put_whole(into, place, task)
            n += 1
