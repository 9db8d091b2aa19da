"""The company of one replication: its rules of the day, its people, and the leads that come."""

from __future__ import annotations

import math
from bisect import bisect_left

import numpy as np

from ..log import Log, pack_item
from ..plan.agenda import blocks, meeting_times, meetings
from ..plan.traits import mean_prior
from ..plan.types import NO_PROMISE, Channel, Dist, Plan, Terms, fixed
from ..rules.calendar import next_moment
from ..rules.codes import NEVER, POOL
from ..rules.distributions import normal_quantile, ticks
from ..rules.draws import Purpose
from ..rules.people import pace
from .card import NOT_RECORDED, Lead
from .clock import Clock, Event, Story, Tale, Turn
from .codes import Fact, Reason, TaskKind
from .coming import ComingLeads
from .desk import Desk
from .draws import Draws
from .facts import MINUTE, Facts
from .library import Library
from .marketing import Marketing
from .minds import Minds
from .policies import Policies
from .promises import Promises
from .rep import Rep
from .reviews import Reviews
from .shifts import diary, holders, shifts
from .task import APPOINTED, LAST, Task

A_QUARTER = 7_889_400_000_000


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
        self.policies = Policies(self)
        self.desk = Desk(self)
        self.marketing = Marketing(self)
        self.library = Library(self)
        self.reviews = Reviews(self)
        self.minds = Minds(self)
        self.arrivals = ComingLeads(self)
        self.week_starts = plan.week_starts.tolist()
        self.meeting_starts: list[int] = []
        self.meeting_ends: list[int] = []
        both = (plan.before, plan.after)
        self.asks_firms = any(terms.scoring.firmographic for terms in both)
        self.has_accounts = any(channel.duplicates > 0.0 for terms in both for channel in terms.channels)
        self.terms = plan.before
        self.channels: dict[int, Channel] = {}
        self.priors: dict[int, float] = {}  # reps' opinion before experience, by recorded channel
        self.keeps_points = True
        self.adopts(plan.before, None)
        self.admin: dict[int, list[Task]] = {}  # each rep's admin tasks

    def runs(self) -> Log:
        """Let everything happen, up to the end."""
        plan, clock = self.plan, self.clock
        if plan.kind == "adoption":
            clock.call(plan.start, Turn.SHIFT, 0, 0, self.changes)
        elif plan.before is not plan.after:
            raise ValueError(f"a plan of kind {plan.kind!r} has one set of terms")
        reps = []
        for seat in plan.seats:
            gone = holders(seat, plan, self.draws)
            rep = Rep(seat.key, shifts(seat._replace(gone=gone), plan, self.draws), gone, self)
            rep.diary = diary(seat.key, plan, self.draws) or rep.diary
            reps.append(rep)
        self.desk.opens(reps)
        self.takes_roles()
        self.arrivals.begin()
        Story(clock, self.meets())
        Story(clock, self.reviews.meets())
        Story(clock, self.own_blocks())
        Story(clock, self.months())
        if any(terms.content.pieces > 0.0 for terms in (plan.before, plan.after)):
            Story(clock, self.library.fills())
        clock.run_to(plan.end)
        for rep in self.desk.reps:
            self.breaks_off(rep)
        return self.facts.log(self.arrivals.table(), plan.end)

    # The rules of the day

    def adopts(self, terms: Terms, was: Terms | None) -> None:
        """Put terms in force; what belongs to a channel that they no longer name keeps its old rules."""
        self.terms = terms
        self.channels = {**self.channels, **{channel.key: channel for channel in terms.channels}}
        self.places = {channel.key: i for i, channel in enumerate(terms.channels)}
        self.sources = [*self.places, NOT_RECORDED]
        self.priors.update({channel.key: channel.prior for channel in terms.channels})
        self.priors[NOT_RECORDED] = mean_prior(terms.channels)
        self.segments = {seat.key: seat.segment for seat in terms.seats}
        self.workdays = {seat.key: seat.workdays for seat in terms.seats}
        self.base_score = terms.scoring.base
        self.scores_firms = terms.scoring.firmographic
        self.keeps_points = terms.scoring.half_life == math.inf
        nurture = terms.nurture
        self.tires = bool(nurture.fatigue or nurture.unsubscribe or nurture.readiness or terms.content.nurture)
        self.pooled = terms.handoff.routing == POOL
        self.promises.made = any(promise.first.length != NO_PROMISE for promise in terms.agreement.promises) or (
            terms.agreement.attempts > 1
            or terms.contact.give_up_after.length != NO_PROMISE
            or terms.agreement.disposition_within.length != NO_PROMISE
        )
        self.delivers_at_once = not len(terms.handoff.deliveries) and terms.handoff.delay[:4] == (0, 0.0, 0.0, 0.0)
        self.sees_at_once = not len(terms.handoff.looks) and terms.handoff.habit[:4] == (0, 0.0, 0.0, 0.0)
        times = meeting_times(terms)
        self.meeting_starts = [start for start, _ in times]
        self.meeting_ends = [end for _, end in times]
        self.library.adopts(terms, was)
        self.takes_roles()
        self.policies.adopts()
        self.marketing.adopts(terms, was)

    def takes_roles(self) -> None:
        """Say who only qualifies and who only closes."""
        qualify = {seat.key for seat in self.terms.seats if seat.qualifies_only}
        for rep in self.desk.reps:
            rep.qualifies_only = rep.key in qualify
            rep.closes_only = bool(qualify) and not rep.qualifies_only

    def changes(self, _: Event) -> None:
        """Adopt the alternative: running work and clocks keep their old terms."""
        self.facts.record(Fact.ADOPTED)
        self.adopts(self.plan.after, self.plan.before)
        for rep in self.desk.reps:
            rep.diary = rep.shifts.calendar
            if self.terms.own.planned <= 0.0:
                rep.own.drops(opened_by=NEVER)
        self.desk.someone_is_free()

    def serves(self, source: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Which reps serve the segment of a recorded channel, in the desk's order; nobody does that of leads without a source."""
        segment = -1 if source == NOT_RECORDED else self.channels[source].segment
        return np.array([segment >= 0 and self.segments.get(rep.key, -1) == segment for rep in self.desk.reps])

    # Leads

    def meets_account(self, lead: Lead) -> None:
        """A new lead may belong to an account that sales is working on already; nobody need notice."""
        other = self.arrivals.belongs_to(lead)
        if other is not None:
            lead.buyer.account = other.key
            lead.same_account = other

    def owner(self, lead: Lead) -> Rep | None:
        """Who works a lead's account already, where the system matches accounts."""
        other = lead.same_account
        if other is None or not self.terms.handoff.match_accounts or not other.with_sales:
            return None
        return other.rep

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
        """How long a rep works on a task: the lead's draw at the rep's pace; what the calendar ends, a meeting, at no one's."""
        whose = task.key or rep.key
        pace = 1.0 if task.lead is None and task.rank == APPOINTED else rep.pace
        if pace == 1.0 and task.scale == 1.0:
            return self.draws.time(Purpose.TASK_DURATION, whose, task.item, task.dist)
        return ticks(self.draws.value(Purpose.TASK_DURATION, whose, task.item, task.dist) * pace * task.scale)

    def meets_holder(self, rep: Rep) -> None:
        """Get to know a seat's new holder: pace, skill, whether they have long been here."""
        people, draws = self.terms.people, self.draws
        rep.pace = self.pace(rep)
        rep.own_skill = 0.0
        if people.skill_sd > 0.0:
            rep.own_skill = people.skill_sd * normal_quantile(draws.uniform(Purpose.SKILL, rep.key, rep.holders))
        first = self.clock._now == 0
        rep.joined = -NEVER if first else self.clock._now
        rep.veteran = first and draws.happens(Purpose.VETERAN, rep.key, rep.holders, people.veterans)
        self.minds.forgets(rep)

    def pace(self, rep: Rep) -> float:
        """Pace of a seat's holder, mean 1 over holders: more is slower."""
        spread = self.terms.people.pace_sd
        if spread == 0.0:
            return 1.0
        return pace(self.draws.uniform(Purpose.PACE, rep.key, rep.holders), spread)

    def begins_day(self, rep: Rep) -> None:
        """Lay a local day's work on a rep's desk, once; admin comes last on its day, and ranks with deals from then on."""
        work, now = self.terms.work, self.clock._now
        if not work.has_admin and self.terms.own.planned <= 0.0:
            return
        days = self.plan.seats[0].days
        day = int(np.searchsorted(days, now, side="right"))
        if rep.day == day:
            return
        rep.day = day
        rep.own.begins_day()
        if not work.has_admin:
            return
        waiting = [old for old in self.admin.get(rep.key, []) if old.list is rep.tasks]
        for old in waiting:
            rep.tasks.remove(old)
            old.rank = self.desk.place(TaskKind.ADMIN, None, 1, 0, self.terms.own.score, old.opened, NEVER)
            rep.tasks.add(old)
        task = self.chore(pack_item(0, TaskKind.ADMIN, day), work.admin, LAST, pauses=True)
        self.admin[rep.key] = [*waiting, task]
        self.desk.wait_for(task, rep)

    def chore(self, item: int, dist: Dist, rank: int, *, pauses: bool) -> Task:
        """A task for nobody's lead."""
        return Task(None, item, dist, self.clock._now, rank, self.clock.event(), pauses=pauses, roomy=False)

    def meets(self) -> Tale:
        """All reps at work meet at the set times."""
        for number, (at, length) in enumerate(meetings(self.plan)):
            yield self.clock.at(at, Turn.MEETING, 0, number)
            self.gathers(TaskKind.MEETING, number, fixed(float(length)))

    def meeting_until(self, start: int, end: int) -> int:
        """When the last meeting that touches an interval ends, as the calendar says; 0 when none does."""
        first = bisect_left(self.meeting_ends, start + 1)
        last = bisect_left(self.meeting_starts, end)
        return self.meeting_ends[last - 1] if first < last else 0

    def gathers(self, kind: int, number: int, dist: Dist) -> None:
        """All reps at work come together."""
        for rep in self.desk.reps:
            if rep.on_shift:
                self.desk.wait_for(self.chore(pack_item(0, kind, number), dist, APPOINTED, pauses=False), rep)
                rep.lays_down()

    def own_blocks(self) -> Tale:
        """Ring-fenced blocks of own pipeline begin at their times."""
        for number, (at, length) in enumerate(blocks(self.plan)):
            yield self.clock.at(at, Turn.MEETING, 0, 6 << 16 | number)
            for rep in self.desk.reps:
                if rep.on_shift and not rep.qualifies_only:
                    rep.own.block(number, float(length))

    def months(self) -> Tale:
        """Months end: marketing counts, reps take stock, quarters are made or missed."""
        yield from self.marketing.months(self.month_ends)

    def month_ends(self, number: int) -> None:
        """Write down what reps believe; as a quarter ends, see who missed their quota."""
        self.minds.says()
        people, blame = self.terms.people, self.terms.feedback.blame
        now = self.clock._now
        if self.plan.months[number] % 3 != 1:
            return
        for rep in self.desk.reps:
            present = min(1.0, (now - max(rep.joined, 0)) / A_QUARTER)  # of a quarter that began before the run, the part in it
            if rep.employed and not rep.qualifies_only and blame > 0.0 and rep.won < people.quota / 4 * present:
                self.minds.sours(rep, blame)
            rep.won = 0.0

    def breaks_off(self, rep: Rep) -> None:
        """Write down the minutes of work that the end of the run cuts."""
        task = rep.task
        if task is not None:
            worked = self.clock._now - rep.began
            self.facts.worked += worked
            self.facts.record(Fact.TASK_LAID_DOWN, task.key, rep.key, task.item, worked / MINUTE, Reason.RUN_END)
            rep.notes_overtime(task.key, task.item, worked)
