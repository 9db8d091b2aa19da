"""Single replications of many scenarios: each is compiled where it is simulated, so that thousands need no room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from ...errors import SimulationError
from .crews import find_crew
from .dispatch import Dispatch
from .engine import CrewName, Engine
from .measuring import Failure, Unit, Work
from .replications import Progress, Rows, weekly_replications

if TYPE_CHECKING:
    from ...plan import Plan
    from ...scenario import Scenario

Changes = Mapping[str, str]
AT_HAND = 16  # plans kept compiled: trials of one scenario follow each other


class Recipe(NamedTuple):
    """A scenario with changes, and the one whose past it shares, if any, with changes of its own."""

    scenario: Scenario
    changes: Changes
    past: Scenario | None
    past_changes: Changes

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


class TrialKeeping(Protocol):
    """Where units of trials are kept beyond this process; see `kept.shelf.Shelf`."""

    def read(self, count: int) -> dict[int, Unit]:
        """Read what is kept of the first `count` trials, by number."""

    def add(self, numbers: Sequence[int], units: Sequence[Unit]) -> None:
        """Keep the units of these trials."""

    def replay(self, number: int) -> str | None:
        """Say how one trial is looked at alone, if it can."""


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
    keeping: TrialKeeping | None = None,
) -> list[Unit]:
    """Measure trials; the units come in their order and do not depend on who works.

    With `keeping`, what is kept there is read instead of simulated, and what is simulated is kept there.
    `progress` is told of those that are simulated. SimulationError names the replication that failed.
    """
    units = {} if keeping is None else keeping.read(len(trials))
    missing = [number for number in range(len(trials)) if number not in units]
    work = ScatteredWork(engine, Scattered(engine, recipes, trials), seed)  # type: ignore[arg-type]
    if progress is not None:
        progress(0, len(missing))
    if not missing:
        return [units[number] for number in range(len(trials))]
    if engine.prepare is not None:
        engine.prepare()
    crew = find_crew(work, workers, executor)
    finished, done = False, 0
    try:
        for chunk in Dispatch(crew).chunks(missing):
            made = missing[done : done + len(chunk.units)]
            done += len(made)
            if keeping is not None and made:
                keeping.add(made, chunk.units)
            units |= zip(made, chunk.units, strict=True)
            if progress is not None:
                progress(done, len(missing))
            if chunk.failure is not None:
                raise _failed(work, chunk.failure, None if keeping is None else keeping.replay(chunk.failure.unit))
        finished = True
    finally:
        crew.close(at_once=not finished)
        _compiled.cache_clear()
    return [units[number] for number in range(len(trials))]


def _failed(work: ScatteredWork, failure: Failure, alone: str | None) -> SimulationError:
    scattered: Scattered = work.plans  # type: ignore[assignment]
    trial = scattered.trials[failure.unit]
    recipe = scattered.recipes[trial.place]
    where = f"replication {trial.replication} of '{recipe.scenario.name}', seed {work.seed}"
    changes = f" with {', '.join(f'{path}={value}' for path, value in recipe.changes.items())}" * bool(recipe.changes)
    look = "" if alone is None else f"; look at it alone: {alone}"
    error = SimulationError(f"{where}{changes}: {failure.what}{look}")
    if failure.trace:
        error.add_note(failure.trace)
    return error


def rows_of(units: Sequence[Unit], scenarios: int) -> Rows:
    """Rows of some units of one of several scenarios, in their order; weekly series of as many as are kept."""
    weekly = [unit.weekly for unit in units[: weekly_replications(scenarios)]]
    values, numerators, denominators = (np.array([unit[place] for unit in units]) for place in range(3))
    return Rows(values, numerators, denominators, np.array(weekly))
