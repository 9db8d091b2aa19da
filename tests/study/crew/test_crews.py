"""Whoever works, the rows are the same; a lost worker costs a new try, and what ends its worker each time is named."""

import functools
import os
import pickle
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import fake_desk
import numpy as np
import pytest
from fake_desk import ENGINE, compile_plan, scenario
from studies import keep

from sim.errors import SimulationError, SmarketingError, StudyError
from sim.study.crew import crews
from sim.study.crew.engine import simpy_engine
from sim.study.crew.measuring import Work
from sim.study.crew.replications import Replications
from sim.study.questions.comparing import compare, run

PLANS = (compile_plan(scenario()), compile_plan(scenario("better", 1.1)))


def rows_of(count, engine=ENGINE, **more):
    with Replications(engine, PLANS, 7, **more) as made:
        made.extend(count)
        return made.rows


def same(first, second):
    return all(
        np.array_equal(a, b, equal_nan=True) for x, y in zip(first, second, strict=True) for a, b in zip(x, y, strict=True)
    )


@pytest.mark.parametrize("workers", [1, 2, 3, 7])
def test_the_same_bytes_from_any_number_of_threads(workers):
    assert same(rows_of(40, workers=workers, executor="threads"), rows_of(40))


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2, 3])
def test_the_same_bytes_from_any_number_of_processes(workers):
    assert same(rows_of(40, workers=workers, executor="processes"), rows_of(40))


@pytest.mark.slow
@pytest.mark.parametrize("executor", ["threads", "processes"])
def test_the_same_bytes_of_the_readable_model(executor):
    from stories import tiny

    base = tiny("channels: {web: {volume: 5 per day}}")
    other = base.replace({"team.reps": 2}, name="two")
    alone = compare(base, other, replications=12)
    shared = compare(base, other, replications=12, workers=2, executor=executor)
    assert same(shared.rows, alone.rows)
    assert shared.to_json() == alone.to_json()


def test_an_executor_of_ones_own_stays_open():
    with ThreadPoolExecutor(2) as pool:
        assert same(rows_of(40, executor=pool), rows_of(40))
        assert pool.submit(int, "7").result() == 7


@pytest.mark.slow
def test_an_executor_of_processes_of_ones_own():
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        assert same(rows_of(40, executor=pool), rows_of(40))
        assert run(scenario(), 20, engine=ENGINE, executor=pool).count == 20


def test_who_works_follows_the_engine(monkeypatch):
    chosen = []
    for name in ("Threads", "Processes"):
        monkeypatch.setattr(crews, name, lambda work, workers, name=name: chosen.append((name, workers)))
    crews.find_crew(Work(ENGINE, PLANS, 1), 2, None)
    crews.find_crew(Work(ENGINE._replace(suits="threads"), PLANS, 1), 3, None)
    crews.find_crew(Work(ENGINE, PLANS, 1), 4, "threads")
    assert chosen == [("Processes", 2), ("Threads", 3), ("Threads", 4)]
    assert type(crews.find_crew(Work(ENGINE, PLANS, 1), 1, None)) is crews.Alone
    assert simpy_engine().suits == "processes"


def test_an_unknown_executor_is_refused():
    with pytest.raises(StudyError, match="no executor 'magic'; write threads, processes, local"):
        rows_of(3, executor="magic")


def test_an_engine_travels_by_name():
    assert pickle.loads(pickle.dumps(simpy_engine())).name == "simpy"
    assert pickle.loads(pickle.dumps(ENGINE)) == ENGINE


def test_a_worker_with_other_versions_is_refused(monkeypatch):
    content = crews.packed(Work(ENGINE, PLANS, 7))
    assert len(crews.measure_packed(content, range(3)).units) == 3
    monkeypatch.setattr(crews, "made_with", lambda: {"numpy": "1.0"})
    crews._unpacked.cache_clear()
    with pytest.raises(StudyError, match=r"a worker has other versions: .*numpy 1\.0 instead of"):
        crews.measure_packed(content, range(3))


def fail(last, plan, seed, replication):
    if replication == last and plan.name == "better":
        raise ZeroDivisionError("by nothing")
    return fake_desk.simulate(plan, seed, replication)


FAILING = ENGINE._replace(simulate=functools.partial(fail, 23))


@pytest.mark.parametrize("crew", [{}, {"workers": 3, "executor": "threads"}])
def test_a_replication_that_fails_is_named(crew):
    with pytest.raises(SimulationError) as raised:
        rows_of(40, FAILING, **crew)
    assert str(raised.value) == (
        "replication 23 of 'better', seed 7: ZeroDivisionError: by nothing; look at it alone: "
        "simulate(scenario, base=…, replication=23, seed=7) in Python"
    )
    assert "in fail" in raised.value.__notes__[0]


def test_what_came_before_a_failure_is_kept(tmp_path):
    from sim.study.kept.store import read_store

    with pytest.raises(SimulationError, match=r"alone: smarketing trace --study .*/o --scenario better --replication 23 --out"):
        compare(scenario(), scenario("better", 1.1), replications=40, engine=FAILING, out=tmp_path / "o")
    with read_store(tmp_path / "o") as store:
        assert store.kept_part(ENGINE).kept == (24, 23)


def end_worker(kind, folder, plan, seed, replication):
    """End the process that simulates replication 11, at its first call only or at each."""
    mark = Path(folder) / "ended"
    if replication == 11 and plan.name == "better" and (kind == "always" or not mark.exists()):
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return fake_desk.simulate(plan, seed, replication)


@pytest.mark.slow
def test_a_killed_worker_costs_a_new_try(tmp_path):
    engine = ENGINE._replace(simulate=functools.partial(end_worker, "once", tmp_path))
    assert same(rows_of(40, engine, workers=2), rows_of(40))
    assert (tmp_path / "ended").exists()


@pytest.mark.slow
def test_a_worker_killed_from_outside_costs_a_new_try():
    with Replications(ENGINE, PLANS, 7, 2) as made:
        made.extend(10)
        for worker in list(made._dispatch.crew._pool._processes.values()):
            worker.kill()
        made.extend(40)
        assert same(made.rows, rows_of(40))


@pytest.mark.slow
def test_what_ends_its_worker_each_time_is_named_and_the_rest_is_kept(tmp_path):
    from sim.study.kept.store import read_store

    engine = ENGINE._replace(simulate=functools.partial(end_worker, "always", tmp_path))
    with pytest.raises(SimulationError, match=r"replication 11 of 'better', seed 1: it ended the worker .* 3 times; look at it"):
        compare(scenario(), scenario("better", 1.1), replications=40, workers=2, engine=engine, out=tmp_path / "o")
    with read_store(tmp_path / "o") as store:
        assert store.kept_part(ENGINE).kept == (12, 11)


@pytest.mark.slow
def test_an_executor_of_ones_own_that_breaks_is_said(tmp_path):
    engine = ENGINE._replace(simulate=functools.partial(end_worker, "once", tmp_path))
    with (
        ProcessPoolExecutor(2, get_context("spawn")) as pool,
        pytest.raises(StudyError, match="the executor that was given has lost a worker"),
    ):
        rows_of(40, engine, executor=pool)


@pytest.mark.slow
def test_a_script_without_a_guard_is_told_what_to_write(tmp_path):
    script = tmp_path / "script.py"
    script.write_text("from studies import *\nrun(SCENARIO, 5, workers=2, engine=ENGINE)\n")
    path = os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])
    env = {**os.environ, "PYTHONPATH": path}
    ended = subprocess.run([sys.executable, script], capture_output=True, text=True, env=env, timeout=60, check=False)
    assert ended.returncode == 1
    assert "inside `if __name__ == '__main__':`" in ended.stderr.splitlines()[-1]


def test_workers_that_give_up_are_one_clear_error():
    class Lazy(ThreadPoolExecutor):
        def submit(self, *_):
            raise OSError("too many files")

    with Lazy(1) as pool, pytest.raises(SmarketingError, match="the workers gave up: OSError: too many files"):
        rows_of(3, executor=pool)


def test_threads_stop_soon_when_interrupted(tmp_path):
    def slow(plan, seed, replication):
        time.sleep(0.01)
        return fake_desk.simulate(plan, seed, replication)

    def interrupt(done, planned):
        if done:
            raise KeyboardInterrupt

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        keep(tmp_path / "o", 10_000, engine=ENGINE._replace(simulate=slow), workers=2, executor="threads", progress=interrupt)
    assert time.monotonic() - began < 5
