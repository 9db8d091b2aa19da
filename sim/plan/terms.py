"""From a scenario's sections to the rules in force: units to ticks, names to keys, order by key."""

from __future__ import annotations

import datetime
import hashlib
import math
from zoneinfo import ZoneInfo

import numpy as np

from ..rules.codes import CLOCK_STARTS, ENFORCEMENTS, ORDERS, ROUTINGS, SHAPES
from ..scenario import sections
from ..scenario.quantities import Distribution
from .calendars import instant
from .response import solve
from .timeline import WEEKDAYS, Timeline, hour_profile
from .types import (
    NO_PROMISE,
    Agreement,
    Arrivals,
    Channel,
    Contact,
    Deals,
    Dist,
    Floats,
    Handoff,
    Persona,
    Promise,
    Recycling,
    Seat,
    Stage,
    Terms,
    Touch,
    Work,
    fixed,
)

HOUR = 3_600_000_000
DAYS_A_YEAR = 365.25
NO_CAP = 1 << 40


def key_of(kind: str, name: str) -> int:
    """Identity of a named item for random numbers: 63 bits of a hash of its kind and key."""
    return int.from_bytes(hashlib.blake2b(f"{kind}:{name}".encode(), digest_size=8).digest()) >> 1


def terms(scenario: sections.Scenario, time: Timeline) -> Terms:
    """Rules of one scenario on its time axis."""
    personas = sorted((persona(name, section) for name, section in scenario.personas.items()), key=lambda made: made.key)
    ranks = [made.key for made in personas]
    keys = {name: key_of("persona", section.key or name) for name, section in scenario.personas.items()}
    first = next(iter(scenario.personas))
    channels = []
    for name, section in scenario.channels.items():
        mix = np.zeros(len(personas))
        for persona_name, weight in (section.personas or {first: 1.0}).items():
            mix[ranks.index(keys[persona_name])] += weight
        channels.append(channel(name, section, shares_of(mix), scenario, time))
    work, team = scenario.work, scenario.team
    meetings = [time.set_times([meeting.at.minute], [meeting.on]) for meeting in team.meetings]
    nothing = fixed(0.0)
    return Terms(
        channels=tuple(sorted(channels, key=lambda made: made.key)),
        personas=tuple(personas),
        touches=touches(scenario.nurture),
        threshold=scenario.scoring.threshold,
        half_life=dist(scenario.scoring.half_life).a if scenario.scoring.half_life else math.inf,
        agreement=agreement(scenario.agreement, time),
        handoff=handoff(scenario.handoff, time),
        seats=tuple(seat(number, team, time) for number in range(1, team.reps + 1)),
        meetings=np.concatenate([*meetings, np.empty(0, np.int64)]),
        meeting_lengths=np.concatenate(
            [np.full(len(at), meeting.lasts.microseconds) for at, meeting in zip(meetings, team.meetings, strict=True)]
            + [np.empty(0, np.int64)]
        ),
        work=Work(
            order=ORDERS.index(work.order),
            research=dist(work.research) if work.research else nothing,
            researches=work.research is not None,
            attempt=dist(work.attempt),
            conversation=dist(work.conversation),
            attempt_room=round(dist(work.attempt).mean) if work.attempt_at_closing == "defer" else 0,
            slot=work.slot.microseconds,
            admin=dist(team.admin) if team.admin else nothing,
            has_admin=team.admin is not None,
            pace_sd=team.pace_sd,
            absence=team.absence,
            covers=team.cover,
        ),
        contact=contact(scenario, time),
        deals=deals(scenario),
        recycling=recycling(scenario.recycle),
    )


def shares_of(weights: Floats) -> Floats:
    """Cumulative shares of weights; the last is exactly 1, so that no uniform number lies beyond."""
    sums: Floats = np.cumsum(weights)
    shares: Floats = sums / sums[-1]
    return shares


def dist(written: Distribution) -> Dist:
    """A distribution in numbers; times in microseconds."""
    order = sorted(zip(written.values, written.weights, strict=True))
    values = np.array([value for value, _ in order], float)
    shares = np.cumsum(np.array([weight for _, weight in order], float))
    never = 1.0 if written.shape == "never" else written.never_share
    return Dist(SHAPES.index(written.shape), written.a, written.b, never, values, shares, written.mean)


def persona(name: str, section: sections.Persona) -> Persona:
    """A persona in numbers."""
    window = section.window
    return Persona(
        key=key_of("persona", section.key or name),
        fit=section.fit,
        reachable=section.reachable,
        answerability=section.answerability,
        value=dist(section.value),
        window=dist(window.lasts),
        window_at_capture=window.starts == "capture",
        ends_at_contact=window.ends_at_contact,
        announce_share=window.announce_share,
    )


def channel(name: str, section: sections.Channel, mix: Floats, scenario: sections.Scenario, time: Timeline) -> Channel:
    """A channel in numbers."""
    curve = solve(section.response or scenario.contact.response)
    connect = scenario.contact.connect if section.connect is None else section.connect
    return Channel(
        key=key_of("channel", section.key or name),
        arrivals=arrivals(section, time),
        hand_raiser=section.hand_raiser,
        score=section.score,
        segment=-1 if section.segment is None else key_of("segment", section.segment),
        personas=mix,
        connect=connect,
        floor=curve.floor,
        half=curve.half,
        power=curve.power,
    )


def arrivals(section: sections.Channel, time: Timeline) -> Arrivals:
    """Expected volume of each local day of the channel's zone, and the days' hours."""
    zone = ZoneInfo(section.timezone) if section.timezone else time.zone
    days = time.days
    weekday = [section.weekday.get(day, 1.0) for day in WEEKDAYS]  # type: ignore[call-overload]
    mean = sum(weekday) / 7
    volumes = np.empty(len(days))
    for i, day in enumerate(days):
        volume = section.volume.per_day * (weekday[day.weekday()] / mean if mean > 0 else 0.0)
        volume *= section.season.get(day.month, 1.0)
        volume *= (1 + section.trend) ** ((day - time.scenario.experiment.start).days / DAYS_A_YEAR)
        pulses = 1.0
        for pulse in section.pulses:
            age = (day - pulse.at).days * 24 * HOUR
            if age >= 0:
                pulses += pulse.size * 2 ** (-age / pulse.half_life.microseconds)
        volumes[i] = volume * pulses
    hours = [[instant(time.origin, day, 60 * hour, zone) for hour in range(25)] for day in days]
    return Arrivals(
        first_day=days[0].toordinal(),
        volumes=volumes,
        cv=section.day_effect_cv,
        profile=np.array(hour_profile(section.hours)),
        hours=np.array(hours, np.int64),
    )


def touches(section: sections.Nurture) -> tuple[Touch, ...]:
    """The programme, then the drip, touch by touch."""
    planned = [*section.touches, *([section.drip] if section.drip else [])]
    return tuple(touch for each in planned for touch in [Touch(dist(each.wait), each.engages, each.points)] * each.repeat)


def agreement(section: sections.Agreement, time: Timeline) -> Agreement:
    """The agreement in numbers; one promise for all is a tier without a floor."""
    sales = section.sales
    tiers = sorted((tier.score_at_least, time.span(tier.first_attempt_within, section.calendar)) for tier in sales.tiers)
    if not tiers:
        tiers = [(-math.inf, time.span(sales.first_attempt_within, section.calendar))]
    return Agreement(
        calendar=time.calendars[section.calendar],
        floors=np.array([floor for floor, _ in tiers]),
        promises=tuple(Promise(span) for _, span in tiers),
        attempts=sales.attempts or 0,
        attempts_within=time.span(sales.attempts_within, section.calendar),
        clock_starts=CLOCK_STARTS.index(sales.clock_starts),
        enforcement=ENFORCEMENTS.index(sales.enforcement),
        reassign_most=sales.reassign_most,
    )


def handoff(section: sections.Handoff, time: Timeline) -> Handoff:
    """The way to a rep's list in numbers."""
    none = np.empty(0, np.int64)
    batch = section.delay if isinstance(section.delay, sections.Sync) else None
    looks = section.attention if isinstance(section.attention, sections.Looks) else None
    habit = section.attention if isinstance(section.attention, Distribution) else None
    return Handoff(
        delay=fixed(0.0) if batch else dist(section.delay),  # type: ignore[arg-type]
        deliveries=time.set_times([at.minute for at in batch.at], batch.days) if batch else none,
        routing=ROUTINGS.index(section.routing),
        habit=dist(habit) if habit else fixed(0.0),
        looks=time.set_times([at.minute for at in looks.at]) if looks else none,
        open_most=section.open_leads_most or NO_CAP,
    )


def seat(number: int, team: sections.Team, time: Timeline) -> Seat:
    """A seat: its calendar, and when nobody holds it."""
    gone = []
    for leave in team.away:
        if leave.seat == number:
            back = instant(time.origin, leave.back, 0, time.zone) if leave.back else time.end + 1
            gone.append((instant(time.origin, leave.on, 0, time.zone), back))
    segment = team.segments.get(number)
    return Seat(
        key=key_of("seat", str(number)),
        calendar=time.calendars[team.calendars.get(number, team.calendar)],
        segment=-1 if segment is None else key_of("segment", segment),
        gone=tuple(sorted(gone)),
        days=time.midnights([*time.days, time.days[-1] + datetime.timedelta(days=1)], time.zone),
        first_day=time.days[0].toordinal(),
    )


def contact(scenario: sections.Scenario, time: Timeline) -> Contact:
    """Attempts in numbers; the last gap repeats."""
    section = scenario.contact
    calendar = scenario.agreement.calendar
    return Contact(
        reference=section.reference_delay.microseconds / HOUR,
        attempts=section.attempts,
        gaps=tuple(time.span(gap, calendar) for gap in section.gaps),
        give_up_after=time.span(section.give_up_after, calendar),
    )


def deals(scenario: sections.Scenario) -> Deals:
    """Qualification and opportunity in numbers."""
    opportunity = scenario.opportunity
    return Deals(
        accept_fit=scenario.qualification.accept_fit,
        accept_unfit=scenario.qualification.accept_unfit,
        stages=tuple(
            Stage(
                delay=dist(stage.delay),
                minutes=dist(stage.minutes) if stage.minutes else fixed(0.0),
                works=stage.minutes is not None,
                appointment=stage.appointment,
                advance=stage.advance,
            )
            for stage in opportunity.stages
        ),
        no_show=opportunity.no_show,
        no_show_rise=opportunity.no_show_per_day,
        rebook_most=opportunity.rebook_most,
    )


def recycling(section: sections.Recycle) -> Recycling:
    """Who comes back, in numbers."""
    return Recycling(
        withdrew=section.withdrew,
        rejected=section.rejected,
        unreachable=section.unreachable,
        lost=section.lost,
        cooling=dist(section.cooling),
        most=NO_CAP if section.most is None else section.most,
        to_sales=section.to == "sales",
    )


__all__ = ["NO_CAP", "NO_PROMISE", "key_of", "terms"]
