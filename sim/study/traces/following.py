"""What happened in one replication of a study: its events, its leads, one lead's story, and the truth behind them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from ...log import Log
    from ...plan import Plan


class Followed:
    """Facts of the replications of what was found, for measures and pictures of one's own."""

    if TYPE_CHECKING:  # the study's own

        def replay(self, replication: int = 0, scenario: str | None = None) -> tuple[Plan, Log]: ...  # noqa: D102

    def log(self, replication: int = 0, scenario: str | None = None, *, truth: bool = False) -> pd.DataFrame:
        """Table of the events of one replication with names and hours; observed events only unless `truth`."""
        from .facts import events_table

        return events_table(*self.replay(replication, scenario), truth=truth)

    def write_log(self, file: str | Path, replication: int = 0, scenario: str | None = None, *, truth: bool = False) -> int:
        """Write the events of one replication for other tools, and return their number.

        The file's ending says how: .csv, .xes, or .ocel.json (OCEL 2.0). Observed events only unless `truth`.
        """
        from .formats import refuse_ending, write_log

        refuse_ending(Path(file))
        return write_log(*self.replay(replication, scenario), Path(file), truth=truth)

    def lead(self, lead: int | str, replication: int = 0, scenario: str | None = None) -> pd.DataFrame:
        """Table of one lead's observed events; `lead` is its number in order of capture from 1, or its name."""
        from .facts import events_table, find_lead

        plan, log = self.replay(replication, scenario)
        return events_table(plan, log, only=find_lead(plan, log, lead))

    def leads(self, replication: int = 0, scenario: str | None = None) -> pd.DataFrame:
        """Table of the captured leads of one replication: what the company can know."""
        from .facts import leads_table

        return leads_table(*self.replay(replication, scenario))

    def truth(self, replication: int = 0, scenario: str | None = None) -> pd.DataFrame:
        """Table of the captured leads of one replication with what nobody in the company can see."""
        from .facts import leads_table

        return leads_table(*self.replay(replication, scenario), truth=True)
