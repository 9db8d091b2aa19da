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

    years = {"ours": [], "plain": []}
    seconds = {"simulating": [], "measuring": [], "plain": []}
    for number in range(1, ROUNDS + 1):
        # In turns, so that a machine that slows down slows both.
        spent, log = timed(lambda n=number: simulate(plan, 1, n))
        seconds["simulating"].append(spent)
        spent, measured = timed(lambda log=log: measure(plan, log))
        seconds["measuring"].append(spent)
        years["ours"].append([p[0] / p[1] for p in (t.observe(Replication(plan, log, measured)) for t in LEAD_DESK)])
        spent, outcome = timed(lambda n=number: plain_lead_desk.simulate(n))
        seconds["plain"].append(spent)
        years["plain"].append(list(outcome))

    engine, whole = np.array(seconds["simulating"]), np.array(seconds["simulating"]) + np.array(seconds["measuring"])
    with capsys.disabled():
        plain = 1 / statistics.mean(seconds["plain"])
        print(f"\nlead desk, one core, {ROUNDS} rounds; plain SimPy {plain:.2f} replications a second")
        for name, own in (("simulating, full log", engine), ("with every measure", whole)):
            ratios = np.array(seconds["plain"]) / own
            spread = f"{np.median(ratios):.2f} of plain SimPy ({ratios.min():.2f} to {ratios.max():.2f})"
            print(f"  ours, {name}: {1 / own.mean():.2f} a second, {spread}")
    agree(np.array(years["ours"]), np.array(years["plain"]))


def agree(ours, plain):
    """Both find the same quantities: neither times a shortcut."""
    critical = student_critical(ROUNDS - 1, LEVEL, len(LEAD_DESK))
    for target, own, rival in zip(LEAD_DESK, ours.T, plain.T, strict=True):
        error = math.hypot(own.std(ddof=1), rival.std(ddof=1)) / math.sqrt(ROUNDS)
        error = math.hypot(error, target.half_width / STANDARD_ERRORS)
        assert abs(own.mean() - rival.mean()) <= critical * error, target.measure
