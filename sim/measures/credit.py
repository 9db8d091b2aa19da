"""Credit: to what rules of attribution would put the revenue down, beside where its buyers truly came from.

None of the rules is causal: they share out what was won, and do not ask what would have been won anyway.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..log import Event, Log
from ..plan.types import Plan
from .lookup import Floats, Ints
from .tables import Tables

NOT_RECORDED, NURTURE, SALES = "not recorded", "nurture", "sales"


class Credit(NamedTuple):
    """Inbound revenue of the window put down to one source by each rule, money."""

    source: str
    first_touch: float
    last_touch: float
    even_split: float
    true_source: float


def attribution(plan: Plan, log: Log) -> list[Credit]:
    """Inbound revenue of the window by source and rule; every rule's column sums to all of it.

    The touches of a deal are the source recorded at capture, each engagement with nurture, and each connect by
    sales, up to the win. Sources are the channels by label, nurture, sales, and what nobody recorded.
    """
    t = Tables(plan, log)
    won = t.inside(Event.WON)
    channels = sorted(plan.names.channels)
    sources = [*(plan.names.channels[key] for key in channels), NURTURE, SALES, NOT_RECORDED]
    nurture, sales, unknown = range(len(channels), len(sources))

    def place(keys: Ints) -> Ints:
        at = np.minimum(np.searchsorted(channels, keys), len(channels) - 1)
        return np.where(np.array(channels)[at] == keys, at, unknown)

    engaged, connected = t.rows(Event.ENGAGED), t.rows(Event.CONNECTED)
    lead = np.concatenate([won["who"], engaged["who"], connected["who"]])
    time = np.concatenate([t.log.leads["captured"][won["who"]], engaged["time"], connected["time"]])
    order = np.concatenate([np.full(len(won), -1), engaged.place, connected.place])
    source = np.concatenate(
        [place(t.log.leads["recorded"][won["who"]]), np.full(len(engaged), nurture), np.full(len(connected), sales)]
    )
    n = len(t.log.leads)
    until, worth = np.full(n, -1), np.zeros(n)
    until[won["who"]], worth[won["who"]] = won["time"], won["amount"]
    counted = time <= until[lead]
    kept = np.flatnonzero(counted)[np.lexsort((order[counted], lead[counted]))]
    lead, source = lead[kept], source[kept]
    first = np.append(True, lead[1:] != lead[:-1])[: len(lead)]
    last = np.append(first[1:], True)[: len(lead)]
    touches = np.bincount(lead, minlength=n)

    def sums(chosen: Ints, weights: Floats) -> Floats:
        return np.bincount(chosen, weights, len(sources)).astype(np.float64)

    columns = (
        sums(source[first], worth[lead[first]]),
        sums(source[last], worth[lead[last]]),
        sums(source, worth[lead] / touches[lead]),
        sums(place(t.log.leads["channel"][won["who"]]), won["amount"]),
    )
    return [Credit(name, *(float(column[i]) for column in columns)) for i, name in enumerate(sources)]
