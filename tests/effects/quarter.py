"""The shipped company at a quarter of its size, for effects that take a whole company: queues, beliefs, months."""

from __future__ import annotations

from functools import cache

import numpy as np

from sim.measures import MEASURES, measure
from sim.model import simulate
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


def small_company(*sets: str, of: str = "baseline") -> Scenario:
    """A shipped scenario at a quarter of its size, with changes."""
    return read_scenario(of, sets=(*QUARTER, *sets))


@cache
def measured(*sets: str, replication: int = 0, of: str = "baseline") -> np.ndarray:
    """Every measure of one replication; the company kept these rules from its first day."""
    plan = compile_plan(small_company(*sets, of=of), None)
    return measure(plan, simulate(plan, 1, replication)).values


def differences(
    name: str, sets: tuple[str, ...], base: tuple[str, ...] = (), replications: int = 3, of: str = "baseline"
) -> np.ndarray:
    """By how much a measure is higher with `sets` than with `base`, in each replication."""
    place = NAMES.index(name)
    pairs = [(measured(*sets, replication=r, of=of), measured(*base, replication=r)) for r in range(replications)]
    return np.array([changed[place] - before[place] for changed, before in pairs])


def clearly(differences: np.ndarray) -> float:
    """Mean difference in its standard errors: beyond 2 is more than luck."""
    return float(differences.mean() / (differences.std(ddof=1) / np.sqrt(len(differences)) + 1e-12))
