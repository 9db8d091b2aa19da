"""Morris's and Sobol's indices equal those worked out, and say what luck alone would show."""

import math
import sys

import numpy as np
import pytest

from sim.errors import StudyError
from sim.statistics import indices
from sim.statistics.indices import morris_points, saltelli_points, screen, sobol_indices


@pytest.fixture(autouse=True)
def salib(request):
    """Skip where the extra is missing, but not where it must not be."""
    import os

    if "missing" not in request.node.name and not os.environ.get("CI"):
        pytest.importorskip("SALib", reason="needs the extra analysis")


def ishigami(at, a=7.0, b=0.1):
    x = math.pi * (2 * at - 1)
    return np.sin(x[:, 0]) + a * np.sin(x[:, 1]) ** 2 + b * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_the_indices_of_ishigami_are_those_worked_out():
    """a = 7, b = 0.1: alone .313905, .442411, 0; with all others .557589, .442411, .243684."""
    at = saltelli_points(3, 2048, 1)
    assert at.shape == (2048 * 5, 3)
    found = sobol_indices(3, ishigami(at)[:, None])
    for each, first, total in zip(found, (0.313905, 0.442411, 0), (0.557589, 0.442411, 0.243684), strict=True):
        assert abs(each.first - first) < each.first_half_width
        assert abs(each.total - total) < each.total_half_width
        assert each.total_half_width < 0.1
        assert math.isnan(each.total_luck)


def test_luck_that_is_the_same_at_all_points_shows_nowhere():
    at = saltelli_points(3, 256, 1)
    luck = np.random.Generator(np.random.Philox(key=1)).standard_normal(4)
    found = sobol_indices(3, ishigami(at)[:, None] + 10 * luck)
    assert [each.total_luck for each in found] == pytest.approx([0] * 3, abs=1e-9)


def test_luck_that_is_not_shows_as_luck():
    at = saltelli_points(2, 256, 1)
    noise = np.random.Generator(np.random.Philox(key=1)).standard_normal((len(at), 8))
    found = sobol_indices(2, at[:, :1] + 0.5 * noise)
    assert found[1].total > 0.05  # noise looks like inputs that only matter together
    assert all(each.total_luck > 0.01 for each in found)


def test_nothing_moves_what_does_not_vary():
    at = saltelli_points(2, 8, 1)
    assert [each.total for each in sobol_indices(2, np.ones((len(at), 2)))] == [0, 0]
    assert [each.size for each in screen(morris_points(2, 4, 1), np.ones((12, 2)))] == [0, 0]


def test_moving_an_input_does_what_it_does():
    """4 x, −2 y, and a product, over their whole range; the third one does nothing."""
    at = morris_points(4, 20, 1)
    assert at.shape == (100, 4)
    answers = 4 * at[:, 0] - 2 * at[:, 1] + 3 * at[:, 0] * at[:, 3]
    x, y, nothing, joint = screen(at, answers[:, None] + np.zeros(3))
    assert x.effect == pytest.approx(4 + 1.5, abs=1)
    assert (y.effect, y.size) == pytest.approx((-2, 2))
    assert (y.spread, y.luck) == pytest.approx((0, 0), abs=1e-9)
    assert nothing[:2] == pytest.approx((0, 0), abs=1e-9)
    assert joint.spread > 0.5


def test_luck_of_its_own_looks_as_large_as_it_says():
    """An input that does nothing, in noise: its size is about what luck alone would show."""
    at = morris_points(3, 200, 1)
    noise = np.random.Generator(np.random.Philox(key=2)).standard_normal((len(at), 5))
    for each in screen(at, noise):
        assert each.size == pytest.approx(each.luck, rel=0.15)


def test_a_missing_library_is_told_with_how_to_install_it(monkeypatch):
    for name in ("SALib", "SALib.analyze", "SALib.sample"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(StudyError, match=r"pip install 'smarketing\[analysis\]'"):
        indices.morris_points(2, 4, 1)
