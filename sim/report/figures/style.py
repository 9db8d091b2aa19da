"""The one style of all figures: colours that print in grey, sizes, titles and names that fit their room."""

from __future__ import annotations

import datetime
import functools
import io
import math
import re
import warnings
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, ParamSpec

import matplotlib
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath
from matplotlib.ticker import FuncFormatter, MaxNLocator

# Light grey, dark teal and burnt orange: told apart by the colour-blind, and in grey print by how dark they are.
BASE, OTHER, ALARM, INK, FAINT = "#9b9b9b", "#00615c", "#c0500c", "#1e1e1e", "#6a6a6a"
WIDTH = 7.2  # inches: the width of a printed page between its margins
MARGIN = 0.1
SIZE, SMALL, LARGE = 9.0, 8.0, 12.0  # points
SLACK = 1.02  # fonts that a browser has instead are a little wider
LINE = 1.35  # lines of text, of their size
STYLE: dict[Any, Any] = {
    "font.family": ["DejaVu Sans"],
    "font.size": SIZE,
    "text.color": INK,
    "text.parse_math": False,  # or two dollar signs in a name would be a formula
    "axes.labelsize": SMALL,
    "axes.labelcolor": FAINT,
    "axes.edgecolor": "#c8c8c8",
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.grid": False,
    "axes.unicode_minus": True,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SIZE,
    "xtick.color": "#c8c8c8",
    "xtick.labelcolor": FAINT,
    "ytick.left": False,
    "ytick.labelcolor": INK,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "svg.fonttype": "none",  # words stay words: they can be read aloud, searched and copied
    "svg.hashsalt": "smarketing",
}

_UNITS = re.compile(r"\d (?:(?:k|M|bn|T) )?(?:[A-Z]{3}\b|%|h\b|d\b|min\b|points\b)")  # numbers stay with their units

P = ParamSpec("P")


class Sheet(Figure):
    """A figure that shows itself in notebooks, without pyplot and its state."""

    def draw(self, renderer: Any) -> None:
        """Draw with letters as wide as their outlines: forced onto a grid of pixels they outgrow the room they were given."""
        with matplotlib.rc_context({"text.hinting": "none"}):
            super().draw(renderer)

    def savefig(self, fname: Any, **options: Any) -> None:
        """Write the figure; letters that the font does not have are no reason to warn, for browsers have them."""
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=r"Glyph .* missing from font")
            super().savefig(fname, **options)

    def _repr_png_(self) -> bytes:
        out = io.BytesIO()
        self.savefig(out, format="png", dpi=144)
        return out.getvalue()


def drawn(draw: Callable[P, Sheet]) -> Callable[P, Sheet]:
    """Have a figure drawn in the house's style, and leave matplotlib's settings as they were."""

    @functools.wraps(draw)
    def styled(*args: P.args, **kwargs: P.kwargs) -> Sheet:
        with matplotlib.rc_context(STYLE):
            return draw(*args, **kwargs)

    return styled


@lru_cache(maxsize=4096)
def width_of(text: str, size: float = SIZE, bold: bool = False) -> float:
    """Width of a line of text in inches."""
    font = FontProperties(family=["DejaVu Sans"], size=size, weight="bold" if bold else "normal")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return SLACK * float(TextToPath().get_text_width_height_descent(text, font, False)[0]) / 72 if text else 0.0


def wrapped(text: str, room: float, size: float = SIZE, *, bold: bool = False, most: int = 9) -> str:
    """Break a text into lines that fit a room in inches; what does not fit into `most` lines ends in an ellipsis."""
    lines: list[str] = []
    for paragraph in _UNITS.sub(lambda found: found[0].replace(" ", "\N{NO-BREAK SPACE}"), text).splitlines():
        line = ""
        for word in _words(paragraph, room, size, bold):
            longer = f"{line} {word}" if line else word
            if line and width_of(longer, size, bold) > room:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    if len(lines) <= most:
        return "\n".join(lines)
    last = lines[most - 1]
    while last and width_of(f"{last}…", size, bold) > room:
        last = last[:-1]
    return "\n".join([*lines[: most - 1], f"{last.rstrip()}…"])


def fitted(name: str, room: float, size: float = SIZE, *, bold: bool = False, most: int = 3) -> str:
    """Break a name into lines that fit a room; of a long one the middle goes, since names that begin alike end differently."""
    lines = wrapped(name, room, size, bold=bold, most=99)
    kept = len(name)
    while lines.count("\n") >= most and kept > 4:
        kept = int(kept * 0.96)
        end = kept // 3
        lines = wrapped(f"{name[: kept - end].rstrip()}…{name[len(name) - end :].lstrip()}", room, size, bold=bold, most=99)
    return lines


def _words(paragraph: str, room: float, size: float, bold: bool) -> Iterable[str]:
    """Give words; one that is wider than the room comes in pieces."""
    for word in filter(None, paragraph.split(" ")):
        while width_of(word, size, bold) > room and len(word) > 1:
            fits = next(n for n in range(len(word) - 1, 0, -1) if n == 1 or width_of(word[:n], size, bold) <= room)
            yield word[:fits]
            word = word[fits:]
        yield word


def begin(title: str, note: str, height: float, *, width: float = WIDTH) -> tuple[Sheet, float, float]:
    """Begin a figure: its finding above, how to read it below; returns the top and bottom of what is between, in inches.

    `height` is that of the room between.
    """
    room = width - 2 * MARGIN
    head = wrapped(title, room, LARGE, bold=True, most=4)
    foot = wrapped(note, room, SMALL, most=4)
    above = MARGIN + (head.count("\n") + 1) * LARGE * LINE / 72 + 0.08
    below = MARGIN + (foot.count("\n") + 1) * SMALL * LINE / 72 + 0.05
    whole = above + height + below
    figure = Sheet(figsize=(width, whole))
    common: dict[str, Any] = {"transform": figure.transFigure, "linespacing": LINE - 0.15}
    figure.text(MARGIN / width, 1 - MARGIN / whole, head, size=LARGE, weight="bold", va="top", **common)
    figure.text(MARGIN / width, MARGIN / whole, foot, size=SMALL, color=FAINT, va="bottom", **common)
    return figure, below + height, below


def place(figure: Sheet, left: float, bottom: float, right: float, top: float) -> Axes:
    """Put axes into a figure by their edges in inches."""
    width, height = figure.get_size_inches()
    return figure.add_axes((left / width, bottom / height, (right - left) / width, (top - bottom) / height))


def names_room(names: Iterable[str], most: float = 1.9, size: float = SIZE) -> float:
    """Room in inches that names need beside an axis, when they are wrapped into `most`."""
    lines = [line for name in names for line in fitted(name, most, size).splitlines()]
    return max([width_of(line, size) for line in lines], default=0.0) + 0.12


def set_scale(
    axes: Axes, unit: str, label: str, currency: str, *, ticks: int = 5, axis: str = "x", most: float = 0.0, gap: bool = False
) -> None:
    """Label an axis with few round numbers in a readable unit.

    `most` is the largest number where panels share one; a `gap` between shares is counted in points.
    """
    low, high = axes.get_xlim() if axis == "x" else axes.get_ylim()
    size, words = scale_of(max(abs(low), abs(high), most), unit, currency)
    words = "points" if gap and unit == "share" else words
    one = axes.xaxis if axis == "x" else axes.yaxis
    one.set_major_locator(MaxNLocator(ticks, steps=[1, 2, 2.5, 5, 10]))
    one.set_major_formatter(FuncFormatter(lambda value, _: tick(value / size)))
    text = f"{label},\N{NO-BREAK SPACE}{words}" if words else label
    axes.set_xlabel(text) if axis == "x" else axes.set_ylabel(text)
    if axis == "x":
        axes.set_xlim(low, high)
    else:
        axes.set_ylim(low, high)


def scale_of(most: float, unit: str, currency: str) -> tuple[float, str]:
    """Choose what numbers on an axis are divided by, and the unit's words."""
    if unit == "share":
        return 0.01, "%"
    if unit == "money":
        steps = ((1e12, "T"), (1e9, "bn"), (1e6, "M"), (1e3, "k"))
        size, name = next(((size, name) for size, name in steps if most >= size), (1.0, ""))
        return size, f"{name}\N{NO-BREAK SPACE}{currency}".strip()
    if unit in ("count", "", "1", "number"):
        return 1.0, ""
    return 1.0, {"h": "hours", "ratio": "ratio"}.get(unit, unit)


def tick(value: float) -> str:
    """Write a number of an axis."""
    if not math.isfinite(value):
        return ""
    text = f"{value:,.0f}" if abs(value) >= 1e4 or float(value).is_integer() else f"{value:.4g}"
    return text.replace("-", "−")


def svg_of(figure: Figure, prefix: str, words: str) -> str:
    """Write a figure as SVG to stand in a page: ids of its own, a name for those who listen, nothing from elsewhere."""
    from markupsafe import escape

    out = io.StringIO()
    with matplotlib.rc_context(STYLE):
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Type": None, "Format": None})
    text = out.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r'\bid="', f'id="{prefix}', text)
    text = re.sub(r'(href="#|url\(#)', rf"\g<1>{prefix}", text)
    text = text.replace("'DejaVu Sans'", "'DejaVu Sans', Verdana, Arial, sans-serif")
    return text.replace("<svg ", f'<svg role="img" aria-label="{escape(words)}" ', 1)


def day_at(when: datetime.date) -> float:
    """Place of a day on an axis of days."""
    return float(date2num(when))  # type: ignore[no-untyped-call]


def set_days(axes: Axes) -> None:
    """Label an axis of days with months and years."""
    locator = AutoDateLocator(maxticks=9)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator, show_offset=False))  # type: ignore[no-untyped-call]


def write(
    axes: Axes, x: float, y: float, words: str, *, left: bool = False, colour: str = INK, va: str = "center", paper: bool = False
) -> None:
    """Write words beside a point of an axis, a little to its right or left; on `paper` they stay readable on lines and bands."""
    side: dict[str, Any] = {"ha": "right", "xytext": (-3, 0)} if left else {"ha": "left", "xytext": (3, 0)}
    if paper:
        side["bbox"] = {"facecolor": "white", "alpha": 0.75, "linewidth": 0, "pad": 0.6}
    axes.annotate(words, (x, y), textcoords="offset points", color=colour, size=SMALL, va=va, annotation_clip=False, **side)


def draw_interval(axes: Axes, low: float, high: float, y: float) -> None:
    """Draw the interval of a bar's end, on a pale line so that its part on the dark bar is seen too."""
    for colour, width in (("white", 3.2), (INK, 1.2)):
        axes.plot([low, high], [y, y], color=colour, linewidth=width, zorder=3, solid_capstyle="butt", clip_on=False)


def set_names(axes: Axes, names: Iterable[str], room: float, row: float = 1.0) -> None:
    """Write names beside the rows 0, 1, 2, … of an axis, wrapped into the room; a row is so many inches high."""
    most = max(1, min(3, int(row * 72 / (SIZE * 1.2))))
    listed = [fitted(name, room - 0.1, SIZE, most=most) for name in names]
    axes.set_yticks(range(len(listed)), listed)
    axes.tick_params(axis="y", length=0, pad=5)
