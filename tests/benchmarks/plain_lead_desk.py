"""The lead desk as a good SimPy user would write it by hand: the rival of our engine, and a witness.

Nothing of `sim` is used here. A process per lead, one Resource for the reps, and `|` for patience. Hours.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Generator
from typing import NamedTuple

import simpy

YEAR = 365 * 24.0
LEADS_PER_HOUR = 40 / 24
TOUCHES, TOUCH_GAP, ENGAGES = 5, 72.0, 0.25
REPS = 6
TALK_MEAN, TALK_SIGMA = 4.0, 0.8
PATIENCE = 48.0
RETURNS = 1
ACCEPTED = 0.30
DEAL_MEAN, DEAL_SIGMA, WINS = 40 * 24.0, 0.7, 0.25
VALUE_MEAN, VALUE_SIGMA = 12_000.0, 1.0


class Outcome(NamedTuple):
    """What a year brought; counts, money and hours."""

    leads: int
    touches: int
    mqls: int
    started: int
    recycled: int
    lost_to_impatience: int
    unconverted: int
    accepted: int
    won: int
    lost: int
    revenue: float
    wait_mean: float
    wait_p90: float
    utilisation: float


def lognormal(luck: random.Random, mean: float, sigma: float) -> float:
    return luck.lognormvariate(math.log(mean) - sigma * sigma / 2, sigma)


class Desk:
    def __init__(self, seed: int, horizon: float) -> None:
        self.env = simpy.Environment()
        self.luck = random.Random(seed)
        self.reps = simpy.Resource(self.env, REPS)
        self.horizon = horizon
        self.count: Counter[str] = Counter()
        self.revenue = 0.0
        self.busy = 0.0
        self.waits: list[float] = []

    def arrivals(self) -> Generator[simpy.Event]:
        while True:
            yield self.env.timeout(self.luck.expovariate(LEADS_PER_HOUR))
            self.count["leads"] += 1
            self.env.process(self.lead())

    def lead(self) -> Generator[simpy.Event]:
        for visit in range(RETURNS + 1):
            engaged = yield from self.nurture()
            if not engaged:
                self.count["unconverted"] += 1
                return
            self.count["mqls"] += 1
            served = yield from self.desk()
            if served:
                yield from self.deal()
                return
            self.count["recycled" if visit < RETURNS else "lost_to_impatience"] += 1

    def nurture(self) -> Generator[simpy.Event, object, bool]:
        for _ in range(TOUCHES):
            yield self.env.timeout(self.luck.expovariate(1 / TOUCH_GAP))
            self.count["touches"] += 1
            if self.luck.random() < ENGAGES:
                return True
        return False

    def desk(self) -> Generator[simpy.Event, object, bool]:
        joined = self.env.now
        with self.reps.request() as turn:
            yield turn | self.env.timeout(self.luck.expovariate(1 / PATIENCE))
            if not turn.triggered:
                return False
            self.waits.append(self.env.now - joined)
            talk = lognormal(self.luck, TALK_MEAN, TALK_SIGMA)
            self.busy += min(talk, self.horizon - self.env.now)
            yield self.env.timeout(talk)
        return True

    def deal(self) -> Generator[simpy.Event]:
        if self.luck.random() >= ACCEPTED:
            return
        self.count["accepted"] += 1
        yield self.env.timeout(lognormal(self.luck, DEAL_MEAN, DEAL_SIGMA))
        if self.luck.random() < WINS:
            self.count["won"] += 1
            self.revenue += lognormal(self.luck, VALUE_MEAN, VALUE_SIGMA)
        else:
            self.count["lost"] += 1


def simulate(seed: int, horizon: float = YEAR) -> Outcome:
    """One replication, from empty, stopped at `horizon` hours."""
    desk = Desk(seed, horizon)
    desk.env.process(desk.arrivals())
    desk.env.run(until=horizon)
    waits = sorted(desk.waits)
    count = desk.count
    return Outcome(
        leads=count["leads"],
        touches=count["touches"],
        mqls=count["mqls"],
        started=len(waits),
        recycled=count["recycled"],
        lost_to_impatience=count["lost_to_impatience"],
        unconverted=count["unconverted"],
        accepted=count["accepted"],
        won=count["won"],
        lost=count["lost"],
        revenue=desk.revenue,
        wait_mean=sum(waits) / len(waits),
        wait_p90=waits[int(0.9 * len(waits))],
        utilisation=desk.busy / (REPS * horizon),
    )
