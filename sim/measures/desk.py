"""The desk: the queue, reps' hours, appointments."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..log import Event, TaskKind
from ..rules.codes import NEVER
from .folds.work import totals
from .response import quantile
from .tables import DAY, HOUR, Flags, Ints, Tables
from .types import Measure, count, ratio, statistic

KINDS = max(TaskKind) + 1


def left(t: Tables) -> Ints:
    """When each episode left the queue: begun, or ended before."""
    return np.minimum(t.episodes.started, np.minimum(t.episodes.ended, t.end))


def queue_mean(t: Tables) -> float:
    """Time average of the leads that wait for their first work."""
    e = t.episodes
    waits = e.joined < NEVER
    return float(np.sum(t.clipped(e.joined[waits], t.once(left)[waits])) / t.plan.horizon)


def joined(t: Tables) -> Flags:
    """Episodes that joined the queue in the window."""
    return t.within(t.episodes.joined)


def wait_mean(t: Tables) -> tuple[float, float]:
    """Hours of waiting of those who were begun."""
    e = t.episodes
    chosen = t.once(joined) & (e.started < NEVER)
    return float(np.sum((e.started - e.joined)[chosen] / HOUR)), float(np.count_nonzero(chosen))


def wait_all(t: Tables) -> tuple[float, float]:
    """Hours of waiting of all who joined."""
    chosen = t.once(joined)
    return float(np.sum((t.once(left) - t.episodes.joined)[chosen] / HOUR)), float(np.count_nonzero(chosen))


def wait_quantile(t: Tables, share: float) -> float:
    """Quantile of the waiting of those who were begun, hours."""
    e = t.episodes
    chosen = t.once(joined) & (e.started < NEVER)
    return quantile(np.sort((e.started - e.joined)[chosen] / HOUR), share)


def share_waiting(t: Tables) -> tuple[float, float]:
    """Those who had to wait at all."""
    chosen = t.once(joined)
    return float(np.count_nonzero(chosen & (t.once(left) > t.episodes.joined))), float(np.count_nonzero(chosen))


def share_reneged(t: Tables) -> tuple[float, float]:
    """Those who left before they were begun."""
    e = t.episodes
    chosen = t.once(joined)
    gone = (e.started == NEVER) & (e.ended < NEVER)
    return float(np.count_nonzero(chosen & gone)), float(np.count_nonzero(chosen))


def served_in_time(t: Tables) -> tuple[float, float]:
    """Those promised an answer who got one by its due time, of all who joined."""
    e = t.episodes
    chosen = joined(t) & (e.due <= t.end)
    return float(np.count_nonzero(chosen & (e.attempted <= e.due))), float(np.count_nonzero(chosen))


def scheduled(t: Tables) -> float:
    """Hours of shifts in the window."""
    _, opens, closes = t.shifts
    return float(np.sum(t.clipped(opens, closes)) / HOUR)


def by_kind(t: Tables) -> Ints:
    """Microseconds of work in the window, of each kind."""
    return totals(t.work.kind, t.worked, KINDS)


def worked(t: Tables, kind: int | None = None) -> float:
    """Hours of work in the window, of a kind or all."""
    return float(np.sum(t.worked) if kind is None else t.once(by_kind)[kind]) / HOUR


def overtime(t: Tables) -> float:
    """Hours of overtime booked in the window."""
    return t.total(Event.OVERTIME) / 60


def displaced(t: Tables) -> float:
    """Hours planned for own pipeline in the window that went elsewhere."""
    return max(0.0, t.total(Event.OWN_PLANNED) / 60 - worked(t, TaskKind.OWN))


def slots(t: Tables) -> tuple[float, float]:
    """Days from booking to slot, of appointments booked in the window."""
    rows = t.inside(Event.APPOINTMENT_SET)
    return float(np.sum(rows["amount"] - rows["time"]) / DAY), float(len(rows))


def no_shows(t: Tables) -> tuple[float, float]:
    """Appointments of the window, and those the buyer missed."""
    rows = t.rows(Event.APPOINTMENT_SET)
    held = (rows["amount"] >= t.opens) & (rows["amount"] < min(t.closes, t.end))
    return float(t.number(Event.NO_SHOW)), float(np.count_nonzero(held))


def _hours(kind: int) -> Callable[[Tables], float]:
    return lambda t: worked(t, kind)


DESK: tuple[Measure, ...] = (
    ratio("utilisation", "Utilisation", "share", "Worked hours, overtime included.", "scheduled hours",
          lambda t: (worked(t), scheduled(t)), None),
    count("scheduled_hours", "Scheduled", "h", "Hours of shifts.", scheduled),
    count("overtime_hours", "Overtime", "h", "Hours worked outside shifts.", overtime, "lower"),
    count("research_hours", "Research", "h", "Hours of research.", _hours(TaskKind.RESEARCH)),
    count("attempt_hours", "Attempts", "h", "Hours of attempts.", _hours(TaskKind.ATTEMPT)),
    count("conversation_hours", "Conversations", "h", "Hours of first conversations.", _hours(TaskKind.CONVERSATION)),
    count("deal_hours", "Deals", "h", "Hours of work on opportunities.", _hours(TaskKind.STAGE)),
    count("own_hours", "Own pipeline", "h", "Hours of self-sourced work.", _hours(TaskKind.OWN)),
    count("displaced_rep_hours", "Own pipeline given up", "h",
          "Hours planned for own pipeline less hours worked for it, not below 0.", displaced, "lower"),
    count("review_hours", "Reviews", "h", "Hours of reviews with marketing.", _hours(TaskKind.REVIEW)),
    count("training_hours", "Training", "h", "Hours of training.", _hours(TaskKind.TRAINING)),
    count("meeting_hours", "Meetings", "h", "Hours of meetings.", _hours(TaskKind.MEETING)),
    count("admin_hours", "Admin", "h", "Hours of admin work.", _hours(TaskKind.ADMIN)),
    count("idle_hours", "Idle", "h", "Scheduled and overtime hours less worked ones.",
          lambda t: scheduled(t) + overtime(t) - worked(t)),
    statistic("queue_mean", "Leads waiting", "leads", "Time average of leads that wait for their first work.", queue_mean, "lower"),
    ratio("wait_hours_mean", "Wait", "h", "Elapsed hours from joining the queue to the start.", "those begun", wait_mean, "lower"),
    ratio("wait_all_hours_mean", "Wait, all", "h", "Elapsed hours in the queue.", "all who joined in the window", wait_all, "lower"),
    statistic("wait_hours_p90", "Wait, 90th percentile", "h", "Of those begun.", lambda t: wait_quantile(t, 0.9), "lower"),
    ratio("share_waiting", "Had to wait", "share", "Those who waited at all.", "all who joined in the window", share_waiting, "lower"),
    ratio("share_reneged", "Left the queue", "share", "Left before they were begun.", "all who joined in the window", share_reneged, "lower"),
    ratio("share_served_within_sla", "Served in time, of all", "share",
          "First attempt begun by its due time; who gave up before counts as not served.",
          "all who joined in the window with a due time before the run's end", served_in_time, "higher"),
    ratio("wait_for_slot_days", "Wait for a slot", "days", "Elapsed days from booking to appointment.", "appointments booked in the window",
          slots, "lower"),
    ratio("no_show_share", "No-shows", "share", "Appointments the buyer missed.", "appointments of the window", no_shows, "lower"),
)  # fmt: skip
