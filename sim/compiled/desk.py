"""The sales desk, as `model/desk.py`: who gets a lead, and who takes over."""

from __future__ import annotations

from ..rules.codes import LEAST_LOADED, NEVER, SEGMENT, TERRITORY
from ..rules.routing import by_territory, least
from .codes import Fact, Purpose, Reason, TaskKind
from .facts import record
from .layout import CHANNEL_NOW
from .linking import declared, story
from .reach import channel_at, channel_now_at, flags, lead_at, put_whole, rep_at, task_at, terms_at, whole, wholes, world_at
from .rep import waits_for
from .scratch import gives_back, sorts, takes_room
from .tasks import lists, removes

MOVED = -1
CHANNEL_NOW_SIZE = CHANNEL_NOW.itemsize
resume = declared("smarketing_life_resume", "void(int64, int64, int64)")
unbook = declared("smarketing_diary_unbook", "void(int64, int64, int64)")

# Who gets a lead


@story
def chosen(w: int, free_n: int, values: int) -> int:
    """The rep among those flagged with the least value; 0: none."""
    world = world_at(w)
    best = least(wholes(values, free_n), flags(world.flags, free_n))
    return whole(world.reps, best) if best >= 0 else 0


@story
def route(w: int, lead: int, but: int) -> int:
    """Who is to have a lead, `but` not this rep; 0 when nobody has room."""
    world = world_at(w)
    terms = terms_at(world.terms)
    n = world.reps_n
    free, served = flags(world.flags, n), False
    both = False
    source = lead_at(lead).source
    segment = -1  # nobody serves that of leads without a source
    if source < world.channels_n:
        segment = channel_at(channel_now_at(world.channels + source * CHANNEL_NOW_SIZE).rules).segment
    for i in range(n):
        rep = whole(world.reps, i)
        seat = rep_at(rep)
        free[i] = seat.employed == 1 and rep != but and seat.closes_only == 0 and seat.leads_n < terms.handoff_open_most
        serves = segment >= 0 and seat.segment == segment
        served = served or serves
        both = both or (serves and free[i])
    if terms.handoff_routing == SEGMENT:
        if both:
            for i in range(n):
                free[i] = free[i] and rep_at(whole(world.reps, i)).segment == segment
        elif served and but == 0:
            return 0
    if terms.handoff_routing == TERRITORY:
        best = by_territory(wholes(world.rep_keys, n), free, world.seed, world.replication, Purpose.TERRITORY, lead_at(lead).key)
        return whole(world.reps, best) if best >= 0 else 0
    for i in range(n):
        seat = rep_at(whole(world.reps, i))
        put_whole(world.values, i, seat.leads_n if terms.handoff_routing == LEAST_LOADED else seat.turn)
    return chosen(w, n, world.values)


@story
def takes_off(rep: int, lead: int) -> None:
    """Take a lead off a rep's own."""
    seat, card = rep_at(rep), lead_at(lead)
    if card.last_of_rep:
        lead_at(card.last_of_rep).next_of_rep = card.next_of_rep
    else:
        seat.leads = card.next_of_rep
    if card.next_of_rep:
        lead_at(card.next_of_rep).last_of_rep = card.last_of_rep
    card.next_of_rep = card.last_of_rep = card.rep = 0
    seat.leads_n -= 1
    seat.ignored -= card.ignored


@story
def gives(w: int, lead: int, rep: int) -> None:
    """Make a lead a rep's own."""
    world, seat, card = world_at(w), rep_at(rep), lead_at(lead)
    world.turns += 1
    seat.turn = world.turns
    card.last_of_rep = 0
    card.next_of_rep = seat.leads
    if seat.leads:
        lead_at(seat.leads).last_of_rep = lead
    seat.leads = lead
    seat.leads_n += 1
    seat.ignored += card.ignored
    put_whole(seat.given, card.source, whole(seat.given, card.source) + 1)
    card.rep = rep


@story
def closer(w: int, but: int) -> int:
    """Who closes deals and was given one longest ago; 0: nobody."""
    world = world_at(w)
    free = flags(world.flags, world.reps_n)
    for i in range(world.reps_n):
        rep = whole(world.reps, i)
        seat = rep_at(rep)
        free[i] = seat.employed == 1 and seat.closes_only == 1 and rep != but
        put_whole(world.values, i, seat.turn)
    return chosen(w, world.reps_n, world.values)


@story
def hands_on(w: int, lead: int) -> None:
    """Give a lead that an SDR has qualified to a rep who closes, the one given longest ago."""
    card = lead_at(lead)
    old = card.rep
    new = closer(w, old)
    if new == 0:
        return
    if old:
        takes_off(old, lead)
    gives(w, lead, new)
    item = card.cycle << 24
    record(w, Fact.REASSIGNED, card.key, rep_at(new).key, item, float(card.reassigned), Reason.HANDED_ON)
    someone_is_free(w)


@story
def parts(w: int, lead: int) -> None:
    """End a rep's care of a lead, which may make room for one that is held."""
    card = lead_at(lead)
    if card.rep:
        takes_off(card.rep, lead)
        someone_is_free(w)


@story
def holds(w: int, lead: int) -> None:
    """Keep a lead that nobody has room for."""
    world, card = world_at(w), lead_at(lead)
    card.held = 1
    card.next_held = 0
    card.last_held = world.held_last
    if world.held_last:
        lead_at(world.held_last).next_held = lead
    else:
        world.held = lead
    world.held_last = lead
    world.held_n += 1


@story
def lets_go(w: int, lead: int) -> None:
    """Keep a lead no longer, if it is kept."""
    world, card = world_at(w), lead_at(lead)
    if not card.held:
        return
    card.held = 0
    if card.last_held:
        lead_at(card.last_held).next_held = card.next_held
    else:
        world.held = card.next_held
    if card.next_held:
        lead_at(card.next_held).last_held = card.last_held
    else:
        world.held_last = card.last_held
    world.held_n -= 1


@story
def passes_all(w: int, rep: int, stop: bool) -> bool:
    """Give a rep's leads to colleagues, by key; whether all found one. With `stop`, end with the first that does not."""
    seat = rep_at(rep)
    n = seat.leads_n
    keys, leads = takes_room(w, n), takes_room(w, n)
    if world_at(w).error:
        return False
    lead = seat.leads
    for i in range(n):
        put_whole(keys, i, lead_at(lead).key)
        put_whole(leads, i, lead)
        lead = lead_at(lead).next_of_rep
    sorts(keys, leads, n)
    everyone = True
    for i in range(n):
        lead = whole(leads, i)
        if lead_at(lead).rep != rep:  # it has gone while an earlier one was passed on
            continue
        if not passes_on(w, lead, Reason.REP_LEFT):
            everyone = False
            if stop:
                break
    gives_back(w, keys)
    return everyone


@story
def someone_is_free(w: int) -> None:
    """Give the leads of empty seats, then held ones, to whoever has room, oldest first."""
    world = world_at(w)
    if world.empty_n:
        gives_empty_seats(w)
    if world.held_n:
        gives_held(w)


@story
def gives_empty_seats(w: int) -> None:
    """Give the leads of empty seats to colleagues, the seat longest empty first."""
    world = world_at(w)
    turns, seats = takes_room(w, world.empty_n), takes_room(w, world.empty_n)
    if world.error:
        return
    n = 0
    for i in range(world.reps_n):
        rep = whole(world.reps, i)
        if rep_at(rep).emptied:
            put_whole(turns, n, rep_at(rep).emptied)
            put_whole(seats, n, rep)
            n += 1
    sorts(turns, seats, n)
    for i in range(n):
        rep = whole(seats, i)
        if not rep_at(rep).employed and not passes_all(w, rep, True):
            break
        if rep_at(rep).emptied:
            rep_at(rep).emptied = 0
            world.empty_n -= 1
    gives_back(w, turns)


@story
def gives_held(w: int) -> None:
    """Give held leads to whoever has room, oldest first."""
    world = world_at(w)
    n = world.held_n
    leads = takes_room(w, n)
    if world.error:
        return
    lead = world.held
    for i in range(n):
        put_whole(leads, i, lead)
        lead = lead_at(lead).next_held
    for i in range(n):
        lead = whole(leads, i)
        if not lead_at(lead).held:  # given away while an earlier one went on
            continue
        rep = route(w, lead, 0)
        if rep == 0:
            break
        lets_go(w, lead)
        resume(w, lead, rep)
    gives_back(w, leads)


@story
def passes_on(w: int, lead: int, reason: int) -> bool:
    """Give a lead and its waiting work to a colleague; false when there is none."""
    card = lead_at(lead)
    old = card.rep
    new = closer(w, old) if old != 0 and rep_at(old).closes_only else route(w, lead, old)
    if old == 0 or new == 0:
        return False
    takes_off(old, lead)
    gives(w, lead, new)
    record(w, Fact.REASSIGNED, card.key, rep_at(new).key, card.cycle << 24, float(card.reassigned), reason)
    if card.task and task_at(card.task).list == old:
        moves(w, card.task, new, reason)
    if card.slot != NEVER:
        unbook(old, card.slot, card.key)
        resume(w, lead, MOVED)
    return True


@story
def moves(w: int, task: int, rep: int, reason: int) -> None:
    """Put a waiting task in another rep's list."""
    job = task_at(task)
    removes(w, task)
    record(w, Fact.TASK_MOVED, job.key, rep_at(rep).key, job.item, 0.0, reason)
    waits_for(w, task, rep)


@story
def cover(w: int, absent: int) -> int:
    """Who works for an absent rep, somebody with the same role; 0: nobody."""
    world = world_at(w)
    free = flags(world.flags, world.reps_n)
    for i in range(world.reps_n):
        rep = whole(world.reps, i)
        seat = rep_at(rep)
        same = seat.closes_only == rep_at(absent).closes_only
        free[i] = seat.employed == 1 and seat.absent == 0 and rep != absent and same
        put_whole(world.values, i, seat.waiting)
    return chosen(w, world.reps_n, world.values)


@story
def is_coverable(task: int) -> bool:
    """Whether a colleague may do it for an absent rep: an attempt, or research before the first one that nobody has begun."""
    job = task_at(task)
    kind = job.item >> 16 & 255
    return job.left < 0 and (kind == TaskKind.RESEARCH or kind == TaskKind.ATTEMPT)


@story
def covers(w: int, absent: int) -> None:
    """Give the attempts, and the research of new leads, that wait for an absent rep to whoever has least waiting today."""
    if not terms_at(world_at(w).terms).work_covers:
        return
    n = rep_at(absent).waiting
    tasks = takes_room(w, n)
    if world_at(w).error:
        return
    lists(absent, tasks)
    for i in range(n):
        task = whole(tasks, i)
        if is_coverable(task):
            other = cover(w, absent)
            if other:
                moves(w, task, other, Reason.ABSENT)
    gives_back(w, tasks)
