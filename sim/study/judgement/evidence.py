"""Which input an answer leans on that is known least."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from .verdict import Evidence

if TYPE_CHECKING:
    from ...scenario import Scenario

RESPONSE = "contact.response"
LEANED_ON = (  # what a promise to call sooner acts through, in the order in which doubt falls on it
    "personas.*.window.lasts",
    "contact.connect",
    "personas.*.reachable",
    "qualification.accept_fit",
    "opportunity.stages.*.advance",
    "personas.*.value",
)
GRADES = {"A": 0, "B": 1, "C": 2, "D": 3}
ASSUMED = 4


def weakest_evidence(base: Scenario, other: Scenario) -> Evidence | None:
    """Name the least known input that a difference between the two acts through; None when all are well known.

    The effect of response time comes first whenever it is not switched off, because its size is unknown.
    """
    if other.contact.response != "none" or base.contact.response != "none":
        preset = other.contact.response
        return Evidence(RESPONSE, f"the effect of speed is taken to be '{preset}'; its true size is unknown")
    ranked: list[tuple[int, int, str]] = []
    for path, origin in other.origins.items():
        order = next((i for i, pattern in enumerate(LEANED_ON) if fnmatchcase(path, pattern)), None)
        if order is not None:
            rank = ASSUMED if origin.assumed else GRADES.get((origin.grade or "D")[:1], 3)
            ranked.append((-rank, order, path))
    if not ranked:
        return None
    rank, _, path = min(ranked)
    if -rank <= GRADES["A"]:
        return None
    return Evidence(path, "an assumption" if -rank == ASSUMED else f"{other.origins[path].source}")
