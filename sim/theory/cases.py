"""Which shipped scenario each formula describes, and what of it is checked.

The parameters stand here in numbers, apart from the scenario files, so that a file read wrongly does not
agree with itself.
"""

from __future__ import annotations

import math
from functools import partial
from typing import NamedTuple

from ..log import Event
from . import observations as seen
from .erlang import PatientQueue, patient_queue
from .feedback import feedback_queue
from .observations import Observe
from .patience import ImpatientQueue, Patience, erlang_a, impatient_queue
from .priorities import mean_waits
from .seasonal import LognormalStay, Stay, mean_inside_hourly


class Target(NamedTuple):
    """One number that a case must reproduce."""

    measure: str
    exact: float
    observe: Observe
    half_width: float = 0.0  # 95 % half-width of `exact` when it is itself an estimate; 0: exact


class Case(NamedTuple):
    """A shipped scenario, the levers set in it, and what theory says of it."""

    name: str
    scenario: str
    settings: tuple[str, ...]
    targets: tuple[Target, ...]


def all_cases() -> tuple[Case, ...]:
    """Every case, in the order of the report."""
    return (
        Case("M/M/5", "theory/mmc", (), _patient(patient_queue(4, 1, 5), 4 / 5)),
        Case(
            "M/M/2, long queue",
            "theory/mmc",
            ("arrivals_per_hour=3 per hour", "service_hours=30 min", "reps=2"),
            _patient(patient_queue(3, 2, 2), 3 / 4),
        ),
        Case("Erlang A", "theory/erlang-a", (), _impatient(erlang_a(10, 1, 10, 0.5))),
        *(_weibull(shape) for shape in (0.5, 2.0)),
        _priorities(),
        _feedback(),
        _feedback_through_nurture(),
        _seasonal("Seasonal nurture, exponential", (), Patience(8)),
        _seasonal("Seasonal nurture, lognormal", ("stay=lognormal, mean 8 h, sigma 1",), LognormalStay(8, 1)),
        Case("Lead desk", "theory/lead-desk", (), LEAD_DESK),
    )


def _patient(desk: PatientQueue, utilisation: float) -> tuple[Target, ...]:
    ninetieth = desk.quantile(0.9)
    return (
        Target("share_waiting", desk.share_waiting, seen.share_waiting),
        Target("wait_hours_mean", desk.mean_wait, partial(seen.measure_of, name="wait_hours_mean")),
        Target("queue_mean", desk.mean_queue, partial(seen.measure_of, name="queue_mean")),
        Target("share served within 1 h", desk.share_within(1), partial(seen.share_served_within, hours=1)),
        Target("share served within the 90th percentile", 0.9, partial(seen.share_served_within, hours=ninetieth)),
        Target("utilisation", utilisation, partial(seen.measure_of, name="utilisation")),
    )


def _impatient(desk: ImpatientQueue) -> tuple[Target, ...]:
    return (
        Target("share_waiting", desk.share_waiting, partial(seen.measure_of, name="share_waiting")),
        Target("share_reneged", desk.share_lost, partial(seen.measure_of, name="share_reneged")),
        Target("share lost, by visit", desk.share_lost, seen.share_lost),
        Target("wait of all, hours", desk.mean_wait, seen.mean_wait),
        Target("queue_mean", desk.mean_queue, partial(seen.measure_of, name="queue_mean")),
        Target("utilisation", desk.utilisation, partial(seen.measure_of, name="utilisation")),
        Target("share served within 1 h", desk.share_served_within(1), partial(seen.share_served_within, hours=1)),
        Target("share waiting beyond 1 h", desk.share_waiting_beyond(1), partial(seen.share_waiting_beyond, hours=1)),
    )


def _weibull(shape: float) -> Case:
    desk = impatient_queue(12, 1, 10, Patience(2, shape))
    settings = ("arrivals_per_hour=12 per hour", f"patience_shape={shape}")
    return Case(f"Weibull patience, shape {shape:g}", "theory/erlang-a", settings, _impatient(desk))


def _priorities() -> Case:
    waits = mean_waits((1, 1.5, 1.5), 1, 5)
    ranks = tuple(
        Target(f"wait of {channel}, hours", wait, partial(seen.mean_wait_of, channel=channel))
        for channel, wait in zip(("hot", "warm", "cold"), waits, strict=True)
    )
    desk = patient_queue(4, 1, 5)
    everyone = Target("wait_hours_mean", desk.mean_wait, partial(seen.measure_of, name="wait_hours_mean"))
    return Case("Priorities", "theory/priorities", (), (*ranks, everyone))


def _feedback() -> Case:
    network = feedback_queue(3, 1, 5, 0.25)
    inside = partial(seen.hours_inside, entering=Event.CAPTURED, leaving=Event.CLOSED)
    return Case(
        "Feedback queue",
        "theory/feedback-queue",
        (),
        (
            Target("visits an hour", network.visits, seen.visits_an_hour),
            Target("share_waiting", network.desk.share_waiting, seen.share_waiting),
            Target("wait_hours_mean", network.desk.mean_wait, partial(seen.measure_of, name="wait_hours_mean")),
            Target("lead's time in system, hours", network.lead_hours, inside),
        ),
    )


def _feedback_through_nurture() -> Case:
    network = feedback_queue(2, 0.5, 6, 0.2, nurture_hours=72)
    in_nurture = partial(seen.number_inside, entering=(Event.CAPTURED, Event.RECYCLED), leaving=(Event.MQL,))
    inside = partial(seen.hours_inside, entering=Event.CAPTURED, leaving=Event.CLOSED)
    return Case(
        "Feedback through nurture",
        "theory/feedback-nurture",
        (),
        (
            Target("visits an hour", network.visits, seen.visits_an_hour),
            Target("leads in nurture", network.leads_in_nurture, in_nurture),
            Target("wait_hours_mean", network.desk.mean_wait, partial(seen.measure_of, name="wait_hours_mean")),
            Target("share served within 1 h", network.desk.share_within(1), partial(seen.share_served_within, hours=1)),
            Target("lead's time in system, hours", network.lead_hours, inside),
        ),
    )


def sine_of_day() -> tuple[float, ...]:
    """Hourly weights of 1 + ½ sin(2πt/24), each the mean of its hour, to four digits as in the file."""
    turn = math.tau / 24
    return tuple(round(1 + 0.5 * (math.cos(turn * h) - math.cos(turn * (h + 1))) / turn, 4) for h in range(24))


def _seasonal(name: str, settings: tuple[str, ...], stay: Stay) -> Case:
    weights = sine_of_day()
    rates = [100 * 24 * weight / math.fsum(weights) for weight in weights]
    inside = {hour: mean_inside_hourly(rates, stay, hour) for hour in (6, 12, 24, 48)}
    numbers = (
        Target(f"leads in nurture at hour {hour}", mean, partial(seen.in_nurture_at, hour=hour)) for hour, mean in inside.items()
    )
    # A Poisson number has its mean as its variance.
    spread = partial(seen.squared_deviation_at, hour=48, mean=inside[48])
    return Case(
        name,
        "theory/seasonal-nurture",
        ("arrivals_per_hour=100 per hour", *settings),
        (*numbers, Target("their variance at hour 48", inside[48], spread)),
    )


# Means and 95 % half-widths over 400 replications of two independent compiled programs and 100 of a plain
# SimPy one, which agree with each other.
LEAD_DESK = (
    Target("leads", 14_600, partial(seen.measure_of, name="leads"), 12),
    Target("touches", 44_700, partial(seen.count_of, event=Event.TOUCHED), 45),
    Target("mqls", 11_170, partial(seen.measure_of, name="mqls"), 13),
    Target("conversations started", 10_810, seen.started, 10),
    Target("recycled", 354, partial(seen.count_of, event=Event.RECYCLED), 4),
    Target("lost to impatience", 10.0, seen.lost_to_impatience, 0.4),
    Target("unconverted", 3_402, partial(seen.count_of, event=Event.UNCONVERTED), 6),
    Target("accepted", 3_244, partial(seen.count_of, event=Event.ACCEPTED), 5),
    Target("won", 721, partial(seen.measure_of, name="won"), 3),
    Target("lost", 2_160, partial(seen.count_of, event=Event.LOST), 4),
    Target("revenue", 8.67e6, partial(seen.measure_of, name="revenue"), 0.05e6),
    Target("wait of the served, hours", 1.53, seen.mean_wait_of_served, 0.02),
    Target("its 90th percentile", 4.69, partial(seen.wait_quantile_of_served, share=0.9), 0.05),
    Target("utilisation", 0.822, partial(seen.measure_of, name="utilisation"), 0.001),
)
