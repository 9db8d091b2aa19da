"""Personas as the rules that draw buyers want them: tables of numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from .basics import Dist, Floats, Ints
from .marketing import Channel, Persona


def traits(persona: Persona) -> tuple[float, ...]:
    """A persona's row for the rule that draws buyers."""
    value = persona.value
    return persona.fit, persona.reachable, persona.answerability, value.shape, value.a, value.b, value.never


def price_lists(values: Sequence[Dist]) -> tuple[Ints, Floats, Floats]:
    """Price lists of several distributions in one: first and last place of each, then all values and their shares."""
    ends = np.cumsum([0, *(len(value.values) for value in values)])
    places = np.column_stack([ends[:-1], ends[1:]])
    return places, np.concatenate([value.values for value in values]), np.concatenate([value.shares for value in values])


def mean_prior(channels: Iterable[Channel]) -> float:
    """What reps think at first of leads without a recorded source: the mean of what they think of each channel's."""
    total = 0.0
    number = 0
    for channel in channels:  # one after another, since `sum` of floats depends on the Python version
        total += channel.prior
        number += 1
    return total / number
