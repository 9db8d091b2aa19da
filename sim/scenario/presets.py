"""What speed may be worth: named effects of response time, each with the published figure it follows.

Published effects run from 1.3 to 100 times and none is randomised, so a scenario chooses one by name.
"""

from __future__ import annotations

from typing import NamedTuple


class Preset(NamedTuple):
    """A named effect: `odds` of a connect 5 minutes after the buyer's own last act, as a multiple of those after 24 hours."""

    name: str
    odds: float
    says: str
    source: str
    grade: str | None = None


PRESETS: tuple[Preset, ...] = (
    Preset(
        "none", 1.0, "A fast call is worth being first in line, and nothing else.",
        "no randomised test was found; where hot leads are called first, several times the conversion shows without any effect",
    ),
    Preset(
        "mild", 1.5, "A little.",
        "Software Advice 2013: a call within 5 s qualifies 30 % above that firm's average; one firm, 6 M visitors", "B",
    ),
    Preset(
        "moderate", 2.7, "Some; the default.",
        "Optifai 2025-26: closed 32 % within 5 min, 12 % after 24 h; 939 firms, observed, taken as odds", "D",
    ),
    Preset(
        "steep", 20.0, "Much.",
        "SalesUp 2025: reached 78 % within 5 min, 22 % in 4-24 h, 9 % later; 50 firms, better leads were called sooner", "D",
    ),
    Preset(
        "folklore", 60.0, "What is quoted most: 21 times already between 5 and 30 minutes.",
        "Oldroyd & Elkington 2007 (six users of a dialler), Oldroyd et al. 2011 (HBR; firms and leads that differ)", "C",
    ),
)  # fmt: skip
