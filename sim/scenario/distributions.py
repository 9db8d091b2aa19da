"""Distributions of times and of money, read from text or from a mapping of the same words."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from .amounts import Money, read_elapsed, read_factor, read_money, read_share
from .text import UnreadableError, plain, shown, tidy

Dimension = Literal["time", "money"]
Shape = Literal["constant", "exponential", "lognormal", "weibull", "gamma", "uniform", "empirical", "never"]

# Which sets of words fix a shape; the order of the words is theirs in a text.
GIVEN: dict[str, tuple[tuple[str, ...], ...]] = {
    "constant": (("value",),),
    "exponential": (("mean",), ("median",)),
    "lognormal": (("mean", "cv"), ("mean", "sigma"), ("median", "sigma"), ("median", "cv"), ("median", "p90")),
    "weibull": (("mean", "k"), ("median", "k"), ("scale", "k")),
    "gamma": (("mean", "cv"), ("mean", "k")),
    "uniform": (("from", "to"),),
    "empirical": (("values", "weights"),),
    "never": (),
}
AMOUNTS = ("value", "mean", "median", "p90", "scale", "from", "to")
KNOWN_WORDS = {"shape", *(word for sets in GIVEN.values() for words in sets for word in words)}
Z90 = 1.2815515655446004  # the standard normal's 90th percentile


@dataclass(frozen=True)
class Distribution:
    """A distribution of times (microseconds) or of money (units of `currency`), with the chance `never_share` of never.

    | shape | a | b |
    |---|---|---|
    | constant | value | |
    | exponential | mean | |
    | lognormal | log of the median | sd of the log |
    | weibull | scale | shape |
    | gamma | shape | scale |
    | uniform | low | high |
    | empirical (`values`, `weights` that sum to 1) | | |
    | never | | |
    """

    shape: Shape
    a: float = 0.0
    b: float = 0.0
    values: tuple[float, ...] = ()
    weights: tuple[float, ...] = ()
    never_share: float = 0.0
    dimension: Dimension = "time"
    currency: str = ""
    text: str = field(default="", compare=False)

    @property
    def mean(self) -> float:
        """Mean of what is not never; infinite when it always is."""
        match self.shape:
            case "constant" | "exponential":
                return self.a
            case "lognormal":
                return math.exp(self.a + self.b**2 / 2)
            case "weibull":
                return self.a * math.gamma(1 + 1 / self.b)
            case "gamma":
                return self.a * self.b
            case "uniform":
                return (self.a + self.b) / 2
            case "empirical":
                return math.fsum(v * w for v, w in zip(self.values, self.weights, strict=True))
        return math.inf

    def __str__(self) -> str:
        return self.text or f"{self.shape} ({plain(self.a)}, {plain(self.b)})"


def read_time_distribution(value: object) -> Distribution:
    """Read a distribution of elapsed times, such as 'lognormal, mean 4 h, sigma 0.8'."""
    return _read(value, "time")


def read_money_distribution(value: object) -> Distribution:
    """Read a distribution of money, such as 'lognormal, median 14.5 k EUR, sigma 0.8'."""
    return _read(value, "money")


def _read(value: object, dimension: Dimension) -> Distribution:
    if isinstance(value, Distribution):
        if value.dimension != dimension:
            raise UnreadableError(f"{shown(str(value))} is a {value.dimension}", f"write a {dimension}")
        return value
    if isinstance(value, Mapping):
        words = {str(key): item for key, item in value.items()}
    elif isinstance(value, str):
        words = words_of_text(value)
    else:
        words = {"shape": "constant", "value": value}
    return _read_words(words, dimension)


def words_of_text(text: str) -> dict[str, Any]:
    """Turn 'lognormal, mean 4 h, sigma 0.8' into the mapping of the same words."""
    text = tidy(text)
    if mixed := re.fullmatch(r"never (.+?), otherwise (.+)", text):
        return {"never": mixed[1], "otherwise": mixed[2]}
    if listed := re.fullmatch(r"values (.+?)(?:; weights (.+))?", text):
        words: dict[str, Any] = {"values": _parts(listed[1])}
        return words | ({"weights": _parts(listed[2])} if listed[2] else {})
    head, *rest = _parts(text)
    if head.lower() not in GIVEN:
        first = head.split(" ")[0].lower()
        near = difflib.get_close_matches(first, GIVEN, 1, 0.75)
        if near and not any(sign.isdigit() for sign in first):
            raise UnreadableError(f"{shown(text)} names no known shape", f"did you mean '{near[0]}'?")
        if rest or first in GIVEN:
            raise UnreadableError(f"{shown(text)} is not a distribution", "write one such as 'lognormal, mean 4 h, cv 0.6'")
        return {"shape": "constant", "value": text}
    words = {"shape": head.lower()}
    for part in rest:
        if between := re.fullmatch(r"(.+) to (.+)", part):
            words |= {"from": between[1], "to": between[2]}
            continue
        word, _, item = part.partition(" ")
        if word in words and (word != "shape" or "k" in words):
            raise UnreadableError(f"{shown(text)} gives {word} twice", "write it once")
        # In a text 'shape' can only be the number k; the name of the shape comes first.
        words["k" if word == "shape" else word] = item
    return words


def _parts(text: str) -> list[str]:
    """Split at commas, but not at those that set thousands apart."""
    return [part.strip() for part in re.split(r",\s+|,(?=[^0-9\s])", text)]


def _read_words(words: dict[str, Any], dimension: Dimension) -> Distribution:
    if "never" in words or "otherwise" in words:
        return _read_mixture(words, dimension)
    if "values" in words:
        return _read_empirical(words, dimension)
    if strange := set(words) - KNOWN_WORDS:
        word = min(strange)
        near = difflib.get_close_matches(word, KNOWN_WORDS, 1, 0.7)
        hint = f"did you mean '{near[0]}'?" if near else "write a distribution such as {mean: '8 min', cv: 0.6}"
        raise UnreadableError(f"has the unknown word {shown(word)}", hint)
    shape = words.pop("shape", "lognormal")
    if isinstance(shape, int | float) and not isinstance(shape, bool):
        # {mean: '2 h', shape: 0.5}: a number can only be Weibull's or Gamma's, and the text must say which.
        raise UnreadableError(f"shape {shape} does not name a shape", "write {shape: weibull, mean: '2 h', k: 0.5}")
    shape = str(shape).lower()
    if shape not in GIVEN or shape == "empirical":
        near = difflib.get_close_matches(shape, GIVEN, 1, 0.6)
        hint = f"did you mean '{near[0]}'?" if near else f"write one of {', '.join(GIVEN)}"
        raise UnreadableError(f"{shown(shape)} is not a known shape", hint)
    if shape == "never" and not words:
        return Distribution("never", dimension=dimension, text="never")
    given = next((set_ for set_ in GIVEN[shape] if set(set_) == set(words)), None)
    if given is None:
        raise _wrong_words(shape, words)
    amounts, currency = _amounts({word: words[word] for word in given if word in AMOUNTS}, dimension)
    numbers = {word: read_factor(words[word]) for word in given if word not in AMOUNTS}
    a, b = _parameters(shape, {word: amount for word, (amount, _) in amounts.items()} | numbers)
    written = {word: amounts[word][1] if word in amounts else plain(numbers[word]) for word in given}
    if shape == "constant":
        text = written["value"]
    elif shape == "uniform":
        text = f"uniform, {written['from']} to {written['to']}"
    else:
        text = ", ".join([shape, *(f"{'shape' if word == 'k' else word} {item}" for word, item in written.items())])
    return Distribution(shape, a, b, dimension=dimension, currency=currency, text=text)  # type: ignore[arg-type]


def _wrong_words(shape: str, words: Mapping[str, Any]) -> UnreadableError:
    if not GIVEN[shape]:
        return UnreadableError(f"'{shape}' needs nothing beside it", f"write '{shape}' alone")
    known = {word for set_ in GIVEN[shape] for word in set_}
    *ways_but_last, last = [" and ".join(words_) for words_ in GIVEN[shape]]
    ways = f"{', '.join(ways_but_last)}, or {last}" if ways_but_last else last
    unknown = sorted(set(words) - known)
    what = f"gives {' and '.join(words) or 'nothing'} for {shape}"
    if unknown:
        what = f"has {shown(unknown[0])}, which says nothing about {shape}"
    return UnreadableError(what, f"give {ways}")


def _amounts(words: Mapping[str, Any], dimension: Dimension) -> tuple[dict[str, tuple[float, str]], str]:
    """Read amounts of one dimension (and one currency) as numbers, with their canonical text."""
    amounts: dict[str, tuple[float, str]] = {}
    currencies = {}
    for word, item in words.items():
        if dimension == "time":
            span = read_elapsed(item)
            amounts[word] = (float(span.microseconds), str(span))
        else:
            money: Money = read_money(item)
            amounts[word] = (money.amount, str(money))
            currencies[money.currency] = word
    if len(currencies) > 1:
        raise UnreadableError(f"mixes {' and '.join(sorted(currencies))}", "write one currency")
    return amounts, next(iter(currencies), "")


def _parameters(shape: str, given: Mapping[str, float]) -> tuple[float, float]:
    """Canonical parameters of a shape from the words that fix it."""
    if shape == "constant":
        return given["value"], 0.0
    if shape == "uniform":
        if given["to"] <= given["from"]:
            raise UnreadableError("runs from a value to one that is not larger", "write the smaller value first")
        return given["from"], given["to"]
    for word in given:
        if given[word] <= 0 and word not in ("cv", "sigma"):
            raise UnreadableError(f"has {word} 0", f"write a {word} above 0, or a constant")
    if given.get("sigma", 0) > 10 or given.get("cv", 0) > 1000:
        raise UnreadableError("spreads absurdly wide", "write a sigma of at most 10, or a cv of at most 1000")
    if not 0.05 <= given.get("k", 1) <= 1000:
        raise UnreadableError(f"has shape {plain(given['k'])}", "write a shape from 0.05 to 1000")
    if shape == "exponential":
        return given.get("mean") or given["median"] / math.log(2), 0.0
    if shape == "lognormal":
        return _lognormal(given)
    if shape == "weibull":
        k = given["k"]
        if "mean" in given:
            return given["mean"] / math.gamma(1 + 1 / k), k
        return given.get("scale") or given["median"] / math.log(2) ** (1 / k), k
    if given.get("cv") == 0 or given.get("cv", 1) < 0.01:
        raise UnreadableError("has a cv too small for gamma", "write a constant, or a cv of at least 0.01")
    k = given["k"] if "k" in given else 1 / given["cv"] ** 2
    return k, given["mean"] / k


def _lognormal(given: Mapping[str, float]) -> tuple[float, float]:
    if "p90" in given:
        if given["p90"] < given["median"]:
            raise UnreadableError("has a p90 below its median", "write a p90 above the median")
        sigma = math.log(given["p90"] / given["median"]) / Z90
    elif "sigma" in given:
        sigma = given["sigma"]
    else:
        sigma = math.sqrt(math.log1p(given["cv"] ** 2))
    if "median" in given:
        return math.log(given["median"]), sigma
    return math.log(given["mean"]) - sigma**2 / 2, sigma


def _read_empirical(words: dict[str, Any], dimension: Dimension) -> Distribution:
    values = words["values"]
    weights = words.get("weights")
    if not isinstance(values, list | tuple) or not values:
        raise UnreadableError("'values' is not a list of values", "write {values: ['1 h', '2 h'], weights: [3, 1]}")
    if len(values) > 5000:
        raise UnreadableError(f"lists {len(values):,} values", "write at most 5,000")
    if unknown := set(words) - {"values", "weights", "shape"} or words.get("shape", "empirical") != "empirical":
        extra = shown(sorted(unknown)[0]) if isinstance(unknown, set) else shown(words["shape"])
        raise UnreadableError(f"has {extra} beside its values", "write values and weights only")
    weights = [1.0] * len(values) if weights is None else weights
    if not isinstance(weights, list | tuple) or len(weights) != len(values):
        raise UnreadableError("does not have one weight for each value", f"write a list of {len(values)} weights")
    numbers = [read_factor(weight) for weight in weights]
    total = math.fsum(numbers)
    if total <= 0:
        raise UnreadableError("has no weight above 0", "write at least one")
    amounts, currency = _amounts({str(i): value for i, value in enumerate(values)}, dimension)
    text = f"values {', '.join(text for _, text in amounts.values())}"
    if len(set(numbers)) > 1:
        text += f"; weights {', '.join(map(plain, numbers))}"
        shares = tuple(number / total for number in numbers)
    else:
        shares = (1 / len(values),) * len(values)
    return Distribution(
        "empirical",
        values=tuple(amount for amount, _ in amounts.values()),
        weights=shares,
        dimension=dimension,
        currency=currency,
        text=text,
    )


def _read_mixture(words: dict[str, Any], dimension: Dimension) -> Distribution:
    if set(words) != {"never", "otherwise"}:
        raise UnreadableError("does not say both how often never and what otherwise", "write {never: '30 %', otherwise: '48 h'}")
    share = read_share(words["never"])
    rest = _read(words["otherwise"], dimension)
    if rest.shape == "never" or rest.never_share or share == 1:
        raise UnreadableError("says never twice, or always", "write 'never', or one share below 1 and a plain distribution")
    if share == 0:
        return rest
    return Distribution(
        rest.shape, rest.a, rest.b, rest.values, rest.weights, share, dimension, rest.currency,
        f"never {plain(share)}, otherwise {rest.text}",
    )  # fmt: skip
