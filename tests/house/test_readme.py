"""The README promises no command, scenario or name that is not there."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys

import pytest

from house.sources import ROOT
from sim.scenario import shipped_names

PAGES = ("README.md", "CONTRIBUTING.md")
# What follows the word in a sentence, rather than in a command, or stands for a name of the reader's.
OWN = re.compile(r"^(mine|yours|SCENARIO|BASE|OTHER)")


def commands(page: str) -> list[list[str]]:
    """Every `smarketing …` in code of a page, in words."""
    text = (ROOT / page).read_text(encoding="utf-8")
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    code = re.findall(r"```\w*\n(.*?)```", text, re.DOTALL) + re.findall(r"`([^`\n]+)`", prose)
    lines = [line.strip().removeprefix("$ ") for block in code for line in block.splitlines()]
    lines = [line.removeprefix(".venv/bin/").removeprefix(".venv\\Scripts\\") for line in lines]
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("smarketing ")]


def said(*words: str) -> str:
    code = "import sys; from sim.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, timeout=120, cwd=ROOT,
        env={"COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb", "PATH": "", "HOME": str(ROOT / ".venv")},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_a_page_exists(page: str):
    there = set(re.findall(r"^[\s│|]*([a-z]+)\s", said("--help"), re.MULTILINE))
    named = {words[0] for words in commands(page) if not words[0].startswith("-")}
    assert named
    assert named <= there


@pytest.mark.parametrize("page", PAGES)
def test_every_option_of_a_page_exists(page: str):
    for words in commands(page):
        options = [word.partition("=")[0] for word in words[1:] if word.startswith("--")]
        if options:
            helped = said(words[0], "--help")
            assert [option for option in options if not re.search(rf"{option}\b", helped)] == [], words


@pytest.mark.parametrize("page", PAGES)
def test_every_scenario_of_a_page_is_shipped(page: str):
    wanted = {"run": 1, "compare": 9, "explain": 2, "trace": 1, "check": 9, "choose": 9, "sweep": 1, "plan": 1}
    for words in commands(page):
        names = []
        for word in words[1:]:
            if word.startswith("-"):
                break
            names.append(word)
        names = [name for name in names[: wanted.get(words[0], 0)] if not OWN.match(name)]
        assert set(names) <= set(shipped_names()), words


def test_the_face_of_the_page_exists():
    import sim

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    names = {name.strip() for line in re.findall(r"^from sim import (.+)$", text, re.MULTILINE) for name in line.split(",")}
    assert names
    assert [name for name in names if not hasattr(sim, name)] == []
