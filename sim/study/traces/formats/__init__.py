"""Event logs in files that other tools read: CSV, XES, OCEL 2.0 as JSON.

Observed events only, unless truth is asked for: whoever mines the log then knows what the company could know.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ....errors import SmarketingError, StudyError
from .ocel import write_ocel
from .table import write_table
from .xes import write_xes

if TYPE_CHECKING:
    from ....log import Log
    from ....plan import Plan

__all__ = ["FORMATS", "refuse_ending", "write_log"]

Writer = Callable[["Plan", "Log", Path, bool], int]
FORMATS: dict[str, Writer] = {".csv": write_table, ".xes": write_xes, ".ocel.json": write_ocel}


def refuse_ending(path: Path) -> Writer:
    """Give the writer for a file's ending; StudyError when there is none."""
    writer = next((writer for ending, writer in FORMATS.items() if path.name.lower().endswith(ending)), None)
    if writer is None:
        *others, last = FORMATS
        raise StudyError(f"{path} names no format of event logs; end its name in {', '.join(others)} or {last}")
    return writer


def write_log(plan: Plan, log: Log, path: Path, *, truth: bool = False) -> int:
    """Write a log in the format that the file's ending names, whole or not at all; return the number of events written."""
    writer = refuse_ending(path)
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        count = writer(plan, log, partial, truth)
        partial.replace(path)
    except OSError as error:
        raise SmarketingError(f"cannot write to {path}: {error.strerror or error}") from error
    finally:
        partial.unlink(missing_ok=True)
    return count
