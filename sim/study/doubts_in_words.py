"""A sensitivity in plain words: the answer, luck against ignorance, what moves it, what flips it, what to measure first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .numbers import show, show_range
from .results import window_in_words

if TYPE_CHECKING:
    from .sensitivity import Effect, Sensitivity

MOST_NAMED = 3


def sentences(study: Sensitivity) -> list[str]:
    """Say what a leader has to know, in this order."""
    said = [_answer(study), _luck(study), _movers(study)]
    if study.decides:
        said += [_flips(study), _first(study)]
    return [each for each in said if each]


def _money(study: Sensitivity, value: float, signed: bool = False) -> str:
    return show(value, study.measure.unit, study.currency, signed=signed)


def _answer(study: Sensitivity) -> str:
    measure, mean = study.measure, study.mean
    label = _small(measure.label)
    window = window_in_words(study.plans[0].horizon)
    span = show_range(mean.low, mean.high, measure.unit, study.currency, signed=study.decides)
    if not study.decides:
        return f"Over all that is not known, {study.names[0]} has {label} of {_money(study, mean.mean)} {window} on the mean (95 % interval {span})."
    name = study.names[1]
    head = {"adopt": f"Adopt {name}", "do not adopt": f"Do not adopt {name}", "cannot tell": f"Cannot tell about {name}"}[str(study.choice)]
    way = ("more" if mean.mean >= 0 else "less") if measure.better == "higher" else ("less" if mean.mean >= 0 else "more")
    least = f", against {_money(study, study.worth)} that make it worth while" if study.worth > 0 else ""
    gap = f"{_money(study, abs(mean.mean))} {way} {label} {window}"
    return f"{head}: over all that is not known it has {gap} than {study.names[0]} on the mean (95 % interval of the gain {span}){least}."


def _luck(study: Sensitivity) -> str:
    luck, ignorance = study.split
    both = f"by luck it varies by ± {_money(study, luck)}, by what is not known by ± {_money(study, ignorance)} (standard deviations)"
    if ignorance == 0:
        return f"From one window to the next {both}: what is not known does not show beside luck."
    more = "not known" if ignorance > luck else "luck"
    return f"In one window {both}: more of it is {more}."


def _movers(study: Sensitivity) -> str:
    told = [each for each in study.effects if each.told]
    if not told:
        return "No input by itself moves it enough to be told from luck."
    parts = [
        f"{_small(each.input.label)} ({_at(study, each.lowest)} to {_at(study, each.highest)})" for each in told[:MOST_NAMED]
    ]
    return f"What moves it most: {'; '.join(parts)}."


def _at(study: Sensitivity, spot: object) -> str:
    from .sensitivity import Spot

    assert isinstance(spot, Spot)
    return f"{_money(study, spot.answer.mean, study.decides)} at {spot.words}"


def _flips(study: Sensitivity) -> str:
    surely = [each for each in study.effects if each.flips == "yes"]
    if surely:
        return f"The decision flips with {'; with '.join(_where(study, each) for each in surely[:MOST_NAMED])}."
    perhaps = [each for each in study.effects if each.flips == "perhaps"]
    if study.choice == "cannot tell":
        return "No value of a single input makes it clear enough to decide."
    if perhaps:
        return f"It may flip with {'; with '.join(_where(study, each) for each in perhaps[:MOST_NAMED])}; more points would tell."
    return "No plausible value of any single input flips the decision."


def _where(study: Sensitivity, each: Effect) -> str:
    name = _small(each.input.label)
    if each.turns:
        pays = study.mean.mean > study.worth
        rising = each.highest.at > each.lowest.at
        side = "below" if rising == pays else "above"
        return f"{name} {side} {each.turns[0].words}" if len(each.turns) == 1 else f"{name} between {' and '.join(spot.words for spot in each.turns)}"
    other = each.lowest if study.mean.mean > study.worth else each.highest
    return f"{name} at {other.words}"


def _first(study: Sensitivity) -> str:
    first = study.first
    if first is None:
        return "Knowing any one of them before deciding is worth nothing that can be told."
    known = f"knowing it before deciding is worth about {_money(study, first.worth.mean)}"
    return f"Measure {_small(first.input.label)} first: {known} (up to {_money(study, first.worth.high)})."


def _small(words: str) -> str:
    return words if words[:2].isupper() else words[:1].lower() + words[1:]
