"""Measures of your own: plain Python functions of one simulated year, registered by name, in every table from then on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import numpy as np

from ...errors import StudyError
from ...log import DICTIONARY
from ...measures import MEASURES, Measure
from ...scenario.kinds import hint
from ...scenario.policies import code_of_function
from ..traces.facts import events_table, leads_table

if TYPE_CHECKING:
    import pandas as pd

    from ...measures.tables import Tables

Function = TypeVar("Function", bound=Callable[..., Any])
CODES = {entry.name: event for event, entry in DICTIONARY.items()}
_OWN: dict[str, tuple[Measure, int]] = {}


class Year:
    """One replication, for a measure of one's own to look at. Tables are made when asked for."""

    def __init__(self, tables: Tables) -> None:
        self._plan, self._log = tables.plan, tables.log

    def events(self, *names: str, everywhere: bool = False) -> pd.DataFrame:
        """Table of events of these names, as `Study.log` has it: those in the window, or with `everywhere` of all the run.

        Names of hidden events are taken too: a measure may know the truth, if its definition says so.
        """
        for name in names:
            if name not in CODES:
                raise StudyError(f"no event is called '{name}'; {hint(name, CODES, 'the events are')}")
        rows = self._log.events
        chosen = np.isin(rows["event"], [int(CODES[name]) for name in names]) if names else np.ones(len(rows), bool)
        if not everywhere:
            chosen &= (rows["time"] >= self._plan.start) & (rows["time"] < self._plan.start + self._plan.horizon)
        return events_table(self._plan, self._log._replace(events=rows[chosen]), truth=True)

    def leads(self) -> pd.DataFrame:
        """Table of the captured leads: what the company can know."""
        return leads_table(self._plan, self._log)

    def truth(self) -> pd.DataFrame:
        """Table of the captured leads with what nobody in the company can see."""
        return leads_table(self._plan, self._log, truth=True)


def add_measure(
    label: str,
    unit: str = "1",
    definition: str = "",
    *,
    name: str | None = None,
    denominator: str = "",
    better: Literal["higher", "lower"] | None = None,
    headline: bool = False,
) -> Callable[[Function], Function]:
    """Register a function of a `Year` as a measure, by its own name unless another is given; the last of a name holds.

    The function returns a number, or with `denominator` (what is divided by, in words) a pair: numerator and denominator.
    From then on every new study has it in its tables, with an interval like any other. `unit` is what tables write
    behind the number: "leads", "h", "share" (shown in %), "money" (in the scenario's currency); "1" for a bare number.

    Raises
    ------
    StudyError
        When a measure of the house has this name, or it is no name.
    """

    def register(function: Function) -> Function:
        called = name or function.__name__
        if any(measure.name == called for measure in MEASURES):
            raise StudyError(f"there is a measure '{called}' already; choose another name")
        if not called.isidentifier():
            raise StudyError(f"'{called}' is no name for a measure; write one such as weekend_leads")

        def compute(tables: Tables) -> tuple[float, float]:
            return _numbers(called, function(Year(tables)), bool(denominator))

        said = definition or (function.__doc__ or "").strip().split("\n")[0] or label
        kind: Literal["ratio", "statistic"] = "ratio" if denominator else "statistic"
        made = Measure(called, label, unit, kind, said, denominator, better, headline, compute, own=True)
        _OWN[called] = made, code_of_function("measure", called, function)
        return function

    return register


def forget_measures() -> None:
    """Forget every measure of one's own."""
    _OWN.clear()


def all_measures() -> tuple[Measure, ...]:
    """The catalogue: the house's measures, then those of one's own in the order of their names."""
    return (*MEASURES, *(_OWN[name][0] for name in sorted(_OWN)))


def own_names() -> tuple[str, ...]:
    """Names of the measures of one's own."""
    return tuple(sorted(_OWN))


def own_code() -> str | None:
    """What the measures of one's own do, as a hash; None where there are none."""
    if not _OWN:
        return None
    codes = "\n".join(f"{name} {code}" for name, (_, code) in sorted(_OWN.items()))
    return hashlib.blake2b(codes.encode(), digest_size=8).hexdigest()


def _numbers(name: str, answer: Any, is_ratio: bool) -> tuple[float, float]:
    """What a measure gave, as (numerator, denominator) or (value, NaN)."""
    try:
        if is_ratio:
            top, bottom = answer
            return float(top), float(bottom)
        return float("nan") if answer is None else float(answer), float("nan")
    except (TypeError, ValueError):
        wanted = "a pair of numbers: numerator and denominator" if is_ratio else "a number"
        raise StudyError(f"the measure '{name}' gave {answer!r}; return {wanted}") from None
