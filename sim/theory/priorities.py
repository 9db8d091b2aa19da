"""Leads of several ranks at one desk, a conversation never interrupted."""

from __future__ import annotations

from collections.abc import Sequence

from .erlang import erlang_c


def mean_waits(arrivals: Sequence[float], service_rate: float, servers: int) -> tuple[float, ...]:
    """Mean wait of each rank in hours, the most urgent first; rates per hour.

    All ranks share one exponential service (non-preemptive M/M/c). Raises ValueError when the servers
    cannot keep up with all ranks together. Source: Cobham 1954.
    """
    capacity = servers * service_rate
    # Mean time until a server is free, as an urgent arrival sees it.
    residual = erlang_c(sum(arrivals) / service_rate, servers) / capacity
    waits = []
    above = 0.0
    for rate in arrivals:
        upto = above + rate / capacity
        waits.append(residual / ((1.0 - above) * (1.0 - upto)))
        above = upto
    return tuple(waits)
