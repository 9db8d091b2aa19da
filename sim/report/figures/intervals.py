"""Candidates beside each other, drawn: a mark, its interval, and the line that matters."""

from __future__ import annotations

import math

from ..findings.intervals import Candidates
from .style import (
    ALARM,
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

ROW = 0.42  # inches


@drawn
def draw_candidates(found: Candidates) -> Sheet:
    """Draw a row a candidate, in the order given."""
    names = [row.name for row in found.rows]
    row_height = ROW if len(names) <= 16 else max(0.3, 7.0 / len(names))
    figure, top, bottom = begin(found.title, found.note, row_height * len(names) + 0.7)
    left = names_room(names, 2.2) + MARGIN
    right = max(width_of(line, SMALL) for row in found.rows for line in row.words.splitlines()) + 0.25
    axes = place(figure, left, bottom + 0.45, WIDTH - right, top - 0.2)
    ends = [value for row in found.rows for value in (row.mean, row.low, row.high) if math.isfinite(value)]
    ends += [found.line] if math.isfinite(found.line) else []
    span = (max(ends) - min(ends)) or abs(max(ends)) or 1.0
    axes.set(xlim=(min(ends) - 0.05 * span, max(ends) + 0.05 * span), ylim=(len(names) - 0.5, -0.5))
    if math.isfinite(found.line):
        axes.axvline(found.line, color=ALARM, linewidth=1.2, zorder=0)
        right_half = found.line > min(ends) + span / 2
        write(axes, found.line, -0.5, found.line_words, left=right_half, colour=ALARM, va="bottom")
    for number, row in enumerate(found.rows):
        if math.isfinite(row.low) and math.isfinite(row.high):
            axes.plot([row.low, row.high], [number, number], color=OTHER, linewidth=2)
        if math.isfinite(row.mean):
            axes.plot([row.mean], [number], "D", ms=7 if row.stands_out else 5, mfc=OTHER if row.stands_out else "white", mec=INK)
        weight = "bold" if row.stands_out else "normal"
        axes.text(
            1.02, number, row.words, transform=axes.get_yaxis_transform(), size=SMALL, va="center", weight=weight, linespacing=1.2
        )
    axes.grid(axis="y", color="#f0f0f0", linewidth=0.8)
    axes.set_axisbelow(True)
    set_names(axes, names, left - MARGIN, row_height)
    set_scale(axes, found.unit, found.label, found.currency)
    return figure
