"""The draws of a replication, as `model/draws.py` has them: luck, asked for by name."""

from __future__ import annotations

from ..rules.codes import CONSTANT, EMPIRICAL
from ..rules.distributions import draw, draw_span, ticks
from ..rules.draws import uniform
from .linking import story
from .reach import dist_at, reals, world_at


@story
def luck(w: int, purpose: int, entity: int, visit: int) -> float:
    """The uniform number of a name."""
    world = world_at(w)
    return uniform(world.seed, world.replication, purpose, entity, visit)


@story
def happens(w: int, purpose: int, entity: int, visit: int, chance: float) -> bool:
    """Whether a yes-or-no comes out yes."""
    if chance <= 0.0:
        return False
    return chance >= 1.0 or luck(w, purpose, entity, visit) < chance


@story
def amount_of(w: int, purpose: int, entity: int, visit: int, of: int) -> float:
    """A value in the distribution's unit; infinite for never."""
    dist, world = dist_at(of), world_at(w)
    if dist.shape == CONSTANT and dist.never == 0.0:
        return dist.a
    values, shares = reals(dist.values, dist.values_n), reals(dist.shares, dist.shares_n)
    return draw(world.seed, world.replication, purpose, entity, visit, dist.shape, dist.a, dist.b, dist.never, values, shares)


@story
def time_of(w: int, purpose: int, entity: int, visit: int, of: int) -> int:
    """A time in microseconds; NEVER for never."""
    dist, world = dist_at(of), world_at(w)
    if dist.shape == CONSTANT and dist.never == 0.0:
        return int(dist.a + 0.5)
    if dist.shape != EMPIRICAL:
        return draw_span(world.seed, world.replication, purpose, entity, visit, dist.shape, dist.a, dist.b, dist.never)
    return ticks(amount_of(w, purpose, entity, visit, of))
