"""Chances have intervals that hold, with the same luck and with other luck."""

import math

import numpy as np
import pytest

from sim.statistics import chance_better, chance_better_other_luck, wilson_interval


def test_wilson_published_value():
    assert wilson_interval(18, 20)[:3] == pytest.approx((0.9, 0.698966, 0.972134), abs=1e-6)


def test_chance_better_counts_ties_half():
    chance = chance_better([1, 1, 1, 1], [2, 1, 0, math.nan], "higher")
    assert (chance.share, chance.cases) == (0.5, 3)
    assert chance_better([1, 1], [0, 0], "lower").share == 1.0


def test_other_luck_compares_every_pair_but_the_same_luck():
    base, other = np.array([1.0, 4.0, 2.0]), np.array([2.0, 3.0, 2.0])
    pairs = [(b, o) for i, b in enumerate(base) for j, o in enumerate(other) if i != j]
    expected = np.mean([1.0 if o > b else 0.5 if o == b else 0.0 for b, o in pairs])
    assert chance_better_other_luck(base, other, "higher") == pytest.approx(expected)
    assert chance_better_other_luck(base, other, "lower") == pytest.approx(1 - expected)


def test_pairing_makes_a_small_effect_look_certain():
    rng = np.random.Generator(np.random.Philox(key=1))
    luck = rng.standard_normal(4000)
    base = luck
    other = 0.97 * luck + math.sqrt(1 - 0.97**2) * rng.standard_normal(4000) + 0.5
    assert chance_better(base, other, "higher").share == pytest.approx(0.98, abs=0.01)
    assert chance_better_other_luck(base, other, "higher") == pytest.approx(0.64, abs=0.02)


def test_a_family_of_chances_is_wider_than_one():
    one, many = wilson_interval(18, 20), wilson_interval(18, 20, family=40)
    assert many.low < one.low < one.high < many.high
