"""What happened beside what was simulated: inside or outside the range of simulated years, in words and in a picture."""

import numpy as np
import pytest
from invented import invent
from test_figures import drawn

from sim.errors import StudyError
from sim.report.gallery import find


@pytest.fixture(scope="module")
def study():
    return invent({"won": 20.0}, replications=40)


def test_what_happened_stands_beside_the_base(study):
    found = find(study, "backtest", actual={"won": {"2024": 10, 2025: np.float64(11.0)}})
    won = study.rows[0].values[:, [each.name for each in study.measures].index("won")]
    assert [row.name for row in found.rows] == ["2024", "2025"]
    assert found.rows[0][1:5] == pytest.approx((won.mean(), *np.quantile(won, [0.05, 0.95]), 10.0))
    assert found.title == "Deals won: all 2 actual values lie where nine in ten simulated years do"
    assert found.unit == "deals"
    assert "of 40 simulated years of Today lie" in found.note
    drawn(study, "backtest", actual={"won": {"2024": 10, "2025": 11}})


def test_what_lies_outside_is_named(study):
    found = find(study, "backtest", actual={"won": {"2022": 99, "2023": 10, "2024": 1, "2025": 98}})
    assert found.title.startswith("Deals won: 3 of 4 actual values lie outside: 2022 99 deals (")
    assert found.title.endswith("simulated) and 1 more")
    assert [row.inside for row in found.rows] == [False, True, False, False]
    assert find(study, "backtest", actual={"won": 20}, scenario="Other 1").rows[0].inside


def test_several_measures_share_an_axis_of_shares(study):
    happened = {"won": 10, "revenue": 3e6, "lead_to_mql_period": 0.41}
    found = find(study, "backtest", actual=happened, fitted=True)
    assert (found.unit, found.label) == ("share", "Share of the simulated mean")
    assert [row.mean for row in found.rows] == [1.0] * 3
    assert found.title.startswith("1 of 3 actual values lie outside: Revenue 3 M EUR (")
    assert found.note.endswith("so this is no forecast.")
    assert list(study.figure_data("backtest", actual=happened).columns) == ["name", "mean", "low", "high", "actual", "words"]
    drawn(study, "backtest", actual=happened)


def test_one_number_is_said_plainly(study):
    assert (
        find(study, "backtest", actual={"won": 10}).title == "Deals won: what happened lies where nine in ten simulated years do"
    )
    drawn(study, "backtest", actual={"revenue": 1e15})


@pytest.mark.parametrize(
    ("actual", "says"),
    [
        (None, "say what happened, by the name of a measure"),
        ({}, "say what happened, by the name of a measure"),
        ({"won": {}}, "at least one period"),
        ({"wins": 1, "won": "many", "sqls": np.nan}, r"'wins'.*'won' is 'many'; write a number.*'sqls' is nan"),
        ({"won": {"2024": True}}, "'won' of 2024 is True"),
        ({"won": [1, 2]}, r"'won' is \[1, 2\]; write a number"),
        ({"won": dict.fromkeys(range(31), 1)}, "31 numbers are too many"),
        ({"won": 10, "opportunities": 3}, " is 0[ a-z]* in the simulated years; leave it out"),
    ],
)
def test_what_cannot_be_held_against_simulated_years_is_refused(study, actual, says):
    with pytest.raises(StudyError, match=says):
        find(study, "backtest", actual=actual)


def test_it_needs_years_and_what_happened(study):
    with pytest.raises(StudyError, match="'backtest' shows nothing of its own; say actual=…"):
        study.figure("backtest")
    with pytest.raises(StudyError, match="19 replications do not tell where nine in ten lie; make 20 or more"):
        invent(replications=19).figure("backtest", actual={"won": 1})
