"""Facts: what happened, in two tables, and the dictionary of events. No statistics here.

`events` has a row for each fact, in the order in which it happened; `leads` a row for each captured
lead, in the order of capture. Both are NumPy structured arrays, so that two engines can be compared
byte for byte.
"""

from __future__ import annotations

from .codes import Disposition, Reason, Status, TaskKind
from .dictionary import DICTIONARY, Entry, Event, Visibility
from .tables import EVENT, EVENT_COLUMNS, LEAD, Counts, Events, Leads, Log, pack_item

__all__ = [
    "DICTIONARY", "EVENT", "EVENT_COLUMNS", "LEAD", "Counts", "Disposition", "Entry", "Event", "Events", "Leads", "Log",
    "Reason", "Status", "TaskKind", "Visibility", "pack_item",
]  # fmt: skip
