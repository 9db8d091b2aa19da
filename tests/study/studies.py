"""Studies in folders, for tests: made with the fake desk, compared byte for byte."""

import functools
import time
from pathlib import Path

import fake_desk
from fake_desk import ENGINE, scenario

from sim.study.questions.comparing import run

SCENARIO = scenario("today")


def files(folder):
    """Every file of a folder, with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()}


def keep(folder, count=40, **more):
    """A study of the fake desk, kept in a folder."""
    return run(SCENARIO, count, engine=more.pop("engine", ENGINE), out=folder, **more)


def simulate_slowly(seconds, plan, seed, replication):
    time.sleep(seconds)
    return fake_desk.simulate(plan, seed, replication)


def slow_engine(seconds):
    """The fake desk, which takes its time."""
    return ENGINE._replace(simulate=functools.partial(simulate_slowly, seconds))


def fail_at(last, plan, seed, replication):
    if replication == last:
        raise KeyboardInterrupt
    return fake_desk.simulate(plan, seed, replication)


def engine_stopped_at(replication):
    """The fake desk, whose user interrupts it at a replication."""
    return ENGINE._replace(simulate=functools.partial(fail_at, replication))
