"""Tuning: the score that makes so many MQLs a month, found by simulation."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...errors import StudyError
from ..crew.engine import Engine, knowing, the_engine

if TYPE_CHECKING:
    from ...scenario import Scenario

MOST_LEADS = 40.0  # new leads a day in a tuning run: the share that become MQLs does not depend on the number
TOLERANCE = 0.03
MONTH = 365.25 / 12
LOWEST, HIGHEST, STEPS = -50.0, 250.0, 14
PUT = {
    "experiment.kind": "steady",
    "experiment.lead_in": "20 weeks",
    "experiment.horizon": "16 weeks",
    "experiment.follow_up": "0 d",
    "feedback.incentive": "revenue",  # a rush at month ends is not tuned for
}


class Tuned(NamedTuple):
    """A threshold, and the MQLs a month it makes."""

    threshold: float
    mqls: float


def tune_threshold(scenario: Scenario, mqls: float, *, engine: Engine | str | None = None) -> Tuned:
    """Find the score from which a lead is an MQL that makes so many MQLs a month, within 3 %.

    Bisection on the scenario's own model, with the same leads at every threshold.

    Raises
    ------
    StudyError
        When no threshold makes so many.
    """
    engine = the_engine(engine)
    place = engine.place_of("mqls")
    if place is None:
        raise StudyError("the engine counts no MQLs")
    daily = sum(channel.volume.per_day for channel in scenario.channels.values())
    part = min(1.0, MOST_LEADS / daily)
    volumes = {
        f"channels.{name}.volume": f"{channel.volume.per_day * part} per day" for name, channel in scenario.channels.items()
    }

    def made(threshold: float) -> float:
        put = scenario.replace({**PUT, **volumes, "scoring.threshold": threshold})
        plan = engine.compile(put, None)
        fit = knowing(engine, (plan,))[0]
        counted = fit.measure(plan, fit.simulate(plan, 1, 0)).values[place]
        return float(counted) / part / (16 * 7 / MONTH)

    low, high = LOWEST, HIGHEST
    most = made(low)
    if most < mqls * (1 - TOLERANCE):
        raise StudyError(
            f"at most {most:,.0f} leads a month can become MQLs here, not {mqls:,.0f}: too few new leads; "
            "raise the channels' volumes"
        )
    middle, found = low, most
    for _ in range(STEPS):
        middle = (low + high) / 2
        found = made(middle)
        if abs(found - mqls) <= TOLERANCE * mqls:
            break
        low, high = (middle, high) if found > mqls else (low, middle)
    return Tuned(middle, found)
