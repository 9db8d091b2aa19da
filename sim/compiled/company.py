"""A replication from the first instant to the last, as `model/company.py`: the rules of the day, and what happens when."""

from __future__ import annotations

import math

from ..rules.codes import NEVER, POOL
from .arrivals import begins, comes, is_day, next_day, refers
from .codes import Fact, Kind, Reason, TaskKind, Turn
from .dealing import ends_undecided
from .desk import someone_is_free
from .facts import record
from .journey import moves_on, need_arises, needs_again, stops_looking
from .layout import CHANNEL, CHANNEL_NOW, PROMISE, SEAT, TERMS, offset
from .library import fills, makes
from .life import resume
from .linking import story
from .marketing import adopts_scoring, last_week, month_ends, next_month
from .minds import says, sours
from .nurturing import touched_beside_sales
from .own import block, closes, drops, gathers
from .promises import marks
from .queue import PILES, at, coming, sift_out
from .reach import (
    channel_at,
    channel_now_at,
    dist_at,
    lead_at,
    node_at,
    put_whole,
    real,
    rep_at,
    seat_at,
    span_at,
    task_at,
    terms_at,
    whole,
    world_at,
)
from .rep import MINUTE, NOT_IDLE, ends_work, notes_overtime
from .reviews import meets, next_review, training_shows
from .shifts import begins_to_hold, comes_in, goes_home, is_filled, lays_out, leaves, next_shift, sees_midnight
from .work import dispatch

A_QUARTER = 7_889_400_000_000
NO_PROMISE = -1
CHANNEL_SIZE, CHANNEL_NOW_SIZE, SEAT_SIZE, PROMISE_SIZE = CHANNEL.itemsize, CHANNEL_NOW.itemsize, SEAT.itemsize, PROMISE.itemsize
FIRST = offset(PROMISE, "first")
DELAY, HABIT = offset(TERMS, "handoff_delay"), offset(TERMS, "handoff_habit")


# The rules of the day


@story
def is_at_once(moments: int, of: int) -> bool:
    """Whether there are no set moments, and no delay either."""
    dist = dist_at(of)
    return moments == 0 and dist.shape == 0 and dist.a == 0.0 and dist.b == 0.0 and dist.never == 0.0


@story
def takes_roles(w: int) -> None:
    """Say who only qualifies and who only closes, and which segment each serves."""
    world = world_at(w)
    terms = terms_at(world.terms)
    some = False
    for i in range(world.reps_n):
        rep = rep_at(whole(world.reps, i))
        rep.qualifies_only = 0
        rep.segment = -1
        for j in range(terms.seats_n):
            seat = seat_at(terms.seats + j * SEAT_SIZE)
            some = some or seat.qualifies_only == 1
            if seat.key == rep.key:
                rep.qualifies_only = seat.qualifies_only
                rep.segment = seat.segment
                rep.workdays = seat.workdays
    for i in range(world.reps_n):
        rep = rep_at(whole(world.reps, i))
        rep.closes_only = 1 if some and not rep.qualifies_only else 0


@story
def adopts(w: int, now: int, was: int) -> None:
    """Put terms in force; what belongs to a channel that they no longer name keeps its old rules."""
    world = world_at(w)
    terms = terms_at(now)
    world.terms = now
    for i in range(world.channels_n):
        channel_now_at(world.channels + i * CHANNEL_NOW_SIZE).place = -1
    for i in range(terms.channels_n):
        channel = terms.channels + i * CHANNEL_SIZE
        known = channel_now_at(world.channels + channel_at(channel).id * CHANNEL_NOW_SIZE)
        known.rules = channel
        known.place = i
        known.prior = channel_at(channel).prior
    channel_now_at(world.channels + world.channels_n * CHANNEL_NOW_SIZE).prior = terms.mean_prior
    world.scores_firms = terms.scoring_firmographic
    world.keeps_points = 1 if terms.scoring_half_life == math.inf else 0
    tiring = terms.nurture_fatigue != 0.0 or terms.nurture_unsubscribe != 0.0 or terms.nurture_readiness != 0.0
    world.tires = 1 if tiring or terms.content_nurture != 0.0 else 0
    world.pooled = 1 if terms.handoff_routing == POOL else 0
    made = terms.agreement_attempts > 1 or terms.contact_give_up_after_length != NO_PROMISE
    made = made or terms.agreement_disposition_within_length != NO_PROMISE
    for i in range(terms.agreement_promises_n):
        made = made or span_at(terms.agreement_promises + i * PROMISE_SIZE + FIRST).length != NO_PROMISE
    world.promises = 1 if made else 0
    world.delivers_at_once = 1 if is_at_once(terms.handoff_deliveries_n, now + DELAY) else 0
    world.sees_at_once = 1 if is_at_once(terms.handoff_looks_n, now + HABIT) else 0
    if was == 0 or terms_at(was).content_relevance != terms.content_relevance:
        world.relevance = terms.content_relevance
    if was == 0:
        world.relevant_at_first = terms.content_relevance
    takes_roles(w)
    new = was == 0 or terms_at(was).scoring_weights_n != terms.scoring_weights_n
    if not new:
        for i in range(terms.scoring_weights_n):
            new = new or real(terms_at(was).scoring_weights, i) != real(terms.scoring_weights, i)
    adopts_scoring(w, was, new)


@story
def changes(w: int) -> None:
    """Adopt the alternative: running work and clocks keep their old terms."""
    world = world_at(w)
    record(w, Fact.ADOPTED, 0, 0, 0, 0.0, 0)
    adopts(w, world.after, world.before)
    for i in range(world.reps_n):
        rep = whole(world.reps, i)
        rep_at(rep).diary = rep_at(rep).shifts
        if terms_at(world.terms).own_planned <= 0.0:
            drops(w, rep, NEVER)
    someone_is_free(w)


# Meetings and months


@story
def next_meeting(w: int, number: int) -> None:
    """Wait for the next meeting."""
    world = world_at(w)
    if number < world.meetings_n:
        at(w, whole(world.meetings, number), Turn.MEETING, 0, number, Kind.MEETING, 0, number, 0.0)


@story
def next_block(w: int, number: int) -> None:
    """Wait for the next ring-fenced block."""
    world = world_at(w)
    if number < world.blocks_n:
        at(w, whole(world.blocks, number), Turn.MEETING, 0, 6 << 16 | number, Kind.BLOCK, 0, number, 0.0)


@story
def quarter_ends(w: int, number: int) -> None:
    """Write down what reps believe; as a quarter ends, see who missed their quota."""
    world = world_at(w)
    terms, now = terms_at(world.terms), world.now
    says(w)
    if whole(world.months, number) % 3 != 1:
        return
    blame = terms.feedback_blame
    for i in range(world.reps_n):
        rep = whole(world.reps, i)
        seat = rep_at(rep)
        present = min(1.0, (now - max(seat.joined, 0)) / A_QUARTER)  # of a quarter that began before the run, the part in it
        if seat.employed and not seat.qualifies_only and blame > 0.0 and seat.won < terms.people_quota / 4 * present:
            sours(w, rep, blame)
        seat.won = 0.0


# What happens


@story
def happen(w: int, kind: int, who: int, token: int, amount: float) -> None:
    """Let one thing happen."""
    if kind == Kind.LEAD:
        if lead_at(who).token == token:
            resume(w, who, 0)
    elif kind == Kind.TASK_END:
        if rep_at(who).token == token:
            ends_work(w, who, False)
    elif kind == Kind.MOVE:
        moves_on(w, who, token)
    elif kind == Kind.ARRIVES:
        comes(w, who)
    elif kind == Kind.NEED:
        need_arises(w, who)
    elif kind == Kind.CLOSING:
        stops_looking(w, who, token)
    elif kind == Kind.NEEDS_AGAIN:
        needs_again(w, who)
    elif kind == Kind.RUNS_OUT:
        ends_undecided(w, who, token)
    elif kind == Kind.PROMISE:
        marks(w, who, token)
    elif kind == Kind.BESIDE:
        touched_beside_sales(w, who, token)
    elif kind == Kind.SHIFT_OPENS:
        comes_in(w, who)
    elif kind == Kind.MIDNIGHT:
        sees_midnight(w, who)
    elif kind == Kind.SHIFT_CLOSES:
        goes_home(w, who, token)
    elif kind == Kind.OWN_CLOSES:
        closes(w, who, token, amount)
    elif kind == Kind.DAY:
        is_day(w, who)
        next_day(w, who)
    else:
        happen_seldom(w, kind, who, token, amount)


@story
def happen_seldom(w: int, kind: int, who: int, token: int, amount: float) -> None:
    """Let one of the rarer things happen."""
    world = world_at(w)
    if kind == Kind.MEETING:
        gathers(w, TaskKind.MEETING, token, whole(world.meeting_lengths, token))
        next_meeting(w, token + 1)
    elif kind == Kind.REVIEW:
        meets(w, token)
    elif kind == Kind.BLOCK:
        block(w, token, whole(world.block_lengths, token))
        next_block(w, token + 1)
    elif kind == Kind.LAST_WEEK:
        last_week(w, token)
    elif kind == Kind.MONTH:
        month_ends(w, whole(world.month_starts, token - 1) if token > 0 else -1)
        quarter_ends(w, token)
        next_month(w, token + 1)
    elif kind == Kind.PIECE:
        makes(w)
    elif kind == Kind.TRAINING:
        training_shows(w, amount)
    elif kind == Kind.REFERS:
        refers(w, who, token)
    elif kind == Kind.LEAVES:
        leaves(w, who)
    elif kind == Kind.JOINS:
        is_filled(w, who)
    elif kind == Kind.ADOPTION:
        changes(w)


@story
def begins_empty(w: int) -> None:
    """Nothing has happened yet."""
    world = world_at(w)
    for i in range(world.bundles_n):
        put_whole(world.bundles, i, 0)
    for i in range(PILES):
        put_whole(world.piles, i, 0)
    for i in range(world.channels_n):
        now = channel_now_at(world.channels + i * CHANNEL_NOW_SIZE)
        now.budget = 1.0
        now.sqls = 0.0
        now.place = -1
    for i in range(world.reps_n + 1):
        rep = rep_at(whole(world.reps, i))  # the pool's list comes after the reps
        rep.employed = rep.on_shift = rep.absent = rep.task = rep.following = rep.token = 0
        rep.rest_n = rep.roomy_n = rep.waiting = rep.bookings_n = rep.turn = rep.holders = 0
        rep.leads = rep.leads_n = rep.ignored = 0
        rep.veteran = rep.joined = rep.leads_done = rep.emptied = rep.piece = rep.gone_place = 0
        rep.lead_minutes = rep.won = rep.own_skill = rep.week_minutes = rep.effective = rep.needed = rep.owed = 0.0
        rep.sqls = rep.own_pieces = rep.own_tasks_n = rep.admin_n = rep.closes = 0
        rep.idle_since = NOT_IDLE
        rep.day = rep.week = -1
        rep.pace = 1.0


@story
def opens(w: int) -> None:
    """Reps take their seats, leads begin to come, and everything that recurs begins to."""
    world = world_at(w)
    adopts(w, world.before, 0)
    if world.adopts_at < NEVER:
        at(w, world.adopts_at, Turn.SHIFT, 0, 0, Kind.ADOPTION, 0, 0, 0.0)
    for i in range(world.reps_n):
        rep = whole(world.reps, i)
        seat = rep_at(rep)
        lays_out(w, seat.seat, seat.shifts, world.before, world.after)
        seat.diary = seat.shifts
        if seat.seat_before:
            lays_out(w, seat.seat_before, seat.foreseen, world.before, world.before)
            seat.diary = seat.foreseen
        if world.error:
            return
        begins_to_hold(w, rep)
        next_shift(w, rep)
    takes_roles(w)
    begins(w)
    next_meeting(w, 0)
    next_review(w, 0)
    next_block(w, 0)
    next_month(w, 0)
    if world.makes_content:
        fills(w)


@story
def simulate(w: int) -> None:
    """Let everything happen, up to the end."""
    world = world_at(w)
    begins_empty(w)
    opens(w)
    while world.error == 0:
        node = coming(w)
        if node == 0:
            break
        event = node_at(node)
        world.now = event.order >> 4
        kind, who, token, amount = event.kind, event.who, event.token, event.amount
        sift_out(w)
        happen(w, kind, who, token, amount)
        if world.rings:
            node = coming(w)
            if node == 0 or node_at(node).order >> 4 > world.now:
                world.rings = 0
                dispatch(w)
    if world.error:
        return
    world.now = world.end
    for i in range(world.reps_n):
        rep = whole(world.reps, i)
        seat = rep_at(rep)
        if seat.task:  # the minutes of work that the end of the run cuts
            job = task_at(seat.task)
            worked = world.now - seat.began
            world.worked += worked
            record(w, Fact.TASK_LAID_DOWN, job.key, seat.key, job.item, worked / MINUTE, Reason.RUN_END)
            notes_overtime(w, rep, job.key, job.item, worked)
