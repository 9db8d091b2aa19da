"""Saving a study: a folder of tidy tables with a manifest, written as a whole or not at all."""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import SmarketingError, StudyError

if TYPE_CHECKING:
    from .results import Study

MANIFEST = "manifest.json"
TABLES = ("summary", "replications", "weekly", "dictionary", "differences")
FILES = frozenset({MANIFEST, "study.json", *(f"{table}.csv" for table in TABLES)})
PACKAGES = ("smarketing", "numpy", "scipy", "simpy", "numba", "pandas", "pydantic", "tzdata", "holidays")


def save_study(study: Study, folder: Path, command: str = "") -> Path:
    """Write a study into a folder that is new, empty, or holds the same study.

    StudyError when the folder holds anything else, SmarketingError when it cannot be written. The
    folder appears under its name only when it is whole.
    """
    manifest = make_manifest(study, command)
    refuse_other(folder, manifest)
    folder = folder.resolve()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        partial = folder.parent / f".{folder.name}.{os.getpid()}.partial"
        partial.mkdir()
        try:
            _write_all(study, partial, manifest)
            if folder.exists():
                shutil.rmtree(folder)
            partial.rename(folder)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    except OSError as error:
        raise SmarketingError(f"cannot write to {folder}: {error.strerror or error}") from error
    return folder


def refuse_other(folder: Path, manifest: dict[str, Any] | None = None) -> None:
    """Raise StudyError when a folder holds something else than the study of this manifest.

    Without a manifest only what can be told beforehand is looked at: that nothing but a study is there.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise StudyError(f"{folder} is a file; name a folder to write to")
    held = {path.name for path in folder.iterdir()}
    if not held:
        return
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        known = _identity(found)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise StudyError(f"{folder} is not empty and holds no study; name a new folder") from None
    if strange := sorted(held - FILES):
        raise StudyError(f"{folder} holds files of yours beside a study ({', '.join(strange)}); name a new folder")
    if manifest is not None and known != _identity(manifest):
        raise StudyError(f"{folder} holds another study ({', '.join(known[1])}); name a new folder")


def make_manifest(study: Study, command: str = "") -> dict[str, Any]:
    """Everything needed to make the study again: scenarios in full, seed, versions. No time, no machine."""
    return {
        "study": type(study).__name__.lower(),
        "scenarios": [
            {
                "name": scenario.name,
                "fingerprint": plan.fingerprint,
                "resolved": scenario.model_dump(mode="json", by_alias=True),
            }
            for scenario, plan in zip(study.scenarios, study.plans, strict=True)
        ],
        "seed": study.seed,
        "replications": study.count,
        "engine": study.engine.name,
        "command": command,
        "notes": list(study.notes),
        "versions": {"python": platform.python_version(), **{name: _version(name) for name in PACKAGES}},
    }


def _identity(manifest: dict[str, Any]) -> tuple[Any, ...]:
    """Tell what makes two studies the same question; seed and replications may differ."""
    names = tuple(scenario["name"] for scenario in manifest["scenarios"])
    return manifest["study"], names, tuple(scenario["fingerprint"] for scenario in manifest["scenarios"])


def _write_all(study: Study, folder: Path, manifest: dict[str, Any]) -> None:
    from .results import Comparison

    tables = {
        "summary": study.summary(),
        "replications": study.replications(),
        "weekly": study.weekly(),
        "dictionary": study.dictionary(),
    }
    if isinstance(study, Comparison):
        tables["differences"] = study.differences()
    for name, table in tables.items():
        table.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n", encoding="utf-8")
    for name, document in {"study.json": study.to_json(), MANIFEST: manifest}.items():
        text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)
        (folder / name).write_text(text + "\n", encoding="utf-8")


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None
