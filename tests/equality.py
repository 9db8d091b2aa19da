"""Two logs side by side: the same bytes, or the first row in which they differ."""

from __future__ import annotations

import numpy as np

from sim.log import DICTIONARY, Event, Log
from sim.plan import Plan


def row_in_words(plan: Plan, log: Log, place: int) -> str:
    """A row of the log, or that it has ended."""
    if place >= len(log.events):
        return "(the log has ended)"
    row = log.events[place]
    hours = (int(row["time"]) - plan.start) / 3_600_000_000
    item = int(row["item"])
    return (
        f"{hours:12.4f} h  {DICTIONARY[Event(row['event'])].name:16} lead {int(row['lead']):x} "
        f"{plan.names.seats.get(int(row['rep']), '-'):6} cycle {item >> 24} kind {item >> 16 & 255} number {item & 65535} "
        f"amount {row['amount']!r} reason {row['reason']}"
    )


def first_difference(plan: Plan, one: Log, other: Log) -> str:
    """What differs first between two logs of a replication, with the rows before it; nothing when they are the same."""
    if one.events.tobytes() != other.events.tobytes():
        n = min(len(one.events), len(other.events))
        unlike = np.flatnonzero(one.events[:n] != other.events[:n])
        at = int(unlike[0]) if len(unlike) else n
        lines = [f"row {at} of {len(one.events)} and {len(other.events)}:"]
        lines += [f"    both      {row_in_words(plan, one, i)}" for i in range(max(0, at - 5), at)]
        lines += [f"    readable  {row_in_words(plan, one, at)}", f"    compiled  {row_in_words(plan, other, at)}"]
        return "\n".join(lines)
    if one.leads.tobytes() != other.leads.tobytes():
        n = min(len(one.leads), len(other.leads))
        unlike = np.flatnonzero(one.leads[:n] != other.leads[:n])
        at = int(unlike[0]) if len(unlike) else n
        rows = [str(log.leads[at]) if at < len(log.leads) else "(no more leads)" for log in (one, other)]
        return f"lead {at} of {len(one.leads)} and {len(other.leads)}:\n    readable  {rows[0]}\n    compiled  {rows[1]}"
    return "" if one.counts == other.counts and one.end == other.end else f"counts:\n    {one.counts}\n    {other.counts}"


def assert_same(plan: Plan, one: Log, other: Log) -> None:
    """Both engines wrote the same log, byte for byte."""
    difference = first_difference(plan, one, other)
    assert not difference, f"the engines differ in {difference}"
