"""An event log as OCEL 2.0 in JSON: leads, reps, campaigns, opportunities and content as objects of the same events.

Written line by line, so that a year of a large company needs no more memory than its objects.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from ....log import Event, TaskKind
from ..facts import OBSERVED
from .activities import Value, attribute_types, attributes, happenings, iso, moment, type_name
from .objects import Objects, object_types

if TYPE_CHECKING:
    from ....log import Log
    from ....plan import Plan

TYPES = {bool: "boolean", int: "integer", float: "float", str: "string", datetime.datetime: "time"}


def write_ocel(plan: Plan, log: Log, path: Path, truth: bool) -> int:
    """Write a log, and return the number of events in it."""
    objects = Objects(plan, log, truth)
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("{\n")
        _list(file, "objectTypes", (_type(name, kinds) for name, kinds in object_types(plan, log, truth).items()), ",\n")
        _list(file, "eventTypes", _event_types(plan, log, truth), ",\n")

        def events() -> Iterator[dict[str, Any]]:
            nonlocal count
            for what in happenings(plan, log, truth=truth):
                count += 1
                yield {
                    "id": f"event {count}",
                    "type": type_name(what.event, what.kind),
                    "time": iso(moment(plan, what.time)),
                    "attributes": [{"name": name, "value": _json(value)} for name, value in attributes(plan, what).items()],
                    "relationships": [{"objectId": each, "qualifier": role} for each, role in objects.of(what)],
                }

        _list(file, "events", events(), ",\n")
        _list(file, "objects", objects.documents(_json), "\n")
        file.write("}\n")
    return count


def _event_types(plan: Plan, log: Log, truth: bool) -> Iterator[dict[str, Any]]:
    """Types of the events that are there, in the order of their codes."""
    rows = log.events if truth else log.events[np.isin(log.events["event"], OBSERVED)]
    kinds = np.unique(np.stack([rows["event"].astype(np.int64), rows["item"] >> 16 & 0xFF]), axis=1).T.tolist()
    seen: dict[str, dict[str, type]] = {}
    for code, kind in kinds:
        seen.setdefault(type_name(Event(code), TaskKind(kind)), attribute_types(plan, Event(code)))
    return (_type(name, types) for name, types in seen.items())


def _type(name: str, attributes: dict[str, type]) -> dict[str, Any]:
    return {"name": name, "attributes": [{"name": key, "type": TYPES[kind]} for key, kind in attributes.items()]}


def _list(file: IO[str], name: str, items: Iterator[dict[str, Any]], end: str) -> None:
    file.write(f'"{name}": [')
    gap = "\n"
    for item in items:
        file.write(gap + json.dumps(item, ensure_ascii=False, allow_nan=False, separators=(",", ":")))
        gap = ",\n"
    file.write(f"\n]{end}")


def _json(value: Value) -> str | float | int | bool:
    return iso(value) if isinstance(value, datetime.datetime) else value
