"""Asking rules of attribution about two scenarios: a row of measures does not hold what they say, so both are simulated again."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np

from ..answers.credit import Attribution
from ..crew.engine import Engine
from ..crew.replications import Progress
from ..kept.store import Store

if TYPE_CHECKING:
    from ...plan import Plan

AT_ONCE = 16  # replications until what was found is kept
Said = list[tuple[Any, ...]]  # of one replication, by source: its name, and money by each rule


class Rules:
    """Rules of attribution, to be asked of so many units: replication by replication the base, then the other.

    What was kept of them is not asked again, and what is found is kept as it goes.
    """

    def __init__(self, engine: Engine, plans: tuple[Plan, Plan], seed: int, units: int, store: Store | None) -> None:
        self._engine, self._plans, self._seed, self._units, self._store = engine, plans, seed, units, store
        kept: list[Said] = (None if store is None else store.get("attributions")) or []
        self._found = kept
        self._missing = range(len(kept), units)
        self._progress: Progress | None = None
        self._done = self._planned = 0

    def told(self, progress: Progress | None) -> Progress | None:
        """Who is told of what comes before, with what is to be done here."""
        self._progress = progress
        return None if progress is None else self._tell

    def ask(self, names: Sequence[str], workers: int) -> tuple[Attribution, ...]:
        """Ask what is not known yet; means over replications by scenario and source, the base first."""
        before = self._done
        with ThreadPoolExecutor(workers) as pool:
            for first in range(self._missing.start, self._missing.stop, AT_ONCE):
                some = range(first, min(first + AT_ONCE, self._missing.stop))
                for said in pool.map(self._ask, some):
                    self._found.append(said)
                    if self._progress is not None:
                        self._tell(before + len(self._found) - self._missing.start, self._planned)
                if self._store is not None:
                    self._store.put(attributions=self._found)
        return tuple(
            Attribution(names[place], rows[0][0], *np.mean([row[1:] for row in rows], axis=0).tolist())
            for end, place in enumerate((0, -1))
            for rows in zip(*self._found[end : self._units : 2], strict=True)
        )

    def _ask(self, unit: int) -> Said:
        from ...measures.credit import attribution

        replication, end = divmod(unit, len(self._plans))
        plan = self._plans[end]
        return [tuple(each) for each in attribution(plan, self._engine.simulate(plan, self._seed, replication))]

    def _tell(self, done: int, planned: int) -> None:
        assert self._progress is not None  # or nobody calls it
        self._done, self._planned = done, planned
        self._progress(done, planned + len(self._missing))
