"""The memory of a replication: the plan packed once, room for what happens, used again by the next replication."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import SimulationError
from ..log import EVENT, LEAD, Counts, Disposition, Log, Status
from ..plan.agenda import blocks, meeting_times, meetings, moves, reviews
from ..plan.types import Channel, Plan, Seat, Terms
from ..rules.buyers import TRAITS
from ..rules.codes import NEVER
from ..plan.traits import price_lists, traits
from . import layout
from .codes import Error

Records = NDArray[np.void]
MINUTE = 60e6
EVENTS_A_LEAD, EVENTS_A_SLOT = 12, 2  # about so many, which only speed depends on
LINE = 64  # bytes that a processor fetches at once


def address(array: NDArray[Any]) -> int:
    """Where an array lies."""
    return int(array.ctypes.data)


class Packed:
    """A plan in memory; what it points to lives as long as it does."""

    def __init__(self, plan: Plan) -> None:
        self.kept: list[NDArray[Any]] = []
        self.terms: dict[int, int] = {}
        keys = {channel.key for terms in (plan.before, plan.after) for channel in terms.channels}
        self.channel_keys = sorted(keys)
        self.before, self.after = self.terms_of(plan.before), self.terms_of(plan.after)
        self.seats = self.records(plan.seats, Seat)
        self.extra = self.records(plan.extra, type(plan.extra[0])) if plan.extra else 0

    def array(self, values: Any, kind: type = np.int64) -> int:
        """Address of an array's own copy."""
        made = np.ascontiguousarray(values, kind)
        self.kept.append(made)
        return address(made)

    def terms_of(self, terms: Terms) -> int:
        """Address of terms, packed once."""
        if id(terms) not in self.terms:
            self.terms[id(terms)] = self.records((terms,), Terms)
        return self.terms[id(terms)]

    def records(self, values: Iterable[Any], kind: type) -> int:
        """Address of named tuples of the plan, one after another."""
        values = tuple(values)
        made = np.zeros(len(values), layout.layout_of(kind))
        self.kept.append(made)
        for i, value in enumerate(values):
            self.fill(made, i, value, kind, "")
            self.beside(made, i, value)
        return address(made)

    def fill(self, made: Records, i: int, value: Any, kind: type, prefix: str) -> None:
        """Write a named tuple's fields."""
        for name, hint in layout.hints(kind).items():
            what, part = layout.kind_of(hint), getattr(value, name)
            if what == "one":
                self.fill(made, i, part, hint, f"{prefix}{name}_")
            elif what == "many":
                made[f"{prefix}{name}"][i] = self.records(part, hint.__args__[0]) if part else 0
                made[f"{prefix}{name}_n"][i] = len(part)
            elif what == "array":
                floats = isinstance(part, np.ndarray) and part.dtype.kind == "f"
                made[f"{prefix}{name}"][i] = self.array(part, np.float64 if floats else np.int64)
                made[f"{prefix}{name}_n"][i] = len(part)
            else:
                made[f"{prefix}{name}"][i] = part

    def beside(self, made: Records, i: int, value: Any) -> None:
        """Write what is made of a named tuple once and for all."""
        if isinstance(value, Channel):
            made["id"][i] = self.channel_keys.index(value.key)
            made["mean_volume"][i] = value.arrivals.volumes.mean() if len(value.arrivals.volumes) else 0.0
        elif isinstance(value, Terms):
            places, values, shares = price_lists([persona.value for persona in value.personas])
            made["traits"][i] = self.array([traits(persona) for persona in value.personas], np.float64)
            made["lists"][i] = self.array(places)
            made["list_values"][i], made["list_values_n"][i] = self.array(values, np.float64), len(values)
            made["list_shares"][i] = self.array(shares, np.float64)
            times = meeting_times(value)
            made["meeting_starts"][i] = self.array([start for start, _ in times])
            made["meeting_ends"][i] = self.array([end for _, end in times])
            made["meeting_n"][i] = len(times)


class Room(Exception):  # noqa: N818
    """A replication needs more room than there is; which kind is in its argument."""


class Memory:
    """Everything of one plan's replications, one at a time; not for two threads at once."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.packed = Packed(plan)
        self.arrays: dict[str, NDArray[Any]] = {}
        self.world = np.zeros(1, layout.WORLD)
        self.leads = int(1.1 * sum(float(c.arrivals.volumes.sum()) * c.breadth for c in plan.after.channels)) + 1000
        self.sizes = {
            Error.NODES: 4 * self.leads, Error.HEAP: 4096, Error.EVENTS: 40 * self.leads, Error.LEADS: self.leads,
            Error.TASKS: self.leads, Error.LISTS: 1024, Error.BOOKINGS: 256, Error.COMING: self.leads,
            Error.STREAMS: 4 * len(plan.after.channels) + 1000, Error.PIECES: 1000 + self.leads, Error.PENDING: 1000,
            Error.STACK: 10 * self.leads, Error.INTS: 20_000 * (len(plan.seats) + 1),
        }  # fmt: skip
        self.lay_out()

    def room(self, name: str, number: int, kind: Any = np.int64) -> int:
        """Address of fresh room."""
        size = np.dtype(kind).itemsize
        raw = np.empty(number * size + LINE, np.uint8)
        first = -address(raw) % LINE
        self.arrays[name] = raw[first : first + number * size].view(kind)
        return address(self.arrays[name])

    def lay_out(self) -> None:
        """Take room for everything."""
        plan, world, sizes = self.plan, self.world, self.sizes
        given: dict[str, int] = {
            "end": plan.end, "start": plan.start, "adopts_at": plan.start if plan.kind == "adoption" else NEVER,
            "before": self.packed.before, "after": self.packed.after, "extra": self.packed.extra, "extra_n": len(plan.extra),
            "asks_firms": any(terms.scoring.firmographic for terms in (plan.before, plan.after)),
            "has_accounts": any(c.duplicates > 0.0 for terms in (plan.before, plan.after) for c in terms.channels),
            "moves": moves(plan.before) or moves(plan.after),
            "makes_content": any(terms.content.pieces > 0.0 for terms in (plan.before, plan.after)),
        }  # fmt: skip
        array = self.packed.array
        for name, values in (
            ("week_starts", plan.week_starts), ("month_starts", plan.month_starts), ("days", plan.seats[0].days),
        ):  # fmt: skip
            given |= {name: array(values), f"{name}_n": len(values)}
        given["months"] = array(plan.months)
        for name, times in (("meeting", meetings(plan)), ("review", reviews(plan)), ("block", blocks(plan))):
            given |= {
                f"{name}s": array([at for at, _ in times]), f"{name}_lengths": array([length for _, length in times]),
                f"{name}s_n": len(times),
            }  # fmt: skip
        leads = sizes[Error.LEADS]
        shift = max(20, int(math.log2((plan.end + 1) / (EVENTS_A_LEAD / EVENTS_A_SLOT * leads + 1))))
        slots = (plan.end >> shift) + 1
        lists, bookings = sizes[Error.LISTS], sizes[Error.BOOKINGS]
        given |= {
            "heap": self.room("heap", sizes[Error.HEAP]), "heap_room": sizes[Error.HEAP],
            "piles": self.room("piles", slots, np.int32), "slots": slots, "shift": shift,
            "nodes": self.room("nodes", sizes[Error.NODES], layout.NODE), "nodes_room": sizes[Error.NODES],
            "events": self.room("events", sizes[Error.EVENTS], EVENT), "events_room": sizes[Error.EVENTS],
            "rows": self.room("rows", leads, LEAD), "leads": self.room("leads", leads, layout.LEAD_CARD), "leads_room": leads,
            "firms": self.room("firms", leads * layout.FIRM, np.float64),
            "tasks": self.room("tasks", sizes[Error.TASKS] + 1, layout.TASK), "tasks_room": sizes[Error.TASKS],
            "list_room": lists, "booking_room": bookings,
            "useful": self.room("useful", sizes[Error.PIECES]), "useful_room": sizes[Error.PIECES],
            "labels": self.room("labels", 2 * sizes[Error.PIECES]), "labels_room": sizes[Error.PIECES],
            "handed": self.room("handed", sizes[Error.PIECES]), "handed_room": sizes[Error.PIECES],
            "opened": self.room("opened", leads), "open_leads": self.room("open_leads", leads),
            "nurturing": self.room("nurturing", leads),
            "pending": self.room("pending", 2 * sizes[Error.PENDING]), "pending_room": sizes[Error.PENDING],
            "streams": self.room("streams", sizes[Error.STREAMS], layout.STREAM), "streams_room": sizes[Error.STREAMS],
            "coming": self.room("coming", sizes[Error.COMING], layout.COMING), "coming_room": sizes[Error.COMING],
            "ints": self.room("ints", sizes[Error.INTS]), "ints_room": sizes[Error.INTS],
            "stack": self.room("stack", sizes[Error.STACK]), "stack_room": sizes[Error.STACK],
            "statuses": self.room("statuses", max(Status) + 1), "ended": self.room("ended", max(Disposition) + 1),
            "weights": self.room("weights", layout.FIRM + 1, np.float64), "truth": self.room("truth", TRAITS, np.float64),
        }  # fmt: skip
        for name, value in given.items():
            world[name] = value
        self.seat_reps(lists, bookings)
        self.know_channels()

    def seat_reps(self, lists: int, bookings: int) -> None:
        """Take room for the reps, by key, and for the pool's list after them."""
        plan, world = self.plan, self.world
        n, channels = len(plan.seats), len(self.packed.channel_keys)
        self.arrays["rep"] = reps = np.zeros(n + 1, layout.REP)
        each = {"rest": lists, "roomy": lists, "bookings": 3 * bookings, "own_tasks": lists, "admin": lists, "given": channels}
        for name, size in each.items():
            first = self.room(f"rep_{name}", size * (n + 1))
            reps[name] = first + 8 * size * np.arange(n + 1)
        beliefs = self.room("beliefs", channels * (n + 1), layout.BELIEF)
        reps["beliefs"] = beliefs + layout.BELIEF.itemsize * channels * np.arange(n + 1)
        shifts = self.room("shifts", 2 * (n + 1), layout.SHIFTS)
        reps["shifts"] = shifts + 2 * layout.SHIFTS.itemsize * np.arange(n + 1)
        reps["foreseen"] = reps["shifts"] + layout.SHIFTS.itemsize
        size = layout.layout_of(Seat).itemsize
        reps["key"][:n] = [seat.key for seat in plan.seats]
        reps["seat"][:n] = self.packed.seats + size * np.arange(n)
        if plan.before is not plan.after:
            old = {seat.key: i for i, seat in enumerate(plan.before.seats)}
            seats = self.packed.records(plan.before.seats, Seat)
            reps["seat_before"][:n] = [seats + size * old[seat.key] if seat.key in old else 0 for seat in plan.seats]
        addresses = address(reps) + layout.REP.itemsize * np.arange(n + 1)
        world["reps"], world["reps_n"], world["pool"] = self.packed.array(addresses), n, addresses[n]
        world["rep_keys"] = self.packed.array(reps["key"][:n])
        world["values"], world["order"] = self.room("values", n + 1), self.room("order", n + 1)
        world["flags"] = self.room("flags", n + 1, np.bool_)

    def know_channels(self) -> None:
        """Take room for what is in force for each channel."""
        keys = self.packed.channel_keys
        self.arrays["channels"] = channels = np.zeros(len(keys), layout.CHANNEL_NOW)
        channels["key"] = keys
        for terms, at in ((self.plan.after, self.packed.after), (self.plan.before, self.packed.before)):
            first = int(self.packed_terms(at)["channels"])
            for i, channel in enumerate(terms.channels):
                channels["rules"][keys.index(channel.key)] = first + i * layout.CHANNEL.itemsize
        self.world["channels"], self.world["channels_n"] = address(channels), len(keys)

    def packed_terms(self, at: int) -> Any:
        """Packed terms by their address."""
        return next(array for array in self.packed.kept if address(array) == at)[0]

    def begin(self, seed: int, replication: int) -> None:
        """Forget the last replication."""
        names = list(layout.WORLD.names or ())
        for name in names[names.index(layout.FIRST_ZERO) :]:
            self.world[name] = 0
        self.world["seed"], self.world["replication"] = seed, replication
        self.world["raised"] = self.world["belief"] = 1.0
        self.arrays["statuses"][:] = 0
        self.arrays["ended"][:] = 0

    def grow(self, error: int) -> None:
        """Take more of the room that ran out."""
        self.sizes[error] *= 4 if error in (Error.HEAP, Error.LISTS, Error.BOOKINGS) else 2
        self.lay_out()

    def log(self) -> Log:
        """What happened, in this memory: true until the next replication begins."""
        world, arrays = self.world[0], self.arrays
        return Log(
            events=arrays["events"][: int(world["events_n"])],
            leads=arrays["rows"][: int(world["leads_n"])],
            counts=Counts(
                captured=int(world["captured"]),
                status=(0, *arrays["statuses"][1:].tolist()),
                disposition=tuple(arrays["ended"].tolist()),
                minutes_worked=int(world["worked"]) / MINUTE,
                minutes_scheduled=int(world["scheduled"]) / MINUTE,
                minutes_overtime=int(world["overtime"]) / MINUTE,
                minutes_idle=int(world["idle"]) / MINUTE,
                revenue=float(world["revenue"]),
            ),
            end=self.plan.end,
        )


FAULTS = {
    Error.NOT_PACKED: "no room to name a piece of work: more than 127 cycles, or 65,535 of a kind",
    Error.TOO_MANY_CYCLES: "a lead came back more than 127 times; set recycle.most",
    Error.TOO_MANY_LEADS: "a channel's day has more leads than the model can name",
}


def fault(error: int) -> SimulationError:
    """What went wrong that no room mends."""
    return SimulationError(FAULTS.get(error, f"the compiled engine stopped with error {error}"))
