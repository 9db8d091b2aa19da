"""Levers: the few values a leader may move, and how far."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from .amounts import Money, Rate, Span
from .distributions import Distribution
from .hours import TimeOfDay
from .kinds import allows_null, entries_of, expects, hint, items_of, keys_below, kind_below, section_of, spread
from .sections import Lever, Scenario
from .text import UnreadableError, shown
from .tree import Node, Path, child, dotted, undotted


@lru_cache(maxsize=256)
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def setting(kind: Any, value: Any) -> Any:
    """Read a setting as a value of its type; raises UnreadableError."""
    if value is None and not allows_null(kind):
        raise UnreadableError("is empty", f"write {expects(kind)}")
    if isinstance(value, bool) and kind is not bool:
        raise UnreadableError(f"is {str(value).lower()} where {expects(kind)} belongs", f"write {expects(kind)}")
    try:
        return _adapter(kind).validate_python(value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        if first["type"] == "quantity":
            raise UnreadableError(str(first["ctx"]["what"]), str(first["ctx"]["instead"])) from None
        wanted = expects(kind)
        what = "is not a choice" if wanted.startswith("one of ") else f"is not {wanted}"
        raise UnreadableError(f"{shown(value)} {what}", f"write {wanted}") from None


def size(value: Any) -> float | None:
    """Size of a setting for comparing it with a range; None when it has none.

    Business hours count as hours here and distributions by their mean.
    """
    match value:
        case bool():
            return None
        case int() | float():
            return float(value)
        case Span():
            return float(value.nominal_microseconds)
        case Rate():
            return value.per_day
        case Money():
            return value.amount
        case Distribution():
            return value.mean
        case TimeOfDay():
            return float(value.minute)
        case datetime.datetime():
            return value.timestamp()
        case datetime.date():
            return float(value.toordinal())
    return None


def beyond(kind: Any, value: Any, lowest: Any, highest: Any, choices: list[Any]) -> tuple[str, str] | None:
    """Say what is wrong with a setting that its lever does not allow, and what to write; None when all is well."""
    if value is None and allows_null(kind):
        return None
    new = setting(kind, value)
    if choices:
        if any(setting(kind, choice) == new for choice in choices):
            return None
        return f"{shown(value)} is not among the lever's choices", f"write one of {', '.join(map(str, choices))}"
    low = size(setting(kind, lowest)) if lowest is not None else None
    high = size(setting(kind, highest)) if highest is not None else None
    new_size = size(new)
    if new_size is None or ((low is None or low <= new_size) and (high is None or new_size <= high)):
        return None
    words = f"from {lowest} to {highest}"
    words = words if low is not None and high is not None else f"of at least {lowest}" if high is None else f"up to {highest}"
    return f"{shown(value)} is beyond the lever's range", f"write a value {words}, or set the value by its path"


def wrong_levers(scenario: Scenario, tree: Node) -> Iterator[tuple[Path, tuple[str, str]]]:
    """Find levers that move nothing, or whose settings cannot be read: path, what is wrong, what to write instead."""
    for name, lever in scenario.levers.items():
        path = ("levers", name)
        kind, wrong = _kind_moved(lever, scenario, tree)
        if wrong is not None:
            yield (*path, "path"), wrong
            continue
        if lever.choices and (lever.from_ is not None or lever.to is not None):
            yield (*path, "choices"), ("stand beside a range", "write either 'from' and 'to', or 'choices'")
        settings = [("from", lever.from_), ("to", lever.to)]
        settings += [(f"choices.{i}", choice) for i, choice in enumerate(lever.choices)]
        sizes: dict[str, float | None] = {}
        for key, value in settings:
            if value is None and not key.startswith("choices"):
                continue
            try:
                sizes[key] = size(setting(kind, value))
            except UnreadableError as error:
                yield (*path, *key.split(".")), (error.what, error.instead)
                continue
            if key in ("from", "to") and sizes[key] is None:
                yield (*path, key), (f"{shown(value)} has no size to range over", "write 'choices' instead")
        low, high = sizes.get("from"), sizes.get("to")
        if low is not None and high is not None and low > high:
            yield (*path, "from"), (f"{shown(lever.from_)} is more than 'to', {shown(lever.to)}", "write the smaller one first")


def _kind_moved(lever: Lever, scenario: Scenario, tree: Node) -> tuple[Any, tuple[str, str] | None]:
    """Give the type of the value that a lever moves, or what is wrong with its path."""
    kind: Any = Scenario
    node: Node | None = tree
    value: Any = scenario
    path = undotted(lever.path)
    for depth, key in enumerate(path):
        above = dotted(path[:depth])
        known = list(value) if isinstance(value, dict) else keys_below(kind, node)
        if isinstance(value, tuple):
            known = [str(i) for i in range(len(value))]
        elif isinstance(value, Distribution):
            known = list(spread(kind, str(value)))
        below = kind_below(kind, key, node)
        closed = isinstance(value, tuple | Distribution) or (below is not None and section_of(below))
        if below is None or (closed and key not in known):
            what = f"'{lever.path}' leads nowhere: there is no '{key}' in {above}"
            return None, (what, hint(key, known) if known else f"end the path at {above}")
        kind, node = below, child(node, key) if node is not None else None
        if isinstance(value, dict | tuple):
            value = value.get(key) if isinstance(value, dict) else value[int(key)]
        else:
            value = getattr(value, key, None)
    if path[0] in ("name", "question", "because", "levers", "experiment"):
        return None, (f"'{lever.path}' is not part of the business", "name a value of the sections between market and costs")
    if section_of(kind, node) or entries_of(kind) or (items_of(kind) and isinstance(value, tuple) and not value):
        return None, (f"'{lever.path}' is not a single value", "name one of the values in it")
    return kind, None
