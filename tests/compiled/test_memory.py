"""Memory is used again, grows when it must, and belongs to one thread at a time."""

from __future__ import annotations

import threading

import pytest
from equality import assert_same
from stories import tiny

from sim import compiled
from sim.compiled import memory
from sim.compiled.codes import Error
from sim.errors import SimulationError
from sim.log import Log
from sim.model import simulate
from sim.plan import compile_plan
from sim.scenario import read_scenario

DESK = """
channels: {web: {volume: 20 per day}}
nurture: {touches: [{wait: 'exponential, mean 1 d', engages: 0.5, points: 60, repeat: 5}]}
scoring: {threshold: 50}
team: {reps: 2, own_pipeline: {hours: 10}}
content: {pieces: 40}
recycle: {unreachable: 1, most: 3}
contact: {connect: 0.3, attempts: 3}
feedback: {meeting: {on: wed, at: '11:00'}, completeness: 1}
"""


def test_the_next_replication_knows_nothing_of_the_last():
    plan = compile_plan(tiny(DESK))
    first = compiled.simulate(plan, 1, 0)
    compiled.simulate(plan, 1, 1)
    assert_same(plan, first, compiled.simulate(plan, 1, 0))


def test_a_log_in_shared_memory_is_true_until_the_thread_simulates_again():
    plan = compile_plan(tiny(DESK))
    kept = compiled.simulate(plan, 1, 0)
    here = compiled.simulate_here(plan, 1, 0)
    assert_same(plan, kept, here)
    compiled.simulate_here(plan, 1, 1)
    assert_same(plan, kept, compiled.simulate(plan, 1, 0))


ROOMS = [name for name, number in vars(Error).items() if name.isupper() and number < Error.ROOM]


@pytest.mark.parametrize("name", ROOMS)
def test_room_that_runs_out_grows(name: str, monkeypatch: pytest.MonkeyPatch):
    """Begun with next to no room of one kind, the log is the same."""
    plan = compile_plan(tiny(DESK))
    sizes = memory.first_sizes
    wanted = compiled.simulate(plan, 1, 5)
    monkeypatch.setattr(memory, "first_sizes", lambda plan: sizes(plan) | {getattr(Error, name): 1})
    found: list[Log] = []
    beginner = threading.Thread(target=lambda: found.append(compiled.simulate(plan, 1, 5)))  # who has no memory yet
    beginner.start()
    beginner.join()
    assert_same(plan, wanted, found[0])


def test_threads_have_memory_of_their_own():
    plan = compile_plan(read_scenario("theory/seasonal-nurture"))
    wanted = [compiled.simulate(plan, 1, r) for r in range(8)]
    found: dict[int, object] = {}

    def some(first: int) -> None:
        for r in range(first, 8, 4):
            found[r] = compiled.simulate(plan, 1, r)

    threads = [threading.Thread(target=some, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for r in range(8):
        assert_same(plan, wanted[r], found[r])  # type: ignore[arg-type]


def test_what_no_room_mends_is_said_by_both_engines():
    endless = "recycle: {rejected: 1, most: 200, cooling: 0 min, to: sales}\nqualification: {accept_fit: 0}"
    plan = compile_plan(tiny(endless, ("5 10:00",)))
    for engine in (simulate, compiled.simulate):
        with pytest.raises(SimulationError, match=r"recycle\.most"):
            engine(plan, 1, 0)
