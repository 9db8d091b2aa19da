"""The review, as `model/reviews.py`: what sales enters of its leads, and what both teams learn from it."""

from __future__ import annotations

import math

from ..rules.scoring import learn
from ..rules.spending import new_budget
from .card import rep_key
from .codes import Error, Fact, Kind, Purpose, TaskKind, Turn
from .facts import record
from .layout import CHANNEL, CHANNEL_NOW, FIRM
from .library import improves
from .linking import story
from .luck import happens
from .own import gathers
from .queue import at
from .reach import channel_at, channel_now_at, lead_at, put_real, put_whole, real, real_rows, reals, terms_at, whole, world_at
from .scratch import gives_back, sorts, takes_room

FEWEST_DEALS = 10  # before a share of deals won says anything
CHANNEL_SIZE, CHANNEL_NOW_SIZE = CHANNEL.itemsize, CHANNEL_NOW.itemsize

# What is entered


@story
def enters(w: int, lead: int, accepted: bool) -> None:
    """Sales may enter what became of a lead, and may enter it wrongly."""
    world, card = world_at(w), lead_at(lead)
    terms = terms_at(world.terms)
    if not happens(w, Purpose.ENTERED, card.key, card.cycle, terms.feedback_completeness):
        return
    wrongly = happens(w, Purpose.ENTERED_WRONGLY, card.key, card.cycle, terms.feedback_reason_error)
    notes(w, lead, accepted != wrongly)
    if not accepted:
        world.reports += 1
        world.reported = 1


@story
def enters_ignored(w: int, lead: int) -> None:
    """A lead nobody called, or said anything of, may be entered as not qualified."""
    card = lead_at(lead)
    if card.disposed:
        return
    chance = terms_at(world_at(w).terms).feedback_ignored_as_rejected
    if happens(w, Purpose.ENTERED, card.key, card.cycle, chance):
        notes(w, lead, False)


@story
def channel_place(w: int, key: int) -> int:
    """Place of a channel among all, by its key; their number for none of them."""
    world = world_at(w)
    for i in range(world.channels_n):
        if channel_now_at(world.channels + i * CHANNEL_NOW_SIZE).key == key:
            return i
    return world.channels_n


@story
def notes(w: int, lead: int, accepted: bool) -> None:
    """Write an entry down."""
    world, card = world_at(w), lead_at(lead)
    record(w, Fact.ENTERED, card.key, rep_key(lead), card.cycle << 24, 1.0 if accepted else 0.0, 0)
    if world.reviews_n:  # else nobody ever reads it
        if world.labels_n == world.labels_room:
            world.error = Error.PIECES
            return
        put_whole(world.labels, 2 * world.labels_n, lead)
        put_whole(world.labels, 2 * world.labels_n + 1, card.cycle << 1 | (1 if accepted else 0))
        world.labels_n += 1
    if accepted:
        world.accepted += 1
        if card.recorded:
            channel_now_at(world.channels + card.source * CHANNEL_NOW_SIZE).sqls += 1.0
    else:
        world.rejected += 1


# What is learned


@story
def next_review(w: int, number: int) -> None:
    """Wait for the next review."""
    world = world_at(w)
    if number < world.reviews_n:
        at(w, whole(world.reviews, number), Turn.MEETING, 0, 3 << 16 | number, Kind.REVIEW, 0, number, 0.0)


@story
def meets(w: int, number: int) -> None:
    """Both teams meet, and learn."""
    gathers(w, TaskKind.REVIEW, number, whole(world_at(w).review_lengths, number))
    learns(w)
    next_review(w, number + 1)


@story
def learns(w: int) -> None:
    """Take the lessons of what was entered since the last review."""
    world = world_at(w)
    terms = terms_at(world.terms)
    n = world.labels_n
    world.labels_n = 0
    if terms.feedback_learns and n and world.scores_firms:
        learns_weights(w, n)
    if terms.feedback_content > 0.0 and world.reports:
        improves(w, 1.0 - math.pow(1.0 - terms.feedback_content, float(world.reports)))
    world.reports = 0
    if terms.feedback_targeting > 0.0:
        shifts_budgets(w, terms.feedback_targeting)
    trains(w)


@story
def learns_weights(w: int, n: int) -> None:
    """Move the score's weights by the entries, in the order of leads and cycles."""
    world = world_at(w)
    keys, order = takes_room(w, n), takes_room(w, n)
    features, said = takes_room(w, n * FIRM), takes_room(w, n)
    if world.error:
        return
    for i in range(n):
        put_whole(keys, i, lead_at(whole(world.labels, 2 * i)).key)
        put_whole(order, i, i)
    sorts(keys, order, n)
    for i in range(1, n):  # a lead's own by cycle, then as they were entered
        place, one = i, whole(order, i)
        while place > 0 and whole(keys, place - 1) == whole(keys, i) and comes_after(w, whole(order, place - 1), one):
            put_whole(order, place, whole(order, place - 1))
            place -= 1
        put_whole(order, place, one)
    for i in range(n):
        label = whole(order, i)
        firm = lead_at(whole(world.labels, 2 * label)).firm
        for j in range(FIRM):
            put_real(features, i * FIRM + j, real(firm, j))
        put_real(said, i, float(whole(world.labels, 2 * label + 1) & 1))
    m = FIRM + 1
    room = takes_room(w, (m + 2) * (m + 1))
    if world.error:
        return
    learn(
        reals(world.weights, m), real_rows(features, n, FIRM), reals(said, n), terms_at(world.terms).feedback_caution,
        real_rows(room, m + 2, m + 1),
    )  # fmt: skip
    world.version += 1
    for i in range(m):
        record(w, Fact.LEARNED, 0, 0, i, real(world.weights, i), 0)
    gives_back(w, keys)


@story
def comes_after(w: int, one: int, other: int) -> bool:
    """Whether one entry of a lead comes after another: by cycle, then as they were entered."""
    labels = world_at(w).labels
    a, b = whole(labels, 2 * one + 1) >> 1, whole(labels, 2 * other + 1) >> 1
    return a > b or (a == b and one > other)


@story
def shifts_budgets(w: int, share: float) -> None:
    """Move part of the budget towards channels by the SQLs entered for them."""
    world = world_at(w)
    terms = terms_at(world.terms)
    total = whole_money = 0.0
    for i in range(terms.channels_n):
        channel = channel_at(terms.channels + i * CHANNEL_SIZE)
        now = channel_now_at(world.channels + channel.id * CHANNEL_NOW_SIZE)
        stated = stated_money(terms.channels + i * CHANNEL_SIZE)
        if stated > 0.0:
            total += now.sqls
            whole_money += stated * now.budget
    for i in range(terms.channels_n):
        channel = channel_at(terms.channels + i * CHANNEL_SIZE)
        now = channel_now_at(world.channels + channel.id * CHANNEL_NOW_SIZE)
        stated = stated_money(terms.channels + i * CHANNEL_SIZE)
        if stated > 0.0 and total > 0.0:
            now.budget = new_budget(stated, now.budget, share, whole_money, now.sqls, total)
    for i in range(world.channels_n):
        channel_now_at(world.channels + i * CHANNEL_NOW_SIZE).sqls *= 0.9


@story
def stated_money(channel: int) -> float:
    """What a channel costs a day as stated."""
    rules = channel_at(channel)
    return rules.cost_per_lead * rules.mean_volume * rules.breadth * rules.spend


@story
def coaches(w: int) -> None:
    """Each month in which rejections carried reasons closes part of the skill gap."""
    world = world_at(w)
    terms = terms_at(world.terms)
    if terms.feedback_coaching > 0.0 and world.reported:
        world.coached += terms.feedback_coaching * (terms.feedback_coaching_gap - world.coached)
        record(w, Fact.COACHED, 0, 0, 0, world.coached + world.trained, 0)
    world.reported = 0


@story
def trains(w: int) -> None:
    """Train when deals, not leads, are the trouble."""
    world = world_at(w)
    terms = terms_at(world.terms)
    ended = world.won + world.lost
    if ended < FEWEST_DEALS:
        return
    share = world.won / ended
    world.won = world.lost = 0
    if share >= terms.feedback_trains_below or world.trainings >= terms.feedback_trainings_most:
        return
    world.trainings += 1
    record(w, Fact.TRAINED, 0, 0, world.trainings, terms.feedback_training_cost, 0)
    gathers(w, TaskKind.TRAINING, world.trainings, terms.feedback_training)
    when = world.now + terms.feedback_training_after
    at(w, when, Turn.MEETING, 0, 4 << 16 | world.trainings, Kind.TRAINING, 0, 0, terms.feedback_training_gain)


@story
def training_shows(w: int, gain: float) -> None:
    """What a training taught shows."""
    world = world_at(w)
    world.trained += gain
    record(w, Fact.COACHED, 0, 0, 0, world.coached + world.trained, 0)
