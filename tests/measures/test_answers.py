"""Who answered a lead, and how the dashboard counts it: by hand."""

import pytest
from book import Book
from stories import Event, run

from sim.log import Reason, TaskKind, pack_item
from sim.measures import WEEKLY, measure

CALL = pack_item(0, TaskKind.CONVERSATION, 0)
AUTOMATED = "handoff: {automated: {books: 0, counts: true}}"


def test_a_token_stops_the_dashboards_clock_and_answers_nobody():
    book = Book().handed(1, 10, due=12).fact(11, Event.TOKEN_LOGGED, 1)
    book.handed(2, 10, due=12).work(2, 12, 12.2)
    book.handed(3, 10, due=12).fact(12.5, Event.TOKEN_LOGGED, 3)
    assert book["first_response_within_sla"] == (2, 3)
    assert book["first_response_within_sla_real"] == (1, 3)
    assert book["token_attempts"] == 2


@pytest.mark.parametrize(("text", "counted"), [("", 1), (AUTOMATED, 2)])
def test_an_automated_answer_counts_if_the_agreement_says_so_and_a_booked_call_always(text, counted):
    book = Book(text).handed(1, 10, due=12).fact(10, Event.AUTO_REPLIED, 1)
    book.handed(2, 10, due=12).fact(10, Event.AUTO_REPLIED, 2, amount=1.0).work(2, 14, 15, CALL)
    assert book["first_response_within_sla"] == (counted, 2)
    assert book["first_response_within_sla_real"] == (0, 2)


def test_a_booked_call_is_work_though_it_has_no_attempt():
    book = Book("experiment: {horizon: 28 d, follow_up: 40 d}").handed(1, 10).fact(10, Event.AUTO_REPLIED, 1, amount=1.0)
    book.work(1, 14, 15, CALL).fact(15, Event.CONNECTED, 1, 7)
    assert book["share_never_worked"] == (0, 1)
    assert book["first_response_hours_mean"] == (4, 1)
    assert book["share_not_properly_worked"] == (0, 1)


def test_the_last_choice_says_whether_a_lead_was_ignored():
    book = Book("experiment: {horizon: 28 d, follow_up: 40 d}")
    for key in (1, 2, 3, 4):
        book.handed(key, 10)
    book.fact(10, Event.IGNORED, 1, 7, 0).fact(12, Event.PURSUED, 1, 7, 1)
    book.fact(10, Event.IGNORED, 2, 7, 0).fact(12, Event.IGNORED, 2, 7, 1).fact(40, Event.GAVE_UP, 2, 7, reason=Reason.IGNORED)
    book.fact(10, Event.PURSUED, 3, 7, 0)
    assert book["share_ignored"] == (1, 4)
    assert book["share_leaked"] == (0, 0)  # nobody tried in vain


def test_who_unsubscribes_in_sales_hands_ended_it():
    book = Book("experiment: {horizon: 28 d, follow_up: 40 d}").handed(1, 10, due=12).fact(11, Event.UNSUBSCRIBED, 1)
    assert book["first_response_within_sla"] == (0, 0)
    assert book["share_not_properly_worked"] == (0, 1)


def test_revenue_is_inbound_and_self_sourced_by_week_too():
    book = (
        Book()
        .lead(1, 1)
        .fact(30, Event.WON, 1, 7, amount=100.0)
        .fact(31, Event.OWN_WON, 0, 7, 1, 40.0)
        .fact(20, Event.OWN_SQL, 0, 7, 1)
    )
    assert (book["revenue"], book["revenue_inbound"], book["revenue_self_sourced"]) == (140, 100, 40)
    assert (book["won"], book["own_won"], book["own_sqls"]) == (1, 1, 1)


def test_planned_own_hours_that_were_not_worked_were_given_up():
    book = Book().fact(9, Event.OWN_PLANNED, 0, 7, amount=180.0).work(0, 10, 12, pack_item(0, TaskKind.OWN, 1))
    assert (book["own_hours"], book["displaced_rep_hours"]) == (2, 1)
    book.work(0, 13, 16, pack_item(0, TaskKind.OWN, 2))
    assert book["displaced_rep_hours"] == 0


OWN = """
channels: {web: {volume: 6 per day}}
team: {reps: 2, own_pipeline: {hours: 15, minutes_per_sql: 200 min, closes: 0.5, takes: 5 d, value: '700 EUR'}}
opportunity: {stages: [{name: offer, delay: 2 d, minutes: 20 min, advance: 0.5}]}
"""


def test_weeks_of_a_company_with_own_pipeline_add_up():
    story = run(OWN)
    weeks = dict(zip(WEEKLY, measure(story.plan, story.log).weekly.sum(axis=0), strict=True))
    assert story.measured("revenue_self_sourced") > 0
    assert weeks["revenue"] == pytest.approx(story.measured("revenue"))
    assert weeks["won"] == story.measured("won")


BOOKS = """
handoff: {routing: round_robin, automated: {books: 1}}
opportunity: {no_show: 0}
agreement: {sales: {first_attempt_within: 15 min}}
experiment: {follow_up: 40 d}
"""


def test_a_call_booked_by_the_automated_touch_meets_the_dashboards_promise_at_once_and_the_real_one_when_held():
    story = run(BOOKS, leads=("5 10:05", "5 11:20"))  # the first free slots are 10:30 and 11:30
    assert story.times(Event.TASK_STARTED) == ["Mon 5 10:30", "Mon 5 11:30"]
    assert story.measured("first_response_within_sla") == 1
    assert story.measured("first_response_within_sla_real") == 0.5
    assert story.measured("first_response_hours_mean") == pytest.approx((25 + 10) / 2 / 60)
    assert story.measured("share_never_worked") == 0


def test_a_plain_company_has_one_answer_and_nothing_else():
    story = run(
        "channels: {web: {volume: 9 per day}}\nagreement: {sales: {first_attempt_within: 1 h}}\nexperiment: {horizon: 60 d}"
    )
    assert 0 < story.measured("first_response_within_sla") == story.measured("first_response_within_sla_real") < 1
    off = ("share_ignored", "token_attempts", "own_hours", "own_won", "review_hours", "training_hours", "displaced_rep_hours")
    assert [story.measured(name) for name in off] == [0] * len(off)
