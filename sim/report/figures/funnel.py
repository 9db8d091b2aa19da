"""The funnel, drawn: a panel a scenario, steps on a logarithmic axis with the share that goes on."""

from __future__ import annotations

import math

from ...study.judgement.numbers import show, show_range
from ..findings.funnel import Funnel
from .bars import ACROSS
from .style import (
    BASE,
    FAINT,
    MARGIN,
    OTHER,
    SIZE,
    SMALL,
    WIDTH,
    Sheet,
    begin,
    draw_interval,
    drawn,
    fitted,
    names_room,
    place,
    set_names,
)

ROW, HEAD = 0.5, 0.42  # inches


@drawn
def draw_funnel(found: Funnel) -> Sheet:
    """Draw how many leads reach each step."""
    steps = list(dict.fromkeys(row.step for row in found.rows))
    blocks = [found.scenarios[first : first + ACROSS] for first in range(0, len(found.scenarios), ACROSS)]
    top_of_panel = HEAD if len(found.scenarios) > 1 else 0.0
    block = top_of_panel + ROW * len(steps)
    figure, top, _ = begin(found.title, found.note, block * len(blocks))
    left = names_room(steps) + MARGIN
    each = (WIDTH - MARGIN - left) / min(ACROSS, len(found.scenarios))
    most = max([row.value for row in found.rows if row.value > 0], default=10.0)
    for number, scenario in enumerate(found.scenarios):
        line, column = divmod(number, ACROSS)
        start, above = left + column * each, top - line * block
        axes = place(figure, start, above - block + 0.05, start + each - 0.12, above - top_of_panel)
        axes.set(xlim=(0, math.log10(most) * 1.55 if len(found.scenarios) > 1 else math.log10(most) * 1.25))
        axes.set_ylim(len(steps) - 0.5, -0.5)
        axes.spines["bottom"].set_visible(False)
        axes.set_xticks([])
        set_names(axes, steps, left - MARGIN) if column == 0 else axes.set_yticks([])
        colour = BASE if number == 0 and len(found.scenarios) > 1 else OTHER
        if len(found.scenarios) > 1:
            name = fitted(scenario, each - 0.2, SIZE, bold=True, most=2)
            figure.text(
                start / WIDTH, (above - HEAD + 0.02) / figure.get_figheight(), name, size=SIZE, weight="bold",
                color=FAINT if number == 0 else OTHER, va="bottom", linespacing=1.1,
            )  # fmt: skip
        for row in (row for row in found.rows if row.scenario == scenario):
            at = steps.index(row.step)
            length = math.log10(row.value) if row.value >= 1 else 0.0
            axes.barh(at, length, height=0.46, color=colour)
            if row.low > 1:
                draw_interval(axes, math.log10(row.low), math.log10(row.high), at)
            axes.text(length + 0.08, at, show(row.value, "count"), size=SIZE, va="center")
            if math.isfinite(row.share):
                span = f" ({show_range(row.share_low, row.share_high, 'share')})" if math.isfinite(row.share_low) else ""
                axes.text(0.06, at - 0.5, f"↓ {show(row.share, 'share')}{span}", size=SMALL, va="center", color=FAINT)
    return figure
