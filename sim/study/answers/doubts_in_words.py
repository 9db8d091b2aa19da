"""A sensitivity in plain words: the answer, luck against ignorance, what moves it, what flips it, what to measure first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..judgement.numbers import show, show_range
from .results import window_in_words

if TYPE_CHECKING:
    from .sensitivity import Effect, Sensitivity, Spot

MOST_NAMED = 3


def sentences(study: Sensitivity) -> list[str]:
    """Say what a leader has to know, in this order."""
    said = [_answer(study), _luck(study), _movers(study)]
    return [*said, _flips(study), _first(study)] if study.decides else said


def _said(study: Sensitivity, value: float, signed: bool = False) -> str:
    """Write an answer; a gain of a share is in points."""
    text = show(value, study.measure.unit, study.currency, signed=signed or study.decides)
    return text if signed else text.removeprefix("+")


def _answer(study: Sensitivity) -> str:
    measure, mean = study.measure, study.mean
    label, window = _small(measure.label), window_in_words(study.plans[0].horizon)
    span = show_range(mean.low, mean.high, measure.unit, study.currency, signed=study.decides)
    if not study.decides:
        known = f"{label} of {_said(study, mean.mean)} {window} on the mean (95 % interval {span})"
        return f"Over all that is not known, {study.names[0]} has {known}."
    head = {"adopt": "Adopt", "do not adopt": "Do not adopt", "cannot tell": "Cannot tell about"}[str(study.choice)]
    more = (mean.mean >= 0) == (measure.better == "higher")
    least = f", against {_said(study, study.worth)} that make it worth while" if study.worth > 0 else ""
    gap = f"{_said(study, abs(mean.mean))} {'more' if more else 'less'} {label} {window} than {study.names[0]}"
    known = f"over all that is not known it has {gap} on the mean (95 % interval of the gain {span}){least}"
    return f"{head} {study.names[1]}: {known}."


def _luck(study: Sensitivity) -> str:
    luck, ignorance = study.split
    both = f"luck moves it by ± {_said(study, luck)}, what is not known by ± {_said(study, ignorance)} (standard deviations)"
    if ignorance == 0:
        return f"In one window {both}: what is not known does not show beside luck."
    more = "ignorance, which measuring can lessen" if ignorance > luck else "luck, which nobody can help"
    return f"In one window {both}: more of it is {more}."


def _movers(study: Sensitivity) -> str:
    told = [each for each in study.effects if each.told]
    if not told:
        return "No input by itself moves it enough to be told from luck."
    parts = [
        f"{_small(each.input.label)} ({_at(study, each.lowest)} to {_at(study, each.highest)})" for each in told[:MOST_NAMED]
    ]
    return f"What moves it most: {'; '.join(parts)}."


def _at(study: Sensitivity, spot: Spot) -> str:
    return f"{_said(study, spot.answer.mean, study.decides)} at {spot.words}"


def _flips(study: Sensitivity) -> str:
    surely = [_where(study, each) for each in study.effects if each.flips == "yes"]
    perhaps = [_where(study, each) for each in study.effects if each.flips == "perhaps" and each.told]
    if study.choice == "cannot tell" and not surely:
        return "No value of a single input would decide it."
    if surely:
        verb = "It is decided the other way" if study.choice == "cannot tell" else "The decision flips"
        return f"{verb} with {'; with '.join(surely[:MOST_NAMED])}."
    if perhaps:
        return f"It may flip with {'; with '.join(perhaps[:MOST_NAMED])}: more points would tell."
    return "No plausible value of any single input flips the decision, as far as can be told."


def _where(study: Sensitivity, each: Effect) -> str:
    name = _small(each.input.label)
    pays = study.mean.mean > study.worth
    if len(each.turns) > 1:
        return f"{name} between {' and '.join(spot.words for spot in each.turns)}"
    if each.turns:
        falling = each.highest.at < each.lowest.at
        return f"{name} {'above' if falling == pays else 'below'} {each.turns[0].words}"
    return f"{name} at {(each.lowest if pays else each.highest).words}"


def _first(study: Sensitivity) -> str:
    first = study.first
    if first is None:
        return "Knowing any one of them before deciding is worth nothing that can be told."
    known = f"knowing it before deciding is worth about {_said(study, first.worth.mean)}"
    return f"Measure first: {_small(first.input.label)}; {known} (at most {_said(study, first.worth.high)})."


def _small(words: str) -> str:
    return words if words[:2].isupper() else words[:1].lower() + words[1:]
