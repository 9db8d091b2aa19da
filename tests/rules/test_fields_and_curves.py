"""Arrivals from the marked field, due times, connect chances."""

import itertools
import math

import numpy as np
import pytest
from scipy import stats

from sim.plan.calendars import compiled
from sim.plan.response import FOLKLORE_EARLY, RANGES, solve
from sim.rules.arrivals import NOTES, arrivals, place
from sim.rules.calendar import closing, due_time, next_moment, open_time
from sim.rules.contact import connect_chance, expit, logit, no_show_chance
from sim.rules.distributions import NEVER

HOUR = 3_600_000_000
LEVEL = np.arange(1, 25) / 24
CHANNEL, FIRST = 4242, 739_000


def field(volume, days=400, cv=0.0, profile=LEVEL, replication=0, first=FIRST, breadth=1.0):
    hours = np.arange(days)[:, None] * 24 * HOUR + np.arange(25)[None, :] * HOUR
    of = (1, replication, CHANNEL, first, np.full(days, float(volume)), cv, profile, hours, breadth)
    notes = np.empty(NOTES, np.int64)
    rows = np.empty((arrivals(*of, np.empty((0, 6), np.int64), notes), 6), np.int64)
    assert arrivals(*of, rows, notes) == len(rows)
    return rows


def daily(rows, days=400):
    return np.bincount(rows[:, 2] - FIRST, minlength=days)


@pytest.mark.parametrize("volume", [0.4, 3.0, 8.0, 29.5])
def test_counts_are_poisson(volume):
    days = 4000
    counts = daily(field(volume, days), days)
    spread = stats.norm.ppf(0.9995)
    assert abs(counts.mean() - volume) < spread * math.sqrt(volume / days)
    # the variance of a Poisson count's sample variance is about (volume + 2 volume²) / n
    assert abs(counts.var(ddof=1) - volume) < spread * math.sqrt((volume + 2 * volume**2) / days)
    assert np.corrcoef(counts[:-1], counts[1:])[0, 1] == pytest.approx(0, abs=spread / math.sqrt(days))


def test_a_day_effect_spreads_the_counts_and_keeps_their_mean():
    days, volume, cv = 4000, 10.0, 0.5
    counts = daily(field(volume, days, cv), days)
    spread = stats.norm.ppf(0.9995)
    variance = volume + (cv * volume) ** 2
    assert abs(counts.mean() - volume) < spread * math.sqrt(variance / days)
    assert counts.var(ddof=1) == pytest.approx(variance, rel=0.2)


def test_more_volume_is_a_superset_at_the_same_times():
    rows = [{tuple(row) for row in field(volume, 50).tolist()} for volume in (0, 2, 7.5, 8, 8.5, 40)]
    assert rows[0] == set()
    for less, more in itertools.pairwise(rows):
        assert less < more


def test_a_wider_net_adds_leads_that_are_marked_and_changes_none():
    narrow, wide, wider = ({tuple(row) for row in field(6, 50, 0.3, breadth=breadth).tolist()} for breadth in (1.0, 1.7, 3.0))
    assert not any(row[5] for row in narrow)
    assert narrow < wide < wider
    assert all(row[5] for row in wider - narrow)


def test_another_first_day_keeps_each_days_leads():
    whole, later = field(5, 30), field(5, 20, first=FIRST + 10)
    assert {row[1] for row in whole.tolist() if row[2] >= FIRST + 10} == {row[1] for row in later.tolist()}


def test_a_night_without_rate_never_gets_a_lead():
    weights = np.array([0.0] * 8 + [1.0] * 9 + [0.0] * 7)
    profile = np.cumsum(weights) / weights.sum()
    profile[16:] = 1.0
    hours = field(30, 300, profile=profile)[:, 0] % (24 * HOUR) // HOUR
    assert set(hours.tolist()) == set(range(8, 17))
    day = np.arange(25) * HOUR
    assert place(profile, day, 2.0**-53) == 8 * HOUR
    assert place(profile, day, 1 - 2.0**-53) < 17 * HOUR + 1


def test_times_are_level_within_a_level_day():
    times = field(30, 300)[:, 0] % (24 * HOUR) / (24 * HOUR)
    assert stats.kstest(times, "uniform").pvalue > 0.001


OFFICE = compiled([(9 * HOUR, 17 * HOUR), (33 * HOUR, 41 * HOUR)])


@pytest.mark.parametrize(
    ("start", "span", "due"),
    [(16, 4, 36), (13, 4, 17), (17, 4, 37), (20, 4, 37), (3, 8, 17), (3, 9, 34), (10, 0, 10), (20, 0, 20), (10, 15, 41)],
)
def test_due_times(start, span, due):
    assert due_time(*OFFICE, start * HOUR, span * HOUR) == due * HOUR


def test_a_due_time_beyond_the_calendar_is_never():
    assert due_time(*OFFICE, 10 * HOUR, 15 * HOUR + 1) == NEVER
    assert due_time(*compiled([]), 10 * HOUR, 1) == NEVER


def test_a_due_time_is_the_first_by_which_the_open_time_has_passed():
    random = np.random.default_rng(1)
    edges = np.sort(random.choice(10_000, 40, replace=False)).astype(np.int64)
    calendar = compiled(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
    for start, span in zip(random.integers(0, 5000, 300), random.integers(1, 2000, 300), strict=True):
        due = due_time(*calendar, int(start), int(span))
        want = open_time(*calendar, int(start)) + span
        assert open_time(*calendar, due) == want
        assert open_time(*calendar, due - 1) == want - 1


def test_closing():
    assert [closing(*OFFICE, t * HOUR) // HOUR for t in (3, 9, 17, 18)] == [3, 17, 17, 18]
    moments = np.array([5, 9], np.int64)
    assert [next_moment(moments, t) for t in (0, 5, 6, 9, 10)] == [5, 5, 9, 9, NEVER]


@pytest.mark.parametrize("preset", RANGES)
@pytest.mark.parametrize("connect", [0.08, 0.43, 0.9])
def test_every_preset_has_the_same_chance_at_the_reference_delay(preset, connect):
    assert connect_chance(1, connect, 0.0, 3.1, 3.1, *solve(preset)) == pytest.approx(connect, abs=1e-12)


def odds(preset, delay):
    p = connect_chance(1, 0.4, 0.0, delay, 3.1, *solve(preset))
    return p / (1 - p)


@pytest.mark.parametrize(("preset", "ratio"), [("none", 1), ("mild", 1.5), ("moderate", 2.7), ("steep", 20), ("folklore", 60)])
def test_every_preset_has_its_stated_odds_ratio_between_five_minutes_and_a_day(preset, ratio):
    assert odds(preset, 5 / 60) / odds(preset, 24) == pytest.approx(ratio, rel=1e-9)


def test_folklore_loses_most_in_half_an_hour():
    assert odds("folklore", 5 / 60) / odds("folklore", 0.5) == pytest.approx(FOLKLORE_EARLY, rel=1e-9)


def test_who_cannot_be_reached_is_not_and_certainty_stays_certain():
    curve = solve("steep")
    assert connect_chance(0, 1.0, 9.0, 0.0, 3.1, *curve) == 0
    assert connect_chance(1, 0.0, 9.0, 0.0, 3.1, *curve) == 0
    assert connect_chance(1, 1.0, -9.0, 99.0, 3.1, *curve) == 1
    assert connect_chance(1, 0.5, 1.0, 3.1, 3.1, *curve) == pytest.approx(expit(1.0))


def test_odds_and_chances_are_inverse():
    for p in (1e-9, 0.2, 0.5, 0.999):
        assert expit(logit(p)) == pytest.approx(p)
    assert (logit(0.0), logit(1.0)) == (-math.inf, math.inf)
    assert (expit(-1e4), expit(1e4)) == (0, 1)


def test_longer_waits_for_an_appointment_are_missed_more_often():
    assert no_show_chance(0.15, 1.0, 0.05) == no_show_chance(0.15, 0.2, 0.05) == pytest.approx(0.15)
    assert no_show_chance(0.15, 11.0, 0.05) == pytest.approx(expit(logit(0.15) + 0.5))
    assert (no_show_chance(0.0, 30.0, 0.05), no_show_chance(1.0, 30.0, 0.05)) == (0, 1)
