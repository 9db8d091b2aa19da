"""Reading a scenario: its file, its parents, what was set besides; all faults at once."""

from __future__ import annotations

import os
from collections.abc import Sequence

from .files import label, load, locate
from .inheritance import Family
from .scenario import Scenario, with_sets


def read_scenario(source: str | os.PathLike[str], *, sets: Sequence[str] = ()) -> Scenario:
    """Read a scenario from a path or by the name of a shipped one.

    `sets` are texts such as 'response_sla=1 business hour', laid over the file's values. Everything
    wrong is raised at once as ScenarioError.
    """
    path = locate(source)
    file = label(path)
    family = Family()
    tree = family.read(load(path, file), file, path)
    return with_sets(tree, family.faults, tuple(sets))


def parse_scenario(text: str, *, name: str = "text", sets: Sequence[str] = (), by_program: bool = False) -> Scenario:
    """Read a scenario from text; `name` stands for the file in messages, and only shipped parents are known.

    Text that a program wrote is read sooner, and faults in it have no lines.
    """
    family = Family(by_program)
    tree = family.read(text, name, None)
    return with_sets(tree, family.faults, tuple(sets))
