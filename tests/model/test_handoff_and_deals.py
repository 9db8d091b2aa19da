"""The way to a rep, what a free rep does first, appointments, and the way back to marketing."""

import pytest
from stories import TASKS, Event, run

from sim.log import Status

ORDERED = """
channels: {web: {score: 10}, chat: {volume: 0 per day, hand_raiser: true, score: 90}}
agreement:
  sales:
    tiers:
      - {name: low, score_at_least: 0, first_attempt_within: 2 d}
      - {name: high, score_at_least: 50, first_attempt_within: 1 d}
"""


def firsts(order, leads, more=""):
    return run(f"{ORDERED}\nwork: {{order: {order}}}\n{more}", leads).begun()


def test_oldest_first():
    assert firsts("oldest_first", ("5 18:00", "chat 5 19:00", "5 20:00")) == [0, 1, 2]


def test_newest_first():
    assert firsts("newest_first", ("5 18:00", "chat 5 19:00", "5 20:00")) == [2, 1, 0]


def test_highest_score():
    assert firsts("highest_score", ("5 18:00", "chat 5 19:00", "5 20:00")) == [1, 0, 2]


def test_earliest_deadline():
    # due on the 7th at 18:00, 17:30 and 19:00
    away = "team: {away: [{seat: 1, on: 2026-01-05, back: 2026-01-07}]}"
    assert firsts("earliest_deadline", ("5 18:00", "chat 6 17:30", "chat 6 19:00"), away) == [1, 0, 2]


DEALS = """
team: {reps: 1}
contact: {connect: 1, attempts: 1}
opportunity: {stages: [{name: offer, delay: 1 h, minutes: 20 min, advance: 1}]}
"""


@pytest.mark.parametrize(
    ("order", "kinds"),
    [("own_deals_first", ["stage", "attempt", "conversation"]), ("oldest_first", ["attempt", "conversation", "stage"])],
)
def test_own_deals_first(order, kinds):
    # the deal's work opens at 10:40 + 1 h = 11:40, when the rep talks until 12:10; the third lead waits since 11:35
    told = run(f"{DEALS}\nwork: {{order: {order}}}", ("5 10:00", "5 11:30", "5 11:35"))
    assert [line.split()[4] for line in told.lines(Event.TASK_STARTED)][4:7] == kinds
    assert told.times(Event.TASK_STARTED)[4] == "Mon 5 12:10"


@pytest.mark.parametrize(("order", "second"), [("new_leads_first", 1), ("oldest_first", 0)])
def test_new_leads_first(order, second):
    # the first lead's second attempt and the fresh lead's first both wait for the morning
    told = run(f"work: {{order: {order}}}\ncontact: {{connect: 0, attempts: 2, gaps: [8 h]}}", ("5 10:00", "5 19:00"))
    assert told.begun() == [0, *((1, 0) if second else (0, 1)), 1]


def test_leads_of_the_pool_go_to_whoever_has_been_idle_longest():
    told = run("handoff: {routing: pool}\nteam: {reps: 2}", ("5 10:00", "5 11:00", "5 11:01"))
    assert told.workers(Event.ASSIGNED) == [""] * 3
    first, second, third = (told.workers(lead=i)[0] for i in range(3))
    assert first != second
    assert third == first
    assert told.workers(Event.ACCEPTED) == [first, second, third]


def test_round_robin_takes_turns_and_the_least_loaded_has_fewest_open_leads():
    turns = run("team: {reps: 2, calendar: closed}", ("5 10:00", "5 10:01", "5 10:02", "5 10:03")).workers(Event.ASSIGNED)
    assert turns[:2] * 2 == turns
    assert set(turns) == {"rep 1", "rep 2"}
    text = "handoff: {routing: least_loaded}\nteam: {reps: 2, calendars: {1: closed}}\nqualification: {accept_fit: 0}"
    loads = run(text, ("5 10:00", "5 10:01", "5 12:00", "5 13:00"))
    assert loads.workers(Event.ASSIGNED)[2:] == ["rep 2", "rep 2"]


def test_segments_go_to_the_seats_that_serve_them():
    channel = "{volume: 0 per day, hand_raiser: true, segment: %s}"
    text = f"channels: {{web: {{segment: small}}, chat: {channel % 'large'}}}\nhandoff: {{routing: segment}}\n"
    team = "team: {reps: 3, segments: {1: small, 2: small, 3: large}}"
    told = run(text + team, ("5 10:00", "chat 5 10:01", "5 10:02", "chat 5 10:03"))
    assert told.workers(Event.ASSIGNED, lead=1) == told.workers(Event.ASSIGNED, lead=3) == ["rep 3"]
    assert {*told.workers(Event.ASSIGNED, lead=0), *told.workers(Event.ASSIGNED, lead=2)} == {"rep 1", "rep 2"}


def test_segments_go_by_the_source_on_record_and_leads_without_one_by_turns_to_everybody():
    channel = "{volume: 0 per day, hand_raiser: true, unrecorded: 1, segment: %s}"
    text = f"channels: {{web: {channel % 'small'}, chat: {channel % 'large'}}}\nhandoff: {{routing: segment}}\n"
    told = run(f"{text}team: {{reps: 2, calendar: closed, segments: {{1: small, 2: large}}}}", ("web 5 10:00 x20",))
    names = [told.plan.names.channels.get(key) for key in told.log.leads["recorded"].tolist()]
    who = [told.workers(Event.ASSIGNED, lead=i)[0] for i in range(20)]
    assert {rep for rep, name in zip(who, names, strict=True) if name == "chat"} == {"rep 2"}
    assert {rep for rep, name in zip(who, names, strict=True) if name is None} == {"rep 1", "rep 2"}
    assert set(names) == {"chat", None}


def test_a_batch_delivers_at_two_in_the_night_and_reps_look_at_nine_and_two():
    text = "handoff: {delay: {at: ['02:00']}, attention: {at: ['09:00', '14:00']}}"
    told = run(text, ("5 10:00", "6 01:00", "6 02:00"))
    assert told.times(Event.DELIVERED) == ["Tue 6 02:00"] * 3
    assert told.times(Event.SEEN) == ["Tue 6 09:00"] * 3
    weekend = run(text, ("9 10:00",))
    assert weekend.times(Event.DELIVERED) == ["Sat 10 02:00"]
    assert weekend.times(Event.SEEN) == ["Mon 12 09:00"]
    afternoon = run("handoff: {delay: 3 h, attention: {at: ['09:00', '14:00']}}", ("5 07:00", "5 12:00"))
    assert afternoon.times(Event.SEEN) == ["Mon 5 14:00", "Tue 6 09:00"]


NURTURE = """
channels: {web: {hand_raiser: false}}
scoring: {threshold: 20}
nurture: {touches: [{wait: 1 d, engages: 1, points: 10, repeat: 3}]}
"""


def test_touches_add_up_to_the_threshold():
    told = run(NURTURE, ("5 10:00",))
    assert told.times(Event.TOUCHED) == ["Tue 6 10:00", "Wed 7 10:00"]
    assert told.times(Event.MQL) == ["Wed 7 10:00"]


def test_points_lose_half_their_weight():
    half = run(NURTURE.replace("threshold: 20", "threshold: 16, half_life: 1 d"), ("5 10:00",))
    assert half.rows(Event.ENGAGED)["amount"].tolist() == [10, 15, 17.5]
    assert half.times(Event.MQL) == ["Thu 8 10:00"]


def test_a_programme_that_ends_below_the_threshold_is_unconverted():
    told = run(NURTURE.replace("threshold: 20", "threshold: 31"), ("5 10:00",))
    assert told.story(0)[-2:] == ["Thu 8 10:00 unconverted", "Thu 8 10:00 closed unconverted"]


MEETS = """
opportunity: {stages: [{name: demo, delay: 1 d, minutes: 1 h, appointment: true, advance: 1}], no_show: %s, rebook_most: %s}
"""


def test_an_appointment_takes_the_first_slot_free_to_both():
    told = run(MEETS % (0, 0), ("5 10:00", "5 10:10"))
    assert told.times(Event.QUALIFIED) == ["Mon 5 10:40", "Mon 5 11:20"]
    assert told.story(0, Event.APPOINTMENT_SET) == ["Mon 5 10:40 appointment_set stage 1 Tue 6 11:00"]
    assert told.story(1, Event.APPOINTMENT_SET) == ["Mon 5 11:20 appointment_set stage 1 Tue 6 12:00"]
    assert told.times(Event.WON) == ["Tue 6 12:00", "Tue 6 13:00"]


def test_an_appointment_has_to_fit_before_closing():
    told = run(MEETS % (0, 0), ("5 15:30", "9 10:00"))
    assert told.story(0, Event.APPOINTMENT_SET) == ["Mon 5 16:10 appointment_set stage 1 Wed 7 09:00"]
    assert told.story(1, Event.APPOINTMENT_SET) == ["Fri 9 10:40 appointment_set stage 1 Mon 12 09:00"]


def test_an_attempt_that_would_run_into_an_appointment_waits():
    told = run(MEETS % (0, 0), ("5 10:00", "6 10:55"))
    assert told.times(Event.TASK_STARTED, lead=1)[0] == "Tue 6 12:00"


def test_whoever_never_comes_is_booked_anew_so_often_and_no_more():
    told = run(MEETS % (1, 2), ("5 10:00",))
    assert told.story(0, Event.APPOINTMENT_SET, Event.NO_SHOW, Event.LOST, Event.CLOSED) == [
        "Mon 5 10:40 appointment_set stage 1 Tue 6 11:00",
        "Tue 6 11:00 no_show stage 1",
        "Tue 6 11:00 appointment_set stage 1 Wed 7 11:00",
        "Wed 7 11:00 no_show stage 1",
        "Wed 7 11:00 appointment_set stage 1 Thu 8 11:00",
        "Thu 8 11:00 no_show stage 1",
        "Thu 8 11:00 lost no_show",
        "Thu 8 11:00 closed lost",
    ]
    assert told.measured("no_show_share") == 1


def test_an_appointment_that_a_leaving_rep_cannot_keep_is_made_by_the_colleague():
    away = "team: {reps: 2, away: [{seat: 1, on: 2026-01-06}, {seat: 2, on: 2026-01-05, back: 2026-01-06}]}"
    told = run(MEETS % (0, 0) + away, ("5 10:00",))
    assert told.workers(Event.QUALIFIED) == ["rep 1"]
    assert told.story(0, Event.REASSIGNED, Event.APPOINTMENT_SET, Event.WON) == [
        "Tue 6 00:00 reassigned rep_left",
        "Tue 6 00:00 appointment_set stage 1 Tue 6 11:00",
        "Tue 6 12:00 won",
    ]
    assert told.workers(Event.WON) == ["rep 2"]


def test_a_rejected_lead_rests_and_comes_back_once():
    text = "qualification: {accept_fit: 0}\nrecycle: {rejected: 1, most: 1, cooling: 2 d, to: sales}"
    told = run(text, ("5 10:00",))
    assert told.story(0, Event.MQL, Event.DELIVERED, Event.TASK_STARTED, Event.RECYCLED, Event.CLOSED) == [
        "Mon 5 10:00 mql",
        "Mon 5 10:00 delivered",
        "Mon 5 10:00 task_started attempt 1",
        "Mon 5 10:10 task_started conversation 1",
        "Mon 5 10:40 recycled",
        "Wed 7 10:40 delivered",
        "Wed 7 10:40 task_started attempt 1",
        "Wed 7 10:50 task_started conversation 1",
        "Wed 7 11:20 closed rejected_leaked",
    ]


def test_leads_that_wait_at_the_opening_are_with_sales_at_once():
    told = run("channels: {web: {hand_raiser: false}}\nscoring: {threshold: 99}\nexperiment: {opening: {web: 2}}")
    assert told.times(Event.DELIVERED) == ["Mon 5 00:00"] * 2
    assert told.times(Event.TASK_STARTED)[:3] == ["Mon 5 09:00", "Mon 5 09:10", "Mon 5 09:40"]
    assert told.number(*TASKS) == 8


def test_a_lead_on_its_way_back_to_sales_is_with_marketing_until_delivered():
    text = "handoff: {delay: 1 d}\nqualification: {accept_fit: 0}\nrecycle: {rejected: 1, most: 1, to: sales}\n"
    told = run(text + "experiment: {horizon: 36 h}", ("5 10:00",))
    assert told.times(Event.RECYCLED) == ["Tue 6 10:40"]
    assert told.number(Event.DELIVERED) == 1
    assert told.log.counts.status[Status.NURTURING] == 1
