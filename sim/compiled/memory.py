"""The memory of one thread's replications: room for what happens, used again by the next one, whatever its plan."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import SimulationError
from ..log import EVENT, LEAD, Counts, Disposition, Log, Status
from ..plan.types import Plan, Seat
from ..rules.buyers import TRUTH
from . import layout
from .codes import Error
from .packing import Packed, address
from .queue import CHUNK, LINE, PILES

MINUTE = 60e6
# About so many; only speed depends on it.
EVENTS_A_LEAD, EVENTS_A_SLOT, ROWS_A_LEAD = 12, 4, 30
SPARE = 1.1  # of what is expected

FAULTS = {
    Error.NOT_PACKED: "no room to name a piece of work: more than 127 cycles, or more than 65,535 of a kind",
    Error.TOO_MANY_CYCLES: "a lead came back more than 127 times; set recycle.most",
    Error.TOO_MANY_LEADS: "a channel's day has more leads than the model can name",
}


def first_sizes(plan: Plan) -> dict[int, int]:
    """How much room of each kind a plan gets at first: more is taken when it runs out."""
    expected = max(sum(float(c.arrivals.volumes.sum()) * c.breadth for c in t.channels) for t in (plan.before, plan.after))
    leads = int(SPARE * expected) + sum(extra.leads for extra in plan.extra) + 200
    return {
        Error.CHUNKS: 2 * leads // CHUNK + int(EVENTS_A_LEAD / EVENTS_A_SLOT * leads) // PILES + 100,
        Error.HEAP: 4096,
        Error.EVENTS: ROWS_A_LEAD * leads,
        Error.LEADS: leads,
        Error.TASKS: 1000 + leads,
        Error.LISTS: 1024,
        Error.BOOKINGS: 256,
        Error.COMING: leads,
        Error.STREAMS: 1000 + 4 * len(plan.after.channels),
        Error.PIECES: 1000 + leads,
        Error.PENDING: 1000,
        Error.STACK: 2000 + 20 * leads,
        Error.INTS: 20_000 * (len(plan.seats) + 1),
    }


class Memory:
    """Room for one replication at a time; not for two threads at once."""

    def __init__(self) -> None:
        self.rooms: dict[str, NDArray[np.uint8]] = {}
        self.world = np.zeros(1, layout.WORLD)
        self.sizes: dict[int, int] = {}
        self.packed: Packed | None = None

    def room(self, name: str, number: int, kind: Any = np.int64) -> int:
        """Address of room for so many; what there was before is used again if it is enough."""
        size = number * np.dtype(kind).itemsize + LINE
        if name not in self.rooms or len(self.rooms[name]) < size:
            self.rooms[name] = np.empty(size, np.uint8)
        return address(self.rooms[name]) + -address(self.rooms[name]) % LINE

    def array(self, name: str, number: int, kind: Any = np.int64) -> NDArray[Any]:
        """The first so many of a room as an array."""
        at = self.room(name, number, kind)
        room = self.rooms[name]
        first = at - address(room)
        return room[first : first + number * np.dtype(kind).itemsize].view(kind)

    def begin(self, packed: Packed, seed: int, replication: int) -> None:
        """Forget the last replication, and be ready for one of this plan."""
        if packed is not self.packed:
            self.packed = None  # until everything below has come to its end
            self.sizes = first_sizes(packed.plan)
            self.lay_out(packed)
            self.packed = packed
        names = list(layout.WORLD.names or ())
        for name in names[names.index(layout.FIRST_ZERO) :]:
            self.world[name] = 0
        self.world["seed"], self.world["replication"] = seed, replication
        self.world["raised"] = self.world["belief"] = 1.0
        self.array("statuses", max(Status) + 1)[:] = 0
        self.array("ended", max(Disposition) + 1)[:] = 0

    def grow(self, error: int) -> None:
        """Take more of the room that ran out."""
        assert self.packed is not None
        self.sizes[error] = 2 * self.sizes[error] + 100
        self.lay_out(self.packed)

    def lay_out(self, packed: Packed) -> None:
        """Take room for everything that a plan needs."""
        plan, sizes = packed.plan, self.sizes
        leads, pieces, pending = sizes[Error.LEADS], sizes[Error.PIECES], sizes[Error.PENDING]
        shift = max(20, int(math.log2((plan.end + 1) / (EVENTS_A_LEAD / EVENTS_A_SLOT * leads + 1))))
        bundles = (plan.end >> shift) // PILES + 1
        rooms: dict[str, tuple[int, Any, int]] = {  # how many, of what, and the room that the world knows of
            "heap": (sizes[Error.HEAP], np.int64, sizes[Error.HEAP]),
            "chunks": (CHUNK * sizes[Error.CHUNKS], layout.NODE, sizes[Error.CHUNKS]),
            "events": (sizes[Error.EVENTS], EVENT, sizes[Error.EVENTS]),
            "leads": (leads, layout.LEAD_CARD, leads),
            "tasks": (sizes[Error.TASKS] + 1, layout.TASK, sizes[Error.TASKS]),  # and one for when there is none
            "useful": (pieces, np.int64, pieces),
            "labels": (2 * pieces, np.int64, pieces),
            "handed": (pieces, np.int64, pieces),
            "pending": (2 * pending, np.int64, pending),
            "streams": (sizes[Error.STREAMS] + 1, layout.STREAM, sizes[Error.STREAMS]),
            "coming": (sizes[Error.COMING], layout.COMING, sizes[Error.COMING]),
            "ints": (sizes[Error.INTS], np.int64, sizes[Error.INTS]),
            "stack": (sizes[Error.STACK], np.int64, sizes[Error.STACK]),
        }
        given = dict(packed.given)
        for name, (number, kind, known) in rooms.items():
            given |= {name: self.room(name, number, kind), f"{name}_room": known}
        given |= {
            "bundles": self.room("bundles", bundles),
            "bundles_n": bundles,
            "piles": self.room("piles", PILES),
            "shift": shift,
            "rows": self.room("rows", leads, LEAD),
            "firms": self.room("firms", leads * layout.FIRM, np.float64),
            "opened": self.room("opened", leads),
            "open_leads": self.room("open_leads", leads),
            "nurturing": self.room("nurturing", leads),
            "list_room": sizes[Error.LISTS],
            "booking_room": sizes[Error.BOOKINGS],
            "statuses": self.room("statuses", max(Status) + 1),
            "ended": self.room("ended", max(Disposition) + 1),
            "weights": self.room("weights", layout.FIRM + 1, np.float64),
            "truth": self.room("truth", TRUTH, np.float64),
        }
        for name, value in given.items():
            self.world[name] = value
        self.seat_reps(packed)
        self.know_channels(packed)

    def seat_reps(self, packed: Packed) -> None:
        """Take room for the reps, by key, and for the pool's list after them."""
        plan, world = packed.plan, self.world
        n, sources = len(plan.seats), len(packed.channel_keys) + 1  # and leads without a recorded one
        lists, bookings = self.sizes[Error.LISTS], self.sizes[Error.BOOKINGS]
        reps = self.array("reps", n + 1, layout.REP)
        reps[:] = 0
        each = {"rest": lists, "roomy": lists, "bookings": 3 * bookings, "own_tasks": lists, "admin": lists, "given": sources}
        for name, size in each.items():
            reps[name] = self.room(f"rep_{name}", size * (n + 1)) + 8 * size * np.arange(n + 1)
        beliefs = self.room("rep_beliefs", sources * (n + 1), layout.BELIEF)
        reps["beliefs"] = beliefs + layout.BELIEF.itemsize * sources * np.arange(n + 1)
        shifts = self.room("rep_shifts", 2 * (n + 1), layout.SHIFTS)
        reps["shifts"] = shifts + 2 * layout.SHIFTS.itemsize * np.arange(n + 1)
        reps["foreseen"] = reps["shifts"] + layout.SHIFTS.itemsize
        reps["key"][:n] = [seat.key for seat in plan.seats]
        reps["seat"][:n] = packed.seats + layout.layout_of(Seat).itemsize * np.arange(n)
        reps["seat_before"][:n] = [packed.old_seats.get(seat.key, 0) for seat in plan.seats]
        addresses = self.array("rep_addresses", n + 1)
        addresses[:] = address(reps) + layout.REP.itemsize * np.arange(n + 1)
        keys = self.array("rep_keys", n + 1)
        keys[:n] = reps["key"][:n]
        world["reps"], world["reps_n"], world["pool"] = address(addresses), n, addresses[n]
        world["rep_keys"], world["flags"] = address(keys), self.room("flags", n + 1, np.bool_)
        world["values"] = self.room("values", n + 1)

    def know_channels(self, packed: Packed) -> None:
        """Take room for what is in force for each channel."""
        channels = self.array("channels", len(packed.channel_keys) + 1, layout.CHANNEL_NOW)  # the last: no source
        channels[:] = 0
        channels["key"][:-1], channels["rules"][:-1] = packed.channel_keys, packed.channel_rules()
        self.world["channels"], self.world["channels_n"] = address(channels), len(channels) - 1

    def log(self) -> Log:
        """What happened, in this memory: true until the next replication begins."""
        assert self.packed is not None
        world = self.world[0]
        return Log(
            events=self.array("events", int(world["events_n"]), EVENT),
            leads=self.array("rows", int(world["leads_n"]), LEAD),
            counts=Counts(
                captured=int(world["captured"]),
                status=(0, *self.array("statuses", max(Status) + 1)[1:].tolist()),
                disposition=tuple(self.array("ended", max(Disposition) + 1).tolist()),
                minutes_worked=int(world["worked"]) / MINUTE,
                minutes_scheduled=int(world["scheduled"]) / MINUTE,
                minutes_overtime=int(world["overtime"]) / MINUTE,
                minutes_idle=int(world["idled"]) / MINUTE,
                revenue=float(world["revenue"]),
            ),
            end=self.packed.plan.end,
        )


def fault(error: int) -> SimulationError:
    """What went wrong that no room mends."""
    return SimulationError(FAULTS.get(error, f"the compiled engine stopped with error {error}"))
