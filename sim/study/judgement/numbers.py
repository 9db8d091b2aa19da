"""Numbers in words: as many digits as a reader needs, always with a unit; undefined is a dash."""

from __future__ import annotations

import math

UNDEFINED = "–"
_SCALES = ((1e12, " T"), (1e9, " bn"), (1e6, " M"))
_SHORT = {"hours": "h", "minutes": "min", "days": "d", "months": "months"}
COUNTED = frozenset({"leads", "deals", "touches"})  # units that a measure's label says already
_BARE = frozenset({"", "1", "count", "number", "ratio"})


def digits(value: float, figures: int = 3) -> str:
    """Write a number to `figures` significant figures, thousands grouped, without an exponent."""
    if not math.isfinite(value):
        return UNDEFINED
    if value == 0:
        return "0"
    size = math.floor(math.log10(abs(value)))
    rounded = round(value, figures - 1 - size)
    if abs(rounded) >= 10 ** (figures - 1) or rounded == int(rounded):
        return f"{rounded:,.0f}"
    text = f"{rounded:,.{max(0, figures - 1 - size)}f}"
    return text.rstrip("0").rstrip(".") if size < 0 else text


def show(value: float, unit: str, currency: str = "EUR", *, signed: bool = False, more: int = 0) -> str:
    """Write a number with its unit, such as `1.24 M EUR`, `3.2 h`, `41 %`; a dash when undefined. `more` adds digits."""
    if not math.isfinite(value):
        return UNDEFINED
    sign = "+" if signed and value > 0 else ""
    return f"{sign}{_bare(value, unit, more)}{_suffix(value, unit, currency, signed)}"


def show_range(low: float, high: float, unit: str, currency: str = "EUR", *, signed: bool = False) -> str:
    """Write two numbers with their unit once, such as `80,000 to 160,000 EUR`; a dash when undefined.

    Two that differ get as many digits as tell them apart, two more at most.
    """
    if not (math.isfinite(low) and math.isfinite(high)):
        return UNDEFINED
    first = second = ""
    for more in range(3):
        first, second = (show(each, unit, currency, signed=signed, more=more) for each in (low, high))
        if low == high or first != second:
            break
    head, _, tail = first.partition(" ")
    if tail and second.endswith(f" {tail}"):
        first = head
    return f"{first} to {second}"


def unit_in_words(unit: str, currency: str = "EUR") -> str:
    """Name a unit as columns and documents do: money by its currency, others as they are."""
    return currency if unit == "money" else unit


def _bare(value: float, unit: str, more: int) -> str:
    if unit == "share":
        percent = 100 * value
        return digits(percent, (2 if abs(percent) < 99.5 else 3) + more)
    if unit == "money":
        for size, _ in _SCALES:
            if abs(value) >= 0.9995 * size:
                return digits(value / size, 3 + more)
        return digits(value, 3 + more)
    return digits(value, (4 if abs(value) >= 1000 else 3) + more)


def _suffix(value: float, unit: str, currency: str, signed: bool) -> str:
    if unit == "share":
        return " points" if signed else " %"
    if unit == "money":
        scale = next((name for size, name in _SCALES if abs(value) >= 0.9995 * size), "")
        return f"{scale} {currency}"
    if unit in _BARE:
        return ""
    return f" {_SHORT.get(unit, unit)}"
