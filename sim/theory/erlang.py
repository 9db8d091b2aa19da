"""Patient customers: the Erlang B and C formulas and the waits that follow from them."""

from __future__ import annotations

import math
from typing import NamedTuple


def erlang_b(load: float, servers: int) -> float:
    """Share of arrivals that find all servers busy when nobody waits (M/G/c/c).

    `load` is arrival rate times mean service. Erlang's recursion, stable for any number of servers.
    """
    if load < 0 or servers < 0:
        raise ValueError("load and servers must not be negative")
    blocked = 1.0
    for number in range(1, servers + 1):
        blocked = load * blocked / (number + load * blocked)
    return blocked


def erlang_c(load: float, servers: int) -> float:
    """Share of arrivals that must wait when everybody does (M/M/c).

    Raises ValueError unless `load` < `servers`.
    """
    if not load < servers:
        raise ValueError("the queue has no steady state: load must be below the number of servers")
    blocked = erlang_b(load, servers)
    return blocked / (1.0 - load / servers * (1.0 - blocked))


class PatientQueue(NamedTuple):
    """Waits of an M/M/c queue in steady state, first come first served; hours."""

    share_waiting: float
    drain: float  # rate at which a full desk gains on its queue, per hour
    arrivals: float

    @property
    def mean_wait(self) -> float:
        """Mean wait of all, in hours."""
        return self.share_waiting / self.drain

    @property
    def mean_queue(self) -> float:
        """Mean number waiting, by Little's law."""
        return self.arrivals * self.mean_wait

    def share_within(self, hours: float) -> float:
        """Share that waits at most `hours`."""
        return 1.0 - self.share_waiting * math.exp(-self.drain * hours)

    def quantile(self, share: float) -> float:
        """Wait that `share` of all do not exceed, in hours."""
        return max(0.0, math.log(self.share_waiting / (1.0 - share)) / self.drain)


def patient_queue(arrivals: float, service_rate: float, servers: int) -> PatientQueue:
    """M/M/c in steady state; `arrivals` and `service_rate` per hour.

    Raises ValueError when the servers cannot keep up. Source: Erlang 1917.
    """
    share_waiting = erlang_c(arrivals / service_rate, servers)
    return PatientQueue(share_waiting, servers * service_rate - arrivals, arrivals)
