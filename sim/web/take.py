"""What a visitor may take home: the what-if as a scenario file, its simulated years as a table."""

from __future__ import annotations

import csv
import datetime
import json
from collections.abc import Mapping
from io import StringIO
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from ..scenario import Scenario
    from ..study.engine import Engine
    from .asking import Asked
    from .years import Years

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with which a spreadsheet would begin to compute


def scenario_file(asked: Asked, parent: str | None) -> str:
    """Write a what-if as a scenario file: short where it extends a shipped one, else with all that it is made of."""
    what_if = asked.others[0] if asked.others else asked.base
    if parent is None:
        return what_if.written()
    tree: dict[str, Any] = {}
    for path, value in {**asked.shared, **asked.changes}.items():
        place = tree
        *above, last = path.split(".")
        for key in above:
            place = place.setdefault(key, {})
        place[last] = value
    head = {"name": what_if.name, "question": what_if.question, "extends": parent}
    lines = [f"{key}: {_scalar(value)}" for key, value in head.items() if value]
    return "\n".join([*lines, "because: Made on the what-if page.", "", *_lines(tree, 0)]).rstrip() + "\n"


def _lines(tree: Mapping[str, Any], depth: int) -> list[str]:
    found = []
    for key, value in tree.items():
        if isinstance(value, Mapping):
            found += [f"{'  ' * depth}{key}:", *_lines(value, depth + 1)]
        else:
            found.append(f"{'  ' * depth}{key}: {_scalar(value)}")
    return found


def _scalar(value: Any) -> str:
    """Write a value as JSON, which YAML reads alike."""
    return json.dumps(str(value) if isinstance(value, datetime.date) else value, ensure_ascii=False)


def years_table(engine: Engine, scenarios: tuple[Scenario, ...], years: tuple[Years, ...]) -> str:
    """Write the simulated years so far as CSV, one row per scenario and replication; undefined is empty."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["scenario", "replication", *(measure.name for measure in engine.measures)])
    for scenario, each in zip(scenarios, years, strict=True):
        for replication, unit in enumerate(each.first(each.done)):
            values = ("" if not np.isfinite(value) else repr(float(value)) for value in unit.values)
            writer.writerow([unformulated(scenario.name), replication, *values])
    return out.getvalue()


def unformulated(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
