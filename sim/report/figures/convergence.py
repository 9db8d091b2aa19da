"""Lines that settle, drawn: a band narrows as replications are added, or a start wears off."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.ticker import MaxNLocator

from ..findings.convergence import Course
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
    drawn,
    names_room,
    place,
    set_scale,
    wrapped,
    write,
)
from .weeks import End, name_ends

PANEL = 1.7  # inches


@drawn
def draw_course(found: Course) -> Sheet:
    """Draw a convergence with a panel a scenario, or a warm-up with all lines in one."""
    together = bool(found.words)
    panels = [found.scenarios] if together else [(name,) for name in found.scenarios]
    height = PANEL if len(panels) < 3 else 1.3
    figure, top, _ = begin(found.title, found.note, height * len(panels) + 0.45)
    sizes = [abs(value) for row in found.rows for value in (row.mean, row.low, row.high) if math.isfinite(value)]
    largest, widest = (
        max(sizes, default=1.0),
        max([abs(row.mean) for row in found.rows if math.isfinite(row.mean)], default=0.0) or 1.0,
    )
    right = names_room(found.scenarios, 1.45) + MARGIN
    for number, names in enumerate(panels):
        above = top - number * height
        axes = place(figure, 0.85, above - height + 0.12, WIDTH - right, above - 0.08)
        texts = []
        ends: list[float] = [0.0] if found.zero else []
        for name in names:
            rows = [row for row in found.rows if row.scenario == name]
            x = [row.at for row in rows]
            mean, low, high = (np.array([getattr(row, part) for row in rows]) for part in ("mean", "low", "high"))
            colour = BASE if together and name == names[0] else OTHER
            axes.fill_between(x, low, high, color=colour, alpha=0.3, linewidth=0)
            axes.plot(x, mean, color=colour, linewidth=1.7)
            seen = rows[len(rows) // 20 :]  # the first few intervals are wide enough to hide the rest
            ends += [value for row in seen for value in (row.mean, row.low, row.high) if math.isfinite(value)]
            texts.append(End(float(mean[-1]), name, FAINT if colour == BASE else OTHER))
        span = (max(ends) - min(ends)) or abs(max(ends)) or widest
        limits = min(ends) - 0.05 * span, max(ends) + 0.05 * span
        axes.set_ylim(*limits)
        every = [row.at for row in found.rows]
        axes.set_xlim(min(every), max(max(every), min(every) + 1))
        name_ends(axes, texts, limits, height - 0.2, right)
        if found.zero:
            axes.axhline(0, color=ALARM, linewidth=1)
            if number == 0:
                above_line = limits[1] > -limits[0]  # where there is more room
                va = "bottom" if above_line else "top"
                write(axes, axes.get_xlim()[1], 0, "no difference", left=True, colour=ALARM, va=va, paper=True)
        if math.isfinite(found.mark):
            axes.axvline(found.mark, color=ALARM, linewidth=1)
            write(axes, found.mark, limits[1], found.words, colour=ALARM, va="bottom")
        axes.xaxis.set_major_locator(MaxNLocator(8, integer=True))
        if number == len(panels) - 1:
            axes.set_xlabel(found.across)
        else:
            axes.tick_params(axis="x", labelbottom=False)
        set_scale(axes, found.unit, found.label, found.currency, ticks=4, axis="y", most=largest, gap=found.zero)
        axes.set_ylabel(wrapped(axes.get_ylabel(), height - 0.25, SMALL, most=3))
        axes.tick_params(axis="y", labelsize=SMALL, labelcolor=FAINT)
        axes.grid(axis="y", color="#ececec", linewidth=0.8)
        axes.set_axisbelow(True)
    return figure
