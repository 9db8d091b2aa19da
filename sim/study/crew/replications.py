"""Replications of one or several plans, whoever works on them, always in the same order.

Logs are measured and dropped at once, so memory grows by one row of measures a replication.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from ...errors import SimulationError, StudyError
from .crews import find_crew
from .dispatch import Dispatch
from .engine import CrewName, Engine
from .measuring import Failure, Unit, Work

if TYPE_CHECKING:
    from ...plan import Plan
    from .draws import Draws

Progress = Callable[[int, int], None]

WEEKLY_REPLICATIONS = 1000  # weekly series are kept of so many, which is plenty for their quantiles;
WEEKLY_UNITS = 10_000  # of all plans together of so many: a grid has hundreds of plans,
WEEKLY_LEAST = 20  # but of so many in any case, by which a warm-up is judged
AT_ONCE = 1000  # units read at once of those that are kept


def weekly_replications(plans: int) -> int:
    """Replications of each of some plans whose weekly series are kept."""
    return min(WEEKLY_REPLICATIONS, max(WEEKLY_LEAST, WEEKLY_UNITS // plans))


class Rows(NamedTuple):
    """Measures of one plan's replications: n replications, m measures, w weeks, s series."""

    values: NDArray[np.float64]  # (n, m)
    numerators: NDArray[np.float64]  # (n, m)
    denominators: NDArray[np.float64]  # (n, m)
    weekly: NDArray[np.float64]  # (at most as many as `weekly_replications` says, w, s)

    @property
    def replications(self) -> int:
        """Number of replications."""
        return len(self.values)

    def first(self, count: int) -> Rows:
        """Rows of the first `count` replications."""
        return Rows(*(array[:count] for array in self))


class Keeping(Protocol):
    """Where units are kept beyond this process, of every plan the first so many; see `store.Part`."""

    @property
    def kept(self) -> Sequence[int]:
        """Replications kept of each plan."""

    def read(self, first: int, last: int) -> list[tuple[int, Unit]]:
        """Read what is kept of replications first … last − 1 of all plans, with the units' numbers."""

    def add(self, numbers: Sequence[int], units: Sequence[Unit]) -> None:
        """Keep the units of these numbers."""

    def replay(self, place: int, replication: int) -> str | None:
        """Say how one replication is looked at alone, if it can."""


class Replications:
    """Growing sets of replications 0, 1, 2, … of several plans under one seed, all together or some.

    A context manager. `rows` holds one entry a plan. Results depend neither on `workers` nor on
    `executor`, which is a kind of crew, an address of a cluster, or an executor; by default what suits
    the engine. With `keeping`, what is kept there is read instead of simulated, and what is simulated is
    kept there; `logs` keeps the logs too. With `draws`, values in doubt are drawn in each replication.
    `progress` is told replications done and planned, of all plans
    together, without those that were kept: the time they take tells the time that is left.
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
        draws: Draws | None = None,
    ) -> None:
        if workers < 1:
            raise StudyError(f"workers must be 1 or more, not {workers}")
        self._work = Work(engine, tuple(plans), seed, logs, draws)
        self._workers, self._executor, self._progress, self._keeping = workers, executor, progress, keeping
        self._dispatch: Dispatch | None = None
        self._rows: list[list[Rows]] = [[] for _ in plans]
        self._counts = [0] * len(plans)
        self._given = 0  # of them were kept, which takes no time
        self._weekly = weekly_replications(len(plans))

    def __enter__(self) -> Replications:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._dispatch is not None:
            self._dispatch.crew.close(at_once=kind is not None)
            self._dispatch = None
        if self._work.draws is not None:
            self._work.draws.forget()

    @property
    def counts(self) -> tuple[int, ...]:
        """Number of replications of each plan."""
        return tuple(self._counts)

    @property
    def count(self) -> int:
        """Number of replications that all plans have."""
        return min(self._counts)

    @property
    def simulated(self) -> int:
        """Replications of all plans together, kept ones among them."""
        return sum(self._counts)

    @property
    def rows(self) -> list[Rows]:
        """Rows of every plan so far, in order of replication."""
        for parts in self._rows:
            parts[:] = [Rows(*map(np.concatenate, zip(*parts, strict=True)))] if len(parts) > 1 else parts
        engine = self._work.engine
        nothing = np.empty((0, len(engine.measures)))
        none = Rows(nothing, nothing, nothing, np.empty((0, 0, len(engine.weekly))))
        return [parts[0] if parts else none for parts in self._rows]

    def extend(self, until: int, places: Iterable[int] | None = None, planned: int | None = None) -> None:
        """Have `until` replications of the plans at some places, or of all, simulating those that are not kept.

        They are simulated replication by replication, and within one in the order of `places`. `planned` is
        how many replications of all plans are expected in the end, for the progress.
        """
        chosen = list(range(len(self._counts)) if places is None else places)
        planned = max(planned or 0, self.simulated + sum(max(0, until - self._counts[place]) for place in chosen))
        if self.count_of(chosen) >= until:
            return
        self._read(until, chosen, planned)
        width = len(self._counts)
        numbers = [
            replication * width + place
            for replication in range(self.count_of(chosen), until)
            for place in chosen
            if replication >= self._counts[place]
        ]
        if not numbers:
            return
        if self._dispatch is None:
            if self._work.engine.prepare is not None:
                self._work.engine.prepare()  # once, and not in every worker
            self._dispatch = Dispatch(find_crew(self._work, self._workers, self._executor))
        done = 0
        for chunk in self._dispatch.chunks(numbers):
            made = numbers[done : done + len(chunk.units)]
            done += len(made)
            if self._keeping is not None and made:
                self._keeping.add(made, chunk.units)
            for number, unit in zip(made, chunk.units, strict=True):
                self._take(number, unit)
            self._tell(planned)
            if chunk.failure is not None:
                raise self._failed(chunk.failure)

    def count_of(self, places: Iterable[int]) -> int:
        """Number of replications that the plans at some places have."""
        return min(self._counts[place] for place in places)

    def _read(self, until: int, places: Sequence[int], planned: int) -> None:
        """Take what is kept of the plans at some places, and tell what is left to do."""
        width, wanted = len(self._counts), set(places)
        last = 0 if self._keeping is None else min(until, max(self._keeping.kept[place] for place in wanted))
        step = max(1, AT_ONCE // width)
        for first in range(self.count_of(wanted), last, step):
            assert self._keeping is not None  # else there is nothing to read
            for number, unit in self._keeping.read(first, min(first + step, last)):
                replication, place = divmod(number, width)
                if place in wanted and replication == self._counts[place]:
                    self._take(number, unit)
                    self._given += 1
        self._tell(planned)

    def _take(self, number: int, unit: Unit) -> None:
        replication, place = divmod(number, len(self._counts))
        weekly = unit.weekly[None] if replication < self._weekly else self._rows[place][0].weekly[:0]
        self._rows[place].append(Rows(unit.values[None], unit.numerators[None], unit.denominators[None], weekly))
        self._counts[place] += 1

    def _failed(self, failure: Failure) -> SimulationError:
        replication, place = divmod(failure.unit, len(self._work.plans))
        plan = self._work.plans[place]
        alone = None if self._keeping is None else self._keeping.replay(place, replication)
        if alone is None:
            base = ", base=…" if place and plan.kind == "adoption" else ""
            alone = f"simulate(scenario{base}, replication={replication}, seed={self._work.seed}) in Python"
        drawn = "" if self._work.draws is None else f" with {self._work.draws.words(replication)}"
        where = f"replication {replication} of '{plan.name}', seed {self._work.seed}{drawn}"
        error = SimulationError(f"{where}: {failure.what}; look at it alone: {alone}")
        if failure.trace:
            error.add_note(failure.trace)
        return error

    def _tell(self, planned: int) -> None:
        if self._progress is not None:
            self._progress(self.simulated - self._given, planned - self._given)
