"""Who held which seat when, and how long."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..log import Event
from .lookup import Floats, Ints
from .tables import Tables, by_rep


class Holders(NamedTuple):
    """Holders of seats: from when to when; who was here when the run began has been for ever."""

    seat: Ints
    joined: Ints
    left: Ints
    qualifies_only: np.ndarray[tuple[int], np.dtype[np.bool_]]


def holders(t: Tables) -> Holders:
    """Every holder of every seat."""
    joins, leaves = (rows[by_rep(rows)] for rows in map(t.rows, (Event.REP_JOINED, Event.REP_LEFT)))
    seats: list[int] = []
    ends: list[int] = []
    for seat in np.unique(joins["rep"]).tolist():
        came, went = joins["time"][joins["rep"] == seat], leaves["time"][leaves["rep"] == seat].tolist()
        seats += [seat] * len(came)
        ends += [*went, t.end][: len(came)]
    only = [seat.key for seat in t.plan.after.seats if seat.qualifies_only]
    return Holders(np.array(seats, np.int64), joins["time"], np.array(ends, np.int64), np.isin(seats, only))


def together(h: Holders, start: int, end: int) -> Ints:
    """How long each was present in an interval."""
    present: Ints = np.minimum(h.left, end) - np.maximum(h.joined, start)
    return np.maximum(present, 0)


def ramped(h: Holders, start: int, end: int, ramp: int) -> Floats:
    """The same, each moment weighted by how far a new holder has come: from 0 at joining to 1 after the ramp."""
    present = together(h, start, end).astype(np.float64)
    if ramp <= 0:
        return present
    first = np.maximum(h.joined, start) - h.joined
    last = first + present
    new = (h.joined > 0) & (present > 0)

    def come(age: Floats) -> Floats:
        return np.where(age < ramp, age * age / (2 * ramp), age - ramp / 2)

    return np.where(new, come(last) - come(first.astype(np.float64)), present)
