"""Studies whose numbers are written by hand, over the real catalogue of measures: what is to be found in them is known."""

from functools import cache

import numpy as np

from sim.measures import MEASURES, WEEKLY
from sim.scenario import read_scenario
from sim.study.answers.results import Comparison, Run
from sim.study.crew.engine import the_engine
from sim.study.crew.replications import Rows

WEEKS = 61  # four of the past, a year, four that follow, and their edges
PLANS = []
NAMES = [measure.name for measure in MEASURES]
SHORT = {"experiment.lead_in": "4 weeks", "experiment.horizon": "52 weeks", "experiment.follow_up": "4 weeks"}
LEVELS = {  # of a company that is easy to reckon with
    "leads": 1000.0, "mqls": 400.0, "handed_over": 400.0, "sqls": 40.0, "won": 10.0, "revenue": 1e6, "revenue_inbound": 4e5,
    "productive_hours": 200.0, "wasted_rep_hours": 200.0, "own_hours": 300.0, "meeting_hours": 100.0, "admin_hours": 100.0,
    "idle_hours": 100.0, "scheduled_hours": 1000.0, "wasted_rep_hours_bad_fit": 120.0, "wasted_rep_hours_too_late": 80.0,
    "wasted_marketing_cost_bad_fit": 5000.0, "missed_revenue_ignored": 3e5, "missed_revenue_leaked": 1e5,
    "lead_to_mql_period": 0.4, "mql_to_sql_period": 0.1, "sql_to_won_period": 0.25, "first_response_system_hours": 12.0,
    "first_response_attention_hours": 6.0, "first_response_queue_hours": 3.0, "first_response_hours_median": 20.0,
    "wasted_rep_share": 0.5, "contribution": 3e5, "share_never_answered": 0.4,
}  # fmt: skip
RATIOS = {measure.name for measure in MEASURES if measure.kind == "ratio"}


@cache
def company():
    return read_scenario("baseline").replace(SHORT, name="Today")


@cache
def plan_of(name, base=None):
    scenario = company().replace({}, name=name)
    return the_engine(None).compile(scenario, None if base is None else company().replace({}, name=base))


@cache
def log_of(plan_fingerprint):
    """One log stands for all years of a plan: what is seen in logs is not written by hand."""
    plan = next(plan for plan in PLANS if plan.fingerprint == plan_fingerprint)
    return the_engine(None).simulate(plan, 1, 0)


def look_up(plan, seed, replication):
    return log_of(plan.fingerprint)


def rows(levels, replications, spread=0.1, seed=7):
    """Rows around levels; the same luck for everybody, so that paired differences vary by as much as levels differ."""
    luck = np.random.Generator(np.random.Philox(seed)).standard_normal((replications, len(NAMES)))
    means = np.array([{**LEVELS, **levels}.get(name, 0.0) for name in NAMES])
    values = means * (1 + spread * luck)
    ratio = np.array([name in RATIOS for name in NAMES])
    numerators = np.where(ratio, values * 100, np.nan)
    denominators = np.where(ratio, 100.0, np.nan) + 0 * values
    weekly = np.ones((replications, WEEKS, len(WEEKLY))) * (1 + spread * luck[:, :1, None])
    return Rows(values, numerators, denominators, weekly)


def invent(*alternatives, replications=20, spread=0.1, names=None, base=None):
    """A run of Today, or its comparison with alternatives, each a mapping from measures to levels."""
    names = names or ["Today", *(f"Other {i}" for i in range(1, len(alternatives) + 1))]
    every = [base or {}, *alternatives]
    scenarios = tuple(company().replace({}, name=name) for name in names)
    plans = tuple(plan_of(name, None if i == 0 else names[0]) for i, name in enumerate(names))
    found = tuple(rows(levels, replications, spread) for levels in every)
    PLANS.extend(plans)
    engine = the_engine(None)._replace(simulate=look_up)
    if not alternatives:
        return Run(scenarios, plans, found, engine)
    return Comparison(scenarios, plans, found, engine, kind="adoption")
