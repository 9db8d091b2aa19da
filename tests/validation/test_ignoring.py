"""Leads are ignored where people find them poor, and no longer where they find them good: nobody says how many.

A small desk with a pipeline of its own, whose leads become SQLs about as often as is worth the time.
"""

import functools

import numpy as np
import pytest
from stories import tiny, told

from sim.measures.response import last_ignored
from sim.measures.tables import DAY, Tables

pytestmark = pytest.mark.slow

DESK = """
channels: {web: {volume: 8 per day}, fair: {volume: 2 per day, hand_raiser: true}}
personas: {buyer: {fit: 0.16, reachable: 0.85, value: '9,000 EUR'}}
team: {reps: 2, own_pipeline: {hours: 11, minutes_per_sql: 310 min, closes: 0.1}}
work: {order: own_deals_first, research: 8 min, attempt: 6 min, conversation: 10 min}
contact: {connect: 0.43, attempts: 2, gaps: [2 business days]}
qualification: {accept_fit: 0.85, accept_unfit: 0.02}
opportunity:
  stages:
    - {name: demo, delay: 3 d, minutes: 1 h, appointment: true, advance: 0.6}
    - {name: offer, delay: 5 d, minutes: 2 h, advance: 0.4}
pursuit: {beliefs: true, prior: 0.2}
experiment: {kind: adoption, lead_in: 91 d, horizon: 455 d}
"""
YEAR = 365


@functools.cache
def ignored(*changes: tuple[str, object], base: bool = False) -> tuple[float, float]:
    """Share ignored from the seventh to the ninth month, and after a year; adopted on the first day, or always so."""
    before = tiny(DESK)
    found = told(before.replace(dict(changes)), before if base else None)
    tables = Tables(found.plan, found.log)
    age = (tables.episodes.delivered - found.plan.start) / DAY
    chosen = tables.once(last_ignored)
    return float(chosen[(age > YEAR / 2) & (age <= YEAR * 3 / 4)].mean()), float(chosen[age > YEAR].mean())


def test_who_does_not_go_by_beliefs_ignores_nobody():
    assert ignored(("pursuit.beliefs", False)) == (0, 0)


def test_a_desk_without_other_work_ignores_nobody():
    assert ignored(("team.own_pipeline", None)) == (0, 0)


def test_what_one_thought_at_first_is_forgotten_in_a_year():
    hopeful, doubtful = (ignored(("pursuit.prior", prior))[1] for prior in (0.3, 0.1))
    assert abs(hopeful - doubtful) <= 0.2


def test_leads_twice_as_good_are_ignored_less_within_nine_months():
    poor, good = ignored()[0], ignored(("personas.buyer.fit", 0.32), base=True)[0]
    assert 0.2 < poor < 0.9
    assert good <= poor - 0.15


def test_better_leads_are_ignored_less_by_every_step():
    shares = [ignored(("personas.buyer.fit", fit))[1] for fit in (0.04, 0.08, 0.16, 0.32, 0.64)]
    assert (np.diff(shares) < 0).all()
