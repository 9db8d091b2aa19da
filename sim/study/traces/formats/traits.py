"""What is known of each lead beside its events, and with truth what nobody can see, under names that say so."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..facts import leads_table
from .activities import Value

if TYPE_CHECKING:
    import pandas as pd

    from ....log import Log
    from ....plan import Plan

PLAIN: dict[str, type] = {"b": bool, "i": int, "u": int, "f": float}
WHEN_AND_WHICH = ("lead", "hours", "captured")  # its number and the event of its capture say it


def traits(plan: Plan, log: Log, truth: bool) -> pd.DataFrame:
    """Table of what is known of every lead, in order of capture; columns of truth begin with `truth_`."""
    seen = leads_table(plan, log)
    hidden = leads_table(plan, log, truth=True).drop(columns=list(seen)) if truth else seen[[]]
    return seen.drop(columns=list(WHEN_AND_WHICH)).join(hidden.add_prefix("truth_"))


def types_of(table: pd.DataFrame) -> dict[str, type]:
    """Plain type of every column."""
    return {str(name): PLAIN.get(kind.kind, str) for name, kind in table.dtypes.items()}


def each_lead(table: pd.DataFrame) -> Iterator[dict[str, Value]]:
    """Rows as plain values, without what is not known."""
    kinds = types_of(table)
    whole = table.astype(object)
    for row in whole.where(whole.notna(), None).itertuples(index=False, name=None):
        pairs = zip(kinds.items(), row, strict=True)
        yield {name: kind(value) for (name, kind), value in pairs if value is not None and value != "" and _is_finite(value)}


def _is_finite(value: Any) -> bool:
    return not isinstance(value, float) or math.isfinite(value)
