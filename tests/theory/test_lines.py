"""When a simulated number counts as agreeing with theory."""

import math

import numpy as np
import pytest

from sim.theory.cases import LEAD_DESK, Target, all_cases
from sim.theory.observations import share_waiting
from sim.theory.verification import line

pytestmark = pytest.mark.theory


def around(mean: float, spread: float, count: int = 40) -> tuple[np.ndarray, np.ndarray]:
    values = mean + spread * np.where(np.arange(count) % 2 == 0, 1.0, -1.0)
    return values, np.ones(count)


def test_a_line_holds_when_its_interval_covers_theory():
    agreed = line("desk", Target("wait", 1.0, share_waiting), *around(1.01, 0.1), family=60)
    assert agreed.holds
    assert agreed.low < 1.0 < agreed.simulated < agreed.high
    missed = line("desk", Target("wait", 1.0, share_waiting), *around(1.2, 0.1), family=60)
    assert not missed.holds


def test_more_lines_make_each_interval_wider():
    target = Target("wait", 1.0, share_waiting)
    alone = line("desk", target, *around(1.0, 0.1), family=1)
    among_many = line("desk", target, *around(1.0, 0.1), family=60)
    assert alone.high < among_many.high


def test_a_reference_with_an_error_of_its_own_widens_the_interval():
    exact = line("desk", Target("won", 721, share_waiting), *around(724, 1), family=60)
    estimate = line("desk", Target("won", 721, share_waiting, half_width=3), *around(724, 1), family=60)
    assert not exact.holds
    assert estimate.holds


def test_the_average_is_the_ratio_of_sums_not_the_mean_of_ratios():
    numerators, denominators = np.array([1.0, 30.0]), np.array([1.0, 10.0])
    assert line("desk", Target("wait", 0, share_waiting), numerators, denominators, family=1).simulated == 31 / 11


@pytest.mark.parametrize("values", [[], [1.0], [1.0, math.nan]])
def test_nothing_agrees_without_two_replications(values):
    numerators = np.array(values)
    found = line("desk", Target("wait", 1.0, share_waiting), numerators, np.ones(len(values)), family=1)
    assert not found.holds
    assert math.isnan(found.low)


def test_every_line_has_a_name_of_its_own():
    names = [(case.name, target.measure) for case in all_cases() for target in case.targets]
    assert len(names) == len(set(names))
    assert len(LEAD_DESK) == 14
