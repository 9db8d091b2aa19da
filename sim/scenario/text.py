"""Numbers in text: read with care, written without superfluous digits; what cannot be read."""

from __future__ import annotations

import math
import re
from decimal import Decimal

_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"


class UnreadableError(ValueError):
    """A value that cannot be read: what is wrong with it, and what to write instead."""

    def __init__(self, what: str, instead: str) -> None:
        super().__init__(f"{what}; {instead}")
        self.what = what
        self.instead = instead


def shown(value: object) -> str:
    """Show a value in a message, shortened."""
    text = value if isinstance(value, str) else repr(value)
    text = " ".join(text.split())
    text = text if len(text) <= 40 else text[:37] + "..."
    return f"'{text}'" if isinstance(value, str) else text


def plain(number: float) -> str:
    """Write a number without superfluous digits, such that it reads back equal."""
    text = repr(float(number))
    if "e" in text and 1e-9 < abs(number) < 1e18:
        text = format(Decimal(text), "f")
    return text.removesuffix(".0")


def grouped(number: float) -> str:
    """Write a number as `plain` does, with thousands set apart."""
    text = plain(number)
    if "e" in text:
        return text
    whole, dot, rest = text.partition(".")
    return f"{'-' if number < 0 else ''}{abs(int(whole)):,}{dot}{rest}"


def read_number(text: str) -> float:
    """Read a number with a decimal point; thousands may be set apart by commas."""
    if len(text) > 400:
        raise UnreadableError(f"{shown(text)} has {len(text)} characters", "write a number of ordinary size")
    if re.fullmatch(r"[+-]?" + _NUMBER, text) and any(sign.isdigit() for sign in text):
        number = float(text.replace(",", ""))
        if not math.isfinite(number):
            raise UnreadableError(f"{shown(text)} is too large", "write a number of ordinary size")
        return number
    if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", text):
        raise UnreadableError(f"{shown(text)} has a decimal comma", f"write {text.replace(',', '.')} with a point")
    if "_" in text or "'" in text:
        plainly = text.replace("_", "").replace("'", "")
        raise UnreadableError(f"{shown(text)} sets thousands apart oddly", f"write {plainly}")
    raise UnreadableError(f"{shown(text)} is not a number", "write digits with a decimal point, such as 1100 or 1.5")


def tidy(text: str) -> str:
    """Reduce every run of white space, non-breaking spaces included, to one blank."""
    return " ".join(text.split())
