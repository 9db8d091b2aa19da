"""Where leads end: how far each came, and how its story stands at the end."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ...errors import StudyError
from ...log import Disposition, Event
from ...measures.tables import Tables
from ...rules.codes import NEVER
from ...statistics import mean_interval
from ...study.answers.results import Study
from ...study.judgement.numbers import digits, show, show_range
from .claims import short, years_in_words
from .years import Years

REACHED = ("Never an MQL", "MQL, not called", "Called, not reached", "Reached, not qualified", "Qualified (SQL)")
ENDS = {
    Disposition.OPEN: "Still open",
    Disposition.WON: "Won",
    Disposition.LOST: "Lost",
    Disposition.DISQUALIFIED: "Disqualified",
    Disposition.UNREACHABLE: "Unreachable",
    Disposition.GONE_KNOWN: "No longer looking",
    Disposition.UNSUBSCRIBED: "Unsubscribed",
    Disposition.IGNORED_CLOSED: "Ignored, closed",
    Disposition.REJECTED_LEAKED: "Rejected, leaked",
    Disposition.UNCONVERTED: "Nurture ended",
}


class Flow(NamedTuple):
    """Leads that came so far and ended so: mean number a year, with its interval."""

    reached: str
    end: str
    value: float
    low: float
    high: float


class Flows(NamedTuple):
    """Where the leads of one scenario end; `reached` and `ends` say of each node in words how many there are."""

    title: str
    rows: tuple[Flow, ...]
    note: str
    scenario: str
    leads: str
    reached: dict[str, str]
    ends: dict[str, str]


def find_flows(study: Study, scenario: str | None = None, years: Years | None = None) -> Flows:
    """Leads captured in the window of one scenario (the last when left out), over a few replications."""
    place = study.position(scenario)
    years = years or Years(study, flows_of)
    counts = years.of(place, flows_of)  # years, reached, ends
    total = counts.sum(axis=(1, 2))
    if not total.any():
        raise StudyError("no lead is captured in the window; there is nothing to draw")
    ends = list(ENDS.values())
    rows = tuple(
        Flow(REACHED[i], ends[j], *mean_interval(counts[:, i, j])[:3])
        for i in range(len(REACHED))
        for j in range(len(ends))
        if counts[:, i, j].any()
    )
    by_reached = {name: _words(counts[:, i, :].sum(axis=1), total) for i, name in enumerate(REACHED)}
    by_end = {name: _words(counts[:, :, j].sum(axis=1), total) for j, name in enumerate(ends)}
    note = (
        f"Leads captured in the window of {short(study.names[place])}, mean of {years_in_words(study, years.count)} with 95 % "
        "intervals of the mean; widths are numbers of leads, at least a hair."
    )
    leads = f"New leads\n{show(float(total.mean()), 'count')}"
    return Flows(_title(study.names[place], counts, total), rows, note, study.names[place], leads, by_reached, by_end)


def flows_of(t: Tables) -> np.ndarray:
    """Count leads captured in the window by how far they came and how their stories stand at the run's end."""
    inside = t.within(t.of_leads("captured"))
    count = len(inside)
    e = t.episodes
    called, reached = np.zeros(count, bool), np.zeros(count, bool)
    called[e.lead[e.attempted < NEVER]] = True
    reached[e.lead[e.connected < NEVER]] = True
    far = np.where(t.first(Event.MQL) < NEVER, 1, 0)
    far = np.where(called, 2, far)
    far = np.where(reached, 3, far)
    far = np.where(t.first(Event.QUALIFIED) < NEVER, 4, far)
    end = np.full(count, int(Disposition.OPEN))
    closed = t.rows(Event.CLOSED)
    end[closed["who"]] = closed["reason"]
    found = np.zeros((len(REACHED), len(ENDS)))
    np.add.at(found, (far[inside], end[inside]), 1)
    return found


def _words(values: np.ndarray, total: np.ndarray) -> str:
    mean = mean_interval(values)
    if mean.mean == 0:
        return ""
    if mean.low != mean.low:
        return digits(mean.mean)
    return f"{digits(mean.mean)} ({show_range(max(0.0, mean.low), mean.high, 'count')})"


def _title(name: str, counts: np.ndarray, total: np.ndarray) -> str:
    won = counts[:, :, list(ENDS).index(Disposition.WON)].sum(axis=1)
    mql = counts[:, 1:, :].sum(axis=(1, 2))
    uncalled = counts[:, 1, :].sum(axis=1)
    share = float(won.sum() / total.sum())
    head = f"{short(name)}: of 1,000 new leads {digits(1000 * share)} are won" if won.any() else f"{short(name)}: no lead is won"
    if not mql.any():
        return f"{head}; none becomes an MQL"
    return f"{head}; {show(float(uncalled.sum() / mql.sum()), 'share')} of those that become MQLs are never called"
