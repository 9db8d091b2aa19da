"""Who will come in a replication, and what is true of them: all drawn by name before the first event."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..log import LEAD, Leads
from ..plan.types import Channel, ExtraLead, Ints, Persona, Plan, Terms
from ..rules.arrivals import arrivals
from ..rules.buyers import buyers
from ..rules.draws import lead_key
from .draws import Draws

OPENING = -2


class Coming(NamedTuple):
    """The table of leads by time and key, and each one's persona."""

    leads: Leads
    personas: list[Persona]


def coming(plan: Plan, draws: Draws) -> Coming:
    """Every lead of a run: the shared past's volumes and buyers before the start, the plan's own from then on."""
    known = [*plan.before.personas, *plan.after.personas]
    tables, places = [], []
    for terms, past in ((plan.before, True), (plan.after, False)):
        for channel in terms.channels:
            rows = np.concatenate([_from_field(channel, plan, draws, past), *_beside(channel, plan, past)])
            rows = rows[(rows[:, 0] >= 0) & (rows[:, 0] <= plan.end)]
            leads = np.zeros(len(rows), LEAD)
            leads["channel"] = channel.key
            for name, column in zip(("captured", "lead", "day", "strip", "number"), rows.T, strict=True):
                leads[name] = column
            tables.append(leads)
            places.append(_truth(leads, channel, terms, draws) + (0 if past else len(plan.before.personas)))
    leads = np.concatenate(tables)
    order = np.lexsort((leads["lead"], leads["captured"]))
    return Coming(leads[order], [known[place] for place in np.concatenate(places)[order].tolist()])


def _from_field(channel: Channel, plan: Plan, draws: Draws, past: bool) -> Ints:
    """Rows (time, key, day, strip, number) of the channel's own leads, on the days before or after the start."""
    come = channel.arrivals
    volumes = np.where((come.hours[:, 0] < plan.start) == past, come.volumes, 0.0)
    return arrivals(draws.seed, draws.replication, channel.key, come.first_day, volumes, come.cv, come.profile, come.hours)


def _beside(channel: Channel, plan: Plan, past: bool) -> list[Ints]:
    """Rows of injected or waiting leads, on the same days."""
    return [_injected(extra) for extra in plan.extra if extra.channel == channel.key and (extra.time < plan.start) == past]


def _injected(extra: ExtraLead) -> Ints:
    channel, time, day, strip, leads, first = extra
    rows = [(time, lead_key(channel, day, strip, n), day, strip, n) for n in range(first, first + leads)]
    return np.array(rows, np.int64).reshape(-1, 5)


def _truth(leads: Leads, channel: Channel, terms: Terms, draws: Draws) -> Ints:
    """Write what is true of a channel's leads into their rows; return each one's persona, by place."""
    lists = [persona.value.values for persona in terms.personas]
    ends = np.cumsum([0, *map(len, lists)])
    truth = buyers(
        draws.seed, draws.replication, np.ascontiguousarray(leads["lead"]), channel.personas,
        np.array([_traits(persona) for persona in terms.personas]), np.column_stack([ends[:-1], ends[1:]]),
        np.concatenate(lists), np.concatenate([persona.value.shares for persona in terms.personas]),
    )  # fmt: skip
    place: Ints = truth[:, 0].astype(np.int64)
    leads["persona"] = np.array([persona.key for persona in terms.personas])[place]
    for i, name in enumerate(("fit", "reachable", "answerability", "value"), 1):
        leads[name] = truth[:, i]
    return place


def _traits(persona: Persona) -> tuple[float, ...]:
    value = persona.value
    return persona.fit, persona.reachable, persona.answerability, value.shape, value.a, value.b, value.never
