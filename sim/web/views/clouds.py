"""Total revenue as two clouds of simulated years on one axis, with the bracket of their difference."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...study.judgement.numbers import show, show_range
from .drawing import OTHER, TODAY, Axis, axis_of, dots, line, stacked_dots, svg, text, ticks

if TYPE_CHECKING:
    from ..answers import Answer

Values = NDArray[np.float64]

LEFT, RIGHT, BINS = 4.0, 96.0, 56
HEIGHT, FOOT = 318, 290
GROUND_TODAY, GROUND_OTHER = 120, 278
TALL, PITCH, RADIUS = 90, 7.6, 3.5


def revenues(answer: Answer) -> tuple[Values, Values]:
    """Total revenue of the simulated years, today's and the what-if's."""
    place = answer.study.engine.place_of("revenue")
    first, second = (rows.values[:, place] for rows in answer.study.rows)
    return first, second


def span(today: Values, other: Values) -> Axis:
    """Span an axis over both clouds."""
    return axis_of(np.concatenate([today, other]).tolist(), LEFT, RIGHT)


def clouds(today: Values, other: Values, axis: Axis, answer: Answer, alone: bool) -> str:
    """Draw both clouds, or today's alone; means and the bracket are the answer's, dots may be more."""
    parts = _scale(axis, answer)
    ground = GROUND_OTHER if alone else GROUND_TODAY
    parts += _cloud(today, axis, ground, TODAY, 0, answer)
    if not alone:
        parts += _cloud(other, axis, GROUND_OTHER, OTHER, 1, answer)
        parts += _bracket(axis, answer)
    return svg(parts, HEIGHT, _label(answer, alone), "clouds")


def _scale(axis: Axis, answer: Answer) -> list[str]:
    parts = [line(0, FOOT, 100, FOOT, "axis")]
    for place, value in enumerate(ticks(axis.low, axis.high, 6)):
        at = axis.at(value)
        kind = "tick second" if place % 2 else "tick"
        anchor = "start" if at < 8 else "end" if at > 92 else "middle"
        parts.append(line(at, 8, at, FOOT, "grid"))
        parts.append(text(at, FOOT + 18, show(value, "money", answer.study.currency), kind, anchor))
    return parts


def _cloud(values: Values, axis: Axis, ground: float, kind: str, place: int, answer: Answer) -> list[str]:
    stacked = stacked_dots(values.tolist(), axis, BINS, ground, TALL, PITCH)
    parts = [dots(stacked, RADIUS, f"dot {kind}"), line(0, ground, 100, ground, "grid")]
    mean = answer.study.estimates[place]["revenue"].mean
    if math.isfinite(mean):
        at = axis.at(mean)
        anchor, side = ("start", 1.2) if at < 55 else ("end", -1.2)
        words = f"{'Today' if kind == TODAY else 'What if'}: {show(mean, 'money', answer.study.currency)}"
        parts.append(line(at, ground - TALL - 16, at, ground, f"mean {kind}"))
        parts.append(text(at + side, ground - TALL - 6, words, f"name {kind}", anchor))
    return parts


def _bracket(axis: Axis, answer: Answer) -> list[str]:
    """Draw where the what-if's mean may lie, as far from today's mean as the interval of the difference says."""
    effect = answer.study.effects[0]["revenue"]
    mean = answer.study.estimates[0]["revenue"].mean
    if not all(map(math.isfinite, (effect.low, effect.high, mean))):
        return []
    ends = [axis.at(mean + end) for end in (effect.low, effect.high)]
    y = GROUND_TODAY + 26
    parts = [line(axis.at(mean), GROUND_TODAY, axis.at(mean), y + 6, "mean today")]
    parts += [line(ends[0], y, ends[1], y, "bracket"), *(line(end, y - 6, end, y + 6, "bracket") for end in ends)]
    parts.append(dots([(axis.at(mean + effect.mean), y)], 4.2, "difference"))
    words = f"difference {show(effect.mean, 'money', answer.study.currency, signed=True)}"
    middle = sum(ends) / 2
    anchor = "start" if middle < 35 else "end" if middle > 65 else "middle"  # so that there is room, on a phone too
    place = {"start": ends[0], "end": ends[1], "middle": middle}[anchor]
    return [*parts, text(place, y - 10, words, "bracket-words", anchor)]


def _label(answer: Answer, alone: bool) -> str:
    means = [show(found["revenue"].mean, "money", answer.study.currency) for found in answer.study.estimates]
    words = f"Total revenue of {answer.years} simulated years: today {means[0]} on average"
    if alone:
        return words
    effect = answer.study.effects[0]["revenue"]
    interval = show_range(effect.low, effect.high, "money", answer.study.currency, signed=True)
    return f"{words}, the what-if {means[1]}; the mean difference lies between {interval}"
