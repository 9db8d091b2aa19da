"""What runs: a scenario compiled to frozen numbers, fingerprinted."""

from __future__ import annotations

import datetime
import hashlib
import struct
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from ..errors import StudyError
from ..scenario.sections import Scenario
from .calendars import compiled
from .terms import terms
from .timeline import Timeline
from .types import Calendar, ExtraLead, Names, Plan, Seat, Terms
from .values import key_of

__all__ = ["Plan", "compile_plan", "compile_plans"]

INJECTED, OPENING = -1, -2


def compile_plan(scenario: Scenario, base: Scenario | None = None) -> Plan:
    """Make a scenario ready to run.

    Parameters
    ----------
    scenario
        Whose rules hold from the start of the window on.
    base
        Whose rules hold before it, in the shared past of an adoption; the scenario's own when left out.

    Raises
    ------
    StudyError
        When the two do not share one time axis.
    """
    return next(compile_plans((scenario,), base))


def compile_plans(scenarios: Iterable[Scenario], base: Scenario | None = None) -> Iterator[Plan]:
    """Make scenarios ready to run, as `compile_plan` does one; what they have in common is worked out once."""
    time = None if base is None else Timeline(base)
    past = None if base is None or time is None else Past(base, time, terms(base, time))
    for scenario in scenarios:
        if time is None or not time.fits(scenario):
            time = Timeline(scenario)
        yield _compiled(scenario, time, past)


class Past(NamedTuple):
    """A base, its time and its rules, out of which others come."""

    base: Scenario
    time: Timeline
    terms: Terms


def _compiled(scenario: Scenario, time: Timeline, past: Past | None) -> Plan:
    after = terms(scenario, time)
    before = after
    if past is not None and past.base != scenario:
        axes = [(t.origin, t.start, t.horizon, t.end, t.scenario.market.timezone) for t in (time, past.time)]
        if axes[0] != axes[1]:
            raise StudyError(
                f"'{scenario.name}' and '{past.base.name}' are put differently; give both the same experiment section and time "
                "zone"
            )
        before = past.terms
    plan = Plan(
        kind=scenario.experiment.kind,
        origin=time.origin,
        timezone=scenario.market.timezone,
        currency=scenario.market.currency,
        start=time.start,
        horizon=time.horizon,
        end=time.end,
        conversion_age=scenario.experiment.conversion_age.microseconds,
        before=before,
        after=after,
        seats=tuple(seats(before, after, time, scenario.team.hiring_lag.microseconds)),
        extra=tuple(extra_leads(scenario, time)),
        week_starts=time.week_starts,
        month_starts=time.month_starts,
        months=time.months,
        names=names(scenario, None if past is None else past.base),
        fingerprint="",
    )
    return plan._replace(fingerprint=fingerprint(plan))


def seats(before: Terms, after: Terms, time: Timeline, hiring_lag: int) -> Iterator[Seat]:
    """Seats of both terms: one that goes is empty from the start on, one that comes is filled after the hiring lag."""
    old, new = ({seat.key: seat for seat in terms.seats} for terms in (before, after))
    hired = time.start + hiring_lag
    for key in sorted(old | new):
        was, will_be = old.get(key), new.get(key)
        if was is None:
            assert will_be is not None
            yield will_be._replace(gone=joined([(0, hired), *will_be.gone]))
        elif will_be is None:
            yield was._replace(gone=joined([*was.gone, (time.start, time.end + 1)]))
        else:
            gone = [(start, min(end, time.start)) for start, end in was.gone if start < time.start]
            gone += [(max(start, time.start), end) for start, end in will_be.gone if end > time.start]
            yield will_be._replace(gone=joined(gone), calendar=spliced(was.calendar, will_be.calendar, time.start))


def joined(intervals: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The same intervals, ascending and disjoint."""
    whole = compiled(sorted(intervals))
    return tuple(zip(whole.opens.tolist(), whole.closes.tolist(), strict=True))


def spliced(before: Calendar, after: Calendar, at: int) -> Calendar:
    """One calendar up to an instant and another from then on."""
    if before is after:
        return after
    past = [(a, min(b, at)) for a, b in zip(before.opens.tolist(), before.closes.tolist(), strict=True) if a < at]
    future = [(max(a, at), b) for a, b in zip(after.opens.tolist(), after.closes.tolist(), strict=True) if b > at]
    return compiled(past + future)


def extra_leads(scenario: Scenario, time: Timeline) -> Iterator[ExtraLead]:
    """Leads beside the channels' own, numbered from the minute of their day, so that one more renames no other."""
    numbers: dict[tuple[int, int, int, int], int] = {}
    keys = {name: key_of("channel", channel.key or name) for name, channel in scenario.channels.items()}
    start = scenario.experiment.start.toordinal()
    planned = [(name, time.start, start, 0, OPENING, count) for name, count in scenario.experiment.opening.items()]
    for extra in scenario.experiment.extra_leads:
        zone = scenario.channels[extra.channel].timezone or scenario.market.timezone
        at = extra.at.replace(tzinfo=ZoneInfo(zone)).astimezone(datetime.UTC) - time.origin
        moment = at // datetime.timedelta(microseconds=1)
        planned.append((extra.channel, moment, extra.at.toordinal(), extra.at.hour * 60 + extra.at.minute, INJECTED, extra.count))
    for name, moment, day, minute, strip, count in planned:
        place = (keys[name], day, minute, strip)
        first = numbers.get(place, minute << 20)
        numbers[place] = first + count
        yield ExtraLead(keys[name], moment, day, strip, count, first)


def names(scenario: Scenario, base: Scenario | None) -> Names:
    """Labels of the keys that either scenario uses."""
    both = [base, scenario] if base is not None else [scenario]
    return Names(
        scenario=scenario.name,
        channels={key_of("channel", c.key or n): c.label or n for s in both for n, c in s.channels.items()},
        personas={key_of("persona", p.key or n): p.label or n for s in both for n, p in s.personas.items()},
        seats={key_of("seat", str(n)): f"rep {n}" for s in both for n in range(1, s.team.reps + 1)},
        stages=tuple(stage.name for stage in scenario.opportunity.stages),
        tiers=tuple(tier.name for tier in sorted(scenario.agreement.sales.tiers, key=lambda t: t.score_at_least)) or ("all",),
        touches=tuple(
            touch.kind
            for each in (*scenario.nurture.touches, *([scenario.nurture.drip] if scenario.nurture.drip else []))
            for touch in [each] * each.repeat
        ),
    )


def fingerprint(plan: Plan) -> str:
    """Hash of everything that runs, calendars included and labels left out; 32 hex digits."""
    digest = hashlib.blake2b(digest_size=16)
    for piece in _bytes(plan._replace(names=Names("", {}, {}, {}, (), (), ()), fingerprint="")):
        digest.update(piece)
    return digest.hexdigest()


def _bytes(value: Any) -> Iterator[bytes]:
    """Canonical bytes of nested tuples of numbers and arrays."""
    if isinstance(value, tuple):
        yield b"(%d" % len(value)
        for item in value:
            yield from _bytes(item)
    elif isinstance(value, np.ndarray):
        yield value.dtype.str.encode() + str(value.shape).encode() + value.tobytes()
    elif isinstance(value, float):
        yield b"f" + struct.pack("<d", value)
    else:
        yield type(value).__name__.encode() + str(value).encode()
