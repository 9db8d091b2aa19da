"""The waste ledger of both teams: where reps' hours and marketing's money went, and how much of it could never sell."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ...study.judgement.numbers import UNDEFINED, digits, show, show_range
from .drawing import rect, svg, text
from .tiles import definition

if TYPE_CHECKING:
    from ...measures import Measure
    from ...study.answers.results import Comparison
    from ..answers import Answer

HOURS = (  # together all there are
    ("Leads that could buy", ("productive_hours",), "calling"),
    ("Leads that could not", ("wasted_rep_hours",), "wasted"),
    ("Own pipeline", ("own_hours",), "own"),
    ("Meetings, training, admin", ("meeting_hours", "review_hours", "training_hours", "admin_hours"), "meetings"),
    ("Free", ("idle_hours",), "free"),
)
CAUSES = ("bad_fit", "no_need", "too_early", "too_late", "unreachable", "duplicate")
MARKETING = ("ignored_after_paid", "bad_fit", "no_need", "too_late", "unreachable", "duplicate", "unused_content")
ROW, LEFT = 34, 17  # pixels, and percent that the names take


def ledger(answer: Answer, alone: bool) -> str:
    """Draw both halves: sales' hours and marketing's money."""
    study = answer.deeper()
    return (
        f'<div class="two"><section><h3>Sales: where the reps\' hours went</h3>{_bars(study, alone)}'
        f"{_table(study, alone, 'wasted_rep_hours', CAUSES)}</section>"
        f"<section><h3>Marketing: money that could never sell</h3>{_table(study, alone, 'wasted_marketing_cost', MARKETING)}"
        '<p class="small">Wasted is what went to a lead that by the truth, which nobody saw, could not become a customer then. '
        "Lost deals are not waste.</p></section></div>"
    )


def _bars(study: Comparison, alone: bool) -> str:
    parts, said = [], []
    for row, place in enumerate([0] if alone else [0, 1]):
        found = study.estimates[place]
        capacity = found["scheduled_hours"].mean + found["overtime_hours"].mean
        name = "What if" if place else "Today"
        y, x = row * ROW, 0.0
        parts.append(text(0, y + 16, name, f"name {'other' if place else 'today'}"))
        for words, names, kind in HOURS:
            hours = sum(found[each].mean for each in names)
            width = (100 - LEFT) * hours / capacity if capacity > 0 else 0
            parts.append(rect(LEFT + x, y, width, 22, kind, f"{words}: {digits(hours)} h"))
            if width > 6:
                inside = "inside dark" if kind in ("own", "meetings", "free") else "inside"
                parts.append(text(LEFT + x + width / 2, y + 16, show(hours / capacity, "share"), inside, "middle"))
            x += width
            said.append(f"{name}, {words}: {digits(hours)} hours")
    legend = "".join(f'<li><span class="swatch {kind}"></span>{escape(words)}</li>' for words, _, kind in HOURS)
    return svg(parts, ROW * (1 if alone else 2), "; ".join(said)) + f'<ul class="legend">{legend}</ul>'


def _table(study: Comparison, alone: bool, whole: str, causes: tuple[str, ...]) -> str:
    rows = [measure_row(study, alone, whole, "total")]
    rows += [measure_row(study, alone, f"{whole}_{cause}", "part") for cause in causes]
    heads = "<th>Today</th>" if alone else "<th>Today</th><th>What if</th><th>Difference</th>"
    return f'<table class="numbers"><thead><tr><td></td>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table>'


def measure_row(study: Comparison, alone: bool, name: str, kind: str = "") -> str:
    """One measure as a row of a table: today, the what-if, and the difference with its interval."""
    measure = next(each for each in study.measures if each.name == name)
    currency = study.currency
    cells = [show(found[name].mean, measure.unit, currency) for found in study.estimates[: 1 if alone else 2]]
    shown = "".join(f"<td>{escape(cell)}</td>" for cell in cells) + ("" if alone else f"<td>{_change(study, measure)}</td>")
    return f'<tr class="{kind}"><th scope="row">{escape(measure.label)} {definition(study, name)}</th>{shown}</tr>'


def _change(study: Comparison, measure: Measure) -> str:
    """The difference with its interval, and whether that is for the better, where it is beyond doubt."""
    effect = study.effects[0][measure.name]
    currency = study.currency
    change = show(effect.mean, measure.unit, currency, signed=True)
    if not effect.clear or measure.better is None:
        said = ""
    else:
        said = ", better" if (effect.mean > 0) == (measure.better == "higher") else ", worse"
    interval = show_range(effect.low, effect.high, measure.unit, currency, signed=True)
    return f'{escape(change)}{said}<span class="change">{escape(interval)}</span>' if change != UNDEFINED else UNDEFINED
