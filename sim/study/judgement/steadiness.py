"""Whether a steady question may be put: a company that stays as it is, and a warm-up long enough for it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...errors import StudyError
from ...statistics import paired_p, warm_up, welch

if TYPE_CHECKING:
    from ...plan import Plan
    from ...scenario import Scenario
    from ..crew.engine import Engine
    from ..crew.replications import Rows

PILOT = 20  # replications after which the warm-up is judged, before the rest is simulated
FEWEST_WEEKS = 4
DOUBT = 0.01  # chance that noise alone is taken for a start that has not worn off
WINDOW = 4  # weeks to each side of Welch's moving average
BLOCKS = "▁▂▃▄▅▆▇█"
WEEK = 7 * 24 * 3600 * 10**6  # microseconds


class Change(NamedTuple):
    """Something that makes a company another one as time passes: in words, its path, and what to write instead."""

    what: str
    path: str
    instead: str


def changes_over_time(scenario: Scenario) -> Iterator[Change]:
    """Find every belief, feedback, trend, season and growth that is switched on."""
    for name, channel in scenario.channels.items():
        above = f"channels.{name}"
        if channel.trend != 0:
            yield Change("a trend", f"{above}.trend", "0")
        if len({channel.season.get(month, 1.0) for month in range(1, 13)}) > 1:
            yield Change("a season", f"{above}.season", "{}")
        if channel.pulses:
            yield Change("a campaign", f"{above}.pulses", "[]")
    if scenario.pursuit.beliefs:
        yield Change("beliefs", "pursuit.beliefs", "false")
    feedback, promise = scenario.feedback, scenario.agreement.marketing
    if feedback.meeting is not None:
        for key in ("targeting", "content", "coaching"):
            if getattr(feedback, key):
                yield Change("feedback", f"feedback.{key}", "0")
        if feedback.learns:
            yield Change("a score that learns", "feedback.learns", "false")
        if feedback.training is not None:
            yield Change("training", "feedback.training", "null")
    if feedback.chases:
        yield Change("marketing's belief", "feedback.chases", "0")
    if scenario.agreement.reviewed:
        yield Change("a reviewed agreement", "agreement.reviewed", "false")
    if promise.leads_per_rep is not None and promise.reaction != "none":
        yield Change("a reaction to a missed promise", "agreement.marketing.reaction", "none")
    if scenario.content.case_study:
        yield Change("growth by case studies", "content.case_study", "0")
    if scenario.customers.referrals and scenario.customers.referral_channel:
        yield Change("growth by referrals", "customers.referrals", "0")
    if scenario.team.away:
        yield Change("a planned absence or departure", "team.away", "[]")


def refuse_changing(scenarios: Sequence[Scenario]) -> None:
    """Raise StudyError when a steady question is put to companies that change, with everything that changes them."""
    if scenarios[0].experiment.kind != "steady":
        return
    found = [(scenario.name, change) for scenario in scenarios for change in changes_over_time(scenario)]
    if not found:
        return
    lines = [f"  {name}: {what} ({path}); write {path}: {instead}" for name, (what, path, instead) in found]
    raise StudyError(
        "a steady question needs a company that stays as it is, and these change it as time passes:\n"
        + "\n".join(lines)
        + "\nwrite experiment.kind: adoption (or --from adoption), or switch them off"
    )


def refuse_short(plans: Sequence[Plan], rows: Sequence[Rows], names: Sequence[str], engine: Engine) -> None:
    """Raise StudyError when the start of a steady question has not worn off by the window.

    MSER-5's rule on weekly series averaged over replications, over whole weeks (five working days, the
    batch); counted only where the two halves of the window differ beyond noise.
    """
    if plans[0].kind != "steady" or rows[0].replications < 2:
        return
    family = len(plans) * len(engine.weekly)
    faults = []
    for plan, each, name in zip(plans, rows, names, strict=True):
        found = [(*judged, place) for place in range(len(engine.weekly)) if (judged := _judge(plan, each, place, family))]
        if found:
            *weeks, place = max(found)
            drawn = f"{engine.weekly[place]} by week, as Welch draws it: {_drawn(plan, each, place)}"
            faults.append(f"{_fault(name, *weeks)}\n  {drawn}")
    if faults:
        raise StudyError("\n".join(faults))


def whole_weeks(plan: Plan, rows: Rows, place: int) -> NDArray[np.float64]:
    """Weekly series of every replication, (n, w): the whole weeks from the beginning to the window's end."""
    starts = np.asarray(plan.week_starts)
    weeks = min(rows.weekly.shape[1], len(starts) - 1)
    inside = [i for i in range(weeks) if starts[i] >= 0 and starts[i + 1] <= plan.start + plan.horizon]
    return rows.weekly[:, inside, place]


def _judge(plan: Plan, rows: Rows, place: int, family: int) -> tuple[int, int, int] | None:
    """Weeks of the warm-up there should be, weeks there are, and weeks in all; None when nothing is wrong."""
    series = whole_weeks(plan, rows, place)
    before = math.ceil(plan.start / WEEK)
    weeks = series.shape[1]
    window = series[:, before:]
    if window.shape[1] < FEWEST_WEEKS or not np.all(np.isfinite(series)):
        return None
    half = window.shape[1] // 2
    drift = window[:, :half].mean(axis=1) - window[:, half:].mean(axis=1)
    if not paired_p(drift) < DOUBT / family:
        return None
    try:
        needed = warm_up(series.mean(axis=0), batch=1).batches
    except ValueError:
        needed = weeks
    return (needed, before, weeks) if needed > before else None


def _drawn(plan: Plan, rows: Rows, place: int) -> str:
    """Draw Welch's moving average of a weekly series: where it becomes level, a warm-up may end."""
    mean = whole_weeks(plan, rows, place).mean(axis=0)
    average = welch(mean, min(WINDOW, (len(mean) - 1) // 2))
    low, high = float(average.min()), float(average.max())
    steps = (average - low) / (high - low) * (len(BLOCKS) - 1) if high > low else np.zeros(len(average))
    return "".join(BLOCKS[round(float(step))] for step in steps)


def _fault(name: str, needed: int, before: int, weeks: int) -> str:
    if needed > weeks // 2:
        return (
            f"'{name}' is too short for its warm-up: after {weeks} simulated weeks its start has not worn off; "
            f"write experiment.lead_in: {2 * weeks} weeks and experiment.horizon: {2 * weeks} weeks, or ask for an adoption"
        )
    return (
        f"'{name}' has a warm-up of {before} weeks, and its start wears off after {needed} (MSER-5 over whole weeks); "
        f"write experiment.lead_in: {needed} weeks"
    )
