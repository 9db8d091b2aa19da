"""What runs: names and order do not matter, time axes do."""

import json
import pickle

import numpy as np
import pytest
from stories import merged, read, tiny, told

from sim.errors import StudyError
from sim.plan import compile_plan, compile_plans, fingerprint
from sim.scenario import parse_scenario, read_scenario

DESK = """
name: desk
market: {calendars: {office: {hours: {mon-fri: '09:00-17:00'}}}}
channels:
  web: {volume: 4 per day, hand_raiser: true, personas: {keen: 1, idle: 3}}
  mail: {volume: 6 per day, score: 20}
  fair: {volume: 1 per day, hand_raiser: true, score: 40}
personas:
  keen: {fit: 0.9, value: 'lognormal, mean 9000 EUR, cv 1', window: {lasts: 'exponential, mean 20 d'}}
  idle: {fit: 0.3, answerability: 0.8}
nurture: {touches: [{wait: 'exponential, mean 5 d', engages: 0.2, points: 10, repeat: 6}]}
scoring: {threshold: 40}
agreement: {calendar: office, sales: {first_attempt_within: 4 business hours}}
team: {reps: 3, calendar: office}
work: {research: 10 min, attempt: 'lognormal, mean 6 min, cv 0.6', conversation: 'lognormal, mean 30 min, cv 0.5'}
opportunity: {stages: [{name: demo, delay: 3 d, minutes: 1 h, appointment: true, advance: 0.5}]}
recycle: {rejected: 0.5, unreachable: 0.5, most: 2, cooling: 5 d}
experiment: {kind: terminating, start: 2026-01-05, horizon: 28 d, follow_up: 0 d}
"""


def desk(text="", tree=None):
    return parse_scenario(json.dumps(merged(tree or read(DESK), read(text)), default=str))


def backwards(tree):
    return (
        {key: backwards(value) if key != "hours" else value for key, value in reversed(tree.items())}
        if isinstance(tree, dict)
        else tree
    )


def test_the_order_of_sections_channels_and_personas_does_not_matter():
    tree = read(DESK)
    tree["channels"]["mail"]["personas"] = {"keen": 1}
    tree["channels"]["fair"]["personas"] = {"keen": 1}
    assert list(backwards(tree)) != list(tree)
    assert compile_plan(desk(tree=backwards(tree))).fingerprint == compile_plan(desk(tree=tree)).fingerprint


def test_renaming_changes_nothing_as_long_as_the_key_stays():
    tree = read(DESK)
    plan = compile_plan(desk(tree=tree))
    tree["channels"]["website"] = {**tree["channels"].pop("web"), "key": "web", "label": "Our website"}
    tree["name"] = "another name"
    tree["question"] = "A new question?"
    tree["levers"] = {"reps": {"path": "team.reps"}}
    renamed = compile_plan(desk(tree=tree))
    assert renamed.fingerprint == plan.fingerprint
    assert "Our website" in renamed.names.channels.values()


def test_anything_that_runs_changes_the_fingerprint():
    prints = [compile_plan(desk(text)).fingerprint for text in (
        "", "team: {reps: 4}", "work: {research: 11 min}", "agreement: {sales: {first_attempt_within: 5 business hours}}",
        "market: {calendars: {office: {holidays: [2026-01-06]}}}", "channels: {web: {volume: 5 per day}}",
        "scoring: {threshold: 41}",
        "experiment: {horizon: 29 d}", "market: {timezone: Europe/Berlin}", "channels: {web: {key: other}}",
    )]  # fmt: skip
    assert len(set(prints)) == len(prints)


def test_another_spelling_of_the_same_numbers_does_not():
    assert compile_plan(desk("work: {research: 0.1666666666666666667 h}")).fingerprint == compile_plan(desk()).fingerprint
    assert compile_plan(desk("team: {absence: 0 %}")).fingerprint == compile_plan(desk()).fingerprint


def test_one_more_channel_changes_no_other_channels_leads():
    before, after = told(desk()), told(desk("channels: {chat: {volume: 9 per day, hand_raiser: true}}"))
    web = [told.log.leads[told.log.leads["channel"] != 0] for told in (before, after)]
    kept = np.isin(web[1]["channel"], np.unique(web[0]["channel"]))
    assert len(web[1]) > kept.sum() > 50
    assert web[1][kept].tobytes() == web[0].tobytes()


def test_a_plan_travels():
    plan = compile_plan(desk("team: {reps: 4}"), desk())
    arrived = pickle.loads(pickle.dumps(plan))
    assert fingerprint(arrived) == arrived.fingerprint == plan.fingerprint
    assert arrived.names == plan.names


@pytest.mark.parametrize(
    "text",
    [
        "experiment: {start: 2026-01-06}",
        "experiment: {horizon: 27 d}",
        "experiment: {follow_up: 1 d}",
        "market: {timezone: Europe/Berlin}",
    ],
)
def test_two_time_axes_cannot_be_compared(text):
    with pytest.raises(StudyError, match="time zone"):
        compile_plan(desk(text), desk())


def test_the_same_rules_have_no_past_of_their_own():
    plan = compile_plan(desk(), desk())
    assert plan.before is plan.after
    assert plan.fingerprint == compile_plan(desk()).fingerprint


def test_seats_that_come_wait_for_the_hiring_lag_and_seats_that_go_leave_at_the_start():
    steady = "experiment: {kind: adoption, lead_in: 7 d}\nteam: {hiring_lag: 3 d, reps: %d}"
    more = compile_plan(tiny(steady % 2), tiny(steady % 1))
    day = 24 * 3_600_000_000
    assert sorted(seat.gone for seat in more.seats) == [(), ((0, more.start + 3 * day),)]
    fewer = compile_plan(tiny(steady % 1), tiny(steady % 2))
    assert sorted(seat.gone for seat in fewer.seats) == [(), ((fewer.start, fewer.end + 1),)]


def test_volumes_follow_weekday_season_trend_and_pulses():
    pulse = "{at: 2026-01-12, size: 1, half_life: 7 d}"
    text = f"channels: {{web: {{volume: 10 per day, weekday: {{sat: 0, sun: 0}}, season: {{2: 2}}, pulses: [{pulse}]}}}}"
    # from Sunday 4 January, the day before the start
    arrivals = compile_plan(tiny(text)).after.channels[0].arrivals
    assert arrivals.volumes[:8] == pytest.approx([0, 14, 14, 14, 14, 14, 0, 0])
    assert arrivals.volumes[8] == pytest.approx(28)
    assert arrivals.volumes[15] == pytest.approx(14 * 1.5)
    assert arrivals.volumes[29] == pytest.approx(2 * 14 * (1 + 2**-3))


def test_a_longer_follow_up_does_not_move_touches_before_it():
    shares = {compile_plan(read_scenario("baseline", sets=[f"experiment.follow_up={weeks} weeks"])).after.nurture.open_share
              for weeks in (0, 26, 39)}  # fmt: skip
    assert shares == {40 / 168}


def test_a_seat_knows_on_how_many_days_of_a_week_its_calendar_opens():
    hours = (
        "{six: {hours: {mon-sat: '09:00-13:00'}}, nights: {hours: {fri: '22:00-24:00', sat: '00:00-06:00'}}, shut: {hours: {}}}"
    )
    team = "{reps: 5, calendars: {1: always, 2: six, 3: nights, 4: shut}}"
    plan = compile_plan(desk(f"market: {{calendars: {hours}}}\nteam: {team}"))
    assert [seat.workdays for seat in plan.after.seats] == [7, 6, 2, 1, 5]


def test_many_compiled_together_are_what_each_is_alone():
    base = desk()
    others = [
        desk("team: {reps: 5}"),
        desk("team: {reps: 1, hiring_lag: 14 d}"),
        desk("agreement: {sales: {first_attempt_within: 1 day}}"),
        desk("handoff: {attention: {at: ['10:00', '15:00']}}"),
        base,
    ]
    together = list(compile_plans(others, base))
    assert [plan.fingerprint for plan in together] == [compile_plan(each, base).fingerprint for each in others]
    assert len({plan.fingerprint for plan in together}) == len(others)
    assert [plan.names for plan in together] == [compile_plan(each, base).names for each in others]


def test_what_has_another_time_has_its_own_when_compiled_together():
    berlin = desk("market: {timezone: Europe/Berlin}")
    longer = desk("experiment: {horizon: 35 d}")
    alone = [compile_plan(each).fingerprint for each in (desk(), berlin, longer)]
    assert [plan.fingerprint for plan in compile_plans([desk(), berlin, longer])] == alone
    with pytest.raises(StudyError, match="are put differently"):
        list(compile_plans([desk("team: {reps: 5}"), berlin], desk()))
