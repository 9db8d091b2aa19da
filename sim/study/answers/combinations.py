"""Answers at many combinations of uncertain inputs: of one scenario, or how much better a second one does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...scenario.inputs import Input, said_of, words_of
from ..crew.scattered import Recipe
from ..judgement.numbers import unit_in_words
from .choice import sign_of
from .designs import Method
from .results import Study

if TYPE_CHECKING:
    import pandas as pd

    from ...log import Log
    from ...measures import Measure
    from ...plan import Plan
    from ...scenario import Scenario

BY = "revenue"
Values = NDArray[np.float64]


@dataclass(frozen=True, repr=False)
class Answers(Study):
    """Answers at many combinations of uncertain inputs, for one scenario or for the gain of a second over the first.

    Row r of the rows is one at point r // `each`; scenarios and plans are those of the inputs' middles.

    Attributes
    ----------
    by
        The measure.
    inputs, points
        What is uncertain, and the inputs' positions at each point, (points, inputs).
    each
        Replications at each point.
    method
        "curves", with luck of its own at each point; or "morris" or "sobol", with the same luck at all.
    """

    kind: str = "adoption"
    by: str = BY
    inputs: tuple[Input, ...] = ()
    points: Values = field(default_factory=lambda: np.empty((0, 0)))
    each: int = 2
    method: Method = "curves"

    def __post_init__(self) -> None:
        super().__post_init__()
        self.points.flags.writeable = False

    @property
    def decides(self) -> bool:
        """Whether there is a decision: to go over from the first scenario to the second."""
        return len(self.rows) == 2

    @property
    def measure(self) -> Measure:
        """The measure asked about."""
        return next(measure for measure in self.measures if measure.name == self.by)

    @cached_property
    def answers(self) -> Values:
        """The measure, or how much better the second scenario does, by point and replication."""
        place = self.measures.index(self.measure)
        values = self.rows[-1].values[:, place]
        if self.decides:
            values = sign_of(self.measure) * (values - self.rows[0].values[:, place])
        return values.reshape(len(self.points), self.each)

    def replay(self, replication: int = 0, scenario: str | None = None) -> tuple[Plan, Log]:
        """Give the plan and log of one row, at its point."""
        recipe = recipes_at(self.scenarios, self.inputs, self.points[replication // self.each])[self.position(scenario)]
        plan = self.engine.compile(*recipe.made())
        return plan, self.engine.simulate(plan, self.seed, luck_at(self.method, self.each, replication))

    @property
    def design(self) -> dict[str, Any]:
        """What the rows depend on beside scenarios and seed; how many points there are does not matter."""
        return design_of(self.inputs, self.method, self.each)

    def answer(self) -> dict[str, Any]:
        """What came of it beside its rows, for its file."""
        return {**super().answer(), "by": self.by, "points": len(self.points), "inputs": words_of(self.inputs)}

    def outcomes(self) -> pd.DataFrame:
        """Table with a row per replication: its point, the inputs' values as numbers, and the answer."""
        import pandas as pd

        rows = []
        for place, point in enumerate(self.points.tolist()):
            values = [each.amount(at) for each, at in zip(self.inputs, point, strict=True)]
            rows += [(place * self.each + i, place, *values, float(answer)) for i, answer in enumerate(self.answers[place])]
        return pd.DataFrame.from_records(rows, columns=["replication", "point", *(each.name for each in self.inputs), "answer"])


class Judged(Answers):
    """Answers that are all there, and what they say."""

    @property
    def sentence(self) -> str:
        """What is known now, in plain words."""
        raise NotImplementedError

    def table(self) -> pd.DataFrame:
        """Table of inputs, the one that moves the answer most first."""
        raise NotImplementedError

    def found_out(self) -> dict[str, Any]:
        """What is known now of the inputs, for the document."""
        raise NotImplementedError

    def to_json(self) -> dict[str, Any]:
        """Document of what is known now with JSON's types only; undefined numbers are None."""
        from .documents import without_nan

        document = {
            "scenario": self.names[0],
            "other": self.names[1] if self.decides else None,
            "by": self.by,
            "unit": unit_in_words(self.measure.unit, self.currency),
            **self.found_out(),
            "points": len(self.points),
            "replications_at_each": self.each,
            "from": self.kind,
            "seed": self.seed,
            "engine": self.engine.name,
            "notes": list(self.notes),
        }
        clean: dict[str, Any] = without_nan(document)
        return clean

    def _repr_html_(self) -> str:
        from html import escape

        return f"<p>{escape(self.sentence)}</p>{self.table().to_html(index=False)}"


def luck_at(method: Method, each: int, row: int) -> int:
    """Replication whose luck a row has: of indices those of every point are the same."""
    return row if method == "curves" else row % each


def design_of(inputs: Sequence[Input], method: Method, each: int) -> dict[str, Any]:
    """Put into JSON's types what rows at points depend on."""
    return {**said_of(inputs), "method": method, "replications at each point": each}


def recipes_at(scenarios: Sequence[Scenario], inputs: Sequence[Input], point: Values) -> list[Recipe]:
    """Scenarios at one point; in an adoption the first is the past of the others, at the same point."""
    positions = list(zip(inputs, point.tolist(), strict=True))
    made = [
        {path: text for each, at in positions for path, text in each.changes(place, at).items()}
        for place in range(len(scenarios))
    ]
    base = scenarios[0]
    shared = base.experiment.kind == "adoption"
    return [
        Recipe(scenario, changes, base if shared and place else None, made[0] if shared and place else {})
        for place, (scenario, changes) in enumerate(zip(scenarios, made, strict=True))
    ]
