"""A few simulated years looked at event by event: the logs of the first replications, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ...measures.tables import Tables
from ...study.answers.results import Study

MOST_YEARS = {"compiled": 5}  # replications looked at; of a slower engine fewer
FEWEST_YEARS = 2

Look = Callable[[Tables], "np.ndarray[Any, Any]"]


class Years:
    """Looks at a study's logs; each log is made or read once for all looks, and dropped."""

    def __init__(self, study: Study, *looks: Look) -> None:
        self._study, self._looks = study, looks
        self._found: dict[int, list[np.ndarray[Any, Any]]] = {}

    @property
    def count(self) -> int:
        """How many years are looked at."""
        return min(self._study.count, MOST_YEARS.get(self._study.engine.name, FEWEST_YEARS))

    def of(self, scenario: int, look: Look) -> np.ndarray[Any, Any]:
        """What a look finds in each year of a scenario, stacked by year."""
        if scenario not in self._found:
            name = self._study.names[scenario]
            years = [self._seen(Tables(*self._study.replay(year, name))) for year in range(self.count)]
            self._found[scenario] = [np.array(each) for each in zip(*years, strict=True)]
        return self._found[scenario][self._looks.index(look)]

    def _seen(self, tables: Tables) -> list[np.ndarray[Any, Any]]:
        return [look(tables) for look in self._looks]
