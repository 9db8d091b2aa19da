"""When results are looked at, and how far those who are not yet told have still to go."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence


def doubling(first: int, most: int) -> list[int]:
    """Numbers from the first, each twice the one before, up to the most."""
    looks = [min(first, most)]
    while 2 * looks[-1] <= most:
        looks.append(2 * looks[-1])
    return looks


def expected_look(looks: Sequence[int], count: int, gap: float, half_width: float) -> int:
    """Look at which an interval is likely to leave a bound out, that is `gap` away from the mean after `count`.

    A half-width shrinks with the square root of the number. The last look, where nothing is known.
    """
    if not (gap > 0 and math.isfinite(half_width)):
        return looks[-1]
    needed = count * (half_width / gap) ** 2
    return next((look for look in looks if look > count and look >= needed), looks[-1])


def expected_total(simulated: int, going: Iterable[tuple[int, int]]) -> int:
    """Replications of all in the end: those there are, and what each that goes on has still to do, from … to."""
    return simulated + sum(max(0, until - since) for since, until in going)
