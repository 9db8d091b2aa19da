"""The simulator against exact theory: one line for each number it must reproduce."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..statistics import linearised, student_critical
from .cases import Case, Target, all_cases
from .observations import Replication

if TYPE_CHECKING:
    from ..log import Log
    from ..measures import Measured
    from ..plan import Plan
    from ..study.crew.engine import Engine

LEVEL = 0.999  # of all lines together
REPLICATIONS = 40
SEED = 20_260_105  # any: a fixed one makes the result golden, the same on every machine
STANDARD_ERRORS = 1.959963984540054  # in a 95 % half-width

Progress = Callable[[int, int], None]


class Line(NamedTuple):
    """One number of one case: what theory says, what was simulated with its interval, and whether they agree."""

    case: str
    measure: str
    exact: float
    simulated: float
    low: float
    high: float
    holds: bool


def verify(
    *,
    replications: int | None = None,
    seed: int = SEED,
    workers: int = 1,
    progress: Progress | None = None,
    cases: Sequence[Case] | None = None,
    engine: Engine | str | None = None,
) -> list[Line]:
    """Simulate every case of theory and compare it with the exact values.

    The intervals of all lines together hold with 99.9 % (Bonferroni), so a single miss is evidence of a
    fault. `progress` is told replications done and in all. The lines do not depend on `workers`, nor on the
    `engine`: "compiled" (when left out) or "simpy".
    """
    from ..plan import compile_plan
    from ..scenario import read_scenario
    from ..study.crew.engine import the_engine
    from ..study.crew.replications import Replications

    chosen = all_cases() if cases is None else tuple(cases)
    plans = [compile_plan(read_scenario(case.scenario, sets=list(case.settings))) for case in chosen]
    by_plan = {plan.fingerprint: case for plan, case in zip(plans, chosen, strict=True)}
    engine = the_engine(engine)._replace(name="theory", measure=partial(observe, by_plan), measures=(), weekly=())
    with Replications(engine, plans, seed, workers, progress) as study:
        study.extend(REPLICATIONS if replications is None else replications)
        rows = study.rows
    family = sum(len(case.targets) for case in chosen)
    return [
        line(case.name, target, row.numerators[:, number], row.denominators[:, number], family)
        for case, row in zip(chosen, rows, strict=True)
        for number, target in enumerate(case.targets)
    ]


def observe(cases: Mapping[str, Case], plan: Plan, log: Log) -> Measured:
    """Observe the targets of a case instead of the measures; `cases` by the fingerprint of their plans."""
    from ..measures import Measured, measure

    facts = Replication(plan, log, measure(plan, log))
    parts = np.array([target.observe(facts) for target in cases[plan.fingerprint].targets], dtype=np.float64)
    numerators, denominators = parts[:, 0], parts[:, 1]
    values = np.full(len(parts), np.nan)
    np.divide(numerators, denominators, out=values, where=denominators != 0)
    return Measured(values, numerators, denominators, np.empty((0, 0)))


def line(case: str, target: Target, numerators: NDArray[np.float64], denominators: NDArray[np.float64], family: int) -> Line:
    """Compare a target with what replications showed; `family` lines are to hold together.

    Student's t interval of the ratio of sums, widened by the target's own error where it is an estimate.
    """
    values = linearised(numerators, denominators)
    values = values[np.isfinite(values)]
    simulated = float(values.mean()) if len(values) else math.nan
    if len(values) < 2:
        return Line(case, target.measure, target.exact, simulated, math.nan, math.nan, False)
    error = math.hypot(float(values.std(ddof=1)) / math.sqrt(len(values)), target.half_width / STANDARD_ERRORS)
    half = student_critical(len(values) - 1, LEVEL, family) * error
    low, high = simulated - half, simulated + half
    return Line(case, target.measure, target.exact, simulated, low, high, low <= target.exact <= high)
