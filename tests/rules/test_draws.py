"""Random numbers by name: published answers, names that cannot run over, shapes against SciPy."""

import math

import numpy as np
import pytest
from scipy import stats

from sim.errors import SimulationError
from sim.log import pack_item
from sim.rules import codes
from sim.rules.compiling import sources_digest
from sim.rules.distributions import (
    mixed_quantile,
    normal_quantile,
    poisson_quantile,
    quantile,
    ticks,
)
from sim.rules.draws import LANES, happens, lead_key, philox4x32, uniform
from sim.rules.routing import by_territory, least

SHARES = (1e-12, 1e-6, 0.001, 0.07, 0.075, 0.3, 0.5, 0.77, 0.924, 0.926, 0.999, 1 - 1e-6, 1 - 1e-12)
NONE = np.empty(0)


@pytest.mark.parametrize(
    ("counter", "key", "answer"),
    [
        ((0,) * 4, (0,) * 2, "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
        ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, "408f276d 41c83b0e a20bc7c6 6d5451fd"),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            "d16cfe09 94fdcceb 5001e420 24126ea1",
        ),
    ],
)
def test_philox_gives_the_published_answers(counter, key, answer):
    assert " ".join(f"{int(word):08x}" for word in philox4x32(*counter, *key)) == answer


def test_uniforms_are_uniform():
    drawn = [uniform(1, 0, 3, entity, 0) for entity in range(20_000)]
    assert 0 < min(drawn) < max(drawn) < 1
    assert stats.kstest(drawn, "uniform").pvalue > 0.001


def test_the_first_bits_of_philox_make_the_uniform_and_it_is_never_0_or_1():
    bits = (0x6627E8D5 << 20) | (0xE169C58D >> 12)
    assert uniform(0, 0, 0, 0, 0) == (2 * bits + 1) / 2**53
    assert 0 < (2 * 0 + 1) / 2**53
    assert (2 * (2**52 - 1) + 1) / 2**53 < 1


def test_every_part_of_a_name_matters():
    name = (1, 2, 3, 4, 5)
    drawn = {uniform(*name)} | {uniform(*(part + (i == j) for j, part in enumerate(name))) for i in range(5)}
    assert len(drawn) == 6
    assert uniform(2**32 - 1, 2**32 - 1, 2**16 - 1, 2**63 - 1, 2**32 - 1) > 0


def test_a_yes_has_exactly_its_chance():
    u = uniform(1, 0, 6, 77, 0)
    assert happens(1, 0, 6, 77, 0, np.nextafter(u, 1))
    assert not happens(1, 0, 6, 77, 0, u)


def test_keys_of_leads_differ_and_are_positive():
    keys = {lead_key(123, day, strip, number) for day in range(20) for strip in range(-2, 10) for number in range(30)}
    assert len(keys) == 20 * 12 * 30
    assert min(keys) >= 0


def test_a_visit_packs_cycle_kind_and_number():
    assert pack_item(1, 2, 3) == (1 << 24) | (2 << 16) | 3
    assert pack_item(127, 255, 65535) == 2**31 - 1


@pytest.mark.parametrize("parts", [(128, 0, 0), (0, 256, 0), (0, 0, 65536), (-1, 0, 0), (0, -1, 0), (0, 0, -1)])
def test_a_visit_without_room_is_an_error(parts):
    with pytest.raises(SimulationError, match="no room"):
        pack_item(*parts)


def test_normal_quantile():
    for u in SHARES:
        assert normal_quantile(u) == pytest.approx(stats.norm.ppf(u), rel=1e-12, abs=1e-15)


@pytest.mark.parametrize(
    ("shape", "a", "b", "law"),
    [
        (codes.EXPONENTIAL, 3.0, 0.0, stats.expon(scale=3)),
        (codes.LOGNORMAL, 1.2, 0.8, stats.lognorm(0.8, scale=math.exp(1.2))),
        (codes.WEIBULL, 2.0, 0.6, stats.weibull_min(0.6, scale=2)),
        (codes.WEIBULL, 2.0, 3.5, stats.weibull_min(3.5, scale=2)),
        (codes.GAMMA, 0.3, 5.0, stats.gamma(0.3, scale=5)),
        (codes.GAMMA, 1.0, 2.0, stats.gamma(1, scale=2)),
        (codes.GAMMA, 47.0, 0.1, stats.gamma(47, scale=0.1)),
        (codes.UNIFORM, -1.0, 4.0, stats.uniform(-1, 5)),
    ],
)
def test_quantiles(shape, a, b, law):
    for u in SHARES:
        drawn = quantile(shape, a, b, u)
        in_the_last_digits_of_u = abs(law.cdf(drawn) - u) < 1e-15
        assert drawn == pytest.approx(law.ppf(u), rel=1e-9) or in_the_last_digits_of_u


@pytest.mark.parametrize("mean", [0.0, 0.3, 8.0, 60.0])
def test_poisson_quantile(mean):
    for u in SHARES[:-1]:
        expected = stats.poisson.ppf(u, mean) if mean else 0
        assert poisson_quantile(mean, u) == expected


def test_a_constant_takes_no_luck_and_never_is_never():
    assert quantile(codes.CONSTANT, 7.0, 0.0, 0.9) == 7
    assert quantile(codes.SHAPES.index("never"), 0.0, 0.0, 0.1) == math.inf
    assert ticks(math.inf) == codes.NEVER


def test_a_mixture_with_never_gives_the_law_below_and_never_above():
    assert mixed_quantile(codes.UNIFORM, 0.0, 10.0, 0.25, NONE, NONE, 0.375) == 5
    assert mixed_quantile(codes.UNIFORM, 0.0, 10.0, 0.25, NONE, NONE, 0.75) == math.inf


def test_a_price_list_gives_each_value_its_share():
    values, shares = np.array([10.0, 20.0, 50.0]), np.array([0.5, 0.75, 1.0])
    drawn = [mixed_quantile(codes.EMPIRICAL, 0.0, 0.0, 0.0, values, shares, u) for u in (0.01, 0.49, 0.5, 0.74, 0.76, 0.999)]
    assert drawn == [10, 10, 20, 20, 50, 50]


def test_ticks_round_to_the_nearest():
    assert [ticks(x) for x in (0.0, 0.4, 0.5, 1.49, 2.5)] == [0, 0, 1, 1, 3]


def test_losing_a_seat_moves_only_its_own_leads():
    keys = np.array([11, 22, 33, 44, 55], np.int64)
    everybody = np.ones(5, bool)
    without = everybody.copy()
    without[2] = False
    owner = [by_territory(keys, everybody, 1, 0, 16, lead * 7919) for lead in range(2000)]
    later = [by_territory(keys, without, 1, 0, 16, lead * 7919) for lead in range(2000)]
    assert {now for was, now in zip(owner, later, strict=True) if was == 2} == {0, 1, 3, 4}
    assert all(was == now for was, now in zip(owner, later, strict=True) if was != 2)
    assert min(np.bincount(owner)) > stats.binom.ppf(0.0001, 2000, 0.2)


def test_nobody_is_nobody():
    nobody = np.zeros(2, bool)
    assert least(np.array([1, 2]), nobody) == -1
    assert by_territory(np.array([1, 2]), nobody, 1, 0, 16, 5) == -1
    assert least(np.array([3, 1, 1]), np.ones(3, bool)) == 1


def test_a_changed_rule_names_another_folder_for_machine_code(tmp_path):
    (tmp_path / "below").mkdir()
    rule = tmp_path / "below" / "rule.py"
    rule.write_text("STRIP = 8.0\n")
    (tmp_path / "beside.py").write_text("LABEL = 'a'\n")
    before = sources_digest(tmp_path, ("below", "later"))
    assert sources_digest(tmp_path, ("below", "later")) == before
    rule.write_text("STRIP = 9.0\n")
    assert sources_digest(tmp_path, ("below", "later")) != before
    rule.write_text("STRIP = 8.0\n")
    (tmp_path / "beside.py").write_text("LABEL = 'b'\n")
    assert sources_digest(tmp_path, ("below", "later")) == before
    rule.rename(tmp_path / "below" / "other.py")
    assert sources_digest(tmp_path, ("below", "later")) != before


def test_a_form_shows_no_more_than_is_drawn_at_once():
    assert len(codes.FEATURES) <= LANES
