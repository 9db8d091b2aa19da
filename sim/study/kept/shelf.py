"""Units of trials, kept in parts of a study's file: where a study is no set of replications of the same scenarios."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..crew.measuring import Unit
from ..crew.replications import AT_ONCE
from .store import Part


class Boards(NamedTuple):
    """A part of the file, and the columns of trials that are its scenarios, in their order."""

    part: Part
    columns: Sequence[int]


class Shelf:
    """Trials in rows of `width`: trial t is in row t // width and column t % width; row r is replication r of the parts."""

    def __init__(self, width: int, *boards: Boards) -> None:
        self._width, self._boards = width, boards

    def read(self, count: int) -> dict[int, Unit]:
        """Read what is kept of the first `count` trials, by number."""
        found: dict[int, Unit] = {}
        for part, columns in self._boards:
            last, step = max(part.kept, default=0), max(1, AT_ONCE // len(columns))
            for first in range(0, min(last, -(-count // self._width)), step):
                for number, unit in part.read(first, min(first + step, last)):
                    row, place = divmod(number, len(columns))
                    found[row * self._width + columns[place]] = unit
        return {number: unit for number, unit in found.items() if number < count}

    def add(self, numbers: Sequence[int], units: Sequence[Unit]) -> None:
        """Keep the units of these trials."""
        for part, columns in self._boards:
            places = {column: place for place, column in enumerate(columns)}
            some = [
                (number // self._width * len(columns) + places[number % self._width], unit)
                for number, unit in zip(numbers, units, strict=True)
                if number % self._width in places
            ]
            part.add([number for number, _ in some], [unit for _, unit in some])

    def replay(self, number: int) -> str | None:
        """Say how one trial is looked at alone; None where its study does not open it by name."""
        row, column = divmod(number, self._width)
        part, columns = next(each for each in self._boards if column in each.columns)
        return part.replay(list(columns).index(column), row)
