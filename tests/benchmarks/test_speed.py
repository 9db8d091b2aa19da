"""Replications per second of our engine and of the plain hand-written model, on the same work.

`pytest -m benchmark -s` prints the ratio. Nothing is asserted about time.
"""

import gc
import math
import statistics
import time

import numpy as np
import plain_lead_desk
import pytest

from sim.measures import measure
from sim.model import simulate
from sim.plan import compile_plan
from sim.scenario import read_scenario
from sim.statistics import student_critical
from sim.theory.cases import LEAD_DESK
from sim.theory.observations import Replication
from sim.theory.verification import LEVEL, STANDARD_ERRORS

ROUNDS = 10


def timed(work):
    gc.collect()
    began = time.process_time()
    result = work()
    return time.process_time() - began, result


@pytest.mark.benchmark
def test_ours_beside_plain_simpy(capsys):
    plan = compile_plan(read_scenario("theory/lead-desk"))
    simulate(plan, 1, 0)  # compiles the rules

    def ours(replication):
        log = simulate(plan, 1, replication)
        return log, measure(plan, log)

    years = {"ours": [], "plain": []}
    seconds = {"ours": [], "plain": []}
    for number in range(1, ROUNDS + 1):
        # In turns, so that a machine that slows down slows both.
        spent, (log, measured) = timed(lambda n=number: ours(n))
        seconds["ours"].append(spent)
        years["ours"].append([p[0] / p[1] for p in (t.observe(Replication(plan, log, measured)) for t in LEAD_DESK)])
        spent, outcome = timed(lambda n=number: plain_lead_desk.simulate(n))
        seconds["plain"].append(spent)
        years["plain"].append(list(outcome))

    ratios = [plain / own for plain, own in zip(seconds["plain"], seconds["ours"], strict=True)]
    with capsys.disabled():
        print(
            f"\nlead desk, one core: ours {1 / statistics.mean(seconds['ours']):.2f} replications a second, "
            f"plain SimPy {1 / statistics.mean(seconds['plain']):.2f}; "
            f"ratio {statistics.median(ratios):.2f} (of {ROUNDS} rounds: {min(ratios):.2f} to {max(ratios):.2f})"
        )
    agree(np.array(years["ours"]), np.array(years["plain"]))


def agree(ours, plain):
    """Both find the same quantities: neither times a shortcut."""
    critical = student_critical(ROUNDS - 1, LEVEL, len(LEAD_DESK))
    for target, own, rival in zip(LEAD_DESK, ours.T, plain.T, strict=True):
        error = math.hypot(own.std(ddof=1), rival.std(ddof=1)) / math.sqrt(ROUNDS)
        error = math.hypot(error, target.half_width / STANDARD_ERRORS)
        assert abs(own.mean() - rival.mean()) <= critical * error, target.measure
