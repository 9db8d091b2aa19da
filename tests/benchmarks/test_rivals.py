"""Every hand-written rival does the same work: it agrees with the reference that our engines are held to."""

import pytest
from agreement import misses
from rivals import RIVALS

YEARS = 12


@pytest.fixture(params=RIVALS, ids=lambda rival: rival.name)
def simulate(request):
    if request.param.missing:
        pytest.skip(request.param.missing)
    return request.param.load()


@pytest.mark.slow
@pytest.mark.theory
def test_a_rival_agrees_with_the_reference(simulate):
    assert misses(simulate.__module__, [simulate(seed) for seed in range(1, YEARS + 1)]) == []


def test_a_year_from_the_same_seed_is_the_same_year(simulate):
    assert simulate(7, horizon=500) == simulate(7, horizon=500)
    assert simulate(7, horizon=500) != simulate(8, horizon=500)


def test_every_lead_is_somewhere(simulate):
    year = simulate(3, horizon=1000)
    assert year.mqls >= year.started + year.recycled + year.lost_to_impatience
    assert year.leads >= year.unconverted + year.started + year.lost_to_impatience
    assert year.started >= year.accepted >= year.won + year.lost
    assert year.touches >= year.mqls
    assert 0 < year.utilisation <= 1


def test_a_year_that_misses_the_reference_is_found():
    simulate = RIVALS[0].load()
    short = [simulate(seed, horizon=4000) for seed in (1, 2, 3, 4)]
    assert {line.measure for line in misses("half a year", short)} >= {"leads", "touches", "mqls", "won"}
