"""The way to the first call, drawn: parts one after the other on a clock that starts at the hand-over."""

from __future__ import annotations

import math

from matplotlib.axes import Axes
from matplotlib.transforms import Affine2D, Transform, blended_transform_factory

from ..findings.response import PARTS, Response
from .style import (
    ALARM,
    FAINT,
    MARGIN,
    SIZE,
    SMALL,
    WIDTH,
    Sheet,
    begin,
    draw_interval,
    drawn,
    names_room,
    place,
    set_scale,
    wrapped,
    write,
)

SHADES = ("#b9b9b9", "#5f9f9a", "#00615c")
ROW, HEAD = 0.2, 0.42  # inches


@drawn
def draw_response(found: Response) -> Sheet:
    """Draw how long the system, the rep's attention and the queue take."""
    block = HEAD + ROW * len(PARTS)
    figure, top, bottom = begin(found.title, found.note, block * len(found.promises) + 0.6)
    left = names_room([label for _, label in PARTS]) + MARGIN
    axes = place(figure, left, bottom + 0.45, WIDTH - 0.55, top - 0.1)
    known = [value for row in found.rows for value in (row.start, row.end, row.high) if math.isfinite(value)]
    low, high = min([0.0, *known]), max([1.0, *known])
    axes.set(xlim=(low - (high - low) * 0.03, high + (high - low) * 0.03), ylim=(block * len(found.promises), 0))
    axes.axvline(0, color=ALARM, linewidth=1)
    write(axes, 0, 0, "handed over", colour=ALARM, va="bottom")
    axes.set_yticks([])
    for number, promise in enumerate(found.promises):
        above = number * block
        words = " · ".join(filter(None, (promise.promised, promise.kept, promise.never)))
        head = wrapped(f"{promise.scenario}: {words}", WIDTH - 2 * MARGIN, SMALL + 0.5, bold=True, most=2)
        axes.text(
            (MARGIN - left), above + HEAD - 0.06, head, size=SMALL + 0.5, weight="bold", va="bottom",
            transform=_inches(figure, axes), bbox={"facecolor": "white", "linewidth": 0, "pad": 0.8},
        )  # fmt: skip
        rows = [row for row in found.rows if row.scenario == promise.scenario]
        for place_, row in enumerate(rows):
            y = above + HEAD + ROW * (place_ + 0.45)
            axes.text(-0.07, y, row.part, size=SIZE, ha="right", va="center", transform=_inches(figure, axes))
            if not (math.isfinite(row.start) and math.isfinite(row.end)):
                continue
            axes.barh(y, row.end - row.start, left=row.start, height=ROW * 0.8, color=SHADES[place_])
            if math.isfinite(row.low):
                draw_interval(axes, row.low, row.high, y)
            at = max(row.end, row.high) if math.isfinite(row.high) and row.low > row.start else row.end
            write(axes, at, y, row.words, va="center")
    set_scale(axes, "h", "Elapsed", "", ticks=8)
    axes.xaxis.label.set_color(FAINT)
    return figure


def _inches(figure: Sheet, axes: Axes) -> Transform:
    """Across in inches from the left edge of the axes, down in their own units."""
    x0 = axes.get_position().x0 * figure.get_figwidth()
    across = Affine2D().translate(x0, 0).scale(1 / figure.get_figwidth(), 1) + figure.transFigure
    return blended_transform_factory(across, axes.transData)
