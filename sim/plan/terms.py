"""From a scenario's sections to the rules in force: units to ticks, names to keys, order by key."""

from __future__ import annotations

import math

import numpy as np

from ..rules.codes import (
    ATTEMPTS,
    CALL,
    CLOCK_STARTS,
    ENFORCEMENTS,
    LOST_REASONS,
    ORDERS,
    REACTIONS,
    READINESS,
    ROUTINGS,
)
from ..scenario import sections
from ..scenario.policies import code_of
from ..scenario.quantities import Distribution
from .basics import Floats, fixed
from .calendars import instant
from .demand import channels, content, feedback, nurture, personas, scoring
from .response import solve
from .sales import (
    Agreement,
    Contact,
    Costs,
    Customers,
    Deals,
    Handoff,
    Own,
    People,
    Promise,
    Pursuit,
    Recycling,
    Seat,
    Stage,
    Work,
)
from .timeline import Timeline
from .types import Terms
from .values import DAYS_A_MONTH, HOUR, NO_CAP, dist, dist_or_nothing, key_of, shares_of

MINUTE = 60_000_000
ALIKE = 1e12  # alpha + beta of customers who are all alike


def terms(scenario: sections.Scenario, time: Timeline) -> Terms:
    """Rules of one scenario on its time axis."""
    team = scenario.team
    meetings = [time.set_times([meeting.at.minute], [meeting.on]) for meeting in team.meetings]
    return Terms(
        channels=channels(scenario, time),
        personas=personas(scenario),
        nurture=nurture(scenario, time),
        content=content(scenario.content),
        scoring=scoring(scenario),
        agreement=agreement(scenario, time),
        handoff=handoff(scenario.handoff, time),
        seats=tuple(seat(number, team, time) for number in range(1, team.reps + 1)),
        meetings=np.concatenate([*meetings, np.empty(0, np.int64)]),
        meeting_lengths=np.concatenate(
            [np.full(len(at), meeting.lasts.microseconds) for at, meeting in zip(meetings, team.meetings, strict=True)]
            + [np.empty(0, np.int64)]
        ),
        people=people(team),
        own=own(team.own_pipeline, time),
        pursuit=pursuit(scenario.pursuit),
        work=work_of(scenario),
        contact=contact(scenario, time),
        deals=deals(scenario),
        recycling=recycling(scenario.recycle),
        customers=customers(scenario),
        feedback=feedback(scenario.feedback, time),
        costs=costs(scenario.costs),
    )


def agreement(scenario: sections.Scenario, time: Timeline) -> Agreement:
    """The agreement in numbers; one promise for all is a tier without a floor."""
    section = scenario.agreement
    sales, promised = section.sales, section.marketing
    keys = {name: key_of("channel", channel.key or name) for name, channel in scenario.channels.items()}
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
        disposition_within=time.span(sales.disposition_within, section.calendar),
        leads_per_rep=promised.leads_per_rep.per_day * DAYS_A_MONTH if promised.leads_per_rep else 0.0,
        promised=np.array(sorted(keys[name] for name in promised.channels), np.int64),
        reaction=REACTIONS.index(promised.reaction),
        loosens=promised.loosens,
        spends=promised.spends,
        agreed=section.definition.by == "both",
        intel=section.intel,
        reviewed=section.reviewed,
        review_step=section.review_step,
        review_low=section.review_target[0],
        review_high=section.review_target[1],
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
        automated=section.automated is not None,
        books=section.automated.books if section.automated else 0.0,
        books_early=section.automated.books_early if section.automated else 0.0,
        automated_counts=section.automated is not None and section.automated.counts,
        match_accounts=section.match_accounts,
        policy=code_of("routing", section.policy),
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
        qualifies_only=number <= team.sdrs,
        gone=tuple(sorted(gone)),
        days=time.day_starts,
        first_day=time.days[0].toordinal(),
        workdays=time.workdays[team.calendars.get(number, team.calendar)],
    )


def contact(scenario: sections.Scenario, time: Timeline) -> Contact:
    """Attempts in numbers; the last gap repeats."""
    section = scenario.contact
    calendar = scenario.agreement.calendar
    return Contact(
        reference=section.reference_delay.microseconds / HOUR,
        attempts=section.attempts,
        gaps=tuple(time.span(gap, calendar) for gap in section.gaps),
        plan=tuple(ATTEMPTS.index(kind) for kind in section.plan) or (CALL,),
        email_odds=math.log(section.email_odds) if section.email_odds > 0 else -math.inf,
        nurture_lift=section.nurture_lift,
        give_up_after=time.span(section.give_up_after, calendar),
    )


def deals(scenario: sections.Scenario) -> Deals:
    """Qualification and opportunity in numbers."""
    opportunity, qualification = scenario.opportunity, scenario.qualification
    curve = solve(qualification.response)
    return Deals(
        accept_fit=qualification.accept_fit,
        accept_unfit=qualification.accept_unfit,
        accept_from=READINESS.index(qualification.accept_from),
        floor=curve.floor,
        half=curve.half,
        power=curve.power,
        reason_error=qualification.reason_error,
        early_slows=qualification.early_slows,
        early_unsubscribes=qualification.early_unsubscribes,
        stages=tuple(
            Stage(
                delay=dist(stage.delay),
                minutes=dist_or_nothing(stage.minutes),
                works=stage.minutes is not None,
                appointment=stage.appointment,
                advance=stage.advance,
            )
            for stage in opportunity.stages
        ),
        unready=opportunity.unready,
        intel=opportunity.intel,
        lost_after=dist(opportunity.lost_after),
        reasons=lost_reasons(opportunity),
        value_delay=opportunity.value_delay,
        no_show=opportunity.no_show,
        no_show_rise=opportunity.no_show_per_day,
        rebook_most=opportunity.rebook_most,
    )


def lost_reasons(section: sections.Opportunity) -> Floats:
    """Cumulative shares of the reasons for which deals are lost; empty when none is named."""
    weights = np.array([section.reasons.get(reason, 0.0) for reason in LOST_REASONS])  # type: ignore[call-overload]
    return shares_of(weights) if weights.any() else np.empty(0)


def recycling(section: sections.Recycle) -> Recycling:
    """Who comes back, in numbers."""
    return Recycling(
        withdrew=section.withdrew,
        rejected=section.rejected,
        unreachable=section.unreachable,
        lost=section.lost,
        ignored=section.ignored,
        cooling=dist(section.cooling),
        most=NO_CAP if section.most is None else section.most,
        to_sales=section.to == "sales",
    )


def people(team: sections.Team) -> People:
    """Who sits in the seats, in numbers."""
    return People(
        sdrs=team.sdrs,
        tenure=dist(team.tenure),
        hiring_lag=team.hiring_lag.microseconds,
        ramp=team.ramp.microseconds,
        ramp_gap=team.ramp_gap,
        skill_sd=team.skill_sd,
        pace_sd=team.pace_sd,
        veterans=team.veterans,
        absence=team.absence,
        quota=team.quota.amount if team.quota else 0.0,
    )


def own(section: sections.OwnPipeline | None, time: Timeline) -> Own:
    """Reps' own pipeline in numbers; no minutes are planned when there is none."""
    written = section or sections.OwnPipeline()
    blocks = [at.minute for at in written.blocks] if section else []
    return Own(
        planned=60.0 * written.hours if section else 0.0,
        task=dist(written.task),
        per_sql=written.minutes_per_sql.microseconds / MINUTE,
        diminishing=written.diminishing,
        closes=written.closes,
        takes=dist(written.takes),
        value=dist(written.value),
        keeps=written.keeps.microseconds,
        score=written.score,
        blocks=time.set_times(blocks) if blocks else np.empty(0, np.int64),
        block=written.block.microseconds,
    )


def pursuit(section: sections.Pursuit) -> Pursuit:
    """Whom reps call, in numbers."""
    return Pursuit(
        on=section.beliefs,
        weight=section.weight,
        half_life=float(section.half_life.microseconds),
        minutes_per_lead=section.minutes_per_lead.microseconds / MINUTE,
        spread=section.spread,
        tracking=section.tracking,
        enforcement=section.enforcement,
        load=section.load,
        load_at=section.load_at,
        tokens=section.tokens,
        closes_after=section.closes_after.microseconds,
    )


def customers(scenario: sections.Scenario) -> Customers:
    """After the win, in numbers: the mean chance to leave in a month whose first year loses the stated share."""
    section = scenario.customers
    size = ALIKE if section.spread == 0 else 25.0 / section.spread
    low, high = 0.0, 1.0
    for _ in range(100):
        leaving = (low + high) / 2
        stays = 1.0
        for month in range(12):
            stays *= ((1 - leaving) * size + month) / (size + month)
        low, high = (leaving, high) if 1 - stays < (section.churn or 0.0) else (low, leaving)
    channel = section.referral_channel
    return Customers(
        leaving=-1.0 if section.churn is None else (low + high) / 2,
        size=size,
        fit=section.fit,
        promise_gap=section.promise_gap,
        referrals=section.referrals,
        referral_channel=-1 if channel is None else key_of("channel", scenario.channels[channel].key or channel),
    )


def costs(section: sections.Costs) -> Costs:
    """Money in numbers."""
    return Costs(section.rep.amount, section.marketing.amount, section.escalation.amount, section.gross_margin)


def work_of(scenario: sections.Scenario) -> Work:
    """What reps do, in numbers."""
    work, team = scenario.work, scenario.team
    return Work(
        order=ORDERS.index(work.order),
        research=dist_or_nothing(work.research),
        researches=work.research is not None,
        attempt=dist(work.attempt),
        email=dist(work.email),
        conversation=dist(work.conversation),
        attempt_room=round(dist(work.attempt).mean) if work.attempt_at_closing == "defer" else 0,
        slot=work.slot.microseconds,
        admin=dist_or_nothing(team.admin),
        has_admin=team.admin is not None,
        covers=team.cover,
        nurture_saves=work.nurture_saves,
        nurture_depth=work.nurture_depth,
        intel_saves=work.intel_saves,
        policy=code_of("order", work.policy),
    )
