"""A company in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..scenario import Scenario

DAYS_A_MONTH = 365.25 / 12


def company_in_a_line(scenario: Scenario) -> str:
    """Say how many leads come, who works them, and what is promised."""
    from ..scenario.words import many

    monthly = sum(channel.volume.per_day for channel in scenario.channels.values()) * DAYS_A_MONTH
    leads = f"about {monthly:,.0f} new leads a month from {many(len(scenario.channels), 'channel')}"
    return f"{leads}, {many(scenario.team.reps, 'rep')}, {promise_in_words(scenario)}"


def promise_in_words(scenario: Scenario) -> str:
    """Say what sales promises, such as `first call within 4 business hours`."""
    sales = scenario.agreement.sales
    if sales.tiers:
        tiers = (f"{tier.name} {tier.first_attempt_within or 'no promise'}" for tier in sales.tiers)
        return f"first call within {', '.join(tiers)}"
    if sales.first_attempt_within is None:
        return "no promise"
    cadence = f", {sales.attempts} attempts in {sales.attempts_within}" if sales.attempts else ""
    return f"first call within {sales.first_attempt_within}{cadence}"
