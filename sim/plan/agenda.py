"""What a plan has set down beforehand: meetings, reviews, ring-fenced blocks, and whether volumes move."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..rules.codes import SPEND
from .types import Plan, Terms

Times = list[tuple[int, int]]


def set_times(plan: Plan, of: Callable[[Terms], Iterator[tuple[int, int]]]) -> Times:
    """Moments and lengths by the terms in force at each, in order."""
    return sorted(
        (at, length)
        for terms, before in ((plan.before, True), (plan.after, False))
        for at, length in of(terms)
        if (at < plan.start) == before and at <= plan.end
    )


def _meetings(terms: Terms) -> Iterator[tuple[int, int]]:
    return zip(terms.meetings.tolist(), terms.meeting_lengths.tolist(), strict=True)


def _reviews(terms: Terms) -> Iterator[tuple[int, int]]:
    return ((at, terms.feedback.length) for at in terms.feedback.reviews.tolist())


def _blocks(terms: Terms) -> Iterator[tuple[int, int]]:
    return ((at, terms.own.block) for at in terms.own.blocks.tolist())


def meetings(plan: Plan) -> Times:
    """When all reps at work meet, and for how long."""
    return set_times(plan, _meetings)


def reviews(plan: Plan) -> Times:
    """When both teams review what became of leads, and for how long."""
    return set_times(plan, _reviews)


def blocks(plan: Plan) -> Times:
    """When ring-fenced blocks of own pipeline begin, and how long they are."""
    return set_times(plan, _blocks)


def meeting_times(terms: Terms) -> Times:
    """Start and end of every meeting, review and block that the calendar of the day holds, in order."""
    each = (*_meetings(terms), *_reviews(terms), *_blocks(terms))
    return sorted((start, start + length) for start, length in each)


def moves(terms: Terms) -> bool:
    """Whether decisions move volumes."""
    agreement = terms.agreement
    return terms.feedback.targeting > 0.0 or (agreement.reaction == SPEND and agreement.leads_per_rep > 0.0)
