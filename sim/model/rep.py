"""A rep: shifts, appointments, and one task at a time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from typing import TYPE_CHECKING

from ..rules.calendar import closing, open_time
from ..rules.codes import NEVER
from .clock import Event, Story, Tale, Turn, fire
from .codes import Fact, Reason, TaskKind
from .facts import MINUTE
from .own import OwnPipeline
from .shifts import Shifts
from .task import Task, TaskList

if TYPE_CHECKING:
    from .card import Lead
    from .company import Company

LAID_DOWN = "laid down"
NOT_IDLE = -1


class Rep:
    """Who holds a seat, and what they have to do."""

    def __init__(self, key: int, shifts: Shifts, gone: tuple[tuple[int, int], ...], company: Company) -> None:
        self.company = company
        self.key = key
        self.shifts = shifts
        self.diary = shifts.calendar  # as far as the holder foresees it
        self.tasks = TaskList()
        self.leads: dict[int, Lead] = {}
        self.ignored = 0  # of them: kept open, and nobody calls
        self.bookings: list[tuple[int, int, int]] = []  # start, end, lead
        self.turn = 0  # when a lead was last given to this seat
        self.holders = 0
        self.pace = 1.0
        self.own_skill = 0.0  # logits
        self.veteran = False
        self.joined = 0  # when; before the run for those who were here
        self.leads_done = 0  # leads brought to an end, or accepted
        self.lead_minutes = 0.0  # spent on leads before they are SQLs
        self.given: dict[int, int] = {}  # leads given by recorded channel
        self.won = 0.0  # value won since the quarter began, or they joined
        self.qualifies_only = self.closes_only = False
        self.own = OwnPipeline(self, company)
        self.day = -1  # whose work has been laid on the desk
        self.employed = False
        self.on_shift = False
        self.absent = False
        self.closes = 0
        self.idle_since = NOT_IDLE
        self.task: Task | None = None
        self.following: Task | None = None
        self.began = self.shift_ends = 0  # of the work under way
        self.bell = company.clock.event()
        self.working = self.bell
        Story(company.clock, self.comes_and_goes(gone))
        Story(company.clock, self.keeps_shifts())
        Story(company.clock, self.working_life())

    def working_life(self) -> Tale:
        """Wait for something to do, do it and what follows from it, again and again."""
        while True:
            task: Task | None = yield self.bell
            while task is not None:
                self.begins(task)
                news = (yield self.working) if task.left > 0 else None
                self.stops(task, news)
                task, self.following = self.following, None
            self.bell = Event(self.company.clock)
            self.is_free()

    def takes_over(self, lead: Lead) -> None:
        """Have a lead in their care."""
        self.leads[lead.key] = lead
        self.ignored += lead.ignored
        self.given[lead.recorded] = self.given.get(lead.recorded, 0) + 1
        lead.rep = self

    def lets_go(self, lead: Lead) -> None:
        """Have a lead in their care no longer."""
        del self.leads[lead.key]
        self.ignored -= lead.ignored
        lead.rep = None

    def ignores(self, lead: Lead) -> None:
        """Keep a lead open without calling it: no load from now on."""
        lead.ignored = True
        self.ignored += 1

    def reconsiders(self, lead: Lead) -> None:
        """Have an ignored lead to decide about again."""
        lead.ignored = False
        self.ignored -= 1

    @property
    def load(self) -> int:
        """Leads in their care less those they ignore; one they have still to decide about counts."""
        return len(self.leads) - self.ignored

    def begins(self, task: Task) -> None:
        """Begin or resume a task, and stay with it until it is done or laid down."""
        clock, record = self.company.clock, self.company.facts.record
        self.task = task
        self.began = clock._now
        self.shift_ends = self.closes if self.on_shift else clock._now
        if task.left < 0:
            task.left = self.company.duration(task, self)
            record(Fact.TASK_STARTED, task.key, self.key, task.item)
            if task.lead is not None:
                task.lead.work_begins(task)
        else:
            record(Fact.TASK_RESUMED, task.key, self.key, task.item)
        if task.left > 0:
            self.working = clock.at(clock._now + task.left, Turn.TASK_END, task.key or self.key, task.item)

    def stops(self, task: Task, news: str | None) -> None:
        """Write down the work just ended; a task laid down waits for its turn, one that is done tells its lead."""
        company, now = self.company, self.company.clock._now
        worked = now - self.began
        task.left -= worked
        self.task = None
        company.facts.worked += worked
        stop = Fact.TASK_LAID_DOWN if news is LAID_DOWN else Fact.TASK_ENDED
        company.facts.record(stop, task.key, self.key, task.item, worked / MINUTE)
        kind = task.item >> 16 & 255
        if kind == TaskKind.OWN:
            self.own.worked(worked / MINUTE)
        elif kind <= TaskKind.CONVERSATION:
            self.lead_minutes += worked / MINUTE
        if now > self.shift_ends:
            self.notes_overtime(task.key, task.item, worked)
        if news is LAID_DOWN:
            company.desk.wait_for(task, self)
        else:
            if task.lead is not None:
                task.lead.task = None
            fire(task.done, self)

    def notes_overtime(self, lead: int, item: int, worked: int) -> None:
        """Write down the part of the work just ended that lay outside the shifts."""
        now = self.company.clock._now
        calendar = self.shifts.calendar
        over = worked - open_time(*calendar, now) + open_time(*calendar, now - worked)
        if over > 0:
            self.company.facts.overtime += over
            self.company.facts.record(Fact.OVERTIME, lead, self.key, item, over / MINUTE)

    def lays_down(self) -> None:
        """Stop desk work for the moment; what cannot be split, or ends right now, goes on to its end."""
        task = self.task
        if task is not None and task.pauses and self.began + task.left > self.company.clock._now:
            fire(self.working, LAID_DOWN)

    def is_free(self) -> None:
        """Be ready for work, if this is working time."""
        if self.on_shift and self.task is None and self.idle_since == NOT_IDLE:
            desk = self.company.desk
            self.idle_since = self.company.clock._now
            desk.idle[self.key] = self
            if self.tasks.waiting or desk.pool.waiting:
                desk.ring()

    def is_not_free(self) -> None:
        """Be no longer ready for work."""
        if self.idle_since != NOT_IDLE:
            self.company.facts.idle += self.company.clock._now - self.idle_since
            self.idle_since = NOT_IDLE
            del self.company.desk.idle[self.key]

    def takes(self, task: Task) -> None:
        """Take a task from a list and begin it now."""
        assert task.list is not None
        task.list.remove(task)
        self.is_not_free()
        fire(self.bell, task)

    def next_task(self, pool: TaskList, room: int) -> Task | None:
        """What to do next, from the own list or the pool's, when an attempt needs `room` microseconds."""
        has_room = room == 0 or self.company.clock._now + room <= self.busy_from()
        best = self.tasks.first(has_room) if self.tasks.waiting else None
        if pool.waiting:
            shared = pool.first(has_room)
            if best is None or (shared is not None and shared < best):
                best = shared
        return None if best is None else best[5]

    def busy_from(self) -> int:
        """When this rep has to stop: at closing, or for the next appointment."""
        now = self.company.clock._now
        while self.bookings and self.bookings[0][0] < now:
            self.bookings.pop(0)
        return min(self.closes, self.bookings[0][0]) if self.bookings else self.closes

    @property
    def skill(self) -> float:
        """Skill now, in logits of every stage of a deal: own, less what a new rep lacks, and what the company taught."""
        people, now = self.company.terms.people, self.company.clock._now
        skill = self.own_skill + self.company.reviews.skill
        if people.ramp > 0 and now - self.joined < people.ramp:
            skill -= people.ramp_gap * (1.0 - (now - self.joined) / people.ramp)
        return skill

    def is_at_work(self, time: int) -> bool:
        """Whether an instant falls in a shift."""
        return closing(*self.diary, time) > time

    def first_slot(self, after: int, length: int, step: int) -> int:
        """Start of the first slot of a length free from an instant on; NEVER when the shifts end before.

        An appointment longer than a whole shift begins as the shift opens.
        """
        opens, closes, _ = self.diary
        for i in range(bisect_right(closes, after), len(opens)):
            at = -(-max(after, int(opens[i])) // step) * step
            while at + length <= closes[i] or (length > closes[i] - opens[i] and at <= opens[i] + step):
                taken = [end for start, end, _ in self.bookings if start < at + length and at < end]
                until = max(taken, default=self.company.meeting_until(at, at + length))
                if until <= at:
                    return at
                at = -(-until // step) * step
        return NEVER

    def book(self, start: int, end: int, lead: int) -> None:
        """Keep a time for an appointment."""
        insort(self.bookings, (start, end, lead))

    def unbook(self, start: int, lead: int) -> None:
        """Give a kept time free again."""
        i = bisect_left(self.bookings, (start, 0, 0))
        while i < len(self.bookings) and self.bookings[i][0] == start:
            if self.bookings[i][2] == lead:
                del self.bookings[i]
                return
            i += 1

    def keeps_shifts(self) -> Tale:
        """Come in as the shift opens, go as it closes, be absent on some days; a shift over midnight sees a day begin."""
        clock, facts, days = self.company.clock, self.company.facts, self.company.plan.seats[0].days.tolist()
        for opens, closes, absent in self.shifts.plan:
            yield clock.at(opens, Turn.SHIFT, self.key, 2)
            self.absent = absent
            if absent:
                facts.record(Fact.REP_ABSENT, 0, self.key, 0, (closes - opens) / MINUTE)
                self.company.desk.covers(self)
                continue
            self.on_shift, self.closes = True, closes
            facts.record(Fact.SHIFT_STARTED, 0, self.key, 0, (closes - opens) / MINUTE)
            self.company.begins_day(self)
            self.is_free()
            for midnight in days[bisect_right(days, opens) : bisect_left(days, closes)]:
                yield clock.at(midnight, Turn.SHIFT, self.key, 4)
                self.company.begins_day(self)
            yield clock.at(closes, Turn.SHIFT, self.key, 3)
            self.on_shift = False
            facts.scheduled += closes - opens
            facts.record(Fact.SHIFT_ENDED, 0, self.key)
            self.is_not_free()
            self.lays_down()

    def comes_and_goes(self, gone: tuple[tuple[int, int], ...]) -> Tale:
        """Hold the seat except in the intervals when it is empty; each holder is another person."""
        clock = self.company.clock
        if not any(start <= 0 < end for start, end in gone):
            self.joins()
        for start, end in gone:
            if start > 0:
                yield clock.at(start, Turn.SHIFT, self.key, 0)
                self.leaves()
            yield clock.at(end, Turn.SHIFT, self.key, 1)
            self.joins()

    def joins(self) -> None:
        """Take the seat."""
        self.holders += 1
        self.employed = True
        self.won = 0.0
        self.company.meets_holder(self)
        self.company.facts.record(Fact.REP_JOINED, 0, self.key, 0, self.pace)
        self.company.desk.someone_is_free()

    def leaves(self) -> None:
        """Give up the seat; what was theirs goes to colleagues, or waits for the successor."""
        self.employed = False
        self.company.facts.record(Fact.REP_LEFT, 0, self.key)
        self.lays_down()
        for task in self.tasks.all():
            if task.lead is None:
                self.tasks.remove(task)
                self.company.facts.record(Fact.TASK_CANCELLED, 0, self.key, task.item, 0.0, Reason.REP_LEFT)
            elif task.lead.rep is not None and task.lead.rep is not self:  # covered for an absent colleague
                self.company.desk.moves(task, task.lead.rep, Reason.REP_LEFT)
        for key in sorted(self.leads):
            self.company.desk.passes_on(self.leads[key])
        if self.leads:
            self.company.desk.empty[self.key] = self
