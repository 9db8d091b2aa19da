"""Simulated years that are kept while somebody may ask for them again; the least used go first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

from ..study.crew.replications import Rows
from .glimpses import Glimpse

if TYPE_CHECKING:
    from ..plan import Plan
    from ..study.crew.engine import Engine
    from ..study.crew.measuring import Floats, Unit

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
ROOM = 4  # simulated years that there is room for at first


class Kept(Generic[K, V]):
    """A memory by key, bounded in number and in weight: what was not asked for longest is forgotten first.

    Its owner guards it. What is kept may grow; it is weighed whenever something is put.
    """

    def __init__(self, most: int, weigh: Callable[[V], int] = lambda _: 0, most_weight: int = 0) -> None:
        self._most, self._weigh, self._most_weight = most, weigh, most_weight
        self._items: OrderedDict[K, V] = OrderedDict()

    def __len__(self) -> int:
        return len(self._items)

    def get(self, key: K) -> V | None:
        """What is kept under a key, or None."""
        if key in self._items:
            self._items.move_to_end(key)
        return self._items.get(key)

    def put(self, key: K, value: V) -> V:
        """Keep something, and forget what was not asked for longest."""
        self._items[key] = value
        self._items.move_to_end(key)
        weight = sum(map(self._weigh, self._items.values()))
        while len(self._items) > 1 and (len(self._items) > self._most or weight > self._most_weight):
            _, gone = self._items.popitem(last=False)
            weight -= self._weigh(gone)
        return value


class Years:
    """Simulated years of one plan under one seed, by replication; the first few also with what their logs show.

    Their owner guards them; rows that were given stay as they are.
    """

    def __init__(self, plan: Plan, engine: Engine, seed: int) -> None:
        self.plan, self.engine, self.seed = plan, engine, seed
        self.glimpses: dict[int, Glimpse] = {}
        self.in_work: set[int] = set()
        self.done = 0  # replications 0 … done − 1 are there
        self.trouble = ""  # why one of them cannot be simulated
        self._there: set[int] = set()
        self._rows: Rows | None = None  # with room for more

    def __len__(self) -> int:
        return len(self._there)

    def add(self, replication: int, unit: Unit) -> None:
        """Keep a replication."""
        rows = self._rows
        if rows is None or replication >= rows.replications:
            room = max(ROOM, 1 << replication.bit_length())
            self._rows = rows = Rows(*(_roomier(rows, name, getattr(unit, name), room) for name in Rows._fields))
        for name in Rows._fields:
            getattr(rows, name)[replication] = getattr(unit, name)
        self._there.add(replication)
        while self.done in self._there:
            self.done += 1

    def first(self, count: int) -> Rows:
        """Rows of the first `count` replications, which must be there."""
        assert self._rows is not None  # callers have been told that they are there
        return self._rows.first(count)

    def missing(self, until: int) -> int | None:
        """First replication below `until` that nobody has made or is making."""
        return next((i for i in range(self.done, until) if i not in self._there and i not in self.in_work), None)


def _roomier(rows: Rows | None, name: str, one: Floats, room: int) -> Floats:
    """Room for so many of a kind of row, with those in it that there are."""
    found = np.full((room, *one.shape), np.nan)
    if rows is not None:
        old = getattr(rows, name)
        found[: len(old)] = old
    return found
