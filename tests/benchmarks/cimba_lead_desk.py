"""The lead desk in cimba: compiled models; reps are processes that take leads from a line, a lead is a record with events.

A lead mostly waits, and an event of its own is the cheapest way to wait; a process per lead with timers takes about three
times as long. Tickets of the priority store let a lead leave the line when its patience ends; an event that finds the ticket
taken finds the lead served. Every wait is captured, since cimba's own summaries have no quantiles. The trial ends
itself at the horizon: a window would stop processes there and let events go on.
"""

from __future__ import annotations

import cimba
import numpy as np
from cimba.random import bernoulli, exponential, lognormal
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

LEAD_GAP = 1 / LEADS_PER_HOUR
COUNTED = ("leads", "touches", "mqls", "recycled", "lost_to_impatience", "unconverted", "accepted", "won", "lost")


class Lead(cimba.Model):
    """One lead, from capture to its end."""

    desk: cimba.Ref[Desk]
    touches: int = 0
    visit: int = 0
    ticket: int = 0
    joined: float = 0.0

    @cimba.on_start
    def is_captured(self):
        self.desk.leads += 1
        cimba.schedule(self.is_touched, exponential(TOUCH_GAP))

    @cimba.event
    def is_touched(self):
        desk = self.desk
        desk.touches += 1
        self.touches += 1
        if bernoulli(ENGAGES):
            desk.mqls += 1
            self.joined = cimba.now()
            self.ticket = desk.line.enqueue(self, 0)
            cimba.schedule(self.gives_up, exponential(PATIENCE))
        elif self.touches < TOUCHES:
            cimba.schedule(self.is_touched, exponential(TOUCH_GAP))
        else:
            desk.unconverted += 1

    @cimba.event
    def gives_up(self):
        desk = self.desk
        if not desk.line.cancel(self.ticket):
            return
        self.visit += 1
        if self.visit > RETURNS:
            desk.lost_to_impatience += 1
        else:
            desk.recycled += 1
            self.touches = 0
            cimba.schedule(self.is_touched, exponential(TOUCH_GAP))

    @cimba.event
    def decides(self):
        desk = self.desk
        if bernoulli(WINS):
            desk.won += 1
            desk.revenue += lognormal(VALUE_LOG_MEAN, VALUE_SIGMA)
        else:
            desk.lost += 1


class Desk(cimba.Model):
    """The reps, those who wait for them, and what is counted."""

    horizon: cimba.Param[float] = YEAR
    line: cimba.PriorityStore[Lead]
    waits: cimba.Dataset = cimba.Dataset()
    leads: cimba.Output[int] = 0
    touches: cimba.Output[int] = 0
    mqls: cimba.Output[int] = 0
    recycled: cimba.Output[int] = 0
    lost_to_impatience: cimba.Output[int] = 0
    unconverted: cimba.Output[int] = 0
    accepted: cimba.Output[int] = 0
    won: cimba.Output[int] = 0
    lost: cimba.Output[int] = 0
    revenue: cimba.Output[float] = 0.0
    busy: cimba.Output[float] = 0.0

    def __init__(self, horizon: float) -> None:
        self.horizon = horizon
        self.waits.capture()

    @cimba.process
    def arrivals(self):
        while True:
            cimba.hold(exponential(LEAD_GAP))
            cimba.spawn(Lead, desk=self)

    @cimba.process(copies=REPS)
    def rep(self):
        while True:
            lead = self.line.get()
            self.waits.record(cimba.now() - lead.joined)
            talk = lognormal(TALK_LOG_MEAN, TALK_SIGMA)
            self.busy += min(talk, self.horizon - cimba.now())
            cimba.hold(talk)
            if bernoulli(ACCEPTED):
                self.accepted += 1
                cimba.schedule(lead.decides, lognormal(DEAL_LOG_MEAN, DEAL_SIGMA))

    @cimba.process
    def year(self):
        cimba.hold(self.horizon)
        cimba.end_trial()


def simulate(seed: int, horizon: float = YEAR) -> Outcome:
    """One replication, from empty, stopped at `horizon` hours."""
    desk = Desk(horizon)
    experiment = cimba.Experiment(desk, window=cimba.Window.until_idle(), seeds=np.array([seed], dtype=np.uint64))
    results = experiment.run(workers=1, on_failure="raise")[desk]
    count = {name: int(getattr(results, name)[0, 0]) for name in COUNTED}
    waits = results.waits.trial(0, 0)[1]
    return outcome(count, float(results.revenue[0, 0]), waits.tolist(), float(results.busy[0, 0]) / (REPS * horizon))
