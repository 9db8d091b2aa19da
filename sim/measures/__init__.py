"""What is counted: every measure by one definition, from one log."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np

from ..log import Event, Log
from ..plan.types import Plan
from ..rules.codes import NEVER
from .arena import Arena
from .conservation import check, check_conservation
from .desk import DESK
from .funnel import FUNNEL
from .ledger import LEDGER
from .missed import MISSED
from .money import MONEY
from .people import PEOPLE
from .response import RESPONSE
from .tables import HOUR, Ints, Tables
from .types import Floats, Measure, Measured

__all__ = ["MEASURES", "WEEKLY", "Measure", "Measured", "check_conservation", "measure"]

MEASURES: tuple[Measure, ...] = (*FUNNEL, *RESPONSE, *DESK, *LEDGER, *MONEY, *MISSED, *PEOPLE)
WEEKLY: tuple[str, ...] = ("leads", "mqls", "sqls", "won", "revenue", "first_response_hours_mean")
_COUNTED = (Event.CAPTURED, Event.MQL, Event.QUALIFIED, Event.WON)


class _Kept(threading.local):
    """Memory that a thread uses again for each log; none while it is in use, should a measure measure in turn."""

    arena: Arena | None = None


_KEPT = _Kept()


def measure(plan: Plan, log: Log, measures: Sequence[Measure] = MEASURES) -> Measured:
    """Every measure of one replication, after checking that its log adds up.

    Raises
    ------
    SimulationError
        When the log and the engine's counts differ.
    """
    arena, _KEPT.arena = _KEPT.arena or Arena(), None
    try:
        arena.clear()
        return _measured(Tables(plan, log, arena), measures)
    finally:
        _KEPT.arena = arena


def _measured(tables: Tables, measures: Sequence[Measure]) -> Measured:
    check(tables)
    values, numerators, denominators = (np.full(len(measures), np.nan) for _ in range(3))
    for i, each in enumerate(measures):
        top, bottom = each.compute(tables)
        if each.kind == "ratio":
            numerators[i], denominators[i] = top, bottom
            values[i] = top / bottom if bottom > 0 else np.nan
        else:
            values[i] = top
    measured = Measured(values, numerators, denominators, weekly(tables))
    tables.let_go()
    return measured


def weekly(t: Tables) -> Floats:
    """Series by local week, (weeks, series): counts, revenue, and the mean first response of the week's hand-overs."""
    starts = t.plan.week_starts
    weeks = len(starts) - 1

    def sums(times: Ints, weights: Floats | None = None) -> Floats:
        place = t.steps(starts, times)
        inside = (place >= 0) & (place < weeks)
        return np.bincount(place[inside], None if weights is None else weights[inside], weeks).astype(float)

    columns = [np.diff(np.searchsorted(t.rows(event)["time"], starts)).astype(float) for event in _COUNTED]
    columns.append(sum((sums(won["time"], won["amount"]) for won in map(t.rows, (Event.WON, Event.OWN_WON))), np.zeros(weeks)))
    e = t.episodes
    there = e.attempted < NEVER
    hours = (e.attempted[there] - t.clock_start[there]) / HOUR
    with np.errstate(invalid="ignore"):
        columns.append(sums(e.delivered[there], hours) / sums(e.delivered[there]))
    return np.column_stack(columns)
