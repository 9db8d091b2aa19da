"""P values adjusted for all that was looked at."""

import math

import numpy as np
import pytest
from scipy import stats

from sim.statistics import benjamini_hochberg, holm, paired_p


def test_holm_by_hand():
    assert holm([0.01, 0.04, 0.03, math.nan])[:3] == pytest.approx([0.03, 0.06, 0.06])
    assert math.isnan(holm([0.01, math.nan])[1])


def test_weighted_holm_agrees_with_weighted_bonferroni_on_the_first():
    p_values, weights = [0.02, 0.03, 0.5], [0.5, 0.25, 0.25]
    adjusted = holm(p_values, weights)
    assert adjusted[0] == pytest.approx(0.02 / 0.5)
    assert adjusted[1] == pytest.approx(0.03 / 0.25 * 0.5)  # the first has left, and its half with it
    assert holm(p_values, [2.0, 2.0, 2.0]) == pytest.approx(holm(p_values))


def test_benjamini_hochberg_is_scipys():
    p_values = [0.001, 0.2, 0.03, 0.012, 0.9, 0.03]
    assert benjamini_hochberg(p_values) == pytest.approx(stats.false_discovery_control(p_values).tolist())


def test_an_undefined_p_is_not_counted():
    assert benjamini_hochberg([0.01, math.nan, 0.04])[::2] == pytest.approx([0.02, 0.04])
    assert math.isnan(benjamini_hochberg([0.01, math.nan])[1])
    assert benjamini_hochberg([]) == holm([]) == []


def test_of_two_hundred_null_measures_hardly_ever_one_is_found():
    """With nothing to find, a discovery at 5 % is made in 5 % of studies: 600 of them, 200 measures, 30 replications."""
    rng = np.random.Generator(np.random.Philox(key=200))
    studies = 600
    draws = rng.standard_normal((studies, 200, 30))
    t = draws.mean(axis=2) / draws.std(axis=2, ddof=1) * math.sqrt(30)
    p_values = 2 * stats.t.sf(np.abs(t), 29)
    assert p_values[0, 0] == pytest.approx(paired_p(draws[0, 0]))
    wrong = sum(min(benjamini_hochberg(row.tolist())) <= 0.05 for row in p_values)
    assert wrong / studies <= 0.05 + 2.33 * math.sqrt(0.05 * 0.95 / studies)


def test_of_what_is_found_one_in_twenty_is_wrong_at_most():
    """200 measures of which 40 differ: the share of false discoveries, averaged over 300 studies."""
    rng = np.random.Generator(np.random.Philox(key=40))
    shares = []
    for _ in range(300):
        z = rng.standard_normal(200)
        z[:40] += 3
        found = np.array(benjamini_hochberg((2 * stats.norm.sf(np.abs(z))).tolist())) <= 0.05
        shares.append(found[40:].sum() / max(1, found.sum()))
        assert found[:40].sum() > 5
    assert np.mean(shares) <= 0.05
