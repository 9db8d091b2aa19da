"""The buyer behind a lead: what is true and nobody in the company can see."""

from __future__ import annotations

from ..plan.types import Persona


class Buyer:
    """Truth about a lead."""

    __slots__ = ("answerability", "fit", "looking", "persona", "reachable", "settled", "value")

    def __init__(self, persona: Persona, fit: int, reachable: int, answerability: float, value: float) -> None:
        self.persona = persona
        self.fit = fit
        self.reachable = reachable
        self.answerability = answerability
        self.value = value
        self.looking = True
        self.settled = False  # patience is over: somebody talks to them
