"""The lead desk in SimPy, tuned: callbacks on timeouts, a queue of our own, numbers drawn by numpy in blocks.

SimPy keeps the clock and the order of events. A lead is an object that is called back, not a process. Reps are a
number. A lead that waits stands in a deque, which it leaves when its patience ends first.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from itertools import chain

import numpy as np
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

BLOCK = 4096


def in_blocks(draw: Callable[[int], np.ndarray]) -> Iterator[float]:
    """Numbers without end, drawn a block at a time."""
    return chain.from_iterable(iter(lambda: draw(BLOCK).tolist(), None))


class Desk:
    """The reps, those who wait for them, the luck, and what is counted."""

    def __init__(self, seed: int, horizon: float) -> None:
        luck = np.random.default_rng(seed)
        self.env = simpy.Environment()
        self.timeout = self.env.timeout
        self.horizon = horizon
        self.waiting: deque[Lead] = deque()
        self.idle = REPS
        self.chance = in_blocks(luck.random).__next__
        self.arrival_gap = in_blocks(lambda n: luck.exponential(1 / LEADS_PER_HOUR, n)).__next__
        self.touch_gap = in_blocks(lambda n: luck.exponential(TOUCH_GAP, n)).__next__
        self.patience = in_blocks(lambda n: luck.exponential(PATIENCE, n)).__next__
        self.talk = in_blocks(lambda n: luck.lognormal(TALK_LOG_MEAN, TALK_SIGMA, n)).__next__
        self.length = in_blocks(lambda n: luck.lognormal(DEAL_LOG_MEAN, DEAL_SIGMA, n)).__next__
        self.value = in_blocks(lambda n: luck.lognormal(VALUE_LOG_MEAN, VALUE_SIGMA, n)).__next__
        self.leads = self.touches = self.mqls = self.recycled = self.lost_to_impatience = self.unconverted = 0
        self.accepted = self.won = self.lost = 0
        self.revenue = self.busy = 0.0
        self.waits: list[float] = []

    def arrives(self, _: simpy.Event | None = None) -> None:
        """Let a lead in, and wait for the next."""
        self.leads += 1
        Lead(self).goes_on()
        self.timeout(self.arrival_gap()).callbacks.append(self.arrives)

    def calls(self) -> None:
        """Give a rep who has become free the lead that has waited longest."""
        if self.waiting:
            lead = self.waiting.popleft()
            lead.waits = False
            lead.begins()
        else:
            self.idle += 1


class Lead:
    """One lead, from capture to its end."""

    __slots__ = ("desk", "joined", "touches", "visit", "waits")

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.touches = self.visit = 0
        self.joined = 0.0
        self.waits = False

    def goes_on(self) -> None:
        self.desk.timeout(self.desk.touch_gap()).callbacks.append(self.is_touched)

    def is_touched(self, _: simpy.Event) -> None:
        desk = self.desk
        desk.touches += 1
        if desk.chance() < ENGAGES:
            self.is_mql()
            return
        self.touches += 1
        if self.touches < TOUCHES:
            desk.timeout(desk.touch_gap()).callbacks.append(self.is_touched)
        else:
            desk.unconverted += 1

    def is_mql(self) -> None:
        desk = self.desk
        desk.mqls += 1
        self.joined = desk.env.now
        if desk.idle:
            desk.idle -= 1
            self.begins()
        else:
            self.waits = True
            desk.waiting.append(self)
            desk.timeout(desk.patience()).callbacks.append(self.gives_up)

    def gives_up(self, _: simpy.Event) -> None:
        if not self.waits:  # served in time
            return
        desk = self.desk
        desk.waiting.remove(self)
        self.waits = False
        self.visit += 1
        if self.visit > RETURNS:
            desk.lost_to_impatience += 1
        else:
            desk.recycled += 1
            self.touches = 0
            self.goes_on()

    def begins(self) -> None:
        desk = self.desk
        now, talk = desk.env.now, desk.talk()
        desk.waits.append(now - self.joined)
        desk.busy += min(talk, desk.horizon - now)
        desk.timeout(talk).callbacks.append(self.is_served)

    def is_served(self, _: simpy.Event) -> None:
        desk = self.desk
        desk.calls()
        if desk.chance() < ACCEPTED:
            desk.accepted += 1
            desk.timeout(desk.length()).callbacks.append(self.decides)

    def decides(self, _: simpy.Event) -> None:
        desk = self.desk
        if desk.chance() < WINS:
            desk.won += 1
            desk.revenue += desk.value()
        else:
            desk.lost += 1


def simulate(seed: int, horizon: float = YEAR) -> Outcome:
    """One replication, from empty, stopped at `horizon` hours."""
    desk = Desk(seed, horizon)
    desk.timeout(desk.arrival_gap()).callbacks.append(desk.arrives)
    desk.env.run(until=horizon)
    return outcome(vars(desk), desk.revenue, desk.waits, desk.busy / (REPS * horizon))
