"""What reps believe of each channel's leads, and whom they call when time is short.

A belief is a Beta posterior of the rep's own outcomes that fades towards the prior. It sees outcomes,
never what is true.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..rules.codes import NEVER, NO_ENFORCEMENT
from ..rules.draws import Purpose
from ..rules.pursuit import faded, pursue_chance
from .card import Lead
from .codes import Fact

if TYPE_CHECKING:
    from .company import Company
    from .rep import Rep

FIRST_OPINION = 10.0  # leads that the first opinion of a lead's time is worth


class Minds:
    """Beliefs of all reps; a new holder of a seat begins anew."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.beliefs: dict[tuple[int, int], tuple[float, float, int]] = {}  # (rep, channel) → successes, failures, when

    def experience(self, rep: Rep, lead: Lead) -> tuple[float, float]:
        """A rep's experience with a channel's leads by now: pseudo-leads accepted and not."""
        terms = self.company.terms.pursuit
        prior = self.company.channels[lead.channel.key].prior
        good, bad = prior * terms.weight, (1.0 - prior) * terms.weight
        known = self.beliefs.get((rep.key, lead.channel.key))
        if known is None:
            return good, bad
        age = float(self.company.clock._now - known[2])
        return faded(known[0], good, age, terms.half_life), faded(known[1], bad, age, terms.half_life)

    def belief(self, rep: Rep, lead: Lead) -> float:
        """Chance of an SQL as the rep sees it."""
        good, bad = self.experience(rep, lead)
        return good / (good + bad) if good + bad > 0.0 else 0.0

    def learns(self, rep: Rep, lead: Lead, accepted: bool) -> None:
        """One more lead of the rep's own has come to an end, or been accepted."""
        rep.leads_done += 1
        if not self.company.terms.pursuit.on:
            return
        good, bad = self.experience(rep, lead)
        now = self.company.clock._now
        self.beliefs[rep.key, lead.channel.key] = (good + accepted, bad + (not accepted), now)

    def forgets(self, rep: Rep) -> None:
        """A new holder has no experience."""
        for key in [key for key in self.beliefs if key[0] == rep.key]:
            del self.beliefs[key]
        rep.leads_done, rep.lead_minutes, rep.given = 0, 0.0, {}

    def sours(self, rep: Rep, leads: float) -> None:
        """A missed quarter is blamed on every channel."""
        now, terms = self.company.clock._now, self.company.terms
        for channel in terms.channels:
            good, bad, at = self.beliefs.get(
                (rep.key, channel.key), (channel.prior * terms.pursuit.weight, (1.0 - channel.prior) * terms.pursuit.weight, now)
            )
            age = float(now - at)
            weight = terms.pursuit.weight
            good = faded(good, channel.prior * weight, age, terms.pursuit.half_life)
            bad = faded(bad, (1.0 - channel.prior) * weight, age, terms.pursuit.half_life)
            self.beliefs[rep.key, channel.key] = (good, bad + leads, now)

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
        belief = self.belief(rep, lead)
        chance = pursue_chance(belief, self.break_even(rep), push, terms.load, float(rep.load), terms.load_at, terms.spread)
        visit = lead.cycle << 24 | min(number, 0xFFFF)
        pursued = company.draws.happens(Purpose.PURSUED, lead.key, visit, chance)
        company.facts.record(Fact.PURSUED if pursued else Fact.IGNORED, lead.key, rep.key, visit, chance)
        return pursued

    def says(self) -> None:
        """Write down, once a month, what every rep believes, and how it compares with break-even."""
        company, terms = self.company, self.company.terms
        if not terms.pursuit.on:
            return
        for rep in company.desk.reps:
            if not rep.employed or rep.closes_only:
                continue
            least = self.break_even(rep)
            trust = weight = 0.0
            for i, channel in enumerate(terms.channels):
                good, bad, at = self.beliefs.get((rep.key, channel.key), (0.0, 0.0, -1))
                prior = channel.prior * terms.pursuit.weight
                if at >= 0:
                    age = float(company.clock._now - at)
                    good = faded(good, prior, age, terms.pursuit.half_life)
                    bad = faded(bad, terms.pursuit.weight - prior, age, terms.pursuit.half_life)
                else:
                    good, bad = prior, terms.pursuit.weight - prior
                belief = good / (good + bad) if good + bad > 0.0 else 0.0
                company.facts.record(Fact.BELIEF, 0, rep.key, i, belief)
                leads = float(rep.given.get(channel.key, 0))
                trust += leads * (1.0 if least <= 0.0 else min(1.0, belief / least))
                weight += leads
            if weight > 0.0:
                company.facts.record(Fact.TRUST, 0, rep.key, 0, trust / weight)
