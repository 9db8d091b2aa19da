"""An event log as XES (IEEE 1849): a trace for each lead, an event for each thing that happened to it.

Work on a lead carries the standard lifecycle, so that tools know how long an attempt waited and took.
What concerns no lead, such as shifts, has no place in such a log; the other formats hold it.
"""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import IO, TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from ....log import DICTIONARY
from .activities import Happening, Value, activity, attributes, happenings, iso, moment
from .traits import each_lead, traits

if TYPE_CHECKING:
    from ....log import Log
    from ....plan import Plan

EXTENSIONS = {"Concept": "concept", "Lifecycle": "lifecycle", "Organizational": "org", "Time": "time"}
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
GLOBALS: dict[str, dict[str, Value]] = {
    "trace": {"concept:name": ""},
    "event": {"concept:name": "", "lifecycle:transition": "complete", "time:timestamp": EPOCH},
}
CLASSIFIERS = {"activity": "concept:name", "activity and transition": "concept:name lifecycle:transition"}
TAGS = {bool: "boolean", int: "int", float: "float", str: "string", datetime.datetime: "date"}
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_xes(plan: Plan, log: Log, path: Path, truth: bool) -> int:
    """Write a log, and return the number of events in it."""
    of_leads: list[list[Happening]] = [[] for _ in log.leads]
    for what in happenings(plan, log, truth=truth):
        if what.lead:
            of_leads[what.lead - 1].append(what)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        _begin(file, plan)
        for number, (seen, known) in enumerate(zip(of_leads, each_lead(traits(plan, log, truth)), strict=True), 1):
            file.write("<trace>\n")
            file.writelines(_attribute(key, value) for key, value in {"concept:name": str(number), **known}.items())
            for what in seen:
                file.write("<event>")
                file.writelines(_attribute(key, value, "") for key, value in _of_event(plan, what).items())
                file.write("</event>\n")
            file.write("</trace>\n")
        file.write("</log>\n")
    return sum(map(len, of_leads))


def _begin(file: IO[str], plan: Plan) -> None:
    file.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    file.write('<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">\n')
    for name, prefix in EXTENSIONS.items():
        file.write(f'<extension name="{name}" prefix="{prefix}" uri="http://www.xes-standard.org/{prefix}.xesext"/>\n')
    for scope, keys in GLOBALS.items():
        file.write(f'<global scope="{scope}">\n')
        file.writelines(_attribute(key, value) for key, value in keys.items())
        file.write("</global>\n")
    file.writelines(f'<classifier name="{name}" keys="{keys}"/>\n' for name, keys in CLASSIFIERS.items())
    said = {"concept:name": plan.name, "lifecycle:model": "standard", "timezone": plan.timezone, "currency": plan.currency}
    file.writelines(_attribute(key, value) for key, value in said.items())


def _of_event(plan: Plan, what: Happening) -> dict[str, Value]:
    name, transition = activity(what.event, what.kind)
    found: dict[str, Value] = {
        "concept:name": name, "lifecycle:transition": transition, "time:timestamp": moment(plan, what.time),
    }  # fmt: skip
    if what.rep:
        found["org:resource"] = plan.names.seats.get(what.rep, "")
    if DICTIONARY[what.event].visibility == "truth":
        found["truth"] = True
    return found | attributes(plan, what)


def _attribute(key: str, value: Value, end: str = "\n") -> str:
    tag = TAGS[type(value)]
    text = iso(value) if isinstance(value, datetime.datetime) else str(value)
    text = text.lower() if isinstance(value, bool) else text
    return f"<{tag} key={quoteattr(key)} value={quoteattr(NOT_XML.sub('', text))}/>{end}"
