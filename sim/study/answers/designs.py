"""Designs: at which combinations of uncertain inputs to look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from ...errors import StudyError
from ...scenario.inputs import Input
from ...statistics import Shape, morris_points, needed_points, saltelli_points, sobol_points

Method = Literal["curves", "morris", "sobol"]
EACH = 2  # replications at each point
POINTS = 128
STARTS, BASE = 10, 64  # of Morris's design, and of Sobol's
FEWEST_STARTS, FEWEST_BASE = 4, 8
FEWEST, MOST = 8, 65_536


def shape_of(each: Input) -> Shape:
    """How an input may act on an answer."""
    return Shape(shares=each.shares) if each.shares else Shape()


def check_how(method: str, points: int | None, replications: int) -> None:
    """Refuse a design that there is not, or that can tell nothing."""
    if method not in get_args(Method):
        raise StudyError(f"there is no method '{method}'; write {', '.join(get_args(Method))}")
    if points is not None and not FEWEST <= points <= MOST:
        raise StudyError(f"from {FEWEST} to {MOST:,} points are simulated, not {points}; write --points {POINTS}")
    if replications < EACH:
        raise StudyError(f"each point takes {EACH} replications or more, to tell luck from ignorance, not {replications}")


def points_of(method: Method, inputs: Sequence[Input], points: int | None, seed: int) -> NDArray[np.float64]:
    """Positions of the inputs to look at, (points, inputs): at most so many, else as many as do."""
    count = len(inputs)
    shapes = [shape_of(each) for each in inputs]
    each = {"curves": 1, "morris": count + 1, "sobol": count + 2}[method]  # points that come together
    usual = {"curves": POINTS, "morris": STARTS, "sobol": BASE}[method] * each
    fewest = {"curves": needed_points(shapes), "morris": FEWEST_STARTS * each, "sobol": FEWEST_BASE * each}[method]
    wanted = usual if points is None else points
    if points is None:
        wanted = max(wanted, 1 << (fewest - 1).bit_length())
    if wanted < fewest:
        least = 1 << (fewest - 1).bit_length() if method == "curves" else fewest
        raise StudyError(f"{count} inputs take {fewest} points or more, not {points}; write --points {least}")
    if method == "morris":
        return morris_points(count, wanted // each, seed)
    if method == "sobol":
        return saltelli_points(count, 1 << ((wanted // each).bit_length() - 1), seed)
    return sobol_points(wanted, count, seed)
