"""Chunks come back in order and whole, however large they are, whoever is lost, and in whatever order they end."""

from concurrent.futures import BrokenExecutor, Future

import numpy as np
import pytest
from fake_desk import ENGINE, compile_plan, scenario
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.study.crew import dispatch
from sim.study.crew.crews import Alone
from sim.study.crew.dispatch import Dispatch
from sim.study.crew.measuring import Work, measure_units

WORK = Work(ENGINE, (compile_plan(scenario()), compile_plan(scenario("better", 1.1))), 7)


class Unreliable(Alone):
    """A crew that does what it was given in an order of its own, in its own time, and loses workers."""

    lost = (BrokenExecutor,)
    tries_in_company = 2

    def __init__(self, work, size, choices, *, poison=None):
        super().__init__(work)
        self.size, self.ahead = size, 2 * size
        self.choices, self.poison = choices, poison
        self.given, self.renewed, self.together = [], 0, 0

    def submit(self, numbers):
        promise = Promise(self)
        self.given.append((numbers, promise))
        return promise

    def renew(self):
        self.renewed += 1

    def work_until(self, wanted):
        while not wanted.done():
            self.together = len(self.given)
            place = self.choices.draw(st.integers(0, len(self.given) - 1))
            numbers, promise = self.given[place]
            poisoned = self.poison in numbers
            # A worker is lost by chance too, at most so often that no chunk has bad luck thrice.
            if poisoned or (self.renewed < 2 and self.choices.draw(st.integers(0, 9)) == 0):
                for _, each in self.given:
                    each.set_exception(BrokenExecutor("a worker is gone"))
                self.given = []
            else:
                del self.given[place]
                seconds = self.choices.draw(st.floats(0, 2))
                promise.set_result(measure_units(self.work, numbers)._replace(seconds=seconds))


class Promise(Future):
    def __init__(self, crew):
        super().__init__()
        self.crew = crew

    def result(self, timeout=None):
        self.crew.work_until(self)
        return super().result(timeout)


def values(units):
    return np.stack([unit.values for unit in units])


@settings(max_examples=40, deadline=None)
@given(st.data(), st.integers(1, 4), st.integers(0, 50), st.integers(0, 200))
def test_the_same_units_in_the_same_order(data, size, first, count):
    crew = Unreliable(WORK, size, data)
    chunks = list(Dispatch(crew).chunks(range(first, first + count)))
    units = [unit for chunk in chunks for unit in chunk.units]
    assert len(units) == count
    assert not any(chunk.failure for chunk in chunks)
    if count:
        assert np.array_equal(values(units), values(measure_units(WORK, range(first, first + count)).units), equal_nan=True)


@settings(max_examples=100, deadline=None)
@given(st.data(), st.integers(1, 4), st.integers(0, 99))
def test_the_unit_that_ends_its_worker_is_found(data, size, poison):
    crew = Unreliable(WORK, size, data, poison=poison)
    done = 0
    for chunk in Dispatch(crew).chunks(range(100)):
        done += len(chunk.units)
        if chunk.failure:
            break
    assert (done, chunk.failure.unit) == (poison, poison)
    assert crew.together == 1  # it was tried alone before it was blamed
    assert crew.renewed <= 5


def test_chunks_take_about_half_a_second():
    class Clock(Alone):
        ahead = 2

        def submit(self, numbers):
            sizes.append(len(numbers))
            promise = Future()
            promise.set_result(measure_units(self.work, numbers)._replace(seconds=0.001 * len(numbers)))
            return promise

    sizes = []
    list(Dispatch(Clock(WORK)).chunks(range(20_000)))
    assert sizes[:2] == [1, 1]  # until it is known how long one takes
    assert sizes[2:20] == [500] * 18
    assert sizes[-1] == 1  # all end together
    assert sum(sizes) == 20_000


@pytest.mark.parametrize(("seconds", "most"), [(0.0, dispatch.LARGEST_CHUNK), (13.0, 1)])
def test_chunks_have_bounds(seconds, most):
    class Clock(Alone):
        def submit(self, numbers):
            sizes.append(len(numbers))
            promise = Future()
            promise.set_result(measure_units(self.work, ())._replace(units=[None] * len(numbers), seconds=seconds))
            return promise

    sizes = []
    list(Dispatch(Clock(WORK)).chunks(range(10 * most)))
    assert max(sizes) == most


def test_few_chunks_are_given_out_ahead():
    class Idle(Alone):
        size, ahead = 3, 6

        def submit(self, numbers):
            given.append(numbers)
            promise = Future()
            promise.set_result(measure_units(self.work, numbers))
            return promise

    given = []
    chunks = Dispatch(Idle(WORK)).chunks(range(1000))
    next(chunks)
    assert len(given) == 6
    chunks.close()
