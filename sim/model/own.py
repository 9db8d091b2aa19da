"""Reps' own pipeline: hours planned each day, pieces of work that compete with leads, deals of their own.

A week's yield grows with its hours, but less and less. A self-sourced SQL comes whenever the effective
minutes since the last one reach a drawn amount, so more hours bring the same deals sooner.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from ..log import pack_item
from ..plan.types import fixed
from ..rules.codes import EXPONENTIAL, NEVER
from ..rules.distributions import quantile
from ..rules.draws import Purpose
from ..rules.pursuit import effective
from .clock import Event, Turn
from .codes import Fact, Reason, TaskKind
from .facts import MINUTE
from .task import APPOINTED, Task

if TYPE_CHECKING:
    from .company import Company
    from .rep import Rep


class OwnPipeline:
    """One rep's."""

    def __init__(self, rep: Rep, company: Company) -> None:
        self.rep = rep
        self.company = company
        self.week = -1
        self.week_minutes = 0.0
        self.effective = 0.0  # since the last SQL
        self.needed = 0.0  # for the next
        self.sqls = 0
        self.pieces = 0
        self.owed = 0.0  # pieces planned and not laid on the desk yet
        self.waiting: list[Task] = []

    def begins_day(self) -> None:
        """Plan the day's share, and give up what has waited too long."""
        company, rep = self.company, self.rep
        own, now = company.terms.own, company.clock._now
        self.drops(opened_by=now - own.keeps)
        if own.planned <= 0.0 or rep.qualifies_only:
            return
        share = own.planned / company.workdays[rep.key]
        company.facts.record(Fact.OWN_PLANNED, 0, rep.key, 0, share)
        typical = own.task.mean / MINUTE
        self.owed += share / typical
        while self.owed >= 1.0:
            self.owed -= 1.0
            self.opens()

    def drops(self, opened_by: int) -> None:
        """Give up the pieces that have waited since an instant or longer."""
        rep = self.rep
        self.waiting = [task for task in self.waiting if task.list is rep.tasks or task is rep.task]
        for task in self.waiting:
            if task is not rep.task and task.opened <= opened_by:
                rep.tasks.remove(task)
                self.company.facts.record(Fact.TASK_CANCELLED, 0, rep.key, task.item, 0.0, Reason.DISPLACED)

    def opens(self) -> None:
        """Lay one piece of own work on the rep's desk."""
        company, rep = self.company, self.rep
        own = company.terms.own
        self.pieces += 1
        item = pack_item(0, TaskKind.OWN, self.pieces & 0xFFFF)
        place = company.desk.place(TaskKind.OWN, None, 1, 0, own.score, company.clock._now, NEVER)
        task = company.chore(item, own.task, place, pauses=True)
        self.waiting.append(task)
        company.desk.wait_for(task, rep)

    def block(self, number: int, length: float) -> None:
        """A ring-fenced block: nothing but own work until it ends."""
        company, rep = self.company, self.rep
        item = pack_item(1, TaskKind.OWN, number & 0xFFFF)
        company.desk.wait_for(company.chore(item, fixed(length), APPOINTED, pauses=False), rep)
        rep.lays_down()

    def worked(self, minutes: float) -> None:
        """Count own minutes; SQLs come of them."""
        company, own = self.company, self.company.terms.own
        week = bisect_right(company.week_starts, company.clock._now)
        if week != self.week:
            self.week, self.week_minutes = week, 0.0
        before = effective(self.week_minutes, own.planned, own.diminishing)
        self.week_minutes += minutes
        self.effective += effective(self.week_minutes, own.planned, own.diminishing) - before
        while self.effective >= self.next_needed():
            self.effective -= self.needed
            self.needed = 0.0
            self.sqls += 1
            self.finds()

    def next_needed(self) -> float:
        """Effective minutes that the next SQL takes."""
        if self.needed == 0.0:
            own = self.company.terms.own
            u = self.company.draws.uniform(Purpose.OWN_SQL, self.rep.key, self.sqls)
            self.needed = own.per_sql * quantile(EXPONENTIAL, 1.0, 0.0, u)
        return self.needed

    def finds(self) -> None:
        """A self-sourced SQL, and how its deal ends: for the quota of who found it, if they are still here."""
        company, rep, number = self.company, self.rep, self.sqls
        holder = rep.holders
        draws, own = company.draws, company.terms.own
        company.facts.record(Fact.OWN_SQL, 0, rep.key, number)
        won = draws.happens(Purpose.OWN_WON, rep.key, number, own.closes)
        value = draws.value(Purpose.OWN_VALUE, rep.key, number, own.value) if won else 0.0
        ends = company.clock._now + draws.time(Purpose.OWN_TAKES, rep.key, number, own.takes)

        def closes(_: Event) -> None:
            here = rep.employed and rep.holders == holder
            reason = Reason.NONE if here else Reason.REP_LEFT
            company.facts.record(Fact.OWN_WON if won else Fact.OWN_LOST, 0, rep.key, number, value, reason)
            if here:
                rep.won += value

        if ends < NEVER:
            company.clock.call(ends, Turn.DELIVERY, rep.key, (1 << 24) + number, closes)
