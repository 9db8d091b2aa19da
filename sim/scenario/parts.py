"""What differs between two scenarios, in parts that can be taken over one by one: declared levers, and the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ..errors import Fault, ScenarioError
from .evidence import spelled, values_of
from .kinds import hint
from .scenario import Scenario, judged
from .tree import Branch, Leaf, Listing, Node, Path, child, dotted, find, plain_value, put, undotted
from .words import label

REST = "everything else"
OWN = ("name", "question", "because", "levers", "experiment")  # how a question is put, which is no lever


class Part(NamedTuple):
    """A difference: its name (a lever's, a path's, or the rest), its label, where it is, and its values before and after."""

    name: str
    label: str
    paths: tuple[Path, ...]
    before: str
    after: str


def parts_between(base: Scenario, other: Scenario, apart: Sequence[str] = ()) -> tuple[Part, ...]:
    """Take the difference of two scenarios apart: each lever of either that differs, each path of `apart`, and the rest.

    ScenarioError for a path of `apart` at which nothing differs.
    """
    changed = [path for path in unlike(base.tree(), other.tree()) if path[0] not in OWN and _differs(base, other, path)]
    levers = {name: lever for each in (other, base) for name, lever in each.levers.items()}
    wanted = [(name, lever.label or name, undotted(lever.path)) for name, lever in levers.items()]
    wanted += [(path, label(path), undotted(path)) for path in apart]
    found: list[Part] = []
    left = list(changed)
    # Paths that are asked for come first: a lever within one goes with it.
    for name, words, place in [*wanted[len(levers) :], *wanted[: len(levers)]]:
        of = tuple(path for path in left if _touch(path, place))
        left = [path for path in left if path not in of]
        if of:
            found.append(Part(name, words, of, *_texts(base, other, of)))
    missing = [path for path in apart if path not in {part.name for part in found}]
    if missing:
        known = sorted({path[0] for path in changed})
        raise ScenarioError(
            Fault("--apart", i, 1, path, "does not differ between the two", hint(path, known, "what differs is in"))
            for i, path in enumerate(missing, start=1)
        )
    order = {name: place for place, (name, *_) in enumerate(wanted)}
    found.sort(key=lambda part: order[part.name])
    rest = [Part(REST, "Everything else", tuple(left), *_texts(base, other, left))] if left else []
    return (*found, *rest)


def taken_over(base: Scenario, other: Scenario, parts: Iterable[Part], name: str) -> Scenario:
    """Make the base with some parts of the other; ScenarioError when these cannot stand without the rest."""
    given = other.tree()
    paths = [path for part in parts for path in part.paths]
    tree = _with(base.tree(), [(path, find(given, path)) for path in paths])
    return judged(type(base), _with(tree, [(("name",), Leaf(name, tree.place, name))]), [], base.notes)


def standing(base: Scenario, other: Scenario, parts: Sequence[Part]) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    """Move values between parts until each part can be taken over alone, and all but it; and say what was moved.

    A value that cannot stand without another part goes with that part, as enforcement goes with its promise.
    Where that does not help, the part goes with the rest.
    """
    notes: dict[str, None] = {}
    found = list(parts)
    for _ in range(2 * sum(len(part.paths) for part in parts)):
        moved = next(filter(None, (_needs(base, other, found, part) for part in found)), None)
        if moved is None:
            break
        path, source, target = moved
        paths = source.paths if path is None else (path,)
        what = source.label if path is None else dotted(path)
        notes[f"{what} cannot stand without '{target.label}', and counts as part of it"] = None
        found = [_changed(base, other, part, paths, source, target) for part in found]
        found = [part for part in found if part.paths]
    return tuple(found), tuple(notes)


def _needs(base: Scenario, other: Scenario, parts: Sequence[Part], part: Part) -> tuple[Path | None, Part, Part] | None:
    """Find a value that cannot stand without another part: the value (None: the whole part), its part, and the other."""
    others = [each for each in parts if each is not part]
    for fault in _faults(base, other, others):  # something among the others needs this part
        for each in others:
            if path := _own(each, fault, part):
                return path, each, part
        return None if len(parts) < 2 else (None, part, others[-1])
    if faults := _faults(base, other, [part]):  # something in this part needs one of the others
        needed = [each for each in others if not _faults(base, other, [part, each])] or others[-1:]
        return (_own(part, faults[0], None), part, needed[0]) if needed else None
    return None


def _own(part: Part, fault: Fault, beside: Part | None) -> Path | None:
    """The value of a part that a fault is about, if it is about one of several, or of the rest."""
    at = undotted(fault.path)
    path = next((path for path in part.paths if _touch(path, at)), None)
    return path if beside is not None or (len(part.paths) > 1 and path != part.paths[0]) or part.name == REST else None


def _faults(base: Scenario, other: Scenario, parts: Sequence[Part]) -> tuple[Fault, ...]:
    try:
        taken_over(base, other, parts, base.name)
    except ScenarioError as error:
        return error.faults
    return ()


def _changed(base: Scenario, other: Scenario, part: Part, paths: Sequence[Path], source: Part, target: Part) -> Part:
    """A part after some paths have gone from one part to another; a lever keeps its own value's words."""
    if part is source:
        left = tuple(path for path in part.paths if path not in paths)
        return part._replace(paths=left, **_words(base, other, part, left))
    if part is target:
        more = (*part.paths, *paths)
        return part._replace(paths=more, **_words(base, other, part, more))
    return part


def _words(base: Scenario, other: Scenario, part: Part, paths: Sequence[Path]) -> dict[str, str]:
    if part.name != REST:
        return {}
    before, after = _texts(base, other, paths)
    return {"before": before, "after": after}


def unlike(a: Node | None, b: Node | None, path: Path = ()) -> Iterator[Path]:
    """Walk the places at which two trees differ, as deep as they go; lists of unlike length differ as a whole."""
    if isinstance(a, Branch) and isinstance(b, Branch):
        keys = dict.fromkeys([*a.items, *b.items])
    elif isinstance(a, Listing) and isinstance(b, Listing) and len(a.items) == len(b.items):
        keys = dict.fromkeys(map(str, range(len(a.items))))
    elif a is None and isinstance(b, Branch) and b.items:  # a section that only the second has, value by value
        keys = dict.fromkeys(b.items)
    elif _plain(a) != _plain(b):
        yield path
        return
    else:
        return
    for key in keys:
        yield from unlike(None if a is None else child(a, key), None if b is None else child(b, key), (*path, key))


def _plain(node: Node | None) -> object:
    return ("nothing",) if node is None else plain_value(node)


def _touch(path: Path, place: Path) -> bool:
    """Whether one of two paths leads to the other."""
    shared = min(len(path), len(place))
    return path[:shared] == place[:shared]


def _differs(base: Scenario, other: Scenario, path: Path) -> bool:
    """Whether what is written differently also means something else."""
    try:
        changed = judged(type(base), _with(base.tree(), [(path, find(other.tree(), path))]), [], ())
    except ScenarioError:
        return True
    return changed != base


def _with(tree: Branch, changes: Iterable[tuple[Path, Node | None]]) -> Branch:
    changed: Node = tree
    for path, node in changes:
        changed = put(changed, path, node)
    assert isinstance(changed, Branch)
    return changed


def _texts(base: Scenario, other: Scenario, paths: Sequence[Path]) -> tuple[str, str]:
    """Say the values at some paths before and after, where it is one; else which paths they are."""
    if len(paths) != 1:
        said = ", ".join(map(dotted, paths))
        return said, said
    texts = []
    for each in (base, other):
        values = {path: spelled(value) for path, value, _ in values_of(each)}
        texts.append(values.get(paths[0]) or _text(find(each.tree(), paths[0])))
    return texts[0], texts[1]


def _text(node: Node | None) -> str:
    return "none" if node is None else spelled(plain_value(node))
