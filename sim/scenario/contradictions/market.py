"""Contradictions of the market, its channels and its buyers."""

from __future__ import annotations

from collections.abc import Iterable

from ..amounts import Money
from ..distributions import Distribution
from ..evidence import values_of
from ..kinds import hint
from ..sections import Scenario
from ..tree import Path
from ..zones import unknown_holidays, unknown_zone
from .contradiction import Contradiction, Found


def market(scenario: Scenario) -> Found:
    """Check zones, calendars and holidays."""
    zones: list[tuple[Path, str | None]] = [(("market", "timezone"), scenario.market.timezone)]
    for name, calendar in scenario.market.calendars.items():
        path = ("market", "calendars", name)
        zones.append(((*path, "timezone"), calendar.timezone))
        if name == "always":
            yield Contradiction(path, "is built in and never closes", "choose another name for this calendar")
        if isinstance(calendar.holidays, str) and (wrong := unknown_holidays(calendar.holidays)):
            yield Contradiction((*path, "holidays"), *wrong)
    zones += [(("channels", name, "timezone"), channel.timezone) for name, channel in scenario.channels.items()]
    for zone_path, zone in zones:
        if zone is not None and (wrong := unknown_zone(zone)):
            yield Contradiction(zone_path, *wrong)


def names(scenario: Scenario) -> Found:
    """Refuse dots in names: paths are written with dots."""
    named: dict[str, Iterable[str]] = {
        "channels": scenario.channels,
        "personas": scenario.personas,
        "levers": scenario.levers,
        "market.calendars": scenario.market.calendars,
    }
    for path, names in named.items():
        for name in names:
            if "." in name:
                instead = f"write '{name.replace('.', '_')}', and the words for people as its label"
                yield Contradiction((*path.split("."), name), "holds a dot, which parts the keys of a path", instead, at_key=True)


def currency(scenario: Scenario) -> Found:
    """Check that all money is of the market's currency; nothing is nothing in any."""
    own = scenario.market.currency
    for path, value, _ in values_of(scenario):
        wrong = isinstance(value, Distribution) and value.dimension == "money" and value.currency not in ("", own)
        if wrong or (isinstance(value, Money) and value.amount and value.currency != own):
            yield Contradiction(
                path,
                f"is {value} while market.currency is {own}",
                f"write the amount in {own}, or change market.currency",
                (("market", "currency"),),
            )


def calendars(scenario: Scenario) -> Found:
    """Check that calendars that are named exist."""
    known = {"always", *scenario.market.calendars}
    used: list[tuple[Path, str]] = [
        (("agreement", "calendar"), scenario.agreement.calendar),
        (("team", "calendar"), scenario.team.calendar),
        (("nurture", "calendar"), scenario.nurture.calendar),
        *((("team", "calendars", str(seat)), name) for seat, name in scenario.team.calendars.items()),
    ]
    for path, name in used:
        if name not in known:
            what = f"names the calendar '{name}', which is not among market.calendars"
            yield Contradiction(path, what, hint(name, sorted(known), "the calendars are"), (("market", "calendars"),))
    calendar = scenario.market.calendars.get(scenario.agreement.calendar)
    if calendar is not None and scenario.agreement.calendar != "always" and not any(calendar.hours.days):
        what = f"names the calendar '{scenario.agreement.calendar}', which is never open"
        instead = "name one with open hours; business time would never pass"
        yield Contradiction(("agreement", "calendar"), what, instead, (("market", "calendars"),))


def channels(scenario: Scenario) -> Found:
    """Check names, weights and hours of channels."""
    for name, channel in scenario.channels.items():
        path = ("channels", name)
        named = [("personas", persona) for persona in channel.personas]
        named += [("wide_personas", persona) for persona in channel.wide_personas]
        for mix, persona in named:
            if persona not in scenario.personas:
                where = (*path, mix, persona)
                instead = hint(persona, scenario.personas, "the personas are")
                yield Contradiction(where, "is not among personas", instead, (("personas",),), True)
        weights: list[tuple[str, list[float], bool]] = [
            ("personas", list(channel.personas.values()), bool(channel.personas)),
            ("wide_personas", list(channel.wide_personas.values()), bool(channel.wide_personas)),
            ("weekday", list(channel.weekday.values()), len(channel.weekday) == 7),
            ("hours", list(channel.hours.values()), bool(channel.hours)),
            ("season", list(channel.season.values()), len(channel.season) == 12),
        ]
        for key, numbers, complete in weights:
            if complete and not any(numbers):
                yield Contradiction((*path, key), "has no weight above 0", "write at least one")
        yield from _hours(channel.hours, (*path, "hours"))
    yield from _keys(("channels",), {name: channel.key for name, channel in scenario.channels.items()})
    yield from _keys(("personas",), {name: persona.key for name, persona in scenario.personas.items()})


def readiness(scenario: Scenario) -> Found:
    """Check that buyers are somewhere on their way when they leave their name."""
    ways = [(("personas", name, "readiness"), persona.readiness) for name, persona in scenario.personas.items()]
    ways += [(("channels", name, "readiness"), each.readiness) for name, each in scenario.channels.items() if each.readiness]
    for path, way in ways:
        if not (way.no_need or way.awareness or way.consideration or way.decision):
            yield Contradiction(path, "has no weight above 0", "write at least one, such as {decision: 1}")


def _hours(hours: dict[str, float], path: Path) -> Found:
    """Check ranges of hours such as '08-17' and '17-08': whole hours that do not overlap."""
    taken: dict[int, str] = {}
    for text in hours:
        first, _, last = text.partition("-")
        whole = first.strip().isdecimal() and last.strip().isdecimal() and len(text) <= 9
        if not whole or not (0 <= int(first) <= 23 and 0 <= int(last) <= 24) or int(first) == int(last):
            instead = "write whole hours from 00 to 24, such as '08-17', or '17-08' over midnight"
            yield Contradiction((*path, text), "is not a range of hours", instead, at_key=True)
            continue
        start, end = int(first), int(last)
        covered = [hour % 24 for hour in range(start, end if end > start else end + 24)]
        other = next((taken[hour] for hour in covered if hour in taken), None)
        if other is not None:
            yield Contradiction((*path, text), f"overlaps '{other}'", "write ranges that do not overlap", at_key=True)
        taken |= dict.fromkeys(covered, text)


def _keys(path: Path, keys: dict[str, str | None]) -> Found:
    """Check that no two entries share their identity for random numbers."""
    owners: dict[str, str] = {}
    for name, key in keys.items():
        owner = owners.setdefault(key or name, name)
        if owner != name:
            own = key if key is not None else name
            where = (*path, name, "key") if key is not None else (*path, owner, "key")
            yield Contradiction(where, f"'{own}' is the key of {owner} and {name}", "give each a key of its own", (path,))
