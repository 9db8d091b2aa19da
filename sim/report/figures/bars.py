"""Bars of what a whole is made of, drawn: a panel a scenario, the base marked in those of the others."""

from __future__ import annotations

import math

from matplotlib.axes import Axes

from ..findings.bars import Bar, Bars, Group
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
    width_of,
    write,
)

ROW, HEAD, GAP = 0.235, 0.3, 0.12  # inches
ACROSS = 3  # panels of one group beside each other


@drawn
def draw_bars(found: Bars) -> Sheet:
    """Draw groups of bars; several groups stand one below the other."""
    several = len(found.groups) > 1
    blocks = [
        (group, found.scenarios[first : first + ACROSS])
        for group in found.groups
        for first in range(0, len(found.scenarios), ACROSS)
    ]
    heads = [_head_lines(found, group, scenarios) for group, scenarios in blocks]
    heights = [
        _title_room(group, several, scenarios, found) + lines * 0.17 + ROW * len(group.categories) + GAP
        for (group, scenarios), lines in zip(blocks, heads, strict=True)
    ]
    figure, top, _ = begin(found.title, found.note, sum(heights))
    for (group, scenarios), lines, height in zip(blocks, heads, heights, strict=True):
        room = _title_room(group, several, scenarios, found)
        if room:
            figure.text(MARGIN / WIDTH, (top - 0.04) / figure.get_figheight(), group.name, size=SIZE, weight="bold", va="top")
        _block(figure, found, group, scenarios, top - room, lines * 0.17, top - height + GAP)
        top -= height
    return figure


def _title_room(group: Group, several: bool, scenarios: tuple[str, ...], found: Bars) -> float:
    return 0.26 if scenarios[0] == found.scenarios[0] else 0.0


def _across(found: Bars, group: Group) -> tuple[float, float]:
    """Where panels begin, and how far they are apart, in inches."""
    left = names_room(group.categories) + MARGIN
    return left, (WIDTH - MARGIN - left) / min(ACROSS, len(found.scenarios))


def _head(found: Bars, group: Group, scenario: str) -> str:
    return fitted(scenario, _across(found, group)[1] - 0.15, SIZE, bold=True)


def _head_lines(found: Bars, group: Group, scenarios: tuple[str, ...]) -> int:
    return 0 if len(found.scenarios) == 1 else max(_head(found, group, name).count("\n") + 1 for name in scenarios)


def _block(figure: Sheet, found: Bars, group: Group, scenarios: tuple[str, ...], top: float, head: float, bottom: float) -> None:
    rows = {(row.scenario, row.category): row for row in found.rows if row.group == group.name}
    most = max([_reach(row) for row in rows.values()], default=0.0) or 1.0
    left, each = _across(found, group)
    words = max(width_of(row.words, SMALL) for row in rows.values()) + 0.14
    for number, scenario in enumerate(scenarios):
        start = left + number * each
        axes = place(figure, start, bottom, start + each - words, top - head)
        axes.set(xlim=(0, most), ylim=(len(group.categories) - 0.5, -0.5))
        axes.spines["left"].set_visible(True)
        axes.spines["bottom"].set_visible(False)
        axes.set_xticks([])
        if number == 0:
            set_names(axes, group.categories, left - MARGIN)
        else:
            axes.set_yticks([])
        if len(found.scenarios) > 1:
            name = _head(found, group, scenario)
            is_base = scenario == found.scenarios[0]
            figure.text(
                start / WIDTH, (top - head + 0.03) / figure.get_figheight(), name, size=SIZE, weight="bold", va="bottom",
                color=FAINT if is_base else OTHER, linespacing=1.1,
            )  # fmt: skip
        for place_, category in enumerate(group.categories):
            row = rows[scenario, category]
            base = rows[found.scenarios[0], category] if scenario != found.scenarios[0] else None
            inch = most / (each - words)
            _bar(axes, place_, row, base, inch, alone=len(found.scenarios) == 1)


def _bar(axes: Axes, place_: int, row: Bar, base: Bar | None, inch: float, *, alone: bool) -> None:
    colour = OTHER if base is not None or alone else BASE
    if math.isfinite(row.value):
        axes.barh(place_, row.value, height=0.62, color=colour, zorder=1)
    if base is not None and math.isfinite(base.value):
        axes.plot([base.value, base.value], [place_ - 0.4, place_ + 0.4], color=BASE, linewidth=2.2, zorder=2, clip_on=False)
    if math.isfinite(row.low):
        draw_interval(axes, row.low, row.high, place_)
    end = _reach(row)
    if base is not None and base.value + 0.04 * inch > end and base.value - end < (width_of(row.words, SMALL) + 0.1) * inch:
        end = base.value  # no room between the bar and the base's mark
    write(axes, end, place_, row.words)


def _reach(row: Bar) -> float:
    return max([value for value in (row.value, row.high) if math.isfinite(value)], default=0.0)
