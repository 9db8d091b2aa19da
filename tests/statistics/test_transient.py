"""Where a start wears off, and the moving average to look at it."""

import math

import numpy as np
import pytest

from sim.statistics import warm_up, welch


def test_mser_5_published_value():
    series = [10 + 20 * math.exp(-i / 40) + (0.5 if i % 2 == 0 else -0.5) + math.sin(0.7 * i) for i in range(1000)]
    found = warm_up(series)
    assert (found.batches, found.observations) == (28, 140)
    assert found.error == pytest.approx(0.001052046, abs=1e-9)


def test_mser_5_refuses_a_trend():
    with pytest.raises(ValueError, match="batch 38 of 40"):
        warm_up(np.arange(200.0))


def test_welchs_average_by_hand():
    assert welch([1.0, 2.0, 6.0, 4.0, 5.0], 1).tolist() == [1.0, 3.0, 4.0, 5.0]
    assert welch([1.0, 2.0, 6.0, 4.0, 5.0], 2).tolist() == [1.0, 3.0, 3.6]


def test_a_window_of_nothing_changes_nothing():
    assert welch([3.0, 1.0, 2.0], 0).tolist() == [3.0, 1.0, 2.0]


@pytest.mark.parametrize("window", [3, -1])
def test_a_window_longer_than_the_series_is_refused(window):
    with pytest.raises(ValueError, match="shorter than the series"):
        welch([3.0, 1.0, 2.0], window)
