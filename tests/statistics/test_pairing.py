"""Pairing: ratios by linearisation, correlation, and whether the same luck helps."""

import math

import numpy as np
import pytest
from scipy import stats

from sim.statistics import correlation, highest_correlation, linearised, mean_interval, paired, paired_p, student_interval


def test_ratio_is_the_ratio_of_sums_not_the_mean_of_ratios():
    values = linearised([1, 9], [2, 10])
    assert values.mean() == pytest.approx(10 / 12)


def test_ratio_interval_by_linearisation_by_hand():
    top, bottom = np.array([4.0, 6.0, 5.0]), np.array([10.0, 12.0, 8.0])
    residuals = (top - 0.5 * bottom) / 10.0
    half = stats.t.ppf(0.975, 2) * residuals.std(ddof=1) / math.sqrt(3)
    assert student_interval(linearised(top, bottom))[:3] == pytest.approx((0.5, 0.5 - half, 0.5 + half))


def test_a_ratio_over_nothing_is_undefined():
    assert np.isnan(linearised([0, 0], [0, 0])).all()


def test_the_difference_of_a_ratio_with_itself_is_zero():
    values = linearised([1, 2, 5], [3, 4, 9])
    assert (paired(values, values) == 0).all()


def test_correlation():
    assert correlation([1, 2, 3], [2, 4, 6]) == pytest.approx(1)
    assert math.isnan(correlation([1, 1, 1], [2, 4, 6]))


def test_p_of_no_difference_is_one():
    assert paired_p([0.0, 0.0, 0.0]) == 1.0
    assert paired_p([2.0, 2.0]) == 0.0
    assert paired_p([1.0, 2.0, 4.0]) == pytest.approx(stats.ttest_1samp([1, 2, 4], 0).pvalue)


@pytest.mark.slow
@pytest.mark.golden
def test_ratios_are_covered():
    rng = np.random.Generator(np.random.Philox(key=5))
    covered = []
    for _ in range(1500):
        bottom = rng.poisson(20, 30)
        top = rng.binomial(bottom, 0.3)
        interval = mean_interval(linearised(top, bottom))
        covered.append(interval.low <= 0.3 <= interval.high)
    assert np.mean(covered) >= 0.93


def test_the_highest_correlation_is_fishers():
    x = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0])
    y = np.array([2.0, 1.0, 4.0, 3.0, 7.0, 5.0, 8.0, 6.0])
    r = stats.pearsonr(x, y).statistic
    assert highest_correlation(x, y) == pytest.approx(math.tanh(math.atanh(r) + stats.norm.ppf(0.95) / math.sqrt(5)))
    assert highest_correlation(x, y, family=20) > highest_correlation(x, y)


def test_pairing_hurts_only_beyond_noise():
    turned = [3.0, 2.0, 1.0, 0.5, 0.2, 0.1, -1.0, -2.0]
    assert highest_correlation(range(8), turned) < 0
    assert highest_correlation(range(4), turned[:4]) < 0 < highest_correlation([1, 2, 3, 4], [2, 1, 1.9, 0.8])
    assert math.isnan(highest_correlation([1, 2, 3], [3, 2, 1]))
    assert math.isnan(highest_correlation([1, 1, 1, 1], [3, 2, 1, 0]))


def test_a_p_and_an_interval_widened_alike_say_the_same():
    values = [0.2, 1.4, 0.9, -0.3, 1.1, 0.8, 0.1]
    low = student_interval(values).low
    stretch = student_interval(values).mean / (student_interval(values).mean - low)  # so that the low end is 0
    assert paired_p(values, stretch) == pytest.approx(0.05)
