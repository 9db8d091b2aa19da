"""Values that are fine each by itself but cannot stand together."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ..errors import Fault
from .amounts import Span
from .distributions import Distribution
from .evidence import spelled, values_of
from .kinds import hint
from .levers import wrong_levers
from .sections import Scenario
from .tree import Node, Path, find, place_of, value_place
from .zones import unknown_holidays, unknown_zone


@dataclass(frozen=True)
class Contradiction:
    """What is wrong at a path, what to write instead, and which other values say so."""

    path: Path
    what: str
    instead: str
    reads: tuple[Path, ...] = ()
    at_key: bool = False  # the key itself is at fault, not its value


Found = Iterator[Contradiction]


def contradictions(scenario: Scenario, tree: Node, spoilt: list[Path]) -> list[Fault]:
    """List everything in a scenario that cannot stand together.

    Nothing is said that rests on `spoilt` values, which are wrong already.
    """
    found = [contradiction for check in CHECKS for contradiction in check(scenario)]
    found += [Contradiction(path, *wrong) for path, wrong in wrong_levers(scenario, tree)]
    faults = []
    for one in found:
        if any(_rests_on(path, wrong) for path in (one.path, *one.reads) for wrong in spoilt):
            continue
        # A default was written nowhere: then the place is that of what it contradicts.
        path = next((path for path in (one.path, *one.reads) if find(tree, path) is not None), one.path)
        place = place_of(tree, path) if one.at_key else value_place(tree, path)
        faults.append(place.fault(one.path, one.what, one.instead))
    return faults


def _rests_on(path: Path, wrong: Path) -> bool:
    """Tell whether a value was left out with what is wrong, or lacks an entry because of it."""
    return path[: len(wrong)] == wrong or path == wrong[:-1]


def _market(scenario: Scenario) -> Found:
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


def _names(scenario: Scenario) -> Found:
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


def _currency(scenario: Scenario) -> Found:
    currency = scenario.market.currency
    for path, value, _ in values_of(scenario):
        if isinstance(value, Distribution) and value.dimension == "money" and value.currency not in ("", currency):
            yield Contradiction(
                path,
                f"is {value} while market.currency is {currency}",
                f"write the amount in {currency}, or change market.currency",
                (("market", "currency"),),
            )


def _calendars(scenario: Scenario) -> Found:
    known = {"always", *scenario.market.calendars}
    used: list[tuple[Path, str]] = [
        (("agreement", "calendar"), scenario.agreement.calendar),
        (("team", "calendar"), scenario.team.calendar),
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


def _channels(scenario: Scenario) -> Found:
    for name, channel in scenario.channels.items():
        path = ("channels", name)
        for persona in channel.personas:
            if persona not in scenario.personas:
                where = (*path, "personas", persona)
                instead = hint(persona, scenario.personas, "the personas are")
                yield Contradiction(where, "is not among personas", instead, (("personas",),), True)
        weights: list[tuple[str, list[float], bool]] = [
            ("personas", list(channel.personas.values()), bool(channel.personas)),
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


def _agreement(scenario: Scenario) -> Found:
    sales = scenario.agreement.sales
    path = ("agreement", "sales")
    if sales.attempts is not None and sales.attempts_within is None:
        what = f"promises {sales.attempts} attempts without a time"
        yield Contradiction(
            (*path, "attempts"), what, "write attempts_within too, such as '14 days'", ((*path, "attempts_within"),)
        )
    if sales.attempts_within is not None and sales.attempts is None:
        what = "gives a time for attempts but not how many"
        yield Contradiction((*path, "attempts_within"), what, "write attempts too, such as 5", ((*path, "attempts"),))
    for key in ("name", "score_at_least"):
        first: dict[object, int] = {}
        for i, tier in enumerate(sales.tiers):
            value = getattr(tier, key)
            if first.setdefault(value, i) != i:
                what = f"is {spelled(value)}, as in tier {first[value]}"
                yield Contradiction((*path, "tiers", str(i), key), what, "make the tiers differ")
    promises = [sales.first_attempt_within, *(tier.first_attempt_within for tier in sales.tiers)]
    if sales.enforcement != "none" and not any(promises):
        what = f"is '{sales.enforcement}' without a promise that could be broken"
        reads = ((*path, "first_attempt_within"), (*path, "tiers"))
        yield Contradiction((*path, "enforcement"), what, "write first_attempt_within, or enforcement: none", reads)
    if sales.enforcement == "reassign" and scenario.handoff.routing == "pool":
        what = "reassigns leads that belong to no rep, as handoff.routing is 'pool'"
        instead = "write enforcement: alert, or route leads to reps"
        yield Contradiction((*path, "enforcement"), what, instead, (("handoff", "routing"),))


def _routing(scenario: Scenario) -> Found:
    team = scenario.team
    for key in ("calendars", "segments"):
        for seat in getattr(team, key):
            if seat > team.reps:
                what = f"is not one of the {team.reps} seats (team.reps)"
                yield Contradiction(
                    ("team", key, str(seat)), what, f"write a number from 1 to {team.reps}", (("team", "reps"),), True
                )
    if scenario.handoff.routing == "pool" and scenario.handoff.open_leads_most is not None:
        what = "limits the leads of a rep, but handoff.routing is 'pool', where reps hold none"
        yield Contradiction(
            ("handoff", "open_leads_most"), what, "leave it out, or route leads to reps", (("handoff", "routing"),)
        )
    if scenario.handoff.routing != "segment":
        return
    served = set(team.segments.values())
    reads = (("team", "segments"), ("handoff", "routing"))
    if not served:
        what = "is 'segment', but no seat serves a segment"
        yield Contradiction(("handoff", "routing"), what, "write team.segments, such as {1: smb, 2: enterprise}", reads)
    for name, channel in scenario.channels.items():
        if channel.segment is None:
            what = "has no segment, but handoff.routing is 'segment'"
            yield Contradiction(("channels", name), what, f"write channels.{name}.segment", reads)
        elif served and channel.segment not in served:
            what = f"is '{channel.segment}', a segment that no seat serves"
            yield Contradiction(("channels", name, "segment"), what, hint(channel.segment, sorted(served), "served are"), reads)


def _absences(scenario: Scenario) -> Found:
    back: dict[int, datetime.date | None] = {}
    order = sorted(enumerate(scenario.team.away), key=lambda numbered: numbered[1].on)
    for i, leave in order:
        path = ("team", "away", str(i))
        reps = scenario.team.reps
        if leave.seat > reps:
            instead = f"write a number from 1 to {reps}"
            yield Contradiction((*path, "seat"), f"is seat {leave.seat} of {reps} (team.reps)", instead, (("team", "reps"),))
        if leave.back is not None and leave.back <= leave.on:
            what = f"is {leave.back}, not after the day of leaving, {leave.on}"
            yield Contradiction((*path, "back"), what, f"write a day after {leave.on}")
        if leave.seat in back and (before := back[leave.seat]) is not None and before > leave.on:
            what = f"is {leave.on}, when seat {leave.seat} is still empty until {before}"
            yield Contradiction((*path, "on"), what, f"write {before} or later", (("team", "away"),))
        elif leave.seat in back and back[leave.seat] is None:
            what = f"is {leave.on}, when seat {leave.seat} has been left for good"
            yield Contradiction((*path, "on"), what, "give the absence before it a day back", (("team", "away"),))
        back[leave.seat] = leave.back


def _cadence(scenario: Scenario) -> Found:
    contact = scenario.contact
    if contact.attempts > 1 and not contact.gaps:
        what = f"is empty, but there are {contact.attempts} attempts"
        yield Contradiction(
            ("contact", "gaps"), what, "write at least one time, such as ['1 business day']", (("contact", "attempts"),)
        )
    give_up = contact.give_up_after
    if give_up is not None and contact.gaps and contact.attempts > 1 and _shorter(give_up, contact.gaps[0]):
        what = f"is {give_up}, shorter than the first gap of {contact.gaps[0]}: no second attempt is ever made"
        yield Contradiction(
            ("contact", "give_up_after"),
            what,
            "write a longer time, or attempts: 1",
            (("contact", "gaps"), ("contact", "attempts")),
        )


def _shorter(a: Span, b: Span) -> bool:
    return a.business == b.business and a.nominal_microseconds < b.nominal_microseconds


def _experiment(scenario: Scenario) -> Found:
    experiment = scenario.experiment
    path = ("experiment",)
    kind = ((*path, "kind"),)
    written = "lead_in" in experiment.model_fields_set
    if experiment.kind == "terminating" and written and experiment.lead_in.microseconds > 0:
        what = f"is {experiment.lead_in}, but a terminating run opens at its start"
        yield Contradiction((*path, "lead_in"), what, "write 0 d, or leave it out", kind)
    if experiment.kind != "terminating" and experiment.opening:
        what = f"declares waiting leads, but the run is of kind '{experiment.kind}' and grows its own"
        yield Contradiction((*path, "opening"), what, "write kind: terminating, or leave the opening out", kind)
    for key in ("horizon", "conversion_age"):
        if getattr(experiment, key).microseconds == 0:
            yield Contradiction((*path, key), "is 0", "write a time above 0, such as '52 weeks'")
    for name in experiment.opening:
        if name not in scenario.channels:
            instead = hint(name, scenario.channels, "the channels are")
            yield Contradiction((*path, "opening", name), "is not among channels", instead, (("channels",),), True)
    start = datetime.datetime.combine(experiment.start, datetime.time())
    lead_in = 0 if experiment.kind == "terminating" else experiment.lead_in.microseconds
    first = start - datetime.timedelta(microseconds=lead_in)
    after = experiment.horizon.microseconds + experiment.follow_up.microseconds
    for i, extra in enumerate(experiment.extra_leads):
        where = (*path, "extra_leads", str(i))
        if extra.channel not in scenario.channels:
            instead = hint(extra.channel, scenario.channels, "the channels are")
            yield Contradiction((*where, "channel"), f"'{extra.channel}' is not among channels", instead, (("channels",),))
        if extra.at < first or extra.at >= start + datetime.timedelta(microseconds=after):
            what = f"is {extra.at:%Y-%m-%d %H:%M}, when nothing is simulated"
            last = start + datetime.timedelta(microseconds=after)
            instead = f"write a time from {first:%Y-%m-%d} to {last:%Y-%m-%d}"
            reads = ((*path, "start"), (*path, "lead_in"), (*path, "horizon"), (*path, "follow_up"))
            yield Contradiction((*where, "at"), what, instead, reads)


CHECKS: tuple[Callable[[Scenario], Found], ...] = (
    _names,
    _market,
    _currency,
    _calendars,
    _channels,
    _agreement,
    _routing,
    _absences,
    _cadence,
    _experiment,
)
