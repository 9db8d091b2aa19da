"""Several what-ifs on the same leads: a verdict on each, and their measures side by side."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ...study.judgement.numbers import show, show_range
from .tiles import definition
from .verdict import TONES

if TYPE_CHECKING:
    from ..answers import Answer

ROWS = (
    "revenue", "revenue_inbound", "revenue_self_sourced", "won", "mqls", "first_response_hours_median",
    "first_response_within_sla", "share_never_worked", "wasted_rep_hours", "displaced_rep_hours", "contribution",
)  # fmt: skip


def compared(answer: Answer) -> str:
    """Draw the verdicts, then a table with a column a scenario; differences hold together."""
    study = answer.study
    verdicts = "".join(f'<li class="{TONES[verdict.choice]}">{escape(verdict.sentences[0])}</li>' for verdict in study.verdicts)
    heads = "".join(f"<th>{escape(name)}</th>" for name in study.names)
    body = ""
    for name in ROWS:
        measure = next(each for each in study.measures if each.name == name)
        cells = f"<td>{escape(show(study.estimates[0][name].mean, measure.unit, study.currency))}</td>"
        for place, effects in enumerate(study.effects, start=1):
            effect = effects[name]
            mean = show(study.estimates[place][name].mean, measure.unit, study.currency)
            change = show_range(effect.low, effect.high, measure.unit, study.currency, signed=True)
            cells += f'<td>{escape(mean)}<span class="change">{escape(change)}</span></td>'
        body += f'<tr><th scope="row">{escape(measure.label)} {definition(study, name)}</th>{cells}</tr>'
    note = (
        f"{answer.years} of {answer.planned} simulated years, each with the same leads and the same luck. Small: the 95 % "
        f"interval of the difference from today; {study.confidence.sentence}."
    )
    return (
        f'<ul class="verdicts">{verdicts}</ul><table class="numbers"><thead><tr><td></td>{heads}</tr></thead>'
        f'<tbody>{body}</tbody></table><p class="small">{escape(note)}</p>'
    )
