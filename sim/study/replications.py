"""Replications of one or several plans, whoever works on them, always in the same order.

Logs are measured and dropped at once, so memory grows by one row of measures a replication.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from ..errors import SimulationError, StudyError
from .crews import find_crew
from .dispatch import Dispatch
from .engine import CrewName, Engine
from .measuring import Failure, Unit, Work

if TYPE_CHECKING:
    from ..plan import Plan

Progress = Callable[[int, int], None]

WEEKLY_REPLICATIONS = 1000  # weekly series are kept of so many, which is plenty for their quantiles
AT_ONCE = 1000  # units read at once of those that are kept


class Rows(NamedTuple):
    """Measures of one plan's replications: n replications, m measures, w weeks, s series."""

    values: NDArray[np.float64]  # (n, m)
    numerators: NDArray[np.float64]  # (n, m)
    denominators: NDArray[np.float64]  # (n, m)
    weekly: NDArray[np.float64]  # (at most WEEKLY_REPLICATIONS, w, s)

    @property
    def replications(self) -> int:
        """Number of replications."""
        return len(self.values)

    def first(self, count: int) -> Rows:
        """Rows of the first `count` replications."""
        return Rows(*(array[:count] for array in self))


class Keeping(Protocol):
    """Where units are kept beyond this process, in order from 0; see `store.Part`."""

    kept: int

    def read(self, first: int, last: int) -> list[Unit]:
        """Read units first … last − 1."""

    def add(self, first: int, units: Sequence[Unit]) -> None:
        """Keep units from `first` on."""

    def replay(self, place: int, replication: int) -> str:
        """Say how one replication is looked at alone."""


class Replications:
    """A growing set of replications 0, 1, 2, … of several plans under one seed.

    A context manager. `rows` holds one entry a plan. Results depend neither on `workers` nor on
    `executor`, which is a kind of crew, an address of a cluster, or an executor; by default what suits
    the engine. With `keeping`, what is kept there is read instead of simulated, and what is simulated is
    kept there; `logs` keeps the logs too.
    """

    def __init__(
        self,
        engine: Engine,
        plans: Sequence[Plan],
        seed: int,
        workers: int = 1,
        progress: Progress | None = None,
        *,
        executor: CrewName | str | Executor | None = None,
        keeping: Keeping | None = None,
        logs: bool = False,
    ) -> None:
        if workers < 1:
            raise StudyError(f"workers must be 1 or more, not {workers}")
        self._work = Work(engine, tuple(plans), seed, logs)
        self._workers, self._executor, self._progress, self._keeping = workers, executor, progress, keeping
        self._dispatch: Dispatch | None = None
        self._rows: list[list[Rows]] = [[] for _ in plans]
        self._units = 0

    def __enter__(self) -> Replications:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._dispatch is not None:
            self._dispatch.crew.close(at_once=kind is not None)
            self._dispatch = None

    @property
    def count(self) -> int:
        """Number of replications of each plan."""
        return self._units // len(self._work.plans)

    @property
    def rows(self) -> list[Rows]:
        """Rows of every plan so far, in order of replication."""
        if not self.count:
            return []
        for parts in self._rows:
            parts[:] = [Rows(*map(np.concatenate, zip(*parts, strict=True)))] if len(parts) > 1 else parts
        return [parts[0] for parts in self._rows]

    def extend(self, until: int) -> None:
        """Have `until` replications, simulating those that are not kept."""
        last = until * len(self._work.plans)
        if last <= self._units:
            return
        self._tell(until)
        while self._keeping is not None and self._units < min(self._keeping.kept, last):
            self._take(self._keeping.read(self._units, min(self._units + AT_ONCE, self._keeping.kept, last)))
            self._tell(until)
        if self._units < last and self._dispatch is None:
            if self._work.engine.prepare is not None:
                self._work.engine.prepare()  # once, and not in every worker
            self._dispatch = Dispatch(find_crew(self._work, self._workers, self._executor))
        for chunk in self._dispatch.chunks(self._units, last) if self._dispatch is not None else ():
            if self._keeping is not None and chunk.units:
                self._keeping.add(self._units, chunk.units)
            self._take(chunk.units)
            self._tell(until)
            if chunk.failure is not None:
                raise self._failed(chunk.failure)

    def _take(self, units: Sequence[Unit]) -> None:
        for unit in units:
            replication, place = divmod(self._units, len(self._work.plans))
            weekly = unit.weekly[None] if replication < WEEKLY_REPLICATIONS else self._rows[place][0].weekly[:0]
            self._rows[place].append(Rows(unit.values[None], unit.numerators[None], unit.denominators[None], weekly))
            self._units += 1

    def _failed(self, failure: Failure) -> SimulationError:
        replication, place = divmod(failure.unit, len(self._work.plans))
        plan = self._work.plans[place]
        if self._keeping is not None:
            alone = self._keeping.replay(place, replication)
        else:
            base = ", base=…" if place and plan.kind == "adoption" else ""
            alone = f"simulate(scenario{base}, replication={replication}, seed={self._work.seed}) in Python"
        where = f"replication {replication} of '{plan.name}', seed {self._work.seed}"
        error = SimulationError(f"{where}: {failure.what}; look at it alone: {alone}")
        if failure.trace:
            error.add_note(failure.trace)
        return error

    def _tell(self, planned: int) -> None:
        if self._progress is not None:
            self._progress(self.count, planned)
