"""What a study is made with: versions of all that decides its numbers, and the code that computes a row."""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
from functools import cache
from pathlib import Path

PACKAGES = ("smarketing", "numpy", "scipy", "simpy", "numba", "pandas", "pydantic", "tzdata", "holidays")
ROOMS = ("log", "rules", "plan", "model", "compiled", "measures")  # what carries a scenario to a row of measures


@cache
def made_with() -> dict[str, str | None]:
    """Versions by name; `code` is a hash of our own sources, since they may change under one version."""
    versions = {name: _version(name) for name in PACKAGES}
    return {"python": platform.python_version(), **versions, "code": _hash_of_sources()}


def _hash_of_sources() -> str:
    """Hash of the sources of the rooms that compute a row; 16 hex digits."""
    digest = hashlib.blake2b(digest_size=8)
    root = Path(__file__).resolve().parents[2]
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None
