"""Single replications of many scenarios: each is compiled where it is simulated, so that thousands need no room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...errors import SimulationError
from .crews import find_crew
from .dispatch import Dispatch
from .engine import CrewName, Engine
from .measuring import Unit, Work
from .replications import Progress, Rows

if TYPE_CHECKING:
    from ...plan import Plan
    from ...scenario import Scenario

Changes = Mapping[str, str]
UNCHANGED: Changes = MappingProxyType({})
AT_HAND = 16  # plans kept compiled: trials of one scenario follow each other


class Recipe(NamedTuple):
    """A scenario with changes, and the one whose past it shares, if any, with changes of its own."""

    scenario: Scenario
    changes: Changes = UNCHANGED
    past: Scenario | None = None
    past_changes: Changes = UNCHANGED

    def made(self) -> tuple[Scenario, Scenario | None]:
        """Make the scenario, and that of its past."""
        past = None if self.past is None else _changed(self.past, self.past_changes)
        return _changed(self.scenario, self.changes), past


def _changed(scenario: Scenario, changes: Changes) -> Scenario:
    return scenario.replace(changes, name=scenario.name) if changes else scenario


class Trial(NamedTuple):
    """One replication of the recipe at a place."""

    place: int
    replication: int


@dataclass(frozen=True, eq=False)
class Scattered:
    """Recipes, and the trials wanted of them."""

    engine: Engine
    recipes: Sequence[Recipe]
    trials: Sequence[Trial]


class ScatteredWork(Work):
    """Work whose units are trials."""

    __slots__ = ()

    def at(self, unit: int) -> tuple[Plan, int]:
        """Plan and replication of a unit."""
        scattered: Scattered = self.plans  # type: ignore[assignment]
        trial = scattered.trials[unit]
        return _compiled(scattered, trial.place), trial.replication


@lru_cache(maxsize=AT_HAND)
def _compiled(scattered: Scattered, place: int) -> Plan:
    return scattered.engine.compile(*scattered.recipes[place].made())


def measure_scattered(
    engine: Engine,
    recipes: Sequence[Recipe],
    trials: Sequence[Trial],
    seed: int,
    workers: int = 1,
    progress: Progress | None = None,
    *,
    executor: CrewName | str | Executor | None = None,
) -> list[Unit]:
    """Measure trials; the units come in their order and do not depend on who works.

    SimulationError names the replication that failed.
    """
    work = ScatteredWork(engine, Scattered(engine, recipes, trials), seed)  # type: ignore[arg-type]
    if engine.prepare is not None:
        engine.prepare()
    units: list[Unit] = []
    crew = find_crew(work, workers, executor)
    finished = False
    try:
        for chunk in Dispatch(crew).chunks(range(len(trials))):
            units += chunk.units
            if progress is not None:
                progress(len(units), len(trials))
            if chunk.failure is not None:
                trial = trials[chunk.failure.unit]
                recipe = recipes[trial.place]
                where = f"replication {trial.replication} of '{recipe.scenario.name}', seed {seed}"
                changes = f" with {', '.join(f'{path}={value}' for path, value in recipe.changes.items())}" * bool(recipe.changes)
                error = SimulationError(f"{where}{changes}: {chunk.failure.what}")
                if chunk.failure.trace:
                    error.add_note(chunk.failure.trace)
                raise error
        finished = True
    finally:
        crew.close(at_once=not finished)
        _compiled.cache_clear()
    return units


def rows_of(units: Sequence[Unit]) -> Rows:
    """Rows of some units, in their order."""
    return Rows(*(np.array([getattr(unit, name) for unit in units]) for name in Rows._fields))
