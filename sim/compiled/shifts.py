"""When a seat is held and worked, as `model/shifts.py`: its calendar less empty times and days of absence."""

from __future__ import annotations

from ..rules.codes import NEVER
from ..rules.distributions import normal_quantile
from ..rules.people import pace
from .codes import Error, Fact, Kind, Purpose, Reason, Turn
from .desk import covers, moves, passes_all, someone_is_free
from .facts import record
from .layout import TERMS, offset
from .linking import declared, story
from .luck import happens, luck, time_of
from .queue import at
from .reach import dist_at, lead_at, put_whole, rep_at, seat_at, shifts_at, task_at, terms_at, whole, world_at
from .rep import forgets_chore, is_free, is_not_free, lays_down
from .scratch import bisect_right, gives_back, takes_room
from .tasks import drops_task, lists, removes

A_DAY = 86_400_000_000
MINUTE = 60e6
TENURE = offset(TERMS, "people_tenure")
begins_day = declared("smarketing_own_begins_day", "void(int64, int64)")
forgets = declared("smarketing_minds_forgets", "void(int64, int64)")


@story
def room_for(w: int, n: int) -> int:
    """Room for whole numbers that stay until the replication ends."""
    world = world_at(w)
    if world.ints_n + n > world.ints_room:
        world.error = Error.INTS
        return world.ints
    address = world.ints + 8 * world.ints_n
    world.ints_n += n
    return address


# What is known before the first event


@story
def finds_holders(w: int, seat: int, into: int, before: int, after: int) -> None:
    """Intervals in which nobody holds a seat: the planned ones, and those after a rep who left by themselves."""
    world, place, shifts = world_at(w), seat_at(seat), shifts_at(into)
    n = place.gone_n
    most = n + 2 + (world.end // A_DAY if world.end > 0 else 0)
    array = room_for(w, 2 * most)
    shifts.gone = array
    shifts.gone_n = 0
    if world.error:
        return
    for i in range(2 * n):
        put_whole(array, i, whole(place.gone, i))
    tenure, old = dist_at(after + TENURE), dist_at(before + TENURE)
    if old.never < 1.0 or tenure.never < 1.0:
        time, holder = 0, 0
        while time < world.end:
            holder += 1
            people = terms_at(after) if time >= world.start else terms_at(before)
            of = after + TENURE if time >= world.start else before + TENURE
            stays = time_of(w, Purpose.TENURE, place.key, holder, of)
            if holder == 1 and stays < NEVER:
                stays = round(stays * luck(w, Purpose.TENURE, place.key, 0))
            leaves = time + (stays if holder == 1 else max(stays, A_DAY))
            if leaves >= world.end:
                break
            people = terms_at(after) if leaves >= world.start else terms_at(before)
            time = leaves + max(people.people_hiring_lag, 1)
            put_whole(array, 2 * n, leaves)
            put_whole(array, 2 * n + 1, time)
            n += 1
        n = joins_intervals(array, n)
    shifts.gone_n = n


@story
def joins_intervals(array: int, n: int) -> int:
    """Sort intervals and join those that touch; how many are left. Empty ones and time before the origin are dropped."""
    for i in range(1, n):
        a, b = whole(array, 2 * i), whole(array, 2 * i + 1)
        j = i
        while j > 0 and (whole(array, 2 * j - 2) > a or (whole(array, 2 * j - 2) == a and whole(array, 2 * j - 1) > b)):
            put_whole(array, 2 * j, whole(array, 2 * j - 2))
            put_whole(array, 2 * j + 1, whole(array, 2 * j - 1))
            j -= 1
        put_whole(array, 2 * j, a)
        put_whole(array, 2 * j + 1, b)
    kept = 0
    for i in range(n):
        a, b = max(whole(array, 2 * i), 0), whole(array, 2 * i + 1)
        if b <= a:
            continue
        if kept and a <= whole(array, 2 * kept - 1):
            put_whole(array, 2 * kept - 1, max(b, whole(array, 2 * kept - 1)))
        else:
            put_whole(array, 2 * kept, a)
            put_whole(array, 2 * kept + 1, b)
            kept += 1
    return kept


@story
def adds_piece(w: int, into: int, opens: int, closes: int, absent: int) -> None:
    """Write down a piece of a shift, and its open time if it is worked."""
    shifts = shifts_at(into)
    n = shifts.pieces_n
    put_whole(shifts.pieces, 3 * n, opens)
    put_whole(shifts.pieces, 3 * n + 1, closes)
    put_whole(shifts.pieces, 3 * n + 2, absent)
    shifts.pieces_n = n + 1
    if absent:
        return
    m, opens = shifts.open_n, max(opens, 0)
    if closes <= opens:
        return
    if m and opens <= whole(shifts.closes, m - 1):
        put_whole(shifts.closes, m - 1, max(closes, whole(shifts.closes, m - 1)))
        return
    worked = whole(shifts.before, m - 1) + whole(shifts.closes, m - 1) - whole(shifts.opens, m - 1) if m else 0
    put_whole(shifts.opens, m, opens)
    put_whole(shifts.closes, m, closes)
    put_whole(shifts.before, m, worked)
    shifts.open_n = m + 1


@story
def adds_present(w: int, seat: int, into: int, before: int, after: int, opens: int, closes: int) -> None:
    """Parts of an interval by presence: absence is drawn for whole local days."""
    world, place = world_at(w), seat_at(seat)
    if terms_at(before).people_absence == 0.0 and terms_at(after).people_absence == 0.0:
        adds_piece(w, into, opens, closes, 0)
        return
    days = place.days
    first = bisect_right(days, place.days_n, opens) - 1
    began, ended, was = 0, 0, -1
    for i in range(first, place.days_n - 1):
        start, end = max(opens, whole(days, i)), min(closes, whole(days, i + 1))
        if start >= end:
            break
        terms = terms_at(after) if whole(days, i) >= world.start else terms_at(before)
        absent = 1 if happens(w, Purpose.ABSENCE, place.key, place.first_day + i, terms.people_absence) else 0
        if absent == was:
            ended = end
            continue
        if was >= 0:
            adds_piece(w, into, began, ended, was)
        began, ended, was = start, end, absent
    if was >= 0:
        adds_piece(w, into, began, ended, was)


@story
def lays_out(w: int, seat: int, into: int, before: int, after: int) -> None:
    """Shifts of a seat up to the run's end, under the terms before and after an adoption."""
    world, place, shifts = world_at(w), seat_at(seat), shifts_at(into)
    finds_holders(w, seat, into, before, after)
    n = 0
    while n < place.calendar_opens_n and whole(place.calendar_opens, n) < world.end:
        n += 1
    most = 2 * (n + shifts.gone_n + 1) + place.days_n + n
    shifts.pieces = room_for(w, 3 * most)
    shifts.opens, shifts.closes, shifts.before = room_for(w, most), room_for(w, most), room_for(w, most)
    shifts.pieces_n = shifts.open_n = 0
    if world.error:
        return
    for i in range(n):
        low, closes = whole(place.calendar_opens, i), min(whole(place.calendar_closes, i), world.end)
        for j in range(shifts.gone_n + 1):
            high, after_it = closes, closes
            if j < shifts.gone_n:
                high, after_it = min(closes, whole(shifts.gone, 2 * j)), whole(shifts.gone, 2 * j + 1)
            if low < high:
                if world.adopts_at > low and world.adopts_at < high:  # nobody knows before what will be adopted
                    adds_present(w, seat, into, before, after, low, world.adopts_at)
                    adds_present(w, seat, into, before, after, world.adopts_at, high)
                else:
                    adds_present(w, seat, into, before, after, low, high)
            low = max(low, after_it)


# Coming and going


@story
def next_shift(w: int, rep: int) -> None:
    """Wait for the next piece of a shift."""
    seat = rep_at(rep)
    shifts = shifts_at(seat.shifts)
    if seat.piece < shifts.pieces_n:
        at(w, whole(shifts.pieces, 3 * seat.piece), Turn.SHIFT, seat.key, 2, Kind.SHIFT_OPENS, rep, 0, 0.0)


@story
def comes_in(w: int, rep: int) -> None:
    """Come in as the shift opens, unless absent."""
    seat = rep_at(rep)
    pieces = shifts_at(seat.shifts).pieces
    opens, closes, absent = whole(pieces, 3 * seat.piece), whole(pieces, 3 * seat.piece + 1), whole(pieces, 3 * seat.piece + 2)
    seat.absent = absent
    if absent:
        record(w, Fact.REP_ABSENT, 0, seat.key, 0, (closes - opens) / MINUTE, 0)
        covers(w, rep)
        seat.piece += 1
        next_shift(w, rep)
        return
    seat.on_shift = 1
    seat.closes = closes
    record(w, Fact.SHIFT_STARTED, 0, seat.key, 0, (closes - opens) / MINUTE, 0)
    begins_day(w, rep)
    is_free(w, rep)
    next_midnight(w, rep, opens)


@story
def next_midnight(w: int, rep: int, since: int) -> None:
    """Wait for the next local day within the shift, or for its end."""
    world, seat = world_at(w), rep_at(rep)
    place = bisect_right(world.days, world.days_n, since)
    midnight = whole(world.days, place) if place < world.days_n else NEVER
    if midnight < seat.closes:
        at(w, midnight, Turn.SHIFT, seat.key, 4, Kind.MIDNIGHT, rep, 0, 0.0)
    else:
        opens = whole(shifts_at(seat.shifts).pieces, 3 * seat.piece)
        at(w, seat.closes, Turn.SHIFT, seat.key, 3, Kind.SHIFT_CLOSES, rep, opens, 0.0)


@story
def sees_midnight(w: int, rep: int) -> None:
    """A local day begins within a shift."""
    begins_day(w, rep)
    next_midnight(w, rep, world_at(w).now)


@story
def goes_home(w: int, rep: int, opens: int) -> None:
    """Go as the shift closes."""
    world, seat = world_at(w), rep_at(rep)
    seat.on_shift = 0
    world.scheduled += seat.closes - opens
    record(w, Fact.SHIFT_ENDED, 0, seat.key, 0, 0.0, 0)
    is_not_free(w, rep)
    lays_down(w, rep)
    seat.piece += 1
    next_shift(w, rep)


@story
def meets_holder(w: int, rep: int) -> None:
    """Get to know a seat's new holder: pace, skill, whether they have long been here."""
    world, seat = world_at(w), rep_at(rep)
    people = terms_at(world.terms)
    seat.pace = 1.0
    if people.people_pace_sd != 0.0:
        seat.pace = pace(luck(w, Purpose.PACE, seat.key, seat.holders), people.people_pace_sd)
    seat.own_skill = 0.0
    if people.people_skill_sd > 0.0:
        seat.own_skill = people.people_skill_sd * normal_quantile(luck(w, Purpose.SKILL, seat.key, seat.holders))
    first = world.now == 0
    seat.joined = -NEVER if first else world.now
    seat.veteran = 1 if first and happens(w, Purpose.VETERAN, seat.key, seat.holders, people.people_veterans) else 0
    forgets(w, rep)


@story
def joins(w: int, rep: int) -> None:
    """Take the seat."""
    seat = rep_at(rep)
    seat.holders += 1
    seat.employed = 1
    seat.won = 0.0
    meets_holder(w, rep)
    record(w, Fact.REP_JOINED, 0, seat.key, 0, seat.pace, 0)
    someone_is_free(w)


@story
def next_holder(w: int, rep: int) -> None:
    """Wait for the next time at which the seat falls empty, or is filled again."""
    seat = rep_at(rep)
    shifts = shifts_at(seat.shifts)
    if seat.gone_place < shifts.gone_n:
        start, end = whole(shifts.gone, 2 * seat.gone_place), whole(shifts.gone, 2 * seat.gone_place + 1)
        if start > 0:
            at(w, start, Turn.SHIFT, seat.key, 0, Kind.LEAVES, rep, 0, 0.0)
        else:
            at(w, end, Turn.SHIFT, seat.key, 1, Kind.JOINS, rep, 0, 0.0)


@story
def begins_to_hold(w: int, rep: int) -> None:
    """Hold the seat from the start, unless it is empty then."""
    shifts = shifts_at(rep_at(rep).shifts)
    empty = False
    for i in range(shifts.gone_n):
        empty = empty or (whole(shifts.gone, 2 * i) <= 0 and whole(shifts.gone, 2 * i + 1) > 0)
    if not empty:
        joins(w, rep)
    next_holder(w, rep)


@story
def is_filled(w: int, rep: int) -> None:
    """The seat's next holder comes."""
    joins(w, rep)
    rep_at(rep).gone_place += 1
    next_holder(w, rep)


@story
def leaves(w: int, rep: int) -> None:
    """Give up the seat; what was theirs goes to colleagues, or waits for the successor."""
    world, seat = world_at(w), rep_at(rep)
    seat.employed = 0
    record(w, Fact.REP_LEFT, 0, seat.key, 0, 0.0, 0)
    lays_down(w, rep)
    n = seat.waiting
    tasks = takes_room(w, n)
    if world.error:
        return
    lists(rep, tasks)
    for i in range(n):
        task = whole(tasks, i)
        lead = task_at(task).lead
        if lead == 0:
            removes(w, task)
            record(w, Fact.TASK_CANCELLED, 0, seat.key, task_at(task).item, 0.0, Reason.REP_LEFT)
            forgets_chore(rep, task)
            drops_task(w, task)
        elif lead_at(lead).rep != 0 and lead_at(lead).rep != rep:  # covered for an absent colleague
            moves(w, task, lead_at(lead).rep, Reason.REP_LEFT)
    gives_back(w, tasks)
    passes_all(w, rep, False)
    if seat.leads_n and not seat.emptied:
        world.turn_of_empty += 1
        world.empty_n += 1
        seat.emptied = world.turn_of_empty
    shifts = shifts_at(seat.shifts)
    at(w, whole(shifts.gone, 2 * seat.gone_place + 1), Turn.SHIFT, seat.key, 1, Kind.JOINS, rep, 0, 0.0)
