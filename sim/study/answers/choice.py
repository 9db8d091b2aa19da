"""A choice among scenarios: the best by a measure, who came close, and what it promises with fresh luck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from ...statistics import Interval, mean_interval
from ..judgement.numbers import show, show_range
from ..kept.store import FRESH
from .results import Comparison, Study, window_in_words

if TYPE_CHECKING:
    import pandas as pd

    from ...measures import Measure

ERROR = 0.05
BY = "contribution"


class Contender(NamedTuple):
    """A candidate: its mean, how far it lies behind the winner with an interval, and when it was left behind."""

    name: str
    replications: int
    mean: float
    behind: Interval  # of the replications it shares with the winner; 0 for the winner itself
    close: bool  # behind by less than the worth, as far as was simulated


@dataclass(frozen=True, repr=False)
class Choice(Study):
    """A choice among scenarios: which is the best by a measure, with at least 95 % probability.

    `rows` has as many replications of each as the procedure needed.

    Attributes
    ----------
    by, worth
        The measure chosen by, and the least difference worth detecting, in its unit.
    winner, told
        Place of the best, and whether it was told from the others.
    fresh
        Winner and base again, with fresh luck (`fresh.seed`): what the choice promises.
    """

    kind: str = "adoption"
    by: str = BY
    worth: float = 0.0
    winner: int = 0
    told: bool = True
    fresh: Study = field(default=None)  # type: ignore[assignment]  # always given; a default must follow defaults

    @property
    def count(self) -> int:
        """Most replications of any scenario."""
        return max(rows.replications for rows in self.rows)

    @property
    def beside(self) -> Mapping[str, Study]:
        """Winner and base with fresh luck."""
        return {FRESH: self.fresh}

    @property
    def measure(self) -> Measure:
        """The measure chosen by."""
        return next(measure for measure in self.measures if measure.name == self.by)

    @property
    def contenders(self) -> tuple[Contender, ...]:
        """Every candidate, in the order asked for."""
        measure = self.measure
        place, sign = self.measures.index(measure), sign_of(measure)
        best = self.rows[self.winner].values[:, place]
        found = []
        for i, (name, rows) in enumerate(zip(self.names, self.rows, strict=True)):
            values = rows.values[:, place]
            shared = min(len(values), len(best))
            gaps = sign * (best[:shared] - values[:shared])
            behind = mean_interval(gaps, 1 - ERROR / max(1, len(self.rows) - 1))
            close = i != self.winner and behind.mean < self.worth
            found.append(Contender(name, len(values), float(values.mean()), behind, close))
        return tuple(found)

    @property
    def close(self) -> tuple[str, ...]:
        """Names of the candidates within the worth of the winner."""
        return tuple(each.name for each in self.contenders if each.close)

    @property
    def sentence(self) -> str:
        """The choice in plain words."""
        return " ".join(_sentences(self))

    def table(self) -> pd.DataFrame:
        """Table of candidates: replications, mean, and how far behind the winner with an interval."""
        import pandas as pd

        return pd.DataFrame.from_records([_record(each) for each in self.contenders])

    def answer(self) -> dict[str, Any]:
        """What came of the choice beside its rows, for its file."""
        found = {"winner": self.winner, "told": self.told, "by": self.by, "worth": self.worth}
        return {**super().answer(), **found, "fresh": self.fresh.answer()}

    def to_json(self) -> dict[str, Any]:
        """Document of the choice with JSON's types only; undefined numbers are None."""
        from ..judgement.numbers import unit_in_words
        from .documents import without_nan

        document = {
            "winner": self.names[self.winner],
            "sentence": self.sentence,
            "by": self.by,
            "unit": unit_in_words(self.measure.unit, self.currency),
            "worth": self.worth,
            "probability": 1 - ERROR if self.told else None,
            "within_worth": list(self.close),
            "candidates": [_record(each) for each in self.contenders],
            "from": self.kind,
            "seed": self.seed,
            "engine": self.engine.name,
            "fresh": self.fresh.to_json(),
            "notes": list(self.notes),
        }
        clean: dict[str, Any] = without_nan(document)
        return clean

    def _repr_html_(self) -> str:
        from html import escape

        return f"<p>{escape(self.sentence)}</p>{self.table().to_html(index=False)}"


def sign_of(measure: Measure) -> int:
    """1 when more of a measure is better, -1 when less is."""
    return 1 if measure.better == "higher" else -1


def _record(each: Contender) -> dict[str, Any]:
    return {
        "name": each.name,
        "replications": each.replications,
        "mean": each.mean,
        "behind": each.behind.mean,
        "behind_low": each.behind.low,
        "behind_high": each.behind.high,
        "within_worth": each.close,
    }


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _sentences(choice: Choice) -> list[str]:
    measure, name = choice.measure, choice.names[choice.winner]
    unit, currency = measure.unit, choice.currency
    worth = show(choice.worth, unit, currency)
    label = measure.label[:1].lower() + measure.label[1:]
    best = "highest" if measure.better == "higher" else "lowest"
    if choice.told:
        said = [
            f"Choose {name}: with at least 95 % probability it has the {best} {label} of {len(choice.names)}, "
            f"or is within {worth} of it."
        ]
    else:
        said = [f"After {choice.count:,} replications the best are not told apart; {name} has the {best} {label} so far."]
    if choice.close:
        verb, any_of = ("is", "either") if len(choice.close) == 1 else ("are", "any of them")
        said.append(f"{_listed(choice.close)} {verb} within {worth} of it: by this measure, {any_of} will do.")
    found = choice.fresh.estimates[-1][choice.by]
    window = window_in_words(choice.plans[0].horizon)
    span = show_range(found.low, found.high, unit, currency)
    fresh = (
        f"On {choice.fresh.count:,} fresh replications it has {show(found.mean, unit, currency)} {window} (95 % interval {span})"
    )
    if isinstance(choice.fresh, Comparison):
        change = choice.fresh.effects[0][choice.by]
        gap = show_range(change.low, change.high, unit, currency, signed=True)
        fresh += f", {show(change.mean, unit, currency, signed=True)} against {choice.names[0]} ({gap})"
    said.append(f"{fresh}.")
    return said
