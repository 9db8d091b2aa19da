"""A few simulated years looked at event by event: logs of the same replications of chosen scenarios."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from ...measures.tables import Tables
from ...study.results import Study

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_YEARS = {"compiled": 10}  # replications looked at; of a slower engine fewer
FEWEST_YEARS = 3

T = TypeVar("T")


def looked_at(study: Study, scenarios: Sequence[int], look: Callable[[Tables], T]) -> list[list[T]]:
    """What a look at the log of each of the first replications finds, by scenario and replication."""
    count = min(study.count, MOST_YEARS.get(study.engine.name, FEWEST_YEARS))
    return [[look(Tables(*study.replay(year, study.names[place]))) for year in range(count)] for place in scenarios]
