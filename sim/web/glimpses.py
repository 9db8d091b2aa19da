"""What the log of a simulated year shows beside its measures: a Monday, and where its leads end up."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..measures.tables import Tables
from .ends import Flow, ends, mean_ends
from .monday import Monday, mean_monday, monday

if TYPE_CHECKING:
    from ..log import Log
    from ..plan import Plan

LOOKED_INTO = (2, 3, 4)  # simulated years whose logs are: enough to read, and not those that a first answer waits for


class Glimpse(NamedTuple):
    """A mean Monday, and the flows of leads."""

    monday: Monday
    ends: tuple[Flow, ...]


def glimpse(plan: Plan, log: Log) -> Glimpse:
    """Look into one log."""
    tables = Tables(plan, log)
    return Glimpse(monday(tables), ends(tables))


def mean_glimpse(seen: list[Glimpse]) -> Glimpse:
    """Average what several years show."""
    return Glimpse(mean_monday([each.monday for each in seen]), mean_ends([each.ends for each in seen]))
