"""Weeks, drawn: a panel a scenario, the band of simulated years, the base behind, and the day of the change."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes

from ..findings.weeks import Week, Weeks
from .style import (
    ALARM,
    BASE,
    FAINT,
    MARGIN,
    OTHER,
    SMALL,
    WIDTH,
    Sheet,
    begin,
    day_at,
    drawn,
    fitted,
    names_room,
    place,
    set_days,
    set_scale,
    wrapped,
    write,
)

PANEL = 1.75  # inches
LINE_HEIGHT = 0.15
SAMPLE = 0.34  # of a line, before its name


@drawn
def draw_weeks(found: Weeks) -> Sheet:
    """Draw a weekly series of every scenario."""
    base, *others = found.scenarios
    panels = others or [base]
    height = PANEL if len(panels) < 4 else 1.35
    figure, top, _ = begin(found.title, found.note, height * len(panels) + 0.05)
    right = names_room(found.scenarios, 1.45) + MARGIN
    ends = [value for row in found.rows for value in (row.p05, row.p95, row.mean) if math.isfinite(value)]
    limits = min(0.0, *ends), max(ends) * 1.08 or 1.0
    for number, scenario in enumerate(panels):
        above = top - number * height
        axes = place(figure, 0.62, above - height + 0.28, WIDTH - right, above - 0.08)
        axes.set_ylim(*limits)
        texts = []
        for name, colour in ((base, BASE), (scenario, OTHER)) if others else ((scenario, OTHER),):
            rows = [row for row in found.rows if row.scenario == name]
            texts.append(End(_fan(axes, rows, colour), name, FAINT if colour == BASE else OTHER))
        name_ends(axes, texts, limits, (height - 0.36), right)
        if found.adoption is not None:
            axes.axvline(day_at(found.adoption), color=ALARM, linewidth=1)
            write(axes, day_at(found.adoption), limits[1], "adopted", colour=ALARM, va="top")
        set_days(axes)
        label = found.label if found.unit == "h" else f"{found.label} a week"
        set_scale(axes, found.unit, label, found.currency, ticks=4, axis="y")
        axes.tick_params(axis="y", labelsize=SMALL, labelcolor=FAINT)
        axes.yaxis.label.set_text(wrapped(axes.yaxis.label.get_text(), height - 0.3, SMALL, most=2))
        axes.grid(axis="y", color="#ececec", linewidth=0.8)
        axes.set_axisbelow(True)
    return figure


def _fan(axes: Axes, rows: list[Week], colour: str) -> float:
    """Draw one band with its mean, and return where it ends."""
    x = [day_at(row.week) for row in rows]
    columns = np.array([(row.mean, row.low, row.high, row.p05, row.p95) for row in rows]).T
    axes.fill_between(x, columns[3], columns[4], color=colour, alpha=0.22, linewidth=0)
    axes.fill_between(x, columns[1], columns[2], color=colour, alpha=0.4, linewidth=0)
    axes.plot(x, columns[0], color=colour, linewidth=1.8)
    axes.set_xlim(x[0], x[-1])
    known = [value for value in columns[0] if math.isfinite(value)]
    return float(known[-1]) if known else 0.0


class End(NamedTuple):
    """A name at the end of a line: where the line ends, and its colour; with `dash` a piece of the line stands before it."""

    at: float
    name: str
    colour: str
    dash: str = ""


def name_ends(axes: Axes, ends: Sequence[End], limits: tuple[float, float], height: float, right: float) -> None:
    """Write names at the ends of lines, moved apart where they would touch, in a panel so many inches high."""
    inch = (limits[1] - limits[0]) / height
    most = max(1, min(3, int(height / LINE_HEIGHT / max(1, len(ends)))))
    samples = any(end.dash for end in ends)
    placed: list[tuple[float, float, str, End]] = []
    for end in sorted(ends):
        words = fitted(end.name, right - 0.2 - samples * SAMPLE, SMALL, bold=True, most=most)
        room = (words.count("\n") + 1) * LINE_HEIGHT * inch
        least = placed[-1][0] + (placed[-1][1] + room) / 2 if placed else end.at
        placed.append((max(end.at, least), room, words, end))
    ceiling = limits[1]
    for at, room, words, end in reversed(placed):  # what would stand above the panel moves down, and the names below it
        y = min(at, ceiling - room / 2)
        ceiling = y - room / 2
        figure = axes.get_figure(root=True)
        assert figure is not None
        wide = axes.get_position().width * figure.get_figwidth()
        start = 1 + 0.05 / wide
        if samples:
            ends_at = start + (SAMPLE - 0.06) / wide
            axes.plot(
                [start, ends_at], [y, y], color=end.colour, linewidth=1.8, linestyle=end.dash or "-",
                transform=axes.get_yaxis_transform(), clip_on=False,
            )  # fmt: skip
            start = ends_at + 0.06 / wide
        axes.text(start, y, words, transform=axes.get_yaxis_transform(), size=SMALL, va="center", color=end.colour, weight="bold")
