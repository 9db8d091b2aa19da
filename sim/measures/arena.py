"""Room for one log's tables, used again for the next log's: to ask for memory anew takes as long as measuring."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

LINE = 64  # bytes that a processor fetches at once
SPARE = 8  # the next log gets an eighth more than this one took


class Arena:
    """Memory that is taken piece by piece and becomes free all at once; not for two threads at a time."""

    def __init__(self) -> None:
        self._block = np.empty(0, np.uint8)
        self._taken = 0

    def take(self, number: int, kind: Any = np.int64) -> NDArray[Any]:
        """Memory for so many, whatever it holds."""
        size = number * np.dtype(kind).itemsize
        begin = self._taken
        self._taken += size + -size % LINE
        if self._taken > len(self._block):
            return np.empty(number, kind)
        return self._block[begin : begin + size].view(kind)

    def copy(self, array: NDArray[Any]) -> NDArray[Any]:
        """The same as an array, laid side by side."""
        found = self.take(len(array), array.dtype)
        found[:] = array
        return found

    def clear(self) -> None:
        """Be free again, and have room for as much as was taken."""
        if self._taken > len(self._block):
            self._block = np.empty(self._taken + self._taken // SPARE, np.uint8)
        self._taken = 0
