"""Counts and conversions along the funnel."""

from __future__ import annotations

import numpy as np

from ..log import Event
from ..rules.codes import NEVER
from .folds.risks import fates
from .survival import share_by
from .tables import DAY, Ints, Tables
from .types import Measure, count, ratio, statistic


def revenue(t: Tables, *events: Event) -> float:
    """Value of the deals won in the window, summed in the order of the log."""
    return sum(t.total(event) for event in events or (Event.WON, Event.OWN_WON))


def cohort(t: Tables, start: Ints, goal: Ints) -> float:
    """Aalen-Johansen chance that leads whose `start` falls in the window reach `goal` by the stated age."""
    ends = t.arena.take(len(start))
    return share_by(ends[: fates(start, goal, t.closed, t.opens, t.closes, t.end, ends)], t.plan.conversion_age)


def conversion(x: Event, y: Event, names: tuple[str, str], labels: tuple[str, str]) -> tuple[Measure, Measure]:
    """The cohort conversion and the flow ratio from one event to another."""
    name = "_to_".join(names)
    label = " to ".join(labels)
    return (
        statistic(
            name, f"{label}, by cohort", "share",
            f"Chance that a lead whose first {labels[0]} falls in the window has its first {labels[1]} within the conversion age; "
            "open leads censored, other ends competing (Aalen-Johansen).",
            lambda t: cohort(t, t.first(x), t.first(y)), "higher",
        ),
        ratio(
            f"{name}_period", f"{label}, by period", "share",
            f"{labels[1]} events in the window per {labels[0]} event in the window.", f"{labels[0]} events in the window",
            lambda t: (t.number(y), t.number(x)), "higher",
        ),
    )  # fmt: skip


def sour(t: Tables) -> Ints:
    """When each episode ended by rejection, loss or no answer."""
    times: Ints = np.minimum.reduce([t.episodes.rejected, t.episodes.lost, t.episodes.gave_up])
    return times


def returned(t: Tables) -> tuple[float, float]:
    """Episodes ended by rejection, loss or no answer in the window, and those of them sent back."""
    base = t.within(t.once(sour))
    return float(np.count_nonzero(base & (t.episodes.recycled < NEVER))), float(np.count_nonzero(base))


def leaked(t: Tables) -> tuple[float, float]:
    """Such episodes not back within 30 days."""
    recycled, since = t.episodes.recycled, t.once(sour)
    base = t.within(since)
    back = (recycled < NEVER) & (recycled - since <= 30 * DAY)
    return float(np.count_nonzero(base & ~back)), float(np.count_nonzero(base))


def recycle_yield(t: Tables) -> float:
    """Chance that a lead sent back in the window is won within the conversion age."""
    return cohort(t, t.first(Event.RECYCLED), t.first(Event.WON))


LEAD, MQL, SQL, WON = ("lead", "lead"), ("mql", "MQL"), ("sql", "SQL"), ("won", "won")


def _pair(x: Event, y: Event, a: tuple[str, str], b: tuple[str, str]) -> tuple[Measure, Measure]:
    return conversion(x, y, (a[0], b[0]), (a[1], b[1]))


FUNNEL: tuple[Measure, ...] = (
    count("leads", "New leads", "leads", "Leads captured in the window.", lambda t: t.number(Event.CAPTURED)),
    count("touches", "Nurture touches", "touches", "Touches sent in the window.", lambda t: t.number(Event.TOUCHED)),
    count("mqls", "MQLs", "leads", "MQL events in the window.", lambda t: t.number(Event.MQL), headline=True),
    count("first_mqls", "Distinct MQLs", "leads", "Leads whose first MQL event falls in the window.",
          lambda t: float(np.count_nonzero(t.within(t.first(Event.MQL))))),
    count("handed_over", "Handed over", "leads", "Deliveries to sales in the window.", lambda t: t.number(Event.DELIVERED)),
    count("sals", "SALs", "leads", "Acceptances in the window.", lambda t: t.number(Event.ACCEPTED), "higher"),
    count("sqls", "SQLs", "leads", "Qualifications in the window.", lambda t: t.number(Event.QUALIFIED), "higher"),
    count("opportunities", "Opportunities", "deals", "Opportunities opened in the window.",
          lambda t: t.number(Event.OPPORTUNITY), "higher"),
    count("won", "Deals won", "deals", "Deals of marketing's leads won in the window.", lambda t: t.number(Event.WON), "higher", True),
    count("lost", "Deals lost", "deals", "Deals lost in the window.", lambda t: t.number(Event.LOST), "lower"),
    count("unconverted", "Unconverted", "leads", "Leads whose nurture ended without an MQL in the window.",
          lambda t: t.number(Event.UNCONVERTED)),
    count("recycled", "Recycled", "leads", "Leads sent back in the window.", lambda t: t.number(Event.RECYCLED)),
    count("own_sqls", "Self-sourced SQLs", "leads", "SQLs of reps' own pipeline in the window.", lambda t: t.number(Event.OWN_SQL)),
    count("own_won", "Self-sourced deals won", "deals", "Deals of reps' own pipeline won in the window.",
          lambda t: t.number(Event.OWN_WON)),
    count("revenue", "Revenue", "money", "First-year value of deals won in the window, booked at the win: inbound and self-sourced.",
          revenue, "higher", True),
    count("revenue_inbound", "Revenue, inbound", "money", "First-year value of marketing's leads won in the window.",
          lambda t: revenue(t, Event.WON), "higher", headline=True),
    count("revenue_self_sourced", "Revenue, self-sourced", "money", "First-year value of reps' own deals won in the window.",
          lambda t: revenue(t, Event.OWN_WON), "higher", True),
    *_pair(Event.CAPTURED, Event.MQL, LEAD, MQL),
    *_pair(Event.MQL, Event.QUALIFIED, MQL, SQL),
    *_pair(Event.QUALIFIED, Event.WON, SQL, WON),
    *_pair(Event.CAPTURED, Event.WON, LEAD, WON),
    *_pair(Event.MQL, Event.WON, MQL, WON),
    ratio("share_recycled", "Recycled, share", "share", "Rejected, lost or unreachable hand-overs that were sent back.",
          "rejected, lost or unreachable in the window", returned),
    ratio("share_leaked", "Leaked", "share", "Rejected, lost or unreachable hand-overs not back in nurture within 30 days.",
          "rejected, lost or unreachable in the window", leaked, "lower"),
    statistic("recycle_yield", "Recycled leads won", "share",
              "Chance that a lead sent back in the window is won within the conversion age (Aalen-Johansen).", recycle_yield, "higher"),
)  # fmt: skip
