"""The chance of an outcome by an age, with leads still open: worked by hand."""

import math

import numpy as np

from sim.measures.folds.risks import OUTCOMES
from sim.measures.survival import share_by

OPEN, WANTED, OTHER = 0, 1, 2


def chance(*leads, age=10):
    times, outcomes = zip(*leads, strict=True) if leads else ((), ())
    return share_by(np.array(times, np.int64) * OUTCOMES + np.array(outcomes, np.int64), age)


def test_everybody_followed_is_a_plain_share():
    assert chance((1, WANTED), (2, OTHER), (3, WANTED), (12, OPEN)) == 0.5
    assert chance((10, WANTED), (11, WANTED)) == 0.5


def test_a_lead_that_is_still_open_counts_as_long_as_it_is_seen():
    # at 2: 1/4 wanted; at 5 two are left, one ends otherwise; at 7 the last is wanted, three quarters of a half
    leads = ((2, WANTED), (4, OPEN), (5, OTHER), (7, WANTED))
    assert math.isclose(chance(*leads), 1 / 4 + 3 / 4 * 1 / 2 * 1)


def test_other_ends_compete_instead_of_censoring():
    assert math.isclose(chance((1, OTHER), (2, OPEN), (3, WANTED), (30, OPEN)), 3 / 4 * 1 / 2)
    kaplan_meier = 1 - 1 / 2
    assert chance((1, OTHER), (2, OPEN), (3, WANTED), (30, OPEN)) < kaplan_meier


def test_events_at_one_time_share_the_risk():
    assert math.isclose(chance((2, WANTED), (2, OTHER), (2, OPEN), (9, WANTED), (20, OPEN)), 1 / 5 + 3 / 5 * 1 / 2)


def test_nothing_after_the_age_counts():
    leads = ((1, WANTED), (3, OPEN), (11, WANTED), (12, OTHER))
    assert chance(*leads) == chance(*leads[:2], (50, OPEN), (50, OPEN)) == 1 / 4


def test_nobody_at_risk_is_undefined():
    assert math.isnan(chance())
    assert math.isnan(chance((2, WANTED), (4, OPEN)))
    assert math.isnan(chance((4, OPEN)))


def test_it_is_defined_when_the_last_one_was_seen_to_end():
    assert chance((4, OPEN), (5, WANTED)) == 1
    assert chance((4, OPEN), (5, OTHER)) == 0
