"""How far to go with two levers: a grid of settings, each simulated on the same leads."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from ..study.judgement.numbers import show
from ..study.questions.looks import doubling
from .asking import Asked, Settings, ask

if TYPE_CHECKING:
    from .answers import Answer
    from .controls import Control
    from .room import Company

LOOKS = doubling(8)  # a grid of many settings is for orientation; the page's own answer goes on to the end
STOPS = 4  # of each lever, today's among them


class Grid(NamedTuple):
    """Two levers and the places of their stops; `cells` are the settings in the order of the question's what-ifs."""

    across: Control
    down: Control
    columns: tuple[int, ...]
    rows: tuple[int, ...]
    cells: tuple[tuple[int, int], ...]


def grid_of(across: Control, down: Control) -> Grid:
    """Choose stops from end to end of both levers; today's corner is no what-if."""
    columns, rows = _spread(across), _spread(down)
    cells = tuple((i, j) for j in rows for i in columns if not (i == across.today and j == down.today))
    return Grid(across, down, columns, rows, cells)


def ask_grid(company: Company, settings: Settings, grid: Grid) -> Asked:
    """Make a scenario for every cell; levers that are not in the grid stay as they are set."""
    found = []
    base = ask(company.scenario, company.controls, settings._replace(moves=()))
    for i, j in grid.cells:
        moved = settings.moved(grid.across, i).moved(grid.down, j)
        others = ask(company.scenario, company.controls, moved).others
        found.append((others[0] if others else base.base).replace({}, name=f"{i}:{j}"))
    return Asked(base.base, tuple(found), base.shared)


def _spread(control: Control) -> tuple[int, ...]:
    last = len(control.stops) - 1
    chosen = {round(i * last / (STOPS - 1)) for i in range(STOPS)}
    nearest = min(chosen, key=lambda place: abs(place - control.today))
    return tuple(sorted((chosen - {nearest}) | {control.today}))


def drawn(grid: Grid, answer: Answer) -> str:
    """Draw the grid as a table: what each setting brings in revenue, whether that is beyond doubt, and the promise kept."""
    study = answer.study
    heads = "".join(f"<th>{escape(grid.across.stops[i].label)}</th>" for i in grid.columns)
    largest = max((abs(effects["revenue"].mean) for effects in study.effects), default=0.0) or 1.0
    body = ""
    for j in grid.rows:
        cells = ""
        for i in grid.columns:
            if (i, j) not in grid.cells:
                cells += '<td class="cell here">today</td>'
                continue
            place = grid.cells.index((i, j))
            effect = study.effects[place]["revenue"]
            kept = study.estimates[place + 1]["first_response_within_sla"].mean
            strength = round(40 * min(1.0, abs(effect.mean) / largest))
            kind = "up" if effect.mean > 0 else "down"
            sure = "<b>{}</b>" if effect.clear else "{}"
            words = sure.format(escape(show(effect.mean, "money", study.currency, signed=True)))
            promise = f'<span class="change">SLA met {escape(show(kept, "share"))}</span>' if kept == kept else ""
            cells += f'<td class="cell {kind}" style="--strength:{strength}%">{words}{promise}</td>'
        body += f'<tr><th scope="row">{escape(grid.down.stops[j].label)}</th>{cells}</tr>'
    note = (
        f"Difference of total revenue from today after {answer.years} simulated years; bold where the 95 % interval leaves 0 "
        f"out, all {len(grid.cells)} settings together. Levers that are not in the grid stay as they are set."
    )
    return (
        f'<table class="numbers grid-table"><caption>{escape(grid.across.label)} across, {escape(grid.down.label.lower())} down'
        f"</caption><thead><tr><td></td>{heads}</tr></thead><tbody>{body}</tbody></table>"
        f'<p class="small">{escape(note)}</p>'
    )
