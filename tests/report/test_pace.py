"""The time left is known from the pace so far."""

import pytest

from sim.report.pace import Pace, time_in_words


def clock(*times):
    moments = iter(times)
    return lambda: next(moments)


def test_nothing_done_nothing_known():
    assert Pace(clock(0, 5)).left(0, 10) is None


def test_nothing_is_said_before_as_much_time_has_passed_as_the_first_piece_took():
    pace = Pace(clock(28, 30, 31, 32, 34))
    assert pace.left(1, 11) is None
    assert pace.left(2, 11) is None
    assert pace.left(3, 11) == 8
    assert pace.left(4, 11) == pytest.approx(7 * 4 / 3)


def test_the_time_before_anything_is_begun_does_not_count():
    pace = Pace(clock(0, 100, 102, 104))
    assert pace.left(0, 11) is None
    assert pace.left(1, 11) is None
    assert pace.left(2, 11) == 18


def test_workers_who_come_at_once_are_not_twice_as_fast():
    """Four workers, three seconds a piece: the first four come together."""
    now = 0.0
    pace, guesses = Pace(lambda: now), []
    for number in range(1, 41):
        now = 3.0 * -(-number // 4) + 0.01 * (number % 4)
        guesses.append((3.0 * 10 - now, pace.left(number, 40)))
    known = [(left, guess) for left, guess in guesses[:-4] if guess is not None]
    assert len(known) > 20
    assert all(left / 2 <= guess <= 2 * left for left, guess in known)


def test_pieces_may_come_several_at_once():
    pace = Pace(clock(5, 10, 20))
    assert pace.left(4, 12) is None
    assert pace.left(8, 12) == 10


def test_told_twice_of_the_same_is_no_pace():
    pace = Pace(clock(0, 10, 10))
    assert pace.left(2, 4) is pace.left(2, 4) is None


def test_all_done_is_none_left():
    assert Pace(clock(0, 10)).left(4, 4) == 0


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "1 s"), (40, "40 s"), (89, "89 s"), (90, "2 min"), (3000, "50 min"), (12600, "3.5 h")]
)
def test_times_in_words(seconds, words):
    assert time_in_words(seconds) == words
