"""One rep's day, minute by minute: what begins, what is laid down, what runs over."""

import numpy as np
from stories import TASKS, Event, run

from sim.log import TaskKind

HOUR = 3_600_000_000


def test_one_lead_and_one_rep_from_the_form_to_acceptance():
    story = run("agreement: {sales: {first_attempt_within: 4 business hours}}", ("5 10:00",)).story()
    assert story == [
        "Mon 5 10:00 captured",
        "Mon 5 10:00 mql",
        "Mon 5 10:00 delivered",
        "Mon 5 10:00 clock_started Mon 5 14:00",
        "Mon 5 10:00 assigned",
        "Mon 5 10:00 seen",
        "Mon 5 10:00 task_opened attempt 1",
        "Mon 5 10:00 task_started attempt 1",
        "Mon 5 10:10 task_ended attempt 1 10 min",
        "Mon 5 10:10 connected attempt 1",
        "Mon 5 10:10 task_started conversation 1",
        "Mon 5 10:40 task_ended conversation 1 30 min",
        "Mon 5 10:40 accepted",
        "Mon 5 10:40 qualified",
    ]


def test_a_deal_is_won_after_its_stage():
    told = run(
        "opportunity: {stages: [{name: offer, delay: 1 d, minutes: 1 h, advance: 1}]}\nwork: {research: 20 min}", ("5 10:00",)
    )
    assert told.story(0, Event.OPPORTUNITY, *TASKS, Event.WON, Event.CLOSED) == [
        "Mon 5 10:00 task_started research 1",
        "Mon 5 10:20 task_ended research 1 20 min",
        "Mon 5 10:20 task_started attempt 1",
        "Mon 5 10:30 task_ended attempt 1 10 min",
        "Mon 5 10:30 task_started conversation 1",
        "Mon 5 11:00 task_ended conversation 1 30 min",
        "Mon 5 11:00 opportunity",
        "Tue 6 11:00 task_started stage 1",
        "Tue 6 12:00 task_ended stage 1 60 min",
        "Tue 6 12:00 won",
        "Tue 6 12:00 closed won",
    ]
    assert told.measured("revenue") == 1000
    assert told.measured("won") == 1


def test_a_lead_that_comes_while_the_rep_is_busy_waits():
    assert run(leads=("5 10:00", "5 10:05")).times(Event.TASK_STARTED, lead=1) == ["Mon 5 10:40", "Mon 5 10:50"]


def test_an_attempt_that_would_not_fit_before_closing_waits_for_the_morning():
    assert run(leads=("5 16:51",)).times(Event.TASK_STARTED) == ["Tue 6 09:00", "Tue 6 09:10"]


def test_an_attempt_that_just_fits_is_begun():
    assert run(leads=("5 16:50",)).times(Event.TASK_STARTED)[0] == "Mon 5 16:50"


def test_an_attempt_may_be_set_to_finish_after_closing():
    told = run("work: {attempt_at_closing: finish}\ncontact: {connect: 0}", ("5 16:55",))
    assert told.lines(*TASKS, Event.OVERTIME) == [
        "Mon 5 16:55 task_started attempt 1",
        "Mon 5 17:05 task_ended attempt 1 10 min",
        "Mon 5 17:05 overtime attempt 1 5 min",
    ]


def test_a_conversation_is_never_split_and_what_runs_over_is_overtime():
    told = run(leads=("5 16:45",))
    assert told.lines(*TASKS, Event.OVERTIME, Event.ACCEPTED) == [
        "Mon 5 16:45 task_started attempt 1",
        "Mon 5 16:55 task_ended attempt 1 10 min",
        "Mon 5 16:55 task_started conversation 1",
        "Mon 5 17:25 task_ended conversation 1 30 min",
        "Mon 5 17:25 overtime conversation 1 25 min",
        "Mon 5 17:25 accepted",
    ]
    counts = told.log.counts
    assert (counts.minutes_worked, counts.minutes_overtime) == (40, 25)
    assert counts.minutes_idle == counts.minutes_scheduled + 25 - 40
    assert told.measured("overtime_hours") == 25 / 60


def test_research_is_laid_down_at_closing_and_taken_up_in_the_morning_in_its_turn():
    """The work order decides again each morning: what was laid down keeps its place, and jumps no queue."""
    newest = run("work: {research: 40 min, order: newest_first}", ("5 16:45", "6 08:00"))
    assert newest.lines(*TASKS)[:4] == [
        "Mon 5 16:45 task_started research 1",
        "Mon 5 17:00 task_laid_down research 1 15 min",
        "Tue 6 09:00 task_started research 1",
        "Tue 6 09:40 task_ended research 1 40 min",
    ]
    told = run("work: {research: 40 min, order: oldest_first}", ("5 16:45", "6 08:00"))
    assert told.lines(*TASKS)[:5] == [
        "Mon 5 16:45 task_started research 1",
        "Mon 5 17:00 task_laid_down research 1 15 min",
        "Tue 6 09:00 task_resumed research 1",
        "Tue 6 09:25 task_ended research 1 25 min",
        "Tue 6 09:25 task_started attempt 1",
    ]
    assert told.number(Event.OVERTIME) == 0


def test_nothing_begins_during_lunch_and_research_is_laid_down_for_it():
    told = run("market: {calendars: {office: {lunch: '12:00-13:00'}}}\nwork: {research: 40 min}", ("5 11:50", "5 12:10"))
    assert told.lines(*TASKS)[:5] == [
        "Mon 5 11:50 task_started research 1",
        "Mon 5 12:00 task_laid_down research 1 10 min",
        "Mon 5 13:00 task_resumed research 1",
        "Mon 5 13:30 task_ended research 1 30 min",
        "Mon 5 13:30 task_started attempt 1",
    ]


def test_a_holiday_is_no_working_day():
    told = run("market: {calendars: {office: {holidays: [2026-01-06]}}}", ("5 17:30",))
    assert told.times(Event.TASK_STARTED)[0] == "Wed 7 09:00"


def test_a_calendar_that_never_opens_starts_nothing_and_breaks_its_promise():
    told = run("team: {calendar: closed}\nagreement: {sales: {first_attempt_within: 4 business hours}}", ("5 10:00",))
    assert told.number(Event.TASK_STARTED, Event.SHIFT_STARTED) == 0
    assert told.times(Event.SLA_BREACHED) == ["Mon 5 14:00"]
    assert told.measured("first_response_within_sla") == 0
    assert told.log.counts.minutes_scheduled == 0


def test_all_reps_away_leave_leads_waiting_until_one_is_back():
    away = "team: {reps: 2, away: [{seat: 1, on: 2026-01-05, back: 2026-01-08}, {seat: 2, on: 2026-01-05, back: 2026-01-09}]}"
    told = run(f"{away}\nagreement: {{sales: {{first_attempt_within: 4 business hours}}}}", ("5 10:00",))
    assert told.times(Event.SLA_BREACHED) == ["Mon 5 14:00"]
    assert told.times(Event.ASSIGNED) == ["Thu 8 00:00"]
    assert told.times(Event.TASK_STARTED)[0] == "Thu 8 09:00"
    assert told.workers()[0] == "rep 1"


def test_meetings_take_everybody_at_work_for_their_length():
    told = run("team: {reps: 2, meetings: [{on: mon, at: '10:00', lasts: 1 h}]}", ("5 10:15",))
    assert told.times(Event.TASK_STARTED)[:4] == ["Mon 5 10:00", "Mon 5 10:00", "Mon 5 11:00", "Mon 5 11:10"]
    assert told.measured("meeting_hours") == 2 * 4


def test_a_meeting_ends_for_the_quick_and_the_slow_alike():
    told = run("team: {reps: 3, pace_sd: 0.5, meetings: [{on: mon, at: '10:00', lasts: 1 h}]}", ("5 11:00 x3",))
    assert len(set(told.rows(Event.REP_JOINED)["amount"].tolist())) == 3
    ended = told.rows(Event.TASK_ENDED)
    assert ended["amount"][ended["item"] >> 16 & 255 == TaskKind.MEETING].tolist() == [60.0] * 12
    assert len(set(ended["amount"][ended["item"] >> 16 & 255 == TaskKind.ATTEMPT].tolist())) == 3


def test_a_meeting_lays_research_down_but_waits_for_the_end_of_a_conversation():
    meeting = "team: {reps: 2, meetings: [{on: mon, at: '10:00', lasts: 1 h}]}"
    told = run(f"{meeting}\nwork: {{research: 20 min}}", ("5 09:15", "5 09:50"))
    assert told.story(0, *TASKS)[4:] == [
        "Mon 5 09:45 task_started conversation 1",
        "Mon 5 10:15 task_ended conversation 1 30 min",
    ]
    assert told.story(1, *TASKS)[:3] == [
        "Mon 5 09:50 task_started research 1",
        "Mon 5 10:00 task_laid_down research 1 10 min",
        "Mon 5 11:00 task_resumed research 1",
    ]
    first = told.rows(Event.TASK_STARTED)
    meetings = [told.when(row["time"]) for row in first if (row["item"] >> 16) & 255 == 5][:2]
    assert meetings == ["Mon 5 10:00", "Mon 5 10:15"]


def test_admin_work_waits_behind_leads_for_one_day_and_then_takes_its_turn():
    told = run("team: {admin: 1 h}", ("5 08:00",))
    assert told.lines(*TASKS)[:6] == [
        "Mon 5 09:00 task_started attempt 1",
        "Mon 5 09:10 task_ended attempt 1 10 min",
        "Mon 5 09:10 task_started conversation 1",
        "Mon 5 09:40 task_ended conversation 1 30 min",
        "Mon 5 09:40 task_started admin 2",
        "Mon 5 10:40 task_ended admin 2 60 min",
    ]
    busy = run("team: {admin: 1 h}\nwork: {conversation: 470 min}", ("5 08:00", "5 08:00", "5 12:00", "6 12:00"))
    kinds = [line.split()[4] for line in busy.lines(Event.TASK_STARTED)]
    assert kinds[:7] == ["attempt", "conversation", "attempt", "conversation", "admin", "attempt", "conversation"]
    assert busy.times(Event.TASK_STARTED)[4] == "Wed 7 09:00"


def test_who_never_closes_has_admin_and_own_pipeline_each_local_day():
    text = "team: {calendar: always, admin: 1 h, own_pipeline: {hours: 14, task: 2 h}}\nexperiment: {horizon: 3 d}"
    assert run(text).lines(Event.SHIFT_STARTED, *TASKS, Event.SHIFT_ENDED) == [
        "Mon 5 00:00 shift_started",
        "Mon 5 00:00 task_started own 1",
        "Mon 5 02:00 task_ended own 1 120 min",
        "Mon 5 02:00 task_started admin 2",
        "Mon 5 03:00 task_ended admin 2 60 min",
        "Tue 6 00:00 task_started own 2",
        "Tue 6 02:00 task_ended own 2 120 min",
        "Tue 6 02:00 task_started admin 3",
        "Tue 6 03:00 task_ended admin 3 60 min",
        "Wed 7 00:00 task_started own 3",
        "Wed 7 02:00 task_ended own 3 120 min",
        "Wed 7 02:00 task_started admin 4",
        "Wed 7 03:00 task_ended admin 4 60 min",
        "Thu 8 00:00 shift_ended",
    ]


def test_days_of_who_never_closes_begin_at_local_midnight_also_when_clocks_change():
    summer = "market: {timezone: Europe/Berlin}\nexperiment: {start: 2026-03-28, horizon: 3 d}"
    told = run(f"{summer}\nteam: {{calendar: always, admin: 1 h}}")
    assert told.times(Event.TASK_STARTED) == ["Sat 28 00:00", "Sun 29 00:00", "Mon 30 00:00", "Tue 31 00:00"]
    assert np.diff(told.rows(Event.TASK_STARTED)["time"]).tolist() == [24 * HOUR, 23 * HOUR, 24 * HOUR]


def test_who_never_closes_has_no_work_of_a_day_of_absence():
    told = run("team: {calendar: always, admin: 1 h, absence: 0.4}\nexperiment: {horizon: 8 d}", replication=2)
    assert told.times(Event.REP_ABSENT) == ["Mon 5 00:00", "Fri 9 00:00"]  # the second lasts until Monday
    assert told.times(Event.SHIFT_STARTED) == ["Wed 7 00:00", "Mon 12 00:00"]
    assert told.times(Event.TASK_STARTED) == ["Wed 7 00:00", "Thu 8 00:00", "Mon 12 00:00"]


def test_a_night_shift_has_the_work_of_both_days_it_touches_once():
    late = "{mon: '22:00-24:00', tue: '00:00-06:00,22:00-24:00', wed: '00:00-06:00'}"
    text = f"market: {{calendars: {{late: {{hours: {late}}}}}}}\n"
    told = run(f"{text}team: {{calendar: late, admin: 1 h, own_pipeline: {{hours: 6, task: 2 h}}}}\nexperiment: {{horizon: 4 d}}")
    assert told.lines(Event.TASK_STARTED) == [
        "Mon 5 22:00 task_started own 1",
        "Tue 6 00:00 task_started admin 2",  # a day old by now
        "Tue 6 01:00 task_started own 2",
        "Tue 6 03:00 task_started admin 3",
        "Wed 7 00:00 task_started own 3",
        "Wed 7 02:00 task_started admin 4",
    ]


def test_work_cut_by_the_end_of_the_run_is_counted():
    told = run("experiment: {horizon: 10 h}", ("5 09:50",))
    cut = run("experiment: {horizon: 10 h}\nwork: {conversation: 1 h}", ("5 09:45",))
    assert told.log.counts.minutes_worked == 10
    assert cut.lines(Event.TASK_LAID_DOWN) == ["Mon 5 10:00 task_laid_down conversation 1 5 min run_end"]
    assert cut.log.counts.minutes_worked == 15
