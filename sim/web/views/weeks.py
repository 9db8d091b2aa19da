"""Week by week: a measure's mean and the middle nine tenths of simulated years, with the day of adoption as a line."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...study.answers.tables import week_dates
from ...study.judgement.numbers import show
from .drawing import Axis, line, svg, text, ticks

if TYPE_CHECKING:
    from ..answers import Answer

HEIGHT, TOP, GROUND = 240, 12, 212
SERIES = {
    "revenue": ("Revenue a week", "money"),
    "mqls": ("MQLs a week", "count"),
    "sqls": ("SQLs a week", "count"),
    "won": ("Deals won a week", "count"),
    "first_response_hours_mean": ("Hours to the first call, mean of the week", "h"),
}
SMOOTH = 4  # weeks on both sides over which lines are averaged, or luck hides what changed


def weeks(answer: Answer, alone: bool) -> str:
    """Draw a fan for each weekly series."""
    drawn = []
    for name, (words, unit) in SERIES.items():
        place = answer.study.engine.weekly.index(name)
        drawn.append(f"<figure><figcaption>{escape(words)}</figcaption>{_fan(answer, alone, place, words, unit)}</figure>")
    note = f"Lines are means over {answer.years} simulated years and nine weeks; bands hold nine of ten years. "
    kinds = [("today", "Today"), *([] if alone else [("other", "What if")])]
    key = "".join(f'<li><span class="swatch {kind}"></span>{words}</li>' for kind, words in kinds)
    said = f'<p class="small">{note}The upright line is the day of the change.</p><ul class="legend">{key}</ul>'
    return f'{said}<div class="two fans">{"".join(drawn)}</div>'


def _fan(answer: Answer, alone: bool, place: int, words: str, unit: str) -> str:
    plan = answer.study.plans[0]
    dates = week_dates(plan)
    adopted = int(np.searchsorted(plan.week_starts, plan.start, "right")) - 1
    last = int(np.searchsorted(plan.week_starts, plan.start + plan.horizon))
    first = max(0, adopted - 12)
    bands = [_band(rows.weekly[:, first:last, place], adopted - first) for rows in answer.study.rows[: 1 if alone else 2]]
    known = np.concatenate([np.ravel(band) for band in bands])
    known = known[np.isfinite(known)]
    if not len(known):
        return '<p class="small">Nothing in these weeks.</p>'
    axis = Axis(min(0.0, float(known.min())), float(known.max()) * 1.05 or 1.0)
    width = max(1, last - first - 1)

    def y(value: float) -> float:
        return GROUND - (GROUND - TOP) * axis.at(value) / 100

    shapes = []
    for band, kind in zip(bands, ("today", "other"), strict=False):
        low, mean, high = band
        seen = [i for i in range(len(mean)) if math.isfinite(mean[i])]
        if not seen:
            continue
        upper = [f"{100 * i / width:.2f} {y(high[i]):.1f}" for i in seen]
        lower = [f"{100 * i / width:.2f} {y(low[i]):.1f}" for i in reversed(seen)]
        course = [f"{100 * i / width:.2f} {y(mean[i]):.1f}" for i in seen]
        shapes.append(f'<path d="M{"L".join(upper + lower)}Z" class="band {kind}"/>')
        shapes.append(f'<path d="M{"L".join(course)}" class="course {kind}"/>')
    steps = ticks(axis.low, axis.high, 4)
    grid = [line(0, y(value), 100, y(value), "grid") for value in steps]
    labels = [text(0, y(value) - 3, show(value, unit, answer.study.currency), "tick") for value in steps]
    at = 100 * (adopted - first) / width
    quarters = [i for i in range(last - first) if dates[first + i].day <= 7 and dates[first + i].month % 3 == 1]
    for number, i in enumerate(quarters):
        x = 100 * i / width
        anchor = "start" if x < 5 else "end" if x > 95 else "middle"
        kind = "tick" if number % 2 else "tick second"  # every other one on a phone
        labels.append(text(x, GROUND + 18, f"{dates[first + i]:%b %Y}", kind, anchor))
    mean = [float(np.nanmean(band[1][adopted - first :])) for band in bands]
    said = f"{words}, mean after the change: today {show(mean[0], unit, answer.study.currency)}"
    said += "" if alone else f", what-if {show(mean[1], unit, answer.study.currency)}"
    frame = f'viewBox="0 0 100 {HEIGHT}" preserveAspectRatio="none"'
    inside = f'<svg width="100%" height="{HEIGHT}" {frame}>{"".join(shapes)}</svg>'
    lines = [line(at, TOP - 6, at, GROUND, "adoption"), line(0, GROUND, 100, GROUND, "axis")]
    return svg([*grid, inside, *lines, *labels], HEIGHT, said)


def _band(values: NDArray[np.float64], adopted: int) -> NDArray[np.float64]:
    """Low, mean and high by week, averaged first over neighbouring weeks on the same side of the change; (3, weeks)."""
    weeks = values.shape[1]
    smooth = np.full_like(values, np.nan)
    for week in range(weeks):
        before, after = (0, adopted) if week < adopted else (adopted, weeks)
        part = values[:, max(before, week - SMOOTH) : min(after, week + SMOOTH + 1)]
        known = np.isfinite(part)
        with np.errstate(invalid="ignore"):
            smooth[:, week] = np.where(known, part, 0).sum(axis=1) / known.sum(axis=1)
    found = np.full((3, weeks), np.nan)
    some = np.isfinite(smooth).any(axis=0)
    if some.any():
        found[0, some], found[2, some] = np.nanquantile(smooth[:, some], [0.05, 0.95], axis=0)
        found[1, some] = np.nanmean(smooth[:, some], axis=0)
    return found
