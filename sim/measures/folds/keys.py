"""Finding keys among keys: a table of open addressing, nearly empty so that most are found at the first look."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...rules.compiling import rule
from .columns import INTS

ROOM = 4  # places for each key, at least
SPREAD = 0x9E3779B97F4A7C15  # odd, 2^64 over the golden ratio: neighbouring keys land far apart (Knuth, vol. 3, 6.4)


def room_for(keys: int) -> int:
    """Places that a table of so many keys takes."""
    return 1 << max(1, (ROOM * keys - 1).bit_length())


@rule("int64(int64)")
def bits_of(places: int) -> int:
    """How many bits tell places of a table apart."""
    bits = 1
    while 1 << bits < places:
        bits += 1
    return bits


@rule("void(int64[::1], int32[::1])")
def enter(keys: NDArray[np.int64], places: NDArray[np.int32]) -> None:
    """Write the place of each key where its hash says; -1 where nothing is. Of equal keys the first is found first."""
    bits = bits_of(len(places))
    places[:] = -1
    around = np.uint64(len(places) - 1)
    for i in range(len(keys)):
        at = np.uint64(keys[i]) * np.uint64(SPREAD) >> np.uint64(64 - bits)
        while places[at] >= 0:
            at = (at + np.uint64(1)) & around
        places[at] = i


@rule("int64(int32[::1], int64[::1], int64, int64)", inside=True)
def place_of(places: NDArray[np.int32], keys: NDArray[np.int64], bits: int, key: int) -> int:
    """Place of a key among those of a table of 2^bits places; -1 where it is not."""
    at = np.uint64(key) * np.uint64(SPREAD) >> np.uint64(64 - bits)
    place = np.int64(places[at])
    while place >= 0 and keys[place] != key:
        at = (at + np.uint64(1)) & np.uint64(len(places) - 1)
        place = np.int64(places[at])
    return place


@rule(f"void(int32[::1], int64[::1], {INTS}, int32[::1], int64[::1])")
def find(places: NDArray[np.int32], keys: NDArray[np.int64], sought: NDArray[np.int64],
         rows: NDArray[np.int32], result: NDArray[np.int64]) -> None:  # fmt: skip
    """Write the place among the keys of a table of what is sought in each of some rows; -1 where it is not."""
    bits = bits_of(len(places))
    for i in range(len(rows)):
        result[i] = place_of(places, keys, bits, sought[rows[i]])
