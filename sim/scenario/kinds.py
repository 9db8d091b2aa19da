"""What may stand where: the types of the parameter list, walked by path."""

from __future__ import annotations

import datetime
import difflib
import types
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from .quantities import Quantity
from .sections import Scenario, Section
from .text import UnreadableError, grouped
from .tree import Branch, Listing, Node, Path, child


def fields_of(section: type[Section]) -> dict[str, FieldInfo]:
    """List the parameters of a section by the key written in a file."""
    return {field.alias or name: field for name, field in section.model_fields.items()}


def kind_of(field: FieldInfo) -> Any:
    """Give a field's type, its constraints included."""
    metadata = tuple(field.metadata)
    return Annotated[field.annotation, *metadata] if metadata else field.annotation


def options(kind: Any) -> list[Any]:
    """Take unions apart; null is left out."""
    if get_origin(kind) in (Union, types.UnionType):
        return [part for option in get_args(kind) for part in options(option)]
    if get_origin(kind) is Annotated and not any(isinstance(item, Quantity) for item in kind.__metadata__):
        bare = kind.__origin__
        return options(bare) if get_origin(bare) in (Union, types.UnionType, Annotated) else [kind]
    return [] if kind is type(None) else [kind]


def allows_null(kind: Any) -> bool:
    """Tell whether null may be written."""
    if get_origin(kind) is Annotated:
        return not quantity_of(kind) and allows_null(kind.__origin__)
    return get_origin(kind) in (Union, types.UnionType) and any(
        part is type(None) or allows_null(part) for part in get_args(kind)
    )


def bare(kind: Any) -> Any:
    """Take the constraints off a type."""
    return kind.__origin__ if get_origin(kind) is Annotated else kind


def quantity_of(kind: Any) -> Quantity | None:
    """Find how a value of this type is read, when it is a quantity."""
    if get_origin(kind) is Annotated:
        return next((item for item in kind.__metadata__ if isinstance(item, Quantity)), None)
    return None


def section_of(kind: Any, node: Node | None = None) -> type[Section] | None:
    """Find the section of this type; where a plain value may stand too, only for a mapping with the section's keys."""
    parts = options(kind)
    for part in parts:
        section = bare(part)
        if not (isinstance(section, type) and issubclass(section, Section)):
            continue
        if len(parts) == 1 or (isinstance(node, Branch) and set(node.items) & set(fields_of(section))):
            return section
    return None


def entries_of(kind: Any) -> tuple[Any, Any] | None:
    """Give the types of names and entries of a mapping by name."""
    for part in options(kind):
        if get_origin(bare(part)) is dict:
            names, entries = get_args(bare(part))
            return names, entries
    return None


def items_of(kind: Any) -> Any | None:
    """Give the type of a list's items."""
    for part in options(kind):
        if get_origin(bare(part)) is tuple:
            return get_args(bare(part))[0]
    return None


def is_text(kind: Any) -> bool:
    """Tell whether free text may stand here."""
    return any(bare(part) is str for part in options(kind)) or kind is Any


def kind_below(kind: Any, key: str, node: Node | None) -> Any | None:
    """Give the type under a key or an index; `node` is what was written above it."""
    if section := section_of(kind, node):
        field = fields_of(section).get(key)
        return kind_of(field) if field else None
    if entries := entries_of(kind):
        return entries[1]
    if (items := items_of(kind)) is not None and key.isdecimal():
        return items
    quantity = next((found for part in options(kind) if (found := quantity_of(part))), None)
    return quantity.words.get(key) if quantity else None


def spread(kind: Any, text: str) -> dict[str, Any]:
    """Take the text of a quantity apart into the words of its mapping; nothing when it has none."""
    for part in options(kind):
        quantity = quantity_of(part)
        if quantity and quantity.spread:
            try:
                return quantity.spread(text)
            except UnreadableError:
                return {}
    return {}


def kind_at(path: Path, root: Node | None = None) -> Any | None:
    """Give the type at a path of a scenario, or None when the path leads nowhere."""
    kind: Any = Scenario
    node = root
    for key in path:
        kind = kind_below(kind, key, node)
        if kind is None:
            return None
        node = child(node, key)
    return kind


def keys_below(kind: Any, node: Node | None) -> list[str]:
    """List what may be written under a section, or the names that are there."""
    if section := section_of(kind, node):
        return list(fields_of(section))
    if isinstance(node, Branch):
        return list(node.items)
    if isinstance(node, Listing):
        return [str(i) for i in range(len(node.items))]
    return []


def expects(kind: Any) -> str:
    """Say in words what may stand here."""
    return ", or ".join(dict.fromkeys(_expects(part) for part in options(kind))) or "null"


def _expects(part: Any) -> str:
    if quantity := quantity_of(part):
        return quantity.expects
    plain = bare(part)
    if get_origin(plain) is Literal:
        return "one of " + ", ".join(str(choice) for choice in get_args(plain))
    if get_origin(plain) is dict:
        names, entries = get_args(plain)
        by = "number" if bare(names) is int else "weekday" if get_origin(bare(names)) is Literal else "name"
        return f"by {by}: {expects(entries)}"
    if get_origin(plain) is tuple:
        return f"a list of {_plural(expects(get_args(plain)[0]))}"
    if isinstance(plain, type) and issubclass(plain, Section):
        return f"a mapping with {', '.join(fields_of(plain))}"
    if limits := _limits(part):
        return f"a {'whole ' if plain is int else ''}number {limits}"
    words = {
        str: "text",
        int: "a whole number",
        float: "a number",
        bool: "true or false",
        datetime.date: "a date such as 2026-01-31",
    }
    return words.get(plain, "any value")


def _limits(part: Any) -> str:
    """Say in words which numbers are allowed."""
    found: dict[str, float] = {}
    for item in part.__metadata__ if get_origin(part) is Annotated else ():
        for limit in getattr(item, "metadata", [item]):
            found |= {key: getattr(limit, key) for key in ("ge", "le") if getattr(limit, key, None) is not None}
    if set(found) == {"ge", "le"}:
        return f"from {grouped(found['ge'])} to {grouped(found['le'])}"
    return "".join(f"of at {'least' if key == 'ge' else 'most'} {grouped(limit)}" for key, limit in found.items())


def _plural(words: str) -> str:
    for prefix in ("a ", "an "):
        if words.startswith(prefix) and " " not in words.removeprefix(prefix):
            return words.removeprefix(prefix) + "s"
    return f"items, each {words}"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Find the known word most like this one, when one is near."""
    by_lower: Mapping[str, str] = {name.lower().replace("-", "_"): name for name in known}
    word = word.lower().replace("-", "_").replace(" ", "_")
    if word in by_lower:
        return by_lower[word]
    starts = [name for lower, name in by_lower.items() if len(word) > 2 and lower.startswith(word)]
    if len(starts) == 1:
        return starts[0]
    near = difflib.get_close_matches(word, by_lower, 1, 0.6)
    if near:
        return by_lower[near[0]]
    inside = [name for lower, name in by_lower.items() if len(word) > 2 and (word in lower or lower in word)]
    return inside[0] if len(inside) == 1 else None


def hint(word: str, known: Iterable[str], what: str = "known here") -> str:
    """Suggest the nearest known word, or list the known ones."""
    known = list(known)
    if near := nearest(word, known):
        return f"did you mean '{near}'?"
    if not known:
        return f"nothing is {what}; leave it out"
    listed = ", ".join(known[:25]) + (", ..." if len(known) > 25 else "")
    return f"{what}: {listed}"


def sections_with(key: str) -> list[str]:
    """List the paths of the sections of a scenario that know a key, for keys written in the wrong place."""
    found = []

    def walk(section: type[Section], path: str, depth: int) -> None:
        for name, field in fields_of(section).items():
            inner = section_of(kind_of(field))
            where = f"{path}.{name}" if path else name
            if inner is not None and depth < 4:
                if key in fields_of(inner):
                    found.append(where)
                walk(inner, where, depth + 1)

    walk(Scenario, "", 0)
    return found
