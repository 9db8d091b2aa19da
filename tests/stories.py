"""A tiny company, told in a few lines: one rep from nine to five, leads injected at set times, no luck.

5 January 2026 is a Monday. Times are written 'Mon 5 09:00' in the market's zone.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from equality import assert_same
from ruamel.yaml import YAML

from sim import compiled
from sim.log import Disposition, Event, Log, Reason, TaskKind
from sim.measures import MEASURES, check_conservation, measure
from sim.model import simulate
from sim.plan import Plan, compile_plan
from sim.scenario import Scenario, parse_scenario

TINY = """
name: tiny
market: {calendars: {office: {hours: {mon-fri: '09:00-17:00'}}, closed: {hours: {}}}}
channels: {web: {volume: 0 per day, hand_raiser: true}}
personas: {buyer: {fit: 1, reachable: 1, value: '1,000 EUR'}}
agreement: {calendar: office}
team: {reps: 1, calendar: office}
work: {attempt: 10 min, conversation: 30 min}
contact: {connect: 1, response: none, attempts: 1, gaps: [1 business day]}
qualification: {accept_fit: 1}
experiment: {kind: terminating, start: 2026-01-05, lead_in: 0 d, horizon: 28 d, follow_up: 0 d}
"""
TASKS = (Event.TASK_STARTED, Event.TASK_LAID_DOWN, Event.TASK_RESUMED, Event.TASK_ENDED)


def read(text: str) -> Any:
    """Plain mappings of a YAML text."""
    return YAML(typ="safe").load(text) or {}


def merged(under: Any, over: Any) -> Any:
    """One tree over another; opening hours are replaced whole."""
    if not (isinstance(under, dict) and isinstance(over, dict)):
        return over
    return under | {k: merged(under[k], over[k]) if k in under and k != "hours" else over[k] for k in over}


def tiny(text: str = "", leads: tuple[str, ...] = (), month: str = "2026-01") -> Scenario:
    """The tiny company with changes; leads written '5 10:00', 'chat 5 10:00' or '5 10:00 x3'."""
    tree = merged(read(TINY), read(text))
    extra = []
    for lead in leads:
        lead, _, count = lead.partition(" x")
        *channel, day, time = lead.split()
        name = channel[0] if channel else next(iter(tree["channels"]))
        extra.append({"channel": name, "at": f"{month}-{int(day):02} {time}", "count": int(count or 1)})
    if extra:
        tree["experiment"]["extra_leads"] = extra
    return parse_scenario(json.dumps(tree, default=str))


@dataclass(frozen=True)
class Told:
    """A run, with questions a test may ask of it."""

    plan: Plan
    log: Log

    def when(self, time: float) -> str:
        """A time of the log as people say it."""
        moment = self.plan.origin + datetime.timedelta(microseconds=int(time))
        local = moment.astimezone(ZoneInfo(self.plan.timezone))
        return f"{local:%a} {local.day} {local:%H:%M}" + (f":{local:%S}" if local.second else "")

    def who(self, rep: int) -> str:
        """Label of a seat."""
        return self.plan.names.seats.get(rep, "")

    @cached_property
    def keys(self) -> list[int]:
        """Keys of the leads in the order of their capture."""
        return self.log.leads["lead"].tolist()

    def rows(self, *events: Event, lead: int | None = None) -> np.ndarray:
        """Rows of the log: of all events or some, of every lead or the n-th."""
        rows = self.log.events
        if events:
            rows = rows[np.isin(rows["event"], events)]
        return rows if lead is None else rows[rows["lead"] == self.keys[lead]]

    def times(self, *events: Event, lead: int | None = None) -> list[str]:
        """When these events happened."""
        return [self.when(row["time"]) for row in self.rows(*events, lead=lead)]

    def number(self, *events: Event, lead: int | None = None) -> int:
        """How often these events happened."""
        return len(self.rows(*events, lead=lead))

    def line(self, row: np.void) -> str:
        """A row in words."""
        event = Event(row["event"])
        kind, number = TaskKind((row["item"] >> 16) & 255), row["item"] & 255
        words = [self.when(row["time"]), event.name.lower()]
        if kind:
            words += [kind.name.lower(), str(number)]
        if event in (Event.TASK_LAID_DOWN, Event.TASK_ENDED, Event.OVERTIME):
            words.append(f"{row['amount']:g} min")
        elif event in (Event.CLOCK_STARTED, Event.APPOINTMENT_SET):
            words.append(self.when(row["amount"]))
        if row["reason"] and event != Event.CLOCK_STARTED:
            reasons = Disposition if event == Event.CLOSED else Reason
            words.append(reasons(row["reason"]).name.lower())
        return " ".join(words)

    def story(self, lead: int = 0, *events: Event) -> list[str]:
        """What happened to the n-th lead."""
        return [self.line(row) for row in self.rows(*events, lead=lead)]

    def lines(self, *events: Event) -> list[str]:
        """What happened, in words."""
        return [self.line(row) for row in self.rows(*events)]

    def workers(self, event: Event = Event.TASK_STARTED, lead: int | None = None) -> list[str]:
        """Who did it."""
        return [self.who(row["rep"]) for row in self.rows(event, lead=lead)]

    def begun(self) -> list[int]:
        """Leads in the order in which their attempts began."""
        rows = self.rows(Event.TASK_STARTED)
        return [self.keys.index(row["lead"]) for row in rows if (row["item"] >> 16) & 255 == TaskKind.ATTEMPT]

    def measured(self, name: str) -> float:
        """One measure."""
        values = measure(self.plan, self.log).values
        return float(values[[each.name for each in MEASURES].index(name)])

    @property
    def bytes(self) -> bytes:
        """The whole log."""
        return self.log.events.tobytes() + self.log.leads.tobytes()


def run(text: str = "", leads: tuple[str, ...] = (), *, month: str = "2026-01", seed: int = 1, replication: int = 0) -> Told:
    """Let the tiny company work, and check that nothing is lost."""
    return told(tiny(text, leads, month), seed=seed, replication=replication)


def told(scenario: Scenario, base: Scenario | None = None, *, seed: int = 1, replication: int = 0) -> Told:
    """Let a scenario happen, check that nothing is lost, and that both engines tell it alike."""
    one = told_readably(scenario, base, seed=seed, replication=replication)
    assert_same(one.plan, one.log, compiled.simulate(one.plan, seed, replication))
    return one


def told_readably(scenario: Scenario, base: Scenario | None = None, *, seed: int = 1, replication: int = 0) -> Told:
    """Let a scenario happen in the readable model alone, for a test that gives it another nature."""
    plan = compile_plan(scenario, base)
    log = simulate(plan, seed, replication)
    check_conservation(plan, log)
    return Told(plan, log)
