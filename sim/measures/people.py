"""People: quota, trust, and what marketing promised and handed over."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from ..log import Event, Reason
from ..rules.codes import AWARENESS, NEVER
from .lookup import YEAR
from .presence import holders, ramped, together
from .tables import Floats, Tables
from .types import Measure, ratio, statistic

QUARTER = YEAR // 4
MONTH = YEAR // 12
LEAST_PRESENT = 0.5


def attainments(t: Tables) -> Floats:
    """Credited value over quota of each seat and quarter of the window that somebody held for at least half of it.

    Quarters are equal parts of the window, counted from its start; a new holder's quota grows over the ramp. Own deals
    of a rep who has left count for nobody.
    """
    people = t.plan.after.people
    quarters = round(t.plan.horizon / QUARTER)
    if people.quota <= 0.0 or quarters == 0:
        return np.empty(0)
    h = t.once(holders)
    won, own = t.rows(Event.WON), t.rows(Event.OWN_WON)
    theirs_yet = own["reason"] != Reason.REP_LEFT
    time, rep, amount = (np.concatenate([won[name], own[name][theirs_yet]]) for name in ("time", "rep", "amount"))
    bounds = [t.opens + t.plan.horizon * i // quarters for i in range(quarters + 1)]
    found: list[float] = []
    for start, end in pairwise(bounds):
        credited = (time >= start) & (time < end)
        present, weighted = together(h, start, end), ramped(h, start, end, people.ramp)
        for seat in np.unique(h.seat[~h.qualifies_only]).tolist():
            theirs = h.seat == seat
            due = people.quota * float(np.sum(weighted[theirs])) / YEAR
            if np.sum(present[theirs]) >= LEAST_PRESENT * (end - start) and due > 0.0:
                found.append(float(np.sum(amount[credited & (rep == seat)])) / due)
    return np.array(found)


def mean_attainment(t: Tables) -> tuple[float, float]:
    """Their sum and number."""
    found = t.once(attainments)
    return float(np.sum(found)), float(len(found))


def at_quota(t: Tables) -> tuple[float, float]:
    """Those who made it."""
    found = t.once(attainments)
    return float(np.count_nonzero(found >= 1.0)), float(len(found))


def said(t: Tables, event: Event) -> tuple[float, float]:
    """Sum and number of what was written down in the window."""
    amounts = t.inside(event)["amount"]
    return float(np.sum(amounts)), float(len(amounts))


def months_kept(t: Tables) -> tuple[float, float]:
    """Whole months of the window, and the share of marketing's promise kept in each, at most 1."""
    agreement = t.plan.after.agreement
    if agreement.leads_per_rep <= 0.0:
        return 0.0, 0.0
    handed = t.rows(Event.DELIVERED)
    if len(agreement.promised):
        handed = handed[np.isin(t.of_leads("recorded")[handed["who"]], agreement.promised)]
    h = t.once(holders)
    served = h.qualifies_only if h.qualifies_only.any() else np.ones(len(h.seat), bool)
    starts = t.plan.month_starts
    kept = number = 0.0
    for start, end in pairwise(starts.tolist()):
        if start < t.opens or end > t.closes:
            continue
        rep_months = float(np.sum(together(h, start, end)[served])) / (end - start)
        if rep_months > 0.0:
            delivered = np.count_nonzero((handed["time"] >= start) & (handed["time"] < end))
            kept += min(1.0, delivered / (agreement.leads_per_rep * rep_months))
            number += 1
    return kept, number


def leads_a_month(t: Tables) -> tuple[float, float]:
    """Hand-overs of the window, and months of those reps present in it who work new leads."""
    h = holders(t)
    served = h.qualifies_only if h.qualifies_only.any() else np.ones(len(h.seat), bool)
    return float(t.number(Event.DELIVERED)), float(np.sum(together(h, t.opens, t.closes)[served])) / MONTH


def area(positive: Floats, negative: Floats) -> float:
    """Chance that a positive scores above a negative, ties half; NaN without one of each."""
    if len(positive) == 0 or len(negative) == 0:
        return float("nan")
    ordered, sought = np.sort(negative), np.sort(positive)  # in order they are found fast
    below = np.searchsorted(ordered, sought, side="left") + np.searchsorted(ordered, sought, side="right")
    return float(np.sum(below) / 2 / len(positive) / len(negative))


def score_auc(t: Tables) -> float:
    """How well scores at capture tell who fits."""
    rows = t.inside(Event.CAPTURED)
    fits = t.of_leads("fit")[rows["who"]] != 0
    return area(rows["amount"][fits], rows["amount"][~fits])


def precision(t: Tables) -> tuple[float, float]:
    """MQL events of the window, and those of buyers who fit and were in need."""
    rows = t.inside(Event.MQL)
    good = (t.of_leads("fit")[rows["who"]] != 0) & t.truth.in_need(rows["who"], rows["time"])
    return float(np.count_nonzero(good)), float(len(rows))


def recall(t: Tables) -> tuple[float, float]:
    """Leads captured in the window who fit and came to be in need, and those ever an MQL."""
    needed = (t.of_leads("readiness") >= AWARENESS) | (t.first(Event.NEED_AROSE) < NEVER)
    base = t.within(t.of_leads("captured")) & (t.of_leads("fit") != 0) & needed
    return float(np.count_nonzero(base & (t.first(Event.MQL) < NEVER))), float(np.count_nonzero(base))


PEOPLE: tuple[Measure, ...] = (
    ratio("quota_attainment", "Quota attained", "share", "Value won, inbound and own (not what reps who left had found), over the seat's quota while held and as far as ramped.",
          "seats and quarters held for at least half", mean_attainment, "higher"),
    ratio("reps_at_quota", "Reps at quota", "share", "Seats and quarters whose quota was made.",
          "seats and quarters held for at least half", at_quota, "higher"),
    ratio("trust", "Trust", "share", "Reps' beliefs over break-even, at most 1, weighted by each one's leads.",
          "reps, once a month of the window", lambda t: said(t, Event.TRUST), "higher"),
    ratio("marketing_belief", "Marketing's belief", "share", "Share of the last hand-overs properly worked, as marketing sees it.",
          "months of the window", lambda t: said(t, Event.MARKETING_BELIEF), "higher"),
    ratio("marketing_sla_attainment", "Marketing's promise kept", "share",
          "Leads handed over by the promise, at most 1 a month; of the promised channels as recorded.", "whole months of the window", months_kept, "higher"),
    ratio("leads_per_rep_month", "Leads per rep and month", "leads", "Leads handed over.",
          "months of reps present who work new leads", leads_a_month),
    statistic("score_auc", "Score, area under the curve", "ratio",
              "Chance that a lead that fits had a higher score at capture than one that does not; leads captured in the window.",
              score_auc, "higher"),
    ratio("mql_precision", "MQLs that fit and need", "share", "MQLs of buyers who fit and were in need at that time.",
          "MQL events in the window", precision, "higher"),
    ratio("mql_recall", "Found among those who fit and need", "share", "Ever an MQL.",
          "leads captured in the window who fit and came to be in need", recall, "higher"),
)  # fmt: skip
