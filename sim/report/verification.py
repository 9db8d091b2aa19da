"""Theory beside simulation, one line a number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from ..study.judgement.numbers import digits

if TYPE_CHECKING:
    from ..theory.verification import Line
    from .paper import Paper


def show_lines(lines: Sequence[Line], paper: Paper) -> str:
    """Write every line with its exact value, what was simulated, and whether the interval covers it."""
    table = Table(box=None if paper.ascii else box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for place, head in enumerate(("Case", "Measure", "Exact", "Simulated", "99.9 % for all lines", "Holds")):
        table.add_column(head, justify="left" if place < 2 else "right")
    for line in lines:
        table.add_row(
            line.case,
            line.measure,
            digits(line.exact, 6),
            digits(line.simulated, 6),
            f"{digits(line.low, 6)} to {digits(line.high, 6)}",
            Text("yes") if line.holds else Text("NO", style="bold red"),
        )
    held = sum(line.holds for line in lines)
    verdict = "All lines hold." if held == len(lines) else f"{len(lines) - held} of {len(lines)} lines do not hold."
    return paper.print(table, Text(verdict))
