"""Where leads end up: streams from the form to the end, as wide as there are leads in them."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

from ...study.judgement.numbers import digits
from ..ends import DEAD_ENDS, GOOD_END, LABELS, STATIONS, Flow
from .drawing import svg, text

HEIGHT, GAP, BAR = 300, 16, 1.6


class Place(NamedTuple):
    """Where a station stands: share of the width, top and height in pixels."""

    x: float
    top: float
    tall: float


def ways(pair: tuple[tuple[Flow, ...], tuple[Flow, ...]], alone: bool) -> str:
    """Draw the streams of today, and of the what-if below on the same scale, with a table of the same numbers."""
    shown = [("Today", pair[0])] if alone else [("Today", pair[0]), ("What if", pair[1])]
    most = max(_through(flows)["leads"] for _, flows in shown)
    drawn = "".join(
        f'<figure><figcaption>{escape(name)}</figcaption><div class="ways">{_drawn(name, flows, most)}</div></figure>'
        for name, flows in shown
    )
    return f'<div class="two ends">{drawn}</div>{_table(shown)}'


def _through(flows: tuple[Flow, ...]) -> dict[str, float]:
    """Leads that come through each station."""
    found = {"leads": sum(flow.leads for flow in flows if flow.source == "leads")}
    for flow in flows:
        found[flow.target] = found.get(flow.target, 0.0) + flow.leads
    return found


def _places(through: dict[str, float], most: float) -> dict[str, Place]:
    tall = HEIGHT - 3 * GAP
    found = {}
    for column, stations in enumerate(STATIONS):
        used = [name for name in stations if through.get(name, 0) > 0]
        top = 6.0
        for name in used:
            height = max(1.5, through[name] / most * tall)
            found[name] = Place(column * (100 - 13) / (len(STATIONS) - 1), top, height)
            top += height + 2 * GAP
    return found


def _drawn(name: str, flows: tuple[Flow, ...], most: float) -> str:
    through = _through(flows)
    places = _places(through, most)
    offsets = {station: place.top for station, place in places.items()}
    streams = []
    for flow in flows:
        if flow.leads <= 0:
            continue
        source, target = places[flow.source], places[flow.target]
        height = flow.leads / through[flow.source] * source.tall
        y1, y2 = offsets[flow.source], target.top
        offsets[flow.source] += height
        kind = "dead" if flow.target in DEAD_ENDS else "won" if flow.target == GOOD_END else "live"
        x1, x2 = source.x + BAR, target.x
        middle = (x1 + x2) / 2
        path = (
            f"M{x1:.2f} {y1:.1f}C{middle:.2f} {y1:.1f} {middle:.2f} {y2:.1f} {x2:.2f} {y2:.1f}V{y2 + target.tall:.1f}"
            f"C{middle:.2f} {y2 + target.tall:.1f} {middle:.2f} {y1 + height:.1f} {x1:.2f} {y1 + height:.1f}Z"
        )
        words = f"{LABELS[flow.source]} to {LABELS[flow.target]}: {digits(flow.leads)}"
        streams.append(f'<path d="{path}" class="stream {kind}"><title>{escape(words)}</title></path>')
    bars = [f'<rect x="{p.x:.2f}" y="{p.top:.1f}" width="{BAR}" height="{p.tall:.1f}" class="station"/>' for p in places.values()]
    frame = f'viewBox="0 0 100 {HEIGHT}" preserveAspectRatio="none"'
    shapes = f'<svg width="100%" height="{HEIGHT}" {frame}>{"".join(streams + bars)}</svg>'
    labels = []
    for station, place in places.items():
        x, y = place.x + BAR + 0.6, place.top + min(place.tall / 2, 30) + 4
        labels.append(text(x, y, LABELS[station], "name"))
        labels.append(text(x, y + 14, digits(through[station]), "tick"))
    said = "; ".join(f"{LABELS[station]} {digits(leads)}" for station, leads in through.items())
    return svg([shapes, *labels], HEIGHT, f"{name}, where leads end up: {said}")


def _table(shown: list[tuple[str, tuple[Flow, ...]]]) -> str:
    through = [_through(flows) for _, flows in shown]
    cells = {name: "".join(f"<td>{digits(each.get(name, 0))}</td>" for each in through) for name in LABELS}
    rows = "".join(
        f'<tr><th scope="row">{escape(LABELS[name])}</th>{cells[name]}</tr>' for stations in STATIONS for name in stations
    )
    heads = "".join(f"<th>{escape(name)}</th>" for name, _ in shown)
    return (
        '<details class="as-table"><summary>The same as a table</summary><table class="numbers"><thead><tr><td></td>'
        f"{heads}</tr></thead><tbody>{rows}</tbody></table></details>"
    )
