"""Values that are not known: `{between: [0.2, 0.6]}` and `{among: [mild, steep]}`, read from a file and written back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import Fault
from .amounts import Money, Rate, Span
from .kinds import entries_of, hint, section_of
from .levers import setting, size
from .scale import amounts, with_amount
from .text import UnreadableError, plain, shown
from .tree import Branch, Doubt, Leaf, Listing, Node, Path, plain_value

DOUBT = ("between", "distribution", "among", "weights")
DISTRIBUTIONS = ("uniform", "log-uniform", "triangular", "normal")
MOST_SETTINGS = 20


def is_doubt(keys: set[str], kind: Any, node: Branch) -> bool:
    """Tell whether a mapping with these keys says how uncertain a value is."""
    return (
        bool(keys & {"between", "among"})
        and keys <= {"value", *DOUBT}
        and kind is not None
        and not entries_of(kind)
        and section_of(kind, node) is None
    )


def doubt_in_words(doubt: Doubt) -> Mapping[str, Any]:
    """Write a doubt as it is read."""
    if doubt.among:
        return {"among": list(doubt.among), **({"weights": list(doubt.weights)} if doubt.weights else {})}
    return {"between": list(doubt.between), "distribution": doubt.distribution}


def read_doubt(node: Branch, kind: Any, path: Path, faults: list[Fault]) -> Leaf:
    """Read a value in doubt as its middle, with the doubt; what is wrong becomes faults."""
    if {"between", "among"} <= set(node.items):
        faults.append(node.keys["among"].fault((*path, "among"), "stands beside 'between'", "write one of the two"))
    for key, needs in (("distribution", "between"), ("weights", "among")):
        if key in node.items and needs not in node.items:
            faults.append(
                node.keys[key].fault((*path, key), f"says nothing without '{needs}'", f"leave it out, or write '{needs}'")
            )
    key = "between" if "between" in node.items else "among"
    listed = node.items[key]
    items = listed.items if isinstance(listed, Listing) else ()
    wrong = _wrong_list(key, listed)
    if wrong:
        faults.append(node.keys[key].fault((*path, key), *wrong))
    try:
        unreadable = [item for item in items if _unreadable(item, kind, (*path, key), faults)]
        if wrong or unreadable:
            raise UnreadableError("", "")
        return _between(node, items, kind, path, faults) if key == "between" else _among(node, items, path, faults)
    except UnreadableError as error:
        if error.what:
            faults.append(node.keys[key].fault((*path, key), error.what, error.instead))
        stated = node.items.get("value")
        first = stated if isinstance(stated, Leaf) else next((item for item in (*items, listed) if isinstance(item, Leaf)), None)
        return first or Leaf(None, node.place, "null")


def _wrong_list(key: str, listed: Node) -> tuple[str, str] | None:
    two = "write two ends, such as between: [0.2, 0.6]"
    instead = two if key == "between" else "write settings, such as among: [mild, steep]"
    if not isinstance(listed, Listing):
        return "is not a list", instead
    if key == "between" and len(listed.items) != 2:
        return f"has {len(listed.items)} values", instead
    if key == "among" and not 2 <= len(listed.items) <= MOST_SETTINGS:
        return f"has {len(listed.items)} settings", f"write from 2 to {MOST_SETTINGS}"
    if key == "among" and len({str(plain_value(item)) for item in listed.items}) < len(listed.items):
        return "has a setting twice", "write each once"
    return None


def _unreadable(item: Node, kind: Any, path: Path, faults: list[Fault]) -> bool:
    """Add a fault for a value that cannot stand here, and say whether it cannot."""
    try:
        if not isinstance(item, Leaf):
            raise UnreadableError("is not a single value", "write one")
        setting(kind, item.value)
    except UnreadableError as error:
        faults.append(item.place.fault(path, error.what, error.instead))
        return True
    return False


def _between(node: Branch, items: tuple[Node, ...], kind: Any, path: Path, faults: list[Fault]) -> Leaf:
    ends = [plain_value(item) for item in items]
    low, high = (setting(kind, end) for end in ends)
    first, last = rising(low, high)
    said = node.items.get("distribution")
    distribution = plain_value(said) if said is not None else DISTRIBUTIONS[0]
    if distribution not in DISTRIBUTIONS:
        what = f"{shown(distribution)} is not known here", hint(str(distribution), DISTRIBUTIONS)
        faults.append(node.keys["distribution"].fault((*path, "distribution"), *what))
        distribution = DISTRIBUTIONS[0]
    if distribution == "log-uniform" and first <= 0:
        raise UnreadableError("begins at 0, where logarithms have no end", "write an end above 0, or distribution: uniform")
    doubt = Doubt(between=tuple(ends), distribution=str(distribution))
    stated = node.items.get("value")
    if stated is None:
        middle = (first * last) ** 0.5 if distribution == "log-uniform" else (first + last) / 2
        text = with_amount(low, round(middle) if isinstance(low, int) else middle)
        value: Any = (int if isinstance(low, int) else float)(text) if isinstance(low, int | float) else text
        return Leaf(value, node.place, f"{text} ({_text(ends[0])} to {_text(ends[1])})", None, doubt)
    if not isinstance(stated, Leaf) or _unreadable(stated, kind, path, faults):
        raise UnreadableError("", "")
    where = size(setting(kind, stated.value))
    if where is None or not (size(low) or 0.0) <= where <= (size(high) or 0.0):
        raise UnreadableError(f"leaves its own value out, {stated.text}", "write ends with the value in between")
    return Leaf(stated.value, stated.place, f"{stated.text} ({_text(ends[0])} to {_text(ends[1])})", None, doubt)


def rising(low: Any, high: Any) -> tuple[float, float]:
    """Two ends as numbers in the unit of the first; UnreadableError when there is nothing between them."""
    if type(low) is not type(high) or not isinstance(low, int | float | Span | Rate | Money) or isinstance(low, bool):
        raise UnreadableError("has nothing between its ends", "write what it may be one by one")
    first, last = amounts(low, high)
    if first >= last:
        raise UnreadableError(f"goes from '{low}' to '{high}'", "write the smaller one first")
    return first, last


def _among(node: Branch, items: tuple[Node, ...], path: Path, faults: list[Fault]) -> Leaf:
    written = node.items.get("weights")
    weights = plain_value(written) if written is not None else []
    whole = isinstance(weights, list) and all(isinstance(w, int | float) and not isinstance(w, bool) and w >= 0 for w in weights)
    if written is not None and not (whole and len(weights) == len(items) and sum(weights) > 0):
        what = "does not give each setting its weight", f"write {len(items)} numbers of 0 or more"
        faults.append(node.keys["weights"].fault((*path, "weights"), *what))
        weights = []
    doubt = Doubt(among=tuple(plain_value(item) for item in items), weights=tuple(map(float, weights)))
    stated = node.items.get("value")
    choices = "among " + ", ".join(map(_text, doubt.among))
    if isinstance(stated, Leaf):
        return Leaf(stated.value, stated.place, f"{stated.text} ({choices})", None, doubt)
    middle = items[_middle(doubt.weights or (1.0,) * len(items))]
    assert isinstance(middle, Leaf)  # what is not was refused
    return Leaf(middle.value, middle.place, f"{middle.text} ({choices})", None, doubt)


def _middle(weights: tuple[float, ...]) -> int:
    """Place of the setting in the middle of the weights."""
    passed = 0.0
    for place, weight in enumerate(weights):
        passed += weight
        if passed >= sum(weights) / 2:
            return place
    return len(weights) - 1


def _text(value: Any) -> str:
    return plain(value) if isinstance(value, float) else str(value)
