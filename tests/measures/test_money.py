"""Costs, waste of marketing's money, content and customers: by hand."""

import math

import pytest
from book import Book
from stories import Event, run
from whole import whole

from sim.measures.money import IN_VAIN

DAYS = 24
YEAR = 365.25 * DAYS
PAID = """
channels: {web: {cost_per_lead: 30 EUR}}
nurture: {touches: [{wait: 1 d, cost: 2 EUR, repeat: 2}, {wait: 1 d, cost: 5 EUR}]}
content: {pieces: 1, cost: 100 EUR}
costs: {rep: '36,525 EUR', marketing: '73,050 EUR', escalation: 7 EUR, gross_margin: 0.5}
experiment: {horizon: 10 d, follow_up: 90 d}
"""


def test_every_payment_is_counted_once():
    book = Book(PAID).fact(0, Event.REP_JOINED, 0, 7).fact(0, Event.REP_JOINED, 0, 8).fact(5 * DAYS, Event.REP_LEFT, 0, 8)
    book.lead(1, 1).fact(2, Event.TOUCHED, 1, item=1).fact(3, Event.TOUCHED, 1, item=2).fact(4, Event.TOUCHED, 1, item=3)
    book.fact(1, Event.SPENT, item=0, amount=60.0).fact(5, Event.PIECE_MADE, item=1, amount=100.0)
    book.fact(6, Event.ESCALATED, 1, 7, amount=7.0).fact(7, Event.TRAINED, item=1, amount=500.0)
    book.fact(11 * DAYS, Event.SPENT, item=0, amount=1000.0)  # after the window
    marketing = 73_050 * 10 / 365.25 + 60 + (2 + 2 + 5) + 100
    assert book["marketing_cost"] == pytest.approx(marketing)
    cost = marketing + 36_525 * 15 / 365.25 + 7 + 500
    assert book["cost"] == pytest.approx(cost)
    book.fact(20, Event.WON, 1, 7, amount=9000.0).fact(30, Event.OWN_WON, 0, 7, 1, 1000.0)
    assert book["contribution"] == pytest.approx(0.5 * 10_000 - cost)
    assert book["cost_per_won"] == pytest.approx((cost, 1))
    assert book["return_on_spend"] == pytest.approx((9000, marketing))


def test_a_return_on_nothing_is_undefined():
    story = run(leads=("5 10:00",))
    assert math.isnan(story.measured("return_on_spend"))
    assert Book(PAID.replace("73,050", "0"))["return_on_spend"] == (0, 0)


def test_without_any_price_costs_are_unknown():
    story = run(leads=("5 10:00",))
    for name in ("cost", "marketing_cost", "contribution", "cost_per_won", "wasted_marketing_cost"):
        assert math.isnan(story.measured(name))


def test_what_marketing_paid_in_vain_by_the_first_cause():
    book = Book(PAID + "personas: {buyer: {window: {starts: decision}}}").fact(0, Event.SPENT, item=0, amount=60.0)
    book.handed(1, 1, fit=0)  # nobody called
    book.handed(2, 1, account=1).work(2, 2, 3)
    book.lead(3, 1, reachable=0, fit=0).lead(4, 1, fit=0).lead(5, 1, readiness=0)
    book.lead(6, 1).fact(5, Event.WINDOW_CLOSED, 6).fact(4, Event.TOUCHED, 6, item=1).fact(5, Event.TOUCHED, 6, item=3)
    book.fact(2, Event.PIECE_MADE, item=1, amount=100.0).fact(3, Event.PIECE_MADE, item=2, amount=100.0).fact(
        9, Event.PIECE_USED, 6, item=2
    )
    found = {cause: book[f"wasted_marketing_cost_{cause}"] for cause in IN_VAIN}
    paid = {"ignored_after_paid": 10, "duplicate": 10, "unreachable": 10, "bad_fit": 10, "no_need": 10, "too_late": 5}
    assert found == paid | {"unused_content": 100}
    assert book["wasted_marketing_cost"] == 155
    assert book["content_unused_share"] == (1, 2)
    assert book["content_unused_cost"] == 100


def test_customers_and_open_deals():
    text = "customers: {churn: 0.2}\nexperiment: {horizon: 10 d}"
    book = Book(text).lead(1, 1, value=1200.0).lead(2, 1, value=600.0).lead(3, 1, value=50.0)
    for key in (1, 2, 3):
        book.fact(1, Event.DELIVERED, key).fact(2, Event.OPPORTUNITY, key)
    book.fact(30, Event.WON, 1, 7, amount=1200.0).fact(30, Event.CUSTOMER, 1, amount=11.0)
    assert book["pipeline_value"] == 650
    book.fact(40, Event.WON, 2, 7, amount=600.0).fact(40, Event.CUSTOMER, 2, amount=1200.0)
    assert book["retention_12m"] == (1, 2)
    assert book["lifetime_revenue"] == pytest.approx(1200 * 11 / 12 + 600 * 5)
    assert book["pipeline_value"] == 50
    book.fact(50, Event.LOST, 3, 7)
    assert book["pipeline_value"] == 0
    assert math.isnan(Book()["lifetime_revenue"])


def test_money_of_a_whole_company_adds_up():
    story = whole()
    assert sum(story.measured(f"wasted_marketing_cost_{cause}") for cause in IN_VAIN) == pytest.approx(
        story.measured("wasted_marketing_cost")
    )
    assert 0 < story.measured("wasted_marketing_cost") < story.measured("marketing_cost") < story.measured("cost")
