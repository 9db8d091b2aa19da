"""What a sweep found: a grid of settings on the same leads with the same luck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ...errors import StudyError
from ...scenario.ranges import Varied, as_pairs
from ...statistics import mean_interval
from ..crew.replications import Rows
from ..judgement.estimates import estimated_values
from ..judgement.frontier import Cell, Frontier, Kept, find_frontier
from .results import Study

if TYPE_CHECKING:
    import pandas as pd

    from ...measures import Measure

KEPT = 0.9  # share of leads for which a promise is to be kept
PROMISES = ("first_response_within_sla", "cadence_completed_within_sla")  # what sales may promise of a lead
ERROR = 0.05


@dataclass(frozen=True, repr=False)
class Sweep(Study):
    """Every combination of settings of some levers; scenarios, plans and rows go with `cells`.

    Attributes
    ----------
    varied, cells
        What was varied, and the settings of each scenario by lever.
    paths
        The path that each lever moves.
    kept_from
        Share of leads for which a promise is to be kept.
    looks
        Looks at the shares kept; above 1 where combinations were left as soon as they were clear.
    """

    kind: str = "adoption"
    varied: tuple[Varied, ...] = ()
    cells: tuple[Cell, ...] = ()
    paths: Mapping[str, str] | None = None
    kept_from: float = KEPT
    looks: int = 1

    @property
    def count(self) -> int:
        """Most replications of any combination."""
        return max(rows.replications for rows in self.rows)

    @cached_property
    def kept(self) -> tuple[Kept, ...]:
        """Share of promises kept by setting: of the promise kept worst; all intervals at all looks hold together."""
        level = level_of(self.measures, len(self.rows), self.looks)
        return tuple(share_kept(self.measures, rows, level) for rows in self.rows)

    @cached_property
    def frontier(self) -> Frontier | None:
        """Where a promise is kept; None where nothing is promised."""
        return find_frontier(self.varied, self.cells, self.kept, self.paths or {}, self.kept_from)

    @property
    def sentence(self) -> str:
        """What the sweep shows of the promise, in plain words."""
        return "Nothing is promised in these settings." if self.frontier is None else self.frontier.sentence

    def summary(self) -> pd.DataFrame:
        """Tidy table: scenario, a column for every lever, measure, unit, mean with its interval, percentiles."""
        table = super().summary()
        for number, each in enumerate(self.varied, start=1):
            by_name = {name: cell[each.lever] for name, cell in zip(self.names, self.cells, strict=True)}
            table.insert(number, each.lever, table["scenario"].map(by_name))
        return table

    def heat(self, measure: str, rows: str, columns: str, at: Mapping[str, str] | None = None) -> pd.DataFrame:
        """Means of a measure for a heat map: one lever down, one across, the others held at the settings of `at`."""
        import pandas as pd

        fixed = dict(at or {})
        levers = {each.lever: each.settings for each in self.varied}
        wrong = [f"'{name}' is not varied here" for name in (rows, columns, *fixed) if name not in levers]
        wrong += [f"'{name}' needs a setting in at={{...}}" for name in levers if name not in (rows, columns, *fixed)]
        wrong += [f"{name} is never {value}" for name, value in fixed.items() if value not in levers.get(name, (value,))]
        if self.engine.place_of(measure) is None:
            wrong.append(f"no measure is called '{measure}'")
        if wrong or rows == columns:
            raise StudyError("; ".join(wrong or ["a heat map needs two levers"]) + f"; varied are {', '.join(levers)}")
        chosen = [
            (cell[rows], cell[columns], estimates[measure].mean)
            for cell, estimates in zip(self.cells, self.estimates, strict=True)
            if all(cell[name] == value for name, value in fixed.items())
        ]
        table = pd.DataFrame.from_records(chosen, columns=[rows, columns, measure])
        wide = table.pivot(index=rows, columns=columns, values=measure)
        return wide.reindex(index=list(levers[rows]), columns=list(levers[columns]))

    def answer(self) -> dict[str, Any]:
        """What came of the sweep beside its rows, for its file."""
        return {**super().answer(), "vary": as_pairs(self.varied), "kept_from": self.kept_from, "looks": self.looks}

    def to_json(self) -> dict[str, Any]:
        """Document of the sweep with JSON's types only; undefined numbers are None."""
        from .documents import sweep_document

        return sweep_document(self)


def level_of(measures: Sequence[Measure], combinations: int, looks: int) -> float:
    """Confidence level of one share kept, of which all combinations' at all looks hold together."""
    promises = sum(measure.name in PROMISES for measure in measures)
    return 1 - ERROR / (combinations * looks * max(1, promises))


def share_kept(measures: Sequence[Measure], rows: Rows, level: float) -> Kept:
    """Share of promises kept under one setting: of the promise kept worst; NaN where none is made."""
    places = [(place, measure) for place, measure in enumerate(measures) if measure.name in PROMISES]
    shares = [mean_interval(estimated_values(measure, rows, place), level) for place, measure in places]
    return min((Kept(*share[:3]) for share in shares if share.mean == share.mean), default=Kept(*[float("nan")] * 3))
