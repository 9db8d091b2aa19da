"""The threshold that makes so many MQLs, and the attention that makes so late a first call."""

import pytest

from sim import run
from sim.errors import StudyError
from sim.scenario import parse_scenario
from sim.study.questions.tuning import TOLERANCE, tune_attention, tune_threshold

SCENARIO = """
name: small
channels: {web: {volume: 20 per day}}
nurture: {touches: [{wait: 'exponential, mean 5 d', engages: 0.2, points: 10, repeat: 6}]}
scoring: {base: 50, auc: 0.7, threshold: 60}
work: {attempt: 1 min, conversation: 1 min}
team: {reps: 20}
"""


def test_the_threshold_found_makes_the_mqls_asked_for():
    found = tune_threshold(parse_scenario(SCENARIO), 200)
    assert abs(found.found - 200) <= 200 * TOLERANCE
    fewer = tune_threshold(parse_scenario(SCENARIO), 100)
    assert fewer.value > found.value


def test_more_mqls_than_leads_cannot_be_had():
    with pytest.raises(StudyError, match="too few new leads"):
        tune_threshold(parse_scenario(SCENARIO), 2_000)


def test_the_attention_found_makes_the_first_call_as_late_as_said():
    scenario = parse_scenario(SCENARIO)
    found = tune_attention(scenario, 40)
    assert abs(found.found - 40) <= 40 * TOLERANCE
    mine = scenario.replace({"handoff.attention": f"lognormal, mean {found.value} h, cv 1"})
    median = run(mine, replications=8).summary().set_index("measure").loc["first_response_hours_median"]
    assert median["mean"] == pytest.approx(40, rel=0.15)


def test_nobody_calls_sooner_than_at_once():
    found = tune_attention(parse_scenario(SCENARIO).replace({"team.reps": 1, "work.conversation": "2 h"}), 1)
    assert found.value == 0
    assert found.found > 1
