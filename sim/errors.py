"""Every exception of the package.

::

    SmarketingError          anything we raise on purpose
    ├── ScenarioError        a scenario cannot be read; carries every fault with its place
    ├── SimulationError      a simulation cannot go on
    ├── StudyError           a study asks for something that cannot be answered
    ├── BusyError            another process has a study's file open
    ├── DamagedError         a study's file is not as it was written
    └── StoppedError         the user stopped a study that is kept; says how to go on
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


class BusyError(SmarketingError):
    """Another process has a study's file open."""

    def __init__(self, path: object) -> None:
        super().__init__(f"another process is at work on {path}; wait until it has ended, or name a new folder")


class DamagedError(SmarketingError):
    """A study's file is not as it was written."""

    def __init__(self, path: object, what: object) -> None:
        super().__init__(
            f"{path} is damaged ({what}); restore it from a copy, or make the study again in a new folder: tables that lie "
            "beside it are still good"
        )


class StoppedError(SmarketingError):
    """The user stopped a study that is kept; says how to go on."""
