"""Impatient customers: Erlang A by its chain, and any Weibull patience by quadrature.

The two ways are independent of each other and must agree where both apply (shape 1).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from .erlang import erlang_b


class ImpatientQueue(NamedTuple):
    """An M/M/n+G queue in steady state, first come first served; hours."""

    share_waiting: float
    share_lost: float
    mean_wait: float  # of all, served or lost
    utilisation: float
    mean_queue: float
    share_served_within: Callable[[float], float]  # of all: served after a wait of at most so many hours
    share_waiting_beyond: Callable[[float], float]  # of all: still waiting, unserved, after so many hours


class Patience(NamedTuple):
    """Weibull patience; `mean` in hours, `shape` 1 is exponential."""

    mean: float
    shape: float = 1.0

    @property
    def scale(self) -> float:
        """Scale parameter, in hours."""
        return self.mean / math.gamma(1.0 + 1.0 / self.shape)

    def survival(self, hours: float) -> float:
        """Share whose patience outlasts `hours`."""
        return math.exp(-((hours / self.scale) ** self.shape))

    def survival_integral(self, hours: float) -> float:
        """Integral of `survival` from 0 to `hours`, in hours."""
        from scipy.special import gammainc

        return self.mean * float(gammainc(1.0 / self.shape, (hours / self.scale) ** self.shape))


def erlang_a(arrivals: float, service_rate: float, servers: int, patience_rate: float) -> ImpatientQueue:
    """M/M/n+M by its birth-death chain; all rates per hour.

    With j leads ahead of a waiting one, e^(-patience_rate × wait) is a product of Beta variables, which
    makes the distribution of the wait exact as well. Sources: Palm 1957; Garnett, Mandelbaum, Reiman 2002.
    """
    if not (arrivals > 0 and service_rate > 0 and patience_rate > 0 and servers >= 1):
        raise ValueError("rates must be positive and there must be a server")
    weights = [1.0]
    # Downwards the chain is a birth-death chain too; starting at the top of the desk keeps weights near 1.
    below = 0.0
    weight = 1.0
    for busy in range(servers, 0, -1):
        weight *= busy * service_rate / arrivals
        below += weight
        if weight < 1e-18 * (1.0 + below):
            break
    while weights[-1] > 1e-18 * max(weights) or len(weights) * patience_rate + servers * service_rate < arrivals:
        ahead = len(weights)
        weights.append(weights[-1] * arrivals / (servers * service_rate + ahead * patience_rate))
    total = below + math.fsum(weights)
    full = [w / total for w in weights]  # probability of j waiting
    queue = math.fsum(j * p for j, p in enumerate(full))
    share_lost = patience_rate * queue / arrivals
    share_waiting = math.fsum(full)
    beta = servers * service_rate / patience_rate

    def served_within(hours: float) -> float:
        from scipy.special import betainc

        spent = math.exp(-patience_rate * hours)
        waited = math.fsum(
            p * beta / (beta + j + 1) * (1.0 - float(betainc(beta + 1.0, j + 1.0, spent))) for j, p in enumerate(full)
        )
        return 1.0 - share_waiting + waited

    def waiting_beyond(hours: float) -> float:
        from scipy.special import betainc

        spent = math.exp(-patience_rate * hours)
        return spent * math.fsum(p * float(betainc(beta, j + 1.0, spent)) for j, p in enumerate(full))

    return ImpatientQueue(
        share_waiting=share_waiting,
        share_lost=share_lost,
        mean_wait=queue / arrivals,
        utilisation=arrivals * (1.0 - share_lost) / (servers * service_rate),
        mean_queue=queue,
        share_served_within=served_within,
        share_waiting_beyond=waiting_beyond,
    )


def impatient_queue(arrivals: float, service_rate: float, servers: int, patience: Patience) -> ImpatientQueue:
    """M/M/n+G by quadrature over the wait of a lead that never gives up; rates per hour.

    Sources: Baccelli, Hebuterne 1981; Zeltyn, Mandelbaum 2005.
    """
    if not (arrivals > 0 and service_rate > 0 and servers >= 1 and patience.mean > 0 and patience.shape > 0):
        raise ValueError("rates, patience and its shape must be positive and there must be a server")
    capacity = servers * service_rate

    def exponent(hours: float) -> float:
        return arrivals * patience.survival_integral(hours) - capacity * hours

    # Overloaded desks make the density's exponent large: everything is scaled by its peak.
    crossing = 0.0
    if arrivals > capacity:
        crossing = patience.scale * math.log(arrivals / capacity) ** (1.0 / patience.shape)
    peak = exponent(crossing)

    def density(hours: float) -> float:
        return math.exp(exponent(hours) - peak)

    # The exponent is at most arrivals × mean patience − capacity × hours: e^-50 beyond this.
    last = max(crossing, (arrivals * patience.mean - peak + 50.0) / capacity)
    idle = math.exp(-peak) / erlang_b(arrivals / service_rate, servers - 1)
    waiting = _integral(density, 0.0, last, crossing)
    total = idle + arrivals * waiting
    held = _integral(lambda x: patience.survival_integral(x) * density(x), 0.0, last, crossing)
    share_lost = (math.exp(-peak) + (arrivals - capacity) * waiting) / total

    def served_within(hours: float) -> float:
        served = _integral(lambda x: patience.survival(x) * density(x), 0.0, min(hours, last), crossing)
        return (idle + arrivals * served) / total

    def waiting_beyond(hours: float) -> float:
        if hours >= last:
            return 0.0
        return patience.survival(hours) * arrivals * _integral(density, hours, last, crossing) / total

    mean_wait = arrivals * held / total
    return ImpatientQueue(
        share_waiting=arrivals * waiting / total,
        share_lost=share_lost,
        mean_wait=mean_wait,
        utilisation=arrivals * (1.0 - share_lost) / capacity,
        mean_queue=arrivals * mean_wait,
        share_served_within=served_within,
        share_waiting_beyond=waiting_beyond,
    )


def _integral(function: Callable[[float], float], low: float, high: float, peak: float) -> float:
    """Integral over an interval, cut where the integrand peaks and near 0, where Weibull patience is steep."""
    from scipy.integrate import quad

    cuts = sorted({low, high, *(x for x in (peak, high * 1e-3, high * 0.05, high * 0.3) if low < x < high)})
    return math.fsum(quad(function, a, b, epsabs=1e-14, epsrel=1e-11, limit=200)[0] for a, b in pairwise(cuts))
