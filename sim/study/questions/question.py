"""How a question is put: names apart, all alike, compiled with one past; its seed, its worth."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from ...errors import ScenarioError, StudyError
from ...scenario.ranges import LONGEST_NAME
from ..judgement.goals import multiple_of

if TYPE_CHECKING:
    from ...measures import Measure
    from ...scenario import Scenario

Kind = Literal["adoption", "steady", "terminating"]

SHARED = (
    *(f"experiment.{key}" for key in ("kind", "start", "lead_in", "horizon", "follow_up")),
    "market.currency",
    "market.timezone",
)
SEEDS = 2**32
_AMOUNT = re.compile(r"([+-]?(?:\d[\d,]*(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)\s*(.*)", re.IGNORECASE)
FRESH = 0x9E3779B9  # odd and far from 0, so that seeds people write do not meet


def check_all(*checks: Callable[[], object]) -> None:
    """Run checks, and raise everything they find at once."""
    faults: list[ScenarioError | StudyError] = []
    for check in checks:
        try:
            check()
        except (ScenarioError, StudyError) as error:
            faults.append(error)
    said = dict.fromkeys(map(str, faults))
    if len(said) == 1:
        raise faults[0]
    if faults:
        raise StudyError("\n".join(said))


def seed_of(scenario: Scenario, seed: int | None) -> int:
    """Seed asked for, else the scenario's."""
    chosen = scenario.experiment.seed if seed is None else seed
    if not 0 <= chosen < SEEDS:
        raise StudyError(f"a seed is a whole number from 0 to {SEEDS - 1}, not {chosen}")
    return chosen


def fresh_seed(seed: int) -> int:
    """Derive the seed of fresh luck: replications under it share none with those under `seed`."""
    return (seed + FRESH) % SEEDS


def refuse_nothing(values: NDArray[np.float64], measure: Measure) -> None:
    """Refuse a measure that is 0 wherever one looks: nothing can be said of what moves it."""
    if not values.any():
        other = "first_response_hours_median" if measure.name != "first_response_hours_median" else "utilisation"
        raise StudyError(f"{measure.name} is 0 in all replications; ask about another measure, such as --by {other}")


def refuse_never_defined(values: NDArray[np.float64], names: Iterable[str], measure: Measure) -> None:
    """Refuse a measure that has no value in any replication of a scenario; `values` are (scenarios, replications)."""
    for name, each in zip(names, values, strict=True):
        if not np.isfinite(each).any():
            none = f": there are no {measure.denominator}" if measure.denominator else ""
            other = "revenue" if measure.name != "revenue" else "won"
            raise StudyError(f"{measure.name} is undefined in '{name}'{none}; ask about another measure, such as --by {other}")


def name_apart(scenarios: Iterable[Scenario]) -> tuple[Scenario, ...]:
    """Give scenarios of the same name a number, so that every table can tell them apart."""
    apart: list[Scenario] = []
    for scenario in scenarios:
        taken = {other.name for other in apart}
        number, name = 2, scenario.name
        while name in taken:
            end = f" ({number})"
            name, number = scenario.name[: LONGEST_NAME - len(end)].rstrip() + end, number + 1
        apart.append(scenario if name == scenario.name else scenario.replace({}, name=name))
    return tuple(apart)


def put_alike(scenarios: tuple[Scenario, ...], kind: Kind | None) -> tuple[Scenario, ...]:
    """Put one question to all: of a kind when that is given; StudyError when they ask for different ones."""
    if kind is not None and kind not in get_args(Kind):
        raise StudyError(f"a question is put as adoption, steady or terminating, not as '{kind}'")
    if kind is not None:
        scenarios = tuple(
            each if each.experiment.kind == kind else each.replace({"experiment.kind": kind}, name=each.name)
            for each in scenarios
        )
    base = scenarios[0]
    for other in scenarios[1:]:
        unlike = [path for path in SHARED if attrgetter(path)(other) != attrgetter(path)(base)]
        if unlike:
            raise StudyError(
                f"'{base.name}' and '{other.name}' do not put the same question: they differ in {', '.join(unlike)}; "
                "give both the same"
            )
    return scenarios


def parse_share(text: str) -> float:
    """Read `2%`, `2 %` or `0.02` as 0.02; StudyError otherwise."""
    clean = text.replace(" ", "")
    try:
        share = float(clean.removesuffix("%")) / (100 if clean.endswith("%") else 1)
    except ValueError:
        raise StudyError(f"'{text}' is no share; write it such as 2% or 0.02") from None
    if not 0 < share < 1:
        raise StudyError(f"'{text}' is {100 * share:,.4g} %, and not between 0 and 100 %; write it such as 2% or 0.02")
    return share


def parse_worth(worth: float | str, mean: float, measure: Measure, currency: str) -> float:
    """Read the least difference worth having: an amount of a measure, or a share of the size of its mean, such as "2%".

    As text an amount may have its unit, such as "20 k EUR".
    """
    if isinstance(worth, str):
        text = worth.strip()
        if text.endswith("%"):
            return parse_share(text) * abs(mean)
        found = _AMOUNT.fullmatch(text)
        if found is None:
            example = "money such as 20000" if measure.unit == "money" else "an amount such as 5"
            raise StudyError(f"'{text}' is no worth; write {example}, or a share such as 2%")
        worth = float(found[1].replace(",", "")) * multiple_of(found[2], measure, currency)
        if measure.unit == "money" and 0 < worth < 1:
            raise StudyError(f"a worth of {worth:g} {currency} is next to nothing; write a share as {100 * worth:g}%")
    if not 0 <= worth < float("inf"):
        raise StudyError("a worth is 0 or more, in money of the window")
    return worth
