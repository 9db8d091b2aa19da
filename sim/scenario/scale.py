"""Quantities as numbers in a unit, and back."""

from __future__ import annotations

import dataclasses
from typing import Any

from .amounts import MICROSECONDS, Money, Rate, Span
from .text import UnreadableError, plain

DIGITS = 12  # kept of an amount that was computed


def amounts(low: Any, high: Any) -> tuple[float, float]:
    """Two values of a kind as numbers in the unit of the first."""
    match low, high:
        case Span(), Span():
            if low.business != high.business or (low.business and "day" in low.unit + high.unit and low.unit != high.unit):
                raise UnreadableError(f"goes from '{low}' to '{high}', on different clocks", "write both ends in one unit")
            return low.amount, high.nominal_microseconds / MICROSECONDS[low.unit.removeprefix("business ")]
        case Rate(), Rate():
            return low.amount, high.amount * MICROSECONDS[low.per] / MICROSECONDS[high.per]
        case Money(), Money():
            return low.amount, high.amount
    return float(low), float(high)


def with_amount(like: Any, amount: float) -> str:
    """Write an amount in the unit of a value."""
    rounded = float(f"{amount:.{DIGITS}g}")
    return plain(rounded) if isinstance(like, int | float) else str(dataclasses.replace(like, amount=rounded))
