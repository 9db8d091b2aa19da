"""What a worker does: simulate and measure some replications of some plans, and drop their logs."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from ...errors import SmarketingError
from .engine import Engine

if TYPE_CHECKING:
    from ...log import Log
    from ...plan import Plan
    from .draws import Draws

Beside = Callable[["Plan", "Log"], None]
Floats = NDArray[np.float64]


class Unit(NamedTuple):
    """Measures of one replication of one plan: m measures, w weeks, s series."""

    values: Floats  # (m,)
    numerators: Floats  # (m,)
    denominators: Floats  # (m,)
    weekly: Floats  # (w, s)
    log: bytes | None = None  # packed, where logs are kept


class Work(NamedTuple):
    """What every worker is given once.

    Units have numbers, replication by replication, and plan by plan within one: unit u is replication
    u // plans of plan u % plans.
    """

    engine: Engine
    plans: Sequence[Plan]
    seed: int
    logs: bool = False
    draws: Draws | None = None  # of values in doubt, from which each replication has plans of its own

    def at(self, unit: int) -> tuple[Plan, int]:
        """Plan and replication of a unit."""
        replication, place = divmod(unit, len(self.plans))
        return self.plans[place] if self.draws is None else self.draws.plan(place, replication), replication


class Failure(NamedTuple):
    """A replication that raised: what it said, and where."""

    unit: int
    what: str
    trace: str


class Chunk(NamedTuple):
    """Units in order, the seconds they took, and the failure that ended them early."""

    units: list[Unit]
    seconds: float
    failure: Failure | None = None


class Stop(Protocol):
    """An event that says that nothing more is wanted."""

    def is_set(self) -> bool:
        """Whether it happened."""


def measure_units(work: Work, numbers: Sequence[int], stop: Stop | None = None) -> Chunk:
    """Measure the units of these numbers; fewer when told to stop or when one fails."""
    began = time.perf_counter()
    units: list[Unit] = []
    for unit in numbers:
        if stop is not None and stop.is_set():
            break
        try:
            units.append(measure_unit(work, unit))
        except Exception as error:
            if isinstance(error.__cause__, KeyboardInterrupt):  # Ctrl-C as machine code returned, which comes wrapped
                raise KeyboardInterrupt from error
            said = str(error) if isinstance(error, SmarketingError) else f"{type(error).__name__}: {error}"
            failure = Failure(unit, said, traceback.format_exc())
            return Chunk(units, time.perf_counter() - began, failure)
    return Chunk(units, time.perf_counter() - began)


def measure_unit(work: Work, unit: int, beside: Beside | None = None) -> Unit:
    """Measure one unit; `beside` sees its log too, before it is dropped."""
    engine = work.engine
    plan, replication = work.at(unit)
    log = (engine.in_passing or engine.simulate)(plan, work.seed, replication)
    if engine.check is not None:
        engine.check(plan, log)
    if beside is not None:
        beside(plan, log)
    measured = engine.measure(plan, log)
    packed = None
    if work.logs:
        from ..traces.logs import pack

        packed = pack(log)
    rows = (measured.values, measured.numerators, measured.denominators, measured.weekly)
    values, numerators, denominators, weekly = map(plain, rows)
    return Unit(values, numerators, denominators, weekly, packed)


def plain(values: Floats) -> Floats:
    """The same numbers with one zero and one NaN, so that every store gives back their very bytes."""
    result = np.asarray(values, dtype=np.float64) + 0.0
    result[np.isnan(result)] = np.nan
    return result
