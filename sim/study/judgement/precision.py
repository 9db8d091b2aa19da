"""How long to go on: planned looks at the width of an interval, until it is narrow enough.

A pilot says how many replications are needed; every further look is planned from the one before, from
widths alone and never from the side of zero. What is reported is 5 % wider than at a fixed number of
replications: that is what the looks cost, see DESIGN.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from ...errors import StudyError
from ...statistics import Interval, mean_interval, planned_replications, stretched, student_interval
from ..crew.replications import Rows

FEWEST = 20  # replications of the pilot
MOST = 5000
GROWTH = 20  # a further look comes after at least a twentieth more,
LEAP = 3  # and at most three times as many: an interval of few values may be wide by chance
STRETCH = 1.05  # of every interval after looks: keeps the error at 5 %, measured where it is largest

Values = NDArray[np.float64]
PlaceOf = Callable[[str], int | None]


class Growing(Protocol):
    """A set of replications that can grow."""

    @property
    def rows(self) -> list[Rows]:
        """Rows of every plan."""

    def extend(self, until: int) -> None:
        """Simulate until there are so many."""


class Target(NamedTuple):
    """What is to be precise: values whose mean is estimated, and the size they are measured against."""

    measure: str
    values: Values
    scale: Values

    def interval(self, level: float) -> Interval:
        """Interval of the mean as it is reported after looks."""
        return stretched(mean_interval(self.values, level), STRETCH)

    def needed(self, precision: float, level: float, half_width: float | None = None) -> int:
        """Replications after which Student's interval would be narrow enough; from a wider one, so many more."""
        usual = student_interval(self.values, level).half_width
        wider = half_width / usual if half_width is not None and usual > 0 else STRETCH
        return planned_replications(wider * float(self.values.std(ddof=1)), precision * self.size, level)

    @property
    def size(self) -> float:
        """What a precision is a share of."""
        return abs(float(self.scale.mean()))


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
    replications: Growing,
    precision: float,
    place_of: PlaceOf,
    most: int = MOST,
    level: float = 0.95,
) -> Reached:
    """Add replications until the half-width at a confidence level is at most `precision` of the mean.

    With alternatives, until all their differences are as precise. StudyError when far more than `most`
    are needed.
    """
    check_precision(precision)
    count = min(FEWEST, most)
    while True:
        replications.extend(count)
        targets = choose_targets([rows.first(count) for rows in replications.rows], place_of)
        name = targets[0].measure
        widths = [target.interval(level).half_width / target.size for target in targets]
        if max(widths) <= precision:
            return Reached(count, _notes(name))
        needed = max(target.needed(precision, level) for target in targets)
        if needed > 2 * most:
            raise StudyError(
                f"a precision of {precision:.3%} of {name} needs about {needed:,} replications, and at most {most:,} "
                "are made; ask for a looser precision or for --replications"
            )
        if count >= most:
            note = f"After {most:,} replications {name} is known to ±{max(widths):.3%}, not to ±{precision:.3%}."
            return Reached(most, (*_notes(name), note))
        wider = max(target.needed(precision, level, target.interval(level).half_width) for target in targets)
        count = min(most, max(min(wider, LEAP * count), count + 1 + count // GROWTH))


def _notes(measure: str) -> tuple[str, ...]:
    if measure == "revenue":
        return ()
    return (f"No revenue arises here, so the precision is that of {measure}.",)
