"""The draws of one replication: luck, asked for by name."""

from __future__ import annotations

from ..plan.types import Dist
from ..rules.codes import CONSTANT, EMPIRICAL
from ..rules.distributions import draw, draw_span, ticks
from ..rules.draws import uniform as uniform_of


class Draws:
    """Random numbers of one (seed, replication), by purpose, entity and visit.

    Its functions are closures, since a run asks 200,000 times:

    - `happens(purpose, entity, visit, chance)`: whether a yes-or-no comes out yes
    - `uniform(purpose, entity, visit)`: the uniform number of a name
    - `value(purpose, entity, visit, dist)`: a value in the distribution's unit; infinite for never
    - `time(purpose, entity, visit, dist)`: a time in microseconds; NEVER for never
    """

    def __init__(self, seed: int, replication: int) -> None:
        self.seed = seed
        self.replication = replication

        def uniform(purpose: int, entity: int, visit: int) -> float:
            return uniform_of(seed, replication, purpose, entity, visit)

        def happens(purpose: int, entity: int, visit: int, chance: float) -> bool:
            if chance <= 0.0:
                return False
            return chance >= 1.0 or uniform_of(seed, replication, purpose, entity, visit) < chance

        def value(purpose: int, entity: int, visit: int, dist: Dist) -> float:
            shape, a, b, never, values, shares, _ = dist
            if shape == CONSTANT and never == 0.0:
                return a
            return draw(seed, replication, purpose, entity, visit, shape, a, b, never, values, shares)

        def time(purpose: int, entity: int, visit: int, dist: Dist) -> int:
            shape, a, b, never, values, shares, _ = dist
            if shape == CONSTANT and never == 0.0:
                return int(a + 0.5)
            if shape != EMPIRICAL:
                return draw_span(seed, replication, purpose, entity, visit, shape, a, b, never)
            return ticks(draw(seed, replication, purpose, entity, visit, shape, a, b, never, values, shares))

        self.uniform, self.happens, self.value, self.time = uniform, happens, value, time
