"""What a study needs from the rooms below: compile, simulate, measure."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from ..log import Log
    from ..measures import Measure, Measured
    from ..plan import Plan
    from ..scenario import Scenario


class Engine(NamedTuple):
    """Functions that carry a scenario to a row of measures, and the catalogue of those measures.

    `check` raises when a log contradicts itself; None when `measure` looks by itself. What worker
    processes call must be importable by name.
    """

    name: str
    compile: Callable[[Scenario, Scenario | None], Plan]
    simulate: Callable[[Plan, int, int], Log]
    measure: Callable[[Plan, Log], Measured]
    check: Callable[[Plan, Log], None] | None
    measures: tuple[Measure, ...]
    weekly: tuple[str, ...]

    def __reduce__(self) -> tuple[Callable[..., Engine], tuple[Any, ...]]:
        """Travel to a worker process by name: what computes a measure has none."""
        return (simpy_engine, ()) if self.name == "simpy" else (Engine, tuple(self))

    def place_of(self, name: str) -> int | None:
        """Position of a measure in every row, or None when there is no such measure."""
        return next((i for i, measure in enumerate(self.measures) if measure.name == name), None)


def simpy_engine() -> Engine:
    """Return the readable model's engine."""
    from ..measures import MEASURES, WEEKLY, measure
    from ..model import simulate
    from ..plan import compile_plan

    return Engine("simpy", compile_plan, simulate, measure, None, MEASURES, WEEKLY)
