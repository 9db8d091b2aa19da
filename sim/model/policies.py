"""Policies of one's own: what they are shown, and what they may answer."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ..errors import SimulationError
from ..log import TaskKind
from ..rules.codes import NEVER
from ..scenario.policies import LeadSeen, Policy, RepSeen, TaskSeen, policy_of_code

if TYPE_CHECKING:
    from .card import Lead
    from .company import Company
    from .rep import Rep

HOUR = 3_600_000_000
TICK = datetime.timedelta(microseconds=1)
MOST = 1e12  # so that ranks stay between those of appointments and of what may wait


class Policies:
    """What a company asks the functions that the user registered."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.zone = ZoneInfo(company.plan.timezone)
        self.routing = self.order = self.score = 0
        self._known: dict[int, Policy] = {}

    def adopts(self) -> None:
        """Take up the policies of the day."""
        terms = self.company.terms
        self.routing, self.order, self.score = terms.handoff.policy, terms.work.policy, terms.scoring.policy
        for code in (self.routing, self.order, self.score):
            if code:
                self._known[code] = policy_of_code(code)

    def chosen(self, lead: Lead, reps: Sequence[Rep]) -> Rep | None:
        """Who of those who have room gets a lead."""
        if not reps:
            return None
        shown = [self.seen_of(rep) for rep in reps]
        policy = self._known[self.routing]
        answer = policy.function(self.seen(lead), tuple(shown))
        if answer is None:
            return None
        for rep, seen in zip(reps, shown, strict=True):
            if answer is seen or answer == seen:
                return rep
        raise self.wrong(policy, answer, "return one of the reps it was given, or None")

    def place(self, kind: int, lead: Lead | None, deal: int, untried: int, score: float, delivered: int, deadline: int) -> int:
        """Rank of a task, for a lead or for nobody's."""
        now = self.company.clock._now
        policy = self._known[self.order]
        due = (deadline - now) / HOUR if deadline < NEVER else None
        name = TaskKind(kind).name.lower()
        task = TaskSeen(name, self.source(lead), bool(deal), bool(untried), score, (now - delivered) / HOUR, due)
        return round(self.number(policy, policy.function(task)) * 1e6)

    def points(self, lead: Lead, score: float) -> float:
        """Score of a lead, whose score by the scenario's own rules is given."""
        policy = self._known[self.score]
        return self.number(policy, policy.function(self.seen(lead, score)))

    def number(self, policy: Policy, answer: object) -> float:
        """What a policy answered, as a number."""
        try:
            value = float(answer)  # type: ignore[arg-type]  # refused below
        except (TypeError, ValueError):
            value = math.nan
        if not abs(value) <= MOST:
            raise self.wrong(policy, answer, "return a number between -1e12 and 1e12")
        return value

    def wrong(self, policy: Policy, answer: object, instead: str) -> SimulationError:
        """Say what was wrong with an answer."""
        return SimulationError(f"the {policy.kind} policy '{policy.name}' gave {answer!r}; {instead}")

    def seen(self, lead: Lead, score: float | None = None) -> LeadSeen:
        """A lead as the company sees it."""
        company = self.company
        return LeadSeen(
            source=self.source(lead),
            score=lead.score if score is None else score,
            points=lead.points_now,
            firm=tuple(float(value) for value in lead.firm),
            captured=self.local(lead.captured),
            now=self.local(company.clock._now),
            cycle=lead.cycle,
            attempts=lead.attempts,
            touches=lead.touches,
            engagements=lead.engagements,
        )

    def source(self, lead: Lead | None) -> str:
        """Label of the channel that is recorded as a lead's source."""
        return "" if lead is None else self.company.plan.names.channels.get(lead.recorded, "")

    def seen_of(self, rep: Rep) -> RepSeen:
        """A rep as the desk sees them."""
        name = self.company.plan.names.seats.get(rep.key, "")
        return RepSeen(name, len(rep.leads), rep.tasks.waiting, rep.on_shift, rep.absent, rep.turn)

    def local(self, ticks: int) -> datetime.datetime:
        """Local time of an instant."""
        return (self.company.plan.origin + ticks * TICK).astimezone(self.zone)
