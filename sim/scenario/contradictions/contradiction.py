"""One contradiction: what cannot stand together, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..tree import Path


@dataclass(frozen=True)
class Contradiction:
    """What is wrong at a path, what to write instead, and which other values say so."""

    path: Path
    what: str
    instead: str
    reads: tuple[Path, ...] = ()
    at_key: bool = False  # the key itself is at fault, not its value


Found = Iterator[Contradiction]
