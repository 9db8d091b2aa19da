"""One lead's story, today and under the what-if: the same buyer with the same luck."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..log import Event
from ..report.story import tell

if TYPE_CHECKING:
    from ..log import Log
    from .years import Years

KINDS = {
    "gained": "won only under the what-if",
    "missed": "won only today",
    "called": "called only under the what-if",
    "uncalled": "called only today",
    "both": "won either way",
    "any": "any lead that was handed over",
}


class Story(NamedTuple):
    """A lead's story, told twice; `counts` says how many leads of each kind there are, `number` which one this is."""

    kind: str
    number: int
    counts: dict[str, int]
    today: str
    other: str


def story(years: tuple[Years, ...], kind: str, number: int) -> Story:
    """Simulate the first year of both again and tell the story of one lead of a kind."""
    logs = [each.engine.simulate(each.plan, each.seed, 0) for each in (years[0], years[-1])]
    kinds = _leads_by_kind(*logs)
    counts = {name: len(leads) for name, leads in kinds.items()}
    if not counts.get(kind):
        kind = next((name for name, count in counts.items() if count), "any")
    leads = kinds[kind]
    if not len(leads):
        return Story(kind, 0, counts, "", "")
    number %= len(leads)
    told = [tell(each.plan, log, int(leads[number])) for each, log in zip((years[0], years[-1]), logs, strict=True)]
    return Story(kind, number, counts, told[0], told[1] if years[0] is not years[-1] else "")


def _leads_by_kind(today: Log, other: Log) -> dict[str, np.ndarray]:
    """Keys of leads that both logs know, by what became of them after the change."""
    common = np.intersect1d(today.leads["lead"], other.leads["lead"])
    won, called, handed = (
        [np.intersect1d(log.events["lead"][log.events["event"] == event], common) for log in (today, other)]
        for event in (Event.WON, Event.CONNECTED, Event.DELIVERED)
    )
    return {
        "gained": np.setdiff1d(won[1], won[0]),
        "missed": np.setdiff1d(won[0], won[1]),
        "called": np.setdiff1d(called[1], called[0]),
        "uncalled": np.setdiff1d(called[0], called[1]),
        "both": np.intersect1d(won[0], won[1]),
        "any": np.union1d(handed[0], handed[1]),
    }
