"""The buyer behind a lead: what is true and nobody in the company can see."""

from __future__ import annotations

from ..plan.types import Persona
from ..rules.codes import DECISION


class Buyer:
    """Truth about a lead."""

    __slots__ = (
        "account", "answerability", "degree", "fit", "left", "looking", "moves", "need_number", "persona", "reachable", "settled",
        "since", "slow_until", "state", "stock", "stock_at", "value",
    )  # fmt: skip

    def __init__(
        self, persona: Persona, fit: int, reachable: int, answerability: float, value: float, state: int, degree: float
    ) -> None:
        self.persona = persona
        self.fit = fit
        self.reachable = reachable
        self.answerability = answerability
        self.value = value
        self.state = state
        self.degree = degree
        self.account = 0  # key of the lead whose account this is; 0: its own
        self.looking = True
        self.settled = False  # patience is over: somebody talks to them
        self.need_number = 0  # how often need has arisen before
        self.left = 0.0  # of the buyer's own time in this state
        self.since = 0
        self.slow_until = 0  # a call too early slows them until then
        self.stock = 0.0  # engagements not yet forgotten
        self.stock_at = 0
        self.moves = 0  # transitions planned; an older plan is void

    def could_buy(self, state: int) -> bool:
        """Whether this buyer could go on with us from a state: fit, in time, and not somebody else's deal already."""
        return bool(self.fit) and self.looking and state <= self.state <= DECISION and self.account == 0
