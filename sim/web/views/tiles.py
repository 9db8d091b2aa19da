"""Three tiles: whether the promise is kept, hours on leads that could never buy, and what it costs the own pipeline."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from ...study.answers.results import window_in_words
from ...study.judgement.numbers import UNDEFINED, digits, show

if TYPE_CHECKING:
    from ...study.answers.results import Comparison
    from ..answers import Answer


class Tile(NamedTuple):
    """A tile: its name, a large figure, words beneath, and the measure that it is made of."""

    name: str
    figure: str
    today: str
    beside: str
    measure: str


def tiles_of(answer: Answer, alone: bool) -> list[Tile]:
    """Say the three things that a leader asks for beside revenue."""
    return [_promise(answer, alone), _waste(answer, alone), _pipeline(answer, alone)]


def tiles(answer: Answer, alone: bool) -> str:
    """Draw the three tiles; each opens its definition."""
    shown = []
    for tile in tiles_of(answer, alone):
        today = "" if alone else f'<p class="was">{escape(tile.today)}</p>'
        shown.append(
            f'<div class="tile"><h3>{escape(tile.name)}</h3><p class="figure">{escape(tile.figure)}</p>'
            f'{today}<p class="beside">{escape(tile.beside)}</p>{definition(answer.study, tile.measure)}</div>'
        )
    return "".join(shown)


def definition(study: Comparison, name: str) -> str:
    """What a figure is, folded away."""
    measure = next(each for each in study.measures if each.name == name)
    of = f" Of: {measure.denominator}." if measure.denominator else ""
    return (
        f'<details class="meaning"><summary aria-label="What {escape(measure.label)} means">?</summary>'
        f"<p><b>{escape(measure.label)}</b> (<code>{escape(name)}</code>): {escape(measure.definition)}{escape(of)}</p></details>"
    )


def _mean(answer: Answer, place: int, name: str) -> float:
    return answer.study.estimates[place][name].mean


def _promise(answer: Answer, alone: bool) -> Tile:
    place = 0 if alone else 1
    kept, was = (_mean(answer, at, "first_response_within_sla") for at in (place, 0))
    off_hours = _mean(answer, place, "first_response_within_sla_off_hours")
    median = [show(_mean(answer, at, "first_response_hours_median"), "h") for at in (0, place)]
    if not math.isfinite(kept):
        return Tile("First call after", median[1], f"today {median[0]}", "half of all leads wait longer; nothing is promised",
                    "first_response_hours_median")  # fmt: skip
    today = "today nothing is promised" if not math.isfinite(was) else f"today {show(was, 'share')}"
    nights = "" if not math.isfinite(off_hours) else f"nights and weekends {show(off_hours, 'share')}; "
    return Tile(
        "SLA met", show(kept, "share"), today, f"{nights}first call after {median[1]} (median)", "first_response_within_sla"
    )


def _waste(answer: Answer, alone: bool) -> Tile:
    place = 0 if alone else 1
    hours, was = (_mean(answer, at, "wasted_rep_hours") for at in (place, 0))
    share = show(_mean(answer, place, "wasted_rep_share"), "share")
    beside = f"{share} of the hours on leads"
    return Tile(
        "Rep hours on leads that could never buy", f"{digits(hours)} h", f"today {digits(was)} h", beside, "wasted_rep_hours"
    )


def _pipeline(answer: Answer, alone: bool) -> Tile:
    place = 0 if alone else 1
    if answer.study.scenarios[0].team.own_pipeline is None:
        return _never_worked(answer, place)
    now, was = (_reps_given_up(answer, at) for at in (place, 0))
    hours = _mean(answer, place, "displaced_rep_hours")
    window = window_in_words(answer.study.plans[place].horizon)
    beside = f"{digits(hours)} h {window}, planned and not worked"
    return Tile("Own pipeline given up", _reps(now), f"today {_reps(was)}", beside, "displaced_rep_hours")


def _never_worked(answer: Answer, place: int) -> Tile:
    """Leads that nobody ever called, for a company whose reps have no pipeline of their own to give up."""
    now, was = (show(_mean(answer, at, "share_never_worked"), "share") for at in (place, 0))
    return Tile("Leads never worked", now, f"today {was}", "of those handed over to sales", "share_never_worked")


def _reps_given_up(answer: Answer, place: int) -> float:
    """Hours given up, in reps: over the hours that one rep is scheduled for."""
    scheduled = _mean(answer, place, "scheduled_hours")
    reps = answer.study.scenarios[place].team.reps
    return _mean(answer, place, "displaced_rep_hours") * reps / scheduled if scheduled > 0 else math.nan


def _reps(value: float) -> str:
    if not math.isfinite(value):
        return UNDEFINED
    return f"{value:.1f} reps"
