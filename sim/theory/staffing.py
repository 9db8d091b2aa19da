"""The smallest team that keeps a promise, by formula."""

from __future__ import annotations

import math

from .erlang import patient_queue
from .patience import erlang_a


def smallest_staff(target: float, within: float, arrivals: float, service_rate: float, patience_rate: float = 0.0) -> int:
    """Fewest servers that begin to serve at least the share `target` of all within `within` hours.

    Rates per hour. With `patience_rate` 0 nobody gives up (Erlang C); otherwise leads lost while they wait
    count as not served (Erlang A). Raises ValueError unless 0 <= `target` < 1.
    """
    if not 0.0 <= target < 1.0:
        raise ValueError("the target must be at least 0 and below 1")
    servers = 1
    if patience_rate == 0.0:
        servers = math.floor(arrivals / service_rate) + 1
    while _share_within(servers, within, arrivals, service_rate, patience_rate) < target:
        servers += 1
    return servers


def _share_within(servers: int, within: float, arrivals: float, service_rate: float, patience_rate: float) -> float:
    if patience_rate == 0.0:
        return patient_queue(arrivals, service_rate, servers).share_within(within)
    return erlang_a(arrivals, service_rate, servers, patience_rate).share_served_within(within)
