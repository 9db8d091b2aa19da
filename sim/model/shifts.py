"""When a seat is worked in one replication: its calendar less the days of absence."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..plan.calendars import compiled
from ..plan.types import Calendar, Plan, Seat
from ..rules.codes import NEVER
from ..rules.draws import Purpose
from .draws import Draws

A_DAY = 86_400_000_000


class Shifts(NamedTuple):
    """`plan`: opening, closing and whether the rep is absent; `calendar`: the shifts that are worked."""

    plan: list[tuple[int, int, bool]]
    calendar: Calendar


def shifts(seat: Seat, plan: Plan, draws: Draws) -> Shifts:
    """Shifts of a seat up to the run's end."""
    pieces: list[tuple[int, int, bool]] = []
    for opens, closes in zip(seat.calendar.opens.tolist(), seat.calendar.closes.tolist(), strict=True):
        opens, closes = opens, min(closes, plan.end)
        if opens >= closes:
            break
        for start, end in _held(opens, closes, seat.gone):
            for first, last in _parted(start, end, plan):
                pieces.extend(_present(first, last, seat, plan, draws))
    worked = compiled((opens, closes) for opens, closes, absent in pieces if not absent)
    return Shifts(pieces, worked)


def _held(opens: int, closes: int, gone: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """Parts of an interval in which the seat is held."""
    parts = [(opens, closes)]
    for start, end in gone:
        parts = [(a, b) for low, high in parts for a, b in ((low, min(high, start)), (max(low, end), high)) if a < b]
    return parts


def _parted(opens: int, closes: int, plan: Plan) -> tuple[tuple[int, int], ...]:
    """An interval, parted where an adoption may change when it ends: nobody knows before what will be adopted."""
    if plan.kind == "adoption" and opens < plan.start < closes:
        return (opens, plan.start), (plan.start, closes)
    return ((opens, closes),)


def diary(key: int, plan: Plan, draws: Draws) -> Calendar | None:
    """Shifts of a seat as its holder foresees them before an adoption; none without one, or for a seat that is not there yet."""
    seat = next((each for each in plan.before.seats if each.key == key), None)
    if plan.before is plan.after or seat is None:
        return None
    past = plan._replace(after=plan.before)
    return shifts(seat._replace(gone=holders(seat, past, draws)), past, draws).calendar


def _present(opens: int, closes: int, seat: Seat, plan: Plan, draws: Draws) -> list[tuple[int, int, bool]]:
    """Parts of an interval by presence: absence is drawn for whole local days."""
    if plan.before.people.absence == 0.0 and plan.after.people.absence == 0.0:
        return [(opens, closes, False)]
    parts: list[tuple[int, int, bool]] = []
    first = int(np.searchsorted(seat.days, opens, side="right")) - 1
    for i in range(first, len(seat.days) - 1):
        start, end = max(opens, int(seat.days[i])), min(closes, int(seat.days[i + 1]))
        if start >= end:
            break
        terms = plan.after if seat.days[i] >= plan.start else plan.before
        absent = draws.happens(Purpose.ABSENCE, seat.key, seat.first_day + i, terms.people.absence)
        if parts and parts[-1][2] == absent:
            parts[-1] = (parts[-1][0], end, absent)
        else:
            parts.append((start, end, absent))
    return parts


def holders(seat: Seat, plan: Plan, draws: Draws) -> tuple[tuple[int, int], ...]:
    """Intervals in which nobody holds a seat: the planned ones, and those after a rep who left by themselves.

    Who was here when the run began has an age of their own: part of their time has passed.
    """
    gone = list(seat.gone)
    if plan.before.people.tenure.never >= 1.0 and plan.after.people.tenure.never >= 1.0:
        return seat.gone
    at, holder = 0, 0
    while at < plan.end:
        holder += 1
        people = plan.after.people if at >= plan.start else plan.before.people
        stays = draws.time(Purpose.TENURE, seat.key, holder, people.tenure)
        if holder == 1 and stays < NEVER:
            stays = round(stays * draws.uniform(Purpose.TENURE, seat.key, 0))
        leaves = at + (stays if holder == 1 else max(stays, A_DAY))  # nobody comes and goes without end in one instant
        if leaves >= plan.end:
            break
        lag = (plan.after if leaves >= plan.start else plan.before).people.hiring_lag
        at = leaves + max(lag, 1)
        gone.append((leaves, at))
    whole = compiled(sorted(gone))
    return tuple(zip(whole.opens.tolist(), whole.closes.tolist(), strict=True))
