"""The buyer behind a lead: what is true and nobody in the company can see."""

from __future__ import annotations

import numpy as np

from ..plan.types import Channel, Persona
from ..rules.distributions import normal_quantile
from ..rules.draws import Purpose
from .draws import Draws


class Buyer:
    """Truth about a lead."""

    __slots__ = ("answerability", "fit", "looking", "persona", "reachable", "settled", "value")

    def __init__(self, lead: int, channel: Channel, personas: tuple[Persona, ...], draws: Draws) -> None:
        if len(personas) == 1:
            persona = personas[0]
        else:
            u = draws.uniform(Purpose.PERSONA, lead, 0)
            persona = personas[int(np.searchsorted(channel.personas, u, side="right"))]
        self.persona = persona
        self.fit = draws.happens(Purpose.FIT, lead, 0, persona.fit)
        self.reachable = draws.happens(Purpose.REACHABLE, lead, 0, persona.reachable)
        self.answerability = 0.0
        if persona.answerability > 0.0:
            self.answerability = persona.answerability * normal_quantile(draws.uniform(Purpose.ANSWERABILITY, lead, 0))
        self.value = draws.value(Purpose.VALUE, lead, 0, persona.value)
        self.looking = True
        self.settled = False  # patience is over: somebody talks to them
