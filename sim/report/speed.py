"""Both engines' speed, side by side."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from ..study.judgement.numbers import digits

if TYPE_CHECKING:
    from ..study.questions.speed import Round, Speed
    from .paper import Paper


def show_speed(speed: Speed, paper: Paper) -> str:
    """Write how fast each engine simulates and measures, and how many times as fast the compiled one is."""
    table = Table(box=None if paper.ascii else box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for place, head in enumerate(("Engine", "Replications a second", "Simulating, ms", "Measuring, ms")):
        table.add_column(head, justify="left" if place == 0 else "right")
    table.add_row("readable (simpy)", *_figures(speed.simpy))
    table.add_row("compiled", *_figures(speed.compiled))
    ratio = f"{digits(statistics.median(speed.ratios), 3)} times as fast"
    spread = f" ({digits(min(speed.ratios), 3)} to {digits(max(speed.ratios), 3)} in {len(speed.ratios)} rounds)"
    return paper.print(
        Text(f"{speed.scenario}: {speed.leads:,} leads and {speed.events:,} events a replication; one processor, in turns"),
        table,
        Text(f"The compiled engine is {ratio}{spread}, and writes the same log."),
    )


def _figures(rounds: tuple[Round, ...]) -> tuple[str, str, str]:
    whole, simulating, measuring = (
        statistics.mean(getattr(each, part) for each in rounds) for part in ("whole", "simulating", "measuring")
    )
    return digits(1 / whole, 3), digits(1000 * simulating, 3), digits(1000 * measuring, 3)
