"""The shipped company at a quarter of its size, for effects that take a whole company: queues, beliefs, months."""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy import stats

from sim.compiled import simulate
from sim.measures import MEASURES, measure
from sim.plan import compile_plan
from sim.scenario import Scenario, read_scenario

QUARTER = (
    "channels.content.volume=275 per month",
    "channels.paid.volume=100 per month",
    "channels.events.volume=50 per month",
    "channels.social.volume=40 per month",
    "channels.demo.volume=25 per month",
    "channels.referral.volume=10 per month",
    "team.reps=2",
    "content.pieces=2",
    "costs.marketing=5 k EUR",
    "experiment.lead_in=13 weeks",
    "experiment.horizon=26 weeks",
    "experiment.follow_up=8 weeks",
)
NAMES = [each.name for each in MEASURES]
REPLICATIONS = 20
SURE = 0.99  # one-sided, of each effect


def small_company(*sets: str, of: str = "baseline") -> Scenario:
    """A shipped scenario at a quarter of its size, with changes."""
    return read_scenario(of, sets=(*QUARTER, *sets))


@cache
def measured(replication: int, of: str = "baseline", adopted: bool = False) -> np.ndarray:
    """Every measure of one replication, of a company that has always had its rules, or adopts them at the window's start."""
    plan = compile_plan(small_company(of=of), small_company() if adopted else None)
    return measure(plan, simulate(plan, 1, replication)).values


def differences(of: str, name: str, base: str = "baseline", adopted: bool = False) -> np.ndarray:
    """By how much a measure is higher in a shipped scenario than in the base, with the same luck, replication by replication."""
    place = NAMES.index(name)
    return np.array([measured(r, of, adopted)[place] - measured(r, base)[place] for r in range(REPLICATIONS)])


def goes(of: str, up: tuple[str, ...] = (), down: tuple[str, ...] = (), base: str = "baseline", adopted: bool = False) -> bool:
    """Whether measures go up, or down, by the paired differences of the replications."""
    found = {name: differences(of, name, base, adopted) for name in (*up, *down)}
    wrong = [name for name in up if not surely_above(found[name])] + [name for name in down if not surely_above(-found[name])]
    assert not wrong, {name: f"{found[name].mean():g} ± {stats.sem(found[name]):g}" for name in wrong}
    return not wrong


def surely_above(values: np.ndarray) -> bool:
    """Whether the mean of values is above 0, by Student's one-sided bound."""
    return float(values.mean() - stats.t.ppf(SURE, len(values) - 1) * stats.sem(values)) > 0
