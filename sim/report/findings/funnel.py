"""The funnel: how many leads reach each step in the window, and what share goes on."""

from __future__ import annotations

from typing import NamedTuple

from ...errors import StudyError
from ...statistics import mean_interval
from ...study.answers.results import Study, window_in_words
from ...study.judgement.numbers import show
from .claims import (
    MOST_SCENARIOS,
    changes,
    has,
    hidden_in_words,
    joined,
    lower,
    measure_of,
    most_certain,
    moved,
    short,
    values_of,
    years_in_words,
)

STEPS = ("leads", "mqls", "handed_over", "sqls", "won")
PASSAGES = ("lead_to_mql_period", "mql_to_sql_period", "sql_to_won_period")
WON = "Deals won"
AFTER = {"mqls": "lead_to_mql_period", "sqls": "mql_to_sql_period", "won": "sql_to_won_period"}


class Step(NamedTuple):
    """One step under one scenario: how many reached it, and what share of the step named in `passage` that is."""

    scenario: str
    step: str
    value: float
    low: float
    high: float
    passage: str
    share: float
    share_low: float
    share_high: float


class Funnel(NamedTuple):
    """Steps by scenario, the base first."""

    title: str
    rows: tuple[Step, ...]
    note: str
    scenarios: tuple[str, ...]


def find_funnel(study: Study) -> Funnel:
    """Leads at every step of each scenario."""
    if not has(study, *STEPS, *PASSAGES):
        raise StudyError("this engine does not count every step from lead to deal")
    rows = []
    for place, scenario in enumerate(study.names[:MOST_SCENARIOS]):
        for step in STEPS:
            reached = mean_interval(values_of(study, place, step))
            passage = AFTER.get(step)
            share = study.estimates[place][passage][:3] if passage else (float("nan"),) * 3
            label = measure_of(study, passage).label.partition(",")[0] if passage else ""
            rows.append(Step(scenario, measure_of(study, step).label, *reached[:3], label, *share))
    lines = ", with 95 % intervals" if study.count > 1 else ""
    note = (
        f"Means of {years_in_words(study)}{lines}. Bars are logarithmic, so that few can be seen beside many: compare the "
        "numbers, not the lengths. "
        f"Shares are by period: what reached a step over what reached the one before in the same window.{hidden_in_words(study)}"
    )
    return Funnel(_title(study), tuple(rows), note, study.names[:MOST_SCENARIOS])


def _title(study: Study) -> str:
    if study.count < 2:
        return "The funnel of one simulated year; one says nothing of the spread"
    if len(study.names) == 1:
        leads, won = (study.estimates[0][name].mean for name in ("leads", "won"))
        if won == 0:
            return f"None of {show(leads, 'count')} leads {window_in_words(study.plans[0].horizon)} is won"
        return f"Of {show(leads, 'count')} new leads {window_in_words(study.plans[0].horizon)}, {show(won, 'count')} are won"
    labels = [measure_of(study, name).label.partition(",")[0] for name in PASSAGES]
    names = study.names[:MOST_SCENARIOS]
    columns = [[values_of(study, place, name) for name in (*PASSAGES, "won")] for place in range(len(names))]
    every = changes(names, [*labels, WON], columns)
    found = most_certain([each for each in every if each.category != WON], "share")
    if not found:
        return f"No step of the funnel is shown to change in {years_in_words(study)}"
    deals = [each for each in every if each.category == WON and each.scenario == found[0].scenario and each.clear]
    moves = [*(moved(each, "share", study.currency) for each in found), *(moved(each, "count", study.currency) for each in deals)]
    return f"With {short(found[0].scenario)}, {joined([lower(each) for each in moves])}"
