"""Credit shared among players by Shapley's value: from every coalition's worth, or from a few orders of joining."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
Order = Sequence[int]


def shapley(worths: Values) -> Values:
    """Shapley value of every player (Shapley 1953), exact: what each adds, averaged over all orders of joining.

    `worths` has the worth of each coalition along its first axis, (2ⁿ, …): bit i of its number says whether
    player i is in. Returns (n, …). The values add up to the worth of all less that of none.
    """
    players = len(worths).bit_length() - 1
    if players < 1 or len(worths) != 1 << players:
        raise ValueError(f"there are {len(worths)} coalitions, and not 2, 4, 8 or another power of two")
    coalitions = np.arange(1 << players)
    sizes = np.array([int(each).bit_count() for each in coalitions])
    weights = np.array([1 / (players * math.comb(players - 1, size)) for size in range(players)])
    found = np.empty((players, *worths.shape[1:]))
    for player in range(players):
        without = coalitions[coalitions & (1 << player) == 0]
        added = worths[without | (1 << player)] - worths[without]
        found[player] = np.tensordot(weights[sizes[without]], added, 1)
    return found


def joining(order: Order, worths: Values) -> Values:
    """What each player adds when they join one after the other.

    `worths`, (n + 1, …), are those of nobody, of the first of the order, of the first two, and so on. Returns
    (n, …) by player. Over all orders its mean is Shapley's value; over any, it adds up.
    """
    if len(worths) != len(order) + 1:
        raise ValueError(f"{len(order)} players joining pass {len(order) + 1} coalitions, not {len(worths)}")
    found = np.empty((len(order), *worths.shape[1:]))
    found[list(order)] = np.diff(worths, axis=0)
    return found


def coalitions_of(order: Order) -> list[int]:
    """Numbers of the coalitions that players joining in this order pass, from nobody to all."""
    passed = [0]
    for player in order:
        passed.append(passed[-1] | 1 << player)
    return passed


def drawn_orders(points: Values) -> list[list[int]]:
    """Orders of joining from points of the unit cube, (m, n): each point's, and the same backwards.

    A player and its reverse see coalitions of all sizes between them, which halves the error or better.
    """
    orders: list[list[int]] = []
    for point in points:
        order = np.argsort(point, kind="stable").tolist()
        orders += [order, order[::-1]]
    return orders
