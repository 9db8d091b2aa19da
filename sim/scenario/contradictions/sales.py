"""Contradictions of the agreement, the hand-over, the team and its deals."""

from __future__ import annotations

import datetime

from ..amounts import Span
from ..evidence import spelled
from ..kinds import hint
from ..sections import Scenario
from .contradiction import Contradiction, Found


def agreement(scenario: Scenario) -> Found:
    """Check promises that could not be kept or broken."""
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
    acts = {"reassign": "reassigns leads that belong", "escalate": "puts leads first that belong"}
    if sales.enforcement in acts and scenario.handoff.routing == "pool":
        what = f"{acts[sales.enforcement]} to no rep, as handoff.routing is 'pool'"
        instead = "write enforcement: alert, or route leads to reps"
        yield Contradiction((*path, "enforcement"), what, instead, (("handoff", "routing"),))
    low, high = scenario.agreement.review_target
    if low > high:
        what = f"goes from {spelled(low)} down to {spelled(high)}"
        yield Contradiction(("agreement", "review_target"), what, f"write [{spelled(high)}, {spelled(low)}]")


def marketing_promise(scenario: Scenario) -> Found:
    """Check whom marketing's promise and the definition of a qualified lead mean."""
    promise, definition = scenario.agreement.marketing, scenario.agreement.definition
    path = ("agreement", "marketing")
    for i, name in enumerate(promise.channels):
        if name not in scenario.channels:
            instead = hint(name, scenario.channels, "the channels are")
            yield Contradiction((*path, "channels", str(i)), f"'{name}' is not among channels", instead, (("channels",),))
    path = ("agreement", "definition")
    if definition.by == "marketing":  # its musts wait for the lever that makes it both sides'
        return
    for key in ("employees", "revenue"):
        for size in (key, f"{key}_spread"):
            if getattr(definition, key) and getattr(scenario.scoring, size) == 0:
                what = f"is 0, so that no firm is larger or smaller, but agreement.definition.{key} sorts by it"
                instead = f"write a number above 0, or leave {key} out of the definition"
                yield Contradiction(("scoring", size), what, instead, ((*path, key),))


def routing(scenario: Scenario) -> Found:
    """Check that every lead has somebody to go to."""
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


def roles(scenario: Scenario) -> Found:
    """Check that there is somebody for each part of the work."""
    team, pool = scenario.team, scenario.handoff.routing == "pool"
    if team.sdrs >= team.reps and scenario.opportunity.stages:
        what = f"is {team.sdrs} of {team.reps} seats (team.reps), which leaves nobody to close"
        instead = f"write at most {team.reps - 1}, or more reps" if team.reps > 1 else "write 0, or more reps"
        yield Contradiction(("team", "sdrs"), what, instead, (("team", "reps"), ("opportunity", "stages")))
    if pool and team.sdrs:
        what = "is 'pool', from which every rep takes any lead, but some seats only qualify (team.sdrs)"
        yield Contradiction(("handoff", "routing"), what, "route leads to reps, or write sdrs: 0", (("team", "sdrs"),))
    if pool and scenario.pursuit.beliefs:
        what = "is 'pool', where leads belong to no rep who could ignore them, but reps have beliefs (pursuit.beliefs)"
        yield Contradiction(
            ("handoff", "routing"), what, "route leads to reps, or write beliefs: false", (("pursuit", "beliefs"),)
        )
    own = team.own_pipeline
    if own is not None and own.blocks and not own.hours:
        what = "sets times for own pipeline, of which no hours are planned"
        path = ("team", "own_pipeline")
        yield Contradiction((*path, "blocks"), what, "write hours too, such as 10", ((*path, "hours"),))


def pursuit(scenario: Scenario) -> Found:
    """Check whom beliefs are about, and what token attempts are for."""
    for name in scenario.pursuit.priors:
        if name not in scenario.channels:
            instead = hint(name, scenario.channels, "the channels are")
            yield Contradiction(("pursuit", "priors", name), "is not among channels", instead, (("channels",),), True)


def absences(scenario: Scenario) -> Found:
    """Check that nobody leaves a seat that is empty."""
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


def cadence(scenario: Scenario) -> Found:
    """Check attempts and the times between them."""
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


def deals(scenario: Scenario) -> Found:
    """Check the reasons of lost deals."""
    reasons = scenario.opportunity.reasons
    if reasons and not any(reasons.values()):
        yield Contradiction(("opportunity", "reasons"), "has no weight above 0", "write at least one, or leave it out")


def customers(scenario: Scenario) -> Found:
    """Check how referred leads come in."""
    section = scenario.customers
    path = ("customers", "referral_channel")
    if section.referral_channel is not None and section.referral_channel not in scenario.channels:
        what = f"'{section.referral_channel}' is not among channels"
        yield Contradiction(path, what, hint(section.referral_channel, scenario.channels, "the channels are"), (("channels",),))
    if section.referrals and section.referral_channel is None:
        what = f"is {spelled(section.referrals)}, but nothing says through which channel they come"
        yield Contradiction(("customers", "referrals"), what, "write referral_channel too", (path,))
