"""How long to go on: replications until a relative precision is reached and stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..errors import StudyError
from ..statistics import is_skewed, look_ahead, mean_interval, planned_replications, replications_for_precision
from .replications import Replications, Rows

FEWEST = 20
MOST = 5000

Values = NDArray[np.float64]
PlaceOf = Callable[[str], int | None]


class Target(NamedTuple):
    """What is to be precise: values whose mean is estimated, and the size they are measured against."""

    measure: str
    values: Values
    scale: Values


class Reached(NamedTuple):
    """Replications used, and what a reader must know about them."""

    replications: int
    notes: tuple[str, ...]


def choose_targets(rows: Sequence[Rows], place_of: PlaceOf) -> list[Target]:
    """Take revenue, or the desk's mean wait without deals; differences from the base when there are several plans."""
    for name in ("revenue", "wait_hours_mean"):
        place = place_of(name)
        if place is None:
            continue
        scale = rows[0].values[:, place]
        if not np.all(np.isfinite(scale)) or not np.any(scale != 0):
            continue
        if len(rows) == 1:
            return [Target(name, scale, scale)]
        differences = [other.values[:, place] - scale for other in rows[1:]]
        if all(np.all(np.isfinite(difference)) for difference in differences):
            return [Target(name, difference, scale) for difference in differences]
    raise StudyError("no precision can be asked for: revenue is 0 and wait_hours_mean is undefined or 0; ask for --replications")


def check_precision(precision: float) -> None:
    """Refuse a precision that no number of replications can have."""
    if not 0 < precision < 1:
        raise StudyError(f"a precision lies between 0 and 100 %, such as 2%; not {precision:.6g}")


def replicate_to_precision(
    replications: Replications,
    precision: float,
    place_of: PlaceOf,
    most: int = MOST,
) -> Reached:
    """Add replications until the half-width is at most `precision` of the mean, and stays so over the look-ahead.

    Hoad, Robinson and Davies' algorithm with at least 20 replications; then, if the values are skewed,
    until the studentised bootstrap's interval is as narrow too. With alternatives, until all their
    differences are as precise. StudyError when far more than `most` are needed.
    """
    check_precision(precision)
    count = min(FEWEST, most)
    while True:
        replications.extend(count)
        targets = choose_targets(replications.rows, place_of)
        totals = [total for target in targets if (total := _settled(target, precision)) is not None]
        if len(totals) == len(targets) and max(totals) <= most:
            return Reached(max(totals), _notes(targets[0]))
        needed = max(_planned(target, precision) for target in targets)
        name = targets[0].measure
        if needed > 2 * most:
            raise StudyError(
                f"a precision of {precision:.3%} of {name} needs about {needed:,} replications, and at most {most:,} "
                "are made; ask for a looser precision or for --replications"
            )
        if count >= most:
            reached = max(mean_interval(target.values).half_width / _size(target) for target in targets)
            note = f"After {most:,} replications {name} is known to ±{reached:.3%}, not to ±{precision:.3%}."
            return Reached(most, (*_notes(targets[0]), note))
        count = min(most, max(count + FEWEST, min(2 * count, needed + look_ahead(needed))))


def _settled(target: Target, precision: float) -> int | None:
    fewest = FEWEST
    while True:
        count = replications_for_precision(target.values, precision, relative_to=target.scale, fewest=fewest)
        if count is None:
            return None
        total = count + look_ahead(count)
        values = target.values[:total]
        width = precision * abs(float(target.scale[:total].mean()))
        if not is_skewed(values) or mean_interval(values).half_width <= width:
            return total
        fewest = total + max(5, total // 20)


def _size(target: Target) -> float:
    return abs(float(target.scale.mean()))


def _planned(target: Target, precision: float) -> int:
    return planned_replications(float(target.values.std(ddof=1)), precision * _size(target))


def _notes(target: Target) -> tuple[str, ...]:
    if target.measure == "revenue":
        return ()
    return (f"No revenue arises here, so the precision is that of {target.measure}.",)
