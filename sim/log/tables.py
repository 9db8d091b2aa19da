"""The two tables of facts, and the log that holds them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..errors import SimulationError

EVENT_COLUMNS = "<qqqdihh"  # the same layout for struct.pack, which the readable model writes with
EVENT = np.dtype(
    [
        ("time", "<i8"),  # microseconds since the log's origin
        ("lead", "<i8"),  # key of the lead; 0: none
        ("rep", "<i8"),  # key of the seat; 0: none
        ("amount", "<f8"),  # unit by event
        ("item", "<i4"),  # cycle, task kind and number, see `pack_item`
        ("event", "<i2"),
        ("reason", "<i2"),
    ]
)
LEAD = np.dtype(
    [
        ("lead", "<i8"),  # key
        ("channel", "<i8"),  # key
        ("persona", "<i8"),  # key (truth)
        ("captured", "<i8"),  # microseconds since the log's origin
        ("day", "<i4"),  # local day of the candidate in its channel
        ("strip", "<i4"),  # strip of the marked field; -1: injected, -2: opening
        ("number", "<i4"),  # number of the candidate in its strip
        ("fit", "<i2"),  # truth: 1 can and should buy
        ("reachable", "<i2"),  # truth: 1 can be reached
        ("answerability", "<f8"),  # truth: logits
        ("value", "<f8"),  # truth: money
        ("degree", "<f8"),  # truth: how well it fits, 1 best, 0 just or not at all
        ("readiness", "<i2"),  # truth: state at capture, see rules.codes.READINESS
        ("wide", "<i2"),  # 1: came because the net was cast wider
        ("recorded", "<i8"),  # key of the channel recorded as its source; 0: none
        ("account", "<i8"),  # truth: key of the lead whose account it belongs to; 0: its own
        ("features", "<f8", (6,)),  # what the form shows of the firm, see rules.codes.FEATURES
    ]
)

Events = NDArray[np.void]
Leads = NDArray[np.void]


class Counts(NamedTuple):
    """The engine's own running counts, kept apart from the log, for the conservation check."""

    captured: int
    status: tuple[int, ...]  # leads by Status code, index 0 unused
    disposition: tuple[int, ...]  # leads by Disposition code
    minutes_worked: float
    minutes_scheduled: float
    minutes_overtime: float
    minutes_idle: float
    revenue: float


class Log(NamedTuple):
    """What happened in one replication: facts from time 0."""

    events: Events
    leads: Leads
    counts: Counts
    end: int  # microseconds since the log's origin


def pack_item(cycle: int, kind: int, number: int) -> int:
    """Cycle (7 bits, so that the column stays positive), task kind (8) and number (16) in one integer.

    It is the visit of a draw too, so what has no room is an error, never another name's number.
    """
    if cycle >> 7 | kind >> 8 | number >> 16:
        raise SimulationError(f"no room to name cycle {cycle}, kind {kind}, number {number}")
    return (cycle << 24) | (kind << 16) | number
