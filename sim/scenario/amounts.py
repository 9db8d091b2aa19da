"""Amounts with a unit, read from text: times, rates, money, shares, factors."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field

from .text import UnreadableError, grouped, plain, read_number, shown, tidy

SECOND = 1_000_000
MICROSECONDS = {
    "second": SECOND,
    "minute": 60 * SECOND,
    "hour": 3_600 * SECOND,
    "day": 86_400 * SECOND,
    "week": 7 * 86_400 * SECOND,
    "month": 2_629_800 * SECOND,  # 365.25 / 12 days
    "year": 31_557_600 * SECOND,  # 365.25 days
}
BUSINESS_UNITS = ("business minute", "business hour", "business day")
LONGEST = 200 * MICROSECONDS["year"]

UNITS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), "second"),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), "minute"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), "hour"),
    **dict.fromkeys(("d", "day", "days"), "day"),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), "week"),
    **dict.fromkeys(("mo", "month", "months"), "month"),
    **dict.fromkeys(("y", "yr", "yrs", "year", "years"), "year"),
}
MULTIPLES = {"k": 1e3, "K": 1e3, "thousand": 1e3, "m": 1e6, "M": 1e6, "million": 1e6}
SYMBOLS = {"€": "EUR", "$": "USD", "£": "GBP"}

_LEADING_NUMBER = re.compile(r"([+-]?(?:[0-9.][0-9.,_']*(?:[eE][+-]?[0-9]+(?![A-Za-z]))?))\s*(.*)", re.DOTALL)
_PER = re.compile(r"(.*?)\s*(?:/|\b(?:per|an?|each|every)\b)\s*(.+)", re.DOTALL)
_PER_REP = re.compile(r"(\bleads?)?\s*(/|\bper\b)\s*rep\b", re.IGNORECASE)
_CURRENCY_FIRST = re.compile(r"([A-Z]{3}\b|[€$£])\s*(.+)", re.DOTALL)
_MONEY_UNIT = re.compile(r"(k|K|m|M|thousand|million)?\s*([A-Z]{3}|[€$£])(?:\s*(k|K|m|M|thousand|million))?")


def split(text: str) -> tuple[str, str] | None:
    """Split text into its leading number and the rest, or None when it does not start with a number."""
    found = _LEADING_NUMBER.fullmatch(tidy(text))
    if found is None:
        return None
    return found[1], found[2].strip()


def dimension(text: str) -> str | None:
    """Name what a text seems to state, to tell people what they wrote in the wrong place."""
    parts = split(text)
    if _CURRENCY_FIRST.fullmatch(tidy(text)):
        return "money"
    if parts is None:
        return None
    unit = parts[1]
    if unit == "":
        return "a bare number"
    if unit.startswith("%"):
        return "a share"
    if _MONEY_UNIT.fullmatch(unit):
        return "money"
    if _PER.fullmatch(unit):
        return "a rate"
    words = unit.lower().split()
    return "a time" if words[-1] in UNITS else None


def refuse_kind(value: object, wanted: str, example: str) -> UnreadableError:
    """Tell that a value is of another kind than wanted, such as money where a time belongs."""
    found = dimension(value) if isinstance(value, str) else None
    if isinstance(value, bool):
        found = "a truth value"
    elif isinstance(value, dict):
        found = "a mapping"
    elif isinstance(value, list | tuple):
        found = "a list"
    elif isinstance(value, int | float):
        found = "a bare number"
    if value is None or value == "":
        return UnreadableError("is empty", f"write {wanted}, such as {example}, or leave the key out")
    if found == "a bare number":
        return UnreadableError(f"{shown(value)} has no unit", f"write the unit, such as {example}")
    if found is not None and found != wanted:
        said = str(value).lower() if isinstance(value, bool) else shown(value)
        return UnreadableError(f"{said} is {found} where {wanted} belongs", f"write {wanted}, such as {example}")
    return UnreadableError(f"{shown(value)} is not {wanted}", f"write {wanted}, such as {example}")


@dataclass(frozen=True, eq=False)
class Span:
    """A length of time, elapsed or counted in business hours. Spans of equal length are equal."""

    amount: float
    unit: str
    nominal_microseconds: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        elapsed = self.unit.removeprefix("business ")
        if elapsed not in MICROSECONDS or (self.business and self.unit not in BUSINESS_UNITS):
            raise UnreadableError(f"{self.unit!r} is not a unit of time", f"write one of {', '.join(MICROSECONDS)}")
        length = self.amount * MICROSECONDS[elapsed]
        if not 0 <= length <= LONGEST:
            what = "is negative" if length < 0 else "is longer than 200 years"
            raise UnreadableError(f"'{self}' {what}", "write a time from 0 to 200 years")
        # A business day counts as one day here, whatever the calendar: good for comparing settings only.
        object.__setattr__(self, "nominal_microseconds", round(length))

    @property
    def business(self) -> bool:
        """Whether the time is counted in open hours of a calendar."""
        return self.unit.startswith("business ")

    @property
    def microseconds(self) -> int:
        """Elapsed microseconds; a business time has none without a calendar."""
        if self.business:
            raise ValueError(f"{self} has no elapsed length without a calendar")
        return self.nominal_microseconds

    def _value(self) -> tuple[str, int]:
        kind = ("business day" if self.unit == "business day" else "business hour") if self.business else "elapsed"
        return kind, self.nominal_microseconds

    def __eq__(self, other: object) -> bool:
        return self._value() == other._value() if isinstance(other, Span) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._value())

    def __str__(self) -> str:
        return f"{grouped(self.amount)} {self.unit}{'' if self.amount == 1 else 's'}"


def read_span(value: object, example: str = "'4 business hours' or '35 min'") -> Span:
    """Read a length of time, such as '4 business hours' or '35 min'."""
    if isinstance(value, Span):
        return value
    parts = split(value) if isinstance(value, str) else None
    if parts is None or parts[1] == "":
        raise refuse_kind(value, "a time", example)
    words = parts[1].lower().split()
    clock = words[0] if len(words) == 2 else ""
    unit = UNITS.get(words[-1])
    if unit is None or clock not in ("", "business", "working", "elapsed") or len(words) > 2:
        raise _unknown_unit(str(value), parts[1], example)
    amount = read_number(parts[0])
    if clock in ("business", "working"):
        if f"business {unit}" not in BUSINESS_UNITS:
            raise UnreadableError(f"{shown(value)} mixes business time and {unit}s", "write business hours or business days")
        unit = f"business {unit}"
    if amount < 0:
        raise UnreadableError(f"{shown(value)} is negative", f"write a time of 0 or more, such as {example}")
    return Span(amount, unit)


def read_elapsed(value: object) -> Span:
    """Read a length of elapsed time; business time is refused."""
    span = read_span(value, "'35 min' or '14 days'")
    if span.business:
        plainly = Span(span.amount, span.unit.removeprefix("business "))
        raise UnreadableError(f"{shown(str(value))} is business time where elapsed time belongs", f"write '{plainly}'")
    return span


def is_elapsed_word(value: object) -> bool:
    """Tell whether a text insists on the elapsed clock, as '3 elapsed hours' does."""
    return isinstance(value, str) and "elapsed" in value.lower()


def _unknown_unit(text: str, unit: str, example: str) -> UnreadableError:
    if unit == "m":
        return UnreadableError(f"{shown(text)} could be minutes or months", "write 'min' or 'months'")
    if unit.lower() in ("q", "quarter", "quarters"):
        return UnreadableError(f"{shown(text)} is in quarters", "write 3 months for each")
    if dimension(text) is not None:
        return refuse_kind(text, "a time", example)
    near = difflib.get_close_matches(unit.lower().split()[-1], [word for word in UNITS if len(word) > 1], 1, 0.6)
    hint = f"did you mean '{near[0]}'?" if near else f"write a time, such as {example}"
    return UnreadableError(f"{shown(text)} has the unknown unit {shown(unit)}", hint)


@dataclass(frozen=True, eq=False)
class Rate:
    """So many per unit of elapsed time, for each of something or in all. Rates of equal size are equal."""

    amount: float
    per: str
    each: str = ""

    @property
    def per_day(self) -> float:
        """The rate per 24 hours."""
        return self.amount * (MICROSECONDS["day"] / MICROSECONDS[self.per])

    def __eq__(self, other: object) -> bool:
        return self.per_day == other.per_day if isinstance(other, Rate) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.per_day)

    def __str__(self) -> str:
        return f"{grouped(self.amount)}{f' per {self.each}' if self.each else ''} per {self.per}"


def read_rate(value: object, example: str = "'1,100 per month' or '40 per day'") -> Rate:
    """Read a rate, such as '1,100 per month' or '12/h'."""
    if isinstance(value, Rate):
        return value
    parts = split(value) if isinstance(value, str) else None
    per = _PER.fullmatch(parts[1]) if parts else None
    if parts is None or (per is None and parts[1]):
        raise refuse_kind(value, "a rate", example)
    if per is None:
        raise UnreadableError(f"{shown(value)} has no unit", f"write per what, such as {example}")
    unit = UNITS.get(per[2].lower())
    if unit is None or per[1].lower() not in ("", "lead", "leads"):
        raise UnreadableError(
            f"{shown(value)} is not so many per hour, day, week, month or year", f"write a rate, such as {example}"
        )
    amount = read_number(parts[0])
    if amount < 0:
        raise UnreadableError(f"{shown(value)} is negative", f"write a rate of 0 or more, such as {example}")
    if amount > 1e12:
        raise UnreadableError(f"{shown(value)} is too many", f"write a rate of ordinary size, such as {example}")
    return Rate(amount, unit)


def read_rate_of_reps(value: object) -> Rate:
    """Read a rate that holds for each rep, such as '100 per rep per month'; 'per rep' may be left out."""
    text = _PER_REP.sub("", value, count=1) if isinstance(value, str) else value
    rate = read_rate(text, "'100 per rep per month'")
    return Rate(rate.amount, rate.per, "rep")


@dataclass(frozen=True)
class Money:
    """An amount of money of one currency."""

    amount: float
    currency: str

    def __str__(self) -> str:
        return f"{grouped(self.amount)} {self.currency}"


def read_money(value: object) -> Money:
    """Read an amount of money, such as '120 EUR', 'EUR 120' or '14.5 k EUR'."""
    example = "'120 EUR' or '14.5 k EUR'"
    if isinstance(value, Money):
        return value
    if not isinstance(value, str):
        raise refuse_kind(value, "money", example)
    text = tidy(value)
    if first := _CURRENCY_FIRST.fullmatch(text):
        text = f"{first[2]} {first[1]}"
    parts = split(text)
    unit = _MONEY_UNIT.fullmatch(parts[1]) if parts else None
    if parts is None or unit is None:
        if parts and re.fullmatch("[A-Za-z]{3}", parts[1]) and parts[1].lower() not in UNITS:
            raise UnreadableError(f"{shown(value)} has its currency in small letters", f"write {parts[1].upper()}")
        raise refuse_kind(value, "money", example)
    if unit[1] and unit[3]:
        raise refuse_kind(value, "money", example)
    multiple = MULTIPLES.get(unit[1] or unit[3] or "", 1.0)
    amount = read_number(parts[0]) * multiple
    if amount < 0:
        raise UnreadableError(f"{shown(value)} is negative", f"write 0 or more, such as {example}")
    if amount > 1e15:
        raise UnreadableError(f"{shown(value)} is more money than there is", f"write an amount such as {example}")
    return Money(amount, SYMBOLS.get(unit[2], unit[2]))


def read_share(value: object) -> float:
    """Read a share between 0 and 1, such as 0.12 or '12 %'."""
    example = "0.12 or '12 %'"
    if isinstance(value, str):
        parts = split(value)
        if parts is None or parts[1] not in ("", "%"):
            raise refuse_kind(value, "a share", example)
        share = read_number(parts[0]) / (100.0 if parts[1] else 1.0)
    elif isinstance(value, bool) or not isinstance(value, int | float):
        raise refuse_kind(value, "a share", example)
    else:
        share = float(value)
    if 0 <= share <= 1:
        return share
    instead = "write a share from 0 to 1, such as 0.12 or '12 %'"
    if 1 < share <= 100 and "%" not in str(value):
        instead = f"write '{plain(share)} %' if per cent is meant, else a share from 0 to 1"
    raise UnreadableError(f"{shown(value)} is not between 0 and 1", instead)


def read_factor(value: object) -> float:
    """Read a number of at least 0, such as 1.5."""
    if isinstance(value, str):
        parts = split(value)
        if parts is None or parts[1]:
            raise refuse_kind(value, "a plain number", "1.5")
        factor = read_number(parts[0])
    elif isinstance(value, bool) or not isinstance(value, int | float):
        raise refuse_kind(value, "a plain number", "1.5")
    else:
        factor = float(value)
    if not 0 <= factor <= 1e9:
        raise UnreadableError(f"{shown(value)} is not between 0 and 1,000,000,000", "write a number such as 1.5")
    return factor
