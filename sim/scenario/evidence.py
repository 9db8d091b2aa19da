"""Where the values of a scenario come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

from .kinds import fields_of, kind_of, section_of
from .sections import Section
from .text import plain
from .tree import Branch, Leaf, Listing, Node, dotted, find


@dataclass(frozen=True)
class Origin:
    """Where a value comes from: the file and line it was written in, or the default when `file` is None.

    `source` and `grade` (A experiment, B large data set, C survey, D opinion) are the author's, or the
    default's. No source means: an assumption.
    """

    value: str
    source: str | None = None
    grade: str | None = None
    note: str | None = None
    file: str | None = None
    line: int = 0

    @property
    def assumed(self) -> bool:
        """Whether nothing speaks for the value but its author."""
        return self.source is None or self.source.lower().startswith("assum")


def values_of(section: BaseModel, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """Walk all parameters: path, value and field; mappings by name and lists of sections are walked too."""
    assert isinstance(section, Section)
    for key, field in fields_of(type(section)).items():
        attribute = "from_" if key == "from" else key
        value = getattr(section, attribute)
        # Where a plain value may stand too, a section such as {at: ['09:00']} is one value.
        whole = isinstance(value, Section) and section_of(kind_of(field)) is None
        yield from [((*path, key), value, field)] if whole else _below(value, (*path, key), field)


def _below(value: Any, path: tuple[str, ...], field: Any) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    if isinstance(value, Section):
        yield from values_of(value, path)
    elif isinstance(value, dict) and value:
        for key, item in value.items():
            yield from _below(item, (*path, str(key)), field)
    elif isinstance(value, tuple) and value and isinstance(value[0], Section):
        for i, item in enumerate(value):
            yield from _below(item, (*path, str(i)), field)
    else:
        yield path, value, field


def origins_of(scenario: Section, tree: Branch) -> Mapping[str, Origin]:
    """List the origin of every parameter by dotted path."""
    found = {}
    for path, value, field in values_of(scenario):
        if path[0] in ("name", "question", "because", "levers"):
            continue
        node = find(tree, path)
        if node is None:
            extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
            grade = extra.get("grade")
            found[dotted(path)] = Origin(spelled(value), str(extra.get("source", "assumption")), grade and str(grade))
        else:
            evidence = node.evidence or next((item.evidence for item in _above(tree, path) if item.evidence), None)
            text = node.text if isinstance(node, Leaf) else spelled(value)
            source, grade, note = (evidence.source, evidence.grade, evidence.note) if evidence else (None, None, None)
            found[dotted(path)] = Origin(text, source, grade, note, node.place.file, node.place.line)
    return MappingProxyType(found)


def _above(tree: Node, path: tuple[str, ...]) -> Iterator[Node]:
    """Give the nodes above a path, nearest first: evidence for a mapping holds for all in it."""
    for depth in range(len(path) - 1, 0, -1):
        node = find(tree, path[:depth])
        if isinstance(node, Branch | Listing):
            yield node


def spelled(value: Any) -> str:
    """Write a value as people read it."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return plain(value)
    if isinstance(value, tuple):
        return ", ".join(spelled(item) for item in value) or "none"
    if isinstance(value, Section):
        given = (key for key in fields_of(type(value)) if key in value.model_fields_set)
        return ", ".join(f"{key} {spelled(getattr(value, key))}" for key in given)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {spelled(item)}" for key, item in value.items()) or "none"
    return str(value)
