"""Values in doubt, drawn anew in each replication: by name, so that every scenario has the same draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...plan.values import key_of
from ...rules.draws import Purpose, uniform
from ...scenario.inputs import Input
from .engine import Engine, compile_all

if TYPE_CHECKING:
    from ...plan import Plan
    from ...scenario import Scenario

AT_HAND = 16  # replications whose plans are kept compiled: scenarios of one follow each other


@dataclass(frozen=True, eq=False)
class Draws:
    """Scenarios, what of them is in doubt, and the seed of its draws.

    A draw is a position between 0 and 1, addressed by replication and name of the input: scenarios that
    differ in what a value may be have values at the same position.
    """

    engine: Engine
    scenarios: tuple[Scenario, ...]
    kind: str
    inputs: tuple[Input, ...]
    seed: int

    def positions(self, replication: int) -> tuple[float, ...]:
        """Positions of the inputs in a replication."""
        return positions_of(self.inputs, self.seed, replication)

    def points(self, count: int) -> NDArray[np.float64]:
        """Positions of the inputs in the first replications, (count, inputs)."""
        return _points(self, count)

    def plan(self, place: int, replication: int) -> Plan:
        """Plan of the scenario at a place in a replication."""
        return _plans(self, replication)[place]

    def forget(self) -> None:
        """Let go of the plans at hand."""
        _plans.cache_clear()

    def words(self, replication: int) -> str:
        """Values of the inputs in a replication."""
        drawn = zip(self.inputs, self.positions(replication), strict=True)
        return ", ".join(f"{each.name} {each.words(at)}" for each, at in drawn)


def positions_of(inputs: Sequence[Input], seed: int, replication: int) -> tuple[float, ...]:
    """Draw the positions of inputs in a replication."""
    return tuple(uniform(seed, replication, Purpose.INPUT, key_of("input", each.name), 0) for each in inputs)


def made_at(scenarios: Sequence[Scenario], inputs: Sequence[Input], positions: Sequence[float]) -> tuple[Scenario, ...]:
    """Scenarios with the values of inputs at some positions."""
    made = []
    for place, scenario in enumerate(scenarios):
        drawn = zip(inputs, positions, strict=True)
        changes = {path: text for each, at in drawn for path, text in each.changes(place, at).items()}
        made.append(scenario.replace(changes, name=scenario.name) if changes else scenario)
    return tuple(made)


@lru_cache(maxsize=AT_HAND)
def _points(draws: Draws, count: int) -> NDArray[np.float64]:
    return np.array([draws.positions(replication) for replication in range(count)]).reshape(count, len(draws.inputs))


@lru_cache(maxsize=AT_HAND)
def _plans(draws: Draws, replication: int) -> tuple[Plan, ...]:
    return compile_all(draws.engine, made_at(draws.scenarios, draws.inputs, draws.positions(replication)), draws.kind)
