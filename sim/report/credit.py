"""Credit for the terminal: what is due to which lever, and what rules of attribution would say instead."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rich.text import Text

from ..scenario.parts import REST
from ..study.judgement.numbers import UNDEFINED, show, show_range
from .company import company_in_a_line
from .paper import Paper
from .terminal import new_table, window_words

if TYPE_CHECKING:
    from ..study.answers.credit import Credit, Due

SHOWN_PATHS = 4
RULES = ("first_touch", "last_touch", "even_split", "true_source")


def show_credit(study: Credit, paper: Paper) -> str:
    """Write a credit: what is due to each lever, and beside it what rules of attribution say of the same change."""
    unit, currency = study.measure.unit, study.currency

    def said(value: float) -> str:
        return UNDEFINED if math.isnan(value) else show(value, unit, currency, signed=True)

    heads = ["Lever", "Credit (95 % interval)", *(["Added first", "Added last"] if study.exact else [])]
    table = new_table(paper, *heads)
    for each in study.dues:
        span = f"{said(each.credit.mean)} ({show_range(each.credit.low, each.credit.high, unit, currency, signed=True)})"
        table.add_row(_lever(each), span, *([said(each.alone), said(each.last)] if study.exact else []))
    table.add_section()
    whole = study.difference
    table.add_row("All of it", f"{said(whole.mean)} ({show_range(whole.low, whole.high, unit, currency, signed=True)})")
    how = (
        f"all {len(study.rows)} combinations of {len(study.parts)} levers"
        if study.exact
        else f"{len(study.parts)} levers adopted in drawn orders"
    )
    return paper.print(
        Text(study.sentence, style="bold" if paper.colours else ""),
        Text(""),
        *(Text(f"{study.names[i]}: {company_in_a_line(study.scenarios[i])}") for i in (0, -1)),
        Text(
            f"{study.count:,} {window_words(study, study.count)} of {how}, each with the same leads and the same luck; "
            f"seed {study.seed}. "
            "Credit is Shapley's value: what a lever adds, averaged over all orders of adopting them. It adds up in every "
            f"replication; intervals of all levers hold together."
            + (" Added first: with nothing else changed; added last: with all else changed." if study.exact else "")
        ),
        table,
        *_rules(study, paper),
        *(Text(f"Note: {note}") for note in study.notes),
    )


def _lever(due: Due) -> str:
    more = [f"{len(due.paths) - SHOWN_PATHS} more"] if len(due.paths) > SHOWN_PATHS else []
    paths = ", ".join([*due.paths[:SHOWN_PATHS], *more])
    if due.lever == REST or due.before == due.after:
        return f"{due.label} ({paths})"
    return f"{due.label}: {due.before} → {due.after}"


def _rules(study: Credit, paper: Paper) -> list[object]:
    """Set out what rules of attribution put the change of inbound revenue down to; nothing where there is none."""
    changes = study.attribution_changes
    if not any(value for each in study.attributions for value in each[2:]):
        return []
    table = new_table(paper, "Source", "First touch", "Last touch", "Even split", "Where buyers came from")
    for each in changes:
        row = [show(getattr(each, rule), "money", study.currency, signed=True) for rule in RULES]
        if any(getattr(each, rule) for rule in RULES):
            table.add_row(each.source, *row)
    table.add_section()
    sums = (sum(getattr(each, rule) for each in changes) for rule in RULES)
    table.add_row("All inbound", *(show(each, "money", study.currency, signed=True) for each in sums))
    return [
        Text("What rules of attribution put the change of inbound revenue down to. They share out sources, not causes:"),
        table,
    ]
