"""How a value follows a position between 0 and 1: along a range, or through settings."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Any, NamedTuple

from .scale import with_amount

FIGURES = 3  # of a value that people read


class Line(NamedTuple):
    """How the value at a path follows a position.

    Along a range from `low` to `high`, in the unit of `like`: evenly, evenly in logarithms or in log odds, or by
    a triangle or a normal distribution whose top is at `mode`, a share of the way; the ends cut the latter off,
    and hold 95 % of it uncut. Or through `settings` by their shares, in the order written.
    """

    path: str
    like: Any = None
    low: float = 0.0
    high: float = 0.0
    distribution: str = "uniform"
    mode: float = 0.5
    settings: tuple[str, ...] = ()
    shares: tuple[float, ...] = ()

    def said(self) -> dict[str, Any]:
        """Put it into JSON's types; what it is like, as it is written."""
        like = self.like if self.like is None or isinstance(self.like, int | float) else str(self.like)
        return {**self._asdict(), "like": like, "settings": list(self.settings), "shares": list(self.shares)}

    def text(self, at: float) -> str:
        """Value at a position, as it is written."""
        return self.settings[self._setting(at)] if self.settings else with_amount(self.like, self.amount(at))

    def words(self, at: float) -> str:
        """Value at a position, in few figures."""
        return (
            self.settings[self._setting(at)] if self.settings else with_amount(self.like, float(f"{self.amount(at):.{FIGURES}g}"))
        )

    def amount(self, at: float) -> float:
        """Value at a position as a number in its unit; of settings, their place."""
        if self.settings:
            return float(self._setting(at))
        if isinstance(self.like, int):
            return float(min(int(self.high), int(self.low) + int(at * (self.high - self.low + 1))))
        match self.distribution:
            case "log-uniform":
                return float(self.low * (self.high / self.low) ** at)
            case "log-odds":
                between = odds(self.low) * (odds(self.high) / odds(self.low)) ** at
                return float(between / (1 + between))
            case "normal":
                return _normal(at, self.low, self.high, self.low + (self.high - self.low) * self.mode)
            case "triangular":
                return self.low + (self.high - self.low) * _triangular(at, self.mode)
        return self.low + (self.high - self.low) * at

    @property
    def scales(self) -> bool:
        """Whether it is a value times a factor: what several values that go together share."""
        return self.distribution in ("log-uniform", "log-odds") and not self.settings

    def factor(self, at: float) -> float:
        """By what the value in the middle, or its odds, are multiplied at a position."""
        first, last = (odds(self.low), odds(self.high)) if self.distribution == "log-odds" else (self.low, self.high)
        return float((last / first) ** (at - 0.5))

    def _setting(self, at: float) -> int:
        passed, total = 0.0, math.fsum(self.shares)
        for place, share in enumerate(self.shares):
            passed += share / total
            if at < passed:
                return place
        return len(self.settings) - 1


def odds(share: float) -> float:
    """Odds of a share below 1."""
    return share / (1 - share)


def times(path: str, like: Any, amount: float, factor: float) -> Line:
    """An amount divided and multiplied by a factor, evenly in logarithms."""
    return Line(path, like, amount / factor, amount * factor, "log-uniform")


def times_odds(path: str, share: float, factor: float) -> Line:
    """A share whose odds are divided and multiplied by a factor, so that it stays a share."""
    low, high = (odds(share) * each for each in (1 / factor, factor))
    return Line(path, share, low / (1 + low), high / (1 + high), "log-odds")


def _normal(at: float, low: float, high: float, top: float) -> float:
    """Value below which a normal distribution has so much, cut off at two ends that hold 95 % of it uncut."""
    normal = NormalDist(top, (high - low) / (2 * NormalDist().inv_cdf(0.975)))
    first, last = normal.cdf(low), normal.cdf(high)
    return min(high, max(low, normal.inv_cdf(first + at * (last - first))))


def _triangular(at: float, mode: float) -> float:
    """Value, as a share of the way, below which a triangle with its top there has so much."""
    if at < mode:
        return math.sqrt(at * mode)
    return 1 - math.sqrt((1 - at) * (1 - mode))
