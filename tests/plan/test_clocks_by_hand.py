"""Promises in open hours, worked by hand: nine to five, Monday to Friday; 5 January 2026 is a Monday."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from stories import tiny

from sim.model.promises import after
from sim.plan import compile_plan
from sim.plan.timeline import Timeline
from sim.rules.calendar import open_time

HOUR = 3_600_000_000


def due(start, span, more="", month="2026-01", zone="UTC", calendar="office"):
    agreement = f"agreement: {{calendar: {calendar}, sales: {{first_attempt_within: {span}}}}}"
    scenario = tiny(f"{agreement}\nexperiment: {{start: {month}-01, horizon: 60 d}}\n{more}")
    plan = compile_plan(scenario)
    day, time = start.split()
    local = datetime.datetime.fromisoformat(f"{month}-{int(day):02}T{time}").replace(tzinfo=ZoneInfo(zone))
    ticks = (local.astimezone(datetime.UTC) - plan.origin) // datetime.timedelta(microseconds=1)
    agreement = plan.after.agreement
    at = plan.origin + datetime.timedelta(microseconds=after(ticks, agreement.promises[0].first, agreement.calendar))
    moment = at.astimezone(ZoneInfo(zone))
    return f"{moment.day} {moment:%H:%M}"


@pytest.mark.parametrize(
    ("start", "span", "end"),
    [
        ("5 16:00", "4 business hours", "6 12:00"),
        ("5 13:00", "4 business hours", "5 17:00"),
        ("5 17:00", "4 business hours", "6 13:00"),
        ("5 23:59", "4 business hours", "6 13:00"),
        ("5 03:00", "4 business hours", "5 13:00"),
        ("5 09:00", "8 business hours", "5 17:00"),
        ("5 09:00", "9 business hours", "6 10:00"),
        ("9 16:00", "4 business hours", "12 12:00"),
        ("9 17:00", "4 business hours", "12 13:00"),
        ("10 12:00", "4 business hours", "12 13:00"),
        ("9 16:00", "1 business day", "12 16:00"),
        ("5 10:00", "2 business days", "7 10:00"),
        ("5 10:00", "5 business days", "12 10:00"),
        ("5 16:00", "4 h", "5 20:00"),
        ("9 16:00", "1 day", "10 16:00"),
        ("9 16:00", "35 min", "9 16:35"),
    ],
)
def test_when_it_is_due(start, span, end):
    assert due(start, span) == end


def test_a_holiday_is_skipped():
    holiday = "market: {calendars: {office: {holidays: [2026-01-06]}}}"
    assert due("5 16:00", "4 business hours", holiday) == "7 12:00"
    assert due("5 10:00", "1 business day", holiday) == "7 10:00"
    country = "market: {calendars: {office: {holidays: DE-BY}}}"
    assert due("5 16:00", "4 business hours", country) == "7 12:00"  # Epiphany


def test_lunch_is_no_open_time():
    lunch = "market: {calendars: {office: {lunch: '12:00-13:00'}}}"
    assert due("5 11:00", "1 business hour", lunch) == "5 12:00"
    assert due("5 11:00", "2 business hours", lunch) == "5 14:00"
    assert due("5 12:30", "1 business hour", lunch) == "5 14:00"
    assert due("5 16:00", "1 business day", lunch) == "6 16:00"


def test_a_business_day_is_the_commonest_open_day():
    friday = "market: {calendars: {office: {hours: {mon-thu: '09:00-17:00', fri: '09:00-13:00'}}}}"
    assert due("8 16:00", "1 business day", friday) == "12 12:00"  # 1 h on Thursday, 4 on Friday, 3 on Monday


BERLIN = "market: {timezone: Europe/Berlin, calendars: {office: {hours: {mon-sun: '%s'}}}}"


@pytest.mark.parametrize(("month", "day", "hours"), [("2026-03", 29, 23), ("2026-10", 25, 25), ("2026-03", 28, 24)])
def test_a_day_with_a_clock_change_has_23_or_25_hours_and_office_hours_stay_eight(month, day, hours):
    for text, length in (("00:00-24:00", hours), ("09:00-17:00", 8)):
        time = Timeline(tiny(BERLIN % text + f"\nexperiment: {{start: {month}-01, horizon: 60 d}}"))
        midnights = time.midnights([datetime.date.fromisoformat(f"{month}-{d}") for d in (day, day + 1)], time.zone)
        calendar = time.calendars["office"]
        opened = [open_time(*calendar, int(t)) for t in midnights]
        assert opened[1] - opened[0] == length * HOUR


def test_promises_over_a_clock_change():
    around = BERLIN % "00:00-24:00"
    assert due("28 12:00", "24 h", around, "2026-03", "Europe/Berlin") == "29 13:00"
    assert due("28 12:00", "24 business hours", around, "2026-03", "Europe/Berlin") == "29 13:00"
    assert due("24 12:00", "24 business hours", around, "2026-10", "Europe/Berlin") == "25 11:00"
    office = BERLIN % "09:00-17:00"
    assert due("28 16:00", "4 business hours", office, "2026-03", "Europe/Berlin") == "29 12:00"
    assert due("24 16:00", "4 business hours", office, "2026-10", "Europe/Berlin") == "25 12:00"


def test_hours_the_clocks_skip_are_short():
    time = Timeline(tiny(BERLIN % "02:00-03:00" + "\nexperiment: {start: 2026-03-01, horizon: 60 d}"))
    calendar = time.calendars["office"]
    lengths = ((calendar.closes - calendar.opens) / HOUR).tolist()
    assert lengths[:28] == [1.0] * 28
    starts = [(time.origin + datetime.timedelta(microseconds=int(t))).astimezone(time.zone).day for t in calendar.opens[:29]]
    assert 29 not in starts


def test_the_promise_of_a_calendar_that_never_closes_is_elapsed_time():
    assert due("10 12:00", "4 business hours", calendar="always") == "10 16:00"
    assert due("10 12:00", "1 business day", calendar="always") == "11 12:00"
