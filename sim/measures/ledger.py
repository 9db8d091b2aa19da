"""The ledger of reps' hours: what could lead to a sale, what could not and why, and all the rest."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .folds.work import totals
from .tables import HOUR, Ints, Tables
from .truth import CAUSES
from .types import Measure, count, ratio

MEANINGS = {
    "duplicate": "the lead belongs to an account that sales worked on already",
    "unreachable": "the buyer can never be reached",
    "bad_fit": "the buyer does not fit",
    "no_need": "the buyer has no need, and comes to none within a year as far as the log tells",
    "too_late": "the buyer had stopped looking",
    "too_early": "the buyer was not as ready as sales accepts them",
}


def by_cause(t: Tables) -> Ints:
    """Microseconds of work in the window on leads, by why they could not become customers at that minute; first where they could."""
    return totals(t.causes, t.worked, len(CAUSES) + 1)


def productive(t: Tables) -> float:
    """Hours on leads that could become customers at that minute."""
    return float(t.once(by_cause)[0]) / HOUR


def wasted(t: Tables, cause: int | None = None) -> float:
    """Hours in the window on leads that could not become customers."""
    return float(np.sum(t.once(by_cause)[1:] if cause is None else t.once(by_cause)[cause])) / HOUR


def wasted_share(t: Tables) -> tuple[float, float]:
    """The same of all hours on leads."""
    return wasted(t), float(np.sum(t.once(by_cause))) / HOUR


def floor(t: Tables) -> tuple[float, float]:
    """Wasted hours on leads that fit, of all hours on leads that fit."""
    fits = np.append(t.of_leads("fit") != 0, False)[t.work.lead]
    found = totals(np.where(fits, t.causes, -1), t.worked, len(CAUSES) + 1)
    return float(np.sum(found[1:])) / HOUR, float(np.sum(found)) / HOUR


def _cause(cause: int) -> Callable[[Tables], float]:
    return lambda t: wasted(t, cause)


LEDGER: tuple[Measure, ...] = (
    count("productive_hours", "Productive", "h", "Hours on leads that could, by the truth at that minute, become customers.",
          productive, "higher"),
    count("wasted_rep_hours", "Wasted rep hours", "h",
          "Hours on leads whose truth at that minute says they could not become customers; lost deals are not waste.",
          wasted, "lower"),
    *(count(f"wasted_rep_hours_{cause}", f"of which {cause.replace('_', ' ')}", "h",
            f"Wasted rep hours, first cause that applies: {MEANINGS[cause]}.", _cause(i), "lower")
      for i, cause in enumerate(CAUSES, 1)),
    ratio("wasted_rep_share", "Wasted, share of hours on leads", "share", "Wasted rep hours.", "hours on leads", wasted_share,
          "lower", True),
    ratio("wasted_rep_share_floor", "Wasted with a perfect scorer", "share",
          "Wasted hours on leads that fit: what would be left if only those were handed over.", "hours on leads that fit", floor, "lower"),
)  # fmt: skip
