"""Personas as the rules that draw buyers want them: tables of numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .basics import Dist, Floats, Ints
from .marketing import Persona


def traits(persona: Persona) -> tuple[float, ...]:
    """A persona's row for the rule that draws buyers."""
    value = persona.value
    return persona.fit, persona.reachable, persona.answerability, value.shape, value.a, value.b, value.never


def price_lists(values: Sequence[Dist]) -> tuple[Ints, Floats, Floats]:
    """Price lists of several distributions in one: first and last place of each, then all values and their shares."""
    ends = np.cumsum([0, *(len(value.values) for value in values)])
    places = np.column_stack([ends[:-1], ends[1:]])
    return places, np.concatenate([value.values for value in values]), np.concatenate([value.shares for value in values])
