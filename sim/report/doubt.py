"""A sensitivity for the terminal: the answer first, then every input and what it does."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rich.text import Text

from ..scenario.inputs import Input
from ..statistics import Screened
from ..study.answers.influence import Influence, is_told
from ..study.answers.sensitivity import Sensitivity
from ..study.judgement.numbers import UNDEFINED, show
from .company import company_in_a_line
from .paper import Paper
from .terminal import new_table, window_words

if TYPE_CHECKING:
    from ..study.answers.combinations import Answers
    from ..study.answers.sensitivity import Effect, Spot

FLIPS = {"yes": "bold red", "perhaps": "yellow", "no": ""}


def show_doubt(study: Sensitivity | Influence, paper: Paper) -> str:
    """Write what uncertain inputs do, by whichever method."""
    return show_influence(study, paper) if isinstance(study, Influence) else show_sensitivity(study, paper)


def show_influence(study: Influence, paper: Paper) -> str:
    """Write what moves an answer by Morris's design or Sobol's indices."""
    unit, currency = study.measure.unit, study.currency
    if study.method == "morris":
        heads = ["End to end, mean", "Size (95 % interval)", "Spread over starts", "By luck alone"]
        how = (
            "Morris: what moving an input over its range does, on the mean over starts; its spread is large where it leans on "
            "others."
        )
    else:
        heads = ["Alone (95 % interval)", "With all others (95 % interval)", "By luck alone"]
        how = "Sobol: shares of the variance by the inputs; with all others counts what an input does only together with them."
    table = new_table(paper, "Input", "May be", *heads, "")
    for each, found in study.found:
        if isinstance(found, Screened):
            effect, size, spread, luck = (
                show(value, unit, currency, signed=signed)
                for value, signed in ((found.effect, True), (found.size, False), (found.spread, False), (found.luck, False))
            )
            row = [effect, f"{size} ± {show(found.half_width, unit, currency)}", spread, luck]
        else:
            parts = ((found.first, found.first_half_width), (found.total, found.total_half_width))
            row = [f"{show(value, 'share')} ± {show(half, 'share')}" for value, half in parts]
            row.append(f"± {show(found.total_luck, 'share')}")
        table.add_row(each.label, _range(each), *row, "" if is_told(found) else "not told from luck")
    return paper.print(
        *_head(study, paper),
        Text(
            f"{_count(study)}, the same {study.each} replications at every combination; seed {study.seed}. {how} By luck "
            "alone: how much of it the replications leave open."
        ),
        table,
        *(Text(f"Note: {note}") for note in study.notes),
    )


def _head(study: Answers, paper: Paper) -> list[Text]:
    names = "; ".join(f"{name}: {company_in_a_line(each)}" for name, each in zip(study.names, study.scenarios, strict=True))
    sentence = study.sentence if isinstance(study, Sensitivity | Influence) else ""
    return [Text(sentence, style="bold" if paper.colours else ""), Text(""), Text(names)]


def _count(study: Answers) -> str:
    both = ", of both with the same leads and the same luck" if study.decides else ""
    many = f"{study.each * len(study.points):,} {window_words(study)} at {len(study.points):,} combinations"
    return f"{many} of {len(study.inputs)} inputs{both}"


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
        row: list[str | Text] = [each.input.label, _range(each.input), *spots, share]
        row += [_flip(each, paper), show(each.worth.mean, unit, currency, signed=True).removeprefix("+")] if study.decides else []
        table.add_row(*row)
    answer = f"the gain in {study.measure.label}" if study.decides else study.measure.label
    return paper.print(
        *_head(study, paper),
        Text(
            f"{_count(study)}; seed {study.seed}. Answers, {answer}, are means over all other inputs, told from luck with "
            "95 % for all inputs together."
        ),
        table,
        *(Text(line) for line in _closing(study)),
        *(Text(f"Note: {note}") for note in study.notes),
    )


def _range(each: Input) -> str:
    if each.shares:
        return ", ".join(next(line.settings for lines in each.lines for line in lines))
    return f"{each.words(0.0)} to {each.words(1.0)}"


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
            f"about {show(study.perfect, unit, currency, signed=True).removeprefix('+')}."
        )
        return lines
    return [*lines, "Whether any of this would flip a decision: name a second scenario to go over to."]
