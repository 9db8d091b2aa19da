"""Quota, trust, marketing's promise and its score: by hand."""

import math

import numpy as np
import pytest
from book import Book
from stories import Event

from sim.log import Reason
from sim.measures.people import area

DAYS = 24
QUARTERS = "team: {reps: 2, quota: '40,000 EUR', ramp: 60 d}\nexperiment: {horizon: 182 d}"


def test_quota_is_of_the_time_a_seat_was_held_and_as_far_as_ramped():
    book = Book(QUARTERS).fact(0, Event.REP_JOINED, 0, 7).fact(0, Event.REP_JOINED, 0, 8)
    book.fact(40 * DAYS, Event.REP_LEFT, 0, 8).fact(91 * DAYS, Event.REP_JOINED, 0, 8)
    book.lead(1, 1).fact(10, Event.WON, 1, 7, amount=5000.0).fact(20, Event.OWN_WON, 0, 7, 1, 5000.0)
    book.fact(100 * DAYS, Event.OWN_WON, 0, 7, 2, 2500.0).fact(150 * DAYS, Event.OWN_WON, 0, 8, 1, 8000.0)
    book.fact(150 * DAYS, Event.OWN_WON, 0, 8, 2, 9000.0, Reason.REP_LEFT)  # found by the holder before, and counts for nobody
    quarter = 40_000 * 91 / 365.25
    new = 40_000 * (30 + 31) / 365.25  # half of 60 days, then all
    found = book["quota_attainment"]  # seat 8 held less than half of the first quarter
    assert found == pytest.approx((10_000 / quarter + 2500 / quarter + 8000 / new, 3))
    assert book["reps_at_quota"] == (2, 3)


def test_without_a_quota_or_a_quarter_nobody_attains_it():
    assert Book().fact(0, Event.REP_JOINED, 0, 7)["quota_attainment"] == (0, 0)
    assert Book("team: {quota: 1 EUR}").fact(0, Event.REP_JOINED, 0, 7)["reps_at_quota"] == (0, 0)


def test_trust_and_belief_are_means_of_what_was_written_down():
    book = Book().fact(1, Event.TRUST, 0, 7, amount=0.5).fact(2, Event.TRUST, 0, 8, amount=1.0)
    book.fact(3, Event.MARKETING_BELIEF, amount=0.25)
    assert book["trust"] == (1.5, 2)
    assert book["marketing_belief"] == (0.25, 1)


def test_marketings_promise_is_judged_by_whole_months_and_the_reps_there_were():
    text = "agreement: {marketing: {leads_per_rep: 2 per month, channels: [web]}}\n"
    text += "channels: {other: {volume: 0 per day}}\nexperiment: {start: 2026-01-01, horizon: 70 d}"
    book = Book(text)
    web = next(key for key, name in book.plan.names.channels.items() if name == "web")
    other = next(key for key, name in book.plan.names.channels.items() if name == "other")
    book.fact(0, Event.REP_JOINED, 0, 7).fact(0, Event.REP_JOINED, 0, 8).fact((31 + 14) * DAYS, Event.REP_LEFT, 0, 8)
    for key, day in enumerate((1, 2, 3, 32, 33, 34, 35), 1):  # January: 3 of 4, February: 4 of 3, March is not over
        book.lead(key, day * DAYS, channel=web if key > 1 else other, recorded=web).fact(day * DAYS, Event.DELIVERED, key)
    book.lead(8, 4 * DAYS, channel=web, recorded=other).fact(4 * DAYS, Event.DELIVERED, 8)  # people go by the record
    assert book["marketing_sla_attainment"] == pytest.approx((0.75 + 1, 2))
    assert Book()["marketing_sla_attainment"] == (0, 0)


def test_the_area_counts_pairs_and_ties_half():
    assert area(np.array([3.0, 1.0]), np.array([2.0, 1.0])) == (1 + 1 + 0 + 0.5) / 4
    assert math.isnan(area(np.array([]), np.array([1.0])))


def test_mqls_who_fit_and_need():
    book = Book("personas: {buyer: {window: {starts: decision}}}")
    book.lead(1, 1).lead(2, 1, fit=0).lead(3, 1, readiness=0).lead(4, 1).lead(5, 1, readiness=0).lead(6, 1)
    for key in (1, 2, 3, 4):
        book.fact(5, Event.MQL, key)
    book.fact(4, Event.WINDOW_CLOSED, 4).fact(9, Event.NEED_AROSE, 3).fact(9, Event.GOT_READIER, 3, amount=1.0)
    assert book["mql_precision"] == (1, 4)
    assert book["mql_recall"] == (3, 4)


def test_the_score_at_capture_tells_who_fits():
    book = Book()
    for key, (fit, score) in enumerate(((1, 9.0), (1, 2.0), (0, 2.0), (0, 1.0)), 1):
        book.lead(key, 1, fit=fit)
        book.rows[-1] = (*book.rows[-1][:3], score, *book.rows[-1][4:])
    assert book["score_auc"] == 3.5 / 4


def test_leads_per_rep_are_of_the_reps_there_were():
    book = Book("team: {reps: 2}\nexperiment: {horizon: 28 d}")
    book.fact(0, Event.REP_JOINED, 0, 7).fact(0, Event.REP_JOINED, 0, 8).fact(14 * DAYS, Event.REP_LEFT, 0, 8)
    for key in range(1, 10):
        book.handed(key, key)
    delivered, months = book["leads_per_rep_month"]
    assert delivered == 9
    assert months == pytest.approx((28 + 14) / (365.25 / 12))
