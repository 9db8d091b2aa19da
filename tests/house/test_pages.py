"""Pages promise no command, scenario, name or place that is not there, and their snippets print what they show."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
import typer.main

import sim
from house.pages import PAGES, RUN, Saying, SnippetError, Thread, blocks, commands, first_wrong, page_text, threads, told_again
from house.sources import ROOT
from sim.cli import app
from sim.log import Disposition
from sim.scenario import shipped_names

KINDS = {"", "console", "python", "text", "yaml", "cell", "mermaid", "math", "make"}
# What stands for a name of the reader's, rather than for a shipped scenario.
OWN = re.compile(r".*\.yaml$|^\[?[A-Z]{3,}")
ALL = 9
WANTED = dict.fromkeys(("compare", "check", "choose"), ALL) | dict.fromkeys(("explain", "sensitivity", "credit"), 2)
WANTED |= dict.fromkeys(("run", "trace", "sweep", "plan"), 1)


@cache
def known() -> dict[str, set[str]]:
    """Every command with its options."""
    group: Any = typer.main.get_command(app)
    return {name: {option for each in command.params for option in each.opts} for name, command in group.commands.items()}


def named(page: str) -> list[list[str]]:
    """Every `smarketing …` in code of a page, in words."""
    prose = re.sub(r"```.*?```", "", page_text(page), flags=re.DOTALL)
    code = [each.text.replace("\\\n", " ") for each in blocks(page_text(page)) if each.kind not in ("yaml", "python", "text")]
    return [words for text in [*code, *re.findall(r"`([^`\n]+)`", prose)] for words in commands(text) if words]


@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_a_page_exists(page: str):
    assert {words[0] for words in named(page) if not words[0].startswith("-")} <= set(known())


@pytest.mark.parametrize("page", PAGES)
def test_every_option_of_a_page_exists(page: str):
    for words in named(page):
        options = {word.partition("=")[0] for word in words[1:] if word.startswith("--")}
        assert options <= known().get(words[0], set()) | {"--help"}, words


@pytest.mark.parametrize("page", PAGES)
def test_every_scenario_of_a_page_is_shipped(page: str):
    for words in named(page):
        given = words[1:]
        names = given[: next((i for i, word in enumerate(given) if word.startswith("-")), len(given))]
        assert {name for name in names[: WANTED.get(words[0], 0)] if not OWN.match(name)} <= set(shipped_names()), words


@pytest.mark.parametrize("page", PAGES)
def test_the_face_of_a_page_exists(page: str):
    for line in re.findall(r"^from sim import (.+)$", page_text(page), re.MULTILINE):
        assert [name for name in line.split(",") if not hasattr(sim, name.strip())] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_leads_somewhere(page: str):
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```", "", page_text(page), flags=re.DOTALL)):
        if target.startswith(("http:", "https:", "mailto:")):
            continue
        file, _, place = target.partition("#")
        path = (ROOT / page).parent / file if file else ROOT / page
        assert path.exists(), target
        if place:
            assert place in anchors(path.read_text(encoding="utf-8")), target


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_a_page_names_is_there(page: str):
    named = re.findall(r"`((?:sim|tests|notebooks|scenarios)/[\w/.-]+)`", page_text(page))
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_diagram_has_every_way_a_story_ends():
    diagram = next(block.text for block in blocks(page_text("MODEL.md")) if block.kind == "mermaid")
    assert len(re.findall(r"\(\[", diagram)) == len([each for each in Disposition if each != Disposition.OPEN])


def anchors(text: str) -> set[str]:
    """Names that a page's headings have in links."""
    heads = re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", RUN)
def test_every_block_is_of_a_kind_that_is_held_to_something(page: str):
    for block in blocks(page_text(page)):
        assert block.kind in KINDS, (page, block.line)
        named = block.kind != "yaml" or block.note.startswith("file: ")
        assert named, f"{page}:{block.line}: name the file: <!-- file: x.yaml -->"
        assert block.kind != "yaml" or f"`{block.note.removeprefix('file: ')}`" in page_text(page), "name it for the reader, too"


@pytest.mark.slow
@pytest.mark.golden
@pytest.mark.parametrize(("page", "section"), [(page, section) for page in RUN for section in threads(page)])
def test_snippets_print_what_is_shown(page: str, section: str, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for saying in Thread().run(threads(page)[section]):
        wrong = first_wrong(saying)
        assert wrong is None, f"{page}, {wrong}\n(meant? then: make pages, and look at the difference)"


def test_the_demo_shown_is_the_one_that_is_made():
    makes = re.search(r"^demo:.*\n\t\$\(BIN\)/(.+?) --workers", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert makes
    assert f"<!-- prints: {makes[1]} -->" in page_text("README.md")


def test_what_is_left_out_may_be_anything():
    said = ["one 1", "two 2", "three 3"]
    assert first_wrong(Saying(1, ["one 1", "[...]"], said)) is None
    assert first_wrong(Saying(1, ["[...]", "three [...]"], said)) is None
    assert first_wrong(Saying(1, ["one 1", "[...]", "two 2", "three 3"], said)) is None
    assert first_wrong(Saying(1, [], said)) is None
    assert "line 8 shows\n  two 3\n" in str(first_wrong(Saying(7, ["one 1", "two 3", "three 3"], said)))
    assert "more is printed" in str(first_wrong(Saying(1, ["one 1", "two 2"], said)))


def test_what_moved_is_told_again_where_it_stood():
    shown = ["Revenue 5", "[...]", "Idle 7 %", "in all 8"]
    said = ["Revenue 6", "Won 3", "Wasted 1", "Idle 9 %", "in all 10"]
    assert told_again(shown, said) == ["Revenue 6", "[...]", "Idle 9 %", "in all 10"]


def test_a_snippet_that_fails_says_where():
    page = "## A\n\n```console\n$ smarketing run nowhere\n```\n"
    with pytest.raises(SnippetError, match="line 4: smarketing run nowhere ended with 2"):
        list(Thread().run(blocks(page)))
    with pytest.raises(SnippetError, match="line 2"):
        list(Thread().run(blocks("```python\n1 / 0\n```\n")))
