"""Simulated years that are kept while somebody may ask for them again; the least used go first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Generic, TypeVar

from .glimpses import Glimpse

if TYPE_CHECKING:
    from ..plan import Plan
    from ..study.crew.engine import Engine
    from ..study.crew.measuring import Unit

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """A bounded memory by key: what was not asked for longest is forgotten first. Its owner guards it."""

    def __init__(self, most: int) -> None:
        self._most = most
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
        while len(self._items) > self._most:
            self._items.popitem(last=False)
        return value

    def once(self, key: K, make: Callable[[], V]) -> V:
        """What is kept under a key, made when it is not there."""
        found = self.get(key)
        return self.put(key, make()) if found is None else found


class Years:
    """Simulated years of one plan under one seed, by replication; the first few also with what their logs show."""

    def __init__(self, plan: Plan, engine: Engine, seed: int) -> None:
        self.plan, self.engine, self.seed = plan, engine, seed
        self.units: dict[int, Unit] = {}
        self.glimpses: dict[int, Glimpse] = {}
        self.in_work: set[int] = set()
        self.done = 0  # replications 0 … done − 1 are there
        self.trouble = ""  # why one of them cannot be simulated

    def add(self, replication: int, unit: Unit) -> None:
        """Keep a replication."""
        self.units[replication] = unit
        while self.done in self.units:
            self.done += 1

    def first(self, count: int) -> list[Unit]:
        """Units of the first `count` replications."""
        return [self.units[i] for i in range(count)]

    def missing(self, until: int) -> int | None:
        """First replication below `until` that nobody has made or is making."""
        return next((i for i in range(self.done, until) if i not in self.units and i not in self.in_work), None)
