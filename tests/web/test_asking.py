"""A state goes into an address and comes back; what an address says is never trusted."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import small

from sim.errors import StudyError
from sim.web.asking import (
    LONGEST_NAME,
    MOST_PINS,
    Settings,
    ask,
    ask_all,
    check_mine,
    moves_in_words,
    name_of,
    read_settings,
    speed_paths,
)
from sim.web.controls import controls_of

SCENARIO = small()
CONTROLS = controls_of(SCENARIO)


@given(st.lists(st.integers(0, 60), min_size=len(CONTROLS), max_size=len(CONTROLS)), st.booleans(), st.booleans())
def test_a_state_survives_its_address(places, no_speed, pinned):
    settings = Settings(no_speed=no_speed, view="waste" if pinned else "")
    for control, place in zip(CONTROLS, places, strict=True):
        settings = settings.moved(control, place % len(control.stops))
    if pinned and not settings.is_today:
        settings = settings.pinned()
    read, left = read_settings(parse_qsl(settings.query()), CONTROLS)
    assert (read, left) == (settings, ())


@given(st.lists(st.tuples(st.text(max_size=200), st.text(max_size=200)), max_size=60))
def test_any_address_gives_a_state_that_can_be_asked(pairs):
    settings, left = read_settings(pairs, CONTROLS)
    assert len(left) <= len(pairs)
    assert ask(SCENARIO, CONTROLS, settings._replace(mine=())).base == SCENARIO or settings.no_speed


def test_unknown_words_are_left_out_and_named():
    settings, left = read_settings([("attempts", "5"), ("first_call", "yesterday"), ("color", "red")], CONTROLS)
    assert dict(settings.moves) == {"attempts": "5"}
    assert left == ("first_call", "color")


def test_back_at_today_nothing_is_moved():
    control = CONTROLS[0]
    settings = Settings().moved(control, 3)
    assert not settings.is_today
    assert settings.moved(control, control.today) == Settings()


def test_today_is_asked_alone():
    asked = ask(SCENARIO, CONTROLS, Settings())
    assert asked.base is SCENARIO
    assert asked.others == ()


def test_what_my_company_is_like_holds_today_and_under_the_what_if():
    asked = ask(SCENARIO, CONTROLS, Settings(moves=(("attempts", "5"),), mine=(("reps", "4"),)))
    assert [each.team.reps for each in (asked.base, *asked.others)] == [4, 4]
    assert asked.others[0].contact.attempts == 5
    assert asked.base.contact.attempts == SCENARIO.contact.attempts


def test_speed_without_effect_holds_for_every_channel():
    asked = ask(SCENARIO, CONTROLS, Settings(no_speed=True, moves=(("attempts", "5"),)))
    assert "channels.demo.response" in speed_paths(SCENARIO)
    for each in (asked.base, *asked.others):
        assert each.contact.response == "none"
        assert {channel.response for channel in each.channels.values()} <= {"none", None}


def test_an_answer_that_is_none_is_refused_with_what_to_write():
    with pytest.raises(StudyError, match="write a number such as 5"):
        ask(SCENARIO, CONTROLS, Settings(mine=(("reps", "many"),)))
    assert "write a number" in check_mine("reps", "-3")
    assert check_mine("reps", "5") is None


def test_what_is_moved_is_said_with_where_it_stands_today():
    assert moves_in_words(CONTROLS, Settings()) == ()
    five = Settings(moves=(("attempts", "5"),))
    assert moves_in_words(CONTROLS, five) == ("Attempts before giving up: 5 attempts (today: 3 attempts)",)


def test_names_are_short_enough_for_a_sentence():
    settings = Settings()
    for control in CONTROLS:
        settings = settings.moved(control, len(control.stops) - 1 if control.today == 0 else 0)
    stops = [control.stops[settings.place(control)] for control in CONTROLS]
    assert len(name_of(tuple(stops))) <= LONGEST_NAME
    assert name_of(tuple(stops)).endswith(f"and {len(stops) - 1} more changes")


def test_at_most_so_many_are_kept_and_all_meet_the_same_base():
    settings = Settings()
    for attempts in (1, 2, 4, 5, 6, 7):
        settings = Settings(moves=(("attempts", str(attempts)),), pins=settings.pins).pinned()
    assert len(settings.pins) == MOST_PINS
    asked = ask_all(SCENARIO, CONTROLS, settings)
    assert [each.contact.attempts for each in asked.others] == [4, 5, 6, 7]
    assert len({each.name for each in asked.others}) == MOST_PINS
