"""What is true of buyers at capture, drawn by name for many leads at once."""

from __future__ import annotations

import numpy as np

from .codes import CONSTANT
from .compiling import rule
from .distributions import mixed_quantile, normal_quantile
from .draws import Purpose, uniform

PERSONA, FIT, REACHABLE = Purpose.PERSONA, Purpose.FIT, Purpose.REACHABLE
ANSWERABILITY, VALUE = Purpose.ANSWERABILITY, Purpose.VALUE


@rule("float64[:, ::1](int64, int64, int64[::1], float64[::1], float64[:, ::1], int64[:, ::1], float64[::1], float64[::1])")
def buyers(
    seed: int, replication: int, leads: np.ndarray, mix: np.ndarray, traits: np.ndarray, lists: np.ndarray,
    values: np.ndarray, shares: np.ndarray,
) -> np.ndarray:  # fmt: skip
    """Truth of leads: rows (persona, fit, reachable, answerability, value).

    `mix` cumulative shares of the personas; `traits` a row a persona: chance to fit, chance to be
    reachable, spread of answerability, then shape, a, b and share of never of the deal's value;
    `lists` first and last place of its price list in `values` and `shares`, equal for none.
    """
    truth = np.empty((len(leads), 5))
    for i in range(len(leads)):
        lead = leads[i]
        p = 0
        if len(mix) > 1:
            p = np.searchsorted(mix, uniform(seed, replication, PERSONA, lead, 0), side="right")
        fit, reachable, spread, shape, a, b, never = traits[p]
        truth[i, 0] = p
        truth[i, 1] = 1.0 if uniform(seed, replication, FIT, lead, 0) < fit else 0.0
        truth[i, 2] = 1.0 if uniform(seed, replication, REACHABLE, lead, 0) < reachable else 0.0
        truth[i, 3] = 0.0
        if spread > 0.0:
            truth[i, 3] = spread * normal_quantile(uniform(seed, replication, ANSWERABILITY, lead, 0))
        truth[i, 4] = a
        if shape != CONSTANT or never > 0.0:
            first, last = lists[p]
            u = uniform(seed, replication, VALUE, lead, 0)
            truth[i, 4] = mixed_quantile(np.int64(shape), a, b, never, values[first:last], shares[first:last], u)
    return truth
