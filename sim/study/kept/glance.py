"""What a study's file has of single replications, without opening the study: one log, and how many there are."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import DamagedError
from ..crew.engine import Engine
from ..traces.logs import unpack
from .database import FILE
from .store import read_store

if TYPE_CHECKING:
    from ...log import Log


def kept_log(folder: Path, engine: Engine, place: int, replication: int) -> Log | None:
    """Read the log of one replication of the scenario at `place`; None where none was kept."""
    if not (folder / FILE).is_file():
        return None
    with read_store(folder) as store:
        packed = store.kept_part(engine).log(place, replication)
    try:
        return None if packed is None else unpack(packed)
    except (zlib.error, ValueError, TypeError, KeyError) as error:
        raise DamagedError(store.path, error) from error


def count_kept(folder: Path) -> int:
    """Count the replications of all scenarios together that a folder's study has; 0 where there is none."""
    if not (folder / FILE).is_file() or not (folder / FILE).stat().st_size:
        return 0
    with read_store(folder) as store:
        return store.rows()
