"""The threshold that makes so many MQLs."""

import pytest

from sim.errors import StudyError
from sim.scenario import parse_scenario
from sim.study.questions.tuning import TOLERANCE, tune_threshold

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
    assert abs(found.mqls - 200) <= 200 * TOLERANCE
    fewer = tune_threshold(parse_scenario(SCENARIO), 100)
    assert fewer.threshold > found.threshold


def test_more_mqls_than_leads_cannot_be_had():
    with pytest.raises(StudyError, match="too few new leads"):
        tune_threshold(parse_scenario(SCENARIO), 2_000)
