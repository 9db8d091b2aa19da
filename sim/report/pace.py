"""How long the rest will take, from how long the work so far took."""

from __future__ import annotations

import time
from collections.abc import Callable


class Pace:
    """Work done at times; the time left is what the rest takes at the pace since the first piece was done.

    The first piece carries what happens once (compiling, starting workers), and with many workers the next
    ones follow it at once. So nothing is said before as much time has passed again as it took. Right as far
    as pieces are alike, which replications of the same plans are.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._begun = clock()
        self._first: tuple[float, int] | None = None

    def left(self, done: int, planned: int) -> float | None:
        """Seconds until `planned` pieces are done, now that `done` are; None as long as that is not known."""
        now = self._clock()
        if done <= 0:
            self._begun = now
            return None
        if done >= planned:
            return 0.0
        if self._first is None:
            self._first = now, done
        since, before = self._first
        if done <= before or now - since < since - self._begun or now <= since:
            return None
        return (planned - done) * (now - since) / (done - before)


def time_in_words(seconds: float) -> str:
    """Write a time such as `40 s`, `12 min`, `3.5 h`."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    if seconds < 90 * 60:
        return f"{round(seconds / 60)} min"
    return f"{seconds / 3600:.1f} h"
