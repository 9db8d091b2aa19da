"""Ten studies with made-up numbers, each with the sentence that a leader should read."""

from functools import cache
from typing import NamedTuple

import numpy as np

from sim import read_scenario
from sim.study.answers.results import Comparison
from sim.study.crew.engine import the_engine
from sim.study.crew.replications import Rows
from sim.study.questions.comparing import weighed
from sim.study.questions.looks import plans_of
from sim.web.answers import Answer, Shown
from sim.web.controls import controls_of
from sim.web.room import Company

YEARS = 64


@cache
def company():
    scenario = read_scenario("desk-today")
    return Company("", scenario, controls_of(scenario))


@cache
def asked(promise):
    """Today, and a what-if with or without a promise."""
    base = company().scenario
    changes = {"team.reps": 8} | ({"agreement.sales.first_attempt_within": "4 business hours"} if promise else {})
    scenarios = (base, base.replace(changes, name="Two more reps" if not promise else "First call within 4 business hours"))
    return scenarios, plans_of(the_engine(None), scenarios)


def noise(key, count=YEARS):
    """Luck that is the same in every run: standard normal, its mean and deviation exactly 0 and 1."""
    values = np.random.Generator(np.random.Philox(key=key)).standard_normal(count)
    return (values - values.mean()) / values.std(ddof=1)


def answer(
    gap=0.0, spread=100e3, *, promise=False, kept=None, revenue=3e6, others=None, years=YEARS, holds_under=None, worth=0.0
):
    """An answer whose what-if differs in mean revenue by `gap`, with a given spread of the differences."""
    engine = Shown.of(the_engine(None)).deeper
    scenarios, plans = asked(promise)
    luck = revenue / 10 * noise(1, years)
    columns = {"revenue": (revenue + luck, revenue + luck + gap + spread * noise(2, years))}
    if kept is not None:
        columns["first_response_within_sla"] = (np.full(years, np.nan), np.clip(kept + 0.01 * noise(3, years), 0, 1))
    for name, (before, after) in (others or {}).items():
        columns[name] = (before * (1 + 0.01 * noise(4, years)), after * (1 + 0.01 * noise(5, years)))
    rows = []
    for side in (0, 1):
        values = np.full((years, len(engine.measures)), np.nan)
        numerators, denominators = values.copy(), values.copy()
        for place, measure in enumerate(engine.measures):
            if measure.name in columns:
                values[:, place] = columns[measure.name][side]
                if measure.kind == "ratio":
                    numerators[:, place], denominators[:, place] = (
                        values[:, place],
                        np.where(np.isnan(values[:, place]), np.nan, 1.0),
                    )
        rows.append(Rows(values, numerators, denominators, np.zeros((years, 10, len(engine.weekly)))))
    study = Comparison(
        scenarios, plans, tuple(rows), engine, 1, (), "adoption", holds_under=() if holds_under is None else (holds_under,)
    )
    study = weighed(study, worth)
    return Answer(study, years, 200, None, lambda: study)


class Canned(NamedTuple):
    """A study, how its sentence begins, and what else a leader must read."""

    name: str
    given: dict
    choice: str
    first: str
    also: str


CANNED = (
    Canned("gain", {"gap": 300e3}, "adopt", "Adopt Two more reps: 300,000 EUR more revenue a simulated year", "Next: try it"),
    Canned("harm", {"gap": -300e3}, "do not adopt", "Do not adopt Two more reps: 300,000 EUR less revenue", "leave things as"),
    Canned("tie", {"gap": 0.0, "spread": 0.0}, "do not adopt", "Do not adopt Two more reps: it makes no difference", "Next:"),
    Canned(
        "noise", {"gap": 10e3, "spread": 400e3}, "cannot tell", "Cannot tell about Two more reps: 10,000 EUR more revenue",
        "leaves both answers open",
    ),
    Canned(
        "not keepable", {"gap": 5e3, "spread": 400e3, "promise": True, "kept": 0.57}, "not keepable",
        "First call within 4 business hours is a promise that cannot be kept: it is met 57 % of the time",
        "promise a longer time",
    ),
    Canned(
        "keepable but unprofitable", {"gap": -250e3, "promise": True, "kept": 0.97,
        "others": {"revenue_self_sourced": (1.8e6, 1.4e6)}}, "do not adopt",
        "Do not adopt First call within 4 business hours: 250,000 EUR less revenue", "self-sourced from 1.80 M EUR to 1.40 M EUR",
    ),
    Canned(
        "pays although broken", {"gap": 400e3, "promise": True, "kept": 0.66}, "adopt",
        "Adopt First call within 4 business hours: 400,000 EUR more revenue", "kept only 66 % of the time",
    ),
    Canned(
        "flips with the preset", {"gap": 300e3, "holds_under": {"none": False, "steep": True}}, "adopt",
        "Adopt Two more reps", "answer changes when the effect of speed is none",
    ),
    Canned(
        "below its worth", {"gap": 50e3, "spread": 50e3, "worth": 200e3}, "do not adopt",
        "Do not adopt Two more reps: 50,000 EUR more revenue", "below the 200,000 EUR that make it worth while",
    ),
    Canned(
        "no money", {"gap": 0.0, "spread": 0.0, "revenue": 0.0}, "cannot tell",
        "Cannot tell about Two more reps: no revenue arises in either scenario", "",
    ),
)  # fmt: skip
