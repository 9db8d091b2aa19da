"""An event log as CSV: one row an event, for spreadsheets and data frames."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ....log import Log
    from ....plan import Plan


def write_table(plan: Plan, log: Log, path: Path, truth: bool) -> int:
    """Write the table of events, and return the number of its rows."""
    from ..facts import events_table

    table = events_table(plan, log, truth=truth)
    table.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")
    return len(table)
