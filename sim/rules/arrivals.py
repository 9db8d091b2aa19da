"""When leads arrive: a fixed marked field of candidates, of which a channel's volume takes a part.

For a channel and a local day, strip j holds a Poisson number of candidates (mean `STRIP`), each with a
keyed height in [j, j + 1) strips and a keyed place in the day. A candidate is a lead iff its height
lies below the channel's volume of that day, so more volume gives a superset of the same leads at the
same times.
"""

from __future__ import annotations

import numpy as np

from .compiling import rule
from .distributions import gamma_quantile, poisson_quantile
from .draws import Purpose, lead_key, lead_keys, uniform, uniforms

DAY_EFFECT, CANDIDATES = Purpose.DAY_EFFECT, Purpose.CANDIDATES
HEIGHT, TIME = Purpose.CANDIDATE_HEIGHT, Purpose.CANDIDATE_TIME
STRIP = 8.0  # candidates in a strip; changing it changes every lead of every run
MOST_STRIPS = 65535  # that a lead's key has room for
BLOCK = 32  # candidates drawn at a time, more than most strips have
NOTES = 3 * BLOCK  # words that drawing them takes


@rule("int64(float64[::1], int64[::1], float64)")
def place(profile: np.ndarray, hours: np.ndarray, position: float) -> int:
    """Instant at a position in (0, 1) of a day: `profile` cumulative shares of its 24 hours, `hours` their 25 boundaries."""
    h = min(np.searchsorted(profile, position, side="right"), 23)
    below = profile[h - 1] if h > 0 else 0.0
    within = (position - below) / (profile[h] - below)
    return hours[h] + np.int64(within * (hours[h + 1] - hours[h]))


@rule("float64(int64, int64, int64, int64, float64)")
def day_effect(seed: int, replication: int, channel: int, day: int, cv: float) -> float:
    """Gamma factor of a channel's day, mean 1 and this coefficient of variation; 1 when switched off."""
    if cv <= 0.0:
        return 1.0
    shape = 1.0 / (cv * cv)
    return gamma_quantile(shape, uniform(seed, replication, DAY_EFFECT, channel, day)) / shape


@rule("int64(int64, int64, int64, int64, float64[::1], float64, float64[::1], int64[:, ::1], float64, int64[:, ::1], int64[::1])")
def arrivals(seed: int, replication: int, channel: int, first_day: int, volumes: np.ndarray, cv: float,
             profile: np.ndarray, hours: np.ndarray, breadth: float, rows: np.ndarray, notes: np.ndarray) -> int:  # fmt: skip
    """Write leads of a channel as rows (time, key, day, strip, number, wide), by day, strip and number; how many there are.

    `volumes` expected leads of each day from `first_day` (an ordinal), before the day effect and before
    the net's `breadth` multiplies them. `wide` is 1 for the extra leads of a breadth above 1. Those that `rows`
    has no room for are counted and not written; -1 when a day has more than can be named. `notes` (NOTES,) is room to work in.
    """
    keys, heights, times = notes[:BLOCK], notes[BLOCK : 2 * BLOCK].view(np.float64), notes[2 * BLOCK :].view(np.float64)
    n = 0
    for i in range(len(volumes)):
        day = first_day + i
        height = volumes[i]
        if height > 0.0:
            height *= day_effect(seed, replication, channel, day, cv)
        own = height
        height *= breadth
        strip = 0
        while strip * STRIP < height:
            if strip > MOST_STRIPS:
                return -1
            candidates = poisson_quantile(STRIP, uniform(seed, replication, CANDIDATES, lead_key(channel, day, strip, 0), 0))
            below = (strip + 1) * STRIP <= min(own, height)  # the whole strip, wherever in it a candidate stands
            for first in range(0, candidates, BLOCK):
                many = min(candidates - first, BLOCK)
                lead_keys(channel, day, strip, first, keys[:many])
                if not below:
                    uniforms(seed, replication, HEIGHT, keys[:many], 0, heights[:many])
                uniforms(seed, replication, TIME, keys[:many], 0, times[:many])
                for j in range(many):
                    mark = strip * STRIP if below else (strip + heights[j]) * STRIP
                    if mark < height:
                        if n < len(rows):
                            rows[n, 0] = place(profile, hours[i], times[j])
                            rows[n, 1] = keys[j]
                            rows[n, 2] = day
                            rows[n, 3] = strip
                            rows[n, 4] = first + j
                            rows[n, 5] = 0 if mark < own else 1
                        n += 1
            strip += 1
    return n
