"""The lead desk in salabim, yieldless: a component per lead, a resource for the reps, `fail_delay` for patience.

Salabim draws from Python's own generator, which the environment seeds. Without yields it switches with greenlet, which it
does not install by itself.
"""

from __future__ import annotations

import random
from collections import Counter

import salabim
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


class Desk(salabim.Environment):
    """The environment of one year."""

    def setup(self) -> None:
        self.reps = salabim.Resource("reps", capacity=REPS)
        self.waits = salabim.Monitor("waits")
        self.touch_gap = salabim.Exponential(TOUCH_GAP)
        self.patience = salabim.Exponential(PATIENCE)
        self.talk = salabim.External(random.lognormvariate, TALK_LOG_MEAN, TALK_SIGMA)
        self.length = salabim.External(random.lognormvariate, DEAL_LOG_MEAN, DEAL_SIGMA)
        self.value = salabim.External(random.lognormvariate, VALUE_LOG_MEAN, VALUE_SIGMA)
        self.count: Counter[str] = Counter()
        self.revenue = 0.0
        salabim.ComponentGenerator(Lead, iat=salabim.Exponential(rate=LEADS_PER_HOUR))


class Lead(salabim.Component):
    """One lead, from capture to its end."""

    def process(self) -> None:
        desk = self.env
        desk.count["leads"] += 1
        for visit in range(RETURNS + 1):
            if not self.engages():
                desk.count["unconverted"] += 1
                return
            desk.count["mqls"] += 1
            joined = desk.now()
            self.request(desk.reps, fail_delay=desk.patience)
            if not self.failed():
                desk.waits.tally(desk.now() - joined)
                self.hold(desk.talk)
                self.release(desk.reps)
                self.decides()
                return
            desk.count["recycled" if visit < RETURNS else "lost_to_impatience"] += 1

    def engages(self) -> bool:
        desk = self.env
        for _ in range(TOUCHES):
            self.hold(desk.touch_gap)
            desk.count["touches"] += 1
            if random.random() < ENGAGES:
                return True
        return False

    def decides(self) -> None:
        desk = self.env
        if random.random() >= ACCEPTED:
            return
        desk.count["accepted"] += 1
        self.hold(desk.length)
        if random.random() < WINS:
            desk.count["won"] += 1
            desk.revenue += desk.value()
        else:
            desk.count["lost"] += 1


def simulate(seed: int, horizon: float = YEAR) -> Outcome:
    """One replication, from empty, stopped at `horizon` hours."""
    desk = Desk(random_seed=seed, set_numpy_random_seed=False, yieldless=True)
    desk.run(till=horizon)
    return outcome(desk.count, desk.revenue, desk.waits.x(), desk.reps.occupancy.mean())
