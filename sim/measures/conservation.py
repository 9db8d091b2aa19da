"""Nothing is lost: the log against the engine's own running counts, after every replication."""

from __future__ import annotations

import numpy as np

from ..errors import SimulationError
from ..log import Disposition, Event, Log, Status, TaskKind
from ..plan.types import Plan
from .tables import MINUTE, Tables

CHORES = (TaskKind.MEETING, TaskKind.ADMIN, TaskKind.OWN, TaskKind.REVIEW, TaskKind.TRAINING)
PART = 1e-6  # minutes by which sums of rounded minutes may differ, each


def check_conservation(plan: Plan, log: Log) -> None:
    """Check that every lead has one status, every minute one use, every deal one value.

    Raises
    ------
    SimulationError
        With every difference between the log and the engine's counts: a defect of the engine.
    """
    check(Tables(plan, log))


def check(t: Tables) -> None:
    """Check a log that is folded already; see `check_conservation`."""
    wrong = differences(t)
    if wrong:
        raise SimulationError("the log does not add up: " + "; ".join(wrong))


def differences(t: Tables) -> list[str]:
    """Every difference between a log and its engine's counts, in words."""
    log, counts = t.log, t.log.counts
    wrong: list[str] = []
    if len(log.leads) != counts.captured or len(t.rows(Event.CAPTURED)) != counts.captured:
        wrong.append(f"{counts.captured} leads captured, {len(log.leads)} in the table, {len(t.rows(Event.CAPTURED))} in the log")
    statuses = np.bincount(t.facts.status, minlength=len(Status) + 1)
    for code in Status:
        found = int(statuses[code])
        if found != counts.status[code]:
            wrong.append(f"{counts.status[code]} leads {code.name.lower()}, {found} by the log")
    dispositions = np.bincount(t.rows(Event.CLOSED)["reason"], minlength=len(Disposition))
    for disposition in Disposition:
        found = int(dispositions[disposition])
        if found != counts.disposition[disposition]:
            wrong.append(f"{counts.disposition[disposition]} leads closed {disposition.name.lower()}, {found} by the log")
    work = t.work
    stops = np.concatenate([t.rows(Event.TASK_ENDED)["amount"], t.rows(Event.TASK_LAID_DOWN)["amount"]])
    _, opens, closes = t.shifts
    minutes = {
        "worked": (counts.minutes_worked, float(np.sum(work.end - work.start) / MINUTE), float(np.sum(stops))),
        "scheduled": (counts.minutes_scheduled, float(np.sum(closes - opens) / MINUTE)),
        "overtime": (counts.minutes_overtime, float(np.sum(t.rows(Event.OVERTIME)["amount"]))),
        "used": (counts.minutes_scheduled + counts.minutes_overtime, counts.minutes_worked + counts.minutes_idle),
    }
    room = PART * (len(stops) + 1)
    for name, (counted, *others) in minutes.items():
        if any(abs(value - counted) > room for value in others):
            wrong.append(f"{counted:.6f} minutes {name}, {' and '.join(f'{value:.6f}' for value in others)} by the log")
    is_chore = np.zeros(256, bool)
    is_chore[list(CHORES)] = True
    chores = is_chore[work.kind]
    if (chores != (work.lead < 0)).any():
        wrong.append(f"{int(np.sum(chores != (work.lead < 0)))} pieces of work are neither for a lead nor a rep's other work")
    revenue = float(np.sum(t.rows(Event.WON)["amount"]))
    if abs(revenue - counts.revenue) > 1e-9 * max(1.0, abs(revenue)):
        wrong.append(f"revenue {counts.revenue}, {revenue} by the log")
    return wrong
