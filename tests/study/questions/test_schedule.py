"""When results are looked at, and what is expected of those who are not yet told."""

import math

import pytest

from sim.study.questions.schedule import doubling, expected_look, expected_total


@pytest.mark.parametrize(
    ("first", "most", "looks"), [(10, 80, [10, 20, 40, 80]), (10, 79, [10, 20, 40]), (10, 5, [5]), (17, 40, [17, 34])]
)
def test_looks_double(first, most, looks):
    assert doubling(first, most) == looks


def test_a_half_width_shrinks_with_the_root_of_the_number():
    looks = [10, 20, 40, 80]
    assert expected_look(looks, 10, gap=1.0, half_width=1.4) == 20  # 1.4² · 10 = 19.6
    assert expected_look(looks, 10, gap=1.0, half_width=1.5) == 40  # 22.5
    assert expected_look(looks, 10, gap=2.0, half_width=1.5) == 20  # the next one, whatever is needed
    assert expected_look(looks, 10, gap=0.01, half_width=1.5) == 80
    assert expected_look(looks, 40, gap=0.0, half_width=1.5) == 80
    assert expected_look(looks, 10, gap=math.nan, half_width=math.nan) == 80


def test_the_first_half_widths_of_a_high_level_shrink_faster():
    looks = [10, 20, 40, 80]
    assert expected_look(looks, 5, gap=1.0, half_width=3.0) == 80  # 45
    assert expected_look(looks, 5, gap=1.0, half_width=3.0, level=0.9999) == 10  # 3 · √(5/10) · 6.6 / 15.5 = 0.9
    assert expected_look(looks, 5, gap=1.0, half_width=5.0, level=0.9999) == 20


def test_all_there_are_and_all_that_is_left():
    assert expected_total(100, [(10, 20), (10, 80), (40, 20)]) == 180
