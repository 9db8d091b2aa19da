"""How a rule becomes machine code, once, kept on disk under a name that its sources decide.

Numba's own cache looks at the time stamp of the file that holds a function, not at the files of the
functions it calls, so a changed rule could go on living inside its callers. Here the folder of the
cache is named by a hash of every source that compiled code rests on and of the library versions.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import numpy as np

Rule = TypeVar("Rule", bound=Callable[..., Any])
COMPILED = ("log", "rules", "measures/folds")  # compiled rules and folds are here, and import from here only


def sources_digest(root: Path, folders: Sequence[str], *more: str) -> str:
    """Hash of the sources below some folders of a root, of what compiles them, and of more that matters, 16 hex digits."""
    digest = hashlib.sha256()
    for path in sorted(path for folder in folders for path in (root / folder).rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    for part in (sys.version, numba.__version__, np.__version__, platform.machine(), platform.node(), *more):
        digest.update(part.encode())
    return digest.hexdigest()[:16]


@cache
def cache_folder() -> str | None:
    """Folder for machine code that this user can write to, or none."""
    chosen = os.environ.get("SMARKETING_CACHE")
    home = Path(chosen) if chosen else Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "smarketing"
    for root in (home, Path(tempfile.gettempdir()) / f"smarketing-{os.getuid() if hasattr(os, 'getuid') else 'user'}"):
        folder = root / sources_digest(Path(__file__).parents[1], COMPILED)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                return str(folder)
        except OSError:
            continue
    return None


def rule(*signatures: str, inside: bool = False) -> Callable[[Rule], Rule]:
    """Compile a function over plain numbers, for one signature or several; both engines call the same code.

    Strict IEEE arithmetic (no `fastmath`), so that the order of operations is the one written. A rule that becomes part of
    the rules which call it (`inside`) lets a processor do it for several numbers at a time.
    """

    def compiled(function: Rule) -> Rule:
        folder = cache_folder()
        config: Any = numba.config
        before = config.CACHE_DIR
        config.CACHE_DIR = folder or ""
        try:
            made = numba.njit(list(signatures), cache=folder is not None, nogil=True, inline="always" if inside else "never")(
                function
            )
        finally:
            config.CACHE_DIR = before
        return cast(Rule, made)

    return compiled
