"""Notebooks are scripts with their .ipynb beside them: the same cells, without results, a question first and its answer last.

They are run by `make notebooks`, each cell in at most a minute.
"""

from __future__ import annotations

import importlib
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from house.sources import ROOT

SCRIPTS = sorted((ROOT / "notebooks").glob("*.py"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
ASKED_FOR = ("first_run", "before_you_promise", "how_many_replications", "your_own_mechanism", "workshop")


def cells(path: Path) -> list[dict[str, Any]]:
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def name(path: Path) -> str:
    return path.stem


def test_every_notebook_is_a_pair():
    assert [path.stem for path in SCRIPTS] == [path.stem for path in NOTEBOOKS]
    assert [re.sub(r"^\d_", "", path.stem) for path in SCRIPTS if re.sub(r"^\d_", "", path.stem) in ASKED_FOR] == list(ASKED_FOR)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_both_of_a_pair_have_the_same_cells(path: Path):
    if "CI" in os.environ:
        jupytext = importlib.import_module("jupytext")
    else:
        jupytext = pytest.importorskip("jupytext", reason="needs jupytext: pip install 'smarketing[test]'")
    script = jupytext.read(path.with_suffix(".py")).cells
    written = [(cell["cell_type"], source(cell)) for cell in cells(path)]
    assert written == [(cell.cell_type, cell.source) for cell in script], "write it again: make notebooks"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_a_notebook_is_stripped(path: Path):
    assert all(not cell.get("outputs") and cell.get("execution_count") is None for cell in cells(path))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_a_notebook_asks_first_and_answers_last(path: Path):
    first, *_, before_last, last = cells(path)
    assert first["cell_type"] == "markdown"
    assert re.match(r"# .+\n\n\*\*Question\.\*\* .+\?", source(first), re.DOTALL)
    prose = [source(cell) for cell in (before_last, last) if cell["cell_type"] == "markdown"]
    answer = next(i for i, cell in enumerate(cells(path)) if "**Answer.**" in source(cell))
    assert len(cells(path)) - answer <= 3
    assert prose or source(cells(path)[answer])
    assert any("print(" in source(cell) for cell in cells(path)[answer:])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_a_notebook_needs_no_file_and_no_network(path: Path):
    """Its first cell works from any folder: scenarios are called by their shipped names."""
    code = "\n".join(source(cell) for cell in cells(path) if cell["cell_type"] == "code")
    assert re.findall(r'read_scenario\("([^"]+)"\)', code)
    assert not re.search(r'read_scenario\("[^"]*(\.yaml|/)[^"]*"\)', code)
    assert not re.search(r"open\(|Path\(|https?://|^!|^%", code, re.MULTILINE)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_a_slider_stands_beside_what_shows_without_it(path: Path):
    """Before every slider a cell shows the same without one, for paper and for readers without a kernel."""
    code = [source(cell) for cell in cells(path) if cell["cell_type"] == "code"]
    sliders = [(i, re.search(r"interact\(\s*(?:lambda \*{0,2}\w+: )?([\w.]+)", text)) for i, text in enumerate(code)]
    sliders = [(i, found[1]) for i, found in sliders if found]
    assert sliders
    for i, shown in sliders:
        assert any(re.search(rf"^(?:_ = )?{re.escape(shown)}\(", text, re.MULTILINE) for text in code[:i]), shown
