"""Looking at an answer while it grows costs no more error than was promised."""

import numpy as np
import pytest

from sim.statistics import mean_interval
from sim.statistics.intervals import stretched
from sim.study.questions.looks import Looks, doubling

ERROR = 0.05


def test_looks_double_up_to_the_last():
    assert doubling(200).at == (2, 4, 8, 16, 32, 64, 128, 200)
    assert doubling(8).at == (2, 4, 8)
    assert doubling(2).at == (2,)


def test_looks_are_reached_in_order():
    looks = doubling(20)
    assert [looks.reached(count) for count in (0, 1, 2, 3, 4, 19, 20, 99)] == [None, None, 2, 2, 4, 16, 20, 20]


@pytest.mark.parametrize("last", [2, 5, 200, 2000])
def test_the_error_is_spent_once(last):
    looks = doubling(last)
    assert sum(looks.spends(look) for look in looks.at) == pytest.approx(1)
    assert all(looks.stretch(look, ERROR) >= 1 for look in looks.at)


def test_a_look_at_two_spends_nothing_unless_it_is_the_last():
    assert doubling(200).spends(2) == 0
    assert doubling(200).stretch(2, ERROR) == np.inf
    assert doubling(200).spends(4) > 0
    assert doubling(2).spends(2) == 1


def test_the_last_answer_is_hardly_wider_than_one_that_nobody_watched():
    assert doubling(200).stretch(200, ERROR) < 1.01


@pytest.mark.slow
def test_who_watches_finds_nothing_where_nothing_is():
    """Normal differences of mean 0: some look's interval leaves 0 out in at most 5 % of studies; unstretched in many more."""
    looks, studies = Looks((4, 8, 16, 32, 64, 128)), 1500
    draws = np.random.Generator(np.random.Philox(key=2)).standard_normal((studies, looks.last))
    wrong = {True: 0, False: 0}
    for values in draws:
        for watched in wrong:
            found = False
            for look in looks.at:
                factor = looks.stretch(look, ERROR) if watched else 1.0
                interval = stretched(mean_interval(values[:look]), factor)
                found = found or interval.low > 0 or interval.high < 0
            wrong[watched] += found
    error = np.sqrt(ERROR * (1 - ERROR) / studies)
    assert wrong[True] / studies < ERROR + 3 * error
    assert wrong[False] / studies > 2 * ERROR
