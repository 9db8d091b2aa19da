"""The time left is known from the pace so far."""

import pytest

from sim.report.pace import Pace, time_in_words


def clock(*times):
    moments = iter(times)
    return lambda: next(moments)


def test_nothing_done_nothing_known():
    assert Pace(clock(0, 5)).left(0, 10) is None


def test_the_first_piece_counts_until_there_is_a_second():
    pace = Pace(clock(0, 30, 32, 34))
    assert pace.left(1, 11) == 300
    assert pace.left(2, 11) == 18
    assert pace.left(3, 11) == 16


def test_pieces_may_come_several_at_once():
    pace = Pace(clock(0, 10, 20))
    assert pace.left(4, 12) == 20
    assert pace.left(8, 12) == 10


def test_told_twice_of_the_same_is_no_pace():
    pace = Pace(clock(0, 10, 10))
    assert pace.left(2, 4) == pace.left(2, 4) == 10


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "1 s"), (40, "40 s"), (89, "89 s"), (90, "2 min"), (3000, "50 min"), (12600, "3.5 h")]
)
def test_times_in_words(seconds, words):
    assert time_in_words(seconds) == words
