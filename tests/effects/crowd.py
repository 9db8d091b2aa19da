"""A desk with reps enough for a few hundred leads, so that each lead's luck decides and nothing else.

Draws have names: the same leads meet two sets of rules with the same luck, and a difference is the rules'.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from io import StringIO
from itertools import pairwise

from ruamel.yaml import YAML
from stories import Told, merged, read, run

CROWD = """
personas:
  buyer:
    fit: 0.6
    value: 'lognormal, median 10 k EUR, sigma 0.5'
    window: {lasts: 'exponential, mean 60 d', starts: decision}
    awareness: 'exponential, mean 20 d'
    consideration: 'exponential, mean 20 d'
team: {reps: 25}
contact: {connect: 0.5, attempts: 3, gaps: [1 business day]}
qualification: {accept_fit: 0.9, accept_unfit: 0.05, accept_from: consideration}
opportunity:
  no_show: 0
  stages:
    - {name: demo, delay: 2 d, minutes: 30 min, advance: 0.8}
    - {name: offer, delay: 5 d, minutes: 30 min, advance: 0.7}
experiment: {kind: terminating, start: 2026-01-05, lead_in: 0 d, horizon: 182 d, follow_up: 31 d}
"""
NURTURED = """
channels: {web: {hand_raiser: false}}
personas: {buyer: {readiness: {awareness: 3, consideration: 1}}}
nurture: {touches: [{kind: email, wait: 5 d, engages: 0.3, points: 10, repeat: 12}]}
scoring: {threshold: 20}
"""
# Buyers are ready to choose, and look for some time.
READY = """
personas:
  buyer:
    readiness: {awareness: 0, consideration: 0, decision: 1}
    window: {lasts: 'exponential, mean 20 d', starts: decision}
"""
DAYS = tuple(range(5, 26))


def written(tree: object) -> str:
    """A tree as the text of a scenario."""
    text = StringIO()
    YAML(typ="safe").dump(tree, text)
    return text.getvalue()


def laid_over(*texts: str) -> str:
    """Texts laid one over another."""
    tree = read(CROWD)
    for text in texts:
        tree = merged(tree, read(text))
    return written(tree)


@cache
def crowd(*texts: str, daily: int = 10, channels: tuple[str, ...] = ("web",), seed: int = 1) -> Told:
    """What becomes of so many leads a day in three weeks of January, in each channel; 210 unless told."""
    leads = tuple(f"{channel} {day} 10:00 x{daily}" for channel in channels for day in DAYS if daily)
    return run(laid_over(*texts), leads, seed=seed)


def doses(measure: str, texts: Iterable[str], *under: str, daily: int = 10, channels: tuple[str, ...] = ("web",)) -> list[float]:
    """A measure of the same crowd under each of some rules."""
    return [crowd(*under, text, daily=daily, channels=channels).measured(measure) for text in texts]


def rises(values: list[float]) -> bool:
    """Whether values never fall and end higher than they began."""
    return all(low <= high for low, high in pairwise(values)) and values[0] < values[-1]


def falls(values: list[float]) -> bool:
    """Whether values never rise and end lower than they began."""
    return rises([-value for value in values])
