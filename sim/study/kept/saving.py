"""Saving a study: its file, and beside it tidy tables, the document and a manifest."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import SmarketingError
from ..crew.measuring import Unit
from ..crew.replications import AT_ONCE
from .database import FILE
from .effort import keep_past
from .identity import asked_scenarios, make_identity, versions_here
from .store import MAIN, Store, open_store

if TYPE_CHECKING:
    import pandas as pd

    from ..answers.results import Study

MANIFEST = "manifest.json"


def save_study(study: Study, folder: Path, command: str = "") -> Path:
    """Write a study into a folder that is new, empty, or holds the same study.

    StudyError when the folder holds anything else, SmarketingError when it cannot be written.
    """
    identity = make_identity(study.kind_of_study, study.engine, study.seed, design=study.design)
    scenarios = asked_scenarios(study.scenarios, study.plans)
    with open_store(folder, study.engine, identity, scenarios, {"replications": study.count}, resume=True) as store:
        for name, each in {MAIN: study, **study.beside}.items():
            part = store.part(each.engine, asked_scenarios(each.scenarios, each.plans), name)
            numbers = [n for n in range(each.count * len(each.rows)) if _is_missing(each, n, part.kept)]
            for first in range(0, len(numbers), AT_ONCE):
                some = numbers[first : first + AT_ONCE]
                part.add(some, [_unit(each, number) for number in some])
        if study.past is not None:
            keep_past(store, study.engine, study.past)
        finish(store, study, command)
    return folder


def finish(store: Store, study: Study, command: str = "") -> None:
    """Say in a study's file what came of it, write the tables beside it, and close it in its final form."""
    store.put(answer=study.answer())
    write_beside(study, store.folder, command)
    store.seal()


def write_beside(study: Study, folder: Path, command: str) -> None:
    """Write tables, document and manifest into a folder, each whole or not at all."""
    with _replaced(folder) as partial:
        for name, table in tables_of(study).items():
            table.to_csv(partial / f"{name}.csv", index=False, lineterminator="\n", encoding="utf-8")
        for name, document in {"study.json": study.to_json(), MANIFEST: make_manifest(study, command)}.items():
            text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)
            (partial / name).write_text(text + "\n", encoding="utf-8")


def tables_of(study: Study) -> dict[str, pd.DataFrame]:
    """Every tidy table of a study, by name."""
    return {
        "summary": study.summary(),
        "replications": study.replications(),
        "weekly": study.weekly(),
        "dictionary": study.dictionary(),
        **study.further_tables(),
    }


def make_manifest(study: Study, command: str = "") -> dict[str, Any]:
    """Everything needed to make the study again: scenarios in full, seed, versions. No time, no machine."""
    return {
        "study": study.kind_of_study,
        "scenarios": [
            {
                "name": scenario.name,
                "fingerprint": plan.fingerprint,
                "resolved": scenario.model_dump(mode="json", by_alias=True),
            }
            for scenario, plan in zip(study.scenarios, study.plans, strict=True)
        ],
        **({} if study.past is None else {"past": study.past.model_dump(mode="json", by_alias=True)}),
        "seed": study.seed,
        "replications": study.count,
        "engine": study.engine.name,
        "command": command,
        "notes": list(study.notes),
        "versions": versions_here(),
    }


def _is_missing(study: Study, number: int, kept: Sequence[int]) -> bool:
    replication, place = divmod(number, len(study.rows))
    return kept[place] <= replication < study.rows[place].replications


def _unit(study: Study, unit: int) -> Unit:
    replication, place = divmod(unit, len(study.rows))
    values, numerators, denominators, weekly = study.rows[place]
    series = weekly[replication] if replication < len(weekly) else weekly[:0].reshape(0, weekly.shape[2])
    return Unit(values[replication], numerators[replication], denominators[replication], series)


@contextmanager
def _replaced(folder: Path) -> Iterator[Path]:
    """Give a folder to write files into, which then take the places of those of the same name."""
    partial = folder / f".{FILE}.tables"
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir()
        yield partial
        for path in sorted(partial.iterdir(), key=lambda path: path.name == MANIFEST):
            path.replace(folder / path.name)
    except OSError as error:
        raise SmarketingError(f"cannot write to {folder}: {error.strerror or error}") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
