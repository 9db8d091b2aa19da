"""A verdict: a pure function of numbers, in a choice and at most four plain sentences."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from .numbers import COUNTED, show, show_range

Choice = Literal["adopt", "do not adopt", "cannot tell", "not keepable"]

KEEPABLE_FROM = 0.8  # share of promises kept below which nobody would call the promise kept
FEW_MEASURES = 3
MOST_REPLICATIONS = 20_000


class Effect(NamedTuple):
    """One measure under base and alternative: means, and the interval of the mean difference.

    `better` is the better direction, if there is one. `weight` orders effects: how many half-widths
    the difference is away from 0.
    """

    measure: str
    label: str
    unit: str
    base: float
    value: float
    mean: float
    low: float
    high: float
    better: Literal["higher", "lower"] | None = None
    weight: float = 0.0

    @property
    def clear(self) -> bool:
        """Whether the interval leaves 0 out."""
        return self.low > 0 or self.high < 0

    @property
    def improves(self) -> bool | None:
        """Whether the difference is in the better direction; None when neither direction is."""
        return None if self.better is None else (self.mean > 0) == (self.better == "higher")


class Evidence(NamedTuple):
    """The input on which the answer leans and which is known least: its path, and why."""

    path: str
    why: str


class Numbers(NamedTuple):
    """All that a verdict rests on.

    `window` says over what time revenue is counted. `kept` is the interval of the share of promises
    kept (mean, low, high), None without a promise. `worth` is the least difference of revenue worth
    having, in money of the window. `others` are the other headline measures. `holds_under` says by
    response preset whether the choice stays.
    """

    name: str
    currency: str
    replications: int
    revenue: Effect
    window: str = "a simulated year"
    kept: tuple[float, float, float] | None = None
    worth: float = 0.0
    others: Sequence[Effect] = ()
    weakest: Evidence | None = None
    holds_under: Mapping[str, bool] = {}


class Verdict(NamedTuple):
    """The choice, its sentences, the measures it rests on, the weakest evidence, and where else it holds.

    `sentences` are those of `sentence` one by one: the choice, what drove it, the doubt, the next step.
    """

    choice: Choice
    sentence: str
    because: tuple[str, ...]
    weakest_evidence: str | None
    holds_under: dict[str, bool]
    sentences: tuple[str, ...] = ()


def choose(revenue: Effect, worth: float = 0.0, kept: tuple[float, float, float] | None = None) -> Choice:
    """Choose from the interval of the mean difference of revenue, its worth, and the share of promises kept.

    Adopt when all of the interval is above `worth`, do not adopt when none of it is. A promise whose
    share kept lies below 0.8 with all its interval is not keepable, unless adopting it clearly pays.
    """
    if not all(map(math.isfinite, (revenue.low, revenue.high))) or (revenue.base == 0 and revenue.value == 0):
        return "cannot tell"
    if revenue.low > worth:
        return "adopt"
    if _broken(kept):
        return "not keepable"
    if revenue.high < worth or revenue.low == revenue.high == 0:
        return "do not adopt"
    return "cannot tell"


def judge(numbers: Numbers) -> Verdict:
    """Give the choice in words."""
    choice = choose(numbers.revenue, numbers.worth, numbers.kept)
    moved = [effect for effect in numbers.others if effect.clear and _visibly(effect)]
    moved.sort(key=lambda effect: -effect.weight)
    drivers = [effect for effect in moved if effect.improves is not False][:FEW_MEASURES]
    prices = [effect for effect in moved if effect.improves is False][:2]
    if numbers.revenue.mean < 0:
        drivers, prices = (prices or drivers[:2]), []
    parts = (
        _headline(choice, numbers),
        _cause(drivers, prices, numbers),
        _doubt(choice, numbers),
        _next_step(choice, numbers),
    )
    sentences = tuple(sentence for sentence in parts if sentence)
    because = [numbers.revenue.measure]
    if _broken(numbers.kept):
        because.append("first_response_within_sla")
    because += [effect.measure for effect in (*drivers, *prices) if effect.measure not in because]
    return Verdict(
        choice,
        " ".join(sentences),
        tuple(because),
        numbers.weakest.path if numbers.weakest else None,
        dict(numbers.holds_under),
        sentences,
    )


def _visibly(effect: Effect) -> bool:
    before, after = _before_and_after(effect, "")
    return before != after


def _broken(kept: tuple[float, float, float] | None) -> bool:
    return kept is not None and kept[2] < KEEPABLE_FROM


def _headline(choice: Choice, numbers: Numbers) -> str:
    revenue, name = numbers.revenue, numbers.name
    if choice == "cannot tell" and revenue.base == 0 and revenue.value == 0:
        return f"Cannot tell about {name}: no revenue arises in either scenario, so there is no money to decide by."
    gain = show(abs(revenue.mean), "money", numbers.currency)
    way = "more" if revenue.mean >= 0 else "less"
    if not (math.isfinite(revenue.low) and math.isfinite(revenue.high)):
        if math.isnan(revenue.mean):
            return f"Cannot tell about {name}: the difference of revenue is undefined."
        few = "one simulated year is" if numbers.replications == 1 else f"{numbers.replications:,} simulated years are"
        return f"Cannot tell about {name} yet: {gain} {way} revenue {numbers.window} so far, but {few} too few."
    if revenue.low == revenue.high == 0 and choice == "do not adopt":
        return f"Do not adopt {name}: it makes no difference to revenue at all."
    span = show_range(revenue.low, revenue.high, "money", numbers.currency, signed=True)
    known = f"{gain} {way} revenue {numbers.window} (95 % interval {span})"
    worth = f"the {show(numbers.worth, 'money', numbers.currency)} that make it worth while"
    if choice == "adopt":
        return f"Adopt {name}: {known}{f', above {worth}' if numbers.worth > 0 else ''}."
    if choice == "not keepable":
        why = "revenue gives no reason to try" if revenue.high <= numbers.worth else "no gain of revenue is shown"
        return f"{name} is a promise that cannot be kept: it is met {_kept(numbers)}, and {why}."
    if choice == "do not adopt":
        return f"Do not adopt {name}: {known}{f', below {worth}' if numbers.worth > 0 else ''}."
    return f"Cannot tell about {name}: {known} leaves both answers open."


def _kept(numbers: Numbers) -> str:
    assert numbers.kept is not None  # callers ask only when there is a promise
    mean, low, high = numbers.kept
    low, high = max(0.0, low), min(1.0, high)  # with few simulated years the interval of a share reaches beyond
    return f"{show(mean, 'share')} of the time (95 % interval {show_range(low, high, 'share')})"


def _before_and_after(effect: Effect, currency: str) -> tuple[str, str]:
    unit = "" if effect.unit in COUNTED else effect.unit
    return show(effect.base, unit, currency), show(effect.value, unit, currency)


def _change(effect: Effect, currency: str) -> str:
    before, after = _before_and_after(effect, currency)
    label = effect.label if effect.label[:2].isupper() else effect.label[:1].lower() + effect.label[1:]
    return f"{label} from {before} to {after}"


def _cause(drivers: Sequence[Effect], prices: Sequence[Effect], numbers: Numbers) -> str:
    parts = []
    if drivers:
        parts.append("what drove it: " + ", ".join(_change(effect, numbers.currency) for effect in drivers))
    if prices:
        parts.append("the price: " + ", ".join(_change(effect, numbers.currency) for effect in prices))
    return _as_sentence(parts)


def _as_sentence(parts: Sequence[str]) -> str:
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _doubt(choice: Choice, numbers: Numbers) -> str:
    parts = []
    if choice == "adopt" and _broken(numbers.kept):
        parts.append(f"the promise itself is kept only {_kept(numbers)}")
    flips = [preset for preset, holds in numbers.holds_under.items() if not holds]
    if flips:
        parts.append(f"the answer changes when the effect of speed is {' or '.join(flips)}")
    if numbers.weakest is not None:
        parts.append(f"weakest evidence: {numbers.weakest.path} ({numbers.weakest.why})")
    return _as_sentence(parts)


def _next_step(choice: Choice, numbers: Numbers) -> str:
    revenue = numbers.revenue
    if choice == "cannot tell":
        distance = abs(revenue.mean - numbers.worth)
        half = (revenue.high - revenue.low) / 2
        if math.isnan(revenue.mean):
            return "Next: look at why revenue is undefined." if numbers.replications > 1 else ""
        if revenue.base == 0 and revenue.value == 0:
            return "Next: compare the desk's own measures, or add opportunity stages."
        if not math.isfinite(half):
            return "Next: simulate more years."
        needed = numbers.replications * (half / distance) ** 2 * 1.5 if distance > 0 else math.inf
        if needed <= MOST_REPLICATIONS:
            return f"Next: about {_rounded(max(needed, 1.5 * numbers.replications)):,} simulated years would tell."
        return "Next: decide on other grounds; the difference is too small for more simulated years to tell."
    if choice == "adopt":
        return "Next: try it on a part of the team, and watch the measures named here."
    if choice == "not keepable":
        return "Next: promise a longer time, or the same time for fewer leads."
    return "Next: compare a different setting, or leave things as they are."


def _rounded(count: float) -> int:
    step: int = 10 ** max(1, math.floor(math.log10(count)) - 1)
    return step * math.ceil(count / step)
