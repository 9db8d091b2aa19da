"""Shapley's value: its axioms, games worked by hand, and orders of joining that share out what there is."""

import itertools
import math

import numpy as np
import pytest

from sim.statistics import coalitions_of, drawn_orders, joining, shapley, sobol_points


def game(players, worth):
    """Worth of every coalition of a game told as a function of its members."""
    members = [[i for i in range(players) if number >> i & 1] for number in range(1 << players)]
    return np.array([worth(set(each)) for each in members], dtype=float)


def by_orders(worths):
    """Shapley's value by its definition, over all n! orders."""
    players = len(worths).bit_length() - 1
    orders = list(itertools.permutations(range(players)))
    return sum(joining(order, worths[coalitions_of(order)]) for order in orders) / len(orders)


def luck(*shape, key=1):
    return np.random.Generator(np.random.Philox(key=key)).standard_normal(shape)


def test_the_glove_game():
    """Two left gloves and a right one: the right one is worth 2/3, each left one 1/6."""
    worths = game(3, lambda who: float(2 in who and bool(who & {0, 1})))
    assert shapley(worths) == pytest.approx([1 / 6, 1 / 6, 2 / 3], abs=1e-15)


def test_the_airport_game():
    """Runways of length 1, 2 and 3: each shares the part that it needs with all who need it too (Littlechild, Owen 1973)."""
    worths = game(3, lambda who: max((i + 1 for i in who), default=0))
    assert shapley(worths) == pytest.approx([1 / 3, 1 / 3 + 1 / 2, 1 / 3 + 1 / 2 + 1], abs=1e-15)


@pytest.mark.parametrize("players", [1, 2, 3, 5])
def test_it_is_the_mean_over_all_orders(players):
    worths = luck(1 << players, 4)
    assert shapley(worths) == pytest.approx(by_orders(worths), abs=1e-12)


@pytest.mark.parametrize("players", [1, 4, 8])
def test_it_adds_up_in_every_replication(players):
    worths = 1e6 * luck(1 << players, 7)
    assert shapley(worths).sum(axis=0) == pytest.approx(worths[-1] - worths[0], rel=0, abs=1e-8)


def test_who_adds_nothing_gets_nothing_at_all():
    worths = luck(16, 5)
    numbers = np.arange(16)
    worths = worths[numbers & ~0b0100]  # player 2 changes no worth
    assert (shapley(worths)[2] == 0).all()
    assert np.abs(shapley(worths)[[0, 1, 3]]).min() > 0


def test_who_does_the_same_gets_the_same():
    by_size = luck(5, 3)
    worths = by_size[[bin(number).count("1") for number in range(16)]]
    found = shapley(worths)
    assert found == pytest.approx(np.broadcast_to(found[0], found.shape), abs=1e-12)


def test_credit_of_a_sum_is_the_sum_of_credits():
    first, second = luck(8, 2), luck(8, 2, key=2)
    assert shapley(2 * first + second) == pytest.approx(2 * shapley(first) + shapley(second), abs=1e-12)


def test_no_power_of_two_is_refused():
    with pytest.raises(ValueError, match="6 coalitions"):
        shapley(np.zeros(6))
    with pytest.raises(ValueError, match="pass 3 coalitions"):
        joining([0, 1], np.zeros(2))


def test_orders_share_out_what_there_is():
    order = [2, 0, 1]
    assert coalitions_of(order) == [0, 4, 5, 7]
    assert joining(order, np.array([1.0, 4.0, 5.0, 9.0])).tolist() == [1.0, 4.0, 3.0]


def test_orders_are_drawn_with_their_reverse_and_alike_often():
    orders = drawn_orders(sobol_points(512, 3, 5))
    assert [each[::-1] for each in orders[::2]] == orders[1::2]
    counts = [orders.count(list(order)) for order in itertools.permutations(range(3))]
    expected = len(orders) / math.factorial(3)
    # Each pair of an order and its reverse is one of three kinds; scrambled points are no rougher than chance.
    assert max(abs(count - expected) for count in counts) < 4 * math.sqrt(512 * (1 / 3) * (2 / 3))


def test_the_mean_over_drawn_orders_finds_the_credit():
    worths = luck(64)
    orders = drawn_orders(sobol_points(1024, 6, 3))
    each = np.array([joining(order, worths[coalitions_of(order)]) for order in orders])
    pairs = each.reshape(-1, 2, 6).mean(axis=1)
    error = pairs.std(axis=0, ddof=1) / math.sqrt(len(pairs))
    assert (np.abs(each.mean(axis=0) - shapley(worths)) < 4 * error).all()
