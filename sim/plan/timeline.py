"""The time axis of a run: its origin, its days, its calendars."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np

from ..scenario.quantities import Span as ScenarioSpan
from ..scenario.sections import Calendar as CalendarSection
from ..scenario.sections import Scenario
from .calendars import always, days_between, instant, moments, weekly, without
from .types import BUSINESS, ELAPSED, NO_PROMISE, Calendar, Ints, Span

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
BEYOND_THE_END = datetime.timedelta(days=400)  # so that promises made near the end still have a due time
DAY = 86_400_000_000


@dataclass(frozen=True)
class Timeline:
    """Time of a scenario: `origin` is time 0, at or just before the local midnight on which the lead-in begins.

    It rests on the sections `experiment` and `market` alone. What is worked out once stays, since times of day
    are most of compiling a plan.
    """

    scenario: Scenario
    _set_times: dict[tuple[tuple[int, ...], tuple[str, ...]], Ints] = field(default_factory=dict, repr=False, compare=False)

    def fits(self, scenario: Scenario) -> bool:
        """Whether this is the time of another scenario too."""
        here = self.scenario
        return here is scenario or (here.experiment == scenario.experiment and here.market == scenario.market)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The market's zone."""
        return ZoneInfo(self.scenario.market.timezone)

    @cached_property
    def lead_in(self) -> datetime.timedelta:
        """Time before the start; none when the run starts from a declared opening."""
        experiment = self.scenario.experiment
        if experiment.kind == "terminating":
            return datetime.timedelta()
        return datetime.timedelta(microseconds=experiment.lead_in.microseconds)

    @cached_property
    def origin(self) -> datetime.datetime:
        """Local midnight of the day on which the lead-in begins, in UTC."""
        day = self._start_of_day(self.scenario.experiment.start) - self.lead_in
        return self._start_of_day(day.astimezone(self.zone).date())

    def _start_of_day(self, day: datetime.date) -> datetime.datetime:
        return datetime.datetime(day.year, day.month, day.day, tzinfo=self.zone).astimezone(datetime.UTC)

    @cached_property
    def start(self) -> int:
        """Start of the window: local midnight of the experiment's date."""
        return instant(self.origin, self.scenario.experiment.start, 0, self.zone)

    @cached_property
    def horizon(self) -> int:
        """Length of the window."""
        return self.scenario.experiment.horizon.microseconds

    @cached_property
    def end(self) -> int:
        """End of the run."""
        return self.start + self.horizon + self.scenario.experiment.follow_up.microseconds

    @cached_property
    def first_day(self) -> datetime.date:
        """Local day before the one that holds the origin, so that every zone's day is covered."""
        return self.origin.astimezone(self.zone).date() - datetime.timedelta(days=1)

    @cached_property
    def last_day(self) -> datetime.date:
        """Local day after the one that holds the end."""
        after = self.origin + datetime.timedelta(microseconds=self.end)
        return after.astimezone(self.zone).date() + datetime.timedelta(days=1)

    @cached_property
    def days(self) -> list[datetime.date]:
        """Days of the run."""
        return days_between(self.first_day, self.last_day)

    @cached_property
    def calendar_days(self) -> list[datetime.date]:
        """Days of the run and beyond its end."""
        return days_between(self.first_day, self.last_day + BEYOND_THE_END)

    def midnights(self, days: Sequence[datetime.date], zone: ZoneInfo) -> Ints:
        """Local midnights of the days."""
        return np.array([instant(self.origin, day, 0, zone) for day in days], np.int64)

    def set_times(self, minutes: Sequence[int], weekdays: Sequence[str] = WEEKDAYS) -> Ints:
        """Set times of day on the given weekdays of the market's zone."""
        asked = (tuple(minutes), tuple(weekdays))
        if asked not in self._set_times:
            days = [day for day in self.calendar_days if WEEKDAYS[day.weekday()] in weekdays]
            self._set_times[asked] = moments(self.origin, days, self.zone, minutes)
        return self._set_times[asked]

    @cached_property
    def day_starts(self) -> Ints:
        """Local midnights of the run's days, and the one that ends the last."""
        return self.midnights([*self.days, self.days[-1] + datetime.timedelta(days=1)], self.zone)

    @cached_property
    def week_starts(self) -> Ints:
        """Local Monday midnights within the run, the last one at or after its end."""
        mondays = [day for day in days_between(self.first_day, self.last_day + datetime.timedelta(days=8)) if day.weekday() == 0]
        times = self.midnights(mondays, self.zone)
        last = int(np.searchsorted(times, self.end))
        return times[max(0, int(np.searchsorted(times, 0, side="right")) - 1) : last + 1]

    @cached_property
    def first_days(self) -> list[datetime.date]:
        """First days of months within the run, and the first one after its end."""
        firsts = [day for day in days_between(self.first_day, self.last_day + datetime.timedelta(days=32)) if day.day == 1]
        times = self.midnights(firsts, self.zone)
        since, until = int(np.searchsorted(times, 0)), int(np.searchsorted(times, self.end, side="right"))
        return firsts[since : until + 1]

    @cached_property
    def month_starts(self) -> Ints:
        """Their local midnights."""
        return self.midnights(self.first_days, self.zone)

    @cached_property
    def months(self) -> Ints:
        """The months that they begin, 1 to 12."""
        return np.array([day.month for day in self.first_days], np.int64)

    @cached_property
    def calendars(self) -> dict[str, Calendar]:
        """Compiled calendars by name, 'always' among them."""
        return {"always": always()} | {name: self._compiled(section) for name, section in self.scenario.market.calendars.items()}

    def _compiled(self, section: CalendarSection) -> Calendar:
        zone = ZoneInfo(section.timezone) if section.timezone else self.zone
        lunch = section.lunch.days if section.lunch else ((),) * 7
        return weekly(self.origin, self.calendar_days, zone, section.hours.days, lunch, self.closed(section))

    def closed(self, section: CalendarSection) -> frozenset[datetime.date]:
        """Holidays of a calendar, as dates."""
        if not isinstance(section.holidays, str):
            return frozenset(section.holidays)
        import holidays

        country, _, region = section.holidays.partition("-")
        years = range(self.calendar_days[0].year, self.calendar_days[-1].year + 1)
        return frozenset(holidays.country_holidays(country, subdiv=region or None, years=years))

    @cached_property
    def business_day(self) -> dict[str, int]:
        """Open microseconds of each calendar's standard day: the commonest among its days that open, 24 h for 'always'."""
        return {"always": DAY} | {name: self._standard_day(section) for name, section in self.scenario.market.calendars.items()}

    def _standard_day(self, section: CalendarSection) -> int:
        open_days = [length for length in open_minutes(section) if length > 0]
        return max(set(open_days), key=lambda length: (open_days.count(length), length)) * 60_000_000 if open_days else DAY

    @cached_property
    def workdays(self) -> dict[str, int]:
        """Days of an ordinary week on which each calendar opens; at least 1."""
        calendars = self.scenario.market.calendars.items()
        return {"always": 7} | {name: max(1, sum(open_ > 0 for open_ in open_minutes(section))) for name, section in calendars}

    @cached_property
    def open_share(self) -> dict[str, float]:
        """Share of an ordinary week that each calendar is open: the same however long the run is."""
        calendars = self.scenario.market.calendars.items()
        return {"always": 1.0} | {name: sum(open_minutes(section)) / (7 * 1440) for name, section in calendars}

    def span(self, written: ScenarioSpan | None, calendar: str) -> Span:
        """A promised time in ticks of its clock."""
        if written is None:
            return Span(NO_PROMISE, ELAPSED)
        if not written.business:
            return Span(written.microseconds, ELAPSED)
        if written.unit == "business day":
            return Span(round(written.amount * self.business_day[calendar]), BUSINESS)
        return Span(written.nominal_microseconds, BUSINESS)


def open_minutes(section: CalendarSection) -> list[int]:
    """Open minutes of each weekday, lunch taken out."""
    lunch = section.lunch.days if section.lunch else ((),) * 7
    return [
        sum(end - start for start, end in without(hours, hole)) for hours, hole in zip(section.hours.days, lunch, strict=True)
    ]


def hour_profile(weights: dict[str, float]) -> list[float]:
    """Cumulative shares of a day's 24 hours; ranges such as '17-08' run over midnight, none given is level."""
    hours = [0.0] * 24
    for text, weight in (weights or {"00-24": 1.0}).items():
        first, _, last = text.partition("-")
        start, end = int(first), int(last)
        covered = [h % 24 for h in range(start, end if end > start else end + 24)]
        for h in covered:
            hours[h] += weight / len(covered)
    total = sum(hours)
    cumulative = np.cumsum(hours) / total
    filled = [i for i in range(24) if hours[i] > 0]
    cumulative[filled[-1] :] = 1.0
    return [float(x) for x in cumulative]
