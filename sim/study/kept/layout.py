"""The tables of a study's file, and how a unit becomes rows of them and back.

`replications` has a row per scenario and replication with a column per measure, so that any tool that
reads SQLite can use it; NULL is undefined. Every row has a checksum of what it says.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..crew.measuring import Unit

if TYPE_CHECKING:
    from ...measures import Measure
    from ..crew.engine import Engine

APPLICATION = 0x736D6B74  # 'smkt', in the file's header
FORMAT = 1
PAGE = 16_384  # bytes: several rows a page
DICTIONARY = ("name", "label", "unit", "kind", "definition", "denominator", "better", "headline")


class Layout(NamedTuple):
    """Names of the columns: measures, the places of those that are ratios, and weekly series."""

    measures: tuple[str, ...]
    ratios: tuple[int, ...]
    series: tuple[str, ...]

    @property
    def columns(self) -> list[str]:
        """Columns of numbers in `replications`: measures, then numerators and denominators of the ratios."""
        parts = [f"{self.measures[place]}_{part}" for part in ("numerator", "denominator") for place in self.ratios]
        return [*self.measures, *parts]

    def statements(self) -> list[str]:
        """Write the statements that make the tables."""
        numbers = ", ".join(f"{quoted(name)} REAL" for name in self.columns)
        weeks = "".join(f", {quoted(name)} REAL" for name in self.series)
        return [
            "CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL, checksum INTEGER NOT NULL) WITHOUT ROWID",
            "CREATE TABLE scenarios (scenario INTEGER PRIMARY KEY, part TEXT NOT NULL, place INTEGER NOT NULL,"
            " places INTEGER NOT NULL, name TEXT NOT NULL, fingerprint TEXT NOT NULL, text TEXT NOT NULL,"
            " checksum INTEGER NOT NULL)",
            f"CREATE TABLE dictionary ({', '.join(quoted(name) for name in DICTIONARY)})",
            "CREATE TABLE replications (replication INTEGER NOT NULL, scenario INTEGER NOT NULL, checksum INTEGER NOT NULL,"
            f" {numbers}, PRIMARY KEY (replication, scenario)) WITHOUT ROWID",  # lies in this order, whoever came first
            "CREATE TABLE weekly (replication INTEGER NOT NULL, scenario INTEGER NOT NULL, week INTEGER NOT NULL"
            f"{weeks}, PRIMARY KEY (replication, scenario, week)) WITHOUT ROWID",
            "CREATE TABLE logs (replication INTEGER NOT NULL, scenario INTEGER NOT NULL, log BLOB NOT NULL,"
            " UNIQUE (replication, scenario))",
        ]

    def insertion(self) -> str:
        """Write the statement that adds a row to `replications`."""
        return f"INSERT INTO replications VALUES ({', '.join('?' * (3 + len(self.columns)))})"

    def weekly_insertion(self) -> str:
        """Write the statement that adds a row to `weekly`."""
        return f"INSERT INTO weekly VALUES ({', '.join('?' * (3 + len(self.series)))})"

    def row(self, replication: int, scenario: int, unit: Unit) -> tuple[Any, ...]:
        """Make a row of `replications`; the weekly series count for its checksum."""
        ratios = list(self.ratios)
        numbers = np.concatenate([unit.values, unit.numerators[ratios], unit.denominators[ratios]])
        return (replication, scenario, checksum(replication, scenario, numbers, unit.weekly), *numbers.tolist())

    def weeks(self, replication: int, scenario: int, unit: Unit) -> Iterator[tuple[Any, ...]]:
        """Make rows of `weekly`."""
        for week, values in enumerate(unit.weekly.tolist()):
            yield (replication, scenario, week, *values)

    def units(self, rows: Sequence[tuple[Any, ...]], weeks: Sequence[tuple[Any, ...]]) -> list[Unit]:
        """Make units of rows, both in order of replication and scenario; ValueError where a checksum does not hold."""
        weekly = {key: [row[3:] for row in group] for key, group in groupby(weeks, key=lambda row: row[:2])}
        numbers = np.array([row[3:] for row in rows], dtype=np.float64).reshape(len(rows), len(self.columns))
        m, r = len(self.measures), len(self.ratios)
        units = []
        for row, values in zip(rows, numbers, strict=True):
            series = np.array(weekly.pop(row[:2], []), dtype=np.float64).reshape(-1, len(self.series))
            if checksum(row[0], row[1], values, series) != row[2]:
                raise ValueError(f"replication {row[0]} of scenario {row[1]} is not as it was written")
            tops, bottoms = np.full((2, m), np.nan)
            tops[list(self.ratios)], bottoms[list(self.ratios)] = values[m : m + r], values[m + r :]
            units.append(Unit(values[:m].copy(), tops, bottoms, series))
        return units


def layout_of(engine: Engine) -> Layout:
    """Lay out the file of an engine's measures."""
    ratios = tuple(place for place, measure in enumerate(engine.measures) if measure.kind == "ratio")
    return Layout(tuple(measure.name for measure in engine.measures), ratios, engine.weekly)


def dictionary_rows(measures: Sequence[Measure]) -> Iterator[tuple[Any, ...]]:
    """Describe every measure."""
    for measure in measures:
        yield tuple(getattr(measure, name) for name in DICTIONARY)


def checksum(replication: int, scenario: int, numbers: Any, weekly: Any) -> int:
    """Sum up a row: 32 bits of its key, its numbers and its weekly series."""
    return zlib.crc32(weekly.tobytes(), zlib.crc32(numbers.tobytes(), zlib.crc32(b"%d %d" % (replication, scenario))))


def text_checksum(*parts: object) -> int:
    """Sum up texts and whole numbers: 32 bits."""
    return zlib.crc32("\0".join(map(str, parts)).encode())


def quoted(name: str) -> str:
    """Quote a name for SQL."""
    doubled = name.replace('"', '""')
    return f'"{doubled}"'
