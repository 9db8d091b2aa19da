"""The lead desk as a good SimPy user would write it by hand: a process per lead, one Resource for the reps, `|` for patience."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Generator

import simpy
from workload import (
    ACCEPTED,
    DEAL_LOG_MEAN,
    DEAL_SIGMA,
    ENGAGES,
    LEADS_PER_HOUR,
    PATIENCE,
    REPS,
    RETURNS,
    TALK_LOG_MEAN,
    TALK_SIGMA,
    TOUCH_GAP,
    TOUCHES,
    VALUE_LOG_MEAN,
    VALUE_SIGMA,
    WINS,
    YEAR,
    Outcome,
    outcome,
)


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
            talk = self.luck.lognormvariate(TALK_LOG_MEAN, TALK_SIGMA)
            self.busy += min(talk, self.horizon - self.env.now)
            yield self.env.timeout(talk)
        return True

    def deal(self) -> Generator[simpy.Event]:
        if self.luck.random() >= ACCEPTED:
            return
        self.count["accepted"] += 1
        yield self.env.timeout(self.luck.lognormvariate(DEAL_LOG_MEAN, DEAL_SIGMA))
        if self.luck.random() < WINS:
            self.count["won"] += 1
            self.revenue += self.luck.lognormvariate(VALUE_LOG_MEAN, VALUE_SIGMA)
        else:
            self.count["lost"] += 1


def simulate(seed: int, horizon: float = YEAR) -> Outcome:
    """One replication, from empty, stopped at `horizon` hours."""
    desk = Desk(seed, horizon)
    desk.env.process(desk.arrivals())
    desk.env.run(until=horizon)
    return outcome(desk.count, desk.revenue, desk.waits, desk.busy / (REPS * horizon))
