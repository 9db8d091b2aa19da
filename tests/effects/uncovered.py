"""Which items of the list no test covers: `python tests/effects/uncovered.py`.

Tests say what they cover by `@pytest.mark.covers("A8")`; the list is items.toml beside this file.
"""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent


def items() -> dict[str, str]:
    """Every item that a test has to cover, with what it is."""
    tables = tomllib.loads((HERE / "items.toml").read_text(encoding="utf-8"))
    return {item: what for name, table in tables.items() if name != "optional" for item, what in table.items()}


def optional() -> dict[str, str]:
    """Items that a test may cover."""
    return dict(tomllib.loads((HERE / "items.toml").read_text(encoding="utf-8")).get("optional", {}))


def covered() -> dict[str, list[str]]:
    """Tests by the items they say they cover."""
    found: dict[str, list[str]] = {}
    for path in sorted(HERE.parent.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.FunctionDef | ast.ClassDef):
                continue
            for mark in node.decorator_list:
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.covers":
                    for argument in mark.args:
                        found.setdefault(ast.literal_eval(argument), []).append(f"{path.name}::{node.name}")
    return found


def uncovered() -> dict[str, str]:
    """Items that no test covers."""
    known = covered()
    return {item: what for item, what in items().items() if item not in known}


if __name__ == "__main__":
    for item, what in uncovered().items():
        print(f"{item:4} {what}")
    print(f"{len(uncovered())} of {len(items())} not covered")
