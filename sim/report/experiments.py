"""Choices, sweeps and plans for the terminal: what was found first, then what it rests on."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rich.text import Text

from ..scenario.words import many
from ..study.answers.planned import Planned
from ..study.answers.results import Study
from ..study.judgement.numbers import UNDEFINED, digits, show, show_range
from .company import company_in_a_line
from .paper import Paper
from .terminal import mean_and_spread, new_table, window_words

if TYPE_CHECKING:
    from ..study.answers.choice import Choice
    from ..study.answers.sweep import Sweep

DEALS = ("leads_per_rep_month", "first_response_within_sla", "revenue", "contribution", "utilisation")
DESK = ("first_response_within_sla", "utilisation", "wait_hours_mean", "share_reneged")  # where no deals are made
STATUS = {"kept": "bold green", "meets": "bold green", "best": "bold green", "broken": "red", "fails": "red", "lower": "red"}


def show_choice(study: Choice, paper: Paper) -> str:
    """Write a choice: the best, then every candidate and how far it lies behind."""
    measure, unit, currency = study.measure, study.measure.unit, study.currency
    table = new_table(paper, "Candidate", "Replications", f"{measure.label}, mean", "Behind the best (95 % interval)", "")
    for place, each in enumerate(study.contenders):
        span = f"{show(each.behind.mean, unit, currency)} ({show_range(each.behind.low, each.behind.high, unit, currency)})"
        best = place == study.winner
        table.add_row(
            each.name,
            f"{each.replications:,}",
            show(each.mean, unit, currency),
            UNDEFINED if best else span,
            Text("best", style=STATUS["best"]) if best else "within the worth" if each.close else "",
        )
    worth = show(study.worth, unit, currency)
    return paper.print(
        *_head(study, paper),
        *(Text(f"{name}: {company_in_a_line(each)}") for name, each in zip(study.names, study.scenarios, strict=True)),
        Text(
            f"Selected by Kim and Nelson's procedure, worth {worth}, all with the same leads and the same luck; seed "
            f"{study.seed}. The best is estimated anew with fresh luck; seed {study.fresh.seed}."
        ),
        table,
        *_notes(study),
    )


def show_sweep(study: Sweep, paper: Paper, *, also: tuple[str, ...] = ()) -> str:
    """Write a sweep: where the promise is kept, then a line for every setting; `also` names further measures."""
    everything = {measure.name: measure for measure in study.measures}
    deals = any(found["revenue"].mean > 0 for found in study.estimates if "revenue" in found)
    named = dict.fromkeys((*(DEALS if deals else DESK), *also))
    shown = [everything[name] for name in named if name in everything and (name in also or _is_known(study, name))]
    levers = [each.label for each in study.varied]
    promised = study.frontier is not None
    table = new_table(paper, *levers, *(["Promise"] if promised else []), *(measure.label for measure in shown))
    for place, (cell, kept) in enumerate(zip(study.cells, study.kept, strict=True)):
        status = kept.status(study.kept_from)
        share = "" if math.isnan(kept.mean) else f", {show(kept.mean, 'share')}"
        marks = [Text(f"{status}{share}", style=STATUS.get(status, ""))] if promised else []
        table.add_row(
            *(cell[each.lever] for each in study.varied), *marks, *(mean_and_spread(study, place, measure) for measure in shown)
        )
    share = show(study.kept_from, "share")
    return paper.print(
        *_head(study, paper),
        Text(
            f"{_number(study)} {window_words(study, study.count)} of each of {many(len(study.cells), 'setting')}, all with the "
            f"same leads and the same luck; seed {study.seed}. Means, and 5 to 95 % of {window_words(study)}."
            + (
                f" Promise: kept for {share} of leads or more, first call and attempts alike, of which the share is told that is "
                "kept for fewer; all settings together with 95 %."
                if promised
                else ""
            )
            + (" A setting was left at the first look at which that was clear." if study.looks > 1 else "")
        ),
        table,
        *_notes(study),
    )


def show_plan(study: Planned, paper: Paper) -> str:
    """Write a plan: the settings that will do, then every candidate."""
    measure, unit, currency = study.measure, study.measure.unit, study.currency
    by_share = study.with_probability is not None
    loads = any(not math.isnan(each.leads_per_rep) for each in study.candidates)
    exact = any(not math.isnan(each.exact) for each in study.candidates)
    heads = ["Replications", f"{measure.label}, mean (interval)"]
    heads += ["Meets the goal (interval)"] if by_share else []
    heads += ["By theory"] if exact else []
    heads += ["Leads per rep and month"] if loads else []
    table = new_table(paper, *(each.label for each in study.varied), *heads, "")
    for each in study.candidates:
        cells = [f"{each.replications:,}", _with_interval(each.mean, each.low, each.high, unit, currency)]
        if by_share:
            cells.append(_with_interval(each.probability, each.probability_low, each.probability_high, "share", currency))
        cells += [_fine(each.exact, unit, currency)] if exact else []
        cells += [UNDEFINED if math.isnan(each.leads_per_rep) else f"{each.leads_per_rep:,.0f}"] if loads else []
        table.add_row(
            *(each.settings[lever.lever] for lever in study.varied), *cells, Text(each.status, style=STATUS.get(each.status, ""))
        )
    return paper.print(
        *_head(study, paper),
        Text(
            f"Tried in the order written, all with the same leads and the same luck; seed {study.seed}. Intervals are corrected "
            f"for {many(study.looks, 'look')} (Bonferroni) and hold together with 95 %."
        ),
        table,
        *_notes(study),
    )


def _head(study: Choice | Sweep | Planned, paper: Paper) -> list[Text]:
    return [Text(study.sentence, style="bold" if paper.colours else ""), Text("")]


def _number(study: Sweep) -> str:
    """Write how many replications each setting has."""
    fewest = min(rows.replications for rows in study.rows)
    return f"{study.count:,}" if fewest == study.count else f"{fewest:,} to {study.count:,}"


def _is_known(study: Sweep, measure: str) -> bool:
    return any(not math.isnan(found[measure].mean) for found in study.estimates)


def _fine(value: float, unit: str, currency: str) -> str:
    """Write a number; a share to three figures, for near a bound it takes them to see the side."""
    return f"{digits(100 * value)} %" if unit == "share" and not math.isnan(value) else show(value, unit, currency)


def _with_interval(mean: float, low: float, high: float, unit: str, currency: str) -> str:
    if math.isnan(low) or math.isnan(high):
        return _fine(mean, unit, currency)
    return f"{_fine(mean, unit, currency)} ({_fine(low, unit, currency)} to {_fine(high, unit, currency)})"


def _notes(study: Study) -> list[Text]:
    return [Text(f"Note: {note}") for note in study.notes]
