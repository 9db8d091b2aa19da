"""What events are about: leads, reps, campaigns, opportunities, content; how they belong together, and change.

A campaign is the channel that the company recorded as a lead's source. An opportunity is one of a lead, from
its beginning until it is won or lost, or one that a rep found without marketing.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from ....log import DICTIONARY, Event, Status
from .activities import Happening, Value, amount_of, iso, moment
from .traits import each_lead, traits, types_of

if TYPE_CHECKING:
    from ....log import Log
    from ....plan import Plan

FIRST = "1970-01-01T00:00:00Z"  # by the standard: the time of what an object has from the first
OWN = (Event.OWN_SQL, Event.OWN_WON, Event.OWN_LOST)
ENDS = {Event.WON: "won", Event.LOST: "lost", Event.OWN_WON: "won", Event.OWN_LOST: "lost"}
CONTENT = (Event.PIECE_MADE, Event.PIECE_USED)
BY_PLACE = (Event.SPENT, Event.BELIEF)  # their number is a channel's place by key
SOURCE = "recorded_as"  # a relation to a campaign, not an attribute


def object_types(plan: Plan, log: Log, truth: bool) -> dict[str, dict[str, type]]:
    """Every type of object with its attributes."""
    known = traits(plan, log, truth).drop(columns=SOURCE)
    return {
        "lead": {"captured": datetime.datetime, "status": str, "score": float, **types_of(known)},
        "rep": {"name": str},
        "campaign": {"name": str},
        "opportunity": {"status": str, "stage": str, "first_year_value": float},
        "content": {},
    }


class Objects:
    """The objects of a log, filled while its events pass in order."""

    def __init__(self, plan: Plan, log: Log, truth: bool) -> None:
        self._plan, self._log, self._truth = plan, log, truth
        self._changes: dict[str, list[tuple[str, Value, str]]] = {}
        self._related: dict[str, dict[str, str]] = {}
        self._open: dict[int, str] = {}  # opportunity by number of the lead
        self._terms = plan.before if (log.events["event"] == Event.ADOPTED).any() else plan.after
        recorded = log.leads["recorded"].tolist()
        self._campaigns = [plan.names.channels.get(key, "") if key else "" for key in recorded]

    def of(self, what: Happening) -> list[tuple[str, str]]:
        """Objects of an event with their roles; remembers what the event changes in them."""
        time = iso(moment(self._plan, what.time))
        found: list[tuple[str, str]] = []
        if what.event == Event.ADOPTED:
            self._terms = self._plan.after
        if what.lead:
            lead = f"lead {what.lead}"
            found.append((lead, "lead"))
            self._follows(lead, what, time)
        if what.rep:
            rep = f"rep {self._plan.names.seats.get(what.rep, what.rep)}"
            self._related.setdefault(rep, {})
            found.append((rep, "rep"))
        if campaign := self._campaign(what):
            self._related.setdefault(campaign, {})
            found.append((campaign, "campaign"))
        if opportunity := self._opportunity(what, time):
            found.append((opportunity, "opportunity"))
        if what.event in CONTENT:
            piece = f"content {what.number}"
            self._related.setdefault(piece, {})
            found.append((piece, "content"))
        return found

    def documents(self, plain: Callable[[Value], Any]) -> Iterator[dict[str, Any]]:
        """Every object with what is known of it, when, and what it belongs to."""
        captured = self._log.leads["captured"].tolist()
        table = traits(self._plan, self._log, self._truth).drop(columns=SOURCE)
        for number, own in enumerate(each_lead(table), 1):
            lead = f"lead {number}"
            known = {"captured": moment(self._plan, captured[number - 1]), **own}
            changes = [(name, value, FIRST) for name, value in known.items()] + self._changes.get(lead, [])
            campaign = self._campaigns[number - 1]
            yield _document(lead, changes, {f"campaign {campaign}": "recorded as its source"} if campaign else {}, plain)
        for name, related in self._related.items():
            kind, _, label = name.partition(" ")
            changes = [("name", label, FIRST)] if kind in ("rep", "campaign") else self._changes.get(name, [])
            yield _document(name, changes, related, plain)

    def _follows(self, lead: str, what: Happening, time: str) -> None:
        """Remember the lead's new status and score."""
        entry = DICTIONARY[what.event]
        if entry.status is not None:
            self._change(lead, "status", Status(entry.status).name.lower(), time)
        elif what.event == Event.CLOSED:
            self._change(lead, "status", what.reason or "closed", time)
        if amount_of(what.event)[0] == "score":
            self._change(lead, "score", what.amount, time)

    def _campaign(self, what: Happening) -> str:
        if what.event == Event.CAPTURED and self._campaigns[what.lead - 1]:
            return f"campaign {self._campaigns[what.lead - 1]}"
        if what.event in BY_PLACE and what.number < len(self._terms.channels):
            return f"campaign {self._plan.names.channels[self._terms.channels[what.number].key]}"
        return ""

    def _opportunity(self, what: Happening, time: str) -> str:
        """The opportunity that an event is about; those of leads last until they are won or lost."""
        if what.event in OWN:
            rep = f"rep {self._plan.names.seats.get(what.rep, what.rep)}"
            name = f"opportunity {self._plan.names.seats.get(what.rep, what.rep)} own {what.number}"
            if name not in self._related:
                self._begin(name, {rep: "found by"}, time)
        elif what.event == Event.OPPORTUNITY:
            name = self._open[what.lead] = f"opportunity {what.lead}.{what.cycle + 1}"
            self._begin(name, {f"lead {what.lead}": "of"}, time)
        elif what.lead in self._open:
            name = self._open[what.lead]
        else:
            return ""
        if what.event == Event.STAGE_ENTERED:
            stages = self._plan.names.stages
            self._change(name, "stage", stages[what.number - 1] if what.number <= len(stages) else str(what.number), time)
        if what.event in ENDS:
            self._change(name, "status", ENDS[what.event], time)
            if ENDS[what.event] == "won":
                self._change(name, "first_year_value", what.amount, time)
            self._open.pop(what.lead, None)
        return name

    def _begin(self, opportunity: str, related: dict[str, str], time: str) -> None:
        self._related[opportunity] = related
        self._change(opportunity, "status", "open", time)

    def _change(self, name: str, attribute: str, value: Value, time: str) -> None:
        self._changes.setdefault(name, []).append((attribute, value, time))


def _document(
    name: str, changes: list[tuple[str, Value, str]], related: dict[str, str], plain: Callable[[Value], Any]
) -> dict[str, Any]:
    return {
        "id": name,
        "type": name.partition(" ")[0],
        "attributes": [{"name": key, "value": plain(value), "time": time} for key, value, time in changes],
        "relationships": [{"objectId": other, "qualifier": role} for other, role in related.items()],
    }
