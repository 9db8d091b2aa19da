"""The draws of one replication: luck, asked for by name."""

from __future__ import annotations

from ..plan.types import Dist
from ..rules.distributions import draw, draw_ticks
from ..rules.draws import uniform


class Draws:
    """Random numbers of one (seed, replication), by purpose, entity and visit."""

    def __init__(self, seed: int, replication: int) -> None:
        self.seed = seed
        self.replication = replication

    def happens(self, purpose: int, entity: int, visit: int, chance: float) -> bool:
        """Whether a yes-or-no comes out yes."""
        if chance <= 0.0:
            return False
        return chance >= 1.0 or uniform(self.seed, self.replication, purpose, entity, visit) < chance

    def uniform(self, purpose: int, entity: int, visit: int) -> float:
        """The uniform number of a name."""
        return uniform(self.seed, self.replication, purpose, entity, visit)

    def value(self, purpose: int, entity: int, visit: int, dist: Dist) -> float:
        """A value from a distribution, in its unit; infinite for never."""
        shape, a, b, never, values, shares, _ = dist
        if shape == 0 and never == 0.0:
            return a
        return draw(self.seed, self.replication, purpose, entity, visit, shape, a, b, never, values, shares)

    def time(self, purpose: int, entity: int, visit: int, dist: Dist) -> int:
        """A time in microseconds; NEVER for never."""
        shape, a, b, never, values, shares, _ = dist
        return draw_ticks(self.seed, self.replication, purpose, entity, visit, shape, a, b, never, values, shares)
