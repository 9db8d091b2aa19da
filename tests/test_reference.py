"""The reference says what the program does today, and its words are the program's."""

from __future__ import annotations

import re

import pytest
import typer.main
from house.sources import ROOT

import sim
from sim.cli import app
from sim.cli.reference import reference
from sim.log import DICTIONARY
from sim.measures import MEASURES
from sim.report.terms import TERMS

PAGE = ROOT / "REFERENCE.md"


def test_the_reference_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == reference(), "write it again: python -m sim.cli.reference"


def test_everything_is_named():
    page = reference()
    group = typer.main.get_command(app)
    for name, command in group.commands.items():
        assert f"### `smarketing {name}" in page
        assert all(option in page for each in command.params for option in each.opts if option.startswith("--"))
    assert all(f"`{measure.name}`" in page for measure in MEASURES)
    assert all(f"`{entry.name}`" in page for entry in DICTIONARY.values())
    assert all(f"`{name}" in page for name in sim.__all__ if not name.startswith("_"))


def test_every_table_is_whole():
    """Every row of a table has as many cells as its head."""
    wide = 0
    for line in reference().splitlines():
        cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
        if cells:
            assert not wide or cells == wide, line
        wide = cells


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.word)
def test_a_word_has_a_meaning_of_one_line(term):
    assert term.meaning.endswith(".")
    assert "\n" not in term.meaning


def test_words_are_in_order():
    words = [term.word.lower() for term in TERMS]
    assert words == sorted(words)
    assert len(set(words)) == len(words)
