"""A lead's card: what the company knows of it, and where its story stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..plan.types import Calendar, Channel, Span
from ..rules.codes import NEVER
from ..rules.journey import halved
from ..rules.nurture import decayed, depth
from .buyer import Buyer
from .clock import Event, fire
from .codes import Reason
from .task import Task

if TYPE_CHECKING:
    from .company import Company
    from .rep import Rep

# News that ends what a lead's story waits for.
WITHDREW = "withdrew"  # the buyer says so
UNSUBSCRIBED = "unsubscribed"
RAN_OUT = "ran out"  # a deal without a decision
ASKED = "asked"  # the buyer turns to us, or the score makes an MQL
ALERTED = "alerted"  # the rep is told of a breach
NO = (WITHDREW, UNSUBSCRIBED)
ENDINGS = {WITHDREW: Reason.WITHDREW, UNSUBSCRIBED: Reason.UNSUBSCRIBED, RAN_OUT: Reason.NO_DECISION}
NOTHING = np.empty(0)
NOT_RECORDED = 0  # in place of the channel that a lead is said to come from


class Lead:
    """What the company knows of a lead, and what the lead's story waits for."""

    # What every lead begins with stands here, since a run makes ten thousands of them.
    points = 0.0
    cycle = 0
    status = 0
    rep: Rep | None = None
    task: Task | None = None
    news: str | None = None
    delivered = 0
    handed_score = 0.0  # when it was handed over
    due = NEVER
    slot = NEVER
    reassigned = 0
    seen = tried = contacted = with_sales = ignored = escalated = disposed = False
    attempts = 0  # of this hand-over
    touches = 0  # sent so far
    engagements = 0
    fatigue = 0.0
    fatigue_at = 0
    number = 0  # of the touch of this cycle
    firm = NOTHING  # what the form shows
    firm_score = 0.0
    scored_by = 0  # version of the weights behind it
    recorded = NOT_RECORDED  # key of the channel it is said to come from
    content_help = 0.0
    same_account: Lead | None = None
    promise: Span
    calendar: Calendar

    def __init__(self, key: int, channel: Channel, buyer: Buyer, company: Company) -> None:
        self.key = key
        self.channel = channel
        self.company = company
        self.counts = company.facts.status
        self.buyer = buyer
        self.captured = self.last_act = self.points_at = company.clock._now
        self.wait: Event = company.clock.beginning

    @property
    def score(self) -> float:
        """Score at present: what the lead started with, what its firm looks like, and behaviour as far as it has not decayed."""
        company = self.company
        score = company.base_score + self.channel.score
        if company.scores_firms:
            score += company.marketing.firm_points(self)
        if self.points != 0.0:
            score += self.points_now
        return company.policies.points(self, score) if company.policies.score else score

    @property
    def points_now(self) -> float:
        """Points of behaviour as far as they have not decayed."""
        company = self.company
        if company.keeps_points:
            return self.points
        return decayed(self.points, company.clock._now - self.points_at, company.terms.scoring.half_life)

    @property
    def rep_key(self) -> int:
        """Key of the rep whose lead it is; 0: nobody's yet, or the pool's."""
        return 0 if self.rep is None else self.rep.key

    @property
    def under_way(self) -> bool:
        """Whether somebody is working for this lead right now."""
        return self.task is not None and self.task.list is None and self.task.left >= 0

    @property
    def nurtured(self) -> float:
        """How well nurtured it is, from 0 to 1."""
        return depth(float(self.engagements), self.company.terms.work.nurture_depth)

    def gains(self, points: float) -> None:
        """Add points of behaviour to those that have not decayed."""
        now = self.company.clock._now
        if self.points != 0.0 and not self.company.keeps_points:
            self.points = decayed(self.points, now - self.points_at, self.company.terms.scoring.half_life)
        self.points += points
        self.points_at = now

    def tires(self) -> float:
        """Touches not yet forgotten, before the one that is sent now; it counts from now on."""
        now = self.company.clock._now
        before = halved(self.fatigue, float(now - self.fatigue_at), self.company.terms.nurture.fatigue_half_life)
        self.fatigue, self.fatigue_at = before + 1.0, now
        return before

    def waits_until(self, time: int, turn: int, visit: int) -> Event:
        """What the story yields to go on at a time, or earlier when there is news."""
        self.wait = self.company.clock.at(time, turn, self.key, visit)
        return self.wait

    def is_now(self, status: int) -> None:
        """Move to another status, in the company's counts too."""
        counts = self.counts
        counts[self.status] -= 1
        counts[status] += 1
        self.status = status

    def hears(self, news: str) -> None:
        """Learn something that ends what is under way: at once, or at the end of work that has begun; a buyer's no stands."""
        if self.news in NO:
            return
        self.news = news
        if self.under_way:
            return
        if self.task is not None:
            task, self.task = self.task, None
            self.company.desk.strikes(task, ENDINGS.get(news, Reason.TOO_LATE_TO_TRY))
        fire(self.wait)

    def work_begins(self, task: Task) -> None:
        """A rep begins something for this lead: the first attempt meets the promise."""
        if task.roomy:
            self.tried = True
            task.begun = self.company.clock._now
