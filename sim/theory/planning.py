"""Planning with the exact answer beside it, where theory has one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..study.questions.planning import plan_for as simulate
from .textbook import exact_value

if TYPE_CHECKING:
    from ..scenario import Scenario
    from ..scenario.ranges import Vary
    from ..study.answers.planned import Planned


def plan_for(scenario: Scenario, goal: str, vary: Vary, **how: Any) -> Planned:
    """Find the settings that meet a goal, such as "first_response_within_sla >= 90 %", and what theory says.

    Takes all that `sim.study.questions.planning.plan_for` takes: `with_probability` or `on="mean"`, `replications`,
    `seed`, `workers`, `progress`, `from_`, `engine`, `executor`, `out`, `resume`, `command`.
    """
    return simulate(scenario, goal, vary, exact=exact_value, **how)
