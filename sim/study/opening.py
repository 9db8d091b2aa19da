"""Opening a study that was saved: its scenarios read from its own file, its rows as they were."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import DamagedError, StudyError
from .comparing import stretch_of, weighed
from .database import FILE
from .engine import Engine, engine_named
from .identity import Asked, make_identity, version_differences, versions_here
from .logs import unpack
from .question import compile_all
from .replications import Replications, Rows
from .results import Comparison, Run, Study
from .store import Store, read_store

if TYPE_CHECKING:
    from ..log import Log
    from ..plan import Plan


def open_study(folder: str | Path) -> Study:
    """Open a study from the folder it was written to, finished or not; its scenario files are not needed.

    Raises
    ------
    StudyError
        When there is none, or its scenarios would not run today as they did.
    SmarketingError
        When its file is damaged, or another process is at work on it.
    """
    from ..scenario import parse_scenario

    with read_store(Path(folder)) as store:
        identity = store.identity()
        engine = engine_named(identity.engine)
        kept = store.scenarios()
        if identity.study not in ("run", "comparison"):
            raise StudyError(
                f"{store.folder} holds a {identity.study}, and only runs and comparisons are opened; read its tables"
            )
        if not kept:
            raise StudyError(f"{store.folder} holds a study that never began; make it again")
        unlike = list(version_differences(identity.versions, versions_here()))
        scenarios = tuple(parse_scenario(each.text, name=each.name) for each in kept)
        kind = scenarios[0].experiment.kind
        plans = compile_all(engine, scenarios, kind)
        _check(store, kept, plans, unlike)
        if identity != make_identity(identity.study, engine, identity.seed, logs=identity.logs)._replace(
            versions=identity.versions
        ):
            raise StudyError(f"{store.folder} has other measures: {'; '.join(unlike)}; use the versions it was made with")
        answer, asked = store.get("answer"), store.get("asked")
        rows = _rows(store, engine, plans, answer, identity.seed)
    count = rows[0].replications
    notes = list(answer["notes"]) if answer else [_unfinished(count, asked)]
    if unlike:
        notes.append(f"A replay may differ: {'; '.join(unlike)}.")
    given: dict[str, Any] = {"stretch": stretch_of(asked.get("precision")), "folder": store.folder}
    if identity.study == "run":
        return Run(scenarios, plans, rows, engine, identity.seed, tuple(notes), **given)
    study = Comparison(scenarios, plans, rows, engine, identity.seed, tuple(notes), kind, **given)
    study = weighed(study, answer["worth"] if answer else asked.get("worth", 0.0))
    return replace(study, holds_under=tuple(answer["holds_under"])) if answer else study


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
    """Count the replications of every scenario that a folder's study has; 0 where there is none."""
    if not (folder / FILE).is_file() or not (folder / FILE).stat().st_size:
        return 0
    with read_store(folder) as store:
        return store.kept_part(engine_named(store.identity().engine)).replications


def _check(store: Store, kept: Sequence[Asked], plans: Sequence[Plan], unlike: Sequence[str]) -> None:
    for each, plan in zip(kept, plans, strict=True):
        if each.fingerprint != plan.fingerprint:
            why = "; ".join(unlike) or "its own code may have changed"
            raise StudyError(
                f"'{each.name}' in {store.folder} would not run today as it did: {why}. Use the versions it was made with, "
                "which manifest.json beside it names"
            )


def _rows(store: Store, engine: Engine, plans: Sequence[Plan], answer: Any, seed: int) -> tuple[Rows, ...]:
    part = store.kept_part(engine)
    count = part.replications if answer is None else int(answer["replications"])
    if count > part.replications:
        raise DamagedError(store.path, "replications are missing")
    with Replications(engine, plans, seed, keeping=part) as made:
        made.extend(count)
        if count:
            return tuple(made.rows)
    nothing = np.empty((0, len(engine.measures)))
    return tuple(Rows(nothing, nothing, nothing, np.empty((0, 0, len(engine.weekly)))) for _ in plans)


def _unfinished(count: int, asked: Mapping[str, Any]) -> str:
    planned = asked.get("replications")
    of = f" of {planned:,}" if planned else ""
    return f"Unfinished: {count:,}{of} replications so far; run its command again with --resume."
