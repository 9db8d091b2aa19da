"""Tuning: values that nobody knows, found by simulation so that the company shows what somebody does know of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from ...errors import StudyError
from ..crew.engine import Engine, knowing, the_engine

if TYPE_CHECKING:
    from ...scenario import Scenario

MOST_LEADS = 40.0  # new leads a day in a tuning run: the share that become MQLs does not depend on the number
MOST_REPS = 12  # likewise: a larger team is tuned as a smaller one with as many leads a rep
TOLERANCE = 0.03
MONTH = 365.25 / 12 * 86_400e6  # microseconds
LOWEST, HIGHEST, STEPS = -50.0, 250.0, 14


class Tuned(NamedTuple):
    """The value found, and what it makes of the company."""

    value: float
    found: float


def tune_threshold(scenario: Scenario, mqls: float, *, engine: Engine | str | None = None) -> Tuned:
    """Find the score from which a lead is an MQL that makes so many MQLs a month of the scenario's year, within 3 %.

    Bisection on the scenario's own model, with the same leads at every threshold.

    Raises
    ------
    StudyError
        When no threshold makes so many.
    """
    part = min(1.0, MOST_LEADS / sum(channel.volume.per_day for channel in scenario.channels.values()))
    months = scenario.experiment.horizon.nominal_microseconds / MONTH
    small = scenario.replace(_volumes(scenario, part) | {"experiment.follow_up": "0 d"})

    def made(threshold: float) -> float:
        return _measured(small.replace({"scoring.threshold": threshold}), "mqls", engine) / part / months

    most = made(LOWEST)
    if most < mqls * (1 - TOLERANCE):
        raise StudyError(
            f"at most {most:,.0f} leads a month can become MQLs here, not {mqls:,.0f}: too few new leads; "
            "raise the channels' volumes"
        )
    return _bisected(made, LOWEST, HIGHEST, mqls, falls=True)


def tune_attention(scenario: Scenario, hours: float, *, engine: Engine | str | None = None) -> Tuned:
    """Find after how many hours, on average, reps have to look at a new lead for a median first call after so many, within 3 %.

    What the desk's own queue takes is part of them. 0 where even reps who look at once call later than that, or just
    then. Calls wait for the morning, so some medians cannot be had: then the nearest from which the search has closed in.
    """
    reps = scenario.team.reps
    team = min(reps, MOST_REPS)
    small = scenario.replace(_volumes(scenario, team / reps) | {"team.reps": team, "experiment.follow_up": "30 d"})

    def made(mean: float) -> float:
        attention = f"lognormal, mean {mean:.6g} h, cv 1" if mean > 0 else "alerted"
        return _measured(small.replace({"handoff.attention": attention}), "first_response_hours_median", engine, 3)

    soonest = made(0.0)
    if soonest >= hours * (1 - TOLERANCE):
        return Tuned(0.0, soonest)
    return _bisected(made, 0.0, 3 * hours, hours, falls=False)


def _volumes(scenario: Scenario, part: float) -> dict[str, object]:
    """A part of every channel's leads."""
    return {f"channels.{name}.volume": f"{channel.volume.per_day * part} per day" for name, channel in scenario.channels.items()}


def _measured(scenario: Scenario, name: str, engine: Engine | str | None, replications: int = 1) -> float:
    """A measure, the mean of so many replications."""
    engine = the_engine(engine)
    place = engine.place_of(name)
    if place is None:
        raise StudyError(f"the engine does not know the measure {name}")
    plan = engine.compile(scenario, None)
    fit = knowing(engine, (plan,))[0]
    return sum(float(fit.measure(plan, fit.simulate(plan, 1, i)).values[place]) for i in range(replications)) / replications


def _bisected(made: Callable[[float], float], low: float, high: float, wanted: float, *, falls: bool) -> Tuned:
    """Where a measure that rises, or falls, with a value is as wanted."""
    middle, found = low, float("nan")
    for _ in range(STEPS):
        middle = (low + high) / 2
        found = made(middle)
        if abs(found - wanted) <= TOLERANCE * wanted:
            break
        low, high = (middle, high) if (found > wanted) == falls else (low, middle)
    return Tuned(middle, found)
