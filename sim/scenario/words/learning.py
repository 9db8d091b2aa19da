"""What explain says of feedback between the teams, and of money."""

from __future__ import annotations

from ..scenario import Scenario
from ..text import plain
from .phrases import DAYS, percent


def feedback(scenario: Scenario) -> list[str]:
    """Say what the teams tell each other, and what they learn from it."""
    section = scenario.feedback
    sentences = []
    if section.meeting is not None:
        meeting = section.meeting
        every = "every week" if meeting.every == 1 else f"every {meeting.every} weeks"
        sentences.append(
            f"Both teams review what became of leads {every}, on {DAYS[meeting.on]} at {meeting.at}, for {meeting.lasts}."
        )
    if section.completeness:
        wrongly = f", {percent(section.reason_error)} of them wrongly" if section.reason_error else ""
        sentences.append(f"Sales enters what became of {percent(section.completeness)} of leads{wrongly}.")
    if section.ignored_as_rejected:
        sentences.append(f"Of leads nobody called, {percent(section.ignored_as_rejected)} are entered as not qualified.")
    if section.learns:
        sentences.append("The score learns from what was entered.")
    if section.targeting:
        sentences.append(f"A review may move {percent(section.targeting)} of the budget towards channels with SQLs.")
    if section.content:
        sentences.append(f"A reported question closes {percent(section.content)} of content's gap to full relevance.")
    if section.coaching:
        closes = f"close {percent(section.coaching)} of a skill gap of {plain(section.coaching_gap)} in log-odds"
        sentences.append(f"Reasons of rejections coach reps: in a month they {closes}.")
    if section.training is not None:
        training = section.training
        sentences.append(
            f"When fewer than {percent(training.below)} of deals are won, all reps train for {training.lasts} at {training.cost};"
            f" after {training.after} it adds {plain(training.gain)} in log-odds of every stage, at most {training.most} times."
        )
    if section.incentive == "leads":
        less = f", and loosens the threshold by {plain(section.loosening)} points in the last week of a month"
        sentences.append(f"Marketing is paid for leads{less if section.loosening else ''}.")
    if section.chases:
        sentences.append(
            f"The fewer of its leads are properly worked, the more marketing loosens the threshold, by up to"
            f" {plain(section.chases)} points."
        )
    if section.blame:
        sentences.append(f"A missed quarter counts against every channel like {plain(section.blame)} bad leads.")
    return sentences


def costs(scenario: Scenario) -> list[str]:
    """Say what things cost besides leads, touches and content."""
    section = scenario.costs
    named = {"a rep": section.rep, "marketing": section.marketing}
    sentences = [f"{name.capitalize()} costs {money} a year." for name, money in named.items() if money.amount]
    if section.escalation.amount and scenario.agreement.sales.enforcement == "escalate":
        sentences.append(f"An escalated breach costs {section.escalation} of a manager's time.")
    if section.gross_margin != 1:
        sentences.append(f"Of first-year value {percent(section.gross_margin)} is gross margin.")
    return sentences
