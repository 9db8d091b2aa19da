"""Figures made of characters show their data."""

import math

import pytest

from sim.report import strips


def test_samples_share_an_axis():
    assert strips.common_axis([[1.0, 5.0], [3.0, math.nan, 9.0]], 10) == (1.0, 9.0, 10)
    assert strips.common_axis([[math.nan]], 10) is None


def test_the_fullest_column_is_the_tallest():
    axis = strips.Axis(0.0, 4.0, 4)
    assert strips.density([0.5, 1.5, 1.6, 3.5], axis, blocks=" .#") == ".# ."


def test_the_largest_value_is_on_the_axis():
    axis = strips.Axis(0.0, 4.0, 4)
    assert axis.column(4.0) == 3
    assert axis.column(99.0) == 3


def test_a_single_value_shows_beside_many():
    assert strips.density([0.0] * 1000 + [9.9], strips.Axis(0.0, 10.0, 10)) == "█        ▁"


def test_years_that_do_not_differ_stand_in_the_middle():
    assert strips.density([5.0, 5.0], strips.Axis(5.0, 5.0, 5), blocks=" #") == "  #  "


def test_nothing_defined_draws_nothing():
    assert strips.density([math.nan], strips.Axis(0.0, 1.0, 3)) == "   "


@pytest.mark.parametrize(("share", "width"), [(0.0, 0), (0.001, 1), (0.5, 5), (1.0, 10), (1.2, 10), (math.nan, 0)])
def test_bars_are_as_long_as_their_share(share, width):
    assert len(strips.bar(share, 10)) == width
