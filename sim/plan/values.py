"""Values in numbers: keys of names, shares of weights, distributions."""

from __future__ import annotations

import hashlib

import numpy as np

from ..rules.codes import SHAPES
from ..scenario.quantities import Distribution
from .basics import Dist, Floats, fixed

HOUR = 3_600_000_000
DAYS_A_MONTH = 365.25 / 12
NO_CAP = 1 << 40


def key_of(kind: str, name: str) -> int:
    """Identity of a named item for random numbers: 63 bits of a hash of its kind and key."""
    return int.from_bytes(hashlib.blake2b(f"{kind}:{name}".encode(), digest_size=8).digest()) >> 1


def shares_of(weights: Floats) -> Floats:
    """Cumulative shares of weights; the last is exactly 1, so that no uniform number lies beyond."""
    sums: Floats = np.cumsum(weights)
    shares: Floats = sums / sums[-1]
    return shares


def dist(written: Distribution) -> Dist:
    """A distribution in numbers; times in microseconds."""
    order = sorted(zip(written.values, written.weights, strict=True))
    values = np.array([value for value, _ in order], float)
    shares = np.cumsum(np.array([weight for _, weight in order], float))
    never = 1.0 if written.shape == "never" else written.never_share
    return Dist(SHAPES.index(written.shape), written.a, written.b, never, values, shares, written.mean)


def dist_or_nothing(written: Distribution | None) -> Dist:
    """A distribution in numbers; always 0 when there is none."""
    return fixed(0.0) if written is None else dist(written)
