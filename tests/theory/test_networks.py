"""Priorities, leads sent back, seasonal nurture and staff: values from independent computations."""

import math

import pytest

from sim.theory.erlang import patient_queue
from sim.theory.feedback import feedback_queue
from sim.theory.patience import Patience
from sim.theory.priorities import mean_waits
from sim.theory.seasonal import LognormalStay, arrivals_hourly, mean_inside, mean_inside_hourly
from sim.theory.staffing import smallest_staff

pytestmark = pytest.mark.theory


def test_the_urgent_wait_less():
    assert [round(w, 6) for w in mean_waits([0.3, 0.5], 1, 1)] == [1.142857, 5.714286]
    assert [round(w, 6) for w in mean_waits([1, 1.5, 1.5], 1, 5)] == [0.138528, 0.277056, 1.108225]


def test_priorities_only_share_out_the_wait_of_first_come_first_served():
    rates = (1, 1.5, 1.5)
    shared = sum(r * w for r, w in zip(rates, mean_waits(rates, 1, 5), strict=True)) / 4
    assert shared == pytest.approx(patient_queue(4, 1, 5).mean_wait)
    assert mean_waits([4], 1, 5)[0] == pytest.approx(patient_queue(4, 1, 5).mean_wait)


def test_leads_sent_straight_back_to_the_desk():
    assert round(feedback_queue(3, 1, 5, 0.25).lead_hours, 6) == 2.072150


def test_leads_sent_back_to_nurture():
    network = feedback_queue(2, 0.5, 6, 0.2, nurture_hours=72)
    assert network.visits == 2.5
    assert network.leads_in_nurture == pytest.approx(180)
    assert round(network.desk.mean_wait, 6) == 1.175033
    assert round(network.desk.share_within(1), 6) == 0.643653
    assert round(network.lead_hours, 6) == 93.968791


def test_a_lead_that_always_returns_never_leaves():
    with pytest.raises(ValueError, match="below 1"):
        feedback_queue(3, 1, 5, 1.0)


def by_the_hour(hour: float) -> float:
    return 10 * (1 + 0.5 * math.sin(2 * math.pi * hour / 24))


@pytest.mark.parametrize(
    ("stay", "inside"),
    [(Patience(8), (81.172865, 61.238424, 64.287305)), (LognormalStay(8, 1), (76.498791, 57.402943, 62.854245))],
)
def test_leads_in_a_nurture_with_a_sine_of_a_day(stay, inside):
    assert tuple(round(mean_inside(by_the_hour, stay, t), 6) for t in (12, 24, 48)) == inside


@pytest.mark.parametrize("stay", [Patience(8), Patience(8, 0.6), LognormalStay(8, 1)])
@pytest.mark.parametrize("at", [0.25, 7.0, 30.5])
def test_hourly_rates_need_no_quadrature(stay, at):
    rates = [by_the_hour(hour + 0.5) for hour in range(24)]
    steps = 40_000
    ages = [(step + 0.5) * at / steps for step in range(steps)]
    sum_of_slices = sum(rates[int(at - age) % 24] * stay.survival(age) for age in ages) * at / steps
    assert mean_inside_hourly(rates, stay, at) == pytest.approx(sum_of_slices, rel=1e-4)


def test_fine_steps_approach_the_sine():
    day = [by_the_hour((step + 0.5) / 60) for step in range(24 * 60)]
    minutes = Patience(8 * 60)  # an "hour" of a minute: rates per minute, stay in minutes
    assert mean_inside_hourly([r / 60 for r in day], minutes, 24 * 60) == pytest.approx(61.238424, abs=1e-4)


def test_arrivals_add_up():
    assert arrivals_hourly([1.0, 2.0, 3.0], 4.5) == 1 + 2 + 3 + 1 + 0.5 * 2


def test_lognormal_stay_has_the_mean_it_is_given():
    stay = LognormalStay(8, 1)
    assert stay.survival_integral(1e7) == pytest.approx(8)
    assert stay.survival_integral(0) == 0
    step = (stay.survival_integral(5.001) - stay.survival_integral(4.999)) / 0.002
    assert step == pytest.approx(stay.survival(5), rel=1e-6)


def test_abandonment_ignored_costs_up_to_three_reps():
    assert [smallest_staff(target, 1, 12, 1, 0.5) for target in (0.8, 0.9, 0.95)] == [11, 13, 14]
    assert [smallest_staff(target, 1, 12, 1) for target in (0.8, 0.9, 0.95)] == [14, 14, 15]
    assert smallest_staff(0.9, 0.25, 30, 2, 0.25) == 18
    assert smallest_staff(0.9, 0.25, 30, 2) == 18


def test_no_team_keeps_a_promise_to_all():
    with pytest.raises(ValueError, match="below 1"):
        smallest_staff(1.0, 1, 12, 1)
