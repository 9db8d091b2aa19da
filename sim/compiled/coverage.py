"""What of a plan the stories read: a mechanism that they do not know yet is for the readable model."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from ..plan import types as plans
from . import layout

RECORDS = (
    plans.Terms, plans.Channel, plans.Persona, plans.Touch, plans.Stage, plans.Promise, plans.Seat, plans.ExtraLead,
)  # fmt: skip
# What no engine reads, since measures do, or since the plan or its packing makes something else of it.
ELSEWHERE = frozenset({
    "costs_rep", "costs_marketing", "costs_gross_margin", "cost", "people_sdrs",
    "meetings", "meeting_lengths", "feedback_reviews", "feedback_length", "own_blocks", "own_block",
    "fit", "reachable", "answerability", "value", "calendar_before",
})  # fmt: skip
# Functions of the user's own, which only the readable model calls.
OWN = frozenset({"handoff_policy", "work_policy", "scoring_policy"})
PYTHON = ("coverage", "layout", "linking", "memory", "packing", "__init__")  # files without stories


@cache
def read() -> tuple[frozenset[str], frozenset[str]]:
    """Fields that the stories read by name, and parts of records whose place they ask for."""
    names: set[str] = set()
    parts: set[str] = set()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if path.stem in PYTHON:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute):
                names.add(node.attr)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "offset":
                parts |= {word.value for word in node.args if isinstance(word, ast.Constant) and isinstance(word.value, str)}
    return frozenset(names), frozenset(parts)


@cache
def is_read(name: str) -> bool:
    """Whether the stories read a field, or need not."""
    names, parts = read()
    name = name.removesuffix("_n")
    return name in names or name in ELSEWHERE or any(name == part or name.startswith(f"{part}_") for part in parts | ELSEWHERE)


@cache
def unread(kind: type) -> tuple[str, ...]:
    """Fields of a named tuple of the plan that nobody here reads, by the path they have in memory."""
    return tuple(name for name, _ in layout.fields(kind) if not is_read(name))


def unknown(plan: plans.Plan) -> list[str]:
    """Fields switched on in a plan (not 0, false or empty) that the stories do not know yet."""
    return sorted({name for terms in (plan.before, plan.after) for name in _on(terms, "")})


def _on(value: Any, prefix: str) -> Iterator[str]:
    """Unread fields of a named tuple that are on, those of records inside it included."""
    kind: Any = type(value)
    for name, hint in layout.hints(kind).items():
        part, what = getattr(value, name), layout.kind_of(hint)
        if what == "many":
            for each in part:
                yield from _on(each, "")
        elif what == "one":
            yield from _on(part, f"{prefix}{name}_")
        elif not is_read(f"{prefix}{name}") and bool(np.any(part)):
            yield f"{prefix}{name}".replace("_", ".", 1)
