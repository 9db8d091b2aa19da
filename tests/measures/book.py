"""Logs written by hand."""

import numpy as np
from stories import Event, tiny

from sim.log import EVENT, LEAD, Counts, Log, TaskKind, pack_item
from sim.measures import MEASURES
from sim.measures.tables import Tables
from sim.plan import compile_plan
from sim.rules.codes import DECISION

MINUTE = 60_000_000
HOUR = 60 * MINUTE
BY_NAME = {each.name: each for each in MEASURES}
ATTEMPT, RESEARCH = (pack_item(0, kind, 1) for kind in (TaskKind.ATTEMPT, TaskKind.RESEARCH))


class Book:
    """A log written by hand, hours as times."""

    def __init__(self, text=""):
        self.plan = compile_plan(tiny(text))
        self.rows, self.leads = [], []

    def lead(self, key, at, fit=1, reachable=1, **truth):
        channel, persona = self.plan.after.channels[0].key, self.plan.after.personas[0].key
        row = {
            "lead": key,
            "channel": channel,
            "persona": persona,
            "captured": round(at * HOUR),
            "fit": fit,
            "reachable": reachable,
        }
        row |= {"value": 100.0, "readiness": DECISION, "recorded": channel} | truth
        self.leads.append(tuple(row.get(name, (0.0,) * 6 if name == "features" else 0) for name in LEAD.names))
        self.fact(at, Event.CAPTURED, key)
        return self

    def fact(self, at, event, lead=0, rep=0, item=0, amount=0.0, reason=0):
        self.rows.append((round(at * HOUR), lead, rep, amount, item, event, reason))
        return self

    def handed(self, key, at, due=None, **truth):
        self.lead(key, at, **truth).fact(at, Event.MQL, key).fact(at, Event.DELIVERED, key).fact(at, Event.ASSIGNED, key, 7)
        self.fact(at, Event.SEEN, key, 7).fact(at, Event.TASK_OPENED, key, 7, ATTEMPT)
        return self if due is None else self.fact(at, Event.CLOCK_STARTED, key, 0, 1, float(due * HOUR))

    def work(self, key, start, end, item=ATTEMPT, rep=7):
        self.fact(start, Event.TASK_STARTED, key, rep, item)
        return self.fact(end, Event.TASK_ENDED, key, rep, item, (end - start) * 60)

    def log(self):
        events = np.array(sorted(self.rows, key=lambda row: row[0]), EVENT)
        none = Counts(0, (), (), 0.0, 0.0, 0.0, 0.0, 0.0)
        return Log(events, np.array(self.leads, LEAD), none, self.plan.end)

    def __getitem__(self, name):
        top, bottom = BY_NAME[name].compute(Tables(self.plan, self.log()))
        return (top, bottom) if BY_NAME[name].kind == "ratio" else top
