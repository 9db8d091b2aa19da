"""A scenario as read: its parameters, where every value comes from, and how to make a changed copy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from pydantic import PrivateAttr

from ..errors import Fault, ScenarioError
from . import sections
from .changes import Changed, read_sets, read_values
from .contradictions import contradictions
from .evidence import Origin, origins_of
from .tree import Branch, Place, dotted, leaves, planted
from .validation import MOST_FAULTS, validate
from .writing import written

MOST_NAMED = 6  # of values in doubt


class Scenario(sections.Scenario):
    """A frozen scenario. Make changed copies with `replace`."""

    _tree: Branch | None = PrivateAttr(None)
    _notes: tuple[str, ...] = PrivateAttr(())

    @property
    def notes(self) -> tuple[str, ...]:
        """What was understood in a way that its author should know."""
        return self._notes

    @property
    def origins(self) -> Mapping[str, Origin]:
        """Where each value comes from, by dotted path: as written in a file, or the default."""
        return origins_of(self, self.tree())

    def tree(self) -> Branch:
        """Give the tree of the scenario as written, all parents merged."""
        if self._tree is not None:
            return self._tree
        data = self.model_dump(mode="json", by_alias=True, exclude_unset=True)
        tree = planted(data, Place(self.name))
        assert isinstance(tree, Branch)
        return tree

    def written(self) -> str:
        """Write the scenario as text of one file, parents merged and settings laid over; it reads back equal."""
        return written(self.tree())

    def replace(self, changes: Mapping[str, Any], *, name: str | None = None) -> Self:
        """Make a scenario with other values at levers or dotted paths; this one stays as it is.

        Values are Python values or text as in a file. Raises ScenarioError with every fault.
        """
        changed = Changed(self.tree(), [], [])
        changed.apply(read_values(changes if name is None else {**changes, "name": name}))
        return judged(type(self), changed.tree, changed.faults, (*self.notes, *changed.notes))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, sections.Scenario):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in sections.Scenario.model_fields)

    __hash__ = None  # type: ignore[assignment]


S = TypeVar("S", bound=Scenario)


def judged(cls: type[S], tree: Branch, faults: list[Fault], notes: tuple[str, ...] = ()) -> S:
    """Make a scenario of a tree, or raise ScenarioError with all its faults in order of position."""
    scenario, more, spoilt = validate(tree, cls, faults)
    found = [*faults, *more, *(contradictions(scenario, tree, spoilt) if scenario is not None else [])]
    if found or scenario is None:
        raise ScenarioError(in_order(found, tree.place.file))
    scenario._tree, scenario._notes = tree, notes
    return scenario


def in_order(faults: list[Fault], first: str) -> list[Fault]:
    """Sort faults by position, those of the file that was asked for first; a flood is cut short."""
    found = sorted(set(faults), key=lambda fault: (fault.file != first, fault))
    if len(found) <= MOST_FAULTS:
        return found
    last = found[MOST_FAULTS]
    more = Fault(last.file, last.line, last.column, "scenario", "has more faults than these", "mend these first")
    return [*found[:MOST_FAULTS], more]


def with_sets(tree: Branch, faults: list[Fault], sets: tuple[str, ...]) -> Scenario:
    """Lay `--set` texts over a tree and judge the whole."""
    changes, wrong = read_sets(sets)
    changed = Changed(tree, [], [*faults, *wrong])
    changed.apply(changes)
    return judged(Scenario, changed.tree, changed.faults, (*changed.notes, *_doubts(changed.tree)))


def _doubts(tree: Branch) -> tuple[str, ...]:
    """Say which values are in doubt, and who heeds it."""
    doubts = [f"{dotted(path)} {leaf.text}" for path, leaf in leaves(tree) if leaf.doubt is not None]
    named = ", ".join([*doubts[:MOST_NAMED], *([f"{len(doubts) - MOST_NAMED} more"] if len(doubts) > MOST_NAMED else [])])
    said = (
        f"In doubt: {named}. 'smarketing run' and 'compare' draw it anew in each replication (--inputs fixed: the value named "
        "first, which everything else takes); 'smarketing sensitivity' asks what of it matters."
    )
    return (said,) if doubts else ()
