"""A difference between two scenarios shared out among the levers that make it, beside what attribution rules say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...scenario.parts import REST, Part
from ...scenario.tree import dotted
from ...statistics import Interval, mean_interval
from ..judgement.estimates import paired_values
from ..judgement.numbers import show, show_range, unit_in_words
from .results import Study, window_in_words

if TYPE_CHECKING:
    import pandas as pd

    from ...measures import Measure

BY = "revenue"
LEVEL = 0.95


class Due(NamedTuple):
    """What is due to one lever: Shapley's value with its interval, and what it adds first and last of all.

    `alone` is what it adds when nothing else changes, `last` when all else has; both NaN where orders were drawn.
    """

    lever: str
    label: str
    before: str
    after: str
    paths: tuple[str, ...]
    credit: Interval
    alone: float
    last: float

    @property
    def clear(self) -> bool:
        """Whether the interval leaves 0 out."""
        return self.credit.low > 0 or self.credit.high < 0


class Attribution(NamedTuple):
    """Inbound revenue of one scenario put down to a source by each rule, means over replications."""

    scenario: str
    source: str
    first_touch: float
    last_touch: float
    even_split: float
    true_source: float


@dataclass(frozen=True, repr=False)
class Credit(Study):
    """The difference of a measure between two scenarios, shared out among the levers that differ by Shapley's value.

    Scenarios are coalitions: bit i of a place says whether lever i is set as in the other scenario, so that the
    base comes first and the other last. Where orders were drawn there are only these two.

    Attributes
    ----------
    by
        The measure shared out.
    parts
        The levers that differ, and what else does.
    values
        Credit by replication and lever, (n, levers); each row adds up to that replication's difference.
    exact
        Whether every coalition was simulated.
    attributions
        What rules of attribution say of both scenarios, the base first; empty unless asked for.
    """

    kind: str = "adoption"
    by: str = BY
    parts: tuple[Part, ...] = ()
    values: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 0)))
    exact: bool = True
    attributions: tuple[Attribution, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        self.values.flags.writeable = False

    @property
    def measure(self) -> Measure:
        """The measure shared out."""
        return next(measure for measure in self.measures if measure.name == self.by)

    @cached_property
    def difference(self) -> Interval:
        """The whole difference, the other less the base, paired."""
        if not self.exact:
            return mean_interval(self.values.sum(axis=1), LEVEL)
        return mean_interval(paired_values(self.measure, self.rows[0], self.rows[-1], self.measures.index(self.measure)), LEVEL)

    @cached_property
    def dues(self) -> tuple[Due, ...]:
        """What is due to each lever; all intervals hold together."""
        players = len(self.parts)
        found = []
        for i, part in enumerate(self.parts):
            paths = tuple(map(dotted, part.paths))
            due = mean_interval(self.values[:, i], LEVEL, players)
            everyone = (1 << players) - 1
            alone, last = (self._gap(0, 1 << i), self._gap(everyone ^ (1 << i), everyone)) if self.exact else (np.nan, np.nan)
            found.append(Due(part.name, part.label, part.before, part.after, paths, due, alone, last))
        return tuple(found)

    def _gap(self, first: int, second: int) -> float:
        here, there = (self.estimates_of(place) for place in (first, second))
        return there - here

    def estimates_of(self, place: int) -> float:
        """Mean of the measure in the coalition at a place."""
        return self.estimates[place][self.by].mean

    @cached_property
    def attribution_changes(self) -> tuple[Attribution, ...]:
        """What each rule would put the change down to: attribution in the other less that in the base, by source."""
        half = len(self.attributions) // 2
        pairs = zip(self.attributions[:half], self.attributions[half:], strict=True)
        return tuple(
            Attribution(after.scenario, after.source, *(b - a for a, b in zip(before[2:], after[2:], strict=True)))
            for before, after in pairs
        )

    @property
    def design(self) -> dict[str, Any] | None:
        """What the rows depend on beside scenarios and seed: the levers, where orders of them were drawn."""
        return None if self.exact else design_of(self.parts)

    def answer(self) -> dict[str, Any]:
        """What came of the credit beside its rows, for its file; what is undefined is null."""
        from .documents import without_nan

        found = {
            "by": self.by,
            "exact": self.exact,
            "parts": [part._asdict() for part in self.parts],
            "values": self.values.tolist(),
            "attributions": [list(each) for each in self.attributions],
        }
        return {**super().answer(), **without_nan(found)}

    @property
    def sentence(self) -> str:
        """The credit in plain words."""
        return " ".join(_sentences(self))

    def table(self) -> pd.DataFrame:
        """Table of levers: credit with its interval, what each adds alone and last, and where it is."""
        import pandas as pd

        return pd.DataFrame.from_records([_record(each) for each in self.dues])

    def credits(self) -> pd.DataFrame:
        """Table with a row per replication and lever: what is due to it there."""
        import pandas as pd

        names = [part.name for part in self.parts]
        rows = [(i, *each) for i, row in enumerate(self.values.tolist()) for each in zip(names, row, strict=True)]
        return pd.DataFrame.from_records(rows, columns=["replication", "lever", "credit"])

    def further_tables(self) -> dict[str, pd.DataFrame]:
        """Tables of the credit beside those of every study, by name."""
        import pandas as pd

        tables = {"credit": self.table(), "credit_by_replication": self.credits()}
        return tables | ({"attribution": pd.DataFrame(self.attributions)} if self.attributions else {})

    def to_json(self) -> dict[str, Any]:
        """Document of the credit with JSON's types only; undefined numbers are None."""
        from .documents import without_nan

        document = {
            "base": self.names[0],
            "other": self.names[-1],
            "by": self.by,
            "unit": unit_in_words(self.measure.unit, self.currency),
            "sentence": self.sentence,
            "difference": _interval(self.difference),
            "exact": self.exact,
            "levers": [_record(each) for each in self.dues],
            "attribution": [each._asdict() for each in self.attributions],
            "seed": self.seed,
            "engine": self.engine.name,
            "replications": self.count,
            "from": self.kind,
            "notes": list(self.notes),
        }
        clean: dict[str, Any] = without_nan(document)
        return clean

    def _repr_html_(self) -> str:
        from html import escape

        return f"<p>{escape(self.sentence)}</p>{self.table().to_html(index=False)}"


def design_of(parts: Sequence[Part]) -> dict[str, Any]:
    """Put into JSON's types what drawn orders depend on: which levers there are, and where."""
    return {"names": [part.name for part in parts], "levers": {part.name: list(map(dotted, part.paths)) for part in parts}}


def _interval(found: Interval) -> dict[str, Any]:
    return {"mean": found.mean, "low": found.low, "high": found.high}


def _record(each: Due) -> dict[str, Any]:
    return {
        "lever": each.lever,
        "label": each.label,
        "before": each.before,
        "after": each.after,
        "credit": each.credit.mean,
        "low": each.credit.low,
        "high": each.credit.high,
        "alone": each.alone,
        "last": each.last,
        "paths": ", ".join(each.paths),
    }


def _sentences(study: Credit) -> list[str]:
    measure, currency = study.measure, study.currency

    def said(value: float) -> str:
        return show(value, measure.unit, currency, signed=True)

    whole = study.difference
    span = show_range(whole.low, whole.high, measure.unit, currency, signed=True)
    window = window_in_words(study.plans[0].horizon)
    head = f"{study.names[-1]} changes {_small(measure.label)} by {said(whole.mean)} {window} (95 % interval {span})."
    if len(study.dues) == 1:
        return [f"{head} All of it is due to {_name(study.dues[0])}: nothing else differs."]
    ranked = sorted(study.dues, key=lambda each: -abs(each.credit.mean))
    sentences = [head]
    told = [each for each in ranked if each.clear]
    if told:
        first, *others = ((said(each.credit.mean), _name(each)) for each in told)
        sentences.append(f"Of it, {_listed([f'{first[0]} come from {first[1]}', *(f'{a} from {b}' for a, b in others)])}.")
    else:
        sentences.append(f"No lever's part in it is told from luck by {study.count:,} replications of each.")
    nothing = [each for each in ranked if each.credit.low == each.credit.high == 0]
    luck = [each for each in ranked if told and not each.clear and each not in nothing]
    for group, what in ((luck, "nothing that can be told from luck"), (nothing, "nothing at all")):
        if group:
            sentences.append(f"{_capital(_listed([_name(each) for each in group]))} {_verb(group, 'add')} {what}.")
    shifting = max(
        (each for each in ranked if each.alone == each.alone), key=lambda each: abs(each.last - each.alone), default=None
    )
    if shifting is not None and abs(shifting.last - shifting.alone) > whole.half_width > 0:
        first_last = f"{said(shifting.alone)} when adopted first, {said(shifting.last)} when last"
        sentences.append(f"They lean on each other: {_name(shifting)} adds {first_last}.")
    against = [each for each in told if (each.credit.mean > 0) != (whole.mean > 0)]
    if against and (whole.low > 0 or whole.high < 0):
        sentences.append(f"{_capital(_listed([_name(each) for each in against]))} {_verb(against, 'work')} against the rest.")
    return sentences


def _verb(subjects: list[Due], verb: str) -> str:
    return f"{verb}s" if len(subjects) == 1 else verb


def _name(each: Due) -> str:
    if each.lever == REST:
        return "everything else"
    change = f" ({each.before} → {each.after})" if each.before != each.after else ""
    return f"{_small(each.label)}{change}"


def _small(words: str) -> str:
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
