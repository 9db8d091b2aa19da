"""Values that are fine each by itself but cannot stand together."""

from __future__ import annotations

from collections.abc import Callable

from ...errors import Fault
from ..levers import wrong_levers
from ..sections import Scenario
from ..tree import Node, Path, find, place_of, value_place
from .contradiction import Contradiction, Found
from .lengths import lengths
from .market import calendars, channels, currency, market, names, readiness
from .marketing import feedback, scoring
from .policies import policies
from .question import experiment
from .sales import absences, agreement, cadence, customers, deals, marketing_promise, pursuit, roles, routing

CHECKS: tuple[Callable[[Scenario], Found], ...] = (
    names,
    market,
    currency,
    calendars,
    channels,
    readiness,
    lengths,
    scoring,
    agreement,
    marketing_promise,
    routing,
    roles,
    absences,
    pursuit,
    cadence,
    deals,
    customers,
    feedback,
    policies,
    experiment,
)


def contradictions(scenario: Scenario, tree: Node, spoilt: list[Path]) -> list[Fault]:
    """List everything in a scenario that cannot stand together.

    Nothing is said that rests on `spoilt` values, which are wrong already.
    """
    found = [contradiction for check in CHECKS for contradiction in check(scenario)]
    found += [Contradiction(path, *wrong) for path, wrong in wrong_levers(scenario, tree)]
    faults = []
    for one in found:
        if any(_rests_on(path, wrong) for path in (one.path, *one.reads) for wrong in spoilt):
            continue
        # A default was written nowhere: then the place is that of what it contradicts.
        path = next((path for path in (one.path, *one.reads) if find(tree, path) is not None), one.path)
        place = place_of(tree, path) if one.at_key else value_place(tree, path)
        faults.append(place.fault(one.path, one.what, one.instead))
    return faults


def _rests_on(path: Path, wrong: Path) -> bool:
    """Tell whether a value was left out with what is wrong, or lacks an entry because of it."""
    return path[: len(wrong)] == wrong or path == wrong[:-1]
