"""Studies for the terminal: verdict first, then tables and two figures, at most 118 columns wide."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table
from rich.text import Text

from ..study.answers.results import Comparison
from ..study.judgement.numbers import COUNTED, UNDEFINED, digits, show, show_range
from . import strips
from .company import company_in_a_line
from .paper import WIDEST, Paper

if TYPE_CHECKING:
    from ..measures import Measure
    from ..study.answers.results import Study

WEEK = 7 * 24 * 3600 * 1e6  # microseconds
HOURS = (  # what a rep's hours went to; together with idle ones they are all there are
    ("Leads that could buy", ("productive_hours",)),
    ("Leads that could not", ("wasted_rep_hours",)),
    ("Own pipeline", ("own_hours",)),
    ("Meetings, training", ("meeting_hours", "review_hours", "training_hours")),
    ("Admin", ("admin_hours",)),
    ("Idle", ("idle_hours",)),
)
CAPACITY = ("scheduled_hours", "overtime_hours")
REVENUES = ("revenue_inbound", "contribution")  # shown only where they are not the whole revenue again
QUEUE = ("utilisation", "queue_mean", "wait_hours_mean", "share_waiting", "share_reneged")


def show_run(study: Study, paper: Paper, *, everything: bool = False) -> str:
    """Write a run: the company, its measures, the spread of its revenue, and where the hours went."""
    table = new_table(paper, "Measure", "Mean", "95 % interval of the mean", f"5 to 95 % of {window_words(study)}")
    for measure in chosen_measures(study, everything):
        found = study.estimates[0][measure.name]
        table.add_row(
            measure.label,
            show(found.mean, measure.unit, study.currency),
            show_range(found.low, found.high, measure.unit, study.currency),
            _spread(study, 0, measure),
        )
    return paper.print(
        *_heading(study),
        Text(company_in_a_line(study.scenarios[0])),
        Text(_basis(study)),
        table,
        *_years(study, paper),
        *_hours(study, paper),
        *_closing(study, everything),
    )


def show_comparison(study: Comparison, paper: Paper, *, everything: bool = False) -> str:
    """Write a comparison: the verdict of each alternative, then base and alternative side by side."""
    parts: list[Any] = []
    for place, verdict in enumerate(study.verdicts, start=1):
        colour = {"adopt": "bold green", "cannot tell": "bold yellow"}.get(verdict.choice, "bold red")
        parts += [Text(study.verdicts[place - 1].sentence, style=colour if paper.colours else ""), Text("")]
    parts += _heading(study)
    parts += [Text(f"{name}: {company_in_a_line(each)}") for name, each in zip(study.names, study.scenarios, strict=True)]
    parts.append(Text(_basis(study)))
    for place in range(1, len(study.names)):
        table = new_table(
            paper,
            "Mean (5–95 %)",
            study.names[0],
            study.names[place],
            "Difference (95 % interval)",
            "Better",
        )
        for measure in chosen_measures(study, everything):
            change = study.effects[place - 1][measure.name]
            table.add_row(
                measure.label,
                mean_and_spread(study, 0, measure),
                mean_and_spread(study, place, measure),
                _cell(change.mean, change.low, change.high, measure.unit, study.currency, signed=True),
                _chances(change.chance_better.share, change.chance_better_other_luck),
            )
        parts.append(table)
    parts.append(
        Text(
            f"Better: share of {window_words(study)} in which it is better, base and alternative with the same luck; "
            "in brackets, each with luck of its own."
        )
    )
    if everything:
        adjusted = "P of measures beside the headline, adjusted for false discoveries (Benjamini and Hochberg): --json or --out."
        parts.append(Text(adjusted))
    parts += [*_years(study, paper), *_hours(study, paper), *_closing(study, everything)]
    return paper.print(*parts)


def _heading(study: Study) -> list[Text]:
    question = study.scenarios[-1].question
    return [Text(question, style="italic")] if question else []


def _basis(study: Study) -> str:
    weeks = study.plans[0].horizon / WEEK
    years = window_words(study, study.count) + ("" if _yearly(study) else f" of {weeks:.4g} weeks")
    shared = ", each with the same leads and the same luck" if len(study.names) > 1 else ""
    return f"{study.count:,} {years}{shared}; seed {study.seed}; {_confidence(study)}"


def _confidence(study: Study) -> str:
    """Say what the intervals claim."""
    looks = "" if study.stretch == 1 else f"; {study.stretch - 1:.0%} wider, for the looks at their width"
    sentence = study.confidence.sentence if isinstance(study, Comparison) else "each interval holds with 95 %"
    return sentence + looks


def _chances(same: float, other: float) -> str:
    """Write the chance to be better with the same luck, and in brackets with other luck."""
    if math.isnan(same):
        return UNDEFINED
    return show(same, "share") + ("" if math.isnan(other) else f" ({show(other, 'share')})")


def _yearly(study: Study) -> bool:
    return bool(51.9 <= study.plans[0].horizon / WEEK <= 52.3)


def window_words(study: Study, number: int = 2) -> str:
    """Call so many replications what they are to a reader."""
    return ("simulated year" if _yearly(study) else "simulated window") + ("" if number == 1 else "s")


def chosen_measures(study: Study, everything: bool) -> list[Measure]:
    """Choose the headline measures that some scenario defines, or all; a desk without deals shows its queue."""
    if everything:
        return list(study.measures)
    deals = any(found["revenue"].mean > 0 for found in study.estimates if "revenue" in found)
    again = {
        name
        for name in REVENUES
        if all(name in found and found[name].mean == found["revenue"].mean for found in study.estimates if "revenue" in found)
    }
    return [
        measure
        for measure in study.measures
        if (measure.headline if deals else measure.headline or measure.name in QUEUE)
        and measure.name not in again
        and any(math.isfinite(found[measure.name].mean) for found in study.estimates)
        and any(found[measure.name].mean != 0 for found in study.estimates)
    ]


def new_table(paper: Paper, *heads: str) -> Table:
    """Begin a table: the first column to the left, numbers to the right."""
    table = Table(box=None if paper.ascii else box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for place, head in enumerate(heads):
        table.add_column(head, justify="left" if place == 0 else "right", overflow="fold")
    return table


def _spread(study: Study, place: int, measure: Measure) -> str:
    found = study.estimates[place][measure.name]
    return show_range(found.p05, found.p95, measure.unit, study.currency)


def mean_and_spread(study: Study, place: int, measure: Measure) -> str:
    """Write a measure's mean under one scenario, and 5 to 95 % of its replications."""
    found = study.estimates[place][measure.name]
    return _cell(found.mean, found.p05, found.p95, measure.unit, study.currency)


def _cell(mean: float, low: float, high: float, unit: str, currency: str, *, signed: bool = False) -> str:
    """Write a mean with its unit and a range in the same unit, such as `1.59 M EUR (1.23–1.93)`."""
    if not math.isfinite(mean):
        return UNDEFINED
    size, unit_text = _scale_of(mean, unit, currency, signed)
    sign = "+" if signed and mean > 0 else ""
    text = f"{sign}{_figures(mean / size, unit)}{unit_text}"
    if not (math.isfinite(low) and math.isfinite(high)):
        return text
    joint = "–" if low >= 0 else " to "  # a dash before a minus sign cannot be read
    return f"{text} ({_figures(low / size, unit)}{joint}{_figures(high / size, unit)})"


def _scale_of(mean: float, unit: str, currency: str, signed: bool) -> tuple[float, str]:
    if unit == "money":
        steps = ((1e9, " bn"), (1e6, " M"), (1e4, " k"), (0.0, ""))
        step, name = next(each for each in steps if abs(mean) >= each[0])
        return {1e4: 1e3, 0.0: 1.0}.get(step, step), f"{name} {currency}"
    if unit == "share":
        return 0.01, " points" if signed else " %"
    return 1.0, "" if unit in COUNTED or not unit else f" {unit}"


def _figures(value: float, unit: str) -> str:
    return digits(value, 2 if unit == "share" and abs(value) < 99.5 else 3 if abs(value) < 1000 else 4)


def _years(study: Study, paper: Paper) -> Iterable[Any]:
    """Draw how revenue spreads over simulated years, all scenarios on one axis."""
    place = study.engine.place_of("revenue")
    if place is None or study.count < 2:
        return
    samples = [rows.values[:, place] for rows in study.rows]
    labels = _labels(study.names)
    axis = strips.common_axis(samples, min(WIDEST, paper.width) - len(labels[0]) - 2)
    if axis is None or axis.high <= axis.low:
        return
    blocks = strips.BLOCKS_ASCII if paper.ascii else strips.BLOCKS
    yield Text(f"\nRevenue of the {window_words(study)}", style="bold")
    for label, sample in zip(labels, samples, strict=True):
        yield Text(f"{label}  {strips.density(sample, axis, blocks)}", no_wrap=True)
    ends = strips.scale(axis, *(show(end, "money", study.currency) for end in (axis.low, axis.high)))
    yield Text(f"{' ' * len(labels[0])}  {ends}", no_wrap=True)


def _hours(study: Study, paper: Paper) -> Iterable[Any]:
    """Draw where the reps' hours went, as shares of scheduled and overtime hours."""
    known = {measure.name for measure in study.measures}
    needed = {name for _, names in HOURS for name in names} | set(CAPACITY)
    if not needed <= known:
        return
    totals = [sum(found[name].mean for name in CAPACITY) for found in study.estimates]
    if not all(math.isfinite(total) and total > 0 for total in totals):
        return
    parts = [
        (label, [sum(found[name].mean for name in names) / total for found, total in zip(study.estimates, totals, strict=True)])
        for label, names in HOURS
    ]
    width = max(8, (min(WIDEST, paper.width) - 26) // len(study.names) - 9)
    mark = strips.BAR_ASCII if paper.ascii else strips.BAR
    yield Text("\nWhere the reps' hours went, of scheduled and overtime hours", style="bold")
    table = Table(box=None, pad_edge=False, show_header=len(study.names) > 1, header_style="")
    table.add_column("", no_wrap=True, min_width=20)
    for name in study.names:
        table.add_column(name, no_wrap=True, min_width=width + 6, overflow="ellipsis")
    longest = max(share for _, shares in parts for share in shares)
    for label, shares in parts:
        if any(share > 0 for share in shares):
            cells = [f"{_figures(100 * share, 'share'):>4} % {strips.bar(share / longest, width, mark)}" for share in shares]
            table.add_row(label, *cells)
    table.add_row("in all", *(f" 100 % = {show(total, 'h')}" for total in totals))
    yield table


def _closing(study: Study, everything: bool) -> Iterable[Text]:
    yield from _ends(study)
    for note in study.notes:
        yield Text(f"Note: {note}")
    hidden = len(study.measures) - len(chosen_measures(study, everything))
    if hidden:
        yield Text(f"\n{hidden} more measures with --all; every number with --json or --out.")


def _ends(study: Study) -> Iterable[Text]:
    """Say how far the ends of revenue's spread are known themselves."""
    found = study.estimates[-1].get("revenue")
    if found is None or study.count < 2 or not found.p05 < found.p95:
        return
    low, high = (
        show_range(*ends, "money", study.currency)
        if all(map(math.isfinite, ends))
        else f"at most {show(ends[1], 'money', study.currency)}"
        if math.isfinite(ends[1])
        else f"at least {show(ends[0], 'money', study.currency)}"
        for ends in ((found.p05_low, found.p05_high), (found.p95_low, found.p95_high))
    )
    of = "" if len(study.names) == 1 else f" of {study.names[-1]}"
    yield Text(f"The ends of 5 and 95 % are estimates too: for the revenue{of} {low}, and {high} (95 % intervals).")


def _labels(names: Sequence[str], longest: int = 28) -> list[str]:
    short = [name if len(name) <= longest else f"{name[: longest - 1]}…" for name in names]
    width = max(map(len, short))
    return [name.ljust(width) for name in short]
