"""What is not known, drawn: a tornado of inputs, and the answer along those that may flip the decision."""

from __future__ import annotations

import math

from matplotlib.axes import Axes

from ..findings.doubts import Flip, Swing, Tornado
from .style import (
    ALARM,
    FAINT,
    INK,
    MARGIN,
    OTHER,
    SIZE,
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
    wrapped,
    write,
)

ROW, PANEL = 0.46, 1.75  # inches
PALE = "#b9d2d0"


@drawn
def draw_tornado(found: Tornado) -> Sheet:
    """Draw a bar an input, from where the answer is least to where it is most."""
    names = [row.name for row in found.rows]
    figure, top, bottom = begin(found.title, found.note, ROW * len(names) + 0.7)
    left = names_room(names, 1.7) + MARGIN
    axes = place(figure, left, bottom + 0.45, WIDTH - MARGIN, top - 0.2)
    ends = [value for row in found.rows for value in (row.least, row.least_low, row.most, row.most_high) if math.isfinite(value)]
    ends += [found.line] if math.isfinite(found.line) else []
    span = (max(ends) - min(ends)) or abs(max(ends)) or 1.0
    rooms = [max(width_of(getattr(row, end), SMALL) for row in found.rows) + 0.1 for end in ("least_at", "most_at")]
    rooms = [min(1.3, room) for room in rooms]
    # Words stand at both ends of bars, so the axis leaves them room.
    scale = span / max(1.0, WIDTH - MARGIN - left - sum(rooms))
    axes.set(xlim=(min(ends) - rooms[0] * scale, max(ends) + rooms[1] * scale), ylim=(len(names) - 0.5, -0.5))
    for number, row in enumerate(found.rows):
        _swing(axes, number, row, rooms)
    axes.axvline(found.mean, color=FAINT, linewidth=1)
    if math.isfinite(found.line):
        axes.axvline(found.line, color=ALARM, linewidth=1.2, zorder=0)
        write(axes, found.line, -0.5, found.line_words, left=found.line < found.mean, colour=ALARM, va="bottom")
    write(axes, found.mean, -0.5, "mean", left=math.isfinite(found.line) and found.line >= found.mean, colour=FAINT, va="bottom")
    set_names(axes, names, left - MARGIN, ROW)
    set_scale(axes, found.unit, found.label, found.currency)
    return figure


def _swing(axes: Axes, number: int, row: Swing, rooms: list[float]) -> None:
    if not (math.isfinite(row.least) and math.isfinite(row.most)):
        return
    axes.barh(number, row.most - row.least, left=row.least, height=0.3, color=OTHER if row.told else PALE)
    for low, high, shift in ((row.least_low, row.least_high, -0.24), (row.most_low, row.most_high, 0.24)):
        if math.isfinite(low):
            axes.plot([low, high], [number + shift] * 2, color=INK, linewidth=1)
    least = min(value for value in (row.least, row.least_low) if math.isfinite(value))
    most = max(value for value in (row.most, row.most_high) if math.isfinite(value))
    write(axes, least, number, wrapped(row.least_at, rooms[0] - 0.05, SMALL, most=2), left=True)
    write(axes, most, number, wrapped(row.most_at, rooms[1] - 0.05, SMALL, most=2))


@drawn
def draw_flip(found: Flip) -> Sheet:
    """Draw a panel an input: the gain along it, and the line at which the decision turns."""
    beside = min(2, len(found.names))
    lines = -(-len(found.names) // beside)
    figure, top, _ = begin(found.title, found.note, PANEL * lines + 0.1)
    ends = [value for row in found.rows for value in (row.mean, row.low, row.high, found.line) if math.isfinite(value)] or [0.0]
    span = (max(ends) - min(ends)) or abs(max(ends)) or 1.0
    wide = (WIDTH - 0.75) / beside
    for number, name in enumerate(found.names):
        line, column = divmod(number, beside)
        above = top - line * PANEL
        start = 0.75 + column * wide
        axes = place(figure, start, above - PANEL + 0.42, start + wide - 0.25, above - 0.32)
        rows = [row for row in found.rows if row.name == name]
        x = [row.place for row in rows]
        axes.set_ylim(min(ends) - 0.05 * span, max(ends) + 0.05 * span)
        if len(rows) <= 6:  # settings, one by one
            axes.vlines(x, [row.low for row in rows], [row.high for row in rows], color=OTHER, linewidth=2)
            axes.plot(x, [row.mean for row in rows], "D", ms=5, mfc="white", mec=INK)
            axes.set_xticks(x, [wrapped(row.value, wide / len(rows), SMALL, most=2) for row in rows])
            axes.set_xlim(0, 1)
        else:
            axes.fill_between(x, [row.low for row in rows], [row.high for row in rows], color=OTHER, alpha=0.3, linewidth=0)
            axes.plot(x, [row.mean for row in rows], color=OTHER, linewidth=1.8)
            axes.set_xlim(0, 1)
            axes.set_xticks([0, 1], [wrapped(rows[0].value, wide / 2, SMALL), wrapped(rows[-1].value, wide / 2, SMALL)])
            axes.get_xticklabels()[0].set_horizontalalignment("left")
            axes.get_xticklabels()[1].set_horizontalalignment("right")
        axes.axhline(found.line, color=ALARM, linewidth=1.2)
        if number == 0:
            write(axes, 1, found.line, found.line_words, left=True, colour=ALARM, va="bottom", paper=True)
        head = wrapped(name, wide - 0.3, SIZE, bold=True, most=1)
        axes.annotate(head, (0, 1), xycoords="axes fraction", xytext=(0, 4), textcoords="offset points", size=SIZE, weight="bold")
        set_scale(axes, found.unit, found.label, found.currency, ticks=4, axis="y", gap=True)
        axes.set_ylabel(wrapped(axes.get_ylabel(), PANEL - 0.75, SMALL, most=3) if column == 0 else "")
        axes.tick_params(axis="y", labelsize=SMALL, labelcolor=FAINT, labelleft=column == 0)
        axes.grid(axis="y", color="#ececec", linewidth=0.8)
        axes.set_axisbelow(True)
    return figure
