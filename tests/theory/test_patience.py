"""Impatient customers: the chain, the quadrature, and each against the other."""

import math

import pytest

from sim.theory.erlang import patient_queue
from sim.theory.patience import Patience, erlang_a, impatient_queue

pytestmark = pytest.mark.theory

ERLANG_A = [
    (10, 1, 10, 0.5, 0.619655, 0.103913, 0.207826, 0.896087, 0.880976, 0.016651),
    (12, 1, 10, 0.5, 0.850385, 0.195656, 0.391312, 0.965213, 0.747469, 0.063889),
    (9, 1, 10, 0.25, 0.520991, 0.049554, 0.198215, 0.855402, 0.923571, 0.028661),
    (8, 1, 10, 0.1, 0.375599, 0.014210, 0.142097, 0.788632, 0.962414, 0.024114),
    (50, 1, 50, 1, 0.518808, 0.056325, 0.056325, 0.943675, 0.943675, 0.000000),
]


@pytest.mark.parametrize(
    ("arrivals", "rate", "servers", "theta", "waiting", "lost", "wait", "utilisation", "within", "beyond"), ERLANG_A
)
@pytest.mark.parametrize("way", ["chain", "quadrature"])
def test_erlang_a_both_ways(way, arrivals, rate, servers, theta, waiting, lost, wait, utilisation, within, beyond):
    if way == "chain":
        desk = erlang_a(arrivals, rate, servers, theta)
    else:
        desk = impatient_queue(arrivals, rate, servers, Patience(1 / theta))
    assert round(desk.share_waiting, 6) == waiting
    assert round(desk.share_lost, 6) == lost
    assert round(desk.mean_wait, 6) == wait
    assert round(desk.utilisation, 6) == utilisation
    assert round(desk.share_served_within(1), 6) == within
    assert round(desk.share_waiting_beyond(1), 6) == beyond


@pytest.mark.parametrize(
    ("shape", "waiting", "lost", "wait", "within"),
    [
        (0.5, 0.642543, 0.235927, 0.117720, 0.761764),
        (0.7, 0.753811, 0.214368, 0.223007, 0.772387),
        (1, 0.850385, 0.195656, 0.391312, 0.747469),
        (2, 0.950579, 0.176242, 0.822627, 0.524539),
    ],
)
def test_weibull_patience_of_two_hours(shape, waiting, lost, wait, within):
    desk = impatient_queue(12, 1, 10, Patience(2, shape))
    assert round(desk.share_waiting, 6) == waiting
    assert round(desk.share_lost, 6) == lost
    assert round(desk.mean_wait, 6) == wait
    assert round(desk.share_served_within(1), 6) == within


@pytest.mark.parametrize("setting", [(40, 1, 20, 0.2), (3, 0.25, 15, 2.0), (200, 1, 190, 0.05), (1, 1, 1, 0.01)])
def test_chain_and_quadrature_agree_off_the_table(setting):
    arrivals, rate, servers, theta = setting
    chain, quadrature = erlang_a(*setting), impatient_queue(arrivals, rate, servers, Patience(1 / theta))
    assert quadrature[:5] == pytest.approx(chain[:5], rel=1e-8, abs=1e-12)
    for hours in (0.0, 0.05, 0.7, 4.0):
        assert quadrature.share_served_within(hours) == pytest.approx(chain.share_served_within(hours), abs=1e-9)
        assert quadrature.share_waiting_beyond(hours) == pytest.approx(chain.share_waiting_beyond(hours), abs=1e-9)


def test_almost_endless_patience_is_erlang_c():
    patient, nearly = patient_queue(4, 1, 5), erlang_a(4, 1, 5, 1e-7)
    assert nearly.share_waiting == pytest.approx(patient.share_waiting, abs=1e-5)
    assert nearly.mean_wait == pytest.approx(patient.mean_wait, abs=1e-5)
    assert nearly.share_served_within(1) == pytest.approx(patient.share_within(1), abs=1e-5)


@pytest.mark.parametrize("shape", [0.5, 1, 2])
def test_the_served_the_lost_and_the_still_waiting_are_everybody(shape):
    desk = impatient_queue(12, 1, 10, Patience(2, shape))
    assert desk.share_served_within(60) + desk.share_lost == pytest.approx(1, abs=1e-9)
    assert desk.share_waiting_beyond(0) == pytest.approx(desk.share_waiting, abs=1e-9)
    assert desk.share_waiting_beyond(1e6) == 0


def test_weibull_patience_has_the_mean_it_is_given():
    for shape in (0.5, 1, 2):
        patience = Patience(3, shape)
        assert patience.survival_integral(1e6) == pytest.approx(3)
        step = (patience.survival_integral(1.001) - patience.survival_integral(0.999)) / 0.002
        assert step == pytest.approx(patience.survival(1), rel=1e-5)
    assert Patience(3).survival(3) == pytest.approx(math.exp(-1))


@pytest.mark.parametrize("bad", [(0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 0, 1), (1, 1, 1, 0)])
def test_rates_must_be_positive(bad):
    arrivals, rate, servers, theta = bad
    with pytest.raises(ValueError, match="positive"):
        erlang_a(*bad)
    with pytest.raises(ValueError, match="positive"):
        impatient_queue(arrivals, rate, servers, Patience(theta))
