"""Clouds of simulated years, drawn: a row a scenario, a dot a year."""

from __future__ import annotations

import math

import numpy as np

from ..findings.clouds import Clouds
from .style import (
    ALARM,
    BASE,
    FAINT,
    INK,
    MARGIN,
    OTHER,
    SMALL,
    WIDTH,
    Sheet,
    begin,
    drawn,
    names_room,
    place,
    set_names,
    set_scale,
    width_of,
    write,
)

BINS = 60
ROW = 0.66  # inches
LEAST, MOST = 2.6, 5.0  # diameters of a dot in points


@drawn
def draw_clouds(found: Clouds) -> Sheet:
    """Draw how simulated years spread, or how they differ from the base."""
    names = [row.scenario for row in found.rows]
    row_height = ROW if len(names) <= 12 else max(0.4, 8.0 / len(names))
    figure, top, bottom = begin(found.title, found.note, row_height * (len(names) + 0.25) + 0.45)
    left = names_room(names) + MARGIN
    right = max(width_of(line, SMALL) for row in found.rows for line in row.words.splitlines()) + 0.2
    axes = place(figure, left, bottom + 0.45, WIDTH - right, top)
    span = _span(found)
    axes.set(xlim=span, ylim=(len(names) - 0.4, -0.65))
    width = (WIDTH - right - left) * 72
    diameter = min(MOST, width / BINS)
    stacks = [_stacked(row.dots, span) for row in found.rows]
    tallest = max((int(high.max()) + 1 for _, high in stacks if len(high)), default=1)
    room = 0.62 * row_height * 72
    diameter = max(LEAST, min(diameter, room / tallest))
    step = min(diameter, room / tallest) / (row_height * 72)
    if found.gaps:
        axes.axvline(0, color=FAINT, linewidth=1, zorder=0)
    for number, (row, (x, high)) in enumerate(zip(found.rows, stacks, strict=True)):
        colour = BASE if row.base else OTHER
        axes.plot(x, number - (high + 0.5) * step, "o", ms=diameter, mew=0, color=colour, alpha=0.75, zorder=2)
        low = number + 0.17
        if math.isfinite(row.p05):
            axes.plot([row.p05, row.p95], [low, low], color=colour, linewidth=1, zorder=2)
        if math.isfinite(row.low):
            axes.plot([row.low, row.high], [low, low], color=INK if row.base else colour, linewidth=3.2, zorder=3)
        if math.isfinite(row.mean):
            axes.plot([row.mean], [low], "D", ms=5, color="white", mec=INK, mew=1.1, zorder=4)
        axes.text(1.02, number + 0.1, row.words, transform=axes.get_yaxis_transform(), size=SMALL, va="center", linespacing=1.2)
    if found.gaps and span[0] < 0 < span[1]:
        write(axes, 0, len(names) - 0.42, "no difference", colour=ALARM, va="bottom")
    set_names(axes, names, left - MARGIN, row_height)
    set_scale(axes, found.unit, found.label, found.currency, gap=found.gaps)
    return figure


def _span(found: Clouds) -> tuple[float, float]:
    ends = [value for row in found.rows for value in (*row.dots, row.mean, row.low, row.high) if math.isfinite(value)]
    ends += [0.0] if found.gaps else []
    low, high = min(ends), max(ends)
    room = (high - low) * 0.04 or abs(high) * 0.1 or 1.0
    return low - room, high + room


def _stacked(values: tuple[float, ...], span: tuple[float, float]) -> tuple[np.ndarray, np.ndarray]:
    """Place of each dot, and how many lie under it."""
    x = np.asarray(values)
    bins = np.floor((x - span[0]) / (span[1] - span[0]) * BINS).astype(int)
    high = np.array([int(np.sum(bins[:i] == bins[i])) for i in range(len(bins))])
    return x, high
