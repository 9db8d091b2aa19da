"""A lead's card: what the company knows of it, and where its story stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..plan.types import Calendar, Channel, Span
from ..rules.codes import NEVER
from ..rules.nurture import decayed
from .buyer import Buyer
from .clock import Event, fire
from .codes import Reason
from .task import Task

if TYPE_CHECKING:
    from .company import Company
    from .rep import Rep

WITHDREW = "withdrew"


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
    due = NEVER
    slot = NEVER
    reassigned = 0
    seen = tried = contacted = with_sales = False
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
        """Score at present: the channel's, and behaviour as far as it has not decayed."""
        if self.points == 0.0:
            return self.channel.score
        if self.company.keeps_points:
            return self.channel.score + self.points
        return self.channel.score + decayed(self.points, self.company.clock._now - self.points_at, self.company.terms.half_life)

    @property
    def rep_key(self) -> int:
        """Key of the rep whose lead it is; 0: nobody's yet, or the pool's."""
        return 0 if self.rep is None else self.rep.key

    @property
    def under_way(self) -> bool:
        """Whether somebody is working for this lead right now."""
        return self.task is not None and self.task.list is None and self.task.left >= 0

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
        """Learn something that ends what is under way: at once, or at the end of work that has begun."""
        self.news = news
        if self.under_way:
            return
        if self.task is not None:
            task, self.task = self.task, None
            self.company.desk.strikes(task, Reason.WITHDREW if news is WITHDREW else Reason.TOO_LATE_TO_TRY)
        fire(self.wait)

    def work_begins(self, task: Task) -> None:
        """A rep begins something for this lead: the first attempt meets the promise."""
        if task.roomy:
            self.tried = True
            task.begun = self.company.clock._now
