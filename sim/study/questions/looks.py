"""Looks at a comparison that is still growing: planned numbers of replications, and what looking early costs.

Whoever watches an answer sharpen looks again and again, and would sooner or later see a difference that is not
there. So looks are planned, and each spends its own part of the 5 %: early ones little, the last one most, and the
first, at a number of replications that could hardly show anything, none.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from ..answers.results import Comparison
from ..crew.engine import compile_all
from ..crew.replications import Rows
from ..judgement.confidence import ERROR, MAIN, share_confidence
from .comparing import weighed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...plan import Plan
    from ...scenario import Scenario
    from ..crew.engine import Engine

EARLY = 0.002  # part of the error that each early look spends
FEWEST = 4  # replications of a look that spends any: with two its interval would have thousands of standard errors


class Looks(NamedTuple):
    """Numbers of replications at which an answer is given, growing."""

    at: tuple[int, ...]

    @property
    def last(self) -> int:
        """Number of replications of the final answer."""
        return self.at[-1]

    def reached(self, count: int) -> int | None:
        """Latest look that `count` replications allow; None before the first."""
        return max((look for look in self.at if look <= count), default=None)

    def spends(self, look: int) -> float:
        """Part of the error that a look may spend; the parts add up to 1."""
        if look != self.last:
            return EARLY if look >= FEWEST else 0.0
        return 1 - sum(self.spends(early) for early in self.at[:-1])

    def stretch(self, look: int, error: float) -> float:
        """Factor by which the intervals of a look are wider, so that those of all looks hold together.

        `error` is what the interval of one look alone would spend. Infinite where a look spends none.
        """
        from scipy.special import stdtrit

        if self.spends(look) == 0:
            return math.inf
        ends = (stdtrit(look - 1, 1 - part * error / 2) for part in (self.spends(look), 1.0))
        wide, alone = map(float, ends)
        return wide / alone


def doubling(last: int, first: int = 2) -> Looks:
    """Plan looks at twice as many replications each, up to `last`."""
    at = []
    while first < last:
        at.append(first)
        first *= 2
    return Looks((*at, max(2, last)))


def look_at(
    engine: Engine,
    scenarios: tuple[Scenario, ...],
    plans: tuple[Plan, ...],
    rows: Sequence[Rows],
    seed: int,
    looks: Looks,
    worth: float | str = 0.0,
) -> Comparison:
    """Give the comparison as it stands at the number of replications in `rows`, a planned look or the last one before."""
    count = looks.reached(min(each.replications for each in rows)) or 0
    seen = tuple(each.first(count) for each in rows)
    study = Comparison(scenarios, plans, seen, engine, seed, (), scenarios[0].experiment.kind)
    if count >= 2:
        error = ERROR * share_confidence(engine.measures, seen).weight(MAIN)
        study = replace(study, stretch=looks.stretch(count, error))
    return weighed(study, worth)


def plans_of(engine: Engine, scenarios: tuple[Scenario, ...]) -> tuple[Plan, ...]:
    """Compile a base and alternatives as their question is put."""
    return compile_all(engine, scenarios, scenarios[0].experiment.kind)
