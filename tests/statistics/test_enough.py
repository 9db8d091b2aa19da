"""How many replications are enough: planned, and by the published algorithm."""

import math

import pytest

from sim.statistics import planned_replications, replications_for_precision, student_critical


@pytest.mark.parametrize("half_width", [0.5, 0.2, 0.05])
def test_planned_replications_are_just_enough(half_width):
    count = planned_replications(1.0, half_width)
    assert student_critical(count - 1) / math.sqrt(count) <= half_width
    assert count == 2 or student_critical(count - 2) / math.sqrt(count - 1) > half_width


def test_nothing_varies_two_replications_are_enough():
    assert planned_replications(0.0, 1.0) == 2


@pytest.mark.parametrize(("precision", "expected"), [(0.1, 24), (0.05, 86), (0.02, None)])
def test_replications_algorithm_published_values(precision, expected):
    values = [10 + 3 * math.sin(1.3 * j * j) for j in range(1, 301)]
    assert replications_for_precision(values, precision) == expected


def test_precision_of_a_negative_mean_is_of_its_size():
    values = [-10 + 3 * math.sin(1.3 * j * j) for j in range(1, 301)]
    mirrored = [10 - 3 * math.sin(1.3 * j * j) for j in range(1, 301)]
    assert replications_for_precision(values, 0.1) == replications_for_precision(mirrored, 0.1)


def test_an_undefined_replication_never_meets_a_precision():
    assert replications_for_precision([10.0] * 20, 0.1) == 3
    assert replications_for_precision([10.0, math.nan] + [10.0] * 20, 0.1) is None
