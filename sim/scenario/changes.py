"""Changes to a scenario's tree: `--set lever=value` and `Scenario.replace`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ..errors import Fault, ScenarioError
from .amounts import Span, is_elapsed_word, read_span
from .hours import OpenHours
from .inheritance import merged, unwrapped
from .kinds import (
    entries_of,
    fields_of,
    hint,
    is_text,
    items_of,
    keys_below,
    kind_at,
    kind_below,
    kind_of,
    nearest,
    options,
    quantity_of,
    section_of,
    spread,
)
from .levers import beyond
from .sections import Scenario
from .text import UnreadableError, plain
from .tree import (
    Branch,
    Leaf,
    Listing,
    Node,
    Path,
    Place,
    child,
    dotted,
    find,
    plain_value,
    planted,
    put,
    scalar,
    undotted,
)
from .yaml import parse_yaml


@dataclass(frozen=True)
class Change:
    """A value to put at a path, or at the path of a lever."""

    target: str
    value: Node
    place: Place


def read_sets(sets: Iterable[str]) -> tuple[list[Change], list[Fault]]:
    """Read texts such as 'response_sla=1 business hour' or 'channels.web.volume=40 per day'."""
    changes: list[Change] = []
    faults: list[Fault] = []
    for number, text in enumerate(sets, start=1):
        target, equals, written = text.partition("=")
        place = Place("--set", number, len(target) + 2)
        if not equals or not target.strip():
            instead = "write a lever or a path, '=', and its value, such as response_sla='1 business hour'"
            faults.append(Fault("--set", number, 1, text[:80] or "scenario", "sets nothing", instead))
            continue
        try:
            tree, more = parse_yaml(f"value: {written.strip()}", "--set")
        except ScenarioError as error:
            tree, more = Branch({}, place), list(error.faults)
        if more or not isinstance(tree, Branch) or set(tree.items) != {"value"}:
            what = more[0].what if more else "is more than one value"
            faults.append(place.fault(undotted(target), what, "write one value, in quotes if it holds a colon"))
            continue
        changes.append(Change(target.strip(), planted_at(tree.items["value"], place), place))
    return changes, faults


def read_values(values: Mapping[str, Any]) -> list[Change]:
    """Take Python values or text by lever or path."""
    changes = []
    for number, (target, value) in enumerate(values.items(), start=1):
        place = Place("replace", number, 1)
        changes.append(Change(str(target), planted(_plain_python(value), place), place))
    return changes


def _plain_python(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True, exclude_unset=True)
    if isinstance(value, OpenHours):
        return value.spelled()
    if isinstance(value, Mapping):
        return {str(key): _plain_python(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain_python(item) for item in value]
    return value


def planted_at(node: Node, place: Place) -> Node:
    """Give all of a tree one place."""
    if isinstance(node, Branch):
        items = {key: planted_at(item, place) for key, item in node.items.items()}
        return replace(node, items=items, place=place, keys=dict.fromkeys(items, place))
    if isinstance(node, Listing):
        return replace(node, items=tuple(planted_at(item, place) for item in node.items), place=place)
    return replace(node, place=place)


@dataclass
class Changed:
    """A tree while changes are laid over it, with what was noted and what was wrong."""

    tree: Branch
    notes: list[str]
    faults: list[Fault]

    def apply(self, changes: Iterable[Change]) -> None:
        """Lay changes over the tree, in order."""
        for change in changes:
            lever = self._lever(change)
            target = lever.items.get("path") if lever else None
            path = undotted(str(target.value)) if isinstance(target, Leaf) else undotted(change.target)
            path = self._indices(path)
            if self._known(path, change, lever is not None):
                self._put(path, change, lever)

    def _lever(self, change: Change) -> Branch | None:
        lever = find(self.tree, ("levers", change.target))
        return lever if isinstance(lever, Branch) else None

    def _indices(self, path: Path) -> Path:
        """Turn names of items of a list into their numbers."""
        found: Path = ()
        for key in path:
            above = find(self.tree, found)
            if isinstance(above, Listing) and not key.isdecimal():
                names = [plain_value(n) if (n := child(item, "name")) else None for item in above.items]
                key = str(names.index(key)) if key in names else key
            found = (*found, key)
        return found

    def _known(self, path: Path, change: Change, is_lever: bool) -> bool:
        """Check that a path leads to a value, and write out the defaults that it runs through."""
        kind: Any = Scenario
        for depth, key in enumerate(path):
            above = path[:depth]
            self._write_default(above, kind)
            self._spread(above, kind)
            node = find(self.tree, above)
            below = kind_below(kind, key, node)
            entries = entries_of(kind)
            absent = child(node, key) is None
            adding = depth == len(path) - 1 and isinstance(change.value, Branch)
            by_name = entries is not None and section_of(entries[1]) is not None
            if below is None or (absent and (_closed(kind, node) or (by_name and not adding))):
                self.faults.append(change.place.fault(undotted(change.target), *self._unknown(path, depth, kind)))
                return False
            kind = below
        if not is_lever and len(path) == 1 and path[0] == "levers":
            self.faults.append(change.place.fault(path, "cannot be set", "write levers into the scenario's file"))
            return False
        return True

    def _write_default(self, path: Path, kind: Any) -> None:
        """Write a default list or mapping by name into the tree before one of its items is changed."""
        if find(self.tree, path) is not None or not (items_of(kind) or entries_of(kind)):
            return
        default = _default_at(path, self.tree)
        if default is not None:
            written = planted(_plain_python(default), self.tree.place)
            if isinstance(written, Listing):
                written = replace(written, items=tuple(_as_text(item) for item in written.items))
            self._replace_tree(path, written)

    def _spread(self, path: Path, kind: Any) -> None:
        """Take a quantity's text apart when one of its words is to be changed."""
        node = find(self.tree, path)
        text = node.value if isinstance(node, Leaf) else _default_at(path, self.tree) if node is None else None
        if isinstance(text, str) and (words := spread(kind, text)):
            place = node.place if node is not None else self.tree.place
            self._replace_tree(path, planted(words, place))

    def _unknown(self, path: Path, depth: int, kind: Any) -> tuple[str, str]:
        node = find(self.tree, path[:depth])
        levers = child(self.tree, "levers")
        names = list(levers.items) if isinstance(levers, Branch) else []
        known = keys_below(kind, node)
        if depth == 0:
            near = nearest(path[0], names) or nearest(path[0], known)
            instead = (
                f"did you mean '{near}'?" if near else hint(path[0], names or known, "the levers are" if names else "known are")
            )
            return ("is neither a lever nor a path" if len(path) == 1 else f"has no section '{path[0]}'"), instead
        above = dotted(path[:depth])
        if not known and not (section_of(kind, node) or entries_of(kind) or items_of(kind)):
            return f"goes on below a single value with '{path[depth]}'", f"set {above}"
        if isinstance(node, Listing):
            return (
                f"has no item '{path[depth]}' in {above}",
                f"count from 0 to {len(node.items) - 1}" if known else "the list is empty",
            )
        return f"has nothing called '{path[depth]}' in {above}", hint(path[depth], known)

    def _put(self, path: Path, change: Change, lever: Branch | None) -> None:
        kind = kind_at(path, self.tree)
        node = unwrapped(change.value, kind, path, self.faults)
        if isinstance(node, Leaf):
            node = self._resolved(node, kind)
            try:
                node = self._same_clock(path, node, kind, change.target)
                wrong = _beyond(kind, node, lever) if lever else None
            except UnreadableError as error:
                wrong = (error.what, error.instead)
            if wrong:
                self.faults.append(change.place.fault(undotted(change.target), *wrong))
                return
        old = find(self.tree, path)
        if isinstance(node, Branch):
            node = merged(old if isinstance(old, Branch) else Branch({}, node.place), node, kind, path, self.faults)
        self._replace_tree(path, node)

    def _resolved(self, node: Leaf, kind: Any) -> Leaf:
        """Read text as the number or truth value it spells, where text itself cannot stand."""
        if not isinstance(node.value, str) or is_text(kind):
            return node
        try:
            return replace(node, value=scalar(node.value))
        except ValueError:
            return node

    def _same_clock(self, path: Path, node: Leaf, kind: Any, target: str) -> Leaf:
        """Keep the clock of a promise: a bare '1 h' in place of business hours is one business hour."""
        clock = any((quantity := quantity_of(part)) and quantity.read is read_span for part in options(kind))
        if not clock or not isinstance(node.value, str) or is_elapsed_word(node.value):
            return node
        old = find(self.tree, path)
        before = old.value if isinstance(old, Leaf) else _default_at(path, self.tree)
        try:
            was = read_span(before)
        except UnreadableError:
            return node
        new = read_span(node.value)
        if not was.business or new.business:
            return node
        if new.unit not in ("minute", "hour", "day"):
            raise UnreadableError(
                f"'{new}' would replace business time",
                f"write business days, or '{plain(new.amount)} elapsed {new.unit}s'",
            )
        kept = Span(new.amount, f"business {new.unit}")
        self.notes.append(
            f"{target}: '{new}' is read as {kept}, on the clock of {was}; for the other clock write '{_elapsed(new)}'."
        )
        return replace(node, value=str(kept), text=str(kept))

    def _replace_tree(self, path: Path, node: Node) -> None:
        tree = put(self.tree, path, node)
        assert isinstance(tree, Branch)
        self.tree = tree


def _elapsed(span: Span) -> str:
    return f"{plain(span.amount)} elapsed {span.unit}{'' if span.amount == 1 else 's'}"


def _closed(kind: Any, node: Node | None) -> bool:
    """Tell whether no new key may be set below: in lists, and in the words of a quantity."""
    return isinstance(node, Listing) or any(quantity_of(part) for part in options(kind))


def _as_text(item: Node) -> Node:
    return replace(item, value=item.text) if isinstance(item, Leaf) and not isinstance(item.value, int | float) else item


def _default_at(path: Path, tree: Node) -> Any:
    """Give the default of the parameter at a path, or None."""
    if not path:
        return None
    section = section_of(kind_at(path[:-1], tree), find(tree, path[:-1]))
    field: FieldInfo | None = fields_of(section).get(path[-1]) if section else None
    if field is None or field.is_required():
        return None
    # A section's default is written as it stands; text of a quantity is text already.
    return field.default if not entries_of(kind_of(field)) or field.default else None


def _beyond(kind: Any, node: Leaf, lever: Branch) -> tuple[str, str] | None:
    """Say what is wrong with a setting that the lever does not allow."""

    def of(key: str) -> Any:
        item = lever.items.get(key)
        return None if item is None else plain_value(item)

    choices = of("choices")
    return beyond(kind, node.value, of("from"), of("to"), choices if isinstance(choices, list) else [])
