"""The tree of a scenario file: values, mappings and lists, each with the place where it was written."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..errors import Fault

Path = tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """Where something was written; lines and columns count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def fault(self, path: Path, what: str, instead: str) -> Fault:
        """Make a fault of this place."""
        return Fault(self.file, self.line, self.column, dotted(path), what, instead)


@dataclass(frozen=True)
class Evidence:
    """Where an author says that a value comes from."""

    source: str | None = None
    grade: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Doubt:
    """What an author says of a value that is not known, as written: two ends, or settings and their weights."""

    between: tuple[Any, ...] = ()
    distribution: str = "uniform"
    among: tuple[Any, ...] = ()
    weights: tuple[float, ...] = ()


@dataclass(frozen=True)
class Leaf:
    """A single value; `text` as it was written. Of a value in doubt it is the middle."""

    value: str | int | float | bool | None
    place: Place
    text: str = ""
    evidence: Evidence | None = None
    doubt: Doubt | None = None


@dataclass(frozen=True)
class Branch:
    """A mapping; `keys` are the places of the keys."""

    items: dict[str, Node]
    place: Place
    keys: dict[str, Place] = field(default_factory=dict)
    evidence: Evidence | None = None


@dataclass(frozen=True)
class Listing:
    """A list."""

    items: tuple[Node, ...]
    place: Place
    evidence: Evidence | None = None


Node = Leaf | Branch | Listing


def dotted(path: Path) -> str:
    """Write a path with dots; the whole file is called 'scenario'."""
    return ".".join(path) or "scenario"


def undotted(path: str) -> Path:
    """Read a path with dots."""
    return tuple(part.strip() for part in path.split("."))


def child(node: Node | None, key: str) -> Node | None:
    """Find the node under a key or an index, or None."""
    if isinstance(node, Branch):
        return node.items.get(key)
    if isinstance(node, Listing) and key.isdecimal() and int(key) < len(node.items):
        return node.items[int(key)]
    return None


def find(node: Node | None, path: Path) -> Node | None:
    """Find the node at a path, or None."""
    for key in path:
        node = child(node, key)
    return node


def place_of(root: Node, path: Path) -> Place:
    """Find the place of the key or item at a path, or of the nearest thing above it that was written."""
    node, place = root, root.place
    for key in path:
        below = child(node, key)
        if below is None:
            break
        place = node.keys.get(key, below.place) if isinstance(node, Branch) else below.place
        node = below
    return place


def value_place(root: Node, path: Path) -> Place:
    """Find the place of the value at a path, or of the nearest thing above it that was written."""
    node = find(root, path)
    return node.place if isinstance(node, Leaf) else place_of(root, path)


def put(node: Node, path: Path, new: Node | None) -> Node:
    """Return the tree with another node at a path (None: without it); mappings on the way are made."""
    if not path:
        return new if new is not None else node
    key, rest = path[0], path[1:]
    if isinstance(node, Listing):
        below = put(node.items[int(key)], rest, new) if rest or new is not None else None
        items = (*node.items[: int(key)], *((below,) if below else ()), *node.items[int(key) + 1 :])
        return replace(node, items=items)
    place = new.place if new is not None else node.place
    branch = node if isinstance(node, Branch) else Branch({}, place)
    items_by_key = dict(branch.items)
    if new is None and not rest:
        items_by_key.pop(key, None)
        return replace(branch, items=items_by_key)
    if rest:
        items_by_key[key] = put(branch.items.get(key) or Branch({}, place), rest, new)
    elif new is not None:
        items_by_key[key] = new
    return replace(branch, items=items_by_key, keys={key: place} | branch.keys if rest else {**branch.keys, key: place})


def plain_value(node: Node) -> Any:
    """Reduce a tree to dicts, lists and scalars."""
    if isinstance(node, Branch):
        return {key: plain_value(item) for key, item in node.items.items()}
    if isinstance(node, Listing):
        return [plain_value(item) for item in node.items]
    return node.value


def planted(value: Any, place: Place) -> Node:
    """Make a tree of dicts, lists and scalars, all of it at one place; other objects count as their text."""
    if isinstance(value, Leaf | Branch | Listing):
        return value
    if isinstance(value, Mapping):
        items = {str(key): planted(item, place) for key, item in value.items()}
        return Branch(items, place, dict.fromkeys(items, place))
    if isinstance(value, list | tuple | set | frozenset):
        return Listing(tuple(planted(item, place) for item in value), place)
    if value is None or isinstance(value, str | bool | int | float):
        return Leaf(value, place, "null" if value is None else str(value))
    if hasattr(value, "item"):  # a NumPy scalar, as sweeps over arrays bring them
        return planted(value.item(), place)
    return Leaf(str(value), place, str(value))


def leaves(node: Node, path: Path = ()) -> Iterator[tuple[Path, Leaf]]:
    """Walk all single values, in order."""
    if isinstance(node, Branch):
        for key, item in node.items.items():
            yield from leaves(item, (*path, key))
    elif isinstance(node, Listing):
        for i, item in enumerate(node.items):
            yield from leaves(item, (*path, str(i)))
    else:
        yield path, node


def branches(node: Node, path: Path = ()) -> Iterator[tuple[Path, Branch]]:
    """Walk all mappings, outer ones first."""
    if isinstance(node, Branch):
        yield path, node
        for key, item in node.items.items():
            yield from branches(item, (*path, key))
    elif isinstance(node, Listing):
        for i, item in enumerate(node.items):
            yield from branches(item, (*path, str(i)))


_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?(\.inf|inf|infinity)|\.?nan", re.IGNORECASE)
_CONSTANTS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


def scalar(text: str) -> str | int | float | bool | None:
    """Resolve an unquoted scalar by YAML 1.2's core schema; numbers without a finite value raise ValueError."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _NOT_FINITE.fullmatch(text):
        raise ValueError("is not a finite number")
    if not _FLOAT.fullmatch(text):
        return text
    if len(text) > 400:
        raise ValueError(f"is a number of {len(text)} characters")
    if _INTEGER.fullmatch(text) and len(text) < 19:
        return int(text)
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("is not a finite number")
    return number
