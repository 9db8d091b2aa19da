"""Total revenue as two clouds of simulated years on one axis, with the bracket of their difference."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from ...study.numbers import show, show_range
from .drawing import OTHER, TODAY, Axis, axis_of, dots, line, stacked_dots, svg, text, ticks

if TYPE_CHECKING:
    from ..answers import Answer

LEFT, RIGHT = 3.0, 97.0
BINS = 62
GROUND_TODAY, GROUND_OTHER, FOOT, HEIGHT = 112, 232, 236, 268
TALL, PITCH, RADIUS = 78, 6.4, 2.9


def revenues(answer: Answer) -> tuple[np.ndarray, np.ndarray]:
    """Total revenue of the simulated years, today's and the what-if's."""
    place = answer.study.engine.place_of("revenue")
    first, second = (rows.values[:, place] for rows in answer.study.rows)
    return first, second


def span(today: ArrayLike, other: ArrayLike) -> Axis:
    """Span an axis over both clouds."""
    return axis_of(np.concatenate([np.ravel(today), np.ravel(other)]), LEFT, RIGHT)


def clouds(today: ArrayLike, other: ArrayLike, axis: Axis, currency: str, answer: Answer | None, alone: bool) -> str:
    """Draw both clouds, or today's alone; the bracket is the study's interval of the mean difference."""
    first, second = np.ravel(today), np.ravel(other)
    parts = [*_scale(axis, currency)]
    parts += _cloud(first, axis, GROUND_TODAY, TODAY, "Today", currency)
    if not alone:
        parts += _cloud(second, axis, GROUND_OTHER, OTHER, "What if", currency)
        if answer is not None:
            parts += _bracket(first, second, axis, answer)
    return svg(parts, HEIGHT, _label(first, second, currency, answer, alone), "clouds")


def _scale(axis: Axis, currency: str) -> list[str]:
    parts = [line(axis.left, FOOT, axis.right, FOOT, "axis")]
    for value in ticks(axis.low, axis.high, 4):
        parts.append(line(axis.at(value), 22, axis.at(value), FOOT, "grid"))
        parts.append(text(axis.at(value), FOOT + 17, show(value, "money", currency), "tick", "middle"))
    return parts


def _cloud(values: np.ndarray, axis: Axis, ground: float, kind: str, name: str, currency: str) -> list[str]:
    parts = [dots(stacked_dots(values, axis, BINS, ground, TALL, PITCH), RADIUS, f"dot {kind}")]
    known = values[np.isfinite(values)]
    if len(known):
        mean = float(known.mean())
        parts.append(line(axis.at(mean), ground - TALL - 4, axis.at(mean), ground + 3, f"mean {kind}"))
        anchor = "start" if axis.at(mean) < 60 else "end"
        side = 1.2 if anchor == "start" else -1.2
        words = f"{name} {show(mean, 'money', currency)}"
        parts.append(text(axis.at(mean) + side, ground - TALL + 4, words, f"name {kind}", anchor))
    return parts


def _bracket(first: np.ndarray, second: np.ndarray, axis: Axis, answer: Answer) -> list[str]:
    """Draw where the what-if's mean may lie, as far from today's mean as the interval of the difference says."""
    effect = answer.study.effects[0]["revenue"]
    if not (math.isfinite(effect.low) and math.isfinite(effect.high)):
        return []
    mean = float(np.nanmean(first))
    ends = [axis.at(mean + end) for end in (effect.low, effect.high)]
    y = GROUND_TODAY + 16
    parts = [line(axis.at(mean), GROUND_TODAY + 3, axis.at(mean), y + 5, "mean today")]
    parts += [line(ends[0], y, ends[1], y, "bracket")]
    parts += [line(end, y - 5, end, y + 5, "bracket") for end in ends]
    words = f"difference {show(effect.mean, 'money', answer.study.currency, signed=True)}"
    middle = min(84.0, max(16.0, sum(ends) / 2))
    return [*parts, text(middle, y + 19, words, "bracket-words", "middle")]


def _label(first: np.ndarray, second: np.ndarray, currency: str, answer: Answer | None, alone: bool) -> str:
    if not len(first):
        return "Total revenue of simulated years: none yet"
    words = f"Total revenue of {len(first)} simulated years: today {show(float(np.nanmean(first)), 'money', currency)} on average"
    if not alone and len(second):
        words += f", the what-if {show(float(np.nanmean(second)), 'money', currency)}"
        if answer is not None:
            effect = answer.study.effects[0]["revenue"]
            words += f"; the mean difference lies between {show_range(effect.low, effect.high, 'money', currency, signed=True)}"
    return words
