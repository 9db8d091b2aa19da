"""Trust and learning, drawn: a panel a series, lines of scenarios with their names at the ends."""

from __future__ import annotations

import math

import numpy as np

from ..findings.minds import SERIES, Minds
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
    names_room,
    place,
    set_days,
    set_scale,
    wrapped,
    write,
)
from .weeks import SAMPLE, End, name_ends

PANEL = 1.35  # inches
DASHES = ("-", "--", ":", "-.")  # lines of alternatives, told apart in grey print too


@drawn
def draw_minds(found: Minds) -> Sheet:
    """Draw how trust and learning go on from month to month."""
    height = PANEL if len(found.scenarios) < 3 else 1.6
    figure, top, _ = begin(found.title, found.note, height * len(found.series) + 0.05)
    right = names_room(found.scenarios, 1.6) + MARGIN + SAMPLE
    for number, key in enumerate(found.series):
        above = top - number * height
        axes = place(figure, 0.72, above - height + 0.25, WIDTH - right, above - 0.08)
        label, unit = SERIES[key]
        rows = [row for row in found.rows if row.series == key]
        known = [value for row in rows for value in (row.mean, row.low, row.high) if math.isfinite(value)]
        low, high = min([0.5 if key == "auc" else 0.0, *known]), max([0.6, *known])
        high += 0.15 * (high - low)  # room for the word above
        texts = []
        for place_, name in enumerate(found.scenarios):
            theirs = [row for row in rows if row.scenario == name]
            colour = BASE if place_ == 0 and len(found.scenarios) > 1 else OTHER
            x = [day_at(row.month) for row in theirs]
            mean, below, over = (np.array([getattr(row, part) for row in theirs]) for part in ("mean", "low", "high"))
            axes.fill_between(x, below, over, color=colour, alpha=0.25, linewidth=0)
            axes.plot(x, mean, color=colour, linewidth=1.8, linestyle=DASHES[max(0, place_ - 1) % 4])
            ends = mean[np.isfinite(mean)]
            if len(ends):
                texts.append(End(float(ends[-1]), name, FAINT if colour == BASE else OTHER, DASHES[max(0, place_ - 1) % 4]))
        axes.set_ylim(low, high)
        axes.set_xlim(x[0], x[-1])
        name_ends(axes, texts, (low, high), height - 0.33, right)
        if found.adoption is not None and day_at(found.adoption) >= x[0]:
            axes.axvline(day_at(found.adoption), color=ALARM, linewidth=1)
            write(axes, day_at(found.adoption), high, "adopted", colour=ALARM, va="top")
        set_days(axes)
        set_scale(axes, unit, label, "", ticks=4, axis="y")
        words = label if unit == "ratio" else f"{label},\N{NO-BREAK SPACE}%"
        axes.set_ylabel(wrapped(words, height - 0.2, SMALL, most=2))
        axes.tick_params(axis="y", labelsize=SMALL, labelcolor=FAINT)
        axes.grid(axis="y", color="#ececec", linewidth=0.8)
        axes.set_axisbelow(True)
    return figure
