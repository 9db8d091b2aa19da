"""The queue by hour of the week, drawn: the base in grey, each alternative in a panel of its own."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ..findings.queue import DAYS, Hour, Queue
from .style import BASE, FAINT, MARGIN, OTHER, SMALL, WIDTH, Sheet, begin, drawn, names_room, place, set_scale
from .weeks import End, name_ends

PANEL = 1.5  # inches


@drawn
def draw_queue(found: Queue) -> Sheet:
    """Draw how many leads wait in every hour of the week."""
    base, *others = found.scenarios
    panels = others or [base]
    figure, top, _ = begin(found.title, found.note, PANEL * len(panels) + 0.05)
    right = names_room(found.scenarios, 1.45) + MARGIN
    most = max([row.mean for row in found.rows] + [row.high for row in found.rows if row.high == row.high]) * 1.08
    for number, scenario in enumerate(panels):
        above = top - number * PANEL
        axes = place(figure, 0.62, above - PANEL + 0.25, WIDTH - right, above - 0.08)
        axes.set(xlim=(0, 168), ylim=(0, most))
        texts = []
        for name, colour in ((base, BASE), (scenario, OTHER)) if others else ((scenario, OTHER),):
            last = _line(axes, [row for row in found.rows if row.scenario == name], colour)
            texts.append(End(last, name, FAINT if colour == BASE else OTHER))
        name_ends(axes, texts, (0.0, most), PANEL - 0.33, right)
        axes.set_xticks([24 * day + 12 for day in range(7)], [day[:3] for day in DAYS])
        axes.tick_params(axis="x", length=0)
        for day in range(1, 7):
            axes.axvline(24 * day, color="#ececec", linewidth=0.8, zorder=0)
        set_scale(axes, "count", "Leads waiting", "", ticks=4, axis="y")
        axes.tick_params(axis="y", labelsize=SMALL, labelcolor=FAINT)
    return figure


def _line(axes: Axes, rows: list[Hour], colour: str) -> float:
    x = np.arange(169)
    mean, low, high = (np.array([getattr(row, name) for row in rows]) for name in ("mean", "low", "high"))
    steps: dict[str, Any] = {"step": "post", "color": colour, "linewidth": 0}
    axes.fill_between(x, np.append(low, low[-1]), np.append(high, high[-1]), alpha=0.3, **steps)
    axes.step(x, np.append(mean, mean[-1]), where="post", color=colour, linewidth=1.6)
    return float(mean[-1])
