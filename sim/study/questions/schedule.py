"""When results are looked at, and how far those who are not yet told have still to go."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from ...statistics import student_critical


def doubling(first: int, most: int) -> list[int]:
    """Numbers from the first, each twice the one before, up to the most."""
    looks = [min(first, most)]
    while 2 * looks[-1] <= most:
        looks.append(2 * looks[-1])
    return looks


def expected_look(looks: Sequence[int], count: int, gap: float, half_width: float, level: float | None = None) -> int:
    """Look at which an interval is likely to leave a bound out, that is `gap` away from the mean after `count`.

    A half-width shrinks with the square root of the number, and at a high `level` faster, as Student's critical value does.
    The last look, where nothing is known.
    """
    if not (gap > 0 and math.isfinite(half_width)):
        return looks[-1]

    def width(look: int) -> float:
        critical = 1.0 if level is None else student_critical(look - 1, level) / student_critical(count - 1, level)
        return critical * half_width * math.sqrt(count / look)

    return next((look for look in looks if look > count and width(look) <= gap), looks[-1])


def expected_total(simulated: int, going: Iterable[tuple[int, int]]) -> int:
    """Replications of all in the end: those there are, and what each that goes on has still to do, from … to."""
    return simulated + sum(max(0, until - since) for since, until in going)
