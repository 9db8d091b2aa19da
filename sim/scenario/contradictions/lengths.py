"""Times that have to be above 0, since something is counted by them."""

from __future__ import annotations

from collections.abc import Iterator

from ..amounts import Span
from ..distributions import Distribution
from ..sections import Scenario
from ..tree import Path
from .contradiction import Contradiction, Found

Times = Iterator[tuple[Path, Span | Distribution, str]]


def lengths(scenario: Scenario) -> Found:
    """Check that no half-life, nothing that hours are counted by, and nothing that repeats takes no time."""
    for path, time, example in _times(scenario):
        nothing = time.nominal_microseconds == 0 if isinstance(time, Span) else time.shape == "constant" and time.a == 0
        if nothing:
            yield Contradiction(path, "is 0", f"write a time above 0, such as '{example}'")


def _times(scenario: Scenario) -> Times:
    for name, channel in scenario.channels.items():
        for i, pulse in enumerate(channel.pulses):
            yield ("channels", name, "pulses", str(i), "half_life"), pulse.half_life, "7 d"
    for name, persona in scenario.personas.items():
        yield ("personas", name, "repurchase"), persona.repurchase, "1 year"
    yield ("nurture", "fatigue_half_life"), scenario.nurture.fatigue_half_life, "21 d"
    yield ("nurture", "half_life"), scenario.nurture.half_life, "30 d"
    if scenario.scoring.half_life is not None:
        yield ("scoring", "half_life"), scenario.scoring.half_life, "30 d"
    yield ("team", "tenure"), scenario.team.tenure, "exponential, mean 2 years"
    own = scenario.team.own_pipeline
    if own is not None:
        yield ("team", "own_pipeline", "task"), own.task, "45 min"
        yield ("team", "own_pipeline", "minutes_per_sql"), own.minutes_per_sql, "310 min"
    yield ("pursuit", "half_life"), scenario.pursuit.half_life, "120 d"
    yield ("work", "slot"), scenario.work.slot, "30 min"
