"""Quantiles are linear between neighbours, and their intervals are order statistics."""

import math

import numpy as np
import pytest
from scipy import stats

from sim.statistics import quantile_interval, quantiles, spread


def test_quantiles_are_linear_between_neighbours():
    assert quantiles(range(101)) == (5.0, 50.0, 95.0)
    assert quantiles([0.0, 1.0]) == pytest.approx((0.05, 0.5, 0.95))


@pytest.mark.parametrize("count", [2, 5, 6, 20, 71, 72, 73, 200, 1000])
@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
def test_the_interval_of_a_quantile_is_scipys(count, share):
    values = np.random.Generator(np.random.Philox(key=count)).lognormal(size=count)
    expected = stats.quantile_test(values, p=share).confidence_interval(0.95)
    assert quantile_interval(values, share) == pytest.approx((expected.low, expected.high), nan_ok=True)


def test_an_end_that_the_values_cannot_give_is_undefined():
    assert math.isnan(quantile_interval(range(71), 0.05)[0])
    assert quantile_interval(range(72), 0.05)[0] == 0.0
    assert all(map(math.isnan, quantile_interval([], 0.5)))


@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
def test_quantiles_are_covered_whatever_the_distribution(share):
    samples = np.random.Generator(np.random.Philox(key=3)).lognormal(size=(4000, 100))
    truth = math.exp(stats.norm.ppf(share))
    covered = [low <= truth <= high for low, high in (quantile_interval(sample, share) for sample in samples)]
    assert np.mean(covered) >= 0.95 - 2.33 * math.sqrt(0.95 * 0.05 / 4000)


def test_a_spread_carries_both():
    found = spread([*range(100), math.nan])
    assert found[:3] == quantiles(range(100))
    assert (found.p50_low, found.p50_high) == quantile_interval(range(100), 0.5)
