"""Looking things up by key, by lead and by time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

HOUR = 3_600_000_000
MINUTE = 60_000_000
DAY = 24 * HOUR
YEAR = 31_557_600_000_000  # 365.25 days
CYCLES = 128


def places(keys: Ints, sought: Ints) -> Ints:
    """Place of each sought key among the keys; -1 where it is not."""
    if len(keys) == 0:
        return np.full(len(sought), -1, np.int64)
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    at = np.minimum(np.searchsorted(ordered, sought), len(keys) - 1)
    return np.where(ordered[at] == sought, order[at], -1)


class Steps:
    """Things that happened to leads, to be looked up by lead and time."""

    def __init__(self, who: Ints, time: Ints) -> None:
        self.order = np.lexsort((time, who))
        self.times = np.unique(time)
        self.who = who[self.order]
        self.at = time[self.order]
        self.keys = self._key(self.who, self.at)

    def _key(self, who: Ints, time: Ints) -> Ints:
        ranks: Ints = who * (len(self.times) + 1) + np.searchsorted(self.times, time, side="right")
        return ranks

    def _found(self, place: Ints, who: Ints) -> Ints:
        inside = np.clip(place, 0, max(len(self.who) - 1, 0))
        there = (place >= 0) & (place < len(self.who))
        if len(self.who) == 0:
            return np.full(len(who), -1, np.int64)
        return np.where(there & (self.who[inside] == who), self.order[inside], -1)

    def last(self, who: Ints, time: Ints) -> Ints:
        """Place of the last thing that had happened to each lead by a time; -1: none."""
        return self._found(np.searchsorted(self.keys, self._key(who, time), side="right") - 1, who)

    def next(self, who: Ints, time: Ints) -> Ints:
        """Place of the first thing that happened to each lead after a time; -1: none."""
        return self._found(np.searchsorted(self.keys, self._key(who, time), side="right"), who)
