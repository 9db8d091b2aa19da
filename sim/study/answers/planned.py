"""What a plan found: the settings that meet a goal, the candidates that were tried, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ...scenario.ranges import Varied, as_pairs, words_of
from ..judgement.frontier import Cell
from ..judgement.goals import Bound, Goal, Peak, goal_in_words
from ..judgement.numbers import UNDEFINED, digits, show, unit_in_words
from .results import Study

if TYPE_CHECKING:
    import pandas as pd

    from ...measures import Measure

NONE = Bound("revenue", ">=", 0.0)
Status = Literal["meets", "fails", "cannot tell", "not needed", "best", "lower"]


class Candidate(NamedTuple):
    """One combination of settings: its mean, the share of replications that meet the goal, and what that shows.

    The intervals hold together with those of all candidates and looks. `probability` is NaN where the
    highest or lowest is looked for, `exact` where theory says nothing of the mean.
    """

    settings: Cell
    replications: int
    mean: float
    low: float
    high: float
    probability: float
    probability_low: float
    probability_high: float
    leads_per_rep: float
    exact: float
    status: Status


@dataclass(frozen=True, repr=False)
class Planned(Study):
    """The first combination of settings, in the order written, that meets a goal; or the one at which a measure peaks.

    `rows` has as many replications of each as were needed to tell.

    Attributes
    ----------
    goal, text
        What is to be met, as read and as written.
    with_probability
        Chance with which one window is to meet the goal; None when its mean is to, or when a peak is looked for.
    candidates, found
        What was tried, in the order written, and the place of the one found; None when there is none.
    falls_from
        Of a peak: the place of the first setting after it that is worse beyond doubt.
    looks
        Looks at the results, at each candidate or of a peak at each pair, that the intervals are corrected for.
    exact_bound
        Settings that theory would choose; None where it says nothing.
    """

    kind: str = "adoption"
    varied: tuple[Varied, ...] = ()
    text: str = ""
    goal: Goal = NONE
    with_probability: float | None = None
    candidates: tuple[Candidate, ...] = ()
    found: int | None = None
    falls_from: int | None = None
    looks: int = 0
    exact_bound: Mapping[str, str] | None = None

    @property
    def kind_of_study(self) -> str:
        """What was asked."""
        return "plan"

    @property
    def count(self) -> int:
        """Most replications of any combination."""
        return max(rows.replications for rows in self.rows)

    @property
    def settings(self) -> Cell | None:
        """Settings found, by lever; None when none meet the goal."""
        return None if self.found is None else self.candidates[self.found].settings

    @property
    def measure(self) -> Measure:
        """The measure of the goal."""
        return next(measure for measure in self.measures if measure.name == self.goal.measure)

    @property
    def sentence(self) -> str:
        """The plan in plain words."""
        return " ".join(_sentences(self))

    def table(self) -> pd.DataFrame:
        """Table of candidates: a column for every lever, mean, probability, status."""
        import pandas as pd

        return pd.DataFrame.from_records(
            [{**each.settings, **{key: getattr(each, key) for key in Candidate._fields[1:]}} for each in self.candidates]
        )

    def answer(self) -> dict[str, Any]:
        """What came of the plan beside its rows, for its file; what is undefined is null."""
        from .documents import without_nan

        found = {
            "goal": self.text,
            "with_probability": self.with_probability,
            "vary": as_pairs(self.varied),
            "candidates": [each._asdict() for each in self.candidates],
            "found": self.found,
            "falls_from": self.falls_from,
            "looks": self.looks,
            "exact_bound": self.exact_bound,
        }
        return {**super().answer(), **without_nan(found)}

    def to_json(self) -> dict[str, Any]:
        """Document of the plan with JSON's types only; undefined numbers are None."""
        from .documents import without_nan

        document = {
            "goal": self.text,
            "on": "probability" if self.with_probability is not None else "mean",
            "with_probability": self.with_probability,
            "sentence": self.sentence,
            "settings": self.settings,
            "exact_bound": self.exact_bound,
            "falls_from": None if self.falls_from is None else self.candidates[self.falls_from].settings,
            "unit": unit_in_words(self.measure.unit, self.currency),
            "looks": self.looks,
            "candidates": [each._asdict() for each in self.candidates],
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


def _sentences(plan: Planned) -> list[str]:
    said = _peak(plan, plan.goal) if isinstance(plan.goal, Peak) else _bound(plan, plan.goal)
    if plan.exact_bound is not None:
        said.append(f"By theory it would be {_lower(words_of(plan.varied, plan.exact_bound))}.")
    return said


def _words(plan: Planned, place: int) -> str:
    return words_of(plan.varied, plan.candidates[place].settings)


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _shown(plan: Planned, place: int) -> str:
    """Say what was seen of a candidate, as far as the goal goes."""
    each = plan.candidates[place]
    if plan.with_probability is None:
        numbers = [_value(plan, number) for number in (each.mean, each.low, each.high)]
        return f"{numbers[0]} on the mean, {numbers[1]} to {numbers[2]}"
    span = f"{_per_cent(each.probability_low)} to {_per_cent(each.probability_high)}"
    return f"so in {_per_cent(each.probability)} of {each.replications:,} replications, {span}"


def _value(plan: Planned, value: float) -> str:
    return _per_cent(value) if plan.measure.unit == "share" else show(value, plan.measure.unit, plan.currency)


def _per_cent(share: float) -> str:
    """Write a share to three figures: by two it could not be told on which side of a bound it lies."""
    return UNDEFINED if math.isnan(share) else f"{digits(100 * share)} %"


def _bound(plan: Planned, goal: Bound) -> list[str]:
    wanted = goal_in_words(goal, plan.measure, plan.currency)
    if plan.with_probability is not None:
        wanted += f", with a probability of {show(plan.with_probability, 'share')}"
    undecided = [i for i, each in enumerate(plan.candidates) if each.status == "cannot tell"]
    if plan.found is None:
        if all(math.isnan(each.mean) for each in plan.candidates):
            none = f": there are no {plan.measure.denominator}" if plan.measure.denominator else ""
            return [f"None within the range: {plan.measure.label} is undefined in every setting tried{none}."]
        head = "Cannot tell whether" if undecided else "None within the range:"
        nearest = max(range(len(plan.candidates)), key=lambda i: _nearness(plan, goal, i))
        return [f"{head} {wanted}. Nearest comes {_lower(_words(plan, nearest))} ({_shown(plan, nearest)})."]
    said = [f"{_words(plan, plan.found)} will do: {wanted} ({_shown(plan, plan.found)})."]
    failing = [i for i in range(plan.found) if plan.candidates[i].status == "fails"]
    if failing:
        said.append(f"{_words(plan, failing[-1])} will not ({_shown(plan, failing[-1])}).")
    if undecided:
        place = undecided[0]
        said.append(f"{_words(plan, place)} may do: {plan.candidates[place].replications:,} replications cannot tell.")
    return said


def _nearness(plan: Planned, goal: Bound, place: int) -> float:
    each = plan.candidates[place]
    if plan.with_probability is not None:
        return each.probability
    if math.isnan(each.mean):
        return -math.inf
    return each.mean if goal.sense == ">=" else -each.mean


def _peak(plan: Planned, goal: Peak) -> list[str]:
    label = plan.measure.label
    if plan.found is None:
        return [f"{label} is undefined in every setting tried."]
    best = plan.candidates[plan.found]
    load = "" if math.isnan(best.leads_per_rep) else f", with {best.leads_per_rep:,.0f} leads per rep and month"
    said = [f"{label} is {goal.best} at {_lower(_words(plan, plan.found))}: {_value(plan, best.mean)} on the mean{load}."]
    turns = "falls" if goal.best == "highest" else "rises"
    if plan.falls_from is None:
        said.append(f"It {turns} nowhere after that within the range, as far as {plan.count:,} replications tell.")
    else:
        worse = plan.candidates[plan.falls_from]
        load = "" if math.isnan(worse.leads_per_rep) else f" ({worse.leads_per_rep:,.0f} leads per rep and month)"
        said.append(f"It {turns} beyond doubt by {_lower(_words(plan, plan.falls_from))}{load}: {_value(plan, worse.mean)}.")
    near = [i for i, each in enumerate(plan.candidates) if each.status == "cannot tell"]
    if near:
        verb = "is" if len(near) == 1 else "are"
        said.append(f"{'; '.join(_words(plan, i) for i in near)} {verb} not told from it.")
    return said
