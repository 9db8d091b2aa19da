"""How fast each engine is on a scenario, side by side in one run."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import StudyError
from ..crew.engine import Engine, knowing, the_engine
from ..crew.replications import Progress
from .question import seed_of

if TYPE_CHECKING:
    from ...plan import Plan
    from ...scenario import Scenario

OF_COMPILED = 3  # replications before and after each of the readable engine, so that a machine that slows down slows both


class Round(NamedTuple):
    """Seconds of one processor that a replication took, simulated and measured."""

    simulating: float
    measuring: float

    @property
    def whole(self) -> float:
        """Both."""
        return self.simulating + self.measuring


class Speed(NamedTuple):
    """Rounds of both engines on one scenario, in turns."""

    scenario: str
    leads: int
    events: int
    compiled: tuple[Round, ...]
    simpy: tuple[Round, ...]

    @property
    def ratios(self) -> tuple[float, ...]:
        """How many times as fast the compiled engine was, round by round."""
        return tuple(slow.whole / fast.whole for slow, fast in zip(self.simpy, self.compiled, strict=True))

    def to_json(self) -> dict[str, Any]:
        """As a document."""
        engines = {
            name: {
                "replications_per_second": 1 / statistics.mean(each.whole for each in rounds),
                "seconds_simulating": statistics.mean(each.simulating for each in rounds),
                "seconds_measuring": statistics.mean(each.measuring for each in rounds),
            }
            for name, rounds in (("simpy", self.simpy), ("compiled", self.compiled))
        }
        ratios = {"ratio": statistics.median(self.ratios), "ratio_low": min(self.ratios), "ratio_high": max(self.ratios)}
        return {"scenario": self.scenario, "leads": self.leads, "events": self.events, **engines, **ratios}


def bench(scenario: Scenario, rounds: int = 3, seed: int | None = None, progress: Progress | None = None) -> Speed:
    """Let both engines simulate and measure the same replications in turns, on one processor.

    Raises
    ------
    StudyError
        When there is nothing to compare: no round, or a mechanism that the compiled engine does not know yet.
    """
    if rounds < 1:
        raise StudyError(f"rounds must be 1 or more, not {rounds}")
    seed = seed_of(scenario, seed)
    compiled, readable = the_engine("compiled"), the_engine("simpy")
    plan = compiled.compile(scenario, None)
    if notes := knowing(compiled, (plan,))[1]:
        raise StudyError(f"there is nothing to compare: {notes[0]}")
    if compiled.prepare is not None:
        compiled.prepare()
    log = compiled.simulate(plan, seed, 0)
    compiled.measure(plan, log)  # loads what has to be loaded once
    fast: list[Round] = []
    slow: list[Round] = []
    for number in range(rounds):
        before = [_timed(compiled, plan, seed, number) for _ in range(OF_COMPILED)]
        slow.append(_timed(readable, plan, seed, number))
        both = before + [_timed(compiled, plan, seed, number) for _ in range(OF_COMPILED)]
        fast.append(Round(*(statistics.mean(part) for part in zip(*both, strict=True))))
        if progress is not None:
            progress(number + 1, rounds)
    return Speed(scenario.name, len(log.leads), len(log.events), tuple(fast), tuple(slow))


def _timed(engine: Engine, plan: Plan, seed: int, replication: int) -> Round:
    began = time.thread_time()
    log = (engine.in_passing or engine.simulate)(plan, seed, replication)
    simulated = time.thread_time()
    engine.measure(plan, log)
    return Round(simulated - began, time.thread_time() - simulated)
