"""What a scenario leaves out: every mechanism by name, and whether it is on."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..scenario import Scenario
from ..sections import Channel, Persona, Sync
from .market import is_ready
from .marketing import reveals, takes_time
from .phrases import listed

Switch = tuple[str, Callable[[Scenario], object]]


def _channels(scenario: Scenario) -> Iterable[Channel]:
    return scenario.channels.values()


def _personas(scenario: Scenario) -> Iterable[Persona]:
    return scenario.personas.values()


def _readiness(scenario: Scenario) -> bool:
    ways = [persona.readiness for persona in _personas(scenario)]
    ways += [channel.readiness for channel in _channels(scenario) if channel.readiness is not None]
    return not all(is_ready(way) for way in ways)


def _promise(scenario: Scenario) -> bool:
    sales = scenario.agreement.sales
    return bool(sales.first_attempt_within or sales.attempts or any(tier.first_attempt_within for tier in sales.tiers))


def _delay(scenario: Scenario) -> bool:
    delay = scenario.handoff.delay
    return isinstance(delay, Sync) or delay.mean > 0


def _recycling(scenario: Scenario) -> bool:
    recycle = scenario.recycle
    return any((recycle.withdrew, recycle.rejected, recycle.unreachable, recycle.lost, recycle.ignored))


def _costs(scenario: Scenario) -> bool:
    costs = scenario.costs
    return bool(costs.rep.amount or costs.marketing.amount or costs.escalation.amount) or costs.gross_margin != 1


LEADS: tuple[Switch, ...] = (
    ("day effects", lambda s: any(each.day_effect_cv for each in _channels(s))),
    ("cost of leads", lambda s: any(each.cost_per_lead.amount for each in _channels(s))),
    ("budgets other than stated", lambda s: any(each.spend != 1 for each in _channels(s))),
    ("wider nets", lambda s: any(each.breadth > 1 for each in _channels(s))),
    ("leads of accounts being worked", lambda s: any(each.duplicates for each in _channels(s))),
    ("wrong sources on record", lambda s: any(each.unrecorded for each in _channels(s))),
    ("readiness (all buyers are ready)", _readiness),
    ("closing windows", lambda s: any(each.window.lasts.shape != "never" for each in _personas(s))),
    ("needs that return", lambda s: any(each.repurchase.shape != "never" for each in _personas(s))),
)
MARKETING: tuple[Switch, ...] = (
    ("nurture", lambda s: s.nurture.touches or s.nurture.drip),
    ("nurture beside sales", lambda s: s.nurture.while_sales_works != "pause"),
    ("marketers' time", takes_time),
    ("marketers' calls", reveals),
    ("fatigue", lambda s: s.nurture.fatigue),
    ("unsubscribing", lambda s: s.nurture.unsubscribe),
    ("engagement by readiness", lambda s: s.nurture.readiness),
    ("nurture as timing", lambda s: s.nurture.speeds),
    ("nurture as recall", lambda s: s.nurture.recalls),
    ("buyers who ask by themselves", lambda s: s.nurture.turns_to_us),
    ("own visits", lambda s: s.nurture.visits),
    ("content", lambda s: s.content.pieces or s.content.nurture or s.content.follow_up),
    ("case studies", lambda s: s.content.case_study),
    ("decay of points", lambda s: s.scoring.half_life),
    ("scores of firms", lambda s: s.scoring.auc is not None),
    ("errors in forms", lambda s: s.scoring.noise),
)
AGREEMENT: tuple[Switch, ...] = (
    ("a promise of sales", _promise),
    ("enforcement", lambda s: s.agreement.sales.enforcement != "none"),
    ("acceptance by default", lambda s: s.agreement.sales.disposition_within),
    ("a promise of marketing", lambda s: s.agreement.marketing.leads_per_rep),
    ("an agreed definition", lambda s: s.agreement.definition.by == "both"),
    ("intel", lambda s: s.agreement.intel),
    ("monthly reviews of the threshold", lambda s: s.agreement.reviewed),
    ("automated first touch", lambda s: s.handoff.automated),
    ("system delay", _delay),
    ("attention (reps see leads at once)", lambda s: s.handoff.attention != "alerted"),
    ("matching of accounts", lambda s: s.handoff.match_accounts),
)
SALES: tuple[Switch, ...] = (
    ("a split into SDRs and closers", lambda s: s.team.sdrs),
    ("own pipeline", lambda s: s.team.own_pipeline is not None and s.team.own_pipeline.hours),
    ("quota", lambda s: s.team.quota),
    ("absence", lambda s: s.team.absence or s.team.away),
    ("turnover", lambda s: s.team.tenure.shape != "never"),
    ("ramp", lambda s: s.team.ramp.microseconds),
    ("differences in reps' skill", lambda s: s.team.skill_sd),
    ("differences in reps' pace", lambda s: s.team.pace_sd),
    ("meetings and admin", lambda s: s.team.meetings or s.team.admin),
    ("beliefs (reps call everybody)", lambda s: s.pursuit.beliefs),
    ("tracking", lambda s: s.pursuit.beliefs and s.pursuit.tracking),
    ("token attempts", lambda s: s.pursuit.beliefs and s.pursuit.tokens),
    ("research before the first attempt", lambda s: s.work.research),
    ("time that nurture saves", lambda s: s.work.nurture_saves),
    ("time that intel saves", lambda s: s.work.intel_saves and s.agreement.intel),
    ("the effect of speed", lambda s: s.contact.response != "none"),
    ("emails", lambda s: "email" in s.contact.plan),
    ("answers by nurture", lambda s: s.contact.nurture_lift),
    ("the effect of speed on interest", lambda s: s.qualification.response != "none"),
    ("wrong reasons of rejections", lambda s: s.qualification.reason_error),
    ("harm by early calls", lambda s: s.qualification.early_slows or s.qualification.early_unsubscribes),
    ("deals after acceptance", lambda s: s.opportunity.stages),
    ("deals with buyers who only compare", lambda s: s.opportunity.unready),
    ("a clock of deals without a decision", lambda s: s.opportunity.lost_after.shape != "never"),
    ("reasons of lost deals", lambda s: any(s.opportunity.reasons.values())),
    ("a link of size and delay", lambda s: s.opportunity.value_delay),
    ("recycling", _recycling),
    ("churn", lambda s: s.customers.churn is not None),
    ("referrals", lambda s: s.customers.referrals and s.customers.referral_channel),
)
FEEDBACK: tuple[Switch, ...] = (
    ("a review meeting", lambda s: s.feedback.meeting),
    ("entries of what became of leads", lambda s: s.feedback.completeness),
    ("ignored leads entered as rejected", lambda s: s.feedback.ignored_as_rejected),
    ("a score that learns", lambda s: s.feedback.learns),
    ("budgets by SQLs", lambda s: s.feedback.targeting),
    ("content by questions", lambda s: s.feedback.content),
    ("coaching", lambda s: s.feedback.coaching),
    ("training", lambda s: s.feedback.training),
    ("pay for leads", lambda s: s.feedback.incentive == "leads"),
    ("chasing of leads", lambda s: s.feedback.chases),
    ("blame", lambda s: s.feedback.blame),
    ("costs", _costs),
)
THEMES = (
    ("Of leads and buyers", LEADS),
    ("Of marketing", MARKETING),
    ("Of the agreement and the hand-over", AGREEMENT),
    ("Of sales", SALES),
    ("Of feedback and money", FEEDBACK),
)


def off(scenario: Scenario) -> list[str]:
    """Name the mechanisms that are switched off, by theme."""
    sentences = []
    for theme, switches in THEMES:
        names = [name for name, is_on in switches if not is_on(scenario)]
        sentences += [f"{theme}: {listed(names)}."] if names else []
    return sentences
