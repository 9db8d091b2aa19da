"""Leads are ignored where people find them poor, and no longer where they find them good: nobody says how many.

First a small desk with a pipeline of its own, whose leads become SQLs about as often as is worth the time; then
the invented company.
"""

import functools
from typing import NamedTuple

import numpy as np
import pytest
from companies import once
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


# The invented company. Nearly twice as good: everybody is of the right kind, and three and a half times as many are in
# need already. Among half as many MQLs that leaves about as many that fit and need as today; among as many, twice as many.
STATES = {
    "content": "no_need: 30, awareness: 45, consideration: 18, decision: 7",
    "paid": "no_need: 30, awareness: 35, consideration: 21, decision: 14",
    "events": "no_need: 65, awareness: 21, consideration: 10.5, decision: 3.5",
    "social": "no_need: 79, awareness: 14, consideration: 3.5, decision: 3.5",
    "demo": "awareness: 5, consideration: 20, decision: 75",
    "referral": "awareness: 30, consideration: 40, decision: 30",
}
VOLUMES = {"content": 1100, "paid": 400, "events": 200, "social": 160, "demo": 100, "referral": 40}
GOOD = tuple(
    part
    for channel, states in STATES.items()
    for part in (f"channels.{channel}.personas={{company: 1}}", f"channels.{channel}.readiness={{{states}}}")
)
SOME_YEAR = ("experiment.lead_in=26 weeks", "experiment.horizon=39 weeks", "experiment.follow_up=5 weeks")
REPLICATIONS = 2


def volumes(share: float, demo: float) -> tuple[str, ...]:
    """So many leads of every channel, and of those who ask for a demo."""
    return tuple(
        f"channels.{name}.volume={number * (demo if name == 'demo' else share):g} per month" for name, number in VOLUMES.items()
    )


FEWER, ALL = (*GOOD, *volumes(0.31, 0.5)), (*GOOD, *volumes(0.76, 1))


class Late(NamedTuple):
    """What is ignored late in a run, how many MQLs there are, and which share of them fits and needs."""

    ignored: float
    mqls: float
    precision: float


@functools.cache
def late(*sets: str, past: tuple[str, ...] | None = None, since: float = YEAR / 2, replication: int = 0) -> Late:
    """One replication, from a day of the window on, of the leads with 30 days to follow."""
    found = once("baseline", *sets, past=past, replication=replication)
    delivered = found.tables.episodes.delivered
    chosen = (delivered > found.plan.start + since * DAY) & found.tables.within(delivered)
    ignored = found.tables.once(last_ignored)[chosen].mean()
    return Late(float(ignored), found.measures["mqls"], found.measures["mql_precision"])


def test_the_company_forgets_what_its_reps_thought_at_first():
    first = ("experiment.lead_in=0 d", "experiment.horizon=61 weeks", "experiment.follow_up=5 weeks")
    hopeful, doubtful = (
        np.mean([late(*first, f"pursuit.prior={prior}", since=YEAR, replication=r).ignored for r in range(REPLICATIONS)])
        for prior in (0.3, 0.1)
    )
    assert abs(hopeful - doubtful) <= 0.2


def improved(good: tuple[str, ...]) -> tuple[np.ndarray, float, float]:
    """By how much less is ignored in the seventh to ninth month, and how MQLs and the share that fits and needs compare."""
    todays = [late(*SOME_YEAR, replication=r) for r in range(REPLICATIONS)]
    betters = [late(*SOME_YEAR, *good, past=SOME_YEAR, replication=r) for r in range(REPLICATIONS)]
    less = np.array([today.ignored - better.ignored for today, better in zip(todays, betters, strict=True)])
    (_, mqls, precision), (_, more, higher) = np.mean(todays, axis=0), np.mean(betters, axis=0)
    return less, float(more / mqls), float(higher / precision)


def test_the_company_ignores_less_when_half_its_leads_stay_away_and_the_rest_is_twice_as_good():
    less, mqls, precision = improved(FEWER)
    assert mqls == pytest.approx(0.5, abs=0.05)
    assert 1.7 <= precision <= 2.1
    assert less.mean() >= 0.15


def test_the_company_ignores_less_when_as_many_leads_are_twice_as_good_though_more_deals_fill_its_days():
    less, mqls, precision = improved(ALL)
    assert mqls == pytest.approx(1, abs=0.05)
    assert 1.7 <= precision <= 2.1
    assert (less > 0).all()
