"""The ledger of hours: causes by hand, and every hour in one place."""

import pytest
from book import RESEARCH, Book
from stories import Event, run
from whole import whole

from sim.log import TaskKind, pack_item
from sim.measures.truth import CAUSES

AWARE, CONSIDERS, DECIDES = 1.0, 2.0, 3.0
READY = "personas: {buyer: {window: {starts: decision}}}\nqualification: {accept_from: consideration}\n"
LONG = "experiment: {horizon: 600 d}"


def wasted(book):
    found = {cause: round(book[f"wasted_rep_hours_{cause}"], 9) for cause in CAUSES}
    assert sum(found.values()) == pytest.approx(book["wasted_rep_hours"])
    return {cause: hours for cause, hours in found.items() if hours}


def test_the_first_cause_that_applies_counts():
    book = Book(READY).lead(1, 0, account=9, reachable=0).lead(2, 0, reachable=0, fit=0).lead(3, 0, fit=0, readiness=0)
    book.lead(4, 0, readiness=0).lead(5, 0, readiness=1).lead(6, 0, readiness=2).lead(7, 0)
    for key in range(1, 8):
        book.work(key, 10 * key, 11 * key)
    assert wasted(book) == {"duplicate": 1, "unreachable": 2, "bad_fit": 3, "no_need": 4, "too_early": 5}
    assert book["productive_hours"] == 13
    assert book["wasted_rep_share"] == (15, 28)
    assert book["wasted_rep_share_floor"] == (10, 23)


def test_who_comes_to_need_it_within_a_year_is_too_early_who_later_has_no_need():
    book = Book(READY + LONG).lead(1, 0, readiness=0).lead(2, 0, readiness=0).work(1, 10, 11).work(2, 20, 22)
    book.fact(10 + 365 * 24, Event.NEED_AROSE, 1).fact(20 + 366 * 24, Event.NEED_AROSE, 2)
    assert wasted(book) == {"too_early": 1, "no_need": 2}


def test_a_buyer_gets_ready_buys_elsewhere_and_needs_again():
    book = Book(READY).lead(1, 0, readiness=1).work(1, 10, 11)
    book.fact(20, Event.GOT_READIER, 1, amount=CONSIDERS).work(1, 20, 22)
    book.fact(30, Event.GOT_READIER, 1, amount=DECIDES).work(1, 31, 35)
    book.fact(40, Event.WINDOW_CLOSED, 1).work(1, 40, 48)
    book.fact(60, Event.NEED_AROSE, 1).fact(60, Event.GOT_READIER, 1, amount=AWARE).work(1, 60, 76)
    book.fact(80, Event.GOT_READIER, 1, amount=CONSIDERS).work(1, 81, 113)
    assert wasted(book) == {"too_late": 8, "too_early": 17}
    assert book["productive_hours"] == 2 + 4 + 32


def test_a_window_that_opens_at_hand_over_closes_for_that_hand_over():
    again = RESEARCH | 1 << 24
    for starts, late in (("handoff", 1), ("capture", 3)):
        book = Book(f"personas: {{buyer: {{window: {{starts: {starts}}}}}}}").lead(1, 0).fact(5, Event.WINDOW_CLOSED, 1)
        book.work(1, 6, 7, RESEARCH).work(1, 8, 10, again)
        assert wasted(book) == {"too_late": late}


def test_work_before_a_win_was_productive():
    book = Book(READY).lead(1, 0, readiness=1).work(1, 10, 11).fact(20, Event.GOT_READIER, 1, amount=DECIDES)
    book.work(1, 21, 23).fact(30, Event.WON, 1, 7, amount=100.0)
    assert wasted(book) == {}
    assert book["productive_hours"] == 3


def test_other_work_is_nobodys_waste():
    book = Book(READY)
    for hour, kind in enumerate((TaskKind.OWN, TaskKind.ADMIN, TaskKind.MEETING, TaskKind.REVIEW, TaskKind.TRAINING)):
        book.work(0, 10 + hour, 10.5 + hour, pack_item(0, kind, 1))
    assert wasted(book) == {}
    assert book["wasted_rep_share"] == (0, 0)


REST = ("productive", "own", "admin", "meeting", "review", "training", "idle")


def test_every_hour_of_a_whole_company_is_in_one_place():
    story = whole()
    found = {name: story.measured(f"{name}_hours") for name in (*REST, "scheduled", "overtime", "wasted_rep")}
    found |= {cause: story.measured(f"wasted_rep_hours_{cause}") for cause in CAUSES}
    assert sum(found[name] for name in (*REST, *CAUSES)) == pytest.approx(found["scheduled"] + found["overtime"])
    assert all(hours > 0 for hours in found.values())


def test_without_fit_every_hour_on_leads_is_waste():
    story = run("channels: {web: {volume: 9 per day}}\npersonas: {buyer: {fit: 0}}")
    assert story.measured("productive_hours") == 0
    assert story.measured("wasted_rep_hours_bad_fit") == story.measured("wasted_rep_hours") > 0
