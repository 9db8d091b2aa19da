"""A desk that simulates nothing: a measure is a stated function of real scenarios and of luck."""

import datetime
import os
from types import SimpleNamespace

import numpy as np
import pytest
from fake_desk import FakeMeasured
from stories import tiny

from sim.study.crew.engine import simpy_engine

LEVERS = """
levers:
  reps: {path: team.reps, from: 1, to: 30, label: Reps}
  attempts: {path: contact.attempts, label: Attempts}
  connect: {path: contact.connect, label: Chance to connect}
"""
NOTHING = SimpleNamespace(agreement=SimpleNamespace(promises=()))
ORIGIN = datetime.datetime(2026, 1, 5, tzinfo=datetime.UTC)
YEAR = 52 * 7 * 24 * 3600 * 10**6


def need_salib():
    """Skip where SALib is missing; with CI set, fail."""
    if "CI" in os.environ:
        import SALib  # noqa: F401
    else:
        pytest.importorskip("SALib", reason="needs SALib: pip install 'smarketing[analysis]', as the extra test does")


def company(text="", name="tiny"):
    """The tiny company with levers and changes."""
    return tiny(f"{LEVERS}\n{text}").replace({}, name=name)


def engine_of(revenue, also=None):
    """An engine whose revenue is `revenue(scenario, luck)`; `also` gives (numerator, denominator) by the name of a ratio."""
    real = simpy_engine()
    names = [measure.name for measure in real.measures]

    def compiled(scenario, past):
        return SimpleNamespace(
            name=scenario.name, kind=scenario.experiment.kind, scenario=scenario, past=past, horizon=YEAR, currency="EUR",
            fingerprint=scenario.name, timezone="UTC", origin=ORIGIN, week_starts=np.arange(3) * YEAR // 52,
            after=NOTHING,
        )  # fmt: skip

    def simulate(plan, seed, replication):
        return np.random.Generator(np.random.Philox(key=[seed, replication])).standard_normal(4)

    def measure(plan, luck):
        values, tops, bottoms = (np.full(len(names), np.nan) for _ in range(3))
        values[names.index("revenue")] = revenue(plan.scenario, luck)
        for name, ratio in (also or {}).items():
            place = names.index(name)
            tops[place], bottoms[place] = ratio(plan.scenario, luck)
            values[place] = tops[place] / bottoms[place]
        return FakeMeasured(values, tops, bottoms, np.zeros((2, 1)))

    return real._replace(
        name="numbers", compile=compiled, simulate=simulate, measure=measure, weekly=("none",), compile_many=None
    )  # fmt: skip
