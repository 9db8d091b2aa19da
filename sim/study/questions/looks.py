"""Looks at a comparison that is still growing: planned numbers of replications, and what looking early costs.

Whoever watches an answer sharpen looks again and again, and would sooner or later see a difference that is not
there. So looks are planned, and each spends its own part of the 5 %: early ones little, the last one most.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

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
    from ..crew.measuring import Unit

EARLY = 0.002  # part of the error that each early look spends


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
        return EARLY if look != self.last else 1 - EARLY * (len(self.at) - 1)

    def stretch(self, look: int, error: float) -> float:
        """Factor by which the intervals of a look are wider, so that those of all looks hold together.

        `error` is what the interval of one look alone would spend.
        """
        from scipy.special import stdtrit

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


def stacked(units: Sequence[Unit]) -> Rows:
    """Put units of one plan below each other."""
    return Rows(*(np.stack([getattr(unit, name) for unit in units]) for name in Rows._fields))


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
