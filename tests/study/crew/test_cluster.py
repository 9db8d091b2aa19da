"""On Dask the rows are the same, even when a worker is killed; without Dask it says what to install."""

import importlib
import os
import signal
import sys
from concurrent.futures import CancelledError, Future
from pathlib import Path

import fake_desk
import numpy as np
import pytest
from fake_desk import ENGINE, compile_plan, scenario
from studies import files, keep, slow_engine

from sim.errors import SimulationError, StudyError
from sim.study.crew import cluster, replications
from sim.study.crew.replications import Replications
from sim.study.questions.comparing import run

PLANS = (compile_plan(scenario()), compile_plan(scenario("better", 1.1)))
# Dask's own threads and sockets are not ours to close in order.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
def dask():
    """Dask; where everything has to be tested it may not be missing."""
    if "CI" in os.environ:
        return importlib.import_module("distributed")
    return pytest.importorskip("distributed", reason="needs Dask: pip install 'smarketing[cluster]', as the extra test does")


@pytest.fixture(autouse=True)
def importable(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parents[1]), *sys.path]))


def rows_of(count, engine=ENGINE, **more):
    with Replications(engine, PLANS, 7, **more) as made:
        made.extend(count)
        return made.rows


def same(first, second):
    return all(
        np.array_equal(a, b, equal_nan=True) for x, y in zip(first, second, strict=True) for a, b in zip(x, y, strict=True)
    )


def test_without_dask_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(StudyError, match=r"needs Dask.*pip install 'smarketing\[cluster\]'"):
        run(scenario(), 5, engine=ENGINE, executor="local")


@pytest.mark.slow
def test_the_same_bytes_from_two_workers(dask, tmp_path):
    keep(tmp_path / "here")
    keep(tmp_path / "there", workers=2, executor="local")
    assert files(tmp_path / "there") == files(tmp_path / "here")


@pytest.mark.slow
def test_the_same_bytes_when_a_worker_is_killed(dask):
    with Replications(ENGINE, PLANS, 7, 2, executor="local") as made:
        made.extend(10)
        workers = list(made._dispatch.crew._cluster.workers.values())
        os.kill(workers[0].pid, signal.SIGKILL)
        made.extend(400)
        assert same(made.rows, rows_of(400))


@pytest.mark.slow
def test_a_kept_study_of_two_workers_of_whom_one_is_killed_among_its_work_has_the_same_bytes(dask, tmp_path, monkeypatch):
    crews, killed, real = [], [], replications.find_crew
    monkeypatch.setattr(replications, "find_crew", lambda *given: crews.append(real(*given)) or crews[-1])
    monkeypatch.setattr("sim.study.crew.dispatch.CHUNK_SECONDS", 0.05)

    def kill_one(done, planned):
        if not killed and 20 < done < planned - 20:
            killed.append(next(iter(crews[0]._cluster.workers.values())).pid)
            os.kill(killed[0], signal.SIGKILL)

    engine = slow_engine(0.005)
    keep(tmp_path / "there", 200, workers=2, executor="local", engine=engine, progress=kill_one)
    assert killed
    keep(tmp_path / "here", 200, engine=engine)
    assert files(tmp_path / "there") == files(tmp_path / "here")


@pytest.mark.slow
def test_the_same_bytes_when_all_workers_are_killed(dask):
    with Replications(ENGINE, PLANS, 7, 2, executor="local") as made:
        made.extend(10)
        for worker in list(made._dispatch.crew._cluster.workers.values()):
            os.kill(worker.pid, signal.SIGKILL)
        made.extend(400)
        assert same(made.rows, rows_of(400))


@pytest.mark.slow
def test_a_chunk_at_which_nobody_works_is_lost(dask, monkeypatch):
    monkeypatch.setattr(cluster, "LOOKS_AFTER", 0.1)
    monkeypatch.setattr(cluster, "IDLE_FOR", 0.3)
    with Replications(ENGINE, PLANS, 7, 2, executor="local") as made:
        made.extend(2)
        crew = made._dispatch.crew
        with pytest.raises(CancelledError, match="nobody works"):
            crew.wait(Future())
        assert same(made.rows, rows_of(2))


def end_worker(plan, seed, replication):
    if replication == 11 and plan.name == "better":
        os.kill(os.getpid(), signal.SIGKILL)
    return fake_desk.simulate(plan, seed, replication)


@pytest.mark.slow
def test_what_ends_its_worker_each_time_is_named(dask):
    with pytest.raises(SimulationError, match=r"replication 11 of 'better', seed 7: it ended the worker"):
        rows_of(40, ENGINE._replace(simulate=end_worker), workers=2, executor="local")


@pytest.mark.slow
def test_a_cluster_at_an_address_and_an_executor_of_ones_own(dask):
    with dask.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster:
        assert same(rows_of(40, executor=cluster.scheduler_address), rows_of(40))
        with dask.Client(cluster, set_as_default=False) as client:
            assert same(rows_of(40, workers=2, executor=client.get_executor(pure=False)), rows_of(40))
            assert client.submit(int, "7").result() == 7  # it is left as it was


@pytest.mark.slow
def test_a_cluster_without_workers_is_refused(dask):
    with (
        dask.LocalCluster(n_workers=0, dashboard_address="127.0.0.1:0") as cluster,
        pytest.raises(StudyError, match="has no workers; start some with `dask worker tcp"),
    ):
        rows_of(3, executor=cluster.scheduler_address)


@pytest.mark.slow
def test_an_address_where_nobody_answers_is_refused(dask, monkeypatch):
    monkeypatch.setattr("sim.study.crew.cluster.ANSWERS_WITHIN", 1)
    with pytest.raises(StudyError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:1"):
        rows_of(3, executor="tcp://127.0.0.1:1")


@pytest.mark.slow
def test_a_replication_that_fails_is_named(dask):
    with pytest.raises(SimulationError, match="replication 0 of 'today', seed 7: ZeroDivisionError: by nothing"):
        rows_of(5, ENGINE._replace(simulate=fail_always), workers=1, executor="local")


def fail_always(plan, seed, replication):
    raise ZeroDivisionError("by nothing")
