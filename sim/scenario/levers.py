"""Levers: the few values a leader may move, and how far."""

from __future__ import annotations

import datetime
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from .amounts import Money, Rate, Span, UnreadableError, shown
from .distributions import Distribution
from .hours import TimeOfDay
from .kinds import allows_null, expects


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
        raise UnreadableError(f"{shown(value)} is not {expects(kind)}", f"write {expects(kind)}") from None


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
    words = (
        words
        if low is not None and high is not None
        else f"of at least {lowest}"
        if high is None
        else f"up to {highest}"
    )
    return f"{shown(value)} is beyond the lever's range", f"write a value {words}, or set the value by its path"
