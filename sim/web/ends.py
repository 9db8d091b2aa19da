"""Where the leads of a year end up: how many go from each station of their way to the next."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..log import Event
from ..measures.tables import Tables
from ..rules.codes import NEVER

STATIONS = (  # by column, from the form to the end
    ("leads",),
    ("mql", "nurture"),
    ("called", "never_called"),
    ("reached", "not_reached"),
    ("sql", "rejected"),
    ("won", "lost", "open"),
)
LABELS = {
    "leads": "New leads", "mql": "MQLs", "nurture": "Never an MQL", "called": "Called", "never_called": "Never called",
    "reached": "Reached", "not_reached": "Not reached", "sql": "SQLs", "rejected": "Not qualified",
    "won": "Won", "lost": "Lost", "open": "Still open",
}  # fmt: skip
GOOD_END, DEAD_ENDS = "won", ("nurture", "never_called", "not_reached", "rejected", "lost")


class Flow(NamedTuple):
    """Leads that go from one station to another."""

    source: str
    target: str
    leads: float


def ends(t: Tables) -> tuple[Flow, ...]:
    """Follow the leads captured in the window until the log ends."""
    inside = t.within(t.log.leads["captured"])
    e = t.episodes

    def ever(times: np.ndarray) -> np.ndarray:
        found = np.zeros(len(t.log.leads), bool)
        found[e.lead[times < NEVER]] = True
        return found

    mql, sql = (t.first(event) < NEVER for event in (Event.MQL, Event.QUALIFIED))
    won, lost = ever(e.won), ever(e.lost)
    called, reached = ever(e.attempted), ever(e.connected)
    # A lead that came back counts by the furthest it ever came.
    reached, called = reached | sql, called | reached | sql
    won = won & sql
    lost = lost & sql & ~won
    steps = (
        ("leads", "mql", mql), ("leads", "nurture", ~mql),
        ("mql", "called", mql & called), ("mql", "never_called", mql & ~called),
        ("called", "reached", mql & reached), ("called", "not_reached", mql & called & ~reached),
        ("reached", "sql", mql & sql), ("reached", "rejected", mql & reached & ~sql),
        ("sql", "won", mql & won), ("sql", "lost", mql & lost), ("sql", "open", mql & sql & ~won & ~lost),
    )  # fmt: skip
    return tuple(Flow(source, target, float(np.sum(inside & chosen))) for source, target, chosen in steps)


def mean_ends(found: list[tuple[Flow, ...]]) -> tuple[Flow, ...]:
    """Average the flows of several simulated years."""
    return tuple(same[0]._replace(leads=float(np.mean([flow.leads for flow in same]))) for same in zip(*found, strict=True))
