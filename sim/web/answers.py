"""What a visitor is told: the study as it stands at a planned look, or what went wrong."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..study.crew.replications import Rows
from ..study.questions.looks import Looks, look_at
from .glimpses import Glimpse, mean_glimpse

if TYPE_CHECKING:
    from ..scenario import Scenario
    from ..study.answers.results import Comparison
    from ..study.crew.engine import Engine
    from .years import Years

FIRST = frozenset({  # what the first screen shows beside the headline measures
    "first_response_within_sla_off_hours", "wasted_rep_hours", "displaced_rep_hours", "scheduled_hours",
})  # fmt: skip
DEEPER = FIRST | frozenset({  # and what deeper views show
    "leads", "handed_over", "sals", "sqls", "opportunities", "lost", "unconverted", "recycled",
    "first_response_within_sla_real", "first_response_hours_p90",
    "share_not_properly_worked", "share_ignored", "share_unreachable", "share_leaked",
    "overtime_hours", "productive_hours", "own_hours", "meeting_hours",
    "review_hours", "training_hours", "admin_hours", "idle_hours", "wasted_rep_hours_duplicate",
    "wasted_rep_hours_unreachable", "wasted_rep_hours_bad_fit", "wasted_rep_hours_no_need", "wasted_rep_hours_too_late",
    "wasted_rep_hours_too_early", "cost", "marketing_cost", "wasted_marketing_cost",
    "wasted_marketing_cost_ignored_after_paid", "wasted_marketing_cost_duplicate", "wasted_marketing_cost_unreachable",
    "wasted_marketing_cost_bad_fit", "wasted_marketing_cost_no_need", "wasted_marketing_cost_too_late",
    "wasted_marketing_cost_unused_content", "trust", "marketing_belief", "marketing_sla_attainment", "reps_at_quota",
    "quota_attainment", "mql_precision", "utilisation", "cadence_completed_within_sla", "content_unused_share",
    "share_served_within_sla", "share_reneged", "wait_hours_mean",
})  # fmt: skip


class Answer(NamedTuple):
    """A comparison of today and what-ifs at a planned look, with what the logs of each show.

    `years` of `planned` simulated years are in it. Where nothing is moved, the what-if is today. `study` has the measures
    of the first screen; `deeper` gives the same study with those of all views, worked out when it is first called.
    """

    study: Comparison
    years: int
    planned: int
    glimpses: tuple[Glimpse, ...] | None
    deeper: Callable[[], Comparison]

    @property
    def final(self) -> bool:
        """Whether all simulated years that were planned are in."""
        return self.years >= self.planned


class Progress(NamedTuple):
    """Revenue of the simulated years so far, today's and the what-if's, between two looks."""

    today: NDArray[np.float64]
    other: NDArray[np.float64]
    planned: int


class Trouble(NamedTuple):
    """Why there is no answer, line by line."""

    lines: tuple[str, ...]


class Done(NamedTuple):
    """What came of a piece of work."""

    value: object


class Shown(NamedTuple):
    """An engine with all its measures, with those of the first screen, and with those of all views.

    Headline measures are in each, since verdicts rest on them.
    """

    whole: Engine
    first: Engine
    deeper: Engine

    @classmethod
    def of(cls, engine: Engine) -> Shown:
        """Choose what is shown of an engine's measures."""
        first, deeper = (
            engine._replace(measures=tuple(m for m in engine.measures if m.headline or m.name in names))
            for names in (FIRST, DEEPER)
        )
        return cls(engine, first, deeper)


def answer(shown: Shown, scenarios: tuple[Scenario, ...], years: tuple[Years, ...], looks: Looks, look: int) -> Answer:
    """Answer at a look that all have reached; the verdict and the first screen's estimates are worked out here."""
    if len(years) == 1:
        scenarios, years = scenarios * 2, years * 2
    rows, plans, seed = [each.first(look) for each in years], tuple(each.plan for each in years), years[0].seed

    def study(engine: Engine) -> Comparison:
        places = [i for i, measure in enumerate(shown.whole.measures) if measure in engine.measures]
        seen = [_columns(each, places) for each in rows]
        found = look_at(engine, scenarios, plans, seen, seed, looks)
        _ = found.verdicts
        return found

    first = study(shown.first)
    looked = [[each.glimpses[i] for i in sorted(each.glimpses) if i < look] for each in years]
    glimpses = tuple(map(mean_glimpse, looked)) if all(looked) else None
    return Answer(first, first.count, looks.last, glimpses, cache(lambda: study(shown.deeper)))


def progress(engine: Engine, years: tuple[Years, ...], looks: Looks) -> Progress:
    """Revenue of what is there of today and the last what-if."""
    place = engine.place_of("revenue")
    count = min(*(each.done for each in years), looks.last) if len(years) > 1 else min(years[0].done, looks.last)
    columns = [each.first(count).values[:, place] for each in (years[0], years[-1])]
    return Progress(columns[0], columns[1], looks.last)


def _columns(rows: Rows, places: list[int]) -> Rows:
    values, numerators, denominators = (array[:, places] for array in rows[:3])
    return Rows(values, numerators, denominators, rows.weekly)
