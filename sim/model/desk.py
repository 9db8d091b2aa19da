"""The sales desk: who gets a lead, what waits for whom, and who begins what."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np

from ..log import pack_item
from ..plan.types import Dist
from ..rules.codes import LEAST_LOADED, NEVER, SEGMENT, TERRITORY
from ..rules.draws import Purpose
from ..rules.routing import by_territory, least
from ..rules.work import rank
from .clock import Event, fire
from .codes import Fact, Reason, TaskKind
from .rep import Rep
from .task import APPOINTED, ESCALATED, Task, TaskList

if TYPE_CHECKING:
    from .card import Lead
    from .company import Company

MOVED = "moved"
LONGEST_IDLE = attrgetter("idle_since", "key")
DESK_WORK = (TaskKind.RESEARCH, TaskKind.STAGE, TaskKind.ADMIN)


class Desk:
    """Reps, their lists, the pool, and the leads that nobody has room for."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.reps: list[Rep] = []  # by key
        self.keys = np.empty(0, np.int64)
        self.pool = TaskList()
        self.idle: dict[int, Rep] = {}
        self.held: dict[int, Lead] = {}
        self.empty: dict[int, Rep] = {}  # seats without a holder, left with leads that nobody took over
        self.turns = 0

    def opens(self, reps: list[Rep]) -> None:
        """Know the reps."""
        self.reps = reps
        self.keys = np.array([rep.key for rep in reps], np.int64)

    # Who gets a lead

    def route(self, lead: Lead, but: Rep | None = None) -> Rep | None:
        """Who is to have a lead; none when nobody has room."""
        terms = self.company.terms.handoff
        free = np.array(
            [rep.employed and rep is not but and not rep.closes_only and len(rep.leads) < terms.open_most for rep in self.reps]
        )
        if terms.routing == SEGMENT:
            served = self.company.serves(lead.recorded)
            if (free & served).any():
                free &= served
            elif served.any() and but is None:
                return None
        policies = self.company.policies
        if policies.routing:
            return policies.chosen(lead, [rep for rep, has_room in zip(self.reps, free, strict=True) if has_room])
        if terms.routing == LEAST_LOADED:
            chosen = least(np.array([len(rep.leads) for rep in self.reps]), free)
        elif terms.routing == TERRITORY:
            draws = self.company.draws
            chosen = by_territory(self.keys, free, draws.seed, draws.replication, Purpose.TERRITORY, lead.key)
        else:
            chosen = least(np.array([rep.turn for rep in self.reps]), free)
        return self.reps[chosen] if chosen >= 0 else None

    def gives(self, lead: Lead, rep: Rep) -> None:
        """Make a lead a rep's own."""
        self.turns += 1
        rep.turn = self.turns
        rep.takes_over(lead)

    def hands_on(self, lead: Lead) -> None:
        """Give a lead that an SDR has qualified to a rep who closes, the one given longest ago."""
        old = lead.rep
        new = self.closer(old)
        if new is None:
            return
        if old is not None:
            old.lets_go(lead)
        self.gives(lead, new)
        self.company.facts.record(Fact.REASSIGNED, lead.key, new.key, lead.cycle << 24, float(lead.reassigned), Reason.HANDED_ON)
        self.someone_is_free()

    def closer(self, but: Rep | None) -> Rep | None:
        """Who closes deals and was given one longest ago."""
        closers = np.array([rep.employed and rep.closes_only and rep is not but for rep in self.reps])
        chosen = least(np.array([rep.turn for rep in self.reps]), closers)
        return self.reps[chosen] if chosen >= 0 else None

    def parts(self, lead: Lead) -> None:
        """End a rep's care of a lead, which may make room for one that is held."""
        if lead.rep is not None:
            lead.rep.lets_go(lead)
            self.someone_is_free()

    def someone_is_free(self) -> None:
        """Give the leads of empty seats, then held ones, to whoever has room, oldest first."""
        for seat in list(self.empty.values()):
            if not seat.employed and not all(self.passes_on(seat.leads[key]) for key in sorted(seat.leads) if key in seat.leads):
                break
            self.empty.pop(seat.key, None)
        for lead in list(self.held.values()):
            if lead.key not in self.held:  # given away while an earlier one went on
                continue
            rep = self.route(lead)
            if rep is None:
                return
            del self.held[lead.key]
            fire(lead.wait, rep)

    def passes_on(self, lead: Lead, reason: int = Reason.REP_LEFT) -> bool:
        """Give a lead and its waiting work to a colleague; false when there is none."""
        old = lead.rep
        new = self.closer(old) if old is not None and old.closes_only else self.route(lead, but=old)
        if old is None or new is None:
            return False
        old.lets_go(lead)
        self.gives(lead, new)
        self.company.facts.record(Fact.REASSIGNED, lead.key, new.key, lead.cycle << 24, lead.reassigned, reason)
        if lead.task is not None and lead.task.list is old.tasks:
            self.moves(lead.task, new, reason)
        if lead.slot != NEVER:
            old.unbook(lead.slot, lead.key)
            fire(lead.wait, MOVED)
        return True

    def moves(self, task: Task, rep: Rep, reason: int) -> None:
        """Put a waiting task in another rep's list."""
        assert task.list is not None
        task.list.remove(task)
        self.company.facts.record(Fact.TASK_MOVED, task.key, rep.key, task.item, 0.0, reason)
        self.wait_for(task, rep)

    def covers(self, absent: Rep) -> None:
        """Give the attempts, and the research of new leads, that wait for an absent rep to whoever has least waiting today."""
        if self.company.terms.work.covers:
            for task in absent.tasks.all():
                other = self.cover(absent) if task.coverable else None
                if other is not None:
                    self.moves(task, other, Reason.ABSENT)

    def cover(self, absent: Rep) -> Rep | None:
        """Who works for an absent rep: somebody with the same role."""
        here = np.array(
            [rep.employed and not rep.absent and rep is not absent and rep.closes_only == absent.closes_only for rep in self.reps]
        )
        chosen = least(np.array([rep.tasks.waiting for rep in self.reps]), here)
        return self.reps[chosen] if chosen >= 0 else None

    # What waits

    def opens_task(
        self,
        lead: Lead,
        kind: int,
        number: int,
        dist: Dist,
        *,
        opened: int | None = None,
        appointed: bool = False,
        scale: float = 1.0,
    ) -> Task:
        """Put a task for a lead in the list of its rep, or the pool's; `opened` gives it an older place in the queue."""
        company = self.company
        terms = company.terms.work
        place = APPOINTED
        if not appointed:
            deadline = NEVER if lead.tried else lead.due
            place = ESCALATED
            if not lead.escalated:
                deal = kind == TaskKind.STAGE
                score = lead.handed_score if deal else lead.score  # a deal does not cool as a form does
                place = self.place(kind, lead, deal, not lead.tried, score, lead.delivered, deadline)
        task = Task(
            lead,
            pack_item(lead.cycle, kind, number),
            dist,
            company.clock._now if opened is None else opened,
            place,
            Event(company.clock),
            pauses=kind in DESK_WORK and not appointed,
            roomy=kind == TaskKind.ATTEMPT,
        )
        task.scale = scale
        lead.task = task
        lead.wait = task.done
        rep = lead.rep
        if rep is not None and rep.absent and task.coverable and terms.covers:
            rep = self.cover(rep) or rep
        company.facts.record(Fact.TASK_OPENED, lead.key, 0 if rep is None else rep.key, task.item)
        self.wait_for(task, rep)
        return task

    def place(self, kind: int, lead: Lead | None, deal: int, untried: int, score: float, delivered: int, deadline: int) -> int:
        """Rank of a task in the work order, or by the policy that takes its place."""
        policies = self.company.policies
        if policies.order:
            return policies.place(kind, lead, deal, untried, score, delivered, deadline)
        return rank(self.company.terms.work.order, deal, untried, score, delivered, deadline)

    def goes_on(self, lead: Lead, rep: Rep, kind: int, dist: Dist, scale: float) -> Task:
        """Have a rep who just ended a task for a lead go on to another without a pause."""
        company = self.company
        item = pack_item(lead.cycle, kind, 1)
        task = Task(lead, item, dist, company.clock._now, APPOINTED, Event(company.clock), pauses=False, roomy=False)
        task.scale = scale
        lead.task = rep.following = task
        lead.wait = task.done
        return task

    def keeps(self, lead: Lead, rep: Rep) -> None:
        """Make a lead of the pool the own of the rep who talked to it."""
        if lead.rep is None:
            self.gives(lead, rep)

    def wait_for(self, task: Task, rep: Rep | None) -> None:
        """Let a task wait in a rep's list, or the pool's."""
        (self.pool if rep is None else rep.tasks).add(task)
        if self.idle if rep is None else rep.key in self.idle:
            self.ring()

    def strikes(self, task: Task, reason: int) -> None:
        """Take a task that is not under way off its list for good."""
        if task.list is not None:
            task.list.remove(task)
            rep = task.lead.rep if task.lead is not None else None
            self.company.facts.record(Fact.TASK_CANCELLED, task.key, 0 if rep is None else rep.key, task.item, 0.0, reason)

    # Who begins what

    def ring(self) -> None:
        """Have the instant end with a dispatch."""
        self.company.clock.last = self.dispatch

    def dispatch(self) -> None:
        """Let idle reps begin what comes first for them, longest idle first, until nothing changes."""
        changed = True
        while changed:
            changed = False
            room = self.company.terms.work.attempt_room
            reps = list(self.idle.values())
            if len(reps) > 1:
                reps.sort(key=LONGEST_IDLE)
            for rep in reps:
                if rep.tasks.waiting or self.pool.waiting:
                    task = rep.next_task(self.pool, room)
                    if task is not None:
                        rep.takes(task)
                        changed = True
            if self.company.promises.pending:
                self.company.promises.settle()
                changed = True
