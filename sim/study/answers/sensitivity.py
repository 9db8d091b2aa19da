"""What uncertain inputs do to an answer: luck against ignorance, who moves it, what flips the decision, what to measure first."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from ...scenario.inputs import Input
from ...statistics import Fit, Interval, Split, Worth, crossings, fit, holm, split, worth_of_everything, worth_of_knowing
from .combinations import Judged, Values
from .designs import shape_of

if TYPE_CHECKING:
    import pandas as pd

LEVEL = 0.95
STEPS = 41  # positions at which a curve is looked at
Flips = Literal["yes", "perhaps", "no"]


class Spot(NamedTuple):
    """One value of an input, and the mean answer there, all other inputs being as uncertain as they are."""

    at: float
    words: str
    answer: Interval


class Effect(NamedTuple):
    """What one input does to the answer.

    `lowest` and `highest` are where the answer is least and most. `share` is the share of the variance by
    all inputs that it causes by itself; `p` that it causes none, adjusted for all inputs (Holm). `flips`
    says whether a value of it would turn the decision, all others unknown; `turns` where, and `beyond` the
    share of its values for which it is turned. `worth` is what knowing it before deciding is worth. These
    are None, empty or NaN without a decision.
    """

    input: Input
    lowest: Spot
    highest: Spot
    share: float
    p: float
    flips: Flips | None
    turns: tuple[Spot, ...]
    beyond: float
    worth: Worth

    @property
    def told(self) -> bool:
        """Whether what it does is told from luck."""
        return self.p < 1 - LEVEL


@dataclass(frozen=True, repr=False)
class Sensitivity(Judged):
    """What uncertain inputs do to an answer, and to the decision that rests on it; every replication has luck of its own.

    Attributes
    ----------
    worth
        Least gain worth having, in the measure's unit.
    """

    worth: float = 0.0

    @cached_property
    def split(self) -> Split:
        """Spread of one window's answer by luck, and by what is not known."""
        return split(self.answers)

    @cached_property
    def fit(self) -> Fit:
        """The answer as a mean and a curve for every input."""
        return fit(self.points, self.answers.mean(axis=1), [shape_of(each) for each in self.inputs])

    @cached_property
    def mean(self) -> Interval:
        """Mean answer over all that the inputs may be."""
        error = math.sqrt(self.fit.covariance[0, 0]) * self.fit.critical(LEVEL)
        return Interval(self.fit.mean, self.fit.mean - error, self.fit.mean + error, "regression")

    @property
    def choice(self) -> Literal["adopt", "do not adopt", "cannot tell"] | None:
        """What to do as things are known now; None without a decision."""
        if not self.decides:
            return None
        return "adopt" if self.mean.low > self.worth else "do not adopt" if self.mean.high < self.worth else "cannot tell"

    @cached_property
    def ignorance(self) -> float:
        """Variance of the answer by all inputs: what they do by themselves at least."""
        return max(self.split.inputs**2, sum(max(0.0, self.fit.variance(i)) for i in range(len(self.inputs))))

    @cached_property
    def together(self) -> float:
        """Share of the variance by inputs that they cause only together, or in sharp bends; 0 where luck may be all of it."""
        if not self.ignorance > 0 or self.fit.leaves_more_than_luck(self.answers) > 1 - LEVEL:
            return 0.0
        alone = sum(max(0.0, self.fit.variance(i)) for i in range(len(self.inputs)))
        return max(0.0, 1 - alone / self.ignorance)

    @cached_property
    def perfect(self) -> float:
        """What knowing all inputs before deciding is worth, as far as their curves tell; NaN without a decision."""
        return worth_of_everything(self.fit, self.points, self.worth) if self.decides else math.nan

    @cached_property
    def effects(self) -> tuple[Effect, ...]:
        """What every input does, the one that moves the answer most first."""
        p_values = holm([self.fit.p_value(i) for i in range(len(self.inputs))])
        found = [self._effect(i, p) for i, p in enumerate(p_values)]
        return tuple(sorted(found, key=lambda each: (not each.told, -np.nan_to_num(each.share), each.p)))

    def _effect(self, number: int, p: float) -> Effect:
        each = self.inputs[number]
        at, curve, errors = self.curve(number)
        half = self.fit.critical(LEVEL, len(self.inputs) * (len(each.shares) or 2)) * errors
        share = max(0.0, self.fit.variance(number)) / self.ignorance if self.ignorance > 0 else math.nan

        def spot(place: int) -> Spot:
            mean = float(curve[place])
            return Spot(float(at[place]), each.words(float(at[place])), Interval(mean, mean - half[place], mean + half[place]))

        ends = (spot(int(np.argmin(curve))), spot(int(np.argmax(curve))))
        if not self.decides:
            nothing = Worth(math.nan, math.nan, math.nan)
            return Effect(each, *ends, share, p, None, (), math.nan, nothing)
        pays = self.mean.mean > self.worth
        other_side = curve <= self.worth if pays else curve > self.worth
        surely = curve + half < self.worth if pays else curve - half > self.worth
        maybe = curve - half <= self.worth if pays else curve + half > self.worth
        flips: Flips = "yes" if surely.any() else "perhaps" if maybe.any() else "no"
        turns = () if each.shares else tuple(self._turn(each, position) for position in crossings(at, curve, self.worth))
        weights = np.array(each.shares) / sum(each.shares) if each.shares else np.full(len(at), 1 / len(at))
        worth = worth_of_knowing(self.fit, number, self.worth)
        return Effect(each, *ends, share, p, flips, turns, float(weights @ other_side), worth)

    def _turn(self, each: Input, position: float) -> Spot:
        return Spot(position, each.words(position), Interval(self.worth, self.worth, self.worth))

    def curve(self, number: int) -> tuple[Values, Values, Values]:
        """Positions of an input, the mean answer there, all others as uncertain as they are, and its standard error."""
        shares = np.array(self.inputs[number].shares)
        at = (np.cumsum(shares) - shares / 2) / shares.sum() if len(shares) else np.linspace(0, 1, STEPS)
        return (at, *self.fit.curve(number, at))

    @property
    def first(self) -> Effect | None:
        """The input that is worth measuring first; None where knowing none is worth anything."""
        known = [each for each in self.effects if each.worth.mean > 0]
        return max(known, key=lambda each: each.worth.mean, default=None)

    @property
    def sentence(self) -> str:
        """The answer in plain words."""
        from .doubts_in_words import sentences

        return " ".join(sentences(self))

    def table(self) -> pd.DataFrame:
        """Table of inputs, the one that moves the answer most first."""
        import pandas as pd

        return pd.DataFrame.from_records([_record(each) for each in self.effects])

    def curves(self) -> pd.DataFrame:
        """Table of the mean answer along every input: position, value in words and as a number, mean and interval."""
        import pandas as pd

        rows = []
        for number, each in enumerate(self.inputs):
            half = self.fit.critical(LEVEL, len(self.inputs) * (len(each.shares) or 2))
            for at, mean, error in zip(*self.curve(number), strict=True):
                ends = (mean - half * error, mean + half * error)
                rows.append((each.name, each.label, at, each.words(at), each.amount(at), mean, *ends))
        return pd.DataFrame.from_records(rows, columns=["input", "label", "position", "value", "amount", "mean", "low", "high"])

    def further_tables(self) -> dict[str, pd.DataFrame]:
        """Tables of the doubt beside those of every study, by name."""
        return {"inputs": self.table(), "curves": self.curves(), "outcomes": self.outcomes()}

    def answer(self) -> dict[str, Any]:
        """What came of the doubt beside its rows, for its file."""
        return {**super().answer(), "worth": self.worth}

    def found_out(self) -> dict[str, Any]:
        """What the doubt does to the answer, for the document."""
        return {
            "worth": self.worth,
            "sentence": self.sentence,
            "choice": self.choice,
            "mean": self.mean.mean,
            "low": self.mean.low,
            "high": self.mean.high,
            "luck_sd": self.split.luck,
            "input_sd": self.split.inputs,
            "only_together": self.together,
            "flips": [each.input.name for each in self.effects if each.flips == "yes"],
            "measure_first": None if self.first is None else self.first.input.name,
            "perfect_information": self.perfect,
            "inputs": [_record(each) for each in self.effects],
        }


def _record(each: Effect) -> dict[str, Any]:
    return {
        "input": each.input.name,
        "label": each.input.label,
        "from": each.input.words(0.0),
        "to": each.input.words(1.0),
        "source": each.input.source,
        "share": each.share,
        "p": each.p,
        **_ends("lowest", each.lowest),
        **_ends("highest", each.highest),
        "flips": each.flips,
        "flips_at": ", ".join(spot.words for spot in each.turns) or None,
        "flipped_share": each.beyond,
        "worth_of_knowing": each.worth.mean,
        "worth_low": each.worth.low,
        "worth_high": each.worth.high,
    }


def _ends(name: str, spot: Spot) -> dict[str, Any]:
    return {f"{name}_at": spot.words, name: spot.answer.mean, f"{name}_low": spot.answer.low, f"{name}_high": spot.answer.high}
