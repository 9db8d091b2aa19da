"""Whether years of a lead desk show what the reference says."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.theory.cases import LEAD_DESK
from sim.theory.verification import Line, line


def misses(name: str, years: Sequence[Sequence[float]]) -> list[Line]:
    """Lines of the reference that the years' intervals leave out; 99.9 % for all lines together."""
    columns = np.array(years, dtype=np.float64).T
    ones, family = np.ones(len(years)), len(LEAD_DESK)
    lines = (line(name, target, values, ones, family) for target, values in zip(LEAD_DESK, columns, strict=True))
    return [each for each in lines if not each.holds]
