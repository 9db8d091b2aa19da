"""Strokes that every picture shares: SVG whose places across are shares of the width, so that text keeps its size."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

TODAY, OTHER = "today", "other"  # classes: grey is today and teal the what-if, everywhere
ROOM = 0.06  # share of an axis left free at both ends


class Axis(NamedTuple):
    """A common axis: the values at its ends, and the shares of the width at which they lie."""

    low: float
    high: float
    left: float = 0.0
    right: float = 100.0

    def at(self, value: float) -> float:
        """Where a value lies, in percent of the width."""
        span = self.high - self.low
        share = 0.5 if span <= 0 else (value - self.low) / span
        return self.left + (self.right - self.left) * min(1.0, max(0.0, share))

    def wider(self, other: Axis | None) -> Axis:
        """The axis that holds this one and another."""
        return self if other is None else self._replace(low=min(self.low, other.low), high=max(self.high, other.high))


def axis_of(values: Iterable[float], left: float = 0.0, right: float = 100.0) -> Axis:
    """Span the defined values with a little room at both ends."""
    known = [value for value in values if math.isfinite(value)]
    if not known:
        return Axis(0.0, 1.0, left, right)
    low, high = min(known), max(known)
    room = (high - low) * ROOM or abs(high) * ROOM or 1.0
    return Axis(low - room, high + room, left, right)


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round values between two ends, at most so many."""
    if not high > low:
        return [low]
    rough = (high - low) / most
    size = 10 ** math.floor(math.log10(rough))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= rough)
    first = math.ceil(low / step - 1e-9)
    return [round(i * step, 12) for i in range(first, math.floor(high / step + 1e-9) + 1)]


def svg(parts: Iterable[str], height: int, label: str, kind: str = "") -> str:
    """Set strokes into a picture as wide as its place, with a label for those who do not see it."""
    inside = "".join(parts)
    return f'<svg class="picture {kind}" width="100%" height="{height}" role="img" aria-label="{escape(label)}">{inside}</svg>'


def text(x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> str:
    """Write words at a share of the width."""
    return f'<text x="{x:.2f}%" y="{y:.1f}" class="{kind}" text-anchor="{anchor}">{escape(words)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    """Draw a line between shares of the width."""
    return f'<line x1="{x1:.2f}%" y1="{y1:.1f}" x2="{x2:.2f}%" y2="{y2:.1f}" class="{kind}"/>'


def rect(x: float, y: float, width: float, height: float, kind: str, title: str = "") -> str:
    """Draw a box at a share of the width, as wide as another share."""
    inside = f"<title>{escape(title)}</title>" if title else ""
    size = f'width="{max(0.0, width):.2f}%" height="{max(0.0, height):.1f}"'
    return f'<rect x="{x:.2f}%" y="{y:.1f}" {size} class="{kind}">{inside}</rect>'


def dots(places: Sequence[tuple[float, float]], radius: float, kind: str) -> str:
    """Draw dots at shares of the width."""
    return "".join(f'<circle cx="{x:.2f}%" cy="{y:.1f}" r="{radius:g}" class="{kind}"/>' for x, y in places)


def stacked_dots(
    values: Iterable[float], axis: Axis, bins: int, ground: float, height: float, pitch: float
) -> list[tuple[float, float]]:
    """Stack a dot a value over its place on the axis, from the ground up; high stacks close ranks."""
    piles: dict[int, int] = {}
    placed: list[tuple[int, int]] = []
    for value in values:
        if math.isfinite(value):
            column = min(bins - 1, int((axis.at(value) - axis.left) / (axis.right - axis.left) * bins))
            placed.append((column, piles.get(column, 0)))
            piles[column] = piles.get(column, 0) + 1
    tallest = max(piles.values(), default=1)
    step = min(pitch, height / tallest)
    width = (axis.right - axis.left) / bins
    return [(axis.left + (column + 0.5) * width, ground - pitch / 2 - level * step) for column, level in placed]
