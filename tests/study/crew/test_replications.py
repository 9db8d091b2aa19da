"""Replications come in order, whoever computes them."""

import tracemalloc

import numpy as np
import pytest
from fake_desk import ENGINE, compile_plan, scenario

from sim.errors import StudyError
from sim.study.crew.replications import Replications

PLANS = (compile_plan(scenario()), compile_plan(scenario("better", 1.1)))


def rows_of(count, **more):
    with Replications(ENGINE, PLANS, 7, **more) as made:
        made.extend(count)
        return made.rows


def same(first, second):
    return all(
        np.array_equal(a, b, equal_nan=True) for x, y in zip(first, second, strict=True) for a, b in zip(x, y, strict=True)
    )


@pytest.mark.slow
def test_the_same_bytes_for_any_number_of_workers():
    alone = rows_of(40)
    assert same(alone, rows_of(40, workers=2))


def test_growing_step_by_step_changes_nothing():
    with Replications(ENGINE, PLANS, 7) as made:
        for count in (1, 5, 5, 3, 40):
            made.extend(count)
        assert same(made.rows, rows_of(40))


def test_every_plan_has_every_replication():
    assert [rows.replications for rows in rows_of(13)] == [13, 13]


def test_another_seed_is_another_sample():
    with Replications(ENGINE, PLANS, 8) as made:
        made.extend(5)
        assert not same(made.rows, rows_of(5))


def test_progress_is_told_from_none_to_all():
    told = []
    rows_of(9, progress=lambda done, planned: told.append((done, planned)))
    assert told[0] == (0, 18)
    assert told[-1] == (18, 18)
    assert told == sorted(told)


def test_some_plans_grow_and_others_stop():
    told = []
    with Replications(ENGINE, PLANS, 7, progress=lambda done, planned: told.append((done, planned))) as made:
        made.extend(3)
        made.extend(5, [1], planned=20)
        made.extend(4, [1])
        assert made.counts == (3, 5)
        assert (made.count, made.simulated) == (3, 8)
        assert same([rows.first(3) for rows in made.rows], rows_of(3))
        made.extend(6)
        assert same(made.rows, rows_of(6))
    assert (6, 6) in told
    assert (8, 20) in told
    assert told[-1] == (12, 12)
    assert all(done <= planned for done, planned in told)


def test_the_order_of_plans_changes_nothing():
    with Replications(ENGINE, PLANS, 7) as made:
        made.extend(6, [1, 0])
        assert same(made.rows, rows_of(6))


def test_an_interrupt_passes_through():
    def interrupt(plan, seed, replication):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), Replications(ENGINE._replace(simulate=interrupt), PLANS, 1) as made:
        made.extend(5)


def test_no_workers_is_refused():
    with pytest.raises(StudyError, match="workers must be 1 or more"):
        Replications(ENGINE, PLANS, 1, workers=0)


def test_logs_are_dropped_at_once():
    def simulate(plan, seed, replication):
        log = ENGINE.simulate(plan, seed, replication)
        log.events = np.zeros(100_000)
        return log

    tracemalloc.start()
    with Replications(ENGINE._replace(simulate=simulate), PLANS, 7) as made:
        made.extend(300)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert most < 600 * 4_000 + 4 * 800_000


def test_weekly_series_are_kept_of_the_first_ones_only(monkeypatch):
    monkeypatch.setattr("sim.study.crew.replications.WEEKLY_REPLICATIONS", 6)
    assert [len(rows.weekly) for rows in rows_of(40)] == [6, 6]


def test_an_interrupt_that_machine_code_wraps_is_an_interrupt():
    def interrupted(plan, seed, replication):
        raise SystemError("returned a result with an exception set") from KeyboardInterrupt()

    engine = ENGINE._replace(simulate=interrupted, in_passing=None)
    with pytest.raises(KeyboardInterrupt), Replications(engine, PLANS, 7) as made:
        made.extend(1)
