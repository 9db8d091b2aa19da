"""Truth recovered from the log: by hand, and against what the model knew when it acted."""

import numpy as np
import pytest
from book import HOUR, Book
from stories import Event
from whole import whole

from sim.log import Reason
from sim.measures.tables import Tables
from sim.rules.codes import AWARENESS, CONSIDERATION, DECISION, GONE, NEVER, NO_NEED

NEXT = 1 << 24  # item of the next cycle
FROM_DECISION = "personas: {buyer: {window: {starts: decision}}}"


@pytest.fixture(scope="module")
def tables():
    return Tables(whole().plan, whole().log)


def at(book, lead, hours, cycle=0):
    """State, closing in hours and whether shut, of a lead of the book at some hours."""
    tables = Tables(book.plan, book.log())
    who, time = np.full(len(hours), lead - 1), np.array(hours) * HOUR
    closing = tables.truth.closing(who, time)
    shut = tables.truth.shut(who, np.full(len(hours), cycle), time).tolist()
    return tables.truth.state(who, time).tolist(), np.where(closing < NEVER, closing // HOUR, -1).tolist(), shut


def test_a_buyer_is_as_it_last_became_by_that_instant():
    book = Book(FROM_DECISION).lead(1, 1, readiness=AWARENESS).lead(2, 1, readiness=NO_NEED)
    book.fact(5, Event.GOT_READIER, 1, amount=CONSIDERATION).fact(9, Event.GOT_READIER, 1, amount=DECISION)
    book.fact(12, Event.WINDOW_CLOSED, 1).fact(20, Event.NEED_AROSE, 1).fact(20, Event.GOT_READIER, 1, amount=AWARENESS)
    states, closing, shut = at(book, 1, [1, 4, 5, 9, 11, 12, 13, 20, 21])
    assert states == [AWARENESS, AWARENESS, CONSIDERATION, DECISION, DECISION, GONE, GONE, AWARENESS, AWARENESS]
    assert closing == [12, 12, 12, 12, 12, 12, -1, -1, -1]
    assert shut == [False] * 5 + [True, True, False, False]
    assert at(book, 2, [1, 20]) == ([NO_NEED] * 2, [-1, -1], [False, False])


@pytest.mark.parametrize(("first", "state"), [(Event.WINDOW_CLOSED, AWARENESS), (Event.GOT_READIER, GONE)])
def test_of_two_turns_in_an_instant_the_later_row_counts(first, state):
    book = Book(FROM_DECISION).lead(1, 1)
    for event in (first, Event.GOT_READIER if first == Event.WINDOW_CLOSED else Event.WINDOW_CLOSED):
        book.fact(7, event, 1, amount=AWARENESS)
    assert at(book, 1, [6, 7])[0] == [DECISION, state]


def test_patience_from_the_handover_ends_for_that_handover_alone():
    book = Book("personas: {buyer: {window: {starts: handoff}}}").lead(1, 1)
    book.fact(5, Event.WINDOW_CLOSED, 1).fact(15, Event.WINDOW_CLOSED, 1, item=NEXT)
    assert at(book, 1, [4, 5, 15]) == ([DECISION] * 3, [5, 5, 15], [False, True, True])
    assert at(book, 1, [4, 5, 14, 15], cycle=1)[2] == [False, False, False, True]


def test_patience_from_capture_ends_for_good():
    book = Book("personas: {buyer: {window: {starts: capture}}}").lead(1, 1).fact(5, Event.WINDOW_CLOSED, 1)
    assert at(book, 1, [4, 5, 9], cycle=1)[2] == [False, True, True]


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
