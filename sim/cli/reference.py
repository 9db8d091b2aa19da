"""REFERENCE.md, written from the command, the face and the catalogues: `python -m sim.cli.reference`."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

from ..report.reference import events_page, markdown, measures_page, words_page
from . import app

INTRODUCTION = """# Reference

This page is generated, so that it says what the program does: `python -m sim.cli.reference` writes it. Keys of scenario
files have a page of their own, [scenarios/README.md](scenarios/README.md), written likewise.

- [Command](#command)
- [Python](#python)
- [Measures](#measures)
- [Events of a log](#events-of-a-log)
- [Words, and their names in HubSpot and Salesforce](#words-and-their-names-in-hubspot-and-salesforce)
"""
CRM = """Names of standard objects, properties and fields, as their makers document them; both can be renamed, and usually
are. A dash: nothing standard says it, and most companies keep a field of their own.
"""
HEADLINE = "Those of the headline are bold; intervals of their differences hold together. `smarketing run --all` shows the rest."
WRITES = "`smarketing trace SCENARIO --out log.csv` (or `.xes`, `.ocel.json`) writes them, observed ones only unless `--truth`."
ASKED = "What `run` and `compare` give can be asked, a run all but differences:"
WITHIN = ("answer", "effect", "further_tables", "numbers", "position")  # what rooms ask of a study, not people
FACE = sys.modules["sim"]


def reference() -> str:
    """Write the page."""
    return "\n".join(
        [
            INTRODUCTION,
            "## Command\n",
            *commands(),
            "## Python\n",
            python_page(),
            f"## Measures\n\n{HEADLINE}\n",
            measures_page(),
            f"## Events of a log\n\n{WRITES}\n",
            events_page(),
            "## Words, and their names in HubSpot and Salesforce\n",
            CRM,
            words_page(),
        ]
    )


def commands() -> Iterator[str]:
    """Every command with its arguments and options."""
    group: Any = typer.main.get_command(app)
    for name, command in group.commands.items():
        arguments = [each for each in command.params if each.param_type_name == "argument"]
        usage = " ".join(["smarketing", name, *(_metavar(each) for each in arguments)])
        yield f"### `{usage}`\n\n{_first(command.help)}\n"
        rows = [(f"`{_option(each)}`", each.help or "") for each in command.params]
        yield markdown(("", ""), rows)


def _metavar(each: Any) -> str:
    return str(each.metavar or each.name.upper())


def _option(each: Any) -> str:
    if each.param_type_name == "argument":
        return _metavar(each)
    names = ", ".join(each.opts)
    return names if each.is_flag else f"{names} {each.metavar or each.name.upper().replace('_', '-')}"


def python_page() -> str:
    """The face, and what a study can be asked."""
    from ..study.answers.results import Comparison

    face = {name: getattr(FACE, name) for name in FACE.__all__}
    rows = [(f"`{name}{_signature(thing)}`", _first(thing.__doc__)) for name, thing in face.items() if callable(thing)]
    methods = [
        (f"`study.{name}{_signature(thing)}`", _first(thing.__doc__))
        for name, thing in inspect.getmembers(Comparison, inspect.isfunction)
        if not name.startswith("_") and name not in WITHIN
    ]
    return f"{markdown(('from sim import ...', ''), rows)}\n{ASKED}\n\n{markdown(('', ''), methods)}"


def _signature(thing: Any) -> str:
    """Names of parameters; those with a default as `name=…`."""
    if inspect.isclass(thing):
        return ""
    parts = []
    for each in inspect.signature(thing).parameters.values():
        if each.name == "self":
            continue
        star = "*" if each.kind == each.VAR_POSITIONAL else "**" if each.kind == each.VAR_KEYWORD else ""
        parts.append(f"{star}{each.name}" + ("=…" if each.default is not each.empty else ""))
    return f"({', '.join(parts)})"


def _first(text: str | None) -> str:
    """First sentence or paragraph of a docstring, on one line."""
    paragraph = re.split(r"\n\s*\n", (text or "").strip())[0]
    return " ".join(paragraph.split())


if __name__ == "__main__":
    (Path(__file__).resolve().parents[2] / "REFERENCE.md").write_text(reference(), encoding="utf-8")
