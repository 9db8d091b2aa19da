"""Numbers in words."""

import math

import pytest

from sim.study.judgement.numbers import show, show_range


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (1.24e6, "money", "1.24 M EUR"),
        (999_999, "money", "1 M EUR"),
        (123_456, "money", "123,000 EUR"),
        (-2.5e9, "money", "-2.50 bn EUR"),
        (3.234, "hours", "3.23 h"),
        (0.05, "hours", "0.05 h"),
        (0.412, "share", "41 %"),
        (0.0412, "share", "4.1 %"),
        (1.0, "share", "100 %"),
        (0.0, "share", "0 %"),
        (1234.0, "leads", "1,234 leads"),
        (math.nan, "money", "–"),
        (math.inf, "hours", "–"),
    ],
)
def test_a_number_with_its_unit(value, unit, words):
    assert show(value, unit) == words


def test_differences_have_a_sign_and_shares_differ_in_points():
    assert show(0.05, "share", signed=True) == "+5 points"
    assert show(-3.0, "hours", signed=True) == "-3 h"
    assert show(5.0, "money", "USD", signed=True) == "+5 USD"


def test_a_range_names_its_unit_once():
    assert show_range(8e4, 1.6e5, "money") == "80,000 to 160,000 EUR"
    assert show_range(8e5, 1.6e6, "money") == "800,000 to 1.60 M EUR"
    assert show_range(-1.6e6, 8e5, "money") == "-1.60 M EUR to 800,000 EUR"
    assert show_range(math.nan, 1, "hours") == "–"


def test_two_ends_that_differ_are_told_apart():
    assert show_range(0.408, 0.412, "share") == "40.8 to 41.2 %"
    assert show_range(0.41, 0.41, "share") == "41 to 41 %"
    assert show_range(1_001_000.0, 1_004_000.0, "money") == "1.001 to 1.004 M EUR"
