"""Contradictions of the question."""

from __future__ import annotations

import datetime

from ..kinds import hint
from ..sections import Scenario
from .contradiction import Contradiction, Found


def experiment(scenario: Scenario) -> Found:
    """Check dates, openings and leads beside the channels' own."""
    experiment = scenario.experiment
    path = ("experiment",)
    kind = ((*path, "kind"),)
    written = "lead_in" in experiment.model_fields_set
    if experiment.kind == "terminating" and written and experiment.lead_in.microseconds > 0:
        what = f"is {experiment.lead_in}, but a terminating run opens at its start"
        yield Contradiction((*path, "lead_in"), what, "write 0 d, or leave it out", kind)
    if experiment.kind != "terminating" and experiment.opening:
        what = f"declares waiting leads, but the run is of kind '{experiment.kind}' and grows its own"
        yield Contradiction((*path, "opening"), what, "write kind: terminating, or leave the opening out", kind)
    for key in ("horizon", "conversion_age"):
        if getattr(experiment, key).microseconds == 0:
            yield Contradiction((*path, key), "is 0", "write a time above 0, such as '52 weeks'")
    for name in experiment.opening:
        if name not in scenario.channels:
            instead = hint(name, scenario.channels, "the channels are")
            yield Contradiction((*path, "opening", name), "is not among channels", instead, (("channels",),), True)
    start = datetime.datetime.combine(experiment.start, datetime.time())
    lead_in = 0 if experiment.kind == "terminating" else experiment.lead_in.microseconds
    first = start - datetime.timedelta(microseconds=lead_in)
    after = experiment.horizon.microseconds + experiment.follow_up.microseconds
    for i, extra in enumerate(experiment.extra_leads):
        where = (*path, "extra_leads", str(i))
        if extra.channel not in scenario.channels:
            instead = hint(extra.channel, scenario.channels, "the channels are")
            yield Contradiction((*where, "channel"), f"'{extra.channel}' is not among channels", instead, (("channels",),))
        if extra.at < first or extra.at >= start + datetime.timedelta(microseconds=after):
            what = f"is {extra.at:%Y-%m-%d %H:%M}, when nothing is simulated"
            last = start + datetime.timedelta(microseconds=after)
            instead = f"write a time from {first:%Y-%m-%d} to {last:%Y-%m-%d}"
            reads = ((*path, "start"), (*path, "lead_in"), (*path, "horizon"), (*path, "follow_up"))
            yield Contradiction((*where, "at"), what, instead, reads)
