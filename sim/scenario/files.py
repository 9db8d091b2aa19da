"""Scenario files on disk: found by path or by shipped name, opened with care."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from ..errors import Fault, ScenarioError
from .kinds import hint
from .shipped import shipped_names, shipped_path
from .yaml import MOST_BYTES


def locate(source: str | os.PathLike[str]) -> Path:
    """Find a scenario's file; a path wins over a shipped name."""
    name = os.fspath(source)
    try:
        path = Path(name)
        if path.is_file() or (path.exists() and name not in shipped_names()):
            return path
        if name in shipped_names():
            return shipped_path(name)
    except (OSError, ValueError):
        path = Path("scenario")
    if path.suffix in (".yaml", ".yml"):
        instead = _hint_for_path(path)
    else:
        instead = hint(name, shipped_names(), "the shipped scenarios are")
    raise ScenarioError([Fault(name[:200], 1, 1, "scenario", "is neither a file nor a shipped scenario", instead)])


def _hint_for_path(path: Path) -> str:
    folder = path.parent
    if not folder.is_dir():
        return f"there is no folder '{folder}'; check the path"
    beside = sorted(item.name for item in folder.iterdir() if item.suffix in (".yaml", ".yml"))
    return hint(path.name, beside, "the scenario files in that folder are") if beside else "check the path"


def label(path: Path) -> str:
    """Name a file as people would: relative when below the working directory."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except (OSError, ValueError):
        return str(path)


def load(path: Path, file: str) -> str:
    """Read a scenario's text; what is not a readable file of at most 1 MB in UTF-8 raises ScenarioError."""

    def refusal(what: str, instead: str, line: int = 1, column: int = 1) -> ScenarioError:
        return ScenarioError([Fault(file, line, column, "scenario", what, instead)])

    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise refusal("is a folder", "name one of the files in it")
        if not stat.S_ISREG(status.st_mode):
            raise refusal("is not an ordinary file", "name a scenario file")
        if status.st_size > MOST_BYTES:
            raise refusal("is larger than 1 MB", "write less, or use extends")
        with path.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise refusal(f"cannot be opened ({reason})", "check the path and its permissions") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        raise refusal("is not text in UTF-8", "save the file as UTF-8", line, column) from None
