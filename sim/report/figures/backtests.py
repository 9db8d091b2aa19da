"""Calibration and back-test, drawn: a row a number, the range of simulated years and what happened."""

from __future__ import annotations

from ..findings.backtests import Backtest
from .style import (
    ALARM,
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
)

ROW = 0.42  # inches


@drawn
def draw_backtest(found: Backtest) -> Sheet:
    """Draw ranges and what happened; what lies outside stands out by its colour and its weight."""
    names = [row.name for row in found.rows]
    figure, top, bottom = begin(found.title, found.note, ROW * len(names) + 0.5)
    left = names_room(names) + MARGIN
    right = max(width_of(line, SMALL, bold=True) for row in found.rows for line in row.words.splitlines()) + 0.25
    axes = place(figure, left, bottom + 0.45, WIDTH - right, top)
    ends = [value for row in found.rows for value in (row.low, row.high, row.mean, row.actual)]
    room = (max(ends) - min(ends)) * 0.05 or abs(max(ends)) * 0.1 or 1.0
    axes.set(xlim=(min(ends) - room, max(ends) + room), ylim=(len(names) - 0.5, -0.5))
    if found.unit == "share":
        axes.axvline(1, color=FAINT, linewidth=0.8, zorder=0)
    for number, row in enumerate(found.rows):
        axes.plot([row.low, row.high], [number, number], color=OTHER, linewidth=5, alpha=0.45, solid_capstyle="butt")
        axes.plot([row.mean], [number], "D", ms=5, mfc="white", mec=INK)
        axes.plot([row.actual], [number], "o", ms=7, color=INK if row.inside else ALARM)
        axes.text(
            1.02, number, row.words, transform=axes.get_yaxis_transform(), size=SMALL, va="center", linespacing=1.2,
            color=INK if row.inside else ALARM, weight="normal" if row.inside else "bold",
        )  # fmt: skip
    axes.grid(axis="y", color="#f0f0f0", linewidth=0.8)
    axes.set_axisbelow(True)
    set_names(axes, names, left - MARGIN, ROW)
    set_scale(axes, found.unit, found.label, found.currency)
    return figure
