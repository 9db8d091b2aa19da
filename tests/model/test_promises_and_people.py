"""Promises, windows, colleagues: what happens at the very instant at which something is decided."""

import pytest
from stories import TASKS, Event, run

PROMISE = "agreement: {sales: {first_attempt_within: %s}}\n"
WINDOW = "personas: {buyer: {window: {lasts: %s, announce_share: %s}}}\n"


def test_an_attempt_that_begins_exactly_when_due_meets_its_promise():
    told = run(PROMISE % "40 min", ("5 10:00", "5 10:00"))
    assert told.times(Event.TASK_STARTED, lead=1)[0] == "Mon 5 10:40"
    assert told.number(Event.SLA_BREACHED) == 0
    assert told.measured("first_response_within_sla") == 1


def test_a_minute_less_breaks_it():
    told = run(PROMISE % "39 min", ("5 10:00", "5 10:00"))
    assert told.story(1, Event.SLA_BREACHED) == ["Mon 5 10:39 sla_breached"]
    assert told.measured("first_response_within_sla") == 0.5


def test_the_clock_may_start_at_the_form_or_at_the_assignment():
    late = "handoff: {delay: 2 h}\nagreement: {sales: {first_attempt_within: 1 h, clock_starts: %s}}"
    assert run(late % "delivery", ("5 10:00",)).story(0, Event.CLOCK_STARTED) == ["Mon 5 12:00 clock_started Mon 5 13:00"]
    form = run(late % "capture", ("5 10:00",))
    assert form.story(0, Event.CLOCK_STARTED) == ["Mon 5 12:00 clock_started Mon 5 11:00"]
    assert form.measured("first_response_within_sla") == 0
    held = "handoff: {open_leads_most: 1}\nagreement: {sales: {first_attempt_within: 1 h, clock_starts: assignment}}"
    told = run(f"{held}\nqualification: {{accept_fit: 0}}", ("5 10:00", "5 10:00"))
    assert told.story(1, Event.CLOCK_STARTED) == ["Mon 5 10:40 clock_started Mon 5 11:40"]


def test_tiers_promise_by_score():
    told = run(
        "channels: {web: {score: 50}, chat: {volume: 0 per day, hand_raiser: true, score: 80},"
        " mail: {volume: 0 per day, hand_raiser: true}}\n"
        "agreement: {sales: {tiers: [{name: warm, score_at_least: 50, first_attempt_within: 4 h},"
        " {name: hot, score_at_least: 80, first_attempt_within: 1 h}]}}",
        ("chat 5 10:00", "web 5 10:01", "mail 5 10:02"),
    )
    assert told.lines(Event.CLOCK_STARTED) == ["Mon 5 10:00 clock_started Mon 5 11:00", "Mon 5 10:01 clock_started Mon 5 14:01"]


def test_a_breach_passes_the_lead_on_as_often_as_agreed_and_belongs_to_the_first_holder():
    sales = "{first_attempt_within: 1 h, enforcement: reassign, reassign_most: 2}"
    told = run(f"team: {{reps: 3, calendar: closed}}\nagreement: {{sales: {sales}}}", ("5 10:00",))
    assert told.story(0, Event.SLA_BREACHED, Event.REASSIGNED) == [
        "Mon 5 11:00 sla_breached",
        "Mon 5 11:00 reassigned reassigned",
        "Mon 5 12:00 reassigned reassigned",
    ]
    first = told.workers(Event.ASSIGNED)
    assert told.workers(Event.SLA_BREACHED) == first
    assert len({*first, *told.workers(Event.REASSIGNED)}) == 3


def test_a_reassigned_lead_is_worked_by_whoever_has_it_then():
    text = "team: {reps: 2, calendars: {%d: closed}}\nagreement: {sales: {first_attempt_within: 1 h, enforcement: reassign}}"
    for closed, other in ((1, 2), (2, 1)):
        told = run(text % closed, ("5 10:00", "5 10:00"))
        assert set(told.workers()) == {f"rep {other}"}
        moved = told.rows(Event.REASSIGNED)
        assert [told.when(row["time"]) for row in moved] == ["Mon 5 11:00"]
        assert told.number(Event.ACCEPTED) == 2


def test_an_alert_makes_the_rep_see_the_lead_now():
    text = "handoff: {attention: 1 d}\nagreement: {sales: {first_attempt_within: 1 h, enforcement: alert}}"
    told = run(text, ("5 10:00",))
    assert told.story(0, Event.SLA_BREACHED, Event.ALERTED, Event.SEEN, Event.TASK_STARTED)[:4] == [
        "Mon 5 11:00 sla_breached",
        "Mon 5 11:00 alerted",
        "Mon 5 11:00 seen",
        "Mon 5 11:00 task_started attempt 1",
    ]


def test_a_withdrawal_strikes_the_open_task():
    told = run("team: {calendar: closed}\n" + WINDOW % ("2 h", 1), ("5 10:00",))
    assert told.story(0)[-5:] == [
        "Mon 5 10:00 task_opened attempt 1",
        "Mon 5 12:00 window_closed",
        "Mon 5 12:00 withdrew",
        "Mon 5 12:00 task_cancelled attempt 1 withdrew",
        "Mon 5 12:00 closed gone_known",
    ]


@pytest.mark.parametrize("announced", [0, 1])
def test_a_window_that_closes_during_the_conversation_lets_it_end_but_not_succeed(announced):
    told = run(WINDOW % ("20 min", announced), ("5 10:00",))
    ends = told.story(0, *TASKS, Event.WINDOW_CLOSED, Event.REJECTED, Event.ACCEPTED)
    assert ends[2:] == [
        "Mon 5 10:10 task_started conversation 1",
        "Mon 5 10:20 window_closed",
        "Mon 5 10:40 task_ended conversation 1 30 min",
        "Mon 5 10:40 rejected gone",
    ]


def test_a_window_that_closes_at_the_instant_a_conversation_begins_is_closed():
    told = run(WINDOW % ("10 min", 0), ("5 10:00",))
    assert told.story(0, Event.WINDOW_CLOSED, Event.REJECTED) == ["Mon 5 10:10 window_closed", "Mon 5 10:40 rejected gone"]


def test_patience_is_over_once_somebody_talks():
    text = "personas: {buyer: {window: {lasts: 20 min, ends_at_contact: true, announce_share: 1}}}"
    told = run(text, ("5 10:00",))
    assert told.number(Event.WINDOW_CLOSED) == 0
    assert told.number(Event.ACCEPTED) == 1


def test_a_silent_closing_is_not_observed_and_the_work_after_it_is_waste():
    told = run(WINDOW % ("2 h", 0), ("5 06:00", "5 07:30"))
    assert told.number(Event.WITHDREW, Event.TASK_CANCELLED) == 0
    assert told.lines(Event.REJECTED) == ["Mon 5 09:40 rejected gone", "Mon 5 10:20 rejected gone"]
    assert told.measured("wasted_rep_hours_too_late") == pytest.approx(80 / 60)
    assert told.measured("wasted_rep_share") == 1


def test_sales_gives_up_after_the_agreed_time_and_the_open_task_is_struck():
    text = "contact: {connect: 0, attempts: 9, gaps: [1 d], give_up_after: 36 h}"
    told = run(text, ("5 10:00",))
    assert told.story(0, Event.TASK_STARTED, Event.GAVE_UP, Event.CLOSED) == [
        "Mon 5 10:00 task_started attempt 1",
        "Tue 6 10:10 task_started attempt 2",
        "Tue 6 22:00 gave_up too_late_to_try",
        "Tue 6 22:00 closed unreachable",
    ]


def test_a_cadence_in_business_days_counts_open_days_of_the_agreement():
    text = "contact: {connect: 0, attempts: 4, gaps: [1 business day, 2 business days]}"
    told = run(text, ("8 10:00",))
    assert told.story(0, Event.TASK_STARTED, Event.GAVE_UP) == [
        "Thu 8 10:00 task_started attempt 1",
        "Fri 9 10:10 task_started attempt 2",
        "Tue 13 10:20 task_started attempt 3",
        "Thu 15 10:30 task_started attempt 4",
        "Thu 15 10:40 gave_up most_attempts",
    ]


def test_leads_beyond_the_cap_are_held_until_one_is_closed():
    told = run("handoff: {open_leads_most: 1}\nqualification: {accept_fit: 0}", ("5 10:00", "5 10:01", "5 10:02"))
    assert told.times(Event.ASSIGNED) == ["Mon 5 10:00", "Mon 5 10:40", "Mon 5 11:20"]
    assert told.begun() == [0, 1, 2]


def test_the_buyer_of_a_held_lead_may_give_up_waiting():
    text = (
        "channels: {chat: {volume: 0 per day, hand_raiser: true, personas: {hasty: 1}}}\n"
        "personas: {hasty: {window: {lasts: 2 h, announce_share: 1}}}\n"
        "handoff: {open_leads_most: 1}\nteam: {calendar: closed}"
    )
    told = run(text, ("web 5 10:00", "chat 5 10:30"))
    assert told.story(1)[-2:] == ["Mon 5 12:30 withdrew", "Mon 5 12:30 closed gone_known"]
    assert told.number(Event.ASSIGNED, lead=1) == 0


@pytest.mark.parametrize(("leaver", "colleague"), [(1, 2), (2, 1)])
def test_a_rep_who_leaves_passes_open_tasks_to_the_colleague(leaver, colleague):
    away = f"[{{seat: {leaver}, on: 2026-01-06}}, {{seat: {colleague}, on: 2026-01-05, back: 2026-01-06}}]"
    told = run(
        f"team: {{reps: 2, away: {away}}}\ncontact: {{connect: 0, attempts: 2, gaps: [1 business day]}}", ("5 10:00", "5 16:55")
    )
    assert told.workers(lead=0) == [f"rep {leaver}", f"rep {colleague}"]
    assert told.times(Event.REASSIGNED, lead=0) == ["Tue 6 00:00"]
    assert told.story(1, Event.REASSIGNED, Event.TASK_MOVED, Event.TASK_STARTED) == [
        "Tue 6 00:00 reassigned rep_left",
        "Tue 6 00:00 task_moved attempt 1 rep_left",
        "Tue 6 09:00 task_started attempt 1",
        "Wed 7 09:10 task_started attempt 2",
    ]


@pytest.mark.parametrize(("leaver", "newcomer"), [(1, 2), (2, 1)])
def test_leads_of_an_empty_seat_go_to_the_next_rep_who_comes(leaver, newcomer):
    away = f"[{{seat: {leaver}, on: 2026-01-06}}, {{seat: {newcomer}, on: 2026-01-05, back: 2026-01-08}}]"
    told = run(f"team: {{reps: 2, away: {away}}}", ("5 16:55",))
    assert told.workers() == [f"rep {newcomer}"] * 2
    assert told.times(Event.TASK_STARTED)[0] == "Thu 8 09:00"


def test_the_only_rep_who_leaves_leaves_the_work_to_the_successor():
    told = run("team: {away: [{seat: 1, on: 2026-01-06, back: 2026-01-13}]}\nwork: {research: 20 min}", ("5 16:50", "7 10:00"))
    assert told.story(0, *TASKS)[:3] == [
        "Mon 5 16:50 task_started research 1",
        "Mon 5 17:00 task_laid_down research 1 10 min",
        "Tue 13 09:00 task_resumed research 1",
    ]
    assert told.times(Event.ASSIGNED, lead=1) == ["Tue 13 00:00"]
    assert told.number(Event.ACCEPTED) == 2


def test_colleagues_cover_for_an_absent_rep_when_they_may():
    always = "team: {reps: 2, absence: 0.5, cover: %s}\ncontact: {connect: 0}"
    covered, waiting = (run(always % cover, ("5 08:00 x6",), replication=3) for cover in ("true", "false"))
    absent = {covered.who(row["rep"]) for row in covered.rows(Event.REP_ABSENT) if covered.when(row["time"]) == "Mon 5 09:00"}
    assert len(absent) == 1
    assert not absent & {covered.who(row["rep"]) for row in covered.rows(Event.TASK_STARTED)}
    assert {covered.when(row["time"])[:5] for row in covered.rows(Event.TASK_STARTED)} == {"Mon 5"}
    assert absent & {waiting.who(row["rep"]) for row in waiting.rows(Event.TASK_STARTED)}


def test_colleagues_research_new_leads_of_an_absent_rep_but_leave_what_has_been_begun():
    text = "team: {reps: 2, absence: 0.5}\nwork: {research: 20 min}\ncontact: {connect: 0}"
    told = run(text, ("5 16:45 x2", "5 16:50 x2"), replication=9)
    assert [told.who(row["rep"]) for row in told.rows(Event.REP_ABSENT)][:3] == ["rep 1", "rep 2", "rep 1"]
    assert told.times(Event.REP_ABSENT)[:3] == ["Tue 6 09:00", "Wed 7 09:00", "Wed 7 09:00"]
    assert [told.workers(Event.ASSIGNED, lead=i) for i in range(4)] == [["rep 2"], ["rep 1"], ["rep 2"], ["rep 1"]]
    assert told.story(1, *TASKS, Event.TASK_MOVED)[:3] == [
        "Mon 5 16:45 task_started research 1",
        "Mon 5 17:00 task_laid_down research 1 15 min",
        "Thu 8 09:00 task_resumed research 1",
    ]
    assert told.story(3, *TASKS, Event.TASK_MOVED) == [
        "Tue 6 09:00 task_moved research 1 absent",
        "Tue 6 09:45 task_started research 1",
        "Tue 6 10:05 task_ended research 1 20 min",
        "Tue 6 10:05 task_started attempt 1",
        "Tue 6 10:15 task_ended attempt 1 10 min",
    ]
    assert set(told.workers(lead=3)) == {"rep 2"}


def test_a_new_lead_of_an_absent_rep_is_researched_by_a_colleague_at_once():
    text = "team: {reps: 2, absence: 0.5, cover: %s}\nwork: {research: 20 min}\ncontact: {connect: 0}"
    covered, waiting = (run(text % cover, ("6 10:00 x2",), replication=9) for cover in ("true", "false"))
    assert covered.times(Event.TASK_STARTED)[:2] == ["Tue 6 10:00", "Tue 6 10:20"]
    assert covered.workers() == ["rep 2"] * 4
    assert waiting.times(Event.TASK_STARTED) == ["Tue 6 10:00", "Tue 6 10:20", "Thu 8 09:00", "Thu 8 09:20"]


def test_a_rep_who_leaves_gives_back_what_they_were_to_do_for_an_absent_colleague():
    away = "[{seat: 2, on: 2026-01-07, back: 2026-01-20}]"
    text = f"team: {{reps: 2, absence: 0.5, away: {away}}}\nwork: {{attempt: 470 min}}\ncontact: {{connect: 0}}"
    told = run(text, ("5 17:30", "5 17:40"), replication=9)
    assert told.workers(Event.ASSIGNED) == ["rep 2", "rep 1"]
    assert told.story(1, Event.TASK_MOVED, Event.TASK_STARTED) == [
        "Tue 6 09:00 task_moved attempt 1 absent",
        "Wed 7 00:00 task_moved attempt 1 rep_left",
        "Thu 8 09:00 task_started attempt 1",
    ]
    assert told.workers(Event.TASK_MOVED) == ["rep 2", "rep 1"]


def test_who_closes_does_not_cover_for_who_qualifies():
    told = run("team: {reps: 4, sdrs: 2, absence: 0.5}\nwork: {research: 20 min}", ("5 08:00",), replication=5)
    absent = [told.who(row["rep"]) for row in told.rows(Event.REP_ABSENT) if told.when(row["time"]) == "Mon 5 09:00"]
    assert sorted(absent) == ["rep 1", "rep 2"]
    assert told.number(Event.TASK_STARTED) > 0
    assert set(told.workers()) <= {"rep 1", "rep 2"}


def test_simultaneous_leads_go_by_key_whichever_is_listed_first():
    channel = "{volume: 0 per day, hand_raiser: true}"
    text = f"channels: {{chat: {channel}, mail: {channel}}}\nteam: {{reps: 2}}"
    leads = ("web 5 10:00", "chat 5 10:00 x2", "mail 5 10:00", "chat 5 11:00", "mail 5 11:00")
    told = run(text, leads)
    for order in ((1, 0, 2, 3, 4), (4, 3, 2, 1, 0), (2, 3, 1, 4, 0)):
        assert run(text, tuple(leads[i] for i in order)).bytes == told.bytes
    keys = told.log.leads["lead"][:4].tolist()
    assert keys == sorted(keys)
