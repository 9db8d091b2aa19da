"""What reps believe of each channel's leads, and whom they call when time is short.

A belief is a Beta posterior of the rep's own outcomes that fades towards the prior. It sees outcomes,
never what is true: a lead counts for the channel recorded as its source, or for those without one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..rules.codes import NEVER, NO_ENFORCEMENT
from ..rules.draws import Purpose
from ..rules.pursuit import faded, pursue_chance
from .card import NOT_RECORDED, Lead
from .codes import Fact

if TYPE_CHECKING:
    from .company import Company
    from .rep import Rep

FIRST_OPINION = 10.0  # leads that the first opinion of a lead's time is worth


class Minds:
    """Beliefs of all reps; a new holder of a seat begins anew."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.beliefs: dict[tuple[int, int], tuple[float, float, int]] = {}  # (rep, source) → successes, failures, when

    def experience(self, rep: Rep, source: int) -> tuple[float, float]:
        """A rep's experience by now with the leads recorded as a channel's: pseudo-leads accepted and not."""
        terms = self.company.terms.pursuit
        prior = self.company.priors[source]
        good, bad = prior * terms.weight, (1.0 - prior) * terms.weight
        known = self.beliefs.get((rep.key, source))
        if known is None:
            return good, bad
        age = float(self.company.clock._now - known[2])
        return faded(known[0], good, age, terms.half_life), faded(known[1], bad, age, terms.half_life)

    def belief(self, rep: Rep, source: int) -> float:
        """Chance of an SQL as the rep sees it."""
        good, bad = self.experience(rep, source)
        return good / (good + bad) if good + bad > 0.0 else 0.0

    def learns(self, rep: Rep, lead: Lead, accepted: bool) -> None:
        """One more lead of the rep's own has come to an end, or been accepted."""
        rep.leads_done += 1
        if not self.company.terms.pursuit.on:
            return
        good, bad = self.experience(rep, lead.recorded)
        now = self.company.clock._now
        self.beliefs[rep.key, lead.recorded] = (good + accepted, bad + (not accepted), now)

    def forgets(self, rep: Rep) -> None:
        """A new holder has no experience."""
        for key in [key for key in self.beliefs if key[0] == rep.key]:
            del self.beliefs[key]
        rep.leads_done, rep.lead_minutes, rep.given = 0, 0.0, {}

    def sours(self, rep: Rep, leads: float) -> None:
        """A missed quarter is blamed on every channel, and on leads without a source."""
        for source in self.company.sources:
            good, bad = self.experience(rep, source)
            self.beliefs[rep.key, source] = (good, bad + leads, self.company.clock._now)

    def break_even(self, rep: Rep) -> float:
        """Belief from which a lead is worth its time: minutes a lead takes this rep by minutes a self-sourced SQL takes."""
        terms = self.company.terms
        if terms.own.planned <= 0.0 or rep.qualifies_only:
            return 0.0
        minutes = (terms.pursuit.minutes_per_lead * FIRST_OPINION + rep.lead_minutes) / (FIRST_OPINION + rep.leads_done)
        return minutes / terms.own.per_sql

    def pursues(self, lead: Lead, rep: Rep, number: int) -> bool:
        """Whether a rep calls a lead; `number` counts the choices about this hand-over."""
        company, terms = self.company, self.company.terms.pursuit
        newness = 0.0 if rep.veteran else 1.0
        enforced = company.terms.agreement.enforcement != NO_ENFORCEMENT and lead.due < NEVER
        push = (terms.tracking + (terms.enforcement if enforced else 0.0)) * newness
        belief = self.belief(rep, lead.recorded)
        chance = pursue_chance(belief, self.break_even(rep), push, terms.load, float(rep.load), terms.load_at, terms.spread)
        visit = lead.cycle << 24 | min(number, 0xFFFF)
        pursued = company.draws.happens(Purpose.PURSUED, lead.key, visit, chance)
        company.facts.record(Fact.PURSUED if pursued else Fact.IGNORED, lead.key, rep.key, visit, chance)
        return pursued

    def says(self) -> None:
        """Write down, once a month, what every rep believes, and how it compares with break-even.

        Of leads without a recorded source only who was given some.
        """
        company, terms = self.company, self.company.terms
        if not terms.pursuit.on:
            return
        for rep in company.desk.reps:
            if not rep.employed or rep.closes_only:
                continue
            least = self.break_even(rep)
            trust = weight = 0.0
            for i, source in enumerate(company.sources):
                given = rep.given.get(source, 0)
                if source == NOT_RECORDED and not given:
                    continue
                belief = self.belief(rep, source)
                company.facts.record(Fact.BELIEF, 0, rep.key, i, belief)
                trust += float(given) * (1.0 if least <= 0.0 else min(1.0, belief / least))
                weight += float(given)
            if weight > 0.0:
                company.facts.record(Fact.TRUST, 0, rep.key, 0, trust / weight)
