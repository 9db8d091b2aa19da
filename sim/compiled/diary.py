"""A rep's appointments, as `model/rep.py`: kept times, and the first slot free to both."""

from __future__ import annotations

from ..rules.calendar import closing
from ..rules.codes import NEVER
from .codes import Error
from .linking import story
from .reach import put_whole, rep_at, shifts_at, terms_at, whole, wholes, world_at
from .scratch import bisect_left, bisect_right


@story
def is_at_work(rep: int, time: int) -> bool:
    """Whether an instant falls in a shift, as far as the holder foresees it."""
    diary = shifts_at(rep_at(rep).diary)
    n = diary.open_n
    return closing(wholes(diary.opens, n), wholes(diary.closes, n), wholes(diary.before, n), time) > time


@story
def meeting_until(w: int, start: int, end: int) -> int:
    """When the last meeting that touches an interval ends, as the calendar says; 0 when none does."""
    terms = terms_at(world_at(w).terms)
    first = bisect_left(terms.meeting_ends, terms.meeting_n, start + 1)
    last = bisect_left(terms.meeting_starts, terms.meeting_n, end)
    return whole(terms.meeting_ends, last - 1) if first < last else 0


@story
def next_step(time: int, step: int) -> int:
    """First multiple of a step at or after a time."""
    return -(-time // step) * step


@story
def first_slot(w: int, rep: int, after: int, length: int, step: int) -> int:
    """Start of the first slot of a length free from an instant on; NEVER when the shifts end before.

    An appointment longer than a whole shift begins as the shift opens.
    """
    seat = rep_at(rep)
    diary = shifts_at(seat.diary)
    for i in range(bisect_right(diary.closes, diary.open_n, after), diary.open_n):
        opens, closes = whole(diary.opens, i), whole(diary.closes, i)
        time = next_step(max(after, opens), step)
        while time + length <= closes or (length > closes - opens and time <= opens + step):
            until = -1
            for j in range(seat.bookings_n):
                start, end = whole(seat.bookings, 3 * j), whole(seat.bookings, 3 * j + 1)
                if start >= time + length:
                    break
                if time < end:
                    until = max(until, end)
            if until < 0:
                until = meeting_until(w, time, time + length)
            if until <= time:
                return time
            time = next_step(until, step)
    return NEVER


@story
def book(w: int, rep: int, start: int, end: int, lead: int) -> None:
    """Keep a time for an appointment; `lead` is a key."""
    seat, world = rep_at(rep), world_at(w)
    if seat.bookings_n == world.booking_room:
        world.error = Error.BOOKINGS
        return
    array, i = seat.bookings, seat.bookings_n
    seat.bookings_n += 1
    while i > 0:
        a, b, c = whole(array, 3 * i - 3), whole(array, 3 * i - 2), whole(array, 3 * i - 1)
        if a < start or (a == start and (b < end or (b == end and c <= lead))):
            break
        put_whole(array, 3 * i, a)
        put_whole(array, 3 * i + 1, b)
        put_whole(array, 3 * i + 2, c)
        i -= 1
    put_whole(array, 3 * i, start)
    put_whole(array, 3 * i + 1, end)
    put_whole(array, 3 * i + 2, lead)


@story
def unbook(rep: int, start: int, lead: int) -> None:
    """Give a kept time free again."""
    seat = rep_at(rep)
    array = seat.bookings
    for i in range(seat.bookings_n):
        if whole(array, 3 * i) == start and whole(array, 3 * i + 2) == lead:
            seat.bookings_n -= 1
            for j in range(3 * i, 3 * seat.bookings_n):
                put_whole(array, j, whole(array, j + 3))
            return
