"""Marketing's content: pieces made on a guess or on request, and whether anybody uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..plan.types import Terms
from ..rules.draws import Purpose
from .card import Lead
from .clock import Tale, Turn
from .codes import Fact

if TYPE_CHECKING:
    from .company import Company

A_MONTH = 2_629_800_000_000


class Library:
    """Pieces on the shelf; only those that answer a question are ever used."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.relevance = 0.0
        self.since = 0.0  # what it was when the rules began, from which its effect counts
        self.made = 0
        self.useful: list[int] = []

    def adopts(self, terms: Terms, old: Terms | None) -> None:
        """Begin with the stated relevance; a new statement replaces what was learned."""
        if old is None or old.content.relevance != terms.content.relevance:
            self.relevance = terms.content.relevance
        if old is None:
            self.since = terms.content.relevance

    def fills(self) -> Tale:
        """Make pieces at an even pace."""
        company = self.company
        while True:
            pieces = company.terms.content.pieces
            wait = A_MONTH if pieces <= 0.0 else round(A_MONTH / pieces)
            yield company.clock.at(company.clock._now + wait, Turn.MEETING, 0, 5 << 16)
            content = company.terms.content
            if content.pieces <= 0.0:
                continue
            self.made += 1
            company.facts.record(Fact.PIECE_MADE, 0, 0, self.made & 0x7FFFFFFF, content.cost)
            if company.draws.happens(Purpose.PIECE_RELEVANT, 0, self.made, self.relevance):
                self.useful.append(self.made)

    def improves(self, share: float) -> None:
        """Close part of the gap to full relevance."""
        self.relevance += share * (1.0 - self.relevance)
        self.company.facts.record(Fact.RELEVANCE, 0, 0, 0, self.relevance)

    @property
    def lift(self) -> float:
        """Log-odds by which better content moves engagements."""
        return self.company.terms.content.nurture * (self.relevance - self.since)

    def is_used(self, lead: Lead, visit: int) -> None:
        """An engagement, or a rep's follow-up, takes one of the useful pieces."""
        if self.useful:
            u = self.company.draws.uniform(Purpose.PIECE, lead.key, visit)
            piece = self.useful[min(int(u * len(self.useful)), len(self.useful) - 1)]
            self.company.facts.record(Fact.PIECE_USED, lead.key, 0, piece)

    def follows_up(self, lead: Lead, visit: int) -> float:
        """Log-odds by which a rep's follow-up moves a deal: it helps when the piece is relevant, else it annoys."""
        company, content = self.company, self.company.terms.content
        if not company.draws.happens(Purpose.FOLLOW_UP, lead.key, visit, content.follow_up):
            return 0.0
        if company.draws.happens(Purpose.PIECE_RELEVANT, lead.key, visit, self.relevance):
            self.is_used(lead, visit)
            return content.helps
        return -content.annoys
