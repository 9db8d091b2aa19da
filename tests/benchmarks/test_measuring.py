"""Milliseconds to measure one log, alone and in two threads at once.

`pytest -m benchmark -s` prints them. Nothing is asserted about time.
"""

import gc
import statistics
import threading
import time

import numpy as np
import pytest

from sim.measures import measure
from sim.model import simulate
from sim.plan import compile_plan
from sim.scenario import read_scenario

ROUNDS = 15


def seconds(work):
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


@pytest.mark.benchmark
@pytest.mark.parametrize("name", ["theory/lead-desk", "baseline"])
def test_measuring_one_log(name, capsys):
    plan = compile_plan(read_scenario(name))
    log = simulate(plan, 1, 0)
    first = measure(plan, log)
    gc.collect()
    alone = [seconds(lambda: measure(plan, log)) for _ in range(ROUNDS)]

    def rounds():
        for _ in range(ROUNDS):
            measure(plan, log)

    def together():
        threads = [threading.Thread(target=rounds) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    gained = 2 * seconds(rounds) / seconds(together)
    with capsys.disabled():
        middle, best = 1000 * statistics.median(alone), 1000 * min(alone)
        print(f"\n{name}, {len(log.events):,} rows: {middle:.1f} ms a log ({best:.1f} at best); two threads: {gained:.2f} of one")
    assert np.array_equal(measure(plan, log).values, first.values, equal_nan=True)
