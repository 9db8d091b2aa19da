"""Goals in words: `MEASURE >= X`, or `highest MEASURE`, read into something that can be judged."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...errors import StudyError
from ..crew.engine import find_measure
from .numbers import show, unit_in_words

if TYPE_CHECKING:
    from ...measures import Measure
    from ..crew.engine import Engine

Sense = Literal[">=", "<="]
Flags = NDArray[np.bool_]

MOST_SHARE = 5.0  # quotas are made several times over; beyond that somebody forgot to write %
MULTIPLES = {"": 1.0, "k": 1e3, "m": 1e6, "bn": 1e9}
_BOUND = re.compile(r"(?P<name>\w+)\s*(?P<sense>>=|<=|≥|≤|>|<)\s*(?P<number>[+-]?[\d.,]+)\s*(?P<unit>.*)")
_BEST = re.compile(r"(?P<best>highest|lowest)\s+(?P<name>\w+)")


class Bound(NamedTuple):
    """A measure is to be at least, or at most, so much."""

    measure: str
    sense: Sense
    value: float

    def met(self, values: NDArray[np.float64]) -> Flags:
        """Which values meet the goal; an undefined one never does."""
        with np.errstate(invalid="ignore"):
            met: Flags = values >= self.value if self.sense == ">=" else values <= self.value
        return met

    def holds(self, low: float, high: float) -> bool | None:
        """Whether an interval lies on the good side, True, or on the bad one, False; None when it does not tell."""
        if math.isnan(low) or math.isnan(high):
            return None
        good, bad = (low >= self.value, high < self.value) if self.sense == ">=" else (high <= self.value, low > self.value)
        return True if good else False if bad else None


class Peak(NamedTuple):
    """A measure is to be as high, or as low, as it gets."""

    measure: str
    best: Literal["highest", "lowest"]

    @property
    def sign(self) -> int:
        """1 when more is better, -1 when less is."""
        return 1 if self.best == "highest" else -1


Goal = Bound | Peak


def read_goal(text: str, engine: Engine, currency: str) -> Goal:
    """Read a goal such as `first_response_within_sla >= 90 %`, `revenue >= 3 M EUR` or `highest revenue`."""
    clean = " ".join(text.split())
    if best := _BEST.fullmatch(clean):
        return Peak(find_measure(engine, best["name"]).name, "highest" if best["best"] == "highest" else "lowest")
    found = _BOUND.fullmatch(clean)
    if found is None:
        raise StudyError(
            f"'{text}' is no goal; write MEASURE >= X or MEASURE <= X, such as 'first_response_within_sla >= 90 %', "
            "or 'highest revenue'"
        )
    measure = find_measure(engine, found["name"])
    if found["sense"] in "<>":
        written = f"{found['number']} {found['unit']}".strip()
        raise StudyError(f"a goal is met at its bound too: write '{measure.name} {found['sense']}= {written}'")
    try:
        number = float(found["number"].replace(",", ""))
    except ValueError:
        raise StudyError(f"'{found['number']}' is no number; write one such as 0.9, 90 % or 3 M {currency}") from None
    sense: Sense = ">=" if found["sense"] in (">=", "≥") else "<="
    value = number * multiple_of(found["unit"].strip(), measure, currency)
    if measure.unit == "share" and not 0 <= value <= MOST_SHARE:
        raise StudyError(
            f"{measure.name} is a share, and {value:g} would be {100 * value:,.4g} %; write a number such as 0.9, or 90 %"
        )
    return Bound(measure.name, sense, value)


def goal_in_words(goal: Goal, measure: Measure, currency: str) -> str:
    """Put a goal in words, such as `SLA met is at least 90 %`."""
    if isinstance(goal, Peak):
        return f"{measure.label} is {goal.best}"
    sense = "at least" if goal.sense == ">=" else "at most"
    return f"{measure.label} is {sense} {show(goal.value, measure.unit, currency)}"


def multiple_of(unit: str, measure: Measure, currency: str) -> float:
    """What a number is to be multiplied by, for the unit written after it."""
    wanted = unit_in_words(measure.unit, currency)
    if unit in ("", wanted, measure.unit) and measure.unit != "money":
        return 1.0
    readers: dict[str, Callable[[str], float | None]] = {
        "share": _percent,
        "h": _hours,
        "business h": _business_hours,
        "days": _days,
    }
    read = readers.get(measure.unit)
    factor = _money(unit, currency) if measure.unit == "money" else None if read is None else read(unit)
    if factor is None:
        example = {"share": "90 %", "money": f"3 M {currency}"}.get(measure.unit, f"4 {wanted}".strip())
        raise StudyError(f"{measure.name} is not counted in '{unit}'; write a number such as {example}")
    return factor


def _percent(unit: str) -> float | None:
    return 0.01 if unit in ("%", "percent", "per cent") else None


def _hours(unit: str) -> float | None:
    return {"h": 1.0, "hour": 1.0, "hours": 1.0, "min": 1 / 60, "minutes": 1 / 60}.get(unit.lower())


def _business_hours(unit: str) -> float | None:
    return _hours(unit.lower().removeprefix("business "))


def _days(unit: str) -> float | None:
    return {"d": 1.0, "day": 1.0, "days": 1.0, "h": 1 / 24, "hours": 1 / 24}.get(unit.lower())


def _money(unit: str, currency: str) -> float | None:
    words = unit.removesuffix(currency).strip().lower()
    return MULTIPLES.get(words)
