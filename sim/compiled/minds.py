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
def experience(w: int, rep: int, channel: int, good: bool) -> float:
    """A rep's experience with a channel's leads by now: pseudo-leads accepted, or not."""
    world = world_at(w)
    terms = terms_at(world.terms)
    prior = channel_at(rules_of(w, channel)).prior
    first = (prior if good else 1.0 - prior) * terms.pursuit_weight
    known = belief_at(rep_at(rep).beliefs + channel * BELIEF_SIZE)
    if known.at < 0:
        return first
    return faded(known.good if good else known.bad, first, float(world.now - known.at), terms.pursuit_half_life)


@story
def belief(w: int, rep: int, channel: int) -> float:
    """Chance of an SQL as the rep sees it."""
    good, bad = experience(w, rep, channel, True), experience(w, rep, channel, False)
    return good / (good + bad) if good + bad > 0.0 else 0.0


@story
def learns(w: int, rep: int, lead: int, accepted: bool) -> None:
    """One more lead of the rep's own has come to an end, or been accepted."""
    world, seat = world_at(w), rep_at(rep)
    seat.leads_done += 1
    if not terms_at(world.terms).pursuit_on:
        return
    channel = channel_at(lead_at(lead).channel).id
    good, bad = experience(w, rep, channel, True), experience(w, rep, channel, False)
    known = belief_at(seat.beliefs + channel * BELIEF_SIZE)
    known.good = good + (1.0 if accepted else 0.0)
    known.bad = bad + (0.0 if accepted else 1.0)
    known.at = world.now


@story
def forgets(w: int, rep: int) -> None:
    """A new holder has no experience."""
    seat = rep_at(rep)
    for channel in range(world_at(w).channels_n):
        belief_at(seat.beliefs + channel * BELIEF_SIZE).at = -1
        put_whole(seat.given, channel, 0)
    seat.leads_done = 0
    seat.lead_minutes = 0.0


@story
def sours(w: int, rep: int, leads: float) -> None:
    """A missed quarter is blamed on every channel."""
    world = world_at(w)
    terms = terms_at(world.terms)
    weight, half_life = terms.pursuit_weight, terms.pursuit_half_life
    for i in range(terms.channels_n):
        channel = channel_at(terms.channels + i * CHANNEL_SIZE)
        known = belief_at(rep_at(rep).beliefs + channel.id * BELIEF_SIZE)
        first, other = channel.prior * weight, (1.0 - channel.prior) * weight
        age = float(world.now - known.at) if known.at >= 0 else 0.0
        good = faded(known.good if known.at >= 0 else first, first, age, half_life)
        bad = faded(known.bad if known.at >= 0 else other, other, age, half_life)
        known.good = good
        known.bad = bad + leads
        known.at = world.now


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
    sees = belief(w, rep, channel_at(card.channel).id)
    chance = pursue_chance(
        sees, break_even(w, rep), push, terms.pursuit_load, float(seat.leads_n), terms.pursuit_load_at, terms.pursuit_spread
    )
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
        for i in range(terms.channels_n):
            channel = channel_at(terms.channels + i * CHANNEL_SIZE)
            known = belief_at(seat.beliefs + channel.id * BELIEF_SIZE)
            prior = channel.prior * terms.pursuit_weight
            good, bad = prior, terms.pursuit_weight - prior
            if known.at >= 0:
                age = float(world.now - known.at)
                good = faded(known.good, prior, age, terms.pursuit_half_life)
                bad = faded(known.bad, terms.pursuit_weight - prior, age, terms.pursuit_half_life)
            believed = good / (good + bad) if good + bad > 0.0 else 0.0
            record(w, Fact.BELIEF, 0, seat.key, i, believed, 0)
            leads = float(whole(seat.given, channel.id))
            trust += leads * (1.0 if least <= 0.0 else min(1.0, believed / least))
            weight += leads
        if weight > 0.0:
            record(w, Fact.TRUST, 0, seat.key, 0, trust / weight, 0)
