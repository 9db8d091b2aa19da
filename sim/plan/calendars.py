"""Calendars, local days and set times, compiled with their time zones to microseconds since the origin."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np

from .types import Calendar, Ints

MICROSECOND = datetime.timedelta(microseconds=1)
BEYOND = 1 << 61  # an end no run reaches


@lru_cache(maxsize=1 << 17)
def instant(origin: datetime.datetime, day: datetime.date, minute: int, zone: ZoneInfo) -> int:
    """Microseconds from the origin to a local minute of a day; minute 1440 is the next midnight.

    A local time that the clocks skip is the instant at which they skip it; of one that comes twice, the first.
    Kept, since studies compile hundreds of scenarios on one time axis, and this was half of it.
    """
    day, minute = (day + datetime.timedelta(days=1), 0) if minute >= 1440 else (day, minute)
    local = datetime.datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=zone)
    utc = local.astimezone(datetime.UTC)
    if _wall(utc, zone) != local.replace(tzinfo=None):
        utc = _skip(local, zone)
    return (utc - origin) // MICROSECOND


def _wall(utc: datetime.datetime, zone: ZoneInfo) -> datetime.datetime:
    """What the zone's clocks show."""
    return utc.astimezone(zone).replace(tzinfo=None)


def _skip(local: datetime.datetime, zone: ZoneInfo) -> datetime.datetime:
    """Instant at which the zone's clocks skip a local time: between its readings by the new and the old offset."""
    low = local.replace(fold=1).astimezone(datetime.UTC) - MICROSECOND
    high = local.astimezone(datetime.UTC)
    while high - low > MICROSECOND:
        middle = low + (high - low) / 2
        if _wall(middle, zone) < local.replace(tzinfo=None):
            low = middle
        else:
            high = middle
    return high


def days_between(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    """Days from first to last, both included."""
    return [first + datetime.timedelta(days=i) for i in range((last - first).days + 1)]


@lru_cache(maxsize=8)
def hours_of_days(origin: datetime.datetime, first: datetime.date, last: datetime.date, zone: ZoneInfo) -> Ints:
    """Instants of the 24 hours of each local day and of its end, (days, 25).

    Kept, since it is most of compiling a plan, and the same for channels and scenarios on one time axis.
    """
    days = days_between(first, last)
    return np.array([[instant(origin, day, 60 * hour, zone) for hour in range(25)] for day in days], np.int64)


def always() -> Calendar:
    """The calendar that never closes."""
    return compiled([(-BEYOND, BEYOND)])


def compiled(intervals: Iterable[tuple[int, int]]) -> Calendar:
    """Calendar from ascending intervals; empty ones are dropped, adjoining ones joined, time before the origin cut."""
    joined: list[list[int]] = []
    for start, end in intervals:
        start = max(start, 0)
        if end <= start:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(end, joined[-1][1])
        else:
            joined.append([start, end])
    opens = np.array([start for start, _ in joined], np.int64)
    closes = np.array([end for _, end in joined], np.int64)
    before = np.concatenate([np.zeros(1, np.int64), np.cumsum(closes - opens)])[: len(opens)].astype(np.int64)
    return Calendar(opens, closes, before)


def weekly(
    origin: datetime.datetime,
    days: Sequence[datetime.date],
    zone: ZoneInfo,
    hours: Sequence[Sequence[tuple[int, int]]],
    lunch: Sequence[Sequence[tuple[int, int]]],
    closed: frozenset[datetime.date],
) -> Calendar:
    """Calendar of weekly hours (7 lists of minutes from Monday) less lunch and closed days."""
    intervals = []
    for day in days:
        if day in closed:
            continue
        for start, end in without(hours[day.weekday()], lunch[day.weekday()]):
            intervals.append((instant(origin, day, start, zone), instant(origin, day, end, zone)))
    return compiled(intervals)


def without(spans: Iterable[tuple[int, int]], holes: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans less holes, in minutes of a day."""
    left = list(spans)
    for hole_start, hole_end in holes:
        cut = []
        for start, end in left:
            for piece in ((start, min(end, hole_start)), (max(start, hole_end), end)):
                if piece[0] < piece[1]:
                    cut.append(piece)
        left = cut
    return left


def moments(origin: datetime.datetime, days: Iterable[datetime.date], zone: ZoneInfo, minutes: Iterable[int]) -> Ints:
    """Set times of day on the given days, ascending, from the origin on."""
    times = sorted(minutes)
    made = sorted({instant(origin, day, minute, zone) for day in days for minute in times})
    return np.array([t for t in made if t >= 0], np.int64)
