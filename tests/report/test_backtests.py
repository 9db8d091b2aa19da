"""What happened beside what was simulated: inside or outside the range, and whether the model had seen it."""

import numpy as np
import pytest

from sim.errors import StudyError
from sim.report.figures.catalogue import draw_finding
from sim.report.findings.backtests import find_backtest

YEARS = np.arange(101.0)  # 5 to 95 % of them: 5 to 95


def test_all_inside():
    found = find_backtest("Won", {"January": YEARS, "February": YEARS}, {"January": 50.0, "February": 95.0}, fitted=True)
    assert found.title == "Won: all 2 actual values lie where nine simulated in ten do"
    assert [tuple(row)[1:4] for row in found.rows] == [pytest.approx((50.0, 5.0, 95.0))] * 2
    assert all(row.inside for row in found.rows)
    assert found.note.endswith("this is no forecast.")
    draw_finding(found)


def test_what_lies_outside_is_named():
    actual = {"January": 96.0, "February": 3.0, "March": 200.0, "April": 50.0}
    found = find_backtest("Won", dict.fromkeys(actual, YEARS), actual)
    assert found.title == (
        "Won: 3 of 4 actual values lie outside: January had 96 (5 to 95 simulated), February had 3 (5 to 95 simulated) and 1 more"
    )
    assert found.note.endswith("The model has not seen these periods.")
    draw_finding(found)


@pytest.mark.parametrize(
    ("simulated", "actual"),
    [({"a": YEARS}, {"b": 1.0}), ({}, {}), ({"a": [np.nan]}, {"a": 1.0}), ({"a": YEARS}, {"a": np.nan})],
)
def test_what_cannot_be_held_against_each_other_is_refused(simulated, actual):
    with pytest.raises(StudyError, match=r"same periods|no value for a"):
        find_backtest("Won", simulated, actual)
