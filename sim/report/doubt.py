"""A sensitivity for the terminal: the answer first, then every input and what it does."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rich.text import Text

from ..study.numbers import UNDEFINED, show
from .company import company_in_a_line
from .paper import Paper
from .terminal import new_table, window_words

if TYPE_CHECKING:
    from ..study.sensitivity import Effect, Sensitivity, Spot

FLIPS = {"yes": "bold red", "perhaps": "yellow", "no": ""}


def show_sensitivity(study: Sensitivity, paper: Paper) -> str:
    """Write a sensitivity: what is known, what moves the answer, what flips it, what to measure first."""
    unit, currency = study.measure.unit, study.currency

    def said(value: float) -> str:
        return UNDEFINED if math.isnan(value) else show(value, unit, currency, signed=study.decides)

    def where(spot: Spot) -> str:
        return f"{said(spot.answer.mean)} at {spot.words}"

    heads = ["Input", "May be", "Least answer", "Most", "Of ignorance"]
    table = new_table(paper, *heads, *(["Flips it", "Worth knowing"] if study.decides else []))
    for each in study.effects:
        luck = not each.told
        share = UNDEFINED if luck or math.isnan(each.share) else show(each.share, "share")
        spots = ["not told from luck", ""] if luck else [where(each.lowest), where(each.highest)]
        row: list[str | Text] = [each.input.label, _range(each), *spots, share]
        row += [_flip(each, paper), show(each.worth.mean, unit, currency)] if study.decides else []
        table.add_row(*row)
    names = "; ".join(f"{name}: {company_in_a_line(each)}" for name, each in zip(study.names, study.scenarios, strict=True))
    answer = f"the gain in {study.measure.label}" if study.decides else study.measure.label
    return paper.print(
        Text(study.sentence, style="bold" if paper.colours else ""),
        Text(""),
        Text(names),
        Text(
            f"{study.each * len(study.points):,} {window_words(study)} at {len(study.points):,} combinations of "
            f"{len(study.inputs)} inputs{', of both with the same leads and the same luck' if study.decides else ''}; seed {study.seed}. Answers, "
            f"{answer}, are means over all other inputs, told from luck with 95 % for all inputs together."
        ),
        table,
        *(Text(line) for line in _closing(study)),
        *(Text(f"Note: {note}") for note in study.notes),
    )


def _range(each: Effect) -> str:
    if each.input.shares:
        settings = next(line.settings for lines in each.input.lines for line in lines)
        return ", ".join(settings)
    return f"{each.input.words(0.0)} to {each.input.words(1.0)}"


def _flip(each: Effect, paper: Paper) -> Text:
    at = f" at {', '.join(spot.words for spot in each.turns)}" if each.turns and each.flips != "no" else ""
    return Text(f"{each.flips}{at}", style=FLIPS[str(each.flips)] if paper.colours else "")


def _closing(study: Sensitivity) -> list[str]:
    unit, currency = study.measure.unit, study.currency
    rest = (
        f"{show(study.together, 'share')} is what they do only together"
        if study.together
        else "they add up, as far as luck lets see"
    )
    lines = [f"Of ignorance: share of the variance by all inputs; {rest}."]
    if study.decides:
        lines.append(
            "Worth knowing: how much better one decides, on the mean, who knows this input before. Knowing all of them is worth "
            f"about {show(study.perfect, unit, currency)}."
        )
        return lines
    return [*lines, "Whether any of this would flip a decision: name a second scenario to go over to."]
