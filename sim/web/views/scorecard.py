"""The two-sided scorecard: what each team does for the other, today and under the what-if."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .ledger import measure_row

if TYPE_CHECKING:
    from ..answers import Answer

MARKETING = (
    "mqls",
    "mql_precision",
    "marketing_sla_attainment",
    "wasted_marketing_cost",
    "content_unused_share",
    "marketing_belief",
)
SALES = ("first_response_within_sla", "first_response_hours_median", "share_never_worked", "share_not_properly_worked",
         "cadence_completed_within_sla", "trust")  # fmt: skip
TOGETHER = ("revenue", "revenue_inbound", "revenue_self_sourced", "won", "contribution", "missed_revenue", "quota_attainment")


def scorecard(answer: Answer, alone: bool) -> str:
    """Draw three tables: marketing's side, sales' side, and what both win."""
    study = answer.deeper()
    sides = (("What marketing does for sales", MARKETING), ("What sales does for marketing", SALES), ("What both win", TOGETHER))
    heads = "<th>Today</th>" if alone else "<th>Today</th><th>What if</th><th>Difference</th>"
    known = {measure.name for measure in study.measures}
    tables = "".join(
        f'<section><h3>{title}</h3><table class="numbers"><thead><tr><td></td>{heads}</tr></thead><tbody>'
        f"{''.join(measure_row(study, alone, name) for name in names if name in known)}</tbody></table></section>"
        for title, names in sides
    )
    note = "" if alone else '<p class="small">Small: the 95 % interval of the difference.</p>'
    return f'<div class="scorecard">{tables}</div>{note}'
