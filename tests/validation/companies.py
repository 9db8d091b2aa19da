"""The shipped companies, shortened and simulated once for all questions of this folder."""

import functools
from typing import NamedTuple

import numpy as np

from sim.compiled import simulate
from sim.log import Log
from sim.measures import MEASURES, measure
from sim.measures.tables import Tables
from sim.plan import Plan, compile_plan
from sim.scenario import read_scenario

NAMES = [each.name for each in MEASURES]


class Happened(NamedTuple):
    """One replication."""

    plan: Plan
    log: Log
    tables: Tables
    measures: dict[str, float]


def once(name: str, *sets: str, past: tuple[str, ...] | None = None, replication: int = 0) -> Happened:
    """Let a shipped company happen, as it always was, or adopting its changes over what `past` says; nothing is kept."""
    plan = compile_plan(read_scenario(name, sets=sets), None if past is None else read_scenario(name, sets=past))
    log = simulate(plan, 1, replication)
    return Happened(plan, log, Tables(plan, log), dict(zip(NAMES, measure(plan, log).values.tolist(), strict=True)))


happens = functools.cache(once)


def open_at(plan: Plan, times: np.ndarray) -> np.ndarray:
    """Whether the agreement's calendar is open."""
    calendar = plan.after.agreement.calendar
    i = np.maximum(np.searchsorted(calendar.opens, times, side="right") - 1, 0)
    return (calendar.opens[i] <= times) & (times < calendar.closes[i])
