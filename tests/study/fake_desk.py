"""A desk without a simulation: revenue is luck times a factor, so that what a study finds is known beforehand."""

import datetime
import json
import math
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from sim.scenario.sections import Agreement, Content, Customers, Feedback, Pursuit, Team
from sim.scenario.tree import Branch, Place
from sim.study.crew.engine import Engine

WEEK = 7 * 24 * 3600 * 10**6


class FakeMeasure(NamedTuple):
    name: str
    label: str
    unit: str
    kind: str
    definition: str
    denominator: str
    better: str | None
    headline: bool
    compute: object = None


class FakeMeasured(NamedTuple):
    values: np.ndarray
    numerators: np.ndarray
    denominators: np.ndarray
    weekly: np.ndarray


MEASURES = (
    FakeMeasure("won", "Deals won", "deals", "count", "Deals won in the window.", "", "higher", True),
    FakeMeasure("revenue", "Revenue", "money", "count", "Value of the deals won.", "", "higher", True),
    FakeMeasure("lead_to_won", "Lead to won", "share", "ratio", "Won of all leads.", "leads", "higher", True),
    FakeMeasure("first_response_hours_median", "First call", "hours", "statistic", "Median.", "", "lower", True),
    FakeMeasure("first_response_within_sla", "SLA met", "share", "ratio", "Met of all due.", "due", "higher", True),
    FakeMeasure("utilisation", "Utilisation", "share", "ratio", "Worked of scheduled.", "scheduled", None, True),
    FakeMeasure("wait_hours_mean", "Mean wait", "hours", "statistic", "Wait.", "", "lower", False),
    FakeMeasure("retention_12m", "Retention", "share", "statistic", "Undefined here.", "", "higher", False),
)


class FakeScenario(SimpleNamespace):
    """As much of a scenario as a study reads."""

    def replace(self, changes, *, name=None):
        copy = FakeScenario(**vars(self))
        copy.experiment = SimpleNamespace(**vars(self.experiment))
        copy.contact = SimpleNamespace(**vars(self.contact))
        for path, value in changes.items():
            target = copy
            *above, last = path.split(".")
            for key in above:
                target = getattr(target, key)
            setattr(target, last, value)
        copy.name = name or self.name
        return copy

    def model_dump(self, **_):
        return {"name": self.name, "factor": self.factor}

    def tree(self):
        return Branch({}, Place(self.name))

    def written(self):
        return json.dumps(self.model_dump())


def scenario(name="today", factor=1.0, cv=0.2, hours=12.0, promise=False, **more):
    experiment = {"kind": "adoption", "start": 1, "lead_in": 2, "horizon": 3, "follow_up": 4}
    given = {
        "experiment": SimpleNamespace(**experiment, replications=30, seed=1),
        "market": SimpleNamespace(currency="EUR", timezone="Europe/Berlin"),
        "contact": SimpleNamespace(response="moderate"),
        "channels": {},
        "levers": {},
        "pursuit": Pursuit(),
        "feedback": Feedback(),
        "content": Content(),
        "customers": Customers(),
        "team": Team(),
        "agreement": Agreement(),
        "question": None,
        "speed_pays": False,
        "origins": {},
    }
    return FakeScenario(name=name, factor=factor, cv=cv, hours=hours, promise=promise, **(given | more))


def compile_plan(scenario, base=None):
    promised = WEEK if scenario.promise else -1
    agreement = SimpleNamespace(promises=(SimpleNamespace(first=SimpleNamespace(length=promised)),))
    gain = scenario.factor
    if scenario.speed_pays and scenario.contact.response == "none":
        gain = 0.9
    return SimpleNamespace(
        name=scenario.name,
        kind=scenario.experiment.kind,
        factor=gain,
        cv=scenario.cv,
        hours=scenario.hours,
        past=base.name if base is not None else None,
        fingerprint=f"{hash((gain, scenario.hours, scenario.cv)) & 0xFFFFFFFF:08x}",
        start=0,
        horizon=52 * WEEK,
        end=60 * WEEK,
        currency=scenario.market.currency,
        timezone=scenario.market.timezone,
        origin=datetime.datetime(2026, 1, 4, 23, tzinfo=datetime.UTC),
        week_starts=np.arange(3) * WEEK,
        after=SimpleNamespace(agreement=agreement),
    )


def simulate(plan, seed, replication):
    luck = np.random.Generator(np.random.Philox(key=[seed, replication])).standard_normal(4)
    return SimpleNamespace(luck=luck, replication=replication)


def check(plan, log):
    assert len(log.luck) == 4


def measure(plan, log):
    sigma = math.sqrt(math.log1p(plan.cv**2))
    luck = math.exp(sigma * log.luck[0] - sigma**2 / 2)
    won = round(40 * plan.factor * luck)
    leads = round(1000 + 30 * log.luck[1])
    sla = min(1.0, 4 / plan.hours)
    nan = math.nan
    return FakeMeasured(
        np.array([won, 1e6 * plan.factor * luck, won / leads, plan.hours, sla, 0.7, plan.hours * luck, nan]),
        np.array([nan, nan, won, nan, 100 * sla, 700, nan, nan]),
        np.array([nan, nan, leads, nan, 100, 1000, nan, nan]),
        np.array([[won, nan], [leads, 1.0], [log.luck[2], 2.0]]),
    )


ENGINE = Engine("fake", compile_plan, simulate, measure, check, MEASURES, ("won_by_week", "sometimes"))
