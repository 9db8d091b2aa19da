"""What a visitor may take home: the what-if as a scenario file, its simulated years as a table, the report on one page."""

from __future__ import annotations

import csv
import datetime
import json
import shlex
import threading
from collections.abc import Mapping
from io import StringIO
from typing import TYPE_CHECKING, Any

import numpy as np

from ..report.page import page_of
from ..study.answers.results import Run
from ..study.questions.looks import look_at

if TYPE_CHECKING:
    from ..scenario import Scenario
    from ..study.answers.results import Study
    from ..study.crew.engine import Engine
    from .asking import Asked
    from .queue import Compiled, Queue
    from .years import Years

_ONE_AT_A_TIME = threading.Lock()  # pictures are drawn by one at a time
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
        rows = each.first(each.done).values if each.done else ()
        for replication, found in enumerate(rows):
            values = ("" if not np.isfinite(value) else repr(float(value)) for value in found)
            writer.writerow([unformulated(scenario.name), replication, *values])
    return out.getvalue()


def one_page(queue: Queue, kept: Compiled, command: str) -> str | None:
    """Make the report of a question as it stands at its latest look; None before the first, or while another is made."""
    scenarios, years = kept
    look = queue.looks.reached(min(each.done for each in years))
    if look is None or not _ONE_AT_A_TIME.acquire(blocking=False):
        return None
    try:
        plans, rows = tuple(each.plan for each in years), [each.first(look) for each in years]
        study: Study
        if len(years) == 1:
            study = Run(scenarios, plans, tuple(rows), queue.engine, years[0].seed)
        else:
            study = look_at(queue.engine, scenarios, plans, rows, years[0].seed, queue.looks)
        return page_of(study, command)
    finally:
        _ONE_AT_A_TIME.release()


def command_of(asked: Asked, parent: str | None, replications: int) -> str:
    """Write the command that makes the same study; empty for a company that was brought."""
    if parent is None:
        return ""
    words = ["smarketing", "compare" if asked.others else "run", parent]
    for option, values in (("--set", asked.shared), ("--with", asked.changes)):
        for path, value in values.items():
            words += [option, f"{path}={value if isinstance(value, str) else _scalar(value)}"]
    return shlex.join([*words, "--replications", str(replications)])


def unformulated(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
