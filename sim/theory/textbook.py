"""What theory says of a scenario: exact values of measures, where its mechanisms leave a queue of the textbooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .erlang import PatientQueue, patient_queue
from .patience import ImpatientQueue, Patience, erlang_a, impatient_queue

if TYPE_CHECKING:
    from ..scenario import Scenario

HOUR = 3_600e6  # microseconds


class Desk(NamedTuple):
    """A queue with Poisson arrivals, exponential service and equal servers; rates per hour, times in hours."""

    arrivals: float
    service_rate: float
    servers: int
    patience: Patience | None
    promise: float | None  # first attempt within so many hours


def exact_value(scenario: Scenario, measure: str) -> float | None:
    """Exact mean of a measure in steady state; None where no formula applies.

    With patience Erlang A, or Baccelli and Hebuterne for Weibull patience; else Erlang C.
    """
    desk = textbook_desk(scenario)
    if desk is None:
        return None
    load = desk.arrivals / desk.service_rate
    if desk.patience is not None:
        if desk.patience.shape == 1:
            queue = erlang_a(desk.arrivals, desk.service_rate, desk.servers, 1 / desk.patience.mean)
        else:
            queue = impatient_queue(desk.arrivals, desk.service_rate, desk.servers, desk.patience)
        return _impatient(queue, measure, desk.promise)
    if load >= desk.servers:
        return None
    return _patient(patient_queue(desk.arrivals, desk.service_rate, desk.servers), measure, desk.promise, load / desk.servers)


def textbook_desk(scenario: Scenario) -> Desk | None:
    """Recognise a scenario as a queue of the textbooks; None when some mechanism makes it another."""
    plain = (_arrivals, _buyers, _handoff, _team, _work)
    if scenario.experiment.kind != "steady" or not all(is_plain(scenario) for is_plain in plain):
        return None
    (channel,) = scenario.channels.values()
    (persona,) = scenario.personas.values()
    lasts = persona.window.lasts
    patience = None
    if lasts.shape != "never":
        patience = Patience(lasts.mean / HOUR, lasts.b if lasts.shape == "weibull" else 1.0)
    sales = scenario.agreement.sales
    promise = sales.first_attempt_within
    hours = None
    if promise is not None and not sales.tiers and (not promise.business or scenario.agreement.calendar == "always"):
        hours = promise.nominal_microseconds / HOUR
    service = scenario.work.conversation.mean / HOUR
    return Desk(channel.volume.per_day / 24, 1 / service, scenario.team.reps, patience, hours)


def _impatient(queue: ImpatientQueue, measure: str, promise: float | None) -> float | None:
    found = {
        "share_waiting": queue.share_waiting,
        "share_reneged": queue.share_lost,
        "wait_all_hours_mean": queue.mean_wait,
        "queue_mean": queue.mean_queue,
        "utilisation": queue.utilisation,
    }
    if promise is not None and measure in ("share_served_within_sla", "first_response_within_sla"):
        served = queue.share_served_within(promise)
        live = 1.0 if measure == "share_served_within_sla" else served + queue.share_waiting_beyond(promise)
        return served / live
    return found.get(measure)


def _patient(queue: PatientQueue, measure: str, promise: float | None, utilisation: float) -> float | None:
    found = {
        "share_waiting": queue.share_waiting,
        "share_reneged": 0.0,
        "wait_hours_mean": queue.mean_wait,
        "wait_all_hours_mean": queue.mean_wait,
        "queue_mean": queue.mean_queue,
        "utilisation": utilisation,
    }
    if promise is not None and measure in ("share_served_within_sla", "first_response_within_sla"):
        return queue.share_within(promise)
    return found.get(measure)


def _arrivals(scenario: Scenario) -> bool:
    """Whether leads come as one Poisson stream, all of them MQLs at once."""
    if len(scenario.channels) != 1:
        return False
    (channel,) = scenario.channels.values()
    level = not (channel.weekday or channel.hours or channel.season or channel.pulses or channel.trend or channel.day_effect_cv)
    stated = channel.spend == 1 and channel.breadth == 1 and channel.duplicates == 0
    scoring, definition = scenario.scoring, scenario.agreement.definition
    at_once = channel.hand_raiser or (scoring.auc is None and channel.score + scoring.base >= scoring.threshold)
    return level and stated and at_once and definition.by == "marketing" and not scenario.experiment.extra_leads


def _buyers(scenario: Scenario) -> bool:
    """Whether every buyer is ready, is reached at the first attempt, and leaves the queue by patience alone."""
    if len(scenario.personas) != 1:
        return False
    (persona,) = scenario.personas.values()
    (channel,) = scenario.channels.values()
    window, contact = persona.window, scenario.contact
    states = channel.readiness or persona.readiness
    ready = states.no_need == states.awareness == states.consideration == 0
    reached = persona.reachable == 1 and (contact.connect if channel.connect is None else channel.connect) == 1
    patient = window.lasts.shape == "never"
    leaves = window.lasts.shape in ("exponential", "weibull") and window.lasts.never_share == 0 and window.starts == "handoff"
    return (
        ready
        and reached
        and (channel.response or contact.response) == "none"
        and contact.plan == ("call",)
        and (patient or (leaves and window.ends_at_contact and window.announce_share == 1))
    )


def _handoff(scenario: Scenario) -> bool:
    """Whether an MQL is at once in a queue shared by all, first come, first served."""
    handoff, recycle = scenario.handoff, scenario.recycle
    delay = getattr(handoff.delay, "mean", None)  # set times have none
    returns = (recycle.withdrew, recycle.rejected, recycle.unreachable, recycle.lost, recycle.ignored)
    return (
        delay == 0
        and handoff.routing == "pool"
        and handoff.attention == "alerted"
        and handoff.automated is None
        and handoff.open_leads_most is None
        and not any(returns)
        and not scenario.pursuit.beliefs
        and scenario.agreement.sales.enforcement == "none"
    )


def _team(scenario: Scenario) -> bool:
    """Whether equal reps are always there, with nothing else to do."""
    team, feedback = scenario.team, scenario.feedback
    away = team.absence or team.away or team.calendars or team.sdrs or team.tenure.shape != "never" or team.pace_sd
    other = team.own_pipeline is not None or team.meetings or team.admin is not None
    return team.calendar == "always" and not away and not other and feedback.meeting is None and not scenario.agreement.reviewed


def _work(scenario: Scenario) -> bool:
    """Whether all there is to do is one conversation of exponential length."""
    work = scenario.work
    return (
        work.order == "oldest_first"
        and work.research is None
        and work.attempt.mean == 0
        and work.conversation.shape == "exponential"
        and not scenario.opportunity.stages
        and not scenario.customers.referrals
    )
