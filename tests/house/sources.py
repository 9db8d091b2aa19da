"""The package's sources, read as syntax, for the rules of the house."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
SIM = ROOT / "sim"


class Import(NamedTuple):
    """One import: who imports what, and whether loading the importer runs it."""

    by: str
    of: str
    at_load: bool


@cache
def files() -> tuple[Path, ...]:
    """Every source of the package."""
    return tuple(sorted(path for path in SIM.rglob("*.py") if "shipped" not in path.parts))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def module(path: Path) -> str:
    """Dotted name of a source."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_module(name: str) -> bool:
    return name in {module(path) for path in files()}


def _is_type_checking(test: ast.expr) -> bool:
    return (isinstance(test, ast.Name) and test.id == "TYPE_CHECKING") or (
        isinstance(test, ast.Attribute) and test.attr == "TYPE_CHECKING"
    )


def _statements(node: ast.AST, at_load: bool) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child, at_load
        elif isinstance(child, ast.If) and _is_type_checking(child.test):
            for statement in child.body:
                yield from _statements(ast.Module([statement], []), False)
            for statement in child.orelse:
                yield from _statements(ast.Module([statement], []), at_load)
        elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from _statements(child, False)
        else:
            yield from _statements(child, at_load)


@cache
def imports(path: Path) -> tuple[Import, ...]:
    """Every import of a source; from-imports of a module's names count as imports of the module."""
    by = module(path)
    package = by if path.name == "__init__.py" else by.rpartition(".")[0]
    found = []
    for statement, at_load in _statements(tree(path), True):
        if isinstance(statement, ast.Import):
            found += [Import(by, alias.name, at_load) for alias in statement.names]
            continue
        base = statement.module or ""
        if statement.level:
            above = package.split(".")[: len(package.split(".")) - statement.level + 1]
            base = ".".join([*above, base] if base else above)
        for alias in statement.names:
            whole = f"{base}.{alias.name}"
            found.append(Import(by, whole if base.startswith("sim") and is_module(whole) else base, at_load))
    return tuple(found)


def every_import() -> list[Import]:
    return [each for path in files() for each in imports(path)]
