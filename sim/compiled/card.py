"""A lead's card, as `model/card.py`: what the company knows of it, and where its story stands."""

from __future__ import annotations

from ..rules.journey import halved
from ..rules.nurture import decayed, depth
from ..rules.scoring import fit_score
from .codes import Kind, News, Reason
from .linking import declared, story
from .queue import at
from .reach import channel_at, lead_at, put_whole, reals, rep_at, task_at, terms_at, whole, world_at

resume = declared("smarketing_life_resume", "void(int64, int64, int64)")
strikes = declared("smarketing_work_strikes", "void(int64, int64, int64)")


@story
def firm_points(w: int, lead: int) -> float:
    """Points for what a lead's firm looks like, by today's weights."""
    world, card = world_at(w), lead_at(lead)
    if card.scored_by != world.version:
        card.scored_by = world.version
        card.firm_score = 0.0
        if card.firm:
            terms = terms_at(world.terms)
            card.firm_score = fit_score(reals(card.firm, terms.scoring_weights_n), reals(world.weights, terms.scoring_weights_n))
    return terms_at(world.terms).scoring_points * card.firm_score


@story
def score(w: int, lead: int) -> float:
    """Score at present: what the lead started with, what its firm looks like, and behaviour as far as it has not decayed."""
    world, card = world_at(w), lead_at(lead)
    terms = terms_at(world.terms)
    total = terms.scoring_base + channel_at(card.channel).score
    if world.scores_firms:
        total += firm_points(w, lead)
    if card.points == 0.0:
        return total
    if world.keeps_points:
        return total + card.points
    return total + decayed(card.points, float(world.now - card.points_at), terms.scoring_half_life)


@story
def score_at_most(w: int, lead: int) -> float:
    """What the score cannot exceed: that of points that never decay, which costs no power."""
    world, card = world_at(w), lead_at(lead)
    total = terms_at(world.terms).scoring_base + channel_at(card.channel).score
    if world.scores_firms:
        total += firm_points(w, lead)
    return total + max(card.points, 0.0)


@story
def gains(w: int, lead: int, points: float) -> None:
    """Add points of behaviour to those that have not decayed."""
    world, card = world_at(w), lead_at(lead)
    if card.points != 0.0 and not world.keeps_points:
        card.points = decayed(card.points, float(world.now - card.points_at), terms_at(world.terms).scoring_half_life)
    card.points += points
    card.points_at = world.now


@story
def tires(w: int, lead: int) -> float:
    """Touches not yet forgotten, before the one that is sent now; it counts from now on."""
    world, card = world_at(w), lead_at(lead)
    before = halved(card.fatigue, float(world.now - card.fatigue_at), terms_at(world.terms).nurture_fatigue_half_life)
    card.fatigue = before + 1.0
    card.fatigue_at = world.now
    return before


@story
def nurtured_depth(w: int, lead: int) -> float:
    """How well nurtured a lead is, from 0 to 1."""
    return depth(float(lead_at(lead).engagements), terms_at(world_at(w).terms).work_nurture_depth)


@story
def rep_key(lead: int) -> int:
    """Key of the rep whose lead it is; 0: nobody's yet, or the pool's."""
    rep = lead_at(lead).rep
    return rep_at(rep).key if rep else 0


@story
def under_way(lead: int) -> bool:
    """Whether somebody is working for this lead right now."""
    task = lead_at(lead).task
    return task != 0 and task_at(task).list == 0 and task_at(task).left >= 0


@story
def is_now(w: int, lead: int, status: int) -> None:
    """Move to another status, in the company's counts too."""
    counts, card = world_at(w).statuses, lead_at(lead)
    put_whole(counts, card.status, whole(counts, card.status) - 1)
    put_whole(counts, status, whole(counts, status) + 1)
    card.status = status


@story
def waits_until(w: int, lead: int, when: int, turn: int, visit: int, step: int) -> None:
    """Go on with a step at a time, or earlier when there is news."""
    card = lead_at(lead)
    card.step = step
    card.waits = 1
    at(w, when, turn, card.key, visit, Kind.LEAD, lead, card.token, 0.0)


@story
def waits(lead: int, step: int) -> None:
    """Go on with a step when somebody says so."""
    card = lead_at(lead)
    card.step = step
    card.waits = 1


@story
def says_no(news: int) -> bool:
    """Whether the buyer said no for good."""
    return news == News.WITHDREW or news == News.UNSUBSCRIBED


@story
def hears(w: int, lead: int, news: int) -> None:
    """Learn something that ends what is under way: at once, or at the end of work that has begun; a buyer's no stands."""
    card = lead_at(lead)
    if says_no(card.news):
        return
    card.news = news
    if under_way(lead):
        return
    if card.task:
        task = card.task
        card.task = 0
        reason = Reason.TOO_LATE_TO_TRY
        if news == News.WITHDREW:
            reason = Reason.WITHDREW
        elif news == News.UNSUBSCRIBED:
            reason = Reason.UNSUBSCRIBED
        elif news == News.RAN_OUT:
            reason = Reason.NO_DECISION
        strikes(w, task, reason)
    resume(w, lead, 0)
