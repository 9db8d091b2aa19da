"""One lead's story in plain sentences, with what nobody saw marked as such."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from ..log import DICTIONARY, Disposition, Event
from ..rules.codes import DECISION
from ..study.judgement.numbers import show
from ..study.traces.facts import lead_name
from .sentences import ENDINGS, SENTENCES, Fact, local_time, points, state_in_words

if TYPE_CHECKING:
    from ..log import Log
    from ..plan import Plan

HIDDEN = "(nobody saw)"
CHOICES = (Event.PURSUED, Event.IGNORED)


def tell(plan: Plan, log: Log, lead: int) -> str:
    """Tell the story of the lead with this key: one line a fact, in local time, then how it ended.

    What nobody in the company could see is marked so.
    """
    place = int(np.flatnonzero(log.leads["lead"] == lead)[0])
    row = log.leads[place]
    lines = [
        f"Lead {place + 1}, {lead_name(plan, row)}; times are of {plan.timezone}.",
        f"{HIDDEN} {_truth(plan, row)}",
        "",
    ]
    ended = False
    for event in log.events[log.events["lead"] == lead]:
        code = Event(int(event["event"]))
        ended = ended or code == Event.CLOSED
        hidden = f"{HIDDEN} " if DICTIONARY[code].visibility == "truth" else ""
        fact = _fact(plan, event)
        if code in CHOICES:
            fact = fact._replace(belief=_belief(plan, log, event, int(row["recorded"])))
        lines.append(f"{local_time(plan, int(event['time']))}  {hidden}{_sentence(code, fact, plan, row)}")
    if not ended:
        lines.append(f"{local_time(plan, log.end)}  the simulation ended; the story was still open")
    return "\n".join(lines) + "\n"


def _fact(plan: Plan, event: Any) -> Fact:
    item = int(event["item"])
    return Fact(
        plan,
        plan.names.seats.get(int(event["rep"]), ""),
        item >> 16 & 0xFF,
        item & 0xFFFF,
        item >> 24,
        float(event["amount"]),
        int(event["reason"]),
    )


def _truth(plan: Plan, row: Any) -> str:
    persona = plan.names.personas.get(int(row["persona"]), "a buyer")
    fit = "can and should buy" if int(row["fit"]) else "does not fit"
    reach = "can be reached" if int(row["reachable"]) else "cannot be reached"
    state = int(row["readiness"])
    ready = "" if state == DECISION else f"{state_in_words(state)}, "
    wide = "; came as the net was cast wider" if int(row["wide"]) else ""
    shared = "; belongs to an account that sales is working on" if int(row["account"]) else ""
    worth = show(float(row["value"]), "money", plan.currency)
    return f"'{persona}': {fit}, {reach}, {ready}a deal would be worth {worth}{wide}{shared}"


def _belief(plan: Plan, log: Log, choice: Any, recorded: int) -> float:
    """What the rep last said, at a month's end, of the leads recorded as a channel's (0: none's); NaN when nothing yet."""
    said = log.events[(log.events["event"] == Event.BELIEF) & (log.events["rep"] == choice["rep"])]
    said = said[said["time"] <= choice["time"]]
    for row in said[::-1]:
        terms = plan.before if int(row["time"]) < plan.start else plan.after
        keys = [*(channel.key for channel in terms.channels), 0]
        if keys[int(row["item"])] == recorded:
            return float(row["amount"])
    return math.nan


def _sentence(code: Event, fact: Fact, plan: Plan, row: Any) -> str:
    if code == Event.CAPTURED:
        channel = plan.names.channels.get(int(row["channel"]), "a channel")
        recorded = int(row["recorded"])
        named = f"'{plan.names.channels.get(recorded, 'a channel')}'" if recorded else "unknown"
        source = "" if recorded == int(row["channel"]) else f"; its source was recorded as {named}"
        return f"came in through '{channel}' with {points(fact)}{source}"
    if code == Event.CLOSED:
        return f"the story ended: {ENDINGS[Disposition(fact.reason)]}"
    return SENTENCES[code](fact)
