"""The strip at the foot: a Monday at the desks, hour by hour, today and under the what-if."""

from __future__ import annotations

from html import escape

from ...study.judgement.numbers import digits
from ..monday import GROUPS, Monday
from .drawing import line, rect, svg, text

FIRST, LAST = 7, 20  # hours shown; outside of them hardly anybody works
CLASSES = ("calling", "deals", "own", "meetings")
HEIGHT, TOP, GROUND = 96, 20, 80


def mondays(pair: tuple[Monday, Monday], alone: bool) -> str:
    """Draw one Monday or two side by side on one scale, with a legend."""
    shown = [("Today", pair[0])] if alone else [("Today", pair[0]), ("What if", pair[1])]
    most = max(1.0, *(float(each.open.max()) for _, each in shown))
    said = (": leads waiting for a first call, and what desks do", "")  # once, so that there is room for the legend
    drawn = "".join(
        f'<figure class="monday">{_monday(name, words, each, most)}</figure>'
        for (name, each), words in zip(shown, said, strict=False)
    )
    legend = "".join(
        f'<li><span class="swatch {kind}"></span>{escape(words)}</li>' for (words, _), kind in zip(GROUPS, CLASSES, strict=True)
    )
    return f'<div class="mondays">{drawn}</div><ul class="legend">{legend}<li><span class="swatch free"></span>Free</li></ul>'


def _monday(name: str, words: str, monday: Monday, most: float) -> str:
    hours = range(FIRST, LAST)
    width = 100 / len(hours)
    scale = (GROUND - TOP) / most
    parts = [line(0, GROUND, 100, GROUND, "axis")]
    for place, hour in enumerate(hours):
        x, y = place * width, float(GROUND)
        parts.append(rect(x + 0.4, GROUND - monday.open[hour] * scale, width - 0.8, monday.open[hour] * scale, "free"))
        for group, kind in enumerate(CLASSES):
            tall = float(monday.busy[group][hour]) * scale
            y -= tall
            parts.append(rect(x + 0.4, y, width - 0.8, tall, kind))
        waiting = float(monday.waiting[hour])
        if waiting >= 0.5:
            parts.append(text(x + width / 2, TOP - 6, f"{waiting:.0f}", "queue second" if place % 2 == 0 else "queue", "middle"))
        if hour % 2 == 0:
            parts.append(text(x + width / 2, GROUND + 14, f"{hour}h", "tick", "middle"))
    peak = int(monday.waiting.argmax())
    label = (
        f"{name}: on a Monday up to {digits(float(monday.open.max()), 2)} desks are open, "
        f"and most leads wait at {peak} o'clock, {monday.waiting[peak]:.0f} of them"
    )
    return f"<figcaption>{escape(name)}{words}</figcaption>{svg(parts, HEIGHT, label)}"
