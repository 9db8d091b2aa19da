"""How fast and how thoroughly sales responds, and what it promised."""

from __future__ import annotations

import numpy as np

from ..log import Event
from ..rules.codes import NEVER
from .folds.groups import overtake
from .tables import DAY, HOUR, Flags, Floats, Ints, Tables
from .types import Measure, count, ratio, statistic

PROPER_ATTEMPTS = 5  # where the agreement names none
FOLLOWED = 30 * DAY


def answered(t: Tables) -> Flags:
    """Episodes delivered in the window and attempted within 30 days of the clock's start."""
    e = t.episodes
    return t.within(e.delivered) & (e.attempted < NEVER) & (e.attempted - t.clock_start <= FOLLOWED)


def response_hours(t: Tables) -> Floats:
    """Elapsed hours to the first attempt of the answered episodes."""
    chosen = t.once(answered)
    return (t.episodes.attempted[chosen] - t.clock_start[chosen]) / HOUR


def response_hours_in_order(t: Tables) -> Floats:
    """The same from the least to the most."""
    return np.sort(t.once(response_hours))


def open_hours(t: Tables) -> Floats:
    """Hours to the first attempt of the answered episodes, in open hours of the agreement's calendar."""
    calendar = t.plan.after.agreement.calendar
    chosen = t.once(answered)

    def opened(times: Ints) -> Ints:
        i = t.steps(calendar.opens, times)
        inside = np.minimum(times, calendar.closes[i]) - calendar.opens[i]
        return np.where(i < 0, 0, calendar.before[i] + inside)

    return (opened(t.episodes.attempted[chosen]) - opened(t.clock_start[chosen])) / HOUR


def quantile(ordered: Floats, share: float) -> float:
    """Quantile of values in order, linear between neighbours (Hyndman and Fan's type 7, as numpy's); NaN of nothing."""
    last = len(ordered) - 1
    if last < 0:
        return float("nan")
    place = int(share * last)
    part = share * last - place
    low, high = float(ordered[place]), float(ordered[min(place + 1, last)])
    return low + (high - low) * part if part < 0.5 else high - (high - low) * (1.0 - part)


def mean_of(values: Floats) -> tuple[float, float]:
    """Sum and number."""
    return float(np.sum(values)), float(len(values))


def part(t: Tables, start: Ints, end: Ints) -> tuple[float, float]:
    """Hours between two moments of the answered episodes."""
    chosen = t.once(answered) & (start < NEVER) & (end < NEVER)
    return mean_of((end[chosen] - start[chosen]) / HOUR)


def mql_times(t: Tables) -> Ints:
    """When the lead of each episode became ready to be handed over: its last MQL or return before delivery."""
    rows = t.rows(Event.MQL)
    times = t.episodes.delivered.copy()
    episode = t.episode_of(rows)
    times[episode[episode >= 0]] = rows["time"][episode >= 0]
    return times


def never_answered(t: Tables) -> tuple[float, float]:
    """Episodes delivered in the window with 30 days to follow, and those not attempted within them."""
    base = t.within(t.episodes.delivered) & (t.episodes.delivered + FOLLOWED <= t.end)
    return float(np.count_nonzero(base & ~t.once(answered))), float(np.count_nonzero(base))


def within_sla(t: Tables, first: Ints, among: Flags | None = None) -> tuple[float, float]:
    """Episodes with a due time in the window that were live at it, and those first answered by then."""
    e = t.episodes
    base = t.within(e.due) & (e.due <= t.end) & ((first <= e.due) | (e.ended > e.due))
    if among is not None:
        base &= among
    return float(np.count_nonzero(base & (first <= e.due))), float(np.count_nonzero(base))


def cadence(t: Tables) -> tuple[float, float]:
    """Episodes whose attempts fell due in the window, and those stopped for a good reason or tried as often as promised."""
    e = t.episodes
    base = t.within(e.attempts_due) & (e.attempts_due <= t.end)
    good = np.minimum(e.connected, e.withdrew) <= e.attempts_due
    enough = t.attempts_by(e.attempts_due) >= max(t.plan.after.agreement.attempts, 1)
    return float(np.count_nonzero(base & (good | enough))), float(np.count_nonzero(base))


def followed(t: Tables) -> Flags:
    """Episodes delivered in the window at least 30 days before the run's end."""
    return t.within(t.episodes.delivered) & (t.episodes.delivered <= t.end - FOLLOWED)


def never_worked(t: Tables) -> tuple[float, float]:
    """Followed episodes, and those without any attempt."""
    base = t.once(followed)
    return float(np.count_nonzero(base & (t.episodes.attempted == NEVER))), float(np.count_nonzero(base))


def not_properly(t: Tables) -> tuple[float, float]:
    """Followed episodes neither connected, nor tried often enough, nor ended by the buyer."""
    e = t.episodes
    base = t.once(followed)
    enough = t.attempts_by(np.full(len(e.lead), NEVER)) >= (t.plan.after.agreement.attempts or PROPER_ATTEMPTS)
    proper = (e.connected < NEVER) | (e.withdrew < NEVER) | enough
    return float(np.count_nonzero(base & ~proper)), float(np.count_nonzero(base))


def unreachable(t: Tables) -> tuple[float, float]:
    """Worked episodes of the window, and those given up without a connect."""
    e = t.episodes
    base = t.within(e.delivered) & (e.attempted < NEVER)
    return float(np.count_nonzero(base & (e.gave_up < NEVER) & (e.connected == NEVER))), float(np.count_nonzero(base))


def weekend(t: Tables) -> tuple[float, float]:
    """Promised episodes of leads delivered outside the agreement's open days, and those answered in time."""
    e = t.episodes
    calendar = t.plan.after.agreement.calendar
    i = np.maximum(t.steps(calendar.opens, e.delivered), 0)
    shut = (
        ~((calendar.opens[i] <= e.delivered) & (e.delivered < calendar.closes[i]))
        if len(calendar.opens)
        else np.ones(len(i), bool)
    )
    return within_sla(t, e.answered, shut)


def last_ignored(t: Tables) -> Flags:
    """Episodes whose last choice was not to call."""
    last, place = np.zeros(len(t.episodes.lead), np.int64), np.full(len(t.episodes.lead), -1, np.int32)
    for event in (Event.PURSUED, Event.IGNORED):
        overtake(t.episode_of(t.rows(event)), t.rows(event).place, int(event), place, last)
    found: Flags = last == Event.IGNORED
    return found


def ignored(t: Tables) -> tuple[float, float]:
    """Followed episodes, and those whose last choice was not to call."""
    base = t.once(followed)
    return float(np.count_nonzero(base & t.once(last_ignored))), float(np.count_nonzero(base))


_RESPONSE = "First attempt's start less the clock's start, hand-overs delivered in the window and attempted within 30 days."
_ANSWERED = "hand-overs of the window attempted within 30 days"
_PROMISED = "hand-overs with a due time in the window, live at it"

RESPONSE: tuple[Measure, ...] = (
    ratio("first_response_hours_mean", "First response, mean", "h", f"{_RESPONSE} Elapsed.", _ANSWERED,
          lambda t: mean_of(t.once(response_hours)), "lower"),
    statistic("first_response_hours_median", "First response, median", "h", f"{_RESPONSE} Elapsed.",
              lambda t: quantile(t.once(response_hours_in_order), 0.5), "lower", True),
    statistic("first_response_hours_p90", "First response, 90th percentile", "h", f"{_RESPONSE} Elapsed.",
              lambda t: quantile(t.once(response_hours_in_order), 0.9), "lower"),
    statistic("first_response_business_hours_median", "First response, median", "business h",
              f"{_RESPONSE} In open hours of the agreement's calendar.", lambda t: quantile(np.sort(open_hours(t)), 0.5), "lower"),
    ratio("first_response_system_hours", "of which system delay", "h", "From MQL to delivery.", _ANSWERED,
          lambda t: part(t, mql_times(t), t.episodes.delivered), "lower"),
    ratio("first_response_attention_hours", "of which attention", "h", "From assignment until the rep saw the lead.", _ANSWERED,
          lambda t: part(t, t.episodes.assigned, t.episodes.seen), "lower"),
    ratio("first_response_queue_hours", "of which queue", "h", "From seen to the first attempt, research included.", _ANSWERED,
          lambda t: part(t, t.episodes.seen, t.episodes.attempted), "lower"),
    ratio("share_never_answered", "Not called within 30 days", "share", "Hand-overs without an attempt within 30 days.",
          "hand-overs of the window with 30 days to follow", never_answered, "lower"),
    ratio("first_response_within_sla", "SLA met", "share",
          "As the dashboard counts: first attempt, logged token, booked call, or automated answer that the agreement counts, by its due "
          "time; never-called leads count as missed.", _PROMISED, lambda t: within_sla(t, t.episodes.answered), "higher", True),
    ratio("first_response_within_sla_real", "SLA met by a person", "share",
          "First attempt, or conversation of a booked call, begun by its due time; never-called leads count as missed.", _PROMISED,
          lambda t: within_sla(t, t.episodes.attempted), "higher"),
    ratio("first_response_within_sla_off_hours", "SLA met, off-hours leads", "share",
          "The same for leads delivered while the agreement's calendar was closed.", _PROMISED, weekend, "higher"),
    ratio("cadence_completed_within_sla", "Attempts kept", "share",
          "Connected, withdrawn, or attempted as often as promised, by the due time of the attempts.",
          "hand-overs whose attempts fell due in the window", cadence, "higher"),
    count("sla_breaches", "SLA breaches", "leads", "Breaches written in the window.", lambda t: t.number(Event.SLA_BREACHED), "lower"),
    count("reassigned", "Reassignments", "leads", "Leads given to another rep in the window.", lambda t: t.number(Event.REASSIGNED)),
    count("token_attempts", "Token attempts", "leads", "Attempts logged in the window that nobody made.",
          lambda t: t.number(Event.TOKEN_LOGGED), "lower"),
    ratio("share_ignored", "Ignored", "share", "Hand-overs whose last choice was not to call.",
          "hand-overs of the window with 30 days to follow", ignored, "lower"),
    ratio("share_never_worked", "Never worked", "share", "Hand-overs without any attempt by anyone.",
          "hand-overs of the window with 30 days to follow", never_worked, "lower", True),
    ratio("share_not_properly_worked", "Not properly worked", "share",
          "Neither connected, nor attempted as often as the agreement says (5 if it says nothing), nor ended by the buyer.",
          "hand-overs of the window with 30 days to follow", not_properly, "lower"),
    ratio("share_unreachable", "Unreachable", "share", "Given up without a connect.", "hand-overs of the window with an attempt",
          unreachable, "lower"),
)  # fmt: skip
