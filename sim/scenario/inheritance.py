"""A scenario and its parents, merged into one tree that remembers where everything was written."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path as FilePath
from typing import Any

from ..errors import Fault, ScenarioError
from .doubts import DOUBT, is_doubt, read_doubt
from .files import label, load
from .kinds import entries_of, fields_of, hint, items_of, kind_below, options, quantity_of, section_of
from .sections import Scenario
from .shipped import shipped_names, shipped_path
from .tree import Branch, Evidence, Leaf, Listing, Node, Path, place_of
from .yaml import parse_json, parse_yaml

OWN = ("name", "question", "because", "extends")
MOST_GENERATIONS = 20
MOST_FILES = 60
MOST_PARENTS = 20
GRADES = ("A", "B", "C", "D")
EVIDENCE = ("source", "grade", "note")


@dataclass
class Family:
    """Reads a scenario file and all it extends.

    Every ancestor counts once, after its own parents and before its descendants: two parents that share one
    bring what they wrote themselves, not the shared parent's values a second time.
    """

    by_program: bool = False  # whether a program wrote the text
    faults: list[Fault] = field(default_factory=list)
    own: dict[FilePath, Branch] = field(default_factory=dict)  # what each parent wrote itself
    lines: dict[FilePath, list[FilePath]] = field(default_factory=dict)  # each parent's ancestors and itself, eldest first

    def read(self, text: str, file: str, path: FilePath | None, line: tuple[FilePath, ...] = ()) -> Branch:
        """Read one file and merge it over its parents; `line` are the descendants that led here."""
        tree, faults = (parse_json if self.by_program else parse_yaml)(text, file)
        self.faults += faults
        own = unwrapped(tree, Scenario, (), self.faults)
        assert isinstance(own, Branch)
        inherited: Node = Branch({}, own.place)
        for ancestor in self._ancestors(own, path, line):
            inherited = merged(inherited, self.own[ancestor], Scenario, (), self.faults)
        items = {key: item for key, item in own.items.items() if key != "extends"}
        result = merged(inherited, replace(own, items=items), Scenario, (), self.faults)
        assert isinstance(result, Branch)
        return result

    def _ancestors(self, own: Branch, path: FilePath | None, line: tuple[FilePath, ...]) -> list[FilePath]:
        """All ancestors in the order in which they count, each once."""
        ancestors: list[FilePath] = []
        for name in self._names(own):
            parent = self._parent(name, path, line)
            if parent is not None:
                ancestors += [each for each in self.lines[parent] if each not in ancestors]
        return ancestors

    def _names(self, own: Branch) -> list[Leaf]:
        node = own.items.get("extends")
        names = list(node.items) if isinstance(node, Listing) else [node] if node is not None else []
        good = []
        if len(names) > MOST_PARENTS:
            self.faults.append(
                names[MOST_PARENTS].place.fault(("extends",), f"names more than {MOST_PARENTS} parents", "name fewer")
            )
        for name in names[:MOST_PARENTS]:
            if isinstance(name, Leaf) and isinstance(name.value, str) and name.value.strip():
                good.append(name)
            elif not (isinstance(name, Leaf) and name.value is None and not isinstance(node, Listing)):
                self.faults.append(
                    name.place.fault(("extends",), "is not a name or a path", "write 'extends: baseline', or a list of such")
                )
        return good

    def _parent(self, name: Leaf, child: FilePath | None, line: tuple[FilePath, ...]) -> FilePath | None:
        """Read a parent without what is its alone; what is wrong with the reference becomes a fault."""
        line = (*line, child.resolve()) if child is not None else line
        found = self._find(str(name.value).strip(), child, line)
        if not isinstance(found, FilePath):
            self.faults.append(name.place.fault(("extends",), *found))
            return None
        if found not in self.own:
            self.own[found] = Branch({}, name.place)
            self.lines[found] = [found]
            file = label(found)
            try:
                tree, faults = parse_yaml(load(found, file), file)
            except ScenarioError as error:
                self.faults += error.faults
                return None
            self.faults += faults
            own = unwrapped(tree, Scenario, (), self.faults)
            assert isinstance(own, Branch)
            self.own[found] = replace(own, items={key: item for key, item in own.items.items() if key not in OWN})
            self.lines[found] = [*self._ancestors(own, found, line), found]
        return found

    def _find(self, wanted: str, child: FilePath | None, line: tuple[FilePath, ...]) -> FilePath | tuple[str, str]:
        """Find a parent's file, or say what is wrong with the reference and what to write instead."""
        outside = f"'{wanted}' lies outside the folder of this file", "copy it beside this file, or name a shipped one"
        beside = child.parent / wanted if child is not None else None
        if child is not None and beside is not None and _is_file(beside):
            path = beside.resolve()
            if not path.is_relative_to(child.parent.resolve()):
                return outside
        elif wanted in shipped_names():
            path = shipped_path(wanted).resolve()
        elif ".." in wanted.replace("\\", "/").split("/") or FilePath(wanted).is_absolute():
            return outside
        else:
            what = "is neither a file beside this one nor" if child is not None else "is not the name of"
            return f"'{wanted}' {what} a shipped scenario", hint(wanted, shipped_names(), "the shipped ones are")
        if path in line:
            return f"'{wanted}' leads back to this file, in a circle", "leave one of the two out"
        if len(line) > MOST_GENERATIONS:
            return f"goes back more than {MOST_GENERATIONS} generations", "extend fewer"
        if path not in self.own and len(self.own) >= MOST_FILES:
            return f"draws in more than {MOST_FILES} files", "extend fewer"
        return path


def _is_file(path: FilePath) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def unwrapped(node: Node, kind: Any, path: Path, faults: list[Fault]) -> Node:
    """Take the wrapper {value, source, grade, note} off every value that has one, and keep it as evidence.

    So for {between, distribution} and {among, weights}, which say how uncertain a value is.
    """
    if isinstance(node, Listing):
        below = items_of(kind) if kind is not None else None
        return replace(node, items=tuple(unwrapped(x, below, (*path, str(i)), faults) for i, x in enumerate(node.items)))
    if not isinstance(node, Branch):
        return node
    section = section_of(kind, node) if kind is not None else None
    keys = set(node.items)
    if is_doubt(keys - set(EVIDENCE), kind, node):
        evidence = _evidence(node, path, faults) if keys & set(EVIDENCE) else None
        return replace(read_doubt(node, kind, path, faults), evidence=evidence)
    own_value = section is not None and "value" in fields_of(section)
    if "value" in keys and keys <= {"value", *EVIDENCE} and not (own_value and keys == {"value"}):
        evidence = _evidence(node, path, faults)
        return replace(unwrapped(node.items["value"], kind, path, faults), evidence=evidence)
    if keys & {"value", "between", "among"} and _is_single(kind):
        known = ("value", *EVIDENCE, *DOUBT)
        for key in keys - {*known}:
            faults.append(node.keys[key].fault((*path, key), "is not known beside a value", hint(key, known[1:])))
        return unwrapped(replace(node, items={key: node.items[key] for key in known if key in keys}), kind, path, faults)
    items = {}
    for key, item in node.items.items():
        below = kind_below(kind, key, node) if kind is not None else None
        items[key] = unwrapped(item, below, (*path, key), faults)
    return replace(node, items=items)


def _is_single(kind: Any) -> bool:
    """Tell whether a mapping cannot be the value itself."""
    if kind is None or kind is Any or entries_of(kind):
        return False
    quantities = [quantity for part in options(kind) if (quantity := quantity_of(part))]
    sections = [part for part in options(kind) if section_of(part)]
    return not sections and not any("object" in quantity.types for quantity in quantities)


def _evidence(node: Branch, path: Path, faults: list[Fault]) -> Evidence:
    texts: dict[str, str | None] = {}
    for key in EVIDENCE:
        item = node.items.get(key)
        value = item.value if isinstance(item, Leaf) else item
        if isinstance(item, Leaf) and isinstance(value, int | float) and not isinstance(value, bool):
            value = item.text  # a year
        if value is not None and not isinstance(value, str):
            faults.append(place_of(node, (key,)).fault((*path, key), "is not text", "write it as text in quotes"))
            value = None
        if key == "grade" and value is not None and value not in GRADES:
            instead = "write A (experiment), B (large data set), C (survey) or D (opinion), or leave it out"
            faults.append(place_of(node, (key,)).fault((*path, key), f"'{value}' is not a grade", instead))
            value = None
        texts[key] = value
    return Evidence(**texts)


def merged(base: Node, over: Node, kind: Any, path: Path, faults: list[Fault]) -> Node:
    """Lay one tree over another: sections and mappings by name merge, lists of named items too; the rest replaces."""
    if isinstance(over, Branch) and (kind is None or section_of(kind, over) or entries_of(kind)):
        return _merged_branches(base if isinstance(base, Branch) else None, over, kind, path, faults)
    if isinstance(over, Listing):
        return _merged_lists(base if isinstance(base, Listing) else None, over, kind, path, faults)
    return over


def _merged_branches(base: Branch | None, over: Branch, kind: Any, path: Path, faults: list[Fault]) -> Branch:
    items = dict(base.items) if base else {}
    for name in _removals(over.items.get("remove"), (*path, "remove"), faults):
        if name.value in items:
            del items[str(name.value)]
        else:
            _refuse_removal(name, list(items), (*path, "remove"), faults)
    for key, item in over.items.items():
        if key == "remove":
            continue
        below = kind_below(kind, key, over) if kind is not None else None
        inherited = items.get(key)
        if inherited is None:
            inherited = Branch({}, item.place) if isinstance(item, Branch) else Listing((), item.place)
        items[key] = merged(inherited, item, below, (*path, key), faults)
    keys = (base.keys if base else {}) | {key: place for key, place in over.keys.items() if key != "remove"}
    return Branch(items, over.place, keys, over.evidence)


def _merged_lists(base: Listing | None, over: Listing, kind: Any, path: Path, faults: list[Fault]) -> Listing:
    items = list(base.items) if base else []
    below = items_of(kind) if kind is not None else None
    rest: list[Node] = []
    for item in over.items:
        if not isinstance(item, Branch) or set(item.items) != {"remove"}:
            rest.append(item)
            continue
        names = _removals(item.items["remove"], (*path, "remove"), faults)
        known = {str(_name(other)) for other in items}
        for name in names:
            if name.value not in known:
                _refuse_removal(name, sorted(known), (*path, "remove"), faults)
        gone = {name.value for name in names}
        items = [other for other in items if str(_name(other)) not in gone]
    if not rest:
        return replace(over, items=tuple(items) if over.items else ())
    if any(_name(item) is None for item in [*items, *rest]):
        return replace(over, items=tuple(rest))
    # The second of two equal names meets the second above it, so that doubles stay for the check of names to see.
    places: dict[object, list[int]] = {}
    for i, item in enumerate(items):
        places.setdefault(_name(item), []).append(i)
    for item in rest:
        same = places.get(_name(item))
        if same:
            at = same.pop(0)
            items[at] = merged(items[at], item, below, (*path, str(at)), faults)
        else:
            items.append(item)
    return replace(over, items=tuple(items))


def _name(node: Node) -> object:
    name = node.items.get("name") if isinstance(node, Branch) else None
    return name.value if isinstance(name, Leaf) else None


def _removals(node: Node | None, path: Path, faults: list[Fault]) -> list[Leaf]:
    if node is None:
        return []
    names = list(node.items) if isinstance(node, Listing) else [node]
    for name in names:
        if not isinstance(name, Leaf) or name.value is None:
            faults.append(name.place.fault(path, "is not a list of names", "write 'remove: [name]'"))
    return [replace(name, value=name.text) for name in names if isinstance(name, Leaf) and name.value is not None]


def _refuse_removal(name: Leaf, known: list[str], path: Path, faults: list[Fault]) -> None:
    if known:
        faults.append(name.place.fault(path, f"'{name.value}' is not inherited", hint(str(name.value), known, "inherited are")))
    else:
        faults.append(name.place.fault(path, f"'{name.value}' is not inherited, nothing is", "leave 'remove' out"))
