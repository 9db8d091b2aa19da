"""A plan as the machine code reads it: packed once, read by every thread, changed by none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..plan.agenda import blocks, meeting_times, meetings, moves, reviews
from ..plan.traits import mean_prior, price_lists, traits
from ..plan.types import Channel, ExtraLead, Plan, Seat, Terms
from ..rules.codes import NEVER
from . import layout

Records = NDArray[np.void]


def address(array: NDArray[Any]) -> int:
    """Where an array lies."""
    return int(array.ctypes.data)


class Packed:
    """A plan in memory; what it points to lives as long as it does."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.kept: list[NDArray[Any]] = []
        self.channel_keys = sorted({channel.key for terms in (plan.before, plan.after) for channel in terms.channels})
        self.after = self.records((plan.after,), Terms)
        self.before = self.after if plan.before is plan.after else self.records((plan.before,), Terms)
        self.seats = self.records(plan.seats, Seat)
        self.old_seats: dict[int, int] = {}  # of those before an adoption, by key
        if plan.before is not plan.after:
            first = self.records(plan.before.seats, Seat)
            self.old_seats = {seat.key: first + i * layout.layout_of(Seat).itemsize for i, seat in enumerate(plan.before.seats)}
        self.given = self.numbers()

    def numbers(self) -> dict[str, int]:
        """What the world is given of the plan, by the names it has there."""
        plan = self.plan
        both = (plan.before, plan.after)
        given = {
            "end": plan.end,
            "start": plan.start,
            "adopts_at": plan.start if plan.kind == "adoption" else NEVER,
            "before": self.before,
            "after": self.after,
            "extra": self.records(plan.extra, ExtraLead),
            "extra_n": len(plan.extra),
            "months": self.array(plan.months),
            "asks_firms": any(terms.scoring.firmographic for terms in both),
            "has_accounts": any(channel.duplicates > 0.0 for terms in both for channel in terms.channels),
            "moves": any(map(moves, both)),
            "makes_content": any(terms.content.pieces > 0.0 for terms in both),
        }
        lists = {"week_starts": plan.week_starts, "month_starts": plan.month_starts, "days": plan.seats[0].days}
        for name, values in lists.items():
            given |= {name: self.array(values), f"{name}_n": len(values)}
        for name, times in (("meeting", meetings(plan)), ("review", reviews(plan)), ("block", blocks(plan))):
            given[f"{name}s"] = self.array([at for at, _ in times])
            given[f"{name}_lengths"] = self.array([length for _, length in times])
            given[f"{name}s_n"] = len(times)
        return given

    def array(self, values: Any, kind: type = np.int64) -> int:
        """Address of an array's own copy."""
        made: NDArray[Any] = np.array(values, kind, order="C", ndmin=1)
        self.kept.append(made)
        return address(made)

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
                made[f"{prefix}{name}"][i] = self.records(part, hint.__args__[0])
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
            made["mean_prior"][i] = mean_prior(value.channels)

    def channel_rules(self) -> list[int]:
        """Address of each channel's rules at first, by key: those before an adoption where there are any."""
        rules: dict[int, int] = {}
        for terms, at in ((self.plan.after, self.after), (self.plan.before, self.before)):
            first = int(next(array for array in self.kept if address(array) == at)["channels"][0])
            rules |= {channel.key: first + i * layout.CHANNEL.itemsize for i, channel in enumerate(terms.channels)}
        return [rules[key] for key in self.channel_keys]
