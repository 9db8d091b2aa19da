"""YAML 1.2 text to a tree with places; hostile text is refused before it can do harm."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ..errors import Fault, ScenarioError
from .tree import Branch, Leaf, Listing, Node, Path, Place, dotted, scalar

MOST_BYTES = 1_000_000
MOST_NODES = 20_000
MOST_LEVELS = 50
LONGEST_KEY = 200


def parse_yaml(text: str, file: str) -> tuple[Node, list[Fault]]:
    """Read a tree; faults in single values come along, anything else wrong raises ScenarioError.

    Anchors, aliases, tags and merge keys are refused: `extends` is the one way to share.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise ScenarioError([Fault(file, 1, 1, "scenario", "is larger than 1 MB", "write less, or use extends")])
    if (at := text.find("\0")) >= 0:
        line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        raise ScenarioError([Fault(file, line, column, "scenario", "holds a NUL byte", "write plain text in UTF-8")])
    return _Builder(file).build(text)


class _Number(str):
    """A number of a JSON text as it was written."""


def parse_json(text: str, file: str) -> tuple[Node, list[Fault]]:
    """Read the tree of a text that a program wrote, in a fifth of the time; all of it has the place of the file."""
    try:
        found = json.loads(text, parse_int=_Number, parse_float=_Number)
    except ValueError:
        return parse_yaml(text, file)
    place = Place(file)

    def node(value: Any) -> Node:
        if isinstance(value, dict):
            return Branch({key: node(item) for key, item in value.items()}, place, dict.fromkeys(value, place))
        if isinstance(value, list):
            return Listing(tuple(map(node, value)), place)
        if isinstance(value, str) and not isinstance(value, _Number):
            return Leaf(value, place, value or "null")
        written = str(value) if isinstance(value, _Number) else json.dumps(value)
        return Leaf(scalar(written), place, written)

    return node(found), []


@dataclass
class _Open:
    """A mapping or list that is still being read."""

    place: Place
    items: dict[str, Node] | list[Node]
    keys: dict[str, Place]
    key: str | None = None
    key_place: Place | None = None


class _Builder:
    """Builds the tree from YAML's events with a stack of its own, so that depth and size stay bounded."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self.stack: list[_Open] = []
        self.root: Node | None = None
        self.count = 0

    def build(self, text: str) -> tuple[Node, list[Fault]]:
        # Imported here: asking for the parameters or the schema needs no parser.
        from ruamel.yaml import YAML
        from ruamel.yaml.error import MarkedYAMLError, YAMLError

        try:
            for event in YAML(typ="safe", pure=True).parse(text):
                self._take(event)
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = Place(self.file, mark.line + 1, mark.column + 1) if mark else Place(self.file)
            problem = " ".join(str(error.problem or error.context or "cannot be read").split())
            raise self._stop(place, f"is not YAML here ({problem})", _remedy(problem)) from None
        except (YAMLError, RecursionError, ValueError) as error:
            what = " ".join(str(error).split())[:200]
            raise self._stop(Place(self.file), f"is not YAML ({what})", "write plain text in UTF-8") from None
        if self.root is None:
            self.root = Branch({}, Place(self.file))
        if not isinstance(self.root, Branch):
            raise self._stop(self.root.place, "is not a mapping of keys", "begin with 'name: ...'")
        return self.root, self.faults

    def _take(self, event: Any) -> None:
        kind = type(event).__name__
        if kind in ("StreamStartEvent", "StreamEndEvent", "DocumentEndEvent"):
            return
        place = Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)
        if kind == "DocumentStartEvent":
            if self.root is not None:
                raise self._stop(place, "holds a second document", "write one scenario per file, without '---' between")
            return
        if kind in ("MappingEndEvent", "SequenceEndEvent"):
            self._close()
            return
        self.count += 1
        if self.count > MOST_NODES:
            raise self._stop(place, f"holds more than {MOST_NODES:,} values", "write less")
        if kind == "AliasEvent" or getattr(event, "anchor", None):
            sign = "*" if kind == "AliasEvent" else "&"
            raise self._stop(place, f"uses the anchor '{sign}{event.anchor}'", "write the value out, or share it with extends")
        if getattr(event, "tag", None) or getattr(event, "ctag", None):
            raise self._stop(place, f"uses the tag '{event.tag or event.ctag}'", "write the plain value without a tag")
        if kind == "ScalarEvent":
            self._scalar(event, place)
            return
        if len(self.stack) >= MOST_LEVELS:
            raise self._stop(place, f"is nested more than {MOST_LEVELS} levels deep", "write it flatter")
        self._no_key_here(place)
        self.stack.append(_Open(place, {} if kind == "MappingStartEvent" else [], {}))

    def _scalar(self, event: Any, place: Place) -> None:
        text = event.value
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.items, dict) and top.key is None:
            self._key(top, text, place)
            return
        value: Any = text
        if event.implicit[0]:
            try:
                value = scalar(text)
            except ValueError as error:
                shown = text if len(text) <= 40 else text[:37] + "..."
                path = self._path()
                self.faults.append(place.fault(path, f"'{shown}' {error}", "write a number of ordinary size"))
                value = None
        self._add(Leaf(value, place, text if text else "null"))

    def _key(self, top: _Open, text: str, place: Place) -> None:
        assert isinstance(top.items, dict)
        if len(text) > LONGEST_KEY:
            raise self._stop(place, f"has a key of {len(text):,} characters", f"write at most {LONGEST_KEY}")
        if text == "<<":
            raise self._stop(place, "uses the merge key '<<'", "name a parent with extends instead")
        if text in top.items:
            first = top.keys[text]
            self.faults.append(
                place.fault((*self._path(), text), f"is given twice, first on line {first.line}", "keep one of the two")
            )
        top.key, top.key_place = text, place

    def _no_key_here(self, place: Place) -> None:
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.items, dict) and top.key is None:
            raise self._stop(place, "has a list or a mapping as a key", "write plain text before the colon")

    def _close(self) -> None:
        done = self.stack.pop()
        if isinstance(done.items, dict):
            self._add(Branch(done.items, done.place, done.keys))
        else:
            self._add(Listing(tuple(done.items), done.place))

    def _add(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if isinstance(top.items, list):
            top.items.append(node)
            return
        assert top.key is not None
        assert top.key_place is not None
        if top.key not in top.items:
            top.items[top.key] = node
            top.keys[top.key] = top.key_place
        top.key = None

    def _path(self) -> Path:
        """Path of what is being read now."""
        parts = []
        for level in self.stack:
            part = level.key if isinstance(level.items, dict) else str(len(level.items))
            if part is not None:
                parts.append(part)
        return tuple(parts)

    def _stop(self, place: Place, what: str, instead: str) -> ScenarioError:
        path = dotted(self._path())
        path = path if len(path) <= 80 else path[:77] + "..."
        return ScenarioError([*self.faults, Fault(place.file, place.line, place.column, path, what, instead)])


def _remedy(problem: str) -> str:
    """Say what to do about the commonest faults of YAML."""
    if "mapping values are not allowed" in problem:
        return "check the indentation, or quote text that holds ': '"
    if "\\t" in problem or "tab" in problem:
        return "indent with blanks instead of tabs"
    if "found character" in problem and "cannot start any token" in problem:
        return "quote text that starts with one of % @ ` or a tab"
    if "expected <block end>" in problem or "did not find expected" in problem:
        return "check the indentation here and on the line above"
    if "flow" in problem or "expected ',' or" in problem:
        return "close the bracket, or quote text that holds a comma"
    if "quoted scalar" in problem or "unexpected end of stream" in problem:
        return "close the quotation mark"
    return "check the line for a missing colon, quote or bracket"
