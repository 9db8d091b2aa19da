"""Measures on logs written by hand, and on logs with something lost."""

import numpy as np
import pytest
from book import ATTEMPT, BY_NAME, HOUR, RESEARCH, Book
from stories import Event, Told, run

from sim.errors import SimulationError
from sim.log import Log, TaskKind, pack_item
from sim.measures import MEASURES, WEEKLY, check_conservation, measure


def test_a_promise_kept_at_the_due_time_a_late_one_and_one_never_called():
    book = Book().handed(1, 10, due=12).work(1, 12, 12.2)
    book.handed(2, 10, due=12).work(2, 12.5, 12.7)
    book.handed(3, 10, due=12)
    assert book["first_response_within_sla"] == (1, 3)


def test_a_lead_that_left_before_its_due_time_is_no_miss_and_one_that_left_after_is():
    book = Book().handed(1, 10, due=12).fact(11, Event.WITHDREW, 1)
    book.handed(2, 10, due=12).fact(13, Event.WITHDREW, 2)
    book.handed(3, 10)
    assert book["first_response_within_sla"] == (0, 1)


def test_a_promise_due_after_the_window_is_not_judged():
    hours = 28 * 24
    assert Book().handed(1, 10, due=hours - 1).handed(2, 10, due=hours)["first_response_within_sla"] == (0, 1)


def test_response_times_are_of_those_who_were_called():
    book = Book("experiment: {horizon: 60 d}").handed(1, 10).work(1, 11, 11.2).handed(2, 10).work(2, 13, 13.2).handed(3, 10)
    assert book["first_response_hours_mean"] == (4, 2)
    assert book["first_response_hours_median"] == 2
    assert book["share_never_answered"] == (1, 3)
    assert book["share_never_worked"] == (1, 3)


def test_the_mean_queue_is_waiting_time_over_the_window():
    book = Book("experiment: {horizon: 10 h}").handed(1, 2).work(1, 5, 6).handed(2, 4).fact(6, Event.WITHDREW, 2).handed(3, 9)
    assert book["queue_mean"] == pytest.approx((3 + 2 + 1) / 10)
    assert book["wait_hours_mean"] == (3, 1)
    assert book["wait_all_hours_mean"] == (3 + 2 + 1, 3)
    assert book["share_reneged"] == (1, 3)
    assert book["share_waiting"] == (3, 3)


def test_utilisation_counts_overtime_as_work_but_not_as_schedule():
    book = Book().fact(9, Event.SHIFT_STARTED, rep=7, amount=480.0).fact(17, Event.SHIFT_ENDED, rep=7)
    book.handed(1, 10).work(1, 10, 12, RESEARCH).work(1, 16, 18).fact(18, Event.OVERTIME, 1, 7, ATTEMPT, 60.0)
    assert book["utilisation"] == (4, 8)
    assert book["idle_hours"] == 8 + 1 - 4
    assert (book["research_hours"], book["attempt_hours"], book["overtime_hours"]) == (2, 2, 1)


def test_work_across_the_windows_end_counts_as_far_as_it_lies_inside():
    book = Book("experiment: {horizon: 10 h, follow_up: 10 h}").handed(1, 2).work(1, 9, 12)
    assert book["attempt_hours"] == 1


def test_hours_are_wasted_for_the_first_reason_that_applies():
    book = Book().lead(1, 1, fit=0, reachable=0).lead(2, 1, fit=0).lead(3, 1).lead(4, 1)
    book.fact(2.5, Event.WINDOW_CLOSED, 3).fact(0, Event.WINDOW_CLOSED, 1)
    book.work(1, 2, 3).work(2, 3, 5).work(3, 2.4, 2.9, RESEARCH, rep=8).work(3, 5, 9).work(4, 9, 10)
    assert book["wasted_rep_hours_unreachable"] == 1
    assert book["wasted_rep_hours_bad_fit"] == 2
    assert book["wasted_rep_hours_too_late"] == 4
    assert book["wasted_rep_hours"] == 7
    assert book["wasted_rep_share"] == (7, 8.5)


def test_revenue_is_booked_at_the_win_in_the_window():
    book = Book("experiment: {kind: steady, start: 2026-01-06, lead_in: 1 d, horizon: 1 d, follow_up: 1 d}")
    for key, at in ((1, 23.9), (2, 24.0), (3, 47.9), (4, 48.0)):
        book.lead(key, 1).fact(at, Event.WON, key, amount=10.0**key)
    assert book["revenue"] == 100 + 1000
    assert book["won"] == 2
    assert book["leads"] == 0


def test_attempts_are_kept_by_number_or_by_a_good_reason():
    book = Book("agreement: {sales: {attempts: 2, attempts_within: 10 h}}")
    second = pack_item(0, TaskKind.ATTEMPT, 2)
    for key in (1, 2, 3, 4):
        book.handed(key, 1).fact(1, Event.CLOCK_STARTED, key, 0, 2, 11.0 * HOUR)
    book.work(1, 2, 2.1).work(1, 11, 11.1, second)
    book.work(2, 3, 3.1).work(2, 12, 12.1, second)
    book.work(3, 4, 4.1).fact(4.1, Event.CONNECTED, 3, 7, ATTEMPT)
    book.fact(5, Event.WITHDREW, 4)
    assert book["cadence_completed_within_sla"] == (3, 4)


def test_the_same_by_name_is_there_once():
    assert len(BY_NAME) == len(MEASURES)
    for each in MEASURES:
        assert (each.denominator != "") == (each.kind == "ratio")


BUSY = """
channels: {web: {volume: 12 per day}}
team: {reps: 2}
contact: {connect: 0.5, attempts: 3}
opportunity: {stages: [{name: offer, delay: 2 d, minutes: 20 min, advance: 0.5}]}
experiment: {horizon: 28 d}
"""


def test_weeks_add_up_to_the_window():
    story = run(BUSY)
    measured = measure(story.plan, story.log)
    weeks = measured.weekly
    assert weeks.shape == (4, len(WEEKLY))
    totals = dict(zip(WEEKLY, weeks.sum(axis=0), strict=True))
    for name in ("leads", "mqls", "sqls", "won", "revenue"):
        assert totals[name] == pytest.approx(story.measured(name))
        assert totals[name] > 0


def test_funnels_of_a_real_run_add_up():
    story = run(BUSY)
    value = {name: story.measured(name) for name in BY_NAME}
    assert value["scheduled_hours"] == 2 * 20 * 8
    kinds = ("research_hours", "attempt_hours", "conversation_hours", "deal_hours", "meeting_hours", "admin_hours", "idle_hours")
    assert sum(value[name] for name in kinds) == pytest.approx(value["scheduled_hours"] + value["overtime_hours"])
    causes = ("unreachable", "bad_fit", "too_late")
    assert sum(value[f"wasted_rep_hours_{cause}"] for cause in causes) == pytest.approx(value["wasted_rep_hours"])


def doctored(story: Told, **changes) -> Log:
    return story.log._replace(**changes)


def test_a_lost_event_is_found():
    story = run(BUSY)
    events = story.log.events
    gone = np.flatnonzero(events["event"] == Event.CLOSED)[3]
    with pytest.raises(SimulationError, match=r"does not add up: .*leads closed, .* by the log"):
        check_conservation(story.plan, doctored(story, events=np.delete(events, gone)))


def test_a_lost_lead_is_found():
    story = run(leads=("5 10:00", "5 11:00"))
    with pytest.raises(SimulationError, match="2 leads captured, 1 in the table, 2 in the log"):
        check_conservation(story.plan, doctored(story, leads=story.log.leads[:1]))


@pytest.mark.parametrize(
    ("event", "message"),
    [(Event.TASK_ENDED, "minutes worked"), (Event.WON, "revenue"), (Event.OVERTIME, "minutes overtime")],
)
def test_a_wrong_amount_is_found(event, message):
    story = run(BUSY + "work: {attempt_at_closing: finish}\n")
    events = story.log.events.copy()
    events["amount"][np.flatnonzero(events["event"] == event)[0]] += 1
    with pytest.raises(SimulationError, match=message):
        measure(story.plan, doctored(story, events=events))


def test_lost_idle_minutes_are_found():
    story = run(leads=("5 10:00",))
    counts = story.log.counts
    with pytest.raises(SimulationError, match="minutes used"):
        check_conservation(story.plan, doctored(story, counts=counts._replace(minutes_idle=counts.minutes_idle - 1)))


def test_served_in_time_counts_those_who_gave_up():
    """Four promised by hour 3: called in time, called late, gave up before, gave up after; and one not promised."""
    book = Book()
    for key in (1, 2, 3, 4):
        book.handed(key, 1, due=3)
    book.handed(5, 1)
    book.work(1, 3, 3.2).work(2, 3.1, 3.2).fact(2, Event.WITHDREW, 3).fact(4, Event.WITHDREW, 4).work(5, 2, 2.1)
    assert book["share_served_within_sla"] == (1, 4)
    assert book["first_response_within_sla"] == (1, 3)  # who gave up before it was due was owed nothing
