"""Times of day, local instants and the open hours of a week, read from text."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass

from .text import UnreadableError, shown, tidy

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FULL_DAY = 24 * 60
Interval = tuple[int, int]

_FULL_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS = {name: i for names in (WEEKDAYS, _FULL_NAMES) for i, name in enumerate(names)}


@dataclass(frozen=True, order=True)
class TimeOfDay:
    """A local time of day; `minute` runs from 0 to 1439."""

    minute: int

    def __str__(self) -> str:
        return clock_text(self.minute)


def clock_text(minute: int) -> str:
    """Write a minute of the day as HH:MM."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def read_time_of_day(value: object) -> TimeOfDay:
    """Read a time of day, such as '09:30'."""
    if isinstance(value, TimeOfDay):
        return value
    return TimeOfDay(_minute(value, latest=FULL_DAY - 1))


def read_instant(value: object) -> datetime.datetime:
    """Read a local date and time, such as '2026-02-03 10:15'."""
    example = "write the local date and time, such as '2026-02-03 10:15'"
    if isinstance(value, datetime.datetime):
        if value.tzinfo is not None:
            raise UnreadableError(f"{shown(str(value))} names a zone", "write the local time of market.timezone")
        return value
    if not isinstance(value, str):
        raise UnreadableError(f"{shown(value)} is not a date and time", example)
    text = tidy(value)
    if re.search(r"(Z|[+-][0-9]{2}:?[0-9]{2})$", text) and "T" in text.replace(" ", "T", 1)[10:]:
        raise UnreadableError(f"{shown(value)} names a zone", "write the local time of market.timezone without it")
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise UnreadableError(f"{shown(value)} has no time of day", f"write it too, such as '{text} 10:15'")
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?", text):
        raise UnreadableError(f"{shown(value)} is not a date and time", example)
    day, _, clock = text.replace("T", " ").partition(" ")
    try:
        return datetime.datetime.fromisoformat(f"{day} {clock.rjust(5, '0') if len(clock) < 6 else clock.zfill(8)}")
    except ValueError:
        raise UnreadableError(f"{shown(value)} is not on the calendar or the clock", example) from None


def instant_text(value: datetime.datetime) -> str:
    """Write a local instant such that it reads back equal."""
    to_the_minute = value.second == 0 and value.microsecond == 0
    return value.isoformat(sep=" ", timespec="minutes" if to_the_minute else "auto")


@dataclass(frozen=True)
class OpenHours:
    """Open hours by weekday, Monday first: sorted, disjoint intervals of minutes of the day; 1440 is midnight."""

    days: tuple[tuple[Interval, ...], ...]

    def spelled(self) -> str | dict[str, str]:
        """Write the hours as in a scenario file: one text for all days alike, or a mapping by days."""
        texts = [", ".join(f"{clock_text(a)}-{clock_text(b)}" for a, b in day) or "closed" for day in self.days]
        if len(set(texts)) == 1:
            return texts[0]
        spelled: dict[str, str] = {}
        first = 0
        for i in range(1, 8):
            if i == 7 or texts[i] != texts[first]:
                if texts[first] != "closed":
                    days = WEEKDAYS[first] if i == first + 1 else f"{WEEKDAYS[first]}-{WEEKDAYS[i - 1]}"
                    spelled[days] = texts[first]
                first = i
        return spelled

    def __str__(self) -> str:
        spelled = self.spelled()
        if isinstance(spelled, str):
            return spelled if spelled == "closed" else f"every day {spelled}"
        return "; ".join(f"{days} {hours}" for days, hours in spelled.items())


def read_open_hours(value: object) -> OpenHours:
    """Read '09:00-17:00' (every day) or a mapping such as {mon-fri: '09:00-17:00'}; days left out are closed."""
    if isinstance(value, OpenHours):
        return value
    if isinstance(value, str):
        return OpenHours((_intervals(value),) * 7)
    if not isinstance(value, Mapping):
        raise UnreadableError(f"{shown(value)} is not a list of opening hours", "write '09:00-17:00' or {mon-fri: '09:00-17:00'}")
    days: list[tuple[Interval, ...] | None] = [None] * 7
    for names, hours in value.items():
        for day in _day_numbers(names):
            if days[day] is not None:
                raise UnreadableError(f"{WEEKDAYS[day]} is given twice", f"leave it out of {shown(names)} or the other")
            days[day] = _intervals(hours)
    return OpenHours(tuple(day or () for day in days))


def _day_numbers(names: object) -> list[int]:
    """Read 'mon', 'mon-fri' or 'sat, sun'."""
    numbers: list[int] = []
    for part in str(names).lower().split(","):
        first, dash, last = (end.strip() for end in part.partition("-"))
        last = last if dash else first
        if first not in _DAYS or last not in _DAYS:
            raise UnreadableError(f"{shown(names)} is not a weekday or a range of them", "write mon, mon-fri or 'sat, sun'")
        length = (_DAYS[last] - _DAYS[first]) % 7
        numbers += [(_DAYS[first] + i) % 7 for i in range(length + 1)]
    return numbers


def _intervals(value: object) -> tuple[Interval, ...]:
    """Read '09:00-12:00, 13:00-17:00' or 'closed'; hours that touch become one interval."""
    example = "write '09:00-17:00', several set apart by commas, or 'closed'"
    if not isinstance(value, str):
        raise UnreadableError(f"{shown(value)} is not opening hours", example)
    text = tidy(value).lower()
    if text == "closed":
        return ()
    intervals: list[Interval] = []
    for part in re.split(r"\s*,\s*", text)[:100]:
        opens, dash, closes = (end.strip() for end in part.replace("–", "-").partition("-"))
        if not dash:
            raise UnreadableError(f"{shown(part)} is not opening hours", example)
        start, end = _minute(opens, latest=FULL_DAY), _minute(closes, latest=FULL_DAY)
        if end <= start:
            hint = f"write '{clock_text(start)}-24:00' and, on the day after, '00:00-{clock_text(end)}'"
            raise UnreadableError(f"{shown(part)} ends before it begins", example if start == end else hint)
        intervals.append((start, end))
    intervals.sort()
    joined = intervals[:1]
    for start, end in intervals[1:]:
        if start < joined[-1][1]:
            raise UnreadableError(f"{shown(value)} has hours that overlap", "write hours that do not overlap")
        if start == joined[-1][1]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)


def _minute(value: object, latest: int) -> int:
    """Read HH:MM as a minute of the day."""
    found = re.fullmatch(r"\s*([0-9]{1,2})(?::([0-9]{2}))?\s*", value) if isinstance(value, str) else None
    if found is None:
        half = isinstance(value, str) and re.fullmatch(r"\s*[0-9:]+\s*[ap]\.?m\.?\s*", value.lower())
        hint = "write 24-hour time, such as '17:00'" if half else "write it in quotes, such as '09:00'"
        raise UnreadableError(f"{shown(value)} is not a time of day", hint)
    minute = int(found[1]) * 60 + int(found[2] or 0)
    if int(found[2] or 0) > 59 or minute > latest:
        raise UnreadableError(f"{shown(value)} is not on the clock", f"write a time from '00:00' to '{clock_text(latest)}'")
    return minute
