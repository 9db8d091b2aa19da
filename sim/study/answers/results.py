"""What a study found: frozen, with its tables, its documents and its provenance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...scenario.inputs import said_of, words_of
from ..crew.engine import Engine
from ..crew.replications import Rows
from ..judgement.confidence import Confidence, share_confidence
from ..judgement.estimates import Difference, Estimate, difference, estimate
from ..judgement.verdict import Effect, Evidence, Numbers, Verdict, judge
from ..traces.following import Followed
from .showing import Shown

if TYPE_CHECKING:
    import pandas as pd

    from ...log import Log
    from ...measures import Measure
    from ...plan import Plan
    from ...scenario import Scenario
    from ..crew.draws import Draws

YEAR = 365.25 * 24 * 3600 * 1e6  # microseconds
NO_PROMISE = -1  # length of a span that is not promised

MONEY = ("revenue", "revenue_inbound", "contribution", "missed_revenue")  # the verdict's own question, asked again


@dataclass(frozen=True, repr=False)
class Study(Shown, Followed):
    """Replications of one scenario, or of a base and alternatives with the same luck; the base comes first.

    Attributes
    ----------
    scenarios, plans, rows
        One entry a scenario, in the order asked for; names are distinct.
    notes
        What a reader must know about how the replications were chosen.
    stretch
        Factor by which intervals are widened, above 1 when a precision was asked for and looked at.
    folder
        Where the study is kept, if it is.
    past
        The scenario that all are made of and whose past they share, where it is not one of them.
    draws
        Of values in doubt, where they were drawn in each replication; plans are then those of their middles.
    """

    scenarios: tuple[Scenario, ...]
    plans: tuple[Plan, ...]
    rows: tuple[Rows, ...]
    engine: Engine = field(repr=False)
    seed: int = 1
    notes: tuple[str, ...] = ()
    stretch: float = field(default=1.0, kw_only=True)
    folder: Path | None = field(default=None, repr=False, kw_only=True)
    past: Scenario | None = field(default=None, repr=False, kw_only=True)
    draws: Draws | None = field(default=None, repr=False, kw_only=True)

    def __post_init__(self) -> None:
        for rows in self.rows:
            for array in rows:
                array.flags.writeable = False

    def __repr__(self) -> str:
        names = ", ".join(repr(name) for name in self.names)
        return f"<{type(self).__name__} of {names}: {self.count} replications, seed {self.seed}>"

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the scenarios, the base first."""
        return tuple(scenario.name for scenario in self.scenarios)

    @property
    def kind_of_study(self) -> str:
        """What was asked: run, comparison, choice, sweep or plan."""
        return type(self).__name__.lower()

    @property
    def count(self) -> int:
        """Number of replications of each scenario."""
        return self.rows[0].replications

    @property
    def currency(self) -> str:
        """Currency of every amount of money."""
        return self.plans[0].currency

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The catalogue of measures, in the order of every table."""
        return self.engine.measures

    @property
    def design(self) -> dict[str, Any] | None:
        """What the rows depend on beside scenarios and seed, in JSON's types; None where they are replications of these."""
        return None if self.draws is None else said_of(self.draws.inputs)

    @property
    def beside(self) -> Mapping[str, Study]:
        """Replications that are kept beside these, by the name of their part of the file."""
        return {}

    @cached_property
    def estimates(self) -> tuple[dict[str, Estimate], ...]:
        """Estimates by scenario and name of the measure."""
        return tuple(
            {measure.name: estimate(measure, rows, place, stretch=self.stretch) for place, measure in enumerate(self.measures)}
            for rows in self.rows
        )

    def position(self, scenario: str | None = None) -> int:
        """Place of a scenario by its name; the last one's when left out."""
        from ...errors import StudyError

        if scenario is None:
            return len(self.names) - 1
        if scenario not in self.names:
            raise StudyError(f"no scenario of this study is called '{scenario}'; it has {', '.join(self.names)}")
        return self.names.index(scenario)

    def replay(self, replication: int = 0, scenario: str | None = None) -> tuple[Plan, Log]:
        """Give the plan and log of one replication: the log that was kept, or else simulated again, which is the same."""
        from ..kept.glance import kept_log

        place = self.position(scenario)
        log = None if self.folder is None else kept_log(self.folder, self.engine, place, replication)
        plan = self.plans[place] if self.draws is None else self.draws.plan(place, replication)
        return plan, self.engine.simulate(plan, self.seed, replication) if log is None else log

    def summary(self) -> pd.DataFrame:
        """Table of scenario, measure, label, unit, mean, low, high, p05, p50, p95, undefined."""
        from .tables import summary_table

        return summary_table(self)

    def replications(self) -> pd.DataFrame:
        """Table with one row per scenario and replication and one column per measure."""
        from .tables import replications_table

        return replications_table(self)

    def weekly(self) -> pd.DataFrame:
        """Table of weekly series: mean and percentiles over replications by scenario and week (local Monday)."""
        from .tables import weekly_table

        return weekly_table(self)

    def welch(self, window: int = 4) -> pd.DataFrame:
        """Table of weekly means over replications from the run's beginning, and their moving average over 2·window + 1.

        Where the average becomes level, a warm-up may end.
        """
        from .tables import welch_table

        return welch_table(self, window)

    def enough(self, precision: float = 0.05, measure: str = "revenue", scenario: str | None = None) -> int | None:
        """Replications after which a measure's mean was known as precisely and stayed so; None if never.

        By the algorithm of Hoad, Robinson and Davies (2010).
        """
        from ...errors import StudyError
        from ...statistics import replications_for_precision

        place = self.engine.place_of(measure)
        if place is None:
            raise StudyError(f"no measure is called '{measure}'; `dictionary()` lists them")
        return replications_for_precision(self.rows[self.position(scenario)].values[:, place], precision)

    def dictionary(self) -> pd.DataFrame:
        """Table of every measure: label, unit, kind, definition, denominator, better direction."""
        from .tables import dictionary_table

        return dictionary_table(self)

    def further_tables(self) -> dict[str, pd.DataFrame]:
        """Tables of the study beside those that every study has, by name."""
        return {}

    def to_json(self) -> dict[str, Any]:
        """Document of the study with JSON's types only; undefined numbers are None."""
        from .documents import run_document

        return run_document(self)

    def answer(self) -> dict[str, Any]:
        """What came of the study beside its rows, for its file."""
        inputs = {} if self.draws is None else {"inputs": words_of(self.draws.inputs)}
        counts = [rows.replications for rows in self.rows]
        return {"replications": self.count, "counts": counts, "notes": list(self.notes), **inputs}

    def save(self, folder: str | Path, command: str = "") -> Path:
        """Write the study's file, tidy CSV tables, the document and a manifest into a new folder."""
        from ..kept.saving import save_study

        return save_study(self, Path(folder), command)

    def export(self, target: str | Path) -> Path:
        """Write every table into a DuckDB database `….duckdb`, or as Parquet files into a new folder; needs DuckDB."""
        from ..kept.exporting import export_study

        return export_study(self, Path(target))

    def _repr_html_(self) -> str:
        from .tables import headline_html

        return headline_html(self)


@dataclass(frozen=True, repr=False)
class Run(Study):
    """Replications of one scenario."""


@dataclass(frozen=True, repr=False)
class Comparison(Study):
    """Replications of a base and its alternatives, paired on the same leads.

    Attributes
    ----------
    kind
        How the question was put: adoption, steady or terminating.
    worth
        Least difference of revenue worth having, in money of the window.
    evidence
        By alternative, the input the answer leans on that is known least.
    holds_under
        By alternative and response preset, whether the choice stays; empty unless asked for.
    """

    kind: str = "adoption"
    worth: float = 0.0
    evidence: tuple[Evidence | None, ...] = ()
    holds_under: tuple[Mapping[str, bool], ...] = ()

    @cached_property
    def confidence(self) -> Confidence:
        """How the 5 % of error is shared among the differences."""
        return share_confidence(self.measures, self.rows)

    @cached_property
    def effects(self) -> tuple[dict[str, Difference], ...]:
        """Differences from the base by alternative and measure; those of headline measures hold together."""
        base, *others = self.rows
        return tuple(
            {
                measure.name: difference(measure, base, rows, place, self.confidence.level(measure.name), self.stretch)
                for place, measure in enumerate(self.measures)
            }
            for rows in others
        )

    @cached_property
    def adjusted_p(self) -> tuple[dict[str, float], ...]:
        """P by alternative and measure, adjusted: Holm's for headline measures, Benjamini and Hochberg's for the rest."""
        names = [measure.name for measure in self.measures]
        adjusted = self.confidence.adjust([(name, effects[name].p) for effects in self.effects for name in names])
        return tuple(
            dict(zip(names, adjusted[start : start + len(names)], strict=True)) for start in range(0, len(adjusted), len(names))
        )

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """A verdict on every alternative."""
        return tuple(judge(self.numbers(place)) for place in range(1, len(self.rows)))

    def effect(self, place: int, measure: Measure) -> Effect:
        """One measure of the alternative at `place` (from 1), as a verdict reads it."""
        change = self.effects[place - 1][measure.name]
        return Effect(
            measure.name,
            measure.label,
            measure.unit,
            self.estimates[0][measure.name].mean,
            self.estimates[place][measure.name].mean,
            change.mean,
            change.low,
            change.high,
            measure.better,
            change.size,
        )

    def numbers(self, place: int) -> Numbers:
        """All that the verdict on the alternative at `place` (from 1) rests on."""
        by_name = {measure.name: measure for measure in self.measures}
        kept = None
        if _promises(self.plans[place]) and "first_response_within_sla" in by_name:
            kept = self.estimates[place]["first_response_within_sla"][:3]
        return Numbers(
            name=self.names[place],
            currency=self.currency,
            replications=self.count,
            revenue=self.effect(place, by_name["revenue"]),
            window=window_in_words(self.plans[place].horizon),
            kept=kept,
            worth=self.worth,
            others=[self.effect(place, measure) for measure in self.measures if measure.headline and measure.name not in MONEY],
            weakest=self.evidence[place - 1] if self.evidence else None,
            holds_under=self.holds_under[place - 1] if self.holds_under else {},
        )

    def differences(self) -> pd.DataFrame:
        """Table of paired differences: interval, percentiles, chance_better, correlation, adjusted_p."""
        from .tables import differences_table

        return differences_table(self)

    def further_tables(self) -> dict[str, pd.DataFrame]:
        """Tables of the comparison beside those that every study has, by name."""
        return {"differences": self.differences()}

    def answer(self) -> dict[str, Any]:
        """What came of the comparison beside its rows, for its file."""
        held = [dict(each) for each in self.holds_under]
        return {**super().answer(), "worth": self.worth, "holds_under": held}

    def to_json(self) -> dict[str, Any]:
        """Document of the comparison with JSON's types only; undefined numbers are None."""
        from .documents import compare_document

        return compare_document(self)


def window_in_words(horizon: int) -> str:
    """Say over what time revenue is counted, for a horizon in microseconds."""
    if abs(horizon / YEAR - 1) < 0.01:
        return "a simulated year"
    days = horizon / (24 * 3600 * 1e6)
    return f"in {days / 7:.3g} simulated weeks" if days >= 14 else f"in {days:.3g} simulated days"


def _promises(plan: Plan) -> bool:
    return any(promise.first.length != NO_PROMISE for promise in plan.after.agreement.promises)
