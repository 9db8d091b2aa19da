"""Reference pages from what the program itself says: measures, events, words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..log import DICTIONARY
from ..measures import MEASURES
from .terms import TERMS

NOWHERE = "–"


def measures_page() -> str:
    """Every measure with its label, unit, definition and what it is divided by; those of the headline in bold."""
    rows = [
        (
            f"**`{each.name}`**" if each.headline else f"`{each.name}`",
            each.label,
            each.unit,
            each.definition + (f" Divided by: {each.denominator}." if each.denominator else ""),
            each.better or "",
        )
        for each in MEASURES
    ]
    return markdown(("measure", "label", "unit", "definition", "better"), rows)


def events_page() -> str:
    """Every event of a log with its meaning, the unit of its amount, and whether anybody could see it."""
    rows = [(f"`{each.name}`", each.visibility, each.meaning, each.amount) for each in DICTIONARY.values()]
    return markdown(("event", "", "meaning", "amount"), rows)


def words_page() -> str:
    """The glossary, with what HubSpot and Salesforce call the same."""
    rows = [(each.word, each.meaning, each.hubspot or NOWHERE, each.salesforce or NOWHERE) for each in TERMS]
    return markdown(("ours", "means", "HubSpot's", "Salesforce's"), rows)


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
