"""Truth recovered from the log against what the model knew when it acted."""

import numpy as np
import pytest
from stories import Event
from whole import whole

from sim.log import Reason
from sim.measures.lookup import Steps
from sim.measures.tables import Tables
from sim.rules.codes import DECISION, GONE, NO_NEED


@pytest.fixture(scope="module")
def tables():
    return Tables(whole().plan, whole().log)


def test_states_are_those_that_the_model_acted_on(tables):
    rows = tables.rows(Event.CALLED_EARLY)
    assert len(rows) > 100
    assert np.array_equal(tables.truth.state(rows["who"], rows["time"]), rows["amount"])


def test_reasons_of_reps_who_never_err_are_the_truth(tables):
    rows = tables.rows(Event.REJECTED)
    leads, who = tables.log.leads, rows["who"]
    state = tables.truth.state(who, rows["time"])
    shut = tables.truth.shut(who, rows["item"].astype(np.int64) >> 24, rows["time"])
    assert np.array_equal(state == GONE, shut)
    assert np.array_equal(rows["reason"] == Reason.GONE, shut)
    duplicate = ~shut & (leads["account"][who] != 0)
    assert np.array_equal(rows["reason"] == Reason.DUPLICATE, duplicate)
    left = ~shut & ~duplicate & (leads["fit"][who] == 1)
    assert np.array_equal(rows["reason"] == Reason.NO_NEED, left & (state == NO_NEED))
    assert np.array_equal(rows["reason"] == Reason.NOT_INTERESTED, left & (state >= 2))
    assert all(np.count_nonzero(rows["reason"] == reason) for reason in (Reason.GONE, Reason.DUPLICATE, Reason.NO_NEED))


def test_windows_open_at_decision_and_close_when_they_said(tables):
    rows = tables.rows(Event.WINDOW_OPENED)
    assert (tables.truth.state(rows["who"], rows["time"]) == DECISION).all()
    seen = rows["amount"] <= tables.end
    closes = tables.truth.closing(rows["who"], rows["time"])
    settled = closes != rows["amount"]  # won before, so that it never closed
    assert set(rows["who"][seen & settled]) <= set(tables.rows(Event.WON)["who"])


def test_steps_are_found_by_lead_and_time():
    steps = Steps(np.array([2, 0, 2, 2]), np.array([50, 10, 30, 50]))
    who, time = np.array([2, 2, 2, 2, 0, 0, 1]), np.array([29, 30, 49, 50, 9, 10, 50])
    assert steps.last(who, time).tolist() == [-1, 2, 2, 3, -1, 1, -1]
    assert steps.next(who, time).tolist() == [2, 0, 0, -1, 1, -1, -1]
    assert Steps(np.empty(0, np.int64), np.empty(0, np.int64)).last(who, time).tolist() == [-1] * 7
