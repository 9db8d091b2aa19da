"""Where a promise is kept, drawn: a square a setting, dark where it is kept."""

from __future__ import annotations

from matplotlib.patches import Rectangle

from ..findings.intervals import Frontier
from .style import (
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
    width_of,
    wrapped,
)

CELL = 0.42  # inches
LOOKS = {  # colour of the square, its hatching, colour of the words
    "kept": (OTHER, "", "white"),
    "cannot tell": ("#dfeceb", "////", INK),
    "broken": ("#efefef", "", INK),
    "no promise": ("white", "", FAINT),
}


@drawn
def draw_frontier(found: Frontier) -> Sheet:
    """Draw one panel for each setting of what is on neither axis."""
    across, down = found.across.settings, found.down.settings if found.down else ("",)
    panels = found.panels
    height = CELL * len(down) + (0.25 if len(panels) > 1 else 0.0) + 0.35
    figure, top, _ = begin(found.title, found.note, height * len(panels) + 0.2)
    left = (names_room(down, 1.4) if found.down else 0.0) + MARGIN + (0.25 if found.down else 0.0)
    wide = (WIDTH - MARGIN - left) / len(across)
    fits = all(width_of(line, SMALL) < wide - 0.04 for row in found.rows for line in row.words.splitlines())
    size = SMALL if fits else SMALL - 2
    for number, panel in enumerate(panels):
        above = top - number * height
        head = 0.25 if len(panels) > 1 else 0.0
        axes = place(figure, left, above - height + 0.35, WIDTH - MARGIN, above - head)
        axes.set(xlim=(-0.5, len(across) - 0.5), ylim=(len(down) - 0.5, -0.5))
        if head:
            axes.text(-0.5, -0.56, panel, size=SIZE, weight="bold", va="bottom")
        for row in (row for row in found.rows if row.at == panel):
            x, y = across.index(row.across), down.index(row.down)
            colour, hatch, ink = LOOKS[row.status]
            square = Rectangle((x - 0.48, y - 0.46), 0.96, 0.92, facecolor=colour, hatch=hatch, edgecolor="#b9d2d0", linewidth=0)
            axes.add_patch(square)
            paper = {"facecolor": colour, "linewidth": 0, "pad": 0.6} if hatch else None
            axes.text(x, y, row.words, size=size, color=ink, ha="center", va="center", linespacing=1.15, bbox=paper)
        axes.spines["bottom"].set_visible(False)
        axes.set_xticks(range(len(across)), [wrapped(name, wide, SMALL, most=2) for name in across])
        axes.tick_params(axis="x", length=0)
        if found.down:
            set_names(axes, down, left - MARGIN - 0.25)
            axes.set_ylabel(wrapped(found.down.label, max(0.6, CELL * len(down)), SMALL, most=2))
        else:
            axes.set_yticks([])
    axes.set_xlabel(found.across.label)
    return figure
