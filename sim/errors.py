"""Every exception of the package.

::

    SmarketingError          anything we raise on purpose
    ├── ScenarioError        a scenario cannot be read; carries every fault with its place
    ├── SimulationError      a simulation cannot go on
    └── StudyError           a study asks for something that cannot be answered
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong with a scenario, where it is, and what to write instead.

    `line` and `column` count from 1. `path` is dotted, such as `channels.web.volume`.
    """

    file: str
    line: int
    column: int
    path: str
    what: str
    instead: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column} {self.path}: {self.what}; {self.instead}"


class SmarketingError(Exception):
    """Anything this package raises on purpose."""


class ScenarioError(SmarketingError):
    """A scenario cannot be read; `faults` names everything that is wrong, in order of position."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


class SimulationError(SmarketingError):
    """A simulation cannot go on."""


class StudyError(SmarketingError):
    """A study asks for something that cannot be answered."""
