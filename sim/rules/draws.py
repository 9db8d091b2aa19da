"""Random numbers by name: a number is addressed by who asks and why, never by when.

The address is (seed, replication, purpose, entity, visit). Philox4x32-10 (Salmon, Moraes, Dror and
Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3") turns it into 128 random bits without any
state, so that a change of the scenario changes only the draws whose names it changes.
"""

from __future__ import annotations

import numpy as np

from .compiling import rule

_M0 = np.uint64(0xD2511F53)
_M1 = np.uint64(0xCD9E8D57)
_W0 = np.uint64(0x9E3779B9)
_W1 = np.uint64(0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_32 = np.uint64(32)
_12 = np.uint64(12)
_20 = np.uint64(20)
_1 = np.uint64(1)
_HALF_OF_2_52 = 2.0**-53
LANES = 8  # numbers that a processor makes in the time of three, when it is asked for so many at once


class Purpose:
    """What a number is drawn for. Codes are never reused: a new purpose takes a new one.

    Plain integers, since a compiled function takes 30 µs to look at an enum and 0.2 µs at a number.
    """

    DAY_EFFECT = 1
    CANDIDATES = 2
    CANDIDATE_HEIGHT = 3
    CANDIDATE_TIME = 4
    PERSONA = 5
    FIT = 6
    REACHABLE = 7
    ANSWERABILITY = 8
    WINDOW = 9
    WINDOW_ANNOUNCED = 10
    VALUE = 11
    TOUCH_WAIT = 12
    TOUCH_ENGAGED = 13
    SYSTEM_DELAY = 14
    ATTENTION = 15
    TERRITORY = 16
    TASK_DURATION = 17
    CONNECT = 18
    ACCEPT = 19
    STAGE_DELAY = 21
    STAGE_ADVANCE = 22
    NO_SHOW = 23
    SENT_BACK = 24
    COOLING = 25
    ABSENCE = 26
    PACE = 27
    READINESS = 28
    NEED = 29
    DWELL = 30
    REPURCHASE = 31
    FEATURE = 32
    FEATURE_ERROR = 33
    RECORDED = 34
    DUPLICATE = 35
    DUPLICATE_OF = 36
    UNSUBSCRIBED = 37
    REVEALED = 38
    TURNS_TO_US = 39
    BOOKED = 40
    PURSUED = 41
    TOKEN = 42
    VETERAN = 43
    SKILL = 44
    TENURE = 45
    OWN_SQL = 46
    OWN_TAKES = 47
    OWN_WON = 48
    OWN_VALUE = 49
    LOST_AFTER = 50
    LOST_REASON = 51
    READING = 52
    COOLED_EARLY = 53
    ENTERED = 54
    ENTERED_WRONGLY = 55
    PIECE_RELEVANT = 56
    PIECE = 57
    FOLLOW_UP = 58
    STAYS = 59
    REFERRAL = 60
    REFERRED_AFTER = 61
    INPUT = 62


@rule("UniTuple(uint32, 4)(uint32, uint32, uint32, uint32, uint32, uint32)", inside=True)
def philox4x32(c0: int, c1: int, c2: int, c3: int, k0: int, k1: int) -> tuple[int, int, int, int]:
    """Ten rounds of Philox4x32 over a counter of four words and a key of two."""
    x0, x1, x2, x3 = np.uint64(c0), np.uint64(c1), np.uint64(c2), np.uint64(c3)
    a, b = np.uint64(k0), np.uint64(k1)
    for _ in range(10):
        p0 = _M0 * x0
        p1 = _M1 * x2
        x0, x1, x2, x3 = ((p1 >> _32) ^ x1 ^ a) & _LOW, p1 & _LOW, ((p0 >> _32) ^ x3 ^ b) & _LOW, p0 & _LOW
        a = (a + _W0) & _LOW
        b = (b + _W1) & _LOW
    return np.uint32(x0), np.uint32(x1), np.uint32(x2), np.uint32(x3)


@rule("float64(int64, int64, int64, int64, int64)", inside=True)
def named(seed: int, replication: int, purpose: int, entity: int, visit: int) -> float:
    """See `uniform`."""
    e = np.uint64(entity)
    x0, x1, _, _ = philox4x32(
        np.uint32(e & _LOW), np.uint32(e >> _32), np.uint32(visit), np.uint32(purpose), np.uint32(seed), np.uint32(replication)
    )
    bits = (np.uint64(x0) << _20) | (np.uint64(x1) >> _12)
    return np.float64((bits << _1) | _1) * _HALF_OF_2_52


@rule("float64(int64, int64, int64, int64, int64)")
def uniform(seed: int, replication: int, purpose: int, entity: int, visit: int) -> float:
    """The uniform number of this name: a multiple of 2^-53 strictly between 0 and 1.

    `seed`, `replication` and `visit` in [0, 2^32), `purpose` in [0, 2^16), `entity` in [0, 2^63).
    """
    return named(seed, replication, purpose, entity, visit)


@rule("void(int64, int64, int64, int64[::1], int64, float64[::1])")
def uniforms(seed: int, replication: int, purpose: int, entities: np.ndarray, visit: int, found: np.ndarray) -> None:
    """Write the uniform numbers of many entities."""
    for i in range(len(found)):
        found[i] = named(seed, replication, purpose, entities[i], visit)


@rule("void(int64, int64, Array(int64, 1, 'C', readonly=True), int64, Array(int64, 1, 'C', readonly=True), float64[::1])")
def uniforms_of(seed: int, replication: int, purposes: np.ndarray, entity: int, visits: np.ndarray, found: np.ndarray) -> None:
    """Write uniform numbers of one entity, each for its purpose and visit."""
    for i in range(len(found)):
        found[i] = named(seed, replication, purposes[i], entity, visits[i])


@rule("boolean(int64, int64, int64, int64, int64, float64)")
def happens(seed: int, replication: int, purpose: int, entity: int, visit: int, chance: float) -> bool:
    """Whether the yes-or-no of this name is yes: iff its uniform is below the chance."""
    return uniform(seed, replication, purpose, entity, visit) < chance


@rule("int64(int64, int64, int64, int64)", inside=True)
def keyed(channel: int, day: int, strip: int, number: int) -> int:
    """See `lead_key`."""
    c = np.uint64(channel)
    x0, x1, _, _ = philox4x32(
        np.uint32(c & _LOW), np.uint32(c >> _32), np.uint32(day), np.uint32(number), np.uint32(strip), np.uint32(0)
    )
    return np.int64(((np.uint64(x0) << _32) | np.uint64(x1)) >> _1)


@rule("int64(int64, int64, int64, int64)")
def lead_key(channel: int, day: int, strip: int, number: int) -> int:
    """Identity of a candidate: 63 bits of its place in the channel's marked field.

    Positive, so that it reads well in every tool; the chance that two of a million leads collide is
    below 1e-7.
    """
    return keyed(channel, day, strip, number)


@rule("void(int64, int64, int64, int64, int64[::1])")
def lead_keys(channel: int, day: int, strip: int, first: int, found: np.ndarray) -> None:
    """Write the identities of the candidates of a strip from a number on."""
    for i in range(len(found)):
        found[i] = keyed(channel, day, strip, first + i)
