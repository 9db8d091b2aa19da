"""Writing down what happens."""

from __future__ import annotations

from .codes import Error
from .linking import story
from .reach import event_at, world_at

ROW = 40


@story
def record(w: int, event: int, lead: int, rep: int, item: int, amount: float, reason: int) -> None:
    """Write one row of the log at the present instant; `lead` and `rep` are keys."""
    world = world_at(w)
    if world.events_n == world.events_room:
        world.error = Error.EVENTS
        return
    row = event_at(world.events + world.events_n * ROW)
    world.events_n += 1
    row.time = world.now
    row.lead = lead
    row.rep = rep
    row.amount = amount
    row.item = item
    row.event = event
    row.reason = reason


@story
def pack(w: int, cycle: int, kind: int, number: int) -> int:
    """Cycle, kind and number of a piece of work in one integer, as `log.pack_item`."""
    if cycle >> 7 or kind >> 8 or number >> 16:
        world_at(w).error = Error.NOT_PACKED
    return cycle << 24 | kind << 16 | number
