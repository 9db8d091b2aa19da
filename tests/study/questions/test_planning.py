"""The first settings that meet a goal, with the probability stated; three questions as leaders put them."""

import json
import math

import numpy as np
import pytest
from fake_desk import FakeMeasured
from scipy import stats
from stories import tiny

from sim import plan_for as planned_with_theory
from sim.errors import ScenarioError, StudyError
from sim.statistics import wilson_interval
from sim.study.crew.engine import simpy_engine
from sim.study.questions.planning import LEVEL, _fewest, plan_for

DESK = """
channels: {web: {volume: 16 per day}}
personas: {buyer: {fit: 0.5, reachable: 0.9, value: '4,000 EUR', window: {lasts: 'exponential, mean 20 d', starts: handoff}}}
agreement: {sales: {first_attempt_within: 4 business hours}}
work: {order: new_leads_first, research: 5 min, attempt: 6 min, conversation: 25 min}
contact: {connect: 0.5, attempts: 3, gaps: [1 business day]}
opportunity: {stages: [{name: offer, delay: 1 d, minutes: 30 min, advance: 0.5}]}
team: {reps: 2}
experiment: {kind: terminating, horizon: 21 d, follow_up: 7 d}
levers:
  reps: {path: team.reps, from: 1, to: 30, label: Reps}
  response_sla: {path: agreement.sales.first_attempt_within, label: First call within}
  leads: {path: channels.web.volume, label: Leads}
"""


def luck_engine(chance=None, revenue=None):
    """An engine whose SLA is kept with a chance that the number of reps gives, and whose revenue is theirs plus luck."""
    real = simpy_engine()
    names = [measure.name for measure in real.measures]

    def simulate(plan, seed, replication):
        reps = len(plan.after.seats)
        luck = np.random.Generator(np.random.Philox(key=[seed, replication])).standard_normal(2)
        own = np.random.Generator(np.random.Philox(key=[seed + reps, replication])).standard_normal()
        return reps, luck, own

    def measure(plan, log):
        reps, luck, own = log
        values = np.full(len(names), np.nan)
        if chance is not None:
            share = stats.norm.cdf(0.6 * luck[0] + 0.8 * own)
            values[names.index("wait_hours_p90")] = 1.0 if share < chance(reps) else 2.0
        if revenue is not None:
            values[names.index("revenue")] = revenue(reps) + luck[0] + 0.1 * own
        nothing = np.full(len(names), np.nan)
        return FakeMeasured(values, nothing, nothing, np.zeros((2, 1)))

    return real._replace(name="luck", simulate=simulate, measure=measure, weekly=("none",))


CHANCES = {1: 0.2, 2: 0.5, 3: 0.7, 4: 0.97, 5: 0.99, 6: 1.0}
WITHIN = "wait_hours_p90 <= 1 h"


def test_the_first_that_meets_the_goal_often_enough():
    found = plan_for(tiny(DESK), WITHIN, ["reps=1..6"], with_probability=0.9, engine=luck_engine(CHANCES.get))
    assert found.settings == {"reps": "4"}
    assert [each.status for each in found.candidates] == ["fails", "fails", "fails", "meets", "not needed", "not needed"]
    assert found.candidates[3].probability_low >= 0.9
    assert found.candidates[2].probability_high < 0.9
    assert found.sentence.startswith("Reps 4 will do: Wait, 90th percentile is at most 1 h, with a probability of 90 % (so in ")
    assert "Reps 3 will not" in found.sentence


def test_the_order_written_is_the_order_liked():
    found = plan_for(tiny(DESK), WITHIN, ["reps=6..1"], with_probability=0.9, engine=luck_engine(CHANCES.get))
    assert found.settings == {"reps": "6"}


def test_what_fails_is_left_early_and_what_comes_after_is_not_gone_on_with():
    found = plan_for(tiny(DESK), WITHIN, ["reps=1..6"], with_probability=0.9, engine=luck_engine(CHANCES.get))
    counts = [rows.replications for rows in found.rows]
    assert counts[0] < counts[3] == max(counts)
    assert counts[5] < counts[3] or counts[4] < counts[3]


def test_none_within_the_range():
    found = plan_for(tiny(DESK), WITHIN, ["reps=1..3"], with_probability=0.9, engine=luck_engine(CHANCES.get))
    assert found.settings is None
    assert found.sentence.startswith("None within the range: Wait, 90th percentile is at most 1 h")
    assert "Nearest comes reps 3" in found.sentence


def test_what_cannot_be_told_is_said():
    found = plan_for(tiny(DESK), WITHIN, ["reps=3"], with_probability=0.7, replications=40, engine=luck_engine(CHANCES.get))
    assert found.settings is None
    assert found.sentence.startswith("Cannot tell whether")
    both = plan_for(tiny(DESK), WITHIN, ["reps=3,6"], with_probability=0.7, replications=40, engine=luck_engine(CHANCES.get))
    assert both.settings == {"reps": "6"}
    assert "Reps 3 may do: 34 replications cannot tell" in both.sentence  # twice 17, the fewest that could show it


def test_undefined_never_meets_anything():
    found = plan_for(tiny(DESK), "wait_hours_p90 <= 1 h", ["reps=1,2"], on="mean", engine=luck_engine(revenue=float))
    assert found.settings is None
    assert [each.status for each in found.candidates] == ["fails", "fails"]
    assert found.sentence == "None within the range: Wait, 90th percentile is undefined in every setting tried."


def test_on_the_mean():
    found = plan_for(tiny(DESK), "revenue >= 3.5", ["reps=1..6"], on="mean", engine=luck_engine(revenue=float))
    assert found.settings == {"reps": "4"}
    assert found.candidates[3].low >= 3.5 > found.candidates[2].high


def test_the_looks_are_counted_and_said():
    found = plan_for(tiny(DESK), "revenue >= 3.5", ["reps=1..6"], on="mean", engine=luck_engine(revenue=float))
    assert found.looks == 6 * 7  # 10, 20, … 640
    assert found.to_json()["looks"] == found.looks


def test_a_peak_and_where_it_falls():
    hill = {1: 2.0, 2: 6.0, 3: 9.0, 4: 8.5, 5: 5.0, 6: 1.0}
    found = plan_for(tiny(DESK), "highest revenue", ["reps=1..6"], engine=luck_engine(revenue=hill.get))
    assert found.settings == {"reps": "3"}
    assert found.candidates[found.falls_from].settings == {"reps": "4"}
    assert [each.status for each in found.candidates] == ["lower", "lower", "best", "lower", "lower", "lower"]
    assert found.to_json()["falls_from"] == {"reps": "4"}
    valley = plan_for(tiny(DESK), "lowest revenue", ["reps=1..6"], engine=luck_engine(revenue=lambda reps: -hill[reps]))
    assert valley.settings == {"reps": "3"}
    assert "It rises beyond doubt by reps 4" in valley.sentence


def test_a_slope_has_no_fall():
    found = plan_for(tiny(DESK), "highest revenue", ["reps=1..6"], engine=luck_engine(revenue=float))
    assert found.settings == {"reps": "6"}
    assert found.falls_from is None
    assert "It falls nowhere after that within the range" in found.sentence


def test_equal_tops_are_not_told_apart():
    found = plan_for(
        tiny(DESK), "highest revenue", ["reps=1..4"], replications=40, engine=luck_engine(revenue={1: 1, 2: 5, 3: 5, 4: 2}.get)
    )
    assert found.settings["reps"] in ("2", "3")
    assert "not told from it" in found.sentence


@pytest.mark.slow
@pytest.mark.golden  # seed fixed: 4,000 plans, the error of a share about .003
def test_a_setting_that_does_not_meet_the_goal_is_recommended_once_in_twenty_plans_at_most():
    """Every setting keeps its promise a hair less often than asked for: with 6 of them, whatever is found is wrong."""
    rng = np.random.Generator(np.random.Philox(key=5))
    looks = plan_for(
        tiny(DESK), WITHIN, ["reps=1..6"], with_probability=0.9, replications=200, engine=luck_engine(CHANCES.get)
    ).looks
    family, plans, wrong = looks, 4000, 0
    first = _fewest(0.9, family)
    at = [10, 20, 40, 80, first, 2 * first, 4 * first, 8 * first]
    assert len([each for each in at if each <= 200]) * 6 == looks
    for _ in range(plans):
        met = np.cumsum(rng.random((6, at[-1])) < 0.8999, axis=1)
        wrong += any(wilson_interval(int(row[n - 1]), n, LEVEL, family).low >= 0.9 for row in met for n in at)
    assert wilson_interval(wrong, plans).low <= 0.05


def test_a_probability_that_cannot_be_shown_is_refused_with_what_it_takes():
    with pytest.raises(StudyError, match=r"write --replications (\d+) or more") as refused:
        plan_for(tiny(DESK), WITHIN, ["reps=1..6"], with_probability=0.99, replications=100, engine=luck_engine(CHANCES.get))
    least = int(str(refused.value).split("--replications ")[1].split()[0])
    assert 500 < least < 3000


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({}, "--with-probability 0.9"),
        ({"with_probability": 0.9, "on": "mean"}, "one of them"),
        ({"with_probability": 90}, "write a number such as 0.9"),
        ({"on": "median"}, "--on mean"),
        ({"on": "mean", "replications": 3}, "10 times or more"),
        ({"goal": "highest revenue", "with_probability": 0.9}, "leave --with-probability out"),
        ({"on": "mean", "goal": "revenue"}, "write MEASURE >= X"),
    ],
)
def test_what_cannot_be_planned_is_refused_with_what_to_write(how, said):
    goal = how.pop("goal", "revenue >= 1")
    with pytest.raises(StudyError, match=said):
        plan_for(tiny(DESK), goal, ["reps=1..3"], engine=luck_engine(revenue=float), **how)


def test_wrong_settings_are_refused():
    with pytest.raises(ScenarioError, match="did you mean 'reps'"):
        plan_for(tiny(DESK), "revenue >= 1", ["rep=1..3"], on="mean")


def test_everything_wrong_is_said_at_once():
    with pytest.raises(StudyError) as refused:
        plan_for(tiny(DESK), "revenu >= 1", ["rep=1..3", "reps=0,1"], on="mean")
    assert [line.split(" ")[0] for line in str(refused.value).splitlines()] == ["no", "--vary:1:5", "--vary:2:6"]


def test_the_document_has_the_promised_keys(tmp_path):
    found = plan_for(tiny(DESK), WITHIN, ["reps=1..6"], with_probability=0.9, engine=luck_engine(CHANCES.get))
    document = json.loads(json.dumps(found.to_json(), allow_nan=False))
    assert {"goal", "with_probability", "settings", "exact_bound", "candidates"} <= set(document)
    assert {"settings", "mean", "low", "high", "probability"} <= set(document["candidates"][0])
    assert (document["goal"], document["with_probability"], document["exact_bound"]) == (WITHIN, 0.9, None)
    assert list(found.table().columns)[:3] == ["reps", "replications", "mean"]
    assert json.loads((found.save(tmp_path / "out") / "study.json").read_text()) == document


# How many reps keep four hours for 90 % of leads?
@pytest.mark.slow
def test_how_many_reps_keep_four_hours_for_ninety_per_cent_of_leads():
    found = planned_with_theory(tiny(DESK), "first_response_within_sla >= 90 %", ["reps=1..5"], on="mean")
    assert found.settings == {"reps": "3"}
    assert found.candidates[1].status == "fails"
    assert found.exact_bound is None  # hours, research and second attempts: no formula knows them
    assert "Reps 3 will do: SLA met is at least 90 %" in found.sentence


# What is the fastest promise that so many reps can keep nine years in ten?
@pytest.mark.slow
def test_the_fastest_promise_that_three_reps_keep_nine_times_in_ten():
    three = tiny(DESK).replace({"reps": 3})
    found = planned_with_theory(
        three, "first_response_within_sla >= 90 %", ["response_sla=1h,2h,4h,8h"], with_probability=0.9, replications=100
    )
    assert found.settings["response_sla"] in ("4h", "8h")
    place = found.found
    assert found.candidates[place].probability_low >= 0.9
    assert all(each.status == "fails" for each in found.candidates[: place - 1])


# How many MQLs a rep before total revenue falls?
@pytest.mark.slow
def test_how_many_leads_a_rep_before_revenue_falls():
    found = planned_with_theory(tiny(DESK), "highest revenue", {"leads": [f"{n} per day" for n in (4, 8, 16, 32, 64)]})
    assert found.settings["leads"] in ("8 per day", "16 per day")
    assert found.falls_from is not None
    best, worse = found.candidates[found.found], found.candidates[found.falls_from]
    assert worse.leads_per_rep > best.leads_per_rep
    assert "leads per rep and month" in found.sentence
    assert not math.isnan(best.leads_per_rep)
