"""Room for a story's own notes, given back when it ends, and putting things in order there."""

from __future__ import annotations

from .codes import Error
from .linking import story
from .reach import put_whole, whole, world_at


@story
def takes_room(w: int, n: int) -> int:
    """Room for whole numbers (or floats), until `gives_back` with its address."""
    world = world_at(w)
    if world.stack_n + n > world.stack_room:
        world.error = Error.STACK  # nothing may be written: whoever asks looks
        return world.stack
    address = world.stack + 8 * world.stack_n
    world.stack_n += n
    return address


@story
def gives_back(w: int, address: int) -> None:
    """Give back the room from an address on."""
    world = world_at(w)
    world.stack_n = (address - world.stack) // 8


@story
def bisect_left(address: int, n: int, x: int) -> int:
    """Place of the first number not below x, as Python's `bisect` finds it."""
    low, high = 0, n
    while low < high:
        middle = (low + high) // 2
        if whole(address, middle) < x:
            low = middle + 1
        else:
            high = middle
    return low


@story
def bisect_right(address: int, n: int, x: int) -> int:
    """Place of the first number above x."""
    low, high = 0, n
    while low < high:
        middle = (low + high) // 2
        if x < whole(address, middle):
            high = middle
        else:
            low = middle + 1
    return low


@story
def sinks_pair(keys: int, values: int, n: int, place: int) -> None:
    """Put the pair at a place of a heap where it belongs below."""
    key, value = whole(keys, place), whole(values, place)
    while True:
        below = 2 * place + 1
        if below >= n:
            break
        if below + 1 < n and whole(keys, below + 1) > whole(keys, below):
            below += 1
        if whole(keys, below) <= key:
            break
        put_whole(keys, place, whole(keys, below))
        put_whole(values, place, whole(values, below))
        place = below
    put_whole(keys, place, key)
    put_whole(values, place, value)


@story
def sorts(keys: int, values: int, n: int) -> None:
    """Put pairs in the order of their keys; how equal keys come out is not said."""
    if n < 24 or is_nearly_sorted(keys, n):
        for i in range(1, n):
            key, value = whole(keys, i), whole(values, i)
            place = i
            while place > 0 and whole(keys, place - 1) > key:
                put_whole(keys, place, whole(keys, place - 1))
                put_whole(values, place, whole(values, place - 1))
                place -= 1
            put_whole(keys, place, key)
            put_whole(values, place, value)
        return
    for i in range(n // 2):
        sinks_pair(keys, values, n, n // 2 - 1 - i)
    for i in range(n - 1):
        last = n - 1 - i
        key, value = whole(keys, 0), whole(values, 0)
        put_whole(keys, 0, whole(keys, last))
        put_whole(values, 0, whole(values, last))
        put_whole(keys, last, key)
        put_whole(values, last, value)
        sinks_pair(keys, values, last, 0)


@story
def is_nearly_sorted(keys: int, n: int) -> bool:
    """Whether no key is much out of place: none is below one that stands 64 places before it or more."""
    most = whole(keys, 0)
    for i in range(64, n):
        if whole(keys, i) < most:
            return False
        most = max(most, whole(keys, i - 63))
    return True
