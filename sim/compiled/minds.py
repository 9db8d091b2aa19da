"""What reps believe of each channel's leads, as `model/minds.py`, and whom they call when time is short."""

from __future__ import annotations

from ..rules.codes import NEVER, NO_ENFORCEMENT
from ..rules.pursuit import faded, pursue_chance
from .codes import Fact, Purpose
from .facts import record
from .layout import BELIEF, CHANNEL, CHANNEL_NOW
from .linking import story
from .luck import happens
from .reach import belief_at, channel_at, channel_now_at, lead_at, put_whole, rep_at, terms_at, whole, world_at

FIRST_OPINION = 10.0  # leads that the first opinion of a lead's time is worth
BELIEF_SIZE, CHANNEL_SIZE, CHANNEL_NOW_SIZE = BELIEF.itemsize, CHANNEL.itemsize, CHANNEL_NOW.itemsize


@story
def rules_of(w: int, channel: int) -> int:
    """A channel's rules in force, by its place among all channels."""
    return channel_now_at(world_at(w).channels + channel * CHANNEL_NOW_SIZE).rules


@story
def experience(w: int, rep: int, source: int, good: bool) -> float:
    """A rep's experience by now with the leads recorded as a channel's: pseudo-leads accepted, or not."""
    world = world_at(w)
    terms = terms_at(world.terms)
    prior = channel_now_at(world.channels + source * CHANNEL_NOW_SIZE).prior
    first = (prior if good else 1.0 - prior) * terms.pursuit_weight
    known = belief_at(rep_at(rep).beliefs + source * BELIEF_SIZE)
    if known.at < 0:
        return first
    return faded(known.good if good else known.bad, first, float(world.now - known.at), terms.pursuit_half_life)


@story
def belief(w: int, rep: int, source: int) -> float:
    """Chance of an SQL as the rep sees it."""
    good, bad = experience(w, rep, source, True), experience(w, rep, source, False)
    return good / (good + bad) if good + bad > 0.0 else 0.0


@story
def remembers(w: int, rep: int, source: int, more: float, less: float) -> None:
    """Add to a rep's experience with the leads recorded as a channel's."""
    good, bad = experience(w, rep, source, True), experience(w, rep, source, False)
    known = belief_at(rep_at(rep).beliefs + source * BELIEF_SIZE)
    known.good = good + more
    known.bad = bad + less
    known.at = world_at(w).now


@story
def learns(w: int, rep: int, lead: int, accepted: bool) -> None:
    """One more lead of the rep's own has come to an end, or been accepted."""
    rep_at(rep).leads_done += 1
    if terms_at(world_at(w).terms).pursuit_on:
        remembers(w, rep, lead_at(lead).source, 1.0 if accepted else 0.0, 0.0 if accepted else 1.0)


@story
def forgets(w: int, rep: int) -> None:
    """A new holder has no experience."""
    seat = rep_at(rep)
    for source in range(world_at(w).channels_n + 1):
        belief_at(seat.beliefs + source * BELIEF_SIZE).at = -1
        put_whole(seat.given, source, 0)
    seat.leads_done = 0
    seat.lead_minutes = 0.0


@story
def source_at(w: int, place: int) -> int:
    """Place among all channels of the n-th of the terms of the day; after them comes no source at all."""
    world = world_at(w)
    terms = terms_at(world.terms)
    return channel_at(terms.channels + place * CHANNEL_SIZE).id if place < terms.channels_n else world.channels_n


@story
def sours(w: int, rep: int, leads: float) -> None:
    """A missed quarter is blamed on every channel, and on leads without a source."""
    for place in range(terms_at(world_at(w).terms).channels_n + 1):
        remembers(w, rep, source_at(w, place), 0.0, leads)


@story
def break_even(w: int, rep: int) -> float:
    """Belief from which a lead is worth its time: minutes a lead takes this rep by minutes a self-sourced SQL takes."""
    terms, seat = terms_at(world_at(w).terms), rep_at(rep)
    if terms.own_planned <= 0.0 or seat.qualifies_only:
        return 0.0
    minutes = (terms.pursuit_minutes_per_lead * FIRST_OPINION + seat.lead_minutes) / (FIRST_OPINION + seat.leads_done)
    return minutes / terms.own_per_sql


@story
def pursues(w: int, lead: int, rep: int, number: int) -> bool:
    """Whether a rep calls a lead; `number` counts the choices about this hand-over."""
    world, card, seat = world_at(w), lead_at(lead), rep_at(rep)
    terms = terms_at(world.terms)
    newness = 0.0 if seat.veteran else 1.0
    enforced = terms.agreement_enforcement != NO_ENFORCEMENT and card.due < NEVER
    push = (terms.pursuit_tracking + (terms.pursuit_enforcement if enforced else 0.0)) * newness
    sees, load = belief(w, rep, card.source), float(seat.leads_n - seat.ignored)
    chance = pursue_chance(sees, break_even(w, rep), push, terms.pursuit_load, load, terms.pursuit_load_at, terms.pursuit_spread)
    visit = card.cycle << 24 | min(number, 0xFFFF)
    pursued = happens(w, Purpose.PURSUED, card.key, visit, chance)
    record(w, Fact.PURSUED if pursued else Fact.IGNORED, card.key, seat.key, visit, chance, 0)
    return pursued


@story
def says(w: int) -> None:
    """Write down, once a month, what every rep believes, and how it compares with break-even."""
    world = world_at(w)
    terms = terms_at(world.terms)
    if not terms.pursuit_on:
        return
    for r in range(world.reps_n):
        rep = whole(world.reps, r)
        seat = rep_at(rep)
        if not seat.employed or seat.closes_only:
            continue
        least = break_even(w, rep)
        trust = weight = 0.0
        for i in range(terms.channels_n + 1):
            source = source_at(w, i)
            given = whole(seat.given, source)
            if source == world.channels_n and given == 0:
                continue
            believed = belief(w, rep, source)
            record(w, Fact.BELIEF, 0, seat.key, i, believed, 0)
            trust += float(given) * (1.0 if least <= 0.0 else min(1.0, believed / least))
            weight += float(given)
        if weight > 0.0:
            record(w, Fact.TRUST, 0, seat.key, 0, trust / weight, 0)
