"""Where a promise is kept: the tightest setting that keeps it for each combination of the others, and the knee."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from ...scenario.ranges import Varied, words_of
from .numbers import show, show_range

PROMISED_FIRST = "agreement.sales.first_attempt_within"
FEWEST_POINTS = 3
BEND = 0.1  # of the range: a curve that is nowhere further from a straight line has no knee

Cell = Mapping[str, str]  # settings by lever


class Kept(NamedTuple):
    """Share of promises kept under one setting, with its interval; NaN where nothing is promised."""

    mean: float
    low: float
    high: float

    @property
    def half_width(self) -> float:
        """Half the width of the interval."""
        return (self.high - self.low) / 2

    def status(self, least: float) -> str:
        """Whether at least a share is kept: `kept`, `broken`, `cannot tell`, or `no promise`."""
        if math.isnan(self.mean):
            return "no promise"
        return "kept" if self.low >= least else "broken" if self.high < least else "cannot tell"


class Edge(NamedTuple):
    """One combination of the other levers, and the tightest setting of the axis that is kept; None when none is."""

    others: Cell
    setting: str | None
    kept: Kept  # of that setting, or of the one that is kept best


class Frontier(NamedTuple):
    """Where a promise is kept for at least the share `least`: one edge for each combination of all levers but the axis.

    `knees` are the settings beyond which more of a lever brings little: where the frontier bends.
    """

    axis: Varied
    others: tuple[Varied, ...]
    least: float
    edges: tuple[Edge, ...]
    knees: tuple[Cell, ...]

    @property
    def sentence(self) -> str:
        """The frontier in plain words."""
        return " ".join(_sentences(self))


def find_frontier(
    varied: Sequence[Varied], cells: Sequence[Cell], shares: Sequence[Kept], paths: Mapping[str, str], least: float
) -> Frontier | None:
    """Find the tightest settings that keep a promise; None where nothing is promised.

    `shares` go with `cells`; `paths` gives the path that each lever moves. The axis is the promised time of
    the first attempt when that is varied, else the lever named first. Which end of it is tight, the shares say.
    """
    if all(math.isnan(kept.mean) for kept in shares):
        return None
    axis = next((each for each in varied if paths.get(each.lever) == PROMISED_FIRST), varied[0])
    others = tuple(each for each in varied if each is not axis)
    rows: dict[tuple[str, ...], dict[str, Kept]] = {}
    for cell, kept in zip(cells, shares, strict=True):
        rows.setdefault(tuple(cell[each.lever] for each in others), {})[cell[axis.lever]] = kept
    order = _tight_first(axis, list(rows.values()))
    edges = tuple(
        _edge(dict(zip((each.lever for each in others), settings, strict=True)), row, order, least)
        for settings, row in rows.items()
    )
    if others:
        knees = _knees(axis, others, edges)
    else:
        (row,) = rows.values()
        knees = _knee_alone(axis, row, least)
    return Frontier(axis, others, least, edges, knees)


def knee_of(x: Sequence[float], y: Sequence[float]) -> int | None:
    """Place at which a curve bends most: furthest from the line between its ends; None when it is nearly straight.

    Both axes are scaled to their range (Satopää et al. 2011). `x` ascends.
    """
    if len(x) < FEWEST_POINTS or x[0] == x[-1] or min(y) == max(y):
        return None
    across = (np.asarray(x) - x[0]) / (x[-1] - x[0])
    up = (np.asarray(y) - y[0]) / (max(y) - min(y))
    distance = np.abs(up - up[-1] * across)
    best = int(np.argmax(distance))
    return best if distance[best] >= BEND else None


def _tight_first(axis: Varied, rows: Sequence[Mapping[str, Kept]]) -> tuple[str, ...]:
    """Settings of the axis from the tightest promise to the loosest: from the end at which less is kept."""
    ordered = axis.settings
    if not any(map(math.isnan, axis.sizes)):
        ordered = tuple(setting for _, setting in sorted(zip(axis.sizes, axis.settings, strict=True)))
    rise = [row[ordered[-1]].mean - row[ordered[0]].mean for row in rows]
    known = [each for each in rise if math.isfinite(each)]
    return ordered if math.fsum(known) >= 0 else ordered[::-1]


def _edge(others: Cell, row: Mapping[str, Kept], order: Sequence[str], least: float) -> Edge:
    for setting in order:
        if row[setting].status(least) == "kept":
            return Edge(others, setting, row[setting])
    known = [kept for kept in row.values() if not math.isnan(kept.mean)]
    return Edge(others, None, max(known, default=Kept(math.nan, math.nan, math.nan)))


def _knee_alone(axis: Varied, row: Mapping[str, Kept], least: float) -> tuple[Cell, ...]:
    """Where the share kept bends along a single lever, if the promise is kept there."""
    points = sorted(
        (size, row[setting].mean, setting)
        for size, setting in zip(axis.sizes, axis.settings, strict=True)
        if math.isfinite(size + row[setting].mean)
    )
    place = knee_of([size for size, _, _ in points], [share for _, share, _ in points])
    if place is None or row[points[place][2]].status(least) != "kept":
        return ()
    return ({axis.lever: points[place][2]},)


def _knees(axis: Varied, others: Sequence[Varied], edges: Sequence[Edge]) -> tuple[Cell, ...]:
    """Where the tightest setting kept bends along the longest of the other levers, whatever the rest are."""
    ranged = [each for each in others if not any(map(math.isnan, each.sizes))]
    if not ranged:
        return ()
    across = max(ranged, key=lambda each: len(each.settings))
    sizes = {each.lever: dict(zip(each.settings, each.sizes, strict=True)) for each in (axis, across)}
    curves: dict[tuple[tuple[str, str], ...], list[tuple[float, float, Edge]]] = {}
    for edge in edges:
        if edge.setting is not None and math.isfinite(height := sizes[axis.lever][edge.setting]):
            rest = tuple(item for item in edge.others.items() if item[0] != across.lever)
            curves.setdefault(rest, []).append((sizes[across.lever][edge.others[across.lever]], height, edge))
    knees: list[Cell] = []
    for points in curves.values():
        points.sort(key=lambda point: point[0])
        place = knee_of([x for x, _, _ in points], [y for _, y, _ in points])
        if place is not None:
            edge = points[place][2]
            knees.append({**edge.others, axis.lever: str(edge.setting)})
    return tuple(knees)


def _sentences(found: Frontier) -> list[str]:
    least = show(found.least, "share")
    kept = [edge for edge in found.edges if edge.setting is not None]
    every = (found.axis, *found.others)
    if not kept:
        best = max(found.edges, key=lambda edge: edge.kept)
        with_words = f" with {_lower(words_of(found.others, best.others))}" if found.others else ""
        span = show_range(best.kept.low, best.kept.high, "share")
        unknown = any(edge.kept.status(found.least) == "cannot tell" for edge in found.edges)
        keeps = "is known to keep" if unknown else "keeps"
        return [
            f"No setting tried {keeps} the promise for {least}: the best{with_words} keeps it for "
            f"{show(best.kept.mean, 'share')} (95 % interval {span})."
        ]
    said = []
    shown = kept if len(kept) <= FEWEST_POINTS else [kept[0], kept[len(kept) // 2], kept[-1]]
    for edge in shown:
        setting = _lower(words_of((found.axis,), {found.axis.lever: str(edge.setting)}))
        share = f"{show(edge.kept.mean, 'share')}, at least {least} with everything looked at"
        if found.others:
            said.append(f"With {_lower(words_of(found.others, edge.others))}, the tightest promise kept is {setting} ({share}).")
        else:
            said.append(f"The promise is kept from {setting} on ({share}).")
    if len(kept) < len(found.edges):
        said.append(_rest(found))
    for knee in found.knees[:FEWEST_POINTS]:
        said.append(f"The knee is at {_lower(words_of(every, knee))}: beyond it, more brings little.")
    return said


def _rest(found: Frontier) -> str:
    """Say how many combinations of the other levers do not keep the promise, and of how many it cannot be told."""
    status = [edge.kept.status(found.least) for edge in found.edges if edge.setting is None]
    labels = " and ".join(_lower(each.label) for each in found.others)
    broken, unknown = status.count("broken"), status.count("cannot tell")
    parts = [f"{broken:,} {'does' if broken == 1 else 'do'} not keep it at any setting tried"] if broken else []
    parts += [f"of {unknown:,} it cannot be told"] if unknown else []
    parts += ["the rest promise nothing"] if len(status) > broken + unknown else []
    return f"Of {len(found.edges):,} settings of {labels} {', and '.join(parts)}."


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
