"""The time left is known from the pace so far."""

import pytest

from sim.report.pace import Pace, time_in_words


def clock(*times):
    moments = iter(times)
    return lambda: next(moments)


def test_nothing_done_nothing_known():
    assert Pace(clock(5)).left(0, 10) is None


def test_nothing_is_said_before_there_is_a_second_piece():
    pace = Pace(clock(30, 32, 34))
    assert pace.left(1, 11) is None
    assert pace.left(2, 11) == 18
    assert pace.left(3, 11) == 16


def test_pieces_may_come_several_at_once():
    pace = Pace(clock(10, 20))
    assert pace.left(4, 12) is None
    assert pace.left(8, 12) == 10


def test_told_twice_of_the_same_is_no_pace():
    pace = Pace(clock(10, 10))
    assert pace.left(2, 4) is pace.left(2, 4) is None


def test_all_done_is_none_left():
    assert Pace(clock(10)).left(4, 4) == 0


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "1 s"), (40, "40 s"), (89, "89 s"), (90, "2 min"), (3000, "50 min"), (12600, "3.5 h")]
)
def test_times_in_words(seconds, words):
    assert time_in_words(seconds) == words
