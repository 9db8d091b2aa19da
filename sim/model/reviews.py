"""The review: what sales enters of its leads, and what both teams learn from it.

Only entered facts teach: a lead nobody called teaches nothing, unless it is entered as not qualified.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..plan.agenda import reviews
from ..plan.types import fixed
from ..rules.draws import Purpose
from ..rules.scoring import learn
from ..rules.spending import new_budget
from .card import Lead
from .clock import Event, Tale, Turn
from .codes import Fact, TaskKind

if TYPE_CHECKING:
    from .company import Company

FEWEST_DEALS = 10  # before a share of deals won says anything


class Reviews:
    """What has been entered since the last review, and what came of earlier ones."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.labels: list[tuple[int, int, Lead, float]] = []
        self.reports = 0  # reasons entered since the last review
        self.reported = False  # any since the month began
        self.sqls: dict[int, float] = {}  # by recorded channel, fading
        self.won = self.lost = 0  # deals since their share was last looked at
        self.trainings = 0
        self.coached = 0.0  # of the skill gap
        self.trained = 0.0  # logits

    @property
    def skill(self) -> float:
        """What coaching and training have added to every rep's skill."""
        return self.coached + self.trained

    # What is entered

    def enters(self, lead: Lead, accepted: bool) -> None:
        """Sales may enter what became of a lead, and may enter it wrongly."""
        company, feedback = self.company, self.company.terms.feedback
        if not company.draws.happens(Purpose.ENTERED, lead.key, lead.cycle, feedback.completeness):
            return
        wrongly = company.draws.happens(Purpose.ENTERED_WRONGLY, lead.key, lead.cycle, feedback.reason_error)
        self.notes(lead, accepted != wrongly)
        if not accepted:
            self.reports += 1
            self.reported = True

    def enters_ignored(self, lead: Lead) -> None:
        """A lead nobody called, or said anything of, may be entered as not qualified."""
        if lead.disposed:
            return
        chance = self.company.terms.feedback.ignored_as_rejected
        if self.company.draws.happens(Purpose.ENTERED, lead.key, lead.cycle, chance):
            self.notes(lead, False)

    def notes(self, lead: Lead, accepted: bool) -> None:
        """Write an entry down."""
        company = self.company
        company.facts.record(Fact.ENTERED, lead.key, lead.rep_key, lead.cycle << 24, float(accepted))
        self.labels.append((lead.key, lead.cycle, lead, float(accepted)))
        marketing = company.marketing
        if accepted:
            marketing.accepted += 1
            if lead.recorded:
                self.sqls[lead.recorded] = self.sqls.get(lead.recorded, 0.0) + 1.0
        else:
            marketing.rejected += 1

    # What is learned

    def meets(self) -> Tale:
        """Both teams meet at the set times, and learn."""
        company = self.company
        for number, (at, length) in enumerate(reviews(company.plan)):
            yield company.clock.at(at, Turn.MEETING, 0, 3 << 16 | number)
            company.gathers(TaskKind.REVIEW, number, fixed(float(length)))
            self.learns()

    def learns(self) -> None:
        """Take the lessons of what was entered since the last review."""
        company = self.company
        feedback = company.terms.feedback
        labels, self.labels = sorted(self.labels, key=lambda label: label[:2]), []
        if feedback.learns and labels and company.scores_firms:
            marketing = company.marketing
            features = np.array([lead.firm for _, _, lead, _ in labels])
            said = np.array([accepted for *_, accepted in labels])
            marketing.weights = marketing.weights.copy()
            m = len(marketing.weights)
            learn(marketing.weights, features, said, feedback.caution, np.empty((m + 2, m + 1)))
            marketing.version += 1
            for i, weight in enumerate(marketing.weights.tolist()):
                company.facts.record(Fact.LEARNED, 0, 0, i, weight)
        if feedback.content > 0.0 and self.reports:
            company.library.improves(1.0 - (1.0 - feedback.content) ** self.reports)
        self.reports = 0
        if feedback.targeting > 0.0:
            self.shifts_budgets(feedback.targeting)
        self.trains()

    def shifts_budgets(self, share: float) -> None:
        """Move part of the budget towards channels by the SQLs entered for them."""
        company = self.company
        channels, budgets = company.terms.channels, company.marketing.budgets
        stated = [each.cost_per_lead * float(each.arrivals.volumes.mean()) * each.breadth * each.spend for each in channels]
        paid = [i for i, money in enumerate(stated) if money > 0.0]
        sqls = {i: self.sqls.get(channels[i].key, 0.0) for i in paid}
        self.sqls = {key: 0.9 * number for key, number in self.sqls.items()}
        total = whole = 0.0
        for i in paid:  # not by sum(), which rounds in another way from Python 3.12 on
            total += sqls[i]
            whole += stated[i] * budgets.get(channels[i].key, 1.0)
        if total <= 0.0:
            return
        for i in paid:
            key = channels[i].key
            budgets[key] = new_budget(stated[i], budgets.get(key, 1.0), share, whole, sqls[i], total)

    def coaches(self) -> None:
        """Each month in which rejections carried reasons closes part of the skill gap."""
        feedback = self.company.terms.feedback
        if feedback.coaching > 0.0 and self.reported:
            self.coached += feedback.coaching * (feedback.coaching_gap - self.coached)
            self.company.facts.record(Fact.COACHED, 0, 0, 0, self.skill)
        self.reported = False

    def trains(self) -> None:
        """Train when deals, not leads, are the trouble."""
        company, feedback = self.company, self.company.terms.feedback
        ended = self.won + self.lost
        if ended < FEWEST_DEALS:
            return
        share = self.won / ended
        self.won = self.lost = 0
        if share >= feedback.trains_below or self.trainings >= feedback.trainings_most:
            return
        self.trainings += 1
        company.facts.record(Fact.TRAINED, 0, 0, self.trainings, feedback.training_cost)
        company.gathers(TaskKind.TRAINING, self.trainings, fixed(float(feedback.training)))
        gain = feedback.training_gain

        def shows(_: Event) -> None:
            self.trained += gain
            company.facts.record(Fact.COACHED, 0, 0, 0, self.skill)

        company.clock.call(company.clock._now + feedback.training_after, Turn.MEETING, 0, 4 << 16 | self.trainings, shows)
