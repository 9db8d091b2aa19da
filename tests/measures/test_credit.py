"""Rules of attribution on deals written by hand."""

import pytest
from book import Book
from stories import Event
from whole import whole

from sim.measures.credit import attribution

CHANNELS = "channels: {ads: {volume: 0 per day}}"


def credited(book):
    return {row.source: row[1:] for row in attribution(book.plan, book.log())}


def test_each_rule_shares_out_the_same_deals():
    book = Book(CHANNELS)
    web, ads = (next(key for key, name in book.plan.names.channels.items() if name == label) for label in ("web", "ads"))
    book.lead(1, 1, channel=web, recorded=ads).fact(2, Event.ENGAGED, 1).fact(3, Event.ENGAGED, 1)
    book.fact(4, Event.CONNECTED, 1, 7).fact(9, Event.WON, 1, 7, amount=100.0).fact(10, Event.ENGAGED, 1)
    book.lead(2, 1, channel=ads, recorded=0).fact(5, Event.ENGAGED, 2).fact(9, Event.WON, 2, 7, amount=30.0)
    book.lead(3, 1, channel=ads, recorded=ads).fact(5, Event.CONNECTED, 3, 7)  # open
    assert credited(book) == {
        "web": (0, 0, 0, 100),
        "ads": (100, 0, 25, 30),
        "nurture": (0, 30, 50 + 15, 0),
        "sales": (0, 100, 25, 0),
        "not recorded": (30, 0, 15, 0),
    }


def test_nothing_won_credits_nobody():
    assert set(credited(Book().lead(1, 1)).values()) == {(0, 0, 0, 0)}


def test_every_rule_adds_up_to_inbound_revenue():
    story = whole()
    rows = attribution(story.plan, story.log)
    for column in zip(*(row[1:] for row in rows), strict=True):
        assert sum(column) == pytest.approx(story.measured("revenue_inbound"))
    assert {row.source for row in rows if row.last_touch} == {"sales"}  # nobody is won without a talk
