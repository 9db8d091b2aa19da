"""Marketing's decisions: who is an MQL, what the touches cost in time, how it reacts to its months.

It sees what the company sees: scores, labels that sales entered, counts. Never what is true.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from ..plan.types import Agreement, Channel, Terms
from ..rules.calendar import due_time
from ..rules.codes import LOOSEN, NEVER, SPEND
from ..rules.distributions import ticks
from ..rules.nurture import is_mql
from ..rules.scoring import fit_score, meets
from ..rules.spending import volume_multiple
from .card import ASKED, Lead
from .clock import Tale, Turn
from .codes import Fact

if TYPE_CHECKING:
    from .company import Company

DAY = 86_400_000_000
LAST_WEEK = 7 * DAY
REMEMBERED = 60 * DAY  # of hand-overs, for marketing's belief


class Marketing:
    """What marketing holds in force and in mind."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.nurturing: dict[int, Lead] = {}
        self.version = 0  # of the weights
        self.weights = np.empty(0)
        self.threshold = 0.0
        self.loosened = self.chased = self.reacted = self.reviewed = 0.0  # points off or on the threshold
        self.budgets: dict[int, float] = {}  # what reviews made of each channel's budget
        self.raised = 1.0  # every budget, after a month that fell short
        self.free_at = 0  # when the marketers have done what they have begun
        self.handed: list[tuple[int, bool]] = []  # when a hand-over ended, and whether it was properly worked
        self.belief = 1.0
        self.delivered = 0  # promised leads this month
        self.accepted = self.rejected = 0  # entered this month
        self.promised_since = 0  # when marketing's promise and the review came to be as they are

    def adopts(self, terms: Terms, old: Terms | None) -> None:
        """Take up the rules of the day: a new scorer starts without lessons, and what old rules did about months is over."""
        scoring = terms.scoring
        if old is None or not np.array_equal(old.scoring.weights, scoring.weights):
            self.weights = np.append(scoring.weights, -1.0)
            self.version += 1
        feedback, agreement = terms.feedback, terms.agreement
        if not feedback.by_leads:
            self.loosened = 0.0
        if feedback.chases == 0.0:
            self.chased = 0.0
        if agreement.reaction != LOOSEN:
            self.reacted = 0.0
        if agreement.reaction != SPEND:
            self.raised = 1.0
        if not agreement.reviewed:
            self.reviewed = 0.0
        if old is not None and promise(old.agreement) != promise(agreement):
            self.promised_since = self.company.clock._now
        self.sets_threshold(quietly=old is None)
        if old is not None:
            self.looks_again()

    # Who is an MQL

    def qualifies(self, lead: Lead) -> bool:
        """Whether a lead is an MQL by the definition in force."""
        if not is_mql(lead.score, self.threshold):
            return False
        scoring = self.company.terms.scoring
        return not scoring.has_musts or meets(lead.firm, scoring.musts)

    def firm_points(self, lead: Lead) -> float:
        """Points for what a lead's firm looks like, by today's weights."""
        if lead.scored_by != self.version:
            lead.scored_by = self.version
            lead.firm_score = fit_score(lead.firm, self.weights[:-1])
        return self.company.terms.scoring.points * lead.firm_score

    def sets_threshold(self, *, quietly: bool = False) -> None:
        """Put the threshold where rules, incentive, belief, reaction and review move it."""
        threshold = self.company.terms.scoring.threshold - self.loosened - self.chased - self.reacted + self.reviewed
        if threshold == self.threshold:
            return
        lower = threshold < self.threshold
        self.threshold = threshold
        if not quietly:
            self.company.facts.record(Fact.THRESHOLD, 0, 0, 0, threshold)
            if lower:
                self.looks_again()

    def looks_again(self) -> None:
        """Score the leads in nurture anew, by key, when weights or threshold have changed; one sent back has to act first."""
        for key in sorted(self.nurturing):
            lead = self.nurturing.get(key)
            if lead is not None and lead.cycle == 0 and lead.news is None and self.qualifies(lead):
                lead.hears(ASKED)

    # Marketers' time and money

    def touches_at(self, wait: int) -> int:
        """When a touch after a wait goes out: waits pass in the marketers' open hours, at their pace in the long run."""
        nurture, now = self.company.terms.nurture, self.company.clock._now
        if nurture.open_share == 1.0:
            return now + wait
        return due_time(*nurture.calendar, now, round(wait * nurture.open_share))

    def sends(self, minutes: float) -> int:
        """When a touch that takes a marketer's time is sent: the marketers share what waits, first come, first served."""
        nurture, now = self.company.terms.nurture, self.company.clock._now
        done = due_time(*nurture.calendar, max(self.free_at, now), ticks(minutes / nurture.marketers))
        if done < NEVER:
            self.free_at = done
        return done

    def multiple(self, channel: Channel) -> tuple[float, float]:
        """By what a channel's stated money, and its volume, are multiplied today."""
        budget = channel.spend * self.budgets.get(channel.key, 1.0) * self.raised
        return budget, volume_multiple(budget, channel.diminishing)

    # Months

    def months(self, others: Callable[[int], None]) -> Tale:
        """The last week of a month may see a looser threshold; a month's end shows who kept which promise."""
        clock = self.company.clock
        began = -1  # before the run
        for i, month in enumerate(self.company.plan.month_starts.tolist()):
            if month - LAST_WEEK > clock._now:
                yield clock.at(month - LAST_WEEK, Turn.MEETING, 0, 1 << 16 | i)
            if month > clock._now:
                self.last_week()
            yield clock.at(month, Turn.MEETING, 0, 2 << 16 | i)
            self.month_ends(began)
            others(i)
            began = month

    def last_week(self) -> None:
        """Marketing paid for leads looks for more of them before the count."""
        feedback = self.company.terms.feedback
        if feedback.by_leads and feedback.loosening > 0.0:
            self.loosened = feedback.loosening
            self.sets_threshold()

    def month_ends(self, began: int) -> None:
        """Count, react, review; a month that began before the promise was made breaks none, and nobody reviews it."""
        company, terms = self.company, self.company.terms
        whole = began >= self.promised_since
        feedback, agreement = terms.feedback, terms.agreement
        self.loosened = 0.0
        self.looks_back()
        self.chased = feedback.chases * (1.0 - self.belief)
        short = False
        if whole and agreement.leads_per_rep > 0.0:
            promised = agreement.leads_per_rep * sum(rep.employed and not rep.closes_only for rep in company.desk.reps)
            company.facts.record(Fact.PROMISED, 0, 0, min(self.delivered, 0xFFFF), promised)
            short = self.delivered < promised
        self.reacted = agreement.loosens if short and agreement.reaction == LOOSEN else 0.0
        self.raised = 1.0 + agreement.spends if short and agreement.reaction == SPEND else 1.0
        if whole and agreement.reviewed and self.accepted + self.rejected > 0:
            share = self.accepted / (self.accepted + self.rejected)
            self.reviewed += agreement.review_step * ((share < agreement.review_low) - (share > agreement.review_high))
        company.reviews.coaches()
        self.delivered = self.accepted = self.rejected = 0
        self.sets_threshold()

    def hands_over(self, lead: Lead) -> None:
        """Count a hand-over that the promise means, by the channel recorded as its source."""
        promised = self.company.terms.agreement.promised
        if len(promised) == 0 or lead.recorded in promised:
            self.delivered += 1

    def sees_end(self, lead: Lead) -> None:
        """Remember whether a hand-over was properly worked, where anybody asks."""
        if self.company.terms.feedback.chases == 0.0:
            return
        proper = lead.contacted or lead.attempts >= (self.company.terms.agreement.attempts or 5)
        self.handed.append((self.company.clock._now, proper))

    def looks_back(self) -> None:
        """Believe what the last 60 days' hand-overs show."""
        since = self.company.clock._now - REMEMBERED
        self.handed = [one for one in self.handed if one[0] >= since]
        if self.handed:
            self.belief = sum(proper for _, proper in self.handed) / len(self.handed)
            if self.company.terms.feedback.chases > 0.0:
                self.company.facts.record(Fact.MARKETING_BELIEF, 0, 0, 0, self.belief)


def promise(agreement: Agreement) -> tuple[float, tuple[int, ...], bool]:
    """What the agreement makes of a month: leads promised, of which channels, and whether both sides review."""
    return agreement.leads_per_rep, tuple(agreement.promised.tolist()), agreement.reviewed
