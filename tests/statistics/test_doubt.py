"""What inputs do: indices of functions worked out by hand, luck told apart, thresholds, the worth of knowing."""

import math

import numpy as np
import pytest

from sim.statistics import Shape, crossings, fit, needed_points, sobol_points, split, worth_of_everything, worth_of_knowing


def luck(*shape, key=1):
    return np.random.Generator(np.random.Philox(key=key)).standard_normal(shape)


def ishigami(at, a=7.0, b=0.1):
    x = math.pi * (2 * at - 1)
    return np.sin(x[:, 0]) + a * np.sin(x[:, 1]) ** 2 + b * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_points_fill_the_cube_evenly_and_anew_for_each_seed():
    at = sobol_points(64, 5, 1)
    assert at.shape == (64, 5)
    assert ((at > 0) & (at < 1)).all()
    for column in at.T:  # one in each 64th
        assert sorted((column * 64).astype(int)) == list(range(64))
    assert (at == sobol_points(64, 5, 1)).all()
    assert not (at == sobol_points(64, 5, 2)).any()
    assert sobol_points(50, 2, 1).shape == (50, 2)


def test_the_indices_of_ishigami_are_those_worked_out():
    """First-order indices 0.313905, 0.442411 and 0 (a = 7, b = 0.1); total variance 13.844588."""
    at = sobol_points(4096, 3, 1)
    found = fit(at, ishigami(at), [Shape(degree=10)] * 3)
    shares = [found.variance(i) / 13.844588 for i in range(3)]
    error = 3 / math.sqrt(4096)  # of independent points; scrambled ones do better
    assert shares == pytest.approx([0.313905, 0.442411, 0.0], abs=error)
    assert found.mean == pytest.approx(3.5, abs=4 * math.sqrt(13.844588 / 4096))
    assert found.p_value(0) < 1e-12
    assert found.p_value(1) < 1e-12


def test_luck_is_told_from_inputs():
    """Outcomes of variance 4 by the inputs and 9 by luck, ten at each of many points."""
    values = 2 * luck(4000, 1) + 3 * luck(4000, 10, key=2)
    found = split(values)
    assert found.luck == pytest.approx(3, abs=4 * 3 / math.sqrt(2 * 4000 * 9))
    assert found.inputs == pytest.approx(2, abs=4 * math.sqrt((4 + 0.9) ** 2 * 2 / 4000) / 4)
    assert found.share == pytest.approx(4 / 13, abs=0.03)


def test_input_uncertainty_does_not_wear_off_with_replications():
    """Y = rate / pace, each estimated from 100 exponential times: sd over mean is sqrt(2/100), whatever the replications."""
    draws = np.random.Generator(np.random.Philox(key=5))
    rate, pace = (1 / draws.gamma(100, 1 / 100, 20_000) for _ in range(2))
    means = pace / rate
    for each in (2, 8):
        found = split(means[:, None] + 0.3 * draws.standard_normal((20_000, each)))
        # Of the ratio itself the sd is a little above its linearised value, by about 1/100 of it and more.
        assert found.inputs == pytest.approx(0.141421, rel=0.04)


def test_a_single_replication_at_a_point_splits_nothing():
    assert math.isnan(split(np.zeros((5, 1))).luck)
    assert math.isnan(split(np.zeros((5, 1))).share)


def test_settings_have_their_shares_and_their_means():
    shape = Shape(shares=(1.0, 2.0, 1.0))
    at = sobol_points(4096, 1, 3)
    place = shape.settings(at[:, 0])
    assert np.bincount(place) / 4096 == pytest.approx([0.25, 0.5, 0.25], abs=0.001)
    found = fit(at, np.array([5.0, 1.0, 2.0])[place], [shape])
    curve, errors = found.curve(0, np.array([0.1, 0.5, 0.9]))
    assert curve == pytest.approx([5, 1, 2])
    assert errors == pytest.approx(0, abs=1e-6)
    assert found.variance(0) == pytest.approx(np.array([5.0, 1.0, 2.0])[place].var(), rel=0.01)


def test_the_functions_of_an_input_have_mean_0_variance_1_and_no_correlation():
    at = (np.arange(10_000) + 0.5) / 10_000
    for shape in (Shape(degree=4), Shape(shares=(3.0, 1.0, 2.0, 2.0))):
        basis = shape.basis(at)
        assert basis.shape == (10_000, shape.terms)
        assert basis.mean(axis=0) == pytest.approx(0, abs=1e-3)
        assert basis.T @ basis / 10_000 == pytest.approx(np.eye(shape.terms), abs=5e-3)


@pytest.mark.golden
def test_nothing_is_found_where_nothing_is_as_often_as_said():
    """P values below 0.05 in one study of twenty, and variances of 0 on the mean; 1,000 studies of six inputs."""
    shapes = [Shape()] * 5 + [Shape(shares=(1.0,) * 5)]
    low, variances = 0, []
    for study in range(1000):
        found = fit(sobol_points(64, 6, study), luck(64, key=study + 1), shapes)
        low += found.p_value(0) < 0.05
        variances.append(found.variance(5))
    assert abs(low - 50) < 3 * math.sqrt(1000 * 0.05 * 0.95)
    assert abs(np.mean(variances)) < 3 * np.std(variances) / math.sqrt(1000)


@pytest.mark.golden
def test_a_curve_lies_within_its_interval_as_often_as_said():
    inside, at = 0, np.array([0.9])
    for study in range(1000):
        where = sobol_points(64, 3, study)
        means = 2 * where[:, 0] + (where[:, 1] - 0.5) ** 2 + luck(64, key=study + 1)
        found = fit(where, means, [Shape()] * 3)
        curve, errors = found.curve(0, at)
        truth = 1.8 + 1 / 12
        inside += abs(curve[0] - truth) <= found.critical(0.95) * errors[0]
    assert abs(inside - 950) < 3 * math.sqrt(1000 * 0.05 * 0.95)


def test_too_few_points_are_refused():
    with pytest.raises(ValueError, match="5 points are too few for 5 coefficients"):
        fit(sobol_points(5, 2, 1), np.zeros(5), [Shape()] * 2)
    assert needed_points([Shape()] * 2) == 10


def test_nothing_varies_where_nothing_does():
    found = fit(sobol_points(32, 2, 1), np.full(32, 3.0), [Shape()] * 2)
    assert [found.p_value(i) for i in range(2)] == [1.0, 1.0]
    assert [found.variance(i) for i in range(2)] == pytest.approx([0, 0], abs=1e-12)
    assert worth_of_knowing(found, 0)[:] == pytest.approx((0, 0, 0), abs=1e-9)


def test_the_worth_of_knowing_is_the_one_worked_out():
    """Gain −1 to 3, evenly, by the first input: knowing it saves the losses, 1/4 · 1/2 = 0.125; the second is worth nothing."""
    at = sobol_points(4096, 2, 1)
    found = fit(at, 4 * at[:, 0] - 1, [Shape()] * 2)
    assert worth_of_knowing(found, 0).mean == pytest.approx(0.125, abs=0.002)
    assert worth_of_knowing(found, 1).mean == pytest.approx(0, abs=1e-9)
    assert worth_of_everything(found, at) == pytest.approx(0.125, abs=0.002)
    # Above the least gain worth having, 1.5, doing and leaving are nearer: E max(0, gain − 1.5) − 0 = 1.5²/2/4.
    assert worth_of_knowing(found, 0, least=1.5).mean == pytest.approx(1.5**2 / 8, abs=0.005)


@pytest.mark.golden
def test_noise_does_not_look_like_something_worth_knowing():
    """Inputs that do nothing, and a gain of 0.1 in noise of 2: most are worth exactly nothing, the rest little."""
    worths = []
    for study in range(200):
        found = fit(sobol_points(128, 4, study), 0.1 + 2 * luck(128, key=study + 1), [Shape()] * 4)
        worths += [worth_of_knowing(found, i).mean for i in range(4)]
    assert np.mean(np.array(worths) == 0) > 0.5
    assert np.mean(worths) < 0.02


def test_a_curve_crosses_where_it_does():
    at = np.array([0.0, 0.5, 1.0])
    assert crossings(at, np.array([0.0, 1.0, 0.0]), 0.5) == [0.25, 0.75]
    assert crossings(at, np.array([1.0, 2.0, 3.0]), 0.5) == []
