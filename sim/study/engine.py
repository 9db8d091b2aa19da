"""What a study needs from the rooms below: compile, simulate, measure."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ..errors import StudyError

if TYPE_CHECKING:
    from ..log import Log
    from ..measures import Measure, Measured
    from ..plan import Plan
    from ..scenario import Scenario

CrewName = Literal["threads", "processes"]


class Engine(NamedTuple):
    """Functions that carry a scenario to a row of measures, and the catalogue of those measures.

    `check` raises when a log contradicts itself; None when `measure` looks by itself. What worker
    processes call must be importable by name. `suits` says who should share the work: threads where
    simulating and measuring let others run meanwhile, processes where they do not.
    """

    name: str
    compile: Callable[[Scenario, Scenario | None], Plan]
    simulate: Callable[[Plan, int, int], Log]
    measure: Callable[[Plan, Log], Measured]
    check: Callable[[Plan, Log], None] | None
    measures: tuple[Measure, ...]
    weekly: tuple[str, ...]
    suits: CrewName = "processes"

    def __reduce__(self) -> tuple[Callable[..., Engine], tuple[Any, ...]]:
        """Travel to a worker process by name: what computes a measure has none."""
        return (engine_named, (self.name,)) if self.name in ENGINES else (Engine, tuple(self))

    def place_of(self, name: str) -> int | None:
        """Position of a measure in every row, or None when there is no such measure."""
        return next((i for i, measure in enumerate(self.measures) if measure.name == name), None)


def simpy_engine() -> Engine:
    """Return the readable model's engine."""
    from ..measures import MEASURES, WEEKLY, measure
    from ..model import simulate
    from ..plan import compile_plan

    return Engine("simpy", compile_plan, simulate, measure, None, MEASURES, WEEKLY)


ENGINES: dict[str, Callable[[], Engine]] = {"simpy": simpy_engine}


def engine_named(name: str) -> Engine:
    """Return the engine of this name; StudyError when there is none."""
    if name not in ENGINES:
        raise StudyError(f"there is no engine '{name}' here; there is {', '.join(ENGINES)}")
    return ENGINES[name]()
