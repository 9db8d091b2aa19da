"""The hand-written rival does the same work: it agrees with the reference that our engine is held to."""

import math

import numpy as np
import plain_lead_desk
import pytest

from sim.statistics import student_critical
from sim.theory.cases import LEAD_DESK
from sim.theory.verification import LEVEL, STANDARD_ERRORS


@pytest.mark.slow
@pytest.mark.theory
def test_the_plain_model_agrees_with_the_reference():
    years = np.array([plain_lead_desk.simulate(seed) for seed in range(1, 13)])
    critical = student_critical(len(years) - 1, LEVEL, len(LEAD_DESK))
    for target, values in zip(LEAD_DESK, years.T, strict=True):
        own = values.std(ddof=1) / math.sqrt(len(values))
        error = math.hypot(own, target.half_width / STANDARD_ERRORS)
        assert abs(values.mean() - target.exact) <= critical * error, target.measure


def test_a_year_from_the_same_seed_is_the_same_year():
    assert plain_lead_desk.simulate(7, horizon=500) == plain_lead_desk.simulate(7, horizon=500)


def test_every_lead_is_somewhere():
    year = plain_lead_desk.simulate(3, horizon=2000)
    assert year.mqls >= year.started + year.recycled + year.lost_to_impatience
    assert year.leads >= year.unconverted + year.started + year.lost_to_impatience
    assert year.accepted >= year.won + year.lost
