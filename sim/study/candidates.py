"""Several plans on the same leads with the same luck, each of which may go on or stop by itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from .engine import Engine
from .replications import Progress, Replications, Rows

if TYPE_CHECKING:
    from ..plan import Plan


class Candidates:
    """Growing replications 0, 1, 2, … of each of several plans under one seed; results do not depend on `workers`."""

    def __init__(
        self, engine: Engine, plans: Sequence[Plan], seed: int, workers: int = 1, progress: Progress | None = None
    ) -> None:
        self._made = [Replications(engine, (plan,), seed, workers, self._tell) for plan in plans]
        self._progress = progress
        self._planned = 0

    def extend(self, places: Iterable[int], until: int) -> None:
        """Simulate until each of the plans at these places has so many replications."""
        wanted = [self._made[place] for place in places]
        self._planned = self.simulated + sum(max(0, until - each.count) for each in wanted)
        for each in wanted:
            with each:  # and leave at once: else every plan would keep worker processes of its own
                each.extend(until)

    @property
    def simulated(self) -> int:
        """Replications of all plans together."""
        return sum(each.count for each in self._made)

    def count(self, place: int) -> int:
        """Replications of a plan."""
        return self._made[place].count

    def rows(self, place: int) -> Rows:
        """Rows of a plan, in order of replication."""
        return self._made[place].rows[0]

    def _tell(self, done: int, planned: int) -> None:
        if self._progress is not None:
            self._progress(self.simulated, max(self._planned, self.simulated))
