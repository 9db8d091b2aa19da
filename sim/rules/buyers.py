"""What is true of buyers at capture, and what their forms show, drawn by name."""

from __future__ import annotations

import numpy as np

from .codes import CONSTANT, DECISION
from .compiling import rule
from .distributions import mixed_quantile, normal_quantile
from .draws import LANES, Purpose, uniform, uniforms_of

PERSONA, FIT, REACHABLE = Purpose.PERSONA, Purpose.FIT, Purpose.REACHABLE
ANSWERABILITY, VALUE, READINESS = Purpose.ANSWERABILITY, Purpose.VALUE, Purpose.READINESS
FEATURE, FEATURE_ERROR, RECORDED = Purpose.FEATURE, Purpose.FEATURE_ERROR, Purpose.RECORDED
TRAITS = 7  # columns of what is stated of a persona
TRUTH = LANES  # columns of truth: seven, and one more, since what it is drawn from stands there first
_DRAWN = np.array([PERSONA, FIT, REACHABLE, ANSWERABILITY, VALUE, READINESS, PERSONA, PERSONA])  # the last two fill the lanes
_ONCE = np.zeros(LANES, np.int64)
_SHOWN, _ERRORS = np.full(LANES, FEATURE), np.full(LANES, FEATURE_ERROR)
_FEATURES = np.arange(LANES)


@rule("void(int64, int64, int64, int64, float64[:, ::1], float64[:, ::1], int64[:, ::1], float64[::1], float64[::1],"
      " float64[:, ::1], float64[::1])")  # fmt: skip
def buyer(
    seed: int, replication: int, lead: int, wide: int, mixes: np.ndarray, traits: np.ndarray, lists: np.ndarray,
    values: np.ndarray, shares: np.ndarray, readiness: np.ndarray, truth: np.ndarray,
) -> None:  # fmt: skip
    """Write a lead's truth: persona, fit, reachable, answerability, value, readiness, fit degree.

    `wide` 1 for leads of the wide mix; `mixes` cumulative shares of the personas, own and wide; `traits` a
    row a persona: chance to fit, chance to be reachable, spread of answerability, then shape, a, b and
    share of never of the deal's value; `lists` first and last place of its price list in `values` and
    `shares`, equal for none; `readiness` its cumulative shares of the states. The fit degree is 1 for the
    best fitting, 0 for the one that just fits or does not.
    """
    uniforms_of(seed, replication, _DRAWN, lead, _ONCE, truth)
    whose, fits, reached, eager, worth, ready = truth[0], truth[1], truth[2], truth[3], truth[4], truth[5]
    p = 0
    if mixes.shape[1] > 1:
        p = np.searchsorted(mixes[wide], whose, side="right")
    fit, reachable, spread = traits[p, 0], traits[p, 1], traits[p, 2]
    shape, a, b, never = traits[p, 3], traits[p, 4], traits[p, 5], traits[p, 6]
    truth[0] = p
    truth[1] = 1.0 if fits < fit else 0.0
    truth[2] = 1.0 if reached < reachable else 0.0
    truth[3] = 0.0
    if spread > 0.0:
        truth[3] = spread * normal_quantile(eager)
    truth[4] = a
    if shape != CONSTANT or never > 0.0:
        first, last = lists[p, 0], lists[p, 1]
        truth[4] = mixed_quantile(np.int64(shape), a, b, never, values[first:last], shares[first:last], worth)
    truth[5] = DECISION
    if readiness[p, DECISION - 1] > 0.0:
        truth[5] = np.searchsorted(readiness[p], ready, side="right")
    truth[6] = 1.0 - fits / fit if fits < fit else 0.0


@rule("float64[:, ::1](int64, int64, int64[::1], int64[::1], float64[:, ::1], float64[:, ::1], int64[:, ::1], float64[::1],"
      " float64[::1], float64[:, ::1])")  # fmt: skip
def buyers(
    seed: int, replication: int, leads: np.ndarray, wide: np.ndarray, mixes: np.ndarray, traits: np.ndarray, lists: np.ndarray,
    values: np.ndarray, shares: np.ndarray, readiness: np.ndarray,
) -> np.ndarray:  # fmt: skip
    """Truth of many leads, a row each, see `buyer`."""
    truth = np.empty((len(leads), TRUTH))
    for i in range(len(leads)):
        buyer(seed, replication, leads[i], wide[i], mixes, traits, lists, values, shares, readiness, truth[i])
    return truth


@rule("void(int64, int64, int64, float64, float64[::1], float64[::1], float64, float64[::1], float64[::1])")
def firm(
    seed: int, replication: int, lead: int, fits: float, differences: np.ndarray, shifts: np.ndarray, noise: float,
    features: np.ndarray, notes: np.ndarray,
) -> None:  # fmt: skip
    """Write what a lead's form shows of the firm: normal, with a mean that differs by fit and persona, and an error.

    `notes` (LANES,) is room to work in.
    """
    uniforms_of(seed, replication, _SHOWN, lead, _FEATURES, notes)
    for j in range(len(differences)):
        features[j] = normal_quantile(notes[j]) + (differences[j] * fits + shifts[j])
    if noise > 0.0:
        uniforms_of(seed, replication, _ERRORS, lead, _FEATURES, notes)
        for j in range(len(differences)):
            features[j] += noise * normal_quantile(notes[j])


@rule("float64[:, ::1](int64, int64, int64[::1], float64[:, ::1], float64[::1], float64[:, ::1], float64)")
def firms(
    seed: int, replication: int, leads: np.ndarray, truth: np.ndarray, differences: np.ndarray, shifts: np.ndarray, noise: float
) -> np.ndarray:  # fmt: skip
    """What forms show of many leads' firms, a row each, see `firm`; `shifts` a row a persona."""
    features, notes = np.empty((len(leads), len(differences))), np.empty(LANES)
    for i in range(len(leads)):
        firm(seed, replication, leads[i], truth[i, 1], differences, shifts[np.int64(truth[i, 0])], noise, features[i], notes)
    return features


@rule("int64(int64, int64, int64, int64, int64, float64)")
def recorded_as(seed: int, replication: int, lead: int, own: int, channels: int, wrong: float) -> int:
    """Place of the channel that is recorded as the source: its own, another, or none (-1), each error alike."""
    if wrong <= 0.0:
        return own
    u = uniform(seed, replication, RECORDED, lead, 0)
    if u >= wrong:
        return own
    place = np.int64(u / wrong * channels)
    return -1 if place == own else place
