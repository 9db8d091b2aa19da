"""Goals are read as people write them."""

import math

import numpy as np
import pytest
from fake_desk import ENGINE, MEASURES

from sim.errors import StudyError
from sim.study.crew.engine import simpy_engine
from sim.study.judgement.goals import Bound, Peak, goal_in_words, read_goal


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("first_response_within_sla >= 0.9", Bound("first_response_within_sla", ">=", 0.9)),
        ("first_response_within_sla >= 90 %", Bound("first_response_within_sla", ">=", 0.9)),
        ("first_response_within_sla>=90%", Bound("first_response_within_sla", ">=", 0.9)),
        ("first_response_within_sla ≥ 90 %", Bound("first_response_within_sla", ">=", 0.9)),
        ("revenue >= 3,000,000", Bound("revenue", ">=", 3e6)),
        ("revenue >= 3 M EUR", Bound("revenue", ">=", 3e6)),
        ("revenue >= 250 k", Bound("revenue", ">=", 250e3)),
        ("cost <= 120 k EUR", Bound("cost", "<=", 120e3)),
        ("first_response_hours_median <= 4 h", Bound("first_response_hours_median", "<=", 4.0)),
        ("first_response_hours_median <= 30 min", Bound("first_response_hours_median", "<=", 0.5)),
        ("first_response_business_hours_median <= 4 business hours", Bound("first_response_business_hours_median", "<=", 4.0)),
        ("wait_for_slot_days <= 2 days", Bound("wait_for_slot_days", "<=", 2.0)),
        ("won >= 12", Bound("won", ">=", 12.0)),
        ("won >= 12 deals", Bound("won", ">=", 12.0)),
        ("revenue >= -5", Bound("revenue", ">=", -5.0)),
    ],
)
def test_bounds(text, bound):
    found = read_goal(text, simpy_engine(), "EUR")
    assert found[:2] == bound[:2]
    assert found.value == pytest.approx(bound.value)


def test_hours_that_pass_are_no_business_hours():
    with pytest.raises(
        StudyError, match="first_response_hours_median is not counted in 'business hours'; write a number such as 4 h"
    ):
        read_goal("first_response_hours_median <= 4 business hours", simpy_engine(), "EUR")
    with pytest.raises(StudyError, match="write 'first_response_within_sla >= 90 %'"):
        read_goal("first_response_within_sla > 90 %", simpy_engine(), "EUR")


@pytest.mark.parametrize(("number", "said"), [("90", "90 would be 9,000 %"), ("-0.1", "-0.1 would be -10 %"), ("900 %", "900 %")])
def test_a_share_is_one(number, said):
    with pytest.raises(StudyError, match=f"is a share, and .*{said}; write a number such as 0.9, or 90 %"):
        read_goal(f"first_response_within_sla >= {number}", simpy_engine(), "EUR")
    assert read_goal("quota_attainment >= 120 %", simpy_engine(), "EUR").value == pytest.approx(1.2)


def test_peaks():
    assert read_goal("highest revenue", ENGINE, "EUR") == Peak("revenue", "highest")
    assert read_goal(" lowest  wait_hours_mean ", ENGINE, "EUR").sign == -1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("revenue", "write MEASURE >= X"),
        ("", "write MEASURE >= X"),
        ("revenue = 3", "write MEASURE >= X"),
        ("highest", "write MEASURE >= X"),
        ("revenu >= 3", "did you mean 'revenue'"),
        ("highest revenu", "did you mean 'revenue'"),
        ("revenue > 3", "'revenue >= 3'"),
        ("revenue >= 3 M USD", "3 M EUR"),
        ("revenue >= 90 %", "3 M EUR"),
        ("first_response_within_sla >= 90 h", "90 %"),
        ("won >= 3 EUR", "4 deals"),
        ("revenue >= 1.2.3", "is no number"),
    ],
)
def test_what_is_no_goal_says_what_to_write(text, said):
    with pytest.raises(StudyError, match=said.replace("(", r"\(")):
        read_goal(text, simpy_engine() if "wait" in text else ENGINE, "EUR")


def test_an_undefined_value_never_meets_a_goal():
    values = np.array([1.0, math.nan, 3.0])
    assert Bound("revenue", ">=", 2.0).met(values).tolist() == [False, False, True]
    assert Bound("revenue", "<=", 2.0).met(values).tolist() == [True, False, False]


@pytest.mark.parametrize(
    ("low", "high", "holds"), [(2, 3, True), (0, 1, False), (1, 3, None), (math.nan, 3, None), (2, math.nan, None)]
)
def test_an_interval_holds_a_goal_when_all_of_it_does(low, high, holds):
    assert Bound("revenue", ">=", 2.0).holds(low, high) is holds
    assert Bound("revenue", "<=", -2.0).holds(-high, -low) is holds


def test_goals_in_words():
    by_name = {measure.name: measure for measure in MEASURES}
    sla = by_name["first_response_within_sla"]
    assert goal_in_words(Bound("first_response_within_sla", ">=", 0.9), sla, "EUR") == "SLA met is at least 90 %"
    assert goal_in_words(Peak("revenue", "highest"), by_name["revenue"], "EUR") == "Revenue is highest"
