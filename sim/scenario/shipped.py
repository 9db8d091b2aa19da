"""The scenarios that travel with the package."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped_folder() -> Path:
    """Find the folder of shipped scenarios: inside an installed package, or beside it in a checkout."""
    inside = _PACKAGE / "shipped"
    return inside if inside.is_dir() else _PACKAGE.parent / "scenarios"


def shipped_names() -> tuple[str, ...]:
    """List the names of all shipped scenarios, such as 'baseline' and 'theory/mmc'."""
    folder = shipped_folder()
    found = (path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.yaml"))
    return tuple(sorted(found, key=lambda name: ("/" in name, name)))


def shipped_path(name: str) -> Path:
    """Find the file of a shipped scenario; an unknown name raises KeyError."""
    if name not in shipped_names():
        raise KeyError(name)
    return shipped_folder() / f"{name}.yaml"
