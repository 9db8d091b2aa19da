"""The answer of a study in its own words: verdicts, or its sentence, or what was found of its revenue."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..study.answers.results import Comparison, Study
from .findings.claims import main_measure
from .findings.clouds import find_clouds

if TYPE_CHECKING:
    from ..scenario import Scenario


class Answer(NamedTuple):
    """What came out first: a choice in a word where there is one, its headline, and the sentences after it."""

    choice: str
    headline: str
    rest: str


def answers_of(study: Study) -> tuple[Answer, ...]:
    """Say what came out, best first where the study ranks."""
    if isinstance(study, Comparison):
        return tuple(Answer(verdict.choice, *_parted(verdict.sentence)) for verdict in study.verdicts)
    sentence = getattr(study, "sentence", None)  # of studies that answer in one: choices, sweeps, plans and others
    if sentence is not None:
        return (Answer("", *_parted(sentence)),)
    return (Answer("", f"{find_clouds(study, main_measure(study)).title}.", ""),)


def asked_about(study: Study) -> tuple[Scenario, ...]:
    """Scenarios that a study is about: of a grid only the first, of shared-out credit the two that differ."""
    kinds = {"sweep": study.scenarios[:1], "plan": study.scenarios[:1], "credit": (study.scenarios[0], study.scenarios[-1])}
    return kinds.get(study.kind_of_study, study.scenarios)


def _parted(text: str) -> tuple[str, str]:
    head, _, rest = text.partition(". ")
    return (f"{head.rstrip('.')}.", rest)
