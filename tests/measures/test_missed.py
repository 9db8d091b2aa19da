"""Missed revenue: one buyer for each way to lose one, by hand."""

import math

import pytest
from book import ATTEMPT, Book
from stories import Event, run
from whole import whole

from sim.log import Disposition, TaskKind, pack_item
from sim.measures.missed import AFTER_SQL, BEFORE_SQL, CAUSES

DAYS = 24
TEXT = """
personas: {buyer: {window: {starts: decision}}}
qualification: {accept_fit: 0.8}
opportunity: {stages: [{name: demo, advance: 0.5}, {name: offer, advance: 0.25}]}
experiment: {horizon: 28 d, follow_up: 60 d}
"""
WORTH = 100 * 0.8 * 0.5 * 0.25
READY, SHUT, END = 5 * DAYS, 15 * DAYS, 16 * DAYS


class Buyer(Book):
    """One buyer, aware at first, who gets ready on the fifth day and is gone on the fifteenth."""

    def __init__(self, text=TEXT, **truth):
        super().__init__(text)
        self.lead(1, 1, readiness=1, **truth).fact(READY, Event.GOT_READIER, 1, amount=3.0)
        self.fact(SHUT, Event.WINDOW_CLOSED, 1)

    def with_sales(self, at=READY + 1, cycle=0):
        self.fact(at, Event.MQL, 1, item=cycle << 24)
        return self.fact(at, Event.DELIVERED, 1, item=cycle << 24)

    def called(self, *times, cycle=0):
        for i, at in enumerate(times, 1):
            self.work(1, at, at + 0.1, pack_item(cycle, TaskKind.ATTEMPT, i))
        return self

    def closed(self, disposition, at=END):
        return self.fact(at, Event.CLOSED, 1, reason=disposition)

    @property
    def why(self):
        found = {cause: self[f"missed_revenue_{cause}"] for cause in CAUSES}
        assert sum(found.values()) == pytest.approx(self["missed_revenue"])
        why = [cause for cause, worth in found.items() if worth]
        assert all(found[cause] == pytest.approx(WORTH) for cause in why)
        return " ".join(why)


def test_never_scored_or_no_longer_in_nurture():
    assert Buyer().why == "never_scored"
    assert Buyer().closed(Disposition.UNCONVERTED, 4 * DAYS).why == "never_scored"
    assert Buyer().fact(SHUT + 1, Event.MQL, 1).why == "never_scored"
    assert Buyer().closed(Disposition.UNSUBSCRIBED, 4 * DAYS).why == "unsubscribed"
    assert Buyer().closed(Disposition.DISQUALIFIED, 4 * DAYS).why == "leaked"


def test_handed_over_too_late_or_not_at_all():
    assert Buyer().fact(READY + 1, Event.MQL, 1).why == "never_handed_over"
    assert Buyer().fact(READY + 1, Event.MQL, 1).fact(SHUT, Event.DELIVERED, 1).called(SHUT + 1).why == "never_handed_over"


def test_ignored_never_called_and_called_too_late():
    assert Buyer().with_sales().why == "never_called"
    assert Buyer().with_sales().fact(READY + 2, Event.IGNORED, 1, 7).why == "ignored"
    assert Buyer().with_sales().called(SHUT).why == "called_too_late"
    announced = Buyer().with_sales().fact(SHUT, Event.WITHDREW, 1)
    assert announced.why == "never_called"


def test_called_in_time_but_not_enough():
    assert Buyer().with_sales().called(150, 160, SHUT + 1).why == "called_too_few"
    assert Buyer().with_sales().called(150, 160).fact(170, Event.UNSUBSCRIBED, 1).why == "unsubscribed"
    assert Buyer().with_sales().called(150, 160, 170, 180, 190).fact(191, Event.GAVE_UP, 1).why == ""  # lost fairly


def test_rejected_before_or_after_getting_ready():
    after = Buyer().with_sales().called(150).fact(150.1, Event.CONNECTED, 1, 7, ATTEMPT).fact(151, Event.REJECTED, 1, 7)
    assert after.why == "rejected"
    early = Buyer().with_sales(20).called(30).fact(30.1, Event.CONNECTED, 1, 7, ATTEMPT).fact(31, Event.REJECTED, 1, 7)
    assert early.closed(Disposition.REJECTED_LEAKED, 31).why == "leaked"


def test_who_was_ignored_before_getting_ready_is_still_ignored():
    early = Buyer().with_sales(20).fact(21, Event.IGNORED, 1, 7).fact(100, Event.GAVE_UP, 1, 7, reason=23)
    assert early.closed(Disposition.IGNORED_CLOSED, 100).why == "ignored"


def test_who_was_sent_back_in_time_and_not_scored_again():
    book = Buyer().with_sales(20).called(30).fact(31, Event.GAVE_UP, 1, 7).fact(31, Event.RECYCLED, 1)
    assert book.why == "never_scored"
    assert book.with_sales(READY + 9, 1).why == "never_called"


def deal(at=151.0):
    book = Buyer().with_sales().called(150).fact(150.1, Event.CONNECTED, 1, 7, ATTEMPT)
    return book.fact(at, Event.QUALIFIED, 1, 7).fact(at, Event.OPPORTUNITY, 1, 7)


def test_a_deal_is_missed_when_the_window_closed_and_lost_fairly_before():
    assert deal().fact(SHUT + 1, Event.LOST, 1, 7).why == "deal_too_slow"
    assert deal().fact(SHUT + 1, Event.LOST, 1, 7)["bottleneck"] == pytest.approx((0, WORTH))
    assert deal().fact(SHUT - 1, Event.LOST, 1, 7).why == ""
    assert deal().fact(SHUT - 1, Event.WON, 1, 7).why == ""
    assert Buyer()["bottleneck"] == pytest.approx((WORTH, WORTH))


def test_who_could_not_be_won_is_not_missed():
    for truth in ({"fit": 0}, {"reachable": 0}, {"account": 9}):
        assert Buyer(**truth).why == ""
    assert Book(TEXT).lead(1, 1, readiness=1)["missed_revenue"] == 0  # never ready
    assert Book(TEXT).lead(1, 1)["missed_revenue"] == 0  # the window is open, the story goes on
    assert Book(TEXT).lead(1, 1).fact(9, Event.CLOSED, 1, reason=Disposition.UNCONVERTED)["missed_revenue"] == pytest.approx(
        WORTH
    )
    late = Book(TEXT).lead(1, 1, readiness=1).fact(29 * DAYS, Event.GOT_READIER, 1, amount=3.0)
    assert late.fact(30 * DAYS, Event.WINDOW_CLOSED, 1)["missed_revenue"] == 0  # after the window of the study


def test_the_chance_to_connect_is_of_five_attempts_of_this_buyer():
    book = Buyer(TEXT + "contact: {connect: 0.5, attempts: 1}", answerability=math.log(3))  # one attempt reaches 3 of 4
    assert book["missed_revenue"] == pytest.approx(WORTH * (1 - 0.25**5))


def test_causes_of_a_whole_company_add_up():
    story = whole()
    parts = [sum(story.measured(f"missed_revenue_{cause}") for cause in causes) for causes in (BEFORE_SQL, AFTER_SQL)]
    assert parts == pytest.approx([story.measured("missed_revenue_before_sql"), story.measured("missed_revenue_after_sql")])
    assert sum(parts) == pytest.approx(story.measured("missed_revenue"))
    assert story.measured("missed_revenue_ignored") > 0


def test_a_desk_without_deals_misses_no_revenue():
    assert run(leads=("5 10:00",)).measured("missed_revenue") == 0
