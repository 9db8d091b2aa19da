"""The company of one replication: its rules of the day, its people, and the leads that come."""

from __future__ import annotations

import math

import numpy as np

from ..log import Log, pack_item
from ..plan.types import NO_PROMISE, Channel, Dist, Plan, Terms, fixed
from ..rules.calendar import next_moment
from ..rules.codes import NEVER, POOL
from ..rules.distributions import normal_quantile, ticks
from ..rules.draws import Purpose
from .buyer import Buyer
from .card import Lead
from .clock import Clock, Event, Story, Tale, Turn
from .codes import Fact, Reason, TaskKind
from .coming import OPENING, coming
from .desk import Desk
from .draws import Draws
from .facts import MINUTE, Facts
from .lead import life
from .promises import Promises
from .rep import Rep
from .shifts import shifts
from .task import APPOINTED, LAST, RESUMED, Task


def simulate(plan: Plan, seed: int, replication: int) -> Log:
    """Simulate one replication with the readable model.

    The same plan, seed (0 to 2^32 - 1) and replication give the same log, byte for byte.
    """
    return Company(plan, seed, replication).runs()


class Company:
    """Everything that one replication shares."""

    def __init__(self, plan: Plan, seed: int, replication: int) -> None:
        self.plan = plan
        self.clock = Clock()
        self.facts = Facts(self.clock)
        self.draws = Draws(seed, replication)
        self.promises = Promises(self)
        self.desk = Desk(self)
        self.adopts(plan.before)
        self.coming = coming(plan, self.draws)
        self.admin: dict[int, tuple[int, Task]] = {}  # each rep's last admin task, and its day

    def runs(self) -> Log:
        """Let everything happen, up to the end."""
        plan, clock = self.plan, self.clock
        if plan.kind == "adoption":
            clock.call(plan.start, Turn.SHIFT, 0, 0, self.changes)
        elif plan.before is not plan.after:
            raise ValueError(f"a plan of kind {plan.kind!r} has one set of terms")
        self.desk.opens([Rep(seat.key, shifts(seat, plan, self.draws), seat.gone, self) for seat in plan.seats])
        Story(clock, self.leads_come())
        Story(clock, self.meets())
        clock.run_to(plan.end)
        for rep in self.desk.reps:
            self.breaks_off(rep)
        return self.facts.log(self.coming.leads, plan.end)

    # The rules of the day

    def adopts(self, terms: Terms) -> None:
        """Put terms in force; what belongs to a channel that they no longer name keeps its old rules."""
        old = self.channels if hasattr(self, "channels") else {}
        self.terms = terms
        self.channels: dict[int, Channel] = {**old, **{channel.key: channel for channel in terms.channels}}
        self.segments = {seat.key: seat.segment for seat in terms.seats}
        self.keeps_points = terms.half_life == math.inf
        self.pooled = terms.handoff.routing == POOL
        self.promises.made = any(promise.first.length != NO_PROMISE for promise in terms.agreement.promises) or (
            terms.agreement.attempts > 1 or terms.contact.give_up_after.length != NO_PROMISE
        )
        self.delivers_at_once = not len(terms.handoff.deliveries) and terms.handoff.delay[:4] == (0, 0.0, 0.0, 0.0)
        self.sees_at_once = not len(terms.handoff.looks) and terms.handoff.habit[:4] == (0, 0.0, 0.0, 0.0)

    def changes(self, _: Event) -> None:
        """Adopt the alternative: running work and clocks keep their old terms."""
        self.facts.record(Fact.ADOPTED)
        self.adopts(self.plan.after)
        self.desk.someone_is_free()

    def serves(self, segment: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Which reps serve a segment, in the desk's order."""
        return np.array([segment >= 0 and self.segments.get(rep.key, -1) == segment for rep in self.desk.reps])

    # Leads

    def leads_come(self) -> Tale:
        """Every lead begins its story when it comes."""
        leads, personas = self.coming
        columns = ("captured", "lead", "channel", "strip", "fit", "reachable", "answerability", "value")
        rows = zip(*(leads[name].tolist() for name in columns), personas, strict=True)
        for time, key, channel, strip, fit, reachable, answerability, value, persona in rows:
            yield self.clock.at(time, Turn.ARRIVAL, key)
            buyer = Buyer(persona, fit, reachable, answerability, value)
            Story(self.clock, life(Lead(key, self.channels[channel], buyer, self), waiting=strip == OPENING))

    def delivery(self, lead: Lead) -> int:
        """When the system hands an MQL to sales."""
        terms, now = self.terms.handoff, self.clock._now
        if self.delivers_at_once:
            return now
        if len(terms.deliveries):
            return next_moment(terms.deliveries, now)
        return min(NEVER, now + self.draws.time(Purpose.SYSTEM_DELAY, lead.key, lead.cycle, terms.delay))

    def attention(self, lead: Lead) -> int:
        """When a rep sees the lead: at a set look while at work, or after a habit delay."""
        terms, now = self.terms.handoff, self.clock._now
        if self.sees_at_once:
            return now
        if not len(terms.looks):
            return min(NEVER, now + self.draws.time(Purpose.ATTENTION, lead.key, lead.cycle, terms.habit))
        look = next_moment(terms.looks, now)
        while look < NEVER and lead.rep is not None and not lead.rep.is_at_work(look):
            look = next_moment(terms.looks, look + 1)
        return look

    # Reps

    def duration(self, task: Task, rep: Rep) -> int:
        """How long a rep works on a task: the lead's draw at the rep's pace."""
        whose = task.key or rep.key
        if rep.pace == 1.0:
            return self.draws.time(Purpose.TASK_DURATION, whose, task.item, task.dist)
        return ticks(self.draws.value(Purpose.TASK_DURATION, whose, task.item, task.dist) * rep.pace)

    def pace(self, rep: Rep) -> float:
        """Pace of a seat's holder, mean 1 over holders: more is slower."""
        spread = self.terms.work.pace_sd
        if spread == 0.0:
            return 1.0
        u = self.draws.uniform(Purpose.PACE, rep.key, rep.holders)
        return float(np.float64(np.e) ** (spread * normal_quantile(u) - spread * spread / 2))

    def begins_day(self, rep: Rep) -> None:
        """Lay the day's admin work on a rep's desk, once a day; what is left of yesterday's comes first now."""
        work, now = self.terms.work, self.clock._now
        if not work.has_admin:
            return
        days = self.plan.seats[0].days
        day = int(np.searchsorted(days, now, side="right"))
        last, old = self.admin.get(rep.key, (-1, None))
        if last == day:
            return
        if old is not None and old.list is rep.tasks and old.rank == LAST:
            rep.tasks.remove(old)
            old.rank = RESUMED
            rep.tasks.add(old)
        task = self.chore(pack_item(0, TaskKind.ADMIN, day), work.admin, LAST, pauses=True)
        self.admin[rep.key] = (day, task)
        self.desk.wait_for(task, rep)

    def chore(self, item: int, dist: Dist, rank: int, *, pauses: bool) -> Task:
        """A task for nobody's lead."""
        return Task(None, item, dist, self.clock._now, rank, self.clock.event(), pauses=pauses, roomy=False)

    def meets(self) -> Tale:
        """All reps at work meet at the set times."""
        plan = self.plan
        times = [
            (at, length)
            for terms, before in ((plan.before, True), (plan.after, False))
            for at, length in zip(terms.meetings.tolist(), terms.meeting_lengths.tolist(), strict=True)
            if (at < plan.start) == before and at <= plan.end
        ]
        for number, (at, length) in enumerate(sorted(times)):
            yield self.clock.at(at, Turn.MEETING, 0, number)
            for rep in self.desk.reps:
                if rep.on_shift:
                    dist = fixed(float(length))
                    self.desk.wait_for(self.chore(pack_item(0, TaskKind.MEETING, number), dist, APPOINTED, pauses=False), rep)
                    rep.lays_down()

    def breaks_off(self, rep: Rep) -> None:
        """Write down the minutes of work that the end of the run cuts."""
        task = rep.task
        if task is not None:
            worked = self.clock._now - rep.began
            self.facts.worked += worked
            self.facts.record(Fact.TASK_LAID_DOWN, task.key, rep.key, task.item, worked / MINUTE, Reason.RUN_END)
            rep.notes_overtime(task.key, task.item, worked)
