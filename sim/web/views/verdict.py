"""The verdict as the page shows it: the study's own sentences, with the number that matters set apart."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from ...scenario.words.explanation import label
from ...study.judgement.numbers import show
from .agreement import ASSUMED, GRADES, grades_of

if TYPE_CHECKING:
    from ..answers import Answer

TONES = {"adopt": "good", "do not adopt": "bad", "not keepable": "bad", "cannot tell": "open"}


def headline(answer: Answer) -> str:
    """The first sentence of the study's verdict, its number coloured and its interval small."""
    verdict = answer.study.verdicts[0]
    words = escape(verdict.sentences[0], quote=False)
    gain = escape(show(abs(answer.study.effects[0]["revenue"].mean), "money", answer.study.currency))
    words = words.replace(f": {gain} ", f': <b class="number">{gain}</b> ', 1)
    words = re.sub(r"(\(95 % interval [^()]*\))", r'<span class="interval">\1</span>', words)
    return f'<span class="{TONES[verdict.choice]}">{words}</span>'


def rest(answer: Answer) -> str:
    """What drove it, what is in doubt, and what to do next."""
    return escape(" ".join(answer.study.verdicts[0].sentences[1:]), quote=False)


def basis(answer: Answer) -> str:
    """Say in how many simulated years it was better, and how many there are."""
    chance = answer.study.effects[0]["revenue"].chance_better
    better = f"Better than today in {round(chance.share * chance.cases)} of {chance.cases} simulated years, with the same luck"
    going = (
        f"all {answer.planned} years simulated"
        if answer.final
        else f"{answer.years} of {answer.planned} simulated, still sharpening"
    )
    return escape(f"{better}; {going}.", quote=False)


def rests_on(answer: Answer) -> str:
    """Name the input that the answer leans on and that is known least, and what the others rest on by grade."""
    scenario = answer.study.scenarios[-1]
    counts = grades_of(scenario)
    graded = ", ".join(f"{counts[grade]} {grade}" for grade in GRADES if counts[grade])
    others = f"Of {sum(counts.values())} numbers: {graded or 'none'} by grade, {counts[ASSUMED]} assumed."
    weakest = answer.study.evidence[0]
    if weakest is None:
        return escape(others)
    return f"Rests most on <b>{escape(label(weakest.path).lower())}</b>: {escape(weakest.why)}. {escape(others)}"


def today_headline() -> str:
    """Say that nothing is moved."""
    return "This is today"


def today_basis(answer: Answer) -> str:
    """Say what to do, and how many simulated years there are."""
    going = "" if answer.final else ", still sharpening"
    return f"Move a lever on the left, and see what would change. {answer.years} of {answer.planned} years simulated{going}."


def today_rest(answer: Answer) -> str:
    """Say what today is like, by its measures."""
    found = answer.study.estimates[0]
    parts = []
    for name in ("revenue", "mqls", "won", "first_response_hours_median", "share_never_worked"):
        measure = next(each for each in answer.study.measures if each.name == name)
        parts.append(f"{measure.label}: {show(found[name].mean, measure.unit, answer.study.currency)}")
    return escape(" \u00b7 ".join(parts), quote=False)
