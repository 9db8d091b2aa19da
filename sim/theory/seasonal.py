"""Leads inside a nurture programme whose arrivals vary with time: M(t)/G/∞ from empty."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol


class Stay(Protocol):
    """How long a lead stays, in hours."""

    def survival(self, hours: float) -> float:
        """Share that stays longer than `hours`."""

    def survival_integral(self, hours: float) -> float:
        """Integral of `survival` from 0 to `hours`, in hours."""


class LognormalStay(NamedTuple):
    """Lognormal stay; `mean` in hours, `sigma` the standard deviation of its logarithm."""

    mean: float
    sigma: float

    def survival(self, hours: float) -> float:
        """Share that stays longer than `hours`."""
        return _normal(-self._score(hours)) if hours > 0 else 1.0

    def survival_integral(self, hours: float) -> float:
        """Integral of `survival` from 0 to `hours`: the mean of the stay cut at `hours`."""
        if hours <= 0:
            return 0.0
        return hours * self.survival(hours) + self.mean * _normal(self._score(hours) - self.sigma)

    def _score(self, hours: float) -> float:
        return (math.log(hours / self.mean) + self.sigma**2 / 2.0) / self.sigma


def mean_inside(rate: Callable[[float], float], stay: Stay, at: float) -> float:
    """Mean number inside at hour `at` for any arrival rate (per hour of the hour), by quadrature.

    The number is Poisson with this mean. Source: Eick, Massey, Whitt 1993.
    """
    from scipy.integrate import quad

    cut = min(1.0, at / 2.0)  # a lognormal stay is smooth but steep near 0
    parts = ((0.0, cut), (cut, at))
    return math.fsum(
        quad(lambda u: rate(at - u) * stay.survival(u), a, b, epsabs=1e-11, epsrel=1e-11, limit=400)[0] for a, b in parts
    )


def mean_inside_hourly(rates: Sequence[float], stay: Stay, at: float) -> float:
    """Mean number inside at hour `at` when the rate is constant within each hour of a repeating day.

    `rates` per hour, one for each hour of the day, the first from hour 0. Exact: no quadrature.
    """
    inside = 0.0
    for hour in range(math.ceil(at)):
        oldest = stay.survival_integral(at - hour)
        youngest = stay.survival_integral(max(0.0, at - hour - 1.0))
        inside += rates[hour % len(rates)] * (oldest - youngest)
    return inside


def arrivals_hourly(rates: Sequence[float], until: float) -> float:
    """Mean number of arrivals up to hour `until`, with `rates` as in `mean_inside_hourly`."""
    whole = math.floor(until)
    part = (until - whole) * rates[whole % len(rates)]
    return math.fsum(rates[hour % len(rates)] for hour in range(whole)) + part


def _normal(score: float) -> float:
    return 0.5 * math.erfc(-score / math.sqrt(2.0))
