"""Where leads end, drawn: all leads at the left, how far they came in the middle, how their stories stand at the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from ..findings.dispositions import ENDS, REACHED, Flows
from .style import BASE, FAINT, INK, MARGIN, OTHER, SIZE, SMALL, WIDTH, Sheet, begin, drawn, place

HEIGHT = 3.9  # inches
LEAST = 0.34  # inches between the middles of two nodes with a name
HAIR = 0.012  # inches, so that the few who buy can be seen
NODE = 0.1
SHADES = ("#c9c9c9", "#a8a8a8", "#83aeab", "#4a8d88", OTHER)
Node = tuple[float, float]  # top and bottom, inches from above


@drawn
def draw_flows(found: Flows) -> Sheet:
    """Draw streams of leads whose widths are their numbers."""
    figure, top, bottom = begin(found.title, found.note, HEIGHT)
    axes = place(figure, MARGIN, bottom, WIDTH - MARGIN, top)
    width = WIDTH - 2 * MARGIN
    axes.set(xlim=(0, width), ylim=(HEIGHT, 0))
    axes.axis("off")
    middle = [name for name in REACHED if found.reached[name]]
    right = [name for name in ENDS.values() if found.ends[name]]
    sizes = {(row.reached, row.end): row.value for row in found.rows}
    total = sum(sizes.values())
    ends = sorted(right, key=lambda end: np.mean([middle.index(a) for (a, b) in sizes if b == end]))
    scale = (HEIGHT - 0.15) / total * 0.72
    left_x, middle_x, right_x = 0.85, 2.55, width - 2.0
    centre = _nodes(middle, {name: sum(v for (a, _), v in sizes.items() if a == name) for name in middle}, scale)
    last = _nodes(ends, {name: sum(v for (_, b), v in sizes.items() if b == name) for name in ends}, scale)
    first = (HEIGHT - total * scale) / 2
    axes.add_patch(Rectangle((left_x - NODE, first), NODE, total * scale, color=INK))
    axes.text(left_x - NODE - 0.06, HEIGHT / 2, found.leads, size=SMALL, ha="right", va="center", linespacing=1.3)
    at = first
    for name in middle:
        size = centre[name][1] - centre[name][0]
        colour = SHADES[REACHED.index(name)]
        _ribbon(axes, (left_x, at), (middle_x - NODE, centre[name][0]), size, colour)
        at += sum(v for (a, _), v in sizes.items() if a == name) * scale
    _streams(axes, middle, ends, sizes, centre, last, scale, middle_x, right_x)
    for name in middle:
        _node(axes, centre[name], middle_x - NODE, name, found.reached[name], SHADES[REACHED.index(name)])
    for name in ends:
        _node(axes, last[name], right_x, name, found.ends[name], OTHER if name == "Won" else BASE)
    return figure


def _nodes(names: Sequence[str], sizes: Mapping[str, float], scale: float) -> dict[str, Node]:
    """Place nodes one below the other, each with room for its name, over all of the height."""
    heights = [max(HAIR, sizes[name] * scale) for name in names]
    rooms = [max(height, LEAST) for height in heights]
    spare = (HEIGHT - sum(rooms)) / max(1, len(names) - 1) if len(names) > 1 else 0.0
    squeeze = min(1.0, HEIGHT / sum(rooms))
    placed, at = {}, 0.0
    for name, height, room in zip(names, heights, rooms, strict=True):
        centre = (at + room / 2) * squeeze if spare < 0 else at + room / 2
        placed[name] = (centre - height / 2, centre + height / 2)
        at += room + max(0.0, spare)
    return placed


def _streams(
    axes: Axes,
    middle: Sequence[str],
    ends: Sequence[str],
    sizes: Mapping[tuple[str, str], float],
    centre: Mapping[str, Node],
    last: Mapping[str, Node],
    scale: float,
    start: float,
    stop: float,
) -> None:
    leaving = {name: centre[name][0] for name in middle}
    arriving = {name: last[name][0] for name in ends}
    for name in middle:
        for end in ends:
            if (name, end) in sizes:
                size = sizes[name, end] * scale
                _ribbon(axes, (start, leaving[name]), (stop, arriving[end]), max(HAIR, size), SHADES[REACHED.index(name)])
                leaving[name] += size
                arriving[end] += size


def _ribbon(axes: Axes, start: Node, stop: Node, size: float, colour: str) -> None:
    (x0, y0), (x1, y1) = start, stop
    bend = (x0 + x1) / 2
    points = [(x0, y0), (bend, y0), (bend, y1), (x1, y1), (x1, y1 + size), (bend, y1 + size), (bend, y0 + size), (x0, y0 + size)]
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3]
    axes.add_patch(PathPatch(Path(points, codes), facecolor=colour, alpha=0.5, linewidth=0))


def _node(axes: Axes, node: Node, x: float, name: str, words: str, colour: str) -> None:
    axes.add_patch(Rectangle((x, node[0]), NODE, node[1] - node[0], color=colour))
    y = (node[0] + node[1]) / 2
    paper = {"facecolor": "white", "alpha": 0.72, "linewidth": 0, "pad": 0.4}  # words stay readable on streams
    axes.text(x + NODE + 0.06, y - 0.075, name, size=SIZE - 0.5, va="center", color=INK, weight="bold", bbox=paper)
    axes.text(x + NODE + 0.06, y + 0.085, words, size=SMALL - 0.5, va="center", color=FAINT, bbox=paper)
