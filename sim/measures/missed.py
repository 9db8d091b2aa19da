"""Missed revenue: buyers who fitted and got ready to choose, and whom the company lost by its own doing."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ..log import Disposition, Event
from ..rules.codes import DECISION, NEVER
from .folds import missed as folds
from .folds.groups import least
from .lookup import Floats, Ints
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
CAUSES = (*BEFORE_SQL, *AFTER_SQL)  # in the order of their codes in `folds.missed`


class Missed(NamedTuple):
    """Chosen leads: why each was missed (a code, FAIR for none), and what it was worth."""

    cause: Ints
    worth: Floats


def decided(t: Tables) -> Ints:
    """When each lead first got ready to choose; NEVER when it did not."""
    rows = t.rows(Event.GOT_READIER)
    who = np.where(rows["amount"] == DECISION, rows["who"], -1)
    at_once = np.where(t.of_leads("readiness") == DECISION, t.of_leads("captured"), NEVER)
    later: Ints = t.arena.take(len(at_once))
    least(who, rows["time"], later)
    return np.minimum(at_once, later, out=later)


def worth(t: Tables, who: Ints) -> Floats:
    """Value of leads that fit, times the chance to win each with the handling by which all scenarios are measured.

    As many attempts as are proper where no agreement says so, each at the reference delay; the stages as
    they go for a rep of mean skill. Nobody wins who cannot be reached.
    """
    terms, leads = t.plan.after, t.log.leads
    known = np.array([channel.key for channel in terms.channels], np.int64)
    connects = np.array([channel.connect for channel in terms.channels], np.float64)
    later = terms.deals.accept_fit * math.prod(stage.advance for stage in terms.deals.stages)
    found: Floats = t.arena.take(len(who), np.float64)
    folds.worths(
        who, leads["channel"], known, connects, leads["answerability"], leads["reachable"], leads["value"], PROPER_ATTEMPTS, later,
        found,
    )  # fmt: skip
    return found


def missed(t: Tables) -> Missed:
    """Leads that fit, have an account of their own, and got ready in the window, but were never won."""
    ready = decided(t)
    won = t.first(Event.WON) < NEVER
    who = np.flatnonzero(t.within(ready) & (t.of_leads("fit") != 0) & (t.of_leads("account") == 0) & ~won)
    return Missed(np.zeros(len(who), np.int64) if not t.plan.after.deals.stages else causes(t, who, ready[who]), worth(t, who))


def causes(t: Tables, who: Ints, ready: Ints) -> Ints:
    """The first failure along each lead's life, between when it got ready and when its window closed.

    What was lost fairly is none: a lead called as often as is proper in vain, a buyer who said no, a deal lost
    for any reason but the closing window. Nor is a lead whose window is still open and whose story goes on.
    """
    e, mql = t.episodes, t.rows(Event.MQL)
    since, until, history = (t.arena.take(len(t.log.leads)) for _ in range(3))
    since[:] = until[:] = NEVER
    since[who], until[who] = ready, t.truth.closing(who, ready)
    folds.histories(
        since, until, t.end, e.lead, e.delivered, e.ended, e.attempted, e.connected, t.facts.handover("qualified"), e.rejected, e.lost,
        e.withdrew, t.attempts_by(until[e.lead]), t.once(last_ignored), PROPER_ATTEMPTS, history,
    )  # fmt: skip
    folds.scored(history, until, mql["who"], mql["time"], np.append(e.delivered, NEVER)[t.episode_of(mql)])
    found: Ints = t.arena.take(len(who))
    folds.reasons(who, history, until, t.closed, ends(t), MEANS, t.end, found)
    return found


MEANS = np.full(len(Disposition), folds.FAIR)  # failures by how a lead was closed before its window
MEANS[Disposition.IGNORED_CLOSED] = folds.IGNORED
MEANS[Disposition.UNSUBSCRIBED] = folds.UNSUBSCRIBED
MEANS[[Disposition.REJECTED_LEAKED, Disposition.UNREACHABLE, Disposition.LOST, Disposition.GONE_KNOWN,
       Disposition.DISQUALIFIED]] = folds.LEAKED  # fmt: skip


def ends(t: Tables) -> Ints:
    """How each lead's story ended; OPEN where it did not."""
    found = np.full(len(t.log.leads), int(Disposition.OPEN))
    rows = t.rows(Event.CLOSED)
    found[rows["who"]] = rows["reason"]
    return found


def by_cause(t: Tables) -> Floats:
    """What the missed leads were worth, by cause."""
    found = t.once(missed)
    return np.bincount(found.cause, found.worth, len(CAUSES) + 1).astype(np.float64)


def value(t: Tables, *names: str) -> float:
    """Missed revenue of some causes, or of all."""
    found = t.once(by_cause)
    return float(sum(found[i] for i, cause in enumerate(CAUSES, 1) if cause in (names or CAUSES)))


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
