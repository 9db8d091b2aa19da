"""From a scenario's sections to marketing's numbers: channels, buyers, nurture, content, scores, feedback."""

from __future__ import annotations

import math
from zoneinfo import ZoneInfo

import numpy as np

from ..rules.codes import FEATURES, READINESS, WHILE_SALES_WORKS, WINDOW_STARTS
from ..rules.distributions import normal_quantile
from ..scenario import sections
from ..scenario.policies import code_of
from .basics import Floats, Ints
from .calendars import hours_of_days
from .marketing import Arrivals, Channel, Content, Feedback, Nurture, Persona, Scoring, Touch
from .response import solve
from .timeline import WEEKDAYS, Timeline, hour_profile
from .values import HOUR, dist, dist_or_nothing, key_of, shares_of

DAYS_A_YEAR = 365.25


def personas(scenario: sections.Scenario) -> tuple[Persona, ...]:
    """Kinds of buyers by key."""
    made = (persona(name, section) for name, section in scenario.personas.items())
    return tuple(sorted(made, key=lambda each: each.key))


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
        window_starts=WINDOW_STARTS.index(window.starts),
        ends_at_contact=window.ends_at_contact,
        announce_share=window.announce_share,
        need=dist(section.need),
        awareness=dist(section.awareness),
        consideration=dist(section.consideration),
        repurchase=dist(section.repurchase),
        shifts=np.array([section.firmographics.get(name, 0.0) for name in FEATURES]),  # type: ignore[call-overload]
    )


def channels(scenario: sections.Scenario, time: Timeline) -> tuple[Channel, ...]:
    """Channels by key."""
    by_key = sorted((key_of("persona", section.key or name), name) for name, section in scenario.personas.items())
    made = (channel(name, section, [name for _, name in by_key], scenario, time) for name, section in scenario.channels.items())
    return tuple(sorted(made, key=lambda each: each.key))


def channel(name: str, section: sections.Channel, kinds: list[str], scenario: sections.Scenario, time: Timeline) -> Channel:
    """A channel in numbers; `kinds` are the personas in the order of their keys."""
    curve = solve(section.response or scenario.contact.response)
    connect = scenario.contact.connect if section.connect is None else section.connect
    first = next(iter(scenario.personas))
    own = section.personas or {first: 1.0}
    return Channel(
        key=key_of("channel", section.key or name),
        arrivals=arrivals(section, time),
        hand_raiser=section.hand_raiser,
        score=section.score,
        segment=-1 if section.segment is None else key_of("segment", section.segment),
        mixes=np.array(
            [shares_of(np.array([mix.get(kind, 0.0) for kind in kinds])) for mix in (own, section.wide_personas or own)]
        ),
        readiness=np.array([readiness(section.readiness or scenario.personas[kind].readiness) for kind in kinds]),
        connect=connect,
        floor=curve.floor,
        half=curve.half,
        power=curve.power,
        cost_per_lead=section.cost_per_lead.amount,
        spend=section.spend,
        diminishing=section.diminishing,
        breadth=section.breadth,
        unrecorded=section.unrecorded,
        duplicates=section.duplicates,
        prior=scenario.pursuit.priors.get(name, scenario.pursuit.prior),
    )


def readiness(section: sections.Readiness) -> Floats:
    """Cumulative shares of the states at capture."""
    return shares_of(np.array([getattr(section, state) for state in READINESS]))


def arrivals(section: sections.Channel, time: Timeline) -> Arrivals:
    """Expected volume of each local day of the channel's zone, and the days' hours."""
    zone = ZoneInfo(section.timezone) if section.timezone else time.zone
    days = time.days
    weekday = [section.weekday.get(day, 1.0) for day in WEEKDAYS]  # type: ignore[call-overload]
    mean = sum(weekday) / 7
    volumes = np.empty(len(days))
    by_weekday = [section.volume.per_day * (weight / mean if mean > 0 else 0.0) for weight in weekday]
    for i, day in enumerate(days):
        volume = by_weekday[day.weekday()]
        volume *= section.season.get(day.month, 1.0)
        volume *= (1 + section.trend) ** ((day - time.scenario.experiment.start).days / DAYS_A_YEAR)
        pulses = 1.0
        for pulse in section.pulses:
            age = (day - pulse.at).days * 24 * HOUR
            if age >= 0:
                pulses += pulse.size * 2 ** (-age / pulse.half_life.microseconds)
        volumes[i] = volume * pulses
    return Arrivals(
        first_day=days[0].toordinal(),
        volumes=volumes,
        cv=section.day_effect_cv,
        profile=np.array(hour_profile(section.hours)),
        hours=hours_of_days(time.origin, days[0], days[-1], zone),
    )


def nurture(scenario: sections.Scenario, time: Timeline) -> Nurture:
    """The programme, then the drip, touch by touch, and how they work on buyers."""
    section = scenario.nurture
    planned = [*section.touches, *([section.drip] if section.drip else [])]
    return Nurture(
        touches=tuple(each for written in planned for each in [touch(written, section)] * written.repeat),
        while_sales_works=WHILE_SALES_WORKS.index(section.while_sales_works),
        marketers=section.marketers,
        calendar=time.calendars[section.calendar],
        open_share=time.open_share[section.calendar],
        fatigue=section.fatigue,
        fatigue_half_life=float(section.fatigue_half_life.microseconds),
        unsubscribe=section.unsubscribe,
        unsubscribe_fatigue=section.unsubscribe_fatigue,
        unsubscribe_early=section.unsubscribe_early,
        readiness=section.readiness,
        speeds=section.speeds,
        recalls=section.recalls,
        half_life=float(section.half_life.microseconds),
        turns_to_us=section.turns_to_us,
        visits=section.visits,
    )


def touch(written: sections.Touch, section: sections.Nurture) -> Touch:
    """A touch in numbers."""
    minutes = section.manual if written.minutes is None else written.minutes
    return Touch(
        wait=dist(written.wait),
        engages=written.engages,
        points=written.points,
        minutes=dist_or_nothing(minutes),
        works=minutes is not None,
        cost=written.cost.amount,
        reveals=written.reveals,
    )


def content(section: sections.Content) -> Content:
    """Content in numbers."""
    return Content(
        pieces=section.pieces,
        cost=section.cost.amount,
        relevance=section.relevance,
        nurture=section.nurture,
        follow_up=section.follow_up,
        helps=section.helps,
        annoys=section.annoys,
        case_study=section.case_study,
    )


def scoring(scenario: sections.Scenario) -> Scoring:
    """The scorer in numbers: its angle to the best one follows from the areas under their curves."""
    section, definition = scenario.scoring, scenario.agreement.definition
    agreed = definition.by == "both"
    length = math.sqrt(2) * normal_quantile(section.best_auc)
    cosine = 0.0 if section.auc is None else min(1.0, normal_quantile(section.auc) / normal_quantile(section.best_auc))
    even = np.full(len(FEATURES), 1 / math.sqrt(len(FEATURES)))
    askew = even * np.array([(-1.0) ** i for i in range(len(FEATURES))])
    musts = np.full(len(FEATURES), -math.inf)
    if agreed:
        for name in ("employees", "revenue"):
            if least := getattr(definition, name):
                musts[FEATURES.index(name)] = math.log(least / getattr(section, name)) / getattr(section, f"{name}_spread")
    has_musts = bool((musts > -math.inf).any())
    return Scoring(
        threshold=definition.threshold if agreed and definition.threshold is not None else section.threshold,
        half_life=dist(section.half_life).a if section.half_life else math.inf,
        base=section.base,
        firmographic=section.auc is not None or has_musts,
        points=0.0 if section.auc is None else section.points,
        weights=length * (cosine * even + math.sqrt(1 - cosine * cosine) * askew),
        differences=length * even,
        noise=section.noise,
        musts=musts,
        has_musts=has_musts,
        policy=code_of("score", section.policy),
    )


def feedback(section: sections.Feedback, time: Timeline) -> Feedback:
    """Reviews and lessons in numbers."""
    meeting, training = section.meeting, section.training
    reviews: Ints = np.empty(0, np.int64)
    if meeting is not None:
        reviews = time.set_times([meeting.at.minute], [meeting.on])[:: meeting.every]
    return Feedback(
        reviews=reviews,
        length=meeting.lasts.microseconds if meeting else 0,
        completeness=section.completeness,
        reason_error=section.reason_error,
        ignored_as_rejected=section.ignored_as_rejected,
        learns=section.learns,
        caution=section.caution,
        targeting=section.targeting,
        content=section.content,
        coaching=section.coaching,
        coaching_gap=section.coaching_gap,
        trains_below=training.below if training else -1.0,
        training=training.lasts.microseconds if training else 0,
        training_cost=training.cost.amount if training else 0.0,
        training_gain=training.gain if training else 0.0,
        training_after=training.after.microseconds if training else 0,
        trainings_most=training.most if training else 0,
        by_leads=section.incentive == "leads",
        loosening=section.loosening,
        chases=section.chases,
        blame=section.blame,
    )
