"""A tree to typed parameters; whatever is wrong with single values becomes faults in people's words."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Literal, TypeVar, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ..errors import Fault
from .kinds import (
    bare,
    entries_of,
    expects,
    fields_of,
    hint,
    items_of,
    keys_below,
    kind_at,
    kind_below,
    nearest,
    options,
    quantity_of,
    section_of,
    sections_with,
)
from .sections import Scenario
from .text import grouped, shown
from .tree import (
    Branch,
    Leaf,
    Listing,
    Node,
    Path,
    Place,
    child,
    find,
    place_of,
    plain_value,
    planted,
    put,
    undotted,
    value_place,
)

MOST_FAULTS = 200
_INTEGER = re.compile(r"[0-9]{1,18}")

S = TypeVar("S", bound=Scenario)


def validate(tree: Node, cls: type[S], known: list[Fault]) -> tuple[S | None, list[Fault], list[Path]]:
    """Read a tree as a scenario.

    Returns the scenario, the faults found, and the paths of values that had to be left out to make it
    whole: when there are faults, the scenario serves only to look for contradictions elsewhere. With
    very many faults, or where leaving values out does not help, there is none.
    """
    orphaned = any(fault.path == "extends" for fault in known)
    spoilt: list[Path] = [undotted(fault.path) for fault in known]
    faults: list[Fault] = []
    places = set(spoilt)
    pruned = tree
    for attempt in range(20):
        try:
            return cls.model_validate_json(json.dumps(plain_value(pruned)), strict=True), faults, spoilt
        except ValidationError as error:
            errors = error.errors(include_url=False)
            for details in errors[: 2 * MOST_FAULTS]:
                path, wrong = _path_of(pruned, details)
                # Later attempts only find what leaving values out has torn.
                inherited = orphaned and details["type"] == "missing"
                if attempt == 0 and not inherited and not any(_within(path, place) for place in places):
                    faults.append(_fault(tree, path, details))
                spoilt.append(wrong)
                if len(errors) <= MOST_FAULTS:
                    pruned = _without(pruned, wrong, _is_key(details))
            if len(errors) > MOST_FAULTS:
                return None, faults, spoilt
    return None, faults, spoilt


def _within(path: Path, outer: Path) -> bool:
    return path[: len(outer)] == outer


def _path_of(tree: Node, details: ErrorDetails) -> tuple[Path, Path]:
    """Give the path of what is wrong, and the path of what to leave out or to stand in for, to go on."""
    path: Path = ()
    kind: Any = Scenario
    node: Node | None = tree
    last = len(details["loc"]) - 1
    for i, part in enumerate(details["loc"]):
        key = str(part)
        below = kind_below(kind, key, node)
        if below is None and not (i == last and details["type"] == "extra_forbidden"):
            continue  # a tag of a union, or a mark of pydantic's such as [key]
        path, kind, node = (*path, key), below, child(node, key)
        if kind is None:
            break
    too_few = details["type"] == "missing" and isinstance(find(tree, path[:-1]), Listing)
    if _example(kind) is not None and not _is_key(details) and not too_few:
        return path, path
    wrong = path[:-1] if details["type"] == "missing" else path
    for depth in range(len(wrong)):
        if isinstance(find(tree, wrong[:depth]), Listing):
            wrong = wrong[:depth]
            break
    return path, wrong or path


_STAND_IN: Mapping[Path, Any] = {
    ("name",): "?",
    ("channels",): {"?": {"volume": "1 per day"}},
}


def _example(kind: Any) -> Any:
    """Give an example of a quantity, None for other types."""
    return next((found.examples[0] for part in options(kind) if (found := quantity_of(part))), None)


def _is_key(details: ErrorDetails) -> bool:
    """Tell whether the key is wrong, not the value."""
    return details["loc"][-1:] == ("[key]",)


def _without(tree: Node, path: Path, with_key: bool) -> Node:
    """Leave a value out, or put a stand-in where one is needed."""
    stand_in = _STAND_IN.get(path, _example(kind_at(path, tree)))
    if stand_in is not None and not with_key and isinstance(find(tree, path[:-1]), Branch | Listing):
        return put(tree, path, planted(stand_in, tree.place))
    return put(tree, path, None) if find(tree, path) is not None else tree


def _fault(tree: Node, path: Path, details: ErrorDetails) -> Fault:
    kind = kind_at(path, tree)
    what, instead = _words(tree, path, kind, details)
    at_key = details["type"] in ("extra_forbidden", "missing") or _is_key(details)
    place: Place = place_of(tree, path) if at_key else value_place(tree, path)
    return place.fault(path, what, instead)


def _words(tree: Node, path: Path, kind: Any, details: ErrorDetails) -> tuple[str, str]:
    error, value, limits = details["type"], details["input"], details.get("ctx") or {}
    if _is_key(details):
        names = entries_of(kind_at(path[:-1], tree))
        return (
            f"is not a name that can stand here ({shown(path[-1])})",
            f"write {expects(names[0]) if names else 'text'}",
        )
    if error == "quantity":
        return _quantity_words(kind, value, str(limits["what"]), str(limits["instead"]))
    if error == "missing" and path[-1].isdecimal() and (length := _length(kind_at(path[:-1], tree))):
        return "is missing", f"write a list of {length}"
    if error == "too_long" and (length := _length(kind)):
        return f"is a list of {limits['actual_length']}", f"write a list of {length}"
    if error == "missing":
        return "is missing", f"write '{path[-1]}: ...' ({_meaning(tree, path)})"
    if error == "extra_forbidden":
        return _unknown_key(tree, path)
    if error in ("too_short", "string_too_short"):
        return "is empty", f"write {_one_of(expects(kind))}"
    if error == "string_too_long":
        return f"is {len(str(value))} characters long", f"write at most {limits['max_length']}"
    if error == "literal_error":
        choices = expects(kind).removeprefix("one of ").split(", ")
        near = nearest(str(value), choices) if isinstance(value, str) else None
        instead = f"did you mean '{near}'? The choices are {', '.join(choices)}" if near else f"write {expects(kind)}"
        return f"is {_shown(value)}, which is not a choice", instead
    bounds = {"greater_than_equal": "at least {ge}", "less_than_equal": "at most {le}"}
    if error in bounds:
        bound = {key: grouped(limit) for key, limit in limits.items()}
        return f"is {_shown(value)}", f"write {bounds[error].format(**bound)}"
    if error == "string_pattern_mismatch":
        return f"is {_shown(value)}", "write three capital letters, such as EUR"
    if error == "int_from_float":
        return f"is {_shown(value)} where a whole number belongs", "write a number without a fraction, such as 3"
    wanted = expects(kind)
    if isinstance(value, str) and _INTEGER.fullmatch(value) and "number" in wanted:
        return f"is text where {_one_of(wanted)} belongs", f"write {value} without quotes"
    if value is None and (section := section_of(kind)):
        return "is empty", f"write its keys below it ({', '.join(fields_of(section))}), or leave it out"
    if value is None:
        return "is empty", f"write {_one_of(wanted)}, or leave the key out"
    if error == "string_type" and isinstance(value, int | float):
        what = "true or false" if isinstance(value, bool) else f"the number {_shown(value)}"
        return f"is {what} where text belongs", f"write it in quotes: '{_shown(value)}'"
    if error.startswith("date") and isinstance(value, str):
        return f"{shown(value)} is not a date", "write it as year, month and day, such as 2026-01-31"
    if items_of(kind) is not None and not isinstance(value, list | dict):
        return f"is {_shown(value)} where a list belongs", f"write a list: [{_shown(value)}]"
    if section := section_of(kind):
        return f"is {_shown(value)} where a section belongs", f"write its keys below it: {', '.join(fields_of(section))}"
    return f"is {_shown(value)} where {_one_of(wanted)} belongs", f"write {_one_of(wanted)}"


def _length(kind: Any) -> int | None:
    """Give the number of items of a list of fixed length; None for other types."""
    items = get_args(bare(kind)) if get_origin(bare(kind)) is tuple else ()
    return len(items) if items and items[-1] is not Ellipsis else None


def _quantity_words(kind: Any, value: Any, what: str, instead: str) -> tuple[str, str]:
    """Name what else may stand where a quantity cannot be read."""
    others = [part for part in options(kind) if quantity_of(part) is None]
    words = [choice for part in others if get_origin(bare(part)) is Literal for choice in get_args(bare(part))]
    if isinstance(value, str) and (near := nearest(value, words)):
        return f"{shown(value)} is not known here", f"did you mean '{near}'?"
    beside = [f"'{word}'" for word in words]
    beside += [f"{{{key}: [...]}}" for part in others if (key := _first_key(part))]
    return what, instead + (f" (or {' or '.join(beside)})" if beside and "did you mean" not in instead else "")


def _first_key(part: Any) -> str | None:
    section = section_of(part)
    return next(iter(fields_of(section))) if section else None


def _one_of(wanted: str) -> str:
    return wanted if len(wanted) < 160 else wanted[:157] + "..."


def _shown(value: Any) -> str:
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a mapping" if value else "an empty mapping"
    if isinstance(value, list | tuple):
        return "a list"
    return "null" if value is None else shown(value)


def _meaning(tree: Node, path: Path) -> str:
    """Give the meaning of a parameter from its field, its first letter small."""
    section = section_of(kind_at(path[:-1], tree), find(tree, path[:-1]))
    field = fields_of(section).get(path[-1]) if section else None
    meaning = (field.description or "") if field else ""
    return meaning[:1].lower() + meaning[1:].removesuffix(".") if meaning else expects(kind_at(path, tree))


def _unknown_key(tree: Node, path: Path) -> tuple[str, str]:
    above = path[:-1]
    node = find(tree, above)
    known = keys_below(kind_at(above, tree), node if isinstance(node, Branch) else None)
    key = path[-1]
    unused = [name for name in known if not isinstance(node, Branch) or name not in node.items]
    if key[:1].isdigit() and child(node, key) == Leaf(None, value_place(tree, path), "null"):
        return "is not a known key", "put a value that holds a comma in quotes, such as '1,100 per month'"
    if near := nearest(key, unused) or nearest(key, known):  # one that a parent has set may be meant, too
        return "is not a known key", f"did you mean '{near}'?"
    if elsewhere := [section for section in sections_with(key) if undotted(section) != above]:
        return "is not a known key here", f"write it under {' or '.join(elsewhere[:3])}"
    return "is not a known key", hint(key, known)
