"""What drove it: the difference of revenue shared out among the levers that were moved, by Shapley's value.

Every coalition of moved levers is simulated on the same leads and with the same luck, so the shares add up to the
whole difference in each simulated year.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import numpy as np

from ..statistics import mean_interval, shapley
from ..statistics.intervals import Interval, stretched
from ..study.judgement.numbers import UNDEFINED, show, show_range
from ..study.questions.looks import doubling
from .asking import Asked, Settings, ask, stops_of
from .views.drawing import Axis, line, rect, svg, text

if TYPE_CHECKING:
    from ..scenario import Scenario
    from .answers import Answer
    from .room import Company

MOST = 4  # levers: fifteen what-ifs
LOOKS = doubling(16)
ROW, BAR = 62, 20  # pixels
WIDEST = 1.5  # how far beyond the longest bar an interval is drawn, in that bar's length


def ask_coalitions(company: Company, settings: Settings) -> Asked:
    """Make a scenario for every coalition of what is moved; bit i of its place says whether move i is in it."""
    base = ask(company.scenario, company.controls, settings._replace(moves=()))
    moves = ordered(company, settings)
    found: list[Scenario] = []
    for coalition in range(1, 1 << len(moves)):
        chosen = tuple(sorted(move for i, move in enumerate(moves) if coalition >> i & 1))
        found += ask(company.scenario, company.controls, settings._replace(moves=chosen)).others
    return Asked(base.base, tuple(each.replace({}, name=f"{i}") for i, each in enumerate(found, start=1)), base.shared)


def ordered(company: Company, settings: Settings) -> list[tuple[str, str]]:
    """Moves in the order of the controls."""
    moves = dict(settings.moves)
    return [(control.name, moves[control.name]) for control in company.controls if control.name in moves]


def credits_of(answer: Answer) -> list[Interval]:
    """Share of each move in the mean difference of revenue; the intervals hold together."""
    place = answer.study.engine.place_of("revenue")
    worths = np.array([rows.values[:, place] for rows in answer.study.rows])
    shares = shapley(worths)
    return [stretched(mean_interval(share, family=len(shares)), answer.study.stretch) for share in shares]


def drawn(company: Company, settings: Settings, answer: Answer) -> str:
    """Draw a bar for each move with its interval, and say what they add up to."""
    study = answer.study
    names = [stop.phrase or stop.label for stop in stops_of(company.controls, settings)]
    shares = credits_of(answer)
    whole = sum(share.mean for share in shares)
    longest = WIDEST * max((abs(share.mean) for share in shares if np.isfinite(share.mean)), default=0.0) or 1.0
    ends = [max(-longest, min(longest, end)) for share in shares for end in share[:3] if not np.isnan(end)]
    axis = Axis(min(0.0, *ends), max(0.0, *ends), 1, 99)
    parts, said = [], []
    for row, (name, share) in enumerate(zip(names, shares, strict=True)):
        y = row * ROW + 32.0
        low, high = sorted((axis.at(0), axis.at(share.mean)))
        words = show(share.mean, "money", study.currency, signed=True)
        interval = show_range(share.low, share.high, "money", study.currency, signed=True)
        known = "" if interval == UNDEFINED else f" ({interval})"
        parts += [text(0, y - 20, name, "name"), text(0, y - 5, f"{words}{known}", "tick")]
        parts.append(rect(low, y, high - low, BAR, "gain" if share.mean >= 0 else "loss"))
        if known:
            parts.append(line(axis.at(share.low), y + BAR / 2, axis.at(share.high), y + BAR / 2, "bracket"))
        parts.append(line(axis.at(0), y - 2, axis.at(0), y + BAR + 2, "axis"))
        said.append(f"{name} {words}{known}")
    total = show(whole, "money", study.currency, signed=True)
    note = (
        f"Together {total} of revenue against today, after {answer.years} of {answer.planned} simulated years. A share is "
        "what it adds, averaged over every order in which the levers could be moved (Shapley); lines are 95 % intervals that "
        "hold together."
    )
    return f'{svg(parts, len(names) * ROW, "; ".join(said), "drivers")}<p class="small">{escape(note)}</p>'
