"""Finding keys among keys: a table of open addressing, nearly empty so that most are found at the first look."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...rules.compiling import rule
from .columns import INTS

ROOM = 4  # places for each key, at least
SPREAD = 0x9E3779B97F4A7C15  # odd, 2^64 over the golden ratio: neighbouring keys land far apart (Knuth, vol. 3, 6.4)


@rule("int32[::1](int64[::1])")
def table(keys: NDArray[np.int64]) -> NDArray[np.int32]:
    """Place of each key, found by its hash; -1 where nothing is. Of equal keys the first is found first."""
    bits = 1
    while 1 << bits < ROOM * len(keys):
        bits += 1
    places = np.full(1 << bits, -1, np.int32)
    around = np.uint64((1 << bits) - 1)
    for i in range(len(keys)):
        at = np.uint64(keys[i]) * np.uint64(SPREAD) >> np.uint64(64 - bits)
        while places[at] >= 0:
            at = (at + np.uint64(1)) & around
        places[at] = i
    return places


@rule(f"int64[::1](int32[::1], int64[::1], {INTS}, int32[::1])")
def found(places: NDArray[np.int32], keys: NDArray[np.int64], sought: NDArray[np.int64],
          rows: NDArray[np.int32]) -> NDArray[np.int64]:  # fmt: skip
    """Place among the keys of a table of what is sought in each of some rows; -1 where it is not."""
    bits = 1
    while 1 << bits < len(places):
        bits += 1
    around = np.uint64(len(places) - 1)
    result = np.empty(len(rows), np.int64)
    for i in range(len(rows)):
        key = sought[rows[i]]
        at = np.uint64(key) * np.uint64(SPREAD) >> np.uint64(64 - bits)
        place = places[at]
        while place >= 0 and keys[place] != key:
            at = (at + np.uint64(1)) & around
            place = places[at]
        result[i] = place
    return result
