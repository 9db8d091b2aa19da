"""What is written on: the terminal's width, colours and characters, and the bar that shows progress."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from shutil import get_terminal_size
from typing import Any, NamedTuple

from rich.console import Console

from .pace import Pace, time_in_words

WIDEST, NARROWEST = 118, 60
PATIENCE = 1.0  # seconds of work before a bar is worth showing


class Paper(NamedTuple):
    """What is written on: width in characters, whether colours show, whether only ASCII does."""

    width: int = WIDEST
    colours: bool = False
    ascii: bool = False

    def print(self, *parts: Any) -> str:
        """Set parts one below the other."""
        out = StringIO()
        console = Console(
            file=out,
            width=min(WIDEST, self.width),
            force_terminal=self.colours,
            no_color=not self.colours,
            highlight=False,
            legacy_windows=False,
        )
        for part in parts:
            console.print(part)
        lines = [line.rstrip() for line in out.getvalue().splitlines()]
        text = "\n".join(line for place, line in enumerate(lines) if line or (place and lines[place - 1]))
        return f"{_in_ascii(text) if self.ascii else text}\n"


def _in_ascii(text: str) -> str:
    for mark, plain in (("–", "-"), ("…", "."), ("±", "+-"), ("≥", ">="), ("≤", "<="), ("−", "-")):
        text = text.replace(mark, plain)
    return text.encode("ascii", "replace").decode("ascii")


def stdout_paper() -> Paper:
    """Describe standard output: colours on a terminal only, ASCII where blocks cannot be written."""
    terminal = sys.stdout.isatty()
    width = get_terminal_size((WIDEST, 24)).columns if terminal else WIDEST
    return Paper(
        max(NARROWEST, min(WIDEST, width)),
        terminal and not os.environ.get("NO_COLOR"),
        not _writable("█▁–", sys.stdout.encoding),
    )


@contextmanager
def progress_bar(quiet: bool = False) -> Iterator[Callable[[int, int], None] | None]:
    """Show a bar on standard error, on a terminal only, once the work has taken a second."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = (TextColumn("simulating"), BarColumn(), TaskProgressColumn(), TextColumn("{task.description}"))
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task("")
    pace = Pace()
    begun = time.monotonic()

    def tell(done: int, planned: int) -> None:
        if time.monotonic() - begun > PATIENCE:
            bar.start()
        left = pace.left(done, planned)
        words = "" if left is None else f"about {time_in_words(left)} left"
        bar.update(task, completed=done, total=planned, description=words)

    try:
        yield tell
    finally:
        bar.stop()


def _writable(text: str, encoding: str | None) -> bool:
    try:
        text.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
