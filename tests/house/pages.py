"""Pages for people, and the snippets in them: read, run in a folder of their own, held to what they print.

A block of `console` shows commands after `$` and below each what it prints; a block of `python` is run, and a block of
`text` after it is what it prints; `yaml` is a file, named in a comment before it. In what is printed, `[...]` stands
for what is left out: on a line of its own for any lines, within a line for any words. Commands of other blocks, and of
tables, are run on a few short years, since what they print is not shown. A comment before a block may say
`not run: why`, `file: name`, or `prints: command` for a block that shows what this command prints.

`python -m house.pages HOWTO.md` (from this folder's parent) runs a page and writes what it prints now into it, as far
as the lines shown can be told again. Look at the difference before you keep it.
"""

from __future__ import annotations

import contextlib
import difflib
import io
import os
import re
import shlex
import sys
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from house.sources import ROOT
from sim.scenario.policies import forget_policies
from sim.study.crew.own_measures import forget_measures

LEFT_OUT = "[...]"
PAGES = (
    "README.md",
    "TUTORIAL.md",
    "HOWTO.md",
    "MODEL.md",
    "EVIDENCE.md",
    "REFERENCE.md",
    "DESIGN.md",
    "CONTRIBUTING.md",
    "scenarios/README.md",
)
RUN = ("README.md", "TUTORIAL.md", "HOWTO.md", "MODEL.md", "scenarios/README.md")  # whose snippets are run
ONE_THREAD = ("TUTORIAL.md",)  # told from beginning to end; of other pages each section stands alone
FEW = {"plan": 10, "choose": 10}  # replications of commands whose output is not shown; of others 4
SHORT = {"experiment.lead_in": "1 week", "experiment.horizon": "8 weeks", "experiment.follow_up": "1 week"}
LASTING = ("serve", "bench")  # go on until they are stopped, or measure speed; the whole of CI runs them elsewhere
FIRST_USE = "First use: making the machine code"


class Block(NamedTuple):
    """A fenced block, or a command in a table: `line` of its first line of text, from 1."""

    line: int
    kind: str
    text: str
    note: str  # of the comment before it
    section: str


class SnippetError(AssertionError):
    """A snippet does not do what its page says."""


def page_text(page: str) -> str:
    """Text of a page."""
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(text: str) -> list[Block]:
    """Every block of a page in order, with the `##` section that it is in."""
    found, section, note = [], "", ""
    lines = iter(enumerate(text.splitlines(), 1))
    for number, line in lines:
        if fence := re.fullmatch(r"```(\w*)", line):
            inside = []
            for _, within in lines:
                if within == "```":
                    break
                inside.append(within)
            found.append(Block(number + 1, fence[1], "\n".join(inside), note, section))
            note = ""
        elif line.startswith("## "):
            section, note = line[3:], ""
        elif comment := re.fullmatch(r"<!-- (.*) -->", line):
            note = comment[1]
        elif line.startswith("|"):
            cells = re.findall(r"`(smarketing [^`]+)`", line)
            found += [Block(number, "cell", cell, note, section) for cell in cells if not re.search(r"\b[A-Z]{4,}\b", cell)]
        elif line:
            note = ""
    return found


def threads(page: str) -> dict[str, list[Block]]:
    """Blocks that are run one after another in one folder, by section."""
    told: dict[str, list[Block]] = {}
    for block in blocks(page_text(page)):
        told.setdefault(page if page in ONE_THREAD else block.section, []).append(block)
    return {
        section: some for section, some in told.items() if any(each.kind in ("", "console", "python", "cell") for each in some)
    }


class Saying(NamedTuple):
    """What a snippet prints, and what its page shows of it: `first` is the line of the page where that begins."""

    first: int
    shown: list[str]
    said: list[str]


class Thread:
    """Snippets run one after another."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {}

    def run(self, some: list[Block]) -> Iterator[Saying]:
        """Run every block in the present folder, and give what is shown beside what is said."""
        try:
            yield from self.runs(some)
        finally:
            forget_measures()
            forget_policies()

    def runs(self, some: list[Block]) -> Iterator[Saying]:
        """Run block after block."""
        printed: list[str] | None = None
        for block in some:
            if block.note.startswith("file: "):
                Path(block.note.removeprefix("file: ")).write_text(block.text + "\n", encoding="utf-8")
            elif block.kind == "console":
                yield from self.told(block)
            elif block.kind == "python" and not block.note.startswith("not run: "):
                printed = self.executed(block)
                continue
            elif block.kind == "text":
                if block.note.startswith("prints: "):
                    printed = said(shlex.split(block.note.removeprefix("prints: "))[1:], block.line)
                if printed is None:
                    raise SnippetError(f"line {block.line}: nothing before it prints this; write '<!-- prints: ... -->'")
                yield Saying(block.line, block.text.splitlines(), printed)
            elif block.kind in ("", "cell") and not block.note.startswith("not run: "):
                for words in commands(block.text):
                    if words[0] not in LASTING:
                        said(quickly(words), block.line)
            printed = None

    def told(self, block: Block) -> Iterator[Saying]:
        """Run the commands of a console, each with the lines below it."""
        lines = block.text.splitlines()
        starts = [i for i, line in enumerate(lines) if line.startswith("$ ")]
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            first = start + 1
            command = lines[start].removeprefix("$ ")
            while command.endswith("\\"):
                command = command[:-1] + lines[first].strip()
                first += 1
            words = shlex.split(command)
            if words[0] != "smarketing":
                raise SnippetError(f"line {block.line + start}: only smarketing is run in a console, not {words[0]}")
            status = int(block.note.removeprefix("exit ")) if block.note.startswith("exit ") else 0
            yield Saying(block.line + first, lines[first:end], said(words[1:], block.line + start, status))

    def executed(self, block: Block) -> list[str]:
        """Run Python, and give what it prints."""
        out = io.StringIO()
        try:
            code = compile("\n" * (block.line - 1) + block.text, "<page>", "exec")
            with contextlib.redirect_stdout(out):
                exec(code, self.names)
        except Exception as error:
            raise SnippetError(f"line {block.line}: {traceback.format_exc(limit=-1)}") from error
        return [line.rstrip() for line in out.getvalue().strip("\n").splitlines()]


def commands(text: str) -> list[list[str]]:
    """Every `smarketing …` of a block in words, without the first."""
    lines = [line.strip().removeprefix("$ ") for line in text.splitlines()]
    lines = [line.removeprefix(".venv/bin/").removeprefix(".venv\\Scripts\\") for line in lines]
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("smarketing ")]


def quickly(words: list[str]) -> list[str]:
    """The same command on a few short years, where it simulates any."""
    import typer.main

    from sim.cli import app

    group: Any = typer.main.get_command(app)
    known = {name for each in group.commands[words[0]].params for name in each.opts}
    words = list(words)
    for name, value in (("--replications", str(FEW.get(words[0], 4))), ("--points", "16"), ("--workers", "1")):
        if name in words:
            words[words.index(name) + 1] = value
        elif name == "--replications" and name in known and "--precision" not in words:
            words += [name, value]
    adopts = not any(name.startswith(("olist", "theory/")) for name in words)
    if words[0] == "sensitivity" and "--input" not in words:
        words += ["--input", "contact.connect=0.3..0.5", "--points", "8"]
    if "--set" in known and words[0] not in ("check", "explain", "trace") and adopts:
        words += [part for path, value in SHORT.items() for part in ("--set", f"{path}={value}")]
    return words


def said(words: list[str], line: int, status: int = 0) -> list[str]:
    """What a command prints, first what it answers and then what it notes."""
    from sim.cli import main

    out, notes = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    plain = {"NO_COLOR": "1", "TERM": "dumb"}
    with mock.patch.object(sys, "argv", ["smarketing", *words]), mock.patch.dict(os.environ, plain):
        for name in ("FORCE_COLOR", "COLUMNS"):
            os.environ.pop(name, None)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(notes):
            try:
                main()
                ended: Any = 0
            except SystemExit as end:
                ended = end.code or 0
    if ended != status:
        raise SnippetError(f"line {line}: smarketing {shlex.join(words)} ended with {ended}: {written(notes)}")
    lines = [*written(out).splitlines(), *written(notes).splitlines()]
    return [each.rstrip() for each in lines if not each.startswith(FIRST_USE)]


def written(stream: io.TextIOWrapper) -> str:
    """What was written into a stream, without empty lines around it."""
    stream.flush()
    stream.seek(0)
    return stream.read().strip("\n")


def pattern(shown: list[str]) -> str:
    """A regular expression for what is shown."""
    parts = []
    for line in shown:
        if line.strip() == LEFT_OUT:
            parts.append(r"(?:[^\n]*\n)*?")
        else:
            parts.append(r"[^\n]*".join(re.escape(part) for part in line.rstrip().split(LEFT_OUT)) + r"\n")
    return "".join(parts)


def first_wrong(saying: Saying) -> str | None:
    """The first line of a page that is not what is printed, told; none when all are."""
    shown = trimmed(saying.shown)
    whole = "".join(f"{line}\n" for line in saying.said)
    if not shown or re.fullmatch(pattern(shown), whole):
        return None
    for i, line in enumerate(shown):
        if not re.match(pattern(shown[: i + 1]), whole):
            near = difflib.get_close_matches(line, saying.said, 1, 0.3)
            printed = near[0] if near else "(nothing like it)"
            return f"line {saying.first + i} shows\n  {line}\nbut nearest to it is printed\n  {printed}"
    return f"after line {saying.first + len(shown) - 1} more is printed:\n  " + "\n  ".join(saying.said[-3:])


def trimmed(lines: list[str]) -> list[str]:
    """Lines without empty ones around them."""
    return "\n".join(line.rstrip() for line in lines).strip("\n").splitlines()


def told_again(shown: list[str], said: list[str]) -> list[str]:
    """What is printed now, with the same left out as before: every run of lines shown is looked for where it is most alike."""
    new: list[str] = []
    at = 0
    pieces = [[]] if not shown else [list(piece) for piece in split(shown)]
    for i, piece in enumerate(pieces):
        if i:
            new.append(LEFT_OUT)
        if not piece:
            continue
        if len(pieces) == 1:
            return said
        places = [at] if i == 0 else range(at, max(at, len(said) - len(piece)) + 1)
        at = max(places, key=lambda place: alike(piece, said[place : place + len(piece)]))
        new += [old if LEFT_OUT in old else line for old, line in zip(piece, said[at : at + len(piece)], strict=False)]
        at += len(piece)
    return new


def split(shown: list[str]) -> Iterator[list[str]]:
    """Runs of lines between those that are left out."""
    piece: list[str] = []
    for line in shown:
        if line.strip() == LEFT_OUT:
            yield piece
            piece = []
        else:
            piece.append(line)
    yield piece


def alike(old: list[str], new: list[str]) -> float:
    """How much two runs of lines are alike but for their numbers."""
    first, second = (re.sub(r"[\d,.]+", "0", "\n".join(lines)) for lines in (old, new))
    return difflib.SequenceMatcher(None, first, second, autojunk=False).ratio()


def record(page: str) -> None:
    """Write what a page's snippets print now into it."""
    lines = page_text(page).splitlines()
    changed: list[Saying] = []
    for some in threads(page).values():
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            changed += [saying for saying in Thread().run(some) if first_wrong(saying)]
    for saying in sorted(changed, key=lambda each: -each.first):
        begin, end = saying.first - 1, saying.first - 1 + len(saying.shown)
        lines[begin:end] = told_again(trimmed(saying.shown), saying.said) + [""] * (saying.shown[-1:] == [""])
        print(f"{page}:{saying.first}: told again")
    (ROOT / page).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    for name in sys.argv[1:] or RUN:
        record(name)
