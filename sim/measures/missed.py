"""Missed revenue: buyers who fitted and got ready to choose, and whom the company lost by its own doing."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ..log import Disposition, Event
from ..rules.codes import DECISION, NEVER
from .folds.groups import least
from .lookup import Flags, Floats, Ints, places, split
from .response import PROPER_ATTEMPTS, last_ignored
from .tables import Tables
from .types import Measure, count, ratio

BEFORE_SQL = {
    "never_scored": "was no MQL before the window closed",
    "never_handed_over": "was an MQL, but not with sales before the window closed",
    "unsubscribed": "had unsubscribed, or did while sales tried",
    "ignored": "the rep chose not to call",
    "never_called": "was with sales, and nobody called",
    "called_too_late": "the first call came after the window had closed",
    "called_too_few": "was called, but less often than is proper before the window closed",
    "rejected": "was talked to in time, and rejected",
    "leaked": "had been rejected, given up or lost before, and was not sent back",
}
AFTER_SQL = {"deal_too_slow": "the window closed while the deal was under way"}
CAUSES = (*BEFORE_SQL, *AFTER_SQL)
CODE = {cause: i for i, cause in enumerate(CAUSES, 1)}
FAIR = 0  # lost fairly, or not lost yet


class Missed(NamedTuple):
    """Chosen leads: why each was missed (a code, FAIR for none), and what it was worth."""

    cause: Ints
    worth: Floats


def decided(t: Tables) -> Ints:
    """When each lead first got ready to choose; NEVER when it did not."""
    rows = t.rows(Event.GOT_READIER)
    who = np.where(rows["amount"] == DECISION, rows["who"], -1)
    at_once = np.where(t.of_leads("readiness") == DECISION, t.of_leads("captured"), NEVER)
    return np.minimum(at_once, least(who, rows["time"], len(at_once)))


def chance(t: Tables, who: Ints) -> Floats:
    """Chance to win a lead that fits with the handling by which all scenarios are measured.

    As many attempts as are proper where no agreement says so, each at the reference delay; the stages as
    they go for a rep of mean skill. Nobody wins who cannot be reached.
    """
    terms, leads = t.plan.after, t.log.leads
    known = np.array([channel.key for channel in terms.channels], np.int64)
    connects = np.array([*(channel.connect for channel in terms.channels), 0.0])[places(known, leads["channel"][who])]
    with np.errstate(divide="ignore"):
        misses = 1.0 / (1.0 + connects / (1.0 - connects) * np.exp(leads["answerability"][who]))
    reached = np.where(leads["reachable"][who] != 0, 1.0 - misses**PROPER_ATTEMPTS, 0.0)
    return reached * terms.deals.accept_fit * float(np.prod([stage.advance for stage in terms.deals.stages]))


def missed(t: Tables) -> Missed:
    """Leads that fit, have an account of their own, and got ready in the window, but were never won."""
    leads = t.log.leads
    ready = decided(t)
    won = t.first(Event.WON) < NEVER
    who = np.flatnonzero(t.within(ready) & (t.of_leads("fit") != 0) & (t.of_leads("account") == 0) & ~won)
    return Missed(np.zeros(len(who), np.int64) if not t.plan.after.deals.stages else causes(t, who, ready[who]),
                  leads["value"][who] * chance(t, who))  # fmt: skip


def causes(t: Tables, who: Ints, ready: Ints) -> Ints:
    """The first failure along each lead's life, between when it got ready and when its window closed.

    What was lost fairly is none: a lead called as often as is proper in vain, a buyer who said no, a deal lost
    for any reason but the closing window. Nor is a lead whose window is still open and whose story goes on.
    """
    n = len(t.log.leads)
    e = t.episodes
    closes = np.full(n, NEVER)
    closes[who] = t.truth.closing(who, ready)
    since = np.full(n, NEVER)
    since[who] = ready
    shuts = closes[e.lead]
    live = np.flatnonzero((e.delivered < shuts) & (np.minimum(e.ended, t.end + 1) > since[e.lead]))

    def some(flags: Flags) -> Flags:
        found = np.zeros(n, bool)
        found[e.lead[live[flags]]] = True
        return found[who]

    attempts = t.attempts_by(np.minimum(shuts, NEVER))[live]
    shuts, attempted, connected, lost = shuts[live], e.attempted[live], e.connected[live], e.lost[live]
    mql = t.rows(Event.MQL)
    delivered = np.append(e.delivered, NEVER)[t.episode_of(mql)]
    scored = np.zeros(n, bool)
    scored[mql["who"][(mql["time"] < closes[mql["who"]]) & (delivered >= closes[mql["who"]])]] = True
    shut, closed, ending = closes[who], t.closed[who], ends(t)[who]
    before = closed < shut
    undecided = (shut > t.end) & (closed == NEVER)
    is_leak = np.zeros(len(Disposition), bool)
    is_leak[list(LEAKS)] = True
    some_deal = some(t.facts.handover("qualified")[live] < NEVER)
    first_that_applies = [
        (undecided, FAIR),
        (some_deal & some((lost < NEVER) & (lost >= shuts)), CODE["deal_too_slow"]),
        (some_deal, FAIR),
        (some((connected < shuts) & (e.rejected[live] < NEVER)), CODE["rejected"]),
        (some((attempts >= PROPER_ATTEMPTS) | (connected < shuts)), FAIR),
        (some(e.withdrew[live] < shuts), CODE["unsubscribed"]),
        (some(attempted < shuts), CODE["called_too_few"]),
        (some(t.once(last_ignored)[live]), CODE["ignored"]),
        (some(attempted < NEVER), CODE["called_too_late"]),
        (some(np.ones(len(live), bool)), CODE["never_called"]),
        (before & (ending == Disposition.IGNORED_CLOSED), CODE["ignored"]),
        (before & (ending == Disposition.UNSUBSCRIBED), CODE["unsubscribed"]),
        (before & is_leak[ending], CODE["leaked"]),
        (scored[who], CODE["never_handed_over"]),
    ]
    found = np.full(len(who), CODE["never_scored"])
    for applies, cause in reversed(first_that_applies):
        found = np.where(applies, cause, found)
    return found


LEAKS = (
    Disposition.REJECTED_LEAKED,
    Disposition.UNREACHABLE,
    Disposition.LOST,
    Disposition.GONE_KNOWN,
    Disposition.DISQUALIFIED,
)


def ends(t: Tables) -> Ints:
    """How each lead's story ended; OPEN where it did not."""
    found = np.full(len(t.log.leads), int(Disposition.OPEN))
    rows = t.rows(Event.CLOSED)
    found[rows["who"]] = rows["reason"]
    return found


def by_cause(t: Tables) -> list[Floats]:
    """What the missed leads were worth, by cause."""
    found = t.once(missed)
    return split(found.worth, found.cause, len(CAUSES) + 1)


def value(t: Tables, *names: str) -> float:
    """Missed revenue of some causes, or of all."""
    found = t.once(missed)
    if len(names) == 1:
        return float(np.sum(t.once(by_cause)[CODE[names[0]]]))
    wanted = np.zeros(len(CAUSES) + 1, bool)
    wanted[[CODE[name] for name in names or CAUSES]] = True
    return float(np.sum(found.worth[wanted[found.cause]]))


def _cause(name: str) -> Callable[[Tables], float]:
    return lambda t: value(t, name)


MISSED: tuple[Measure, ...] = (
    count("missed_revenue", "Missed revenue", "money",
          "Buyers who fitted, got ready to choose in the window and were never won: value times the chance to win with five attempts at "
          "the reference delay. What was lost fairly is left out.", value, "lower", True),
    *(count(f"missed_revenue_{cause}", f"of which {cause.replace('_', ' ')}", "money",
            f"Missed revenue, first failure along the lead's life: {meaning}.", _cause(cause), "lower")
      for cause, meaning in (BEFORE_SQL | AFTER_SQL).items()),
    count("missed_revenue_before_sql", "Missed before SQL", "money", "Missed revenue of leads that were no SQL.",
          lambda t: value(t, *BEFORE_SQL), "lower"),
    count("missed_revenue_after_sql", "Missed after SQL", "money", "Missed revenue of SQLs.", lambda t: value(t, *AFTER_SQL), "lower"),
    ratio("bottleneck", "Missed before SQL, share", "share", "Missed revenue of leads that were no SQL.", "missed revenue",
          lambda t: (value(t, *BEFORE_SQL), value(t))),
)  # fmt: skip
