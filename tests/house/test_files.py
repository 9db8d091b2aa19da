"""Short files with honest names, each saying what it is; decisions that cannot see the truth."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

import pytest

from house.sources import ROOT, SIM, files, module, tree

LONGEST = 350
# The command is one table of commands.
LONGER: dict[str, int] = {}
NO_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "handler", "handlers"}
# Where decisions are made: these files take what the company sees.
DECISIONS = ("model/desk.py", "model/promises.py", "model/rep.py", "model/marketing.py", "model/minds.py", "model/reviews.py",
             "model/own.py", "model/library.py", "model/policies.py",
             "rules/routing.py", "rules/work.py", "rules/agreement.py", "rules/nurture.py",
             "rules/pursuit.py", "rules/scoring.py")  # fmt: skip


def relative(path: Path) -> str:
    return path.relative_to(SIM).as_posix()


@pytest.mark.parametrize("path", files(), ids=relative)
def test_a_file_is_short(path: Path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGER.get(relative(path), LONGEST)


@pytest.mark.parametrize("path", files(), ids=relative)
def test_a_module_says_what_it_is(path: Path):
    assert ast.get_docstring(tree(path)), "a module begins with one plain sentence"


def test_files_are_nouns():
    parts = {part for path in files() for part in module(path).split(".")}
    assert not {part for part in parts if part in NO_NAMES or NO_NAMES & set(part.split("_"))}


def test_no_two_files_of_tests_have_one_name():
    names = [path.name for path in Path(__file__).parents[1].rglob("test_*.py")]
    assert sorted(names) == sorted(set(names))  # pytest would refuse the second


@pytest.mark.parametrize("path", files(), ids=relative)
def test_no_luck_without_a_name(path: Path):
    """Random numbers come from rules/draws.py; the bootstrap has Philox of its own, keyed by the number of values."""
    found = [ast.unparse(node) for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)]
    random = {name for name in found if name.startswith(("random.", "np.random.", "numpy.random."))}
    assert random <= ({"np.random.Philox"} if relative(path) == "statistics/intervals.py" else set())


@pytest.mark.parametrize("name", DECISIONS)
def test_decisions_do_not_name_the_truth(name: str):
    """Any identifier, attribute, import or text that is the buyer."""
    wrong = []
    for node in ast.walk(tree(SIM / name)):
        words: list[str | None] = []
        if isinstance(node, ast.Name):
            words = [node.id]
        elif isinstance(node, ast.Attribute):
            words = [node.attr]
        elif isinstance(node, ast.arg):
            words = [node.arg]
        elif isinstance(node, ast.alias):
            words = [node.name, node.asname]
        elif isinstance(node, ast.ImportFrom):
            words = [node.module]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            words = [node.value]
        line = getattr(node, "lineno", 0)
        wrong += [(line, word) for word in words if word and word.lower() in ("buyer", "truth")]
    assert wrong == []


def tracked() -> list[str]:
    """Every file under version control; skips outside a clone."""
    try:
        said = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=30)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a clone")
    return [name for name in said.stdout.split("\0") if name]


def test_the_top_level_is_the_clients():
    folders = {name.split("/")[0] for name in tracked() if "/" in name}
    assert {name for name in folders if not name.startswith(".")} == {"sim", "notebooks", "scenarios", "tests"}


def test_nothing_of_this_machine_is_in_a_file():
    """No path of anybody's home or scratch folder, in any text file."""
    marks = ("/ho" + "me/", "/Us" + "ers/", "/wo" + "rk/", "C:" + "\\Users")
    wrong = []
    for name in tracked():
        path = ROOT / name
        if path.suffix in {".py", ".md", ".yaml", ".toml", ".ipynb", ".cff"} and path.is_file():
            text = path.read_text(encoding="utf-8")
            wrong += [(name, mark) for mark in marks if mark in text]
    assert wrong == []
