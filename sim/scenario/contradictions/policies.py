"""Policies of one's own that a scenario names and nobody registered."""

from __future__ import annotations

from ..policies import FIELDS, find_policy, instead_of
from ..sections import Scenario
from .contradiction import Contradiction, Found


def policies(scenario: Scenario) -> Found:
    """Check that every policy has been registered."""
    for kind, path in FIELDS.items():
        name = getattr(getattr(scenario, path[0]), path[1])
        if name is not None and find_policy(kind, name) is None:
            yield Contradiction(path, f"no {kind} policy is called '{name}'", instead_of(kind, name))
    if scenario.handoff.policy is not None and scenario.handoff.routing == "pool":
        what = "chooses a rep for a lead, but handoff.routing is 'pool', where leads have none"
        instead = "write another routing, or leave the policy out"
        yield Contradiction(("handoff", "policy"), what, instead, (("handoff", "routing"),))
