"""Contradictions of scores and of what the teams learn."""

from __future__ import annotations

from ..evidence import spelled
from ..sections import Scenario
from .contradiction import Contradiction, Found


def scoring(scenario: Scenario) -> Found:
    """Check that no score is better than the best."""
    section = scenario.scoring
    if section.auc is not None and section.auc > section.best_auc:
        what = f"is {spelled(section.auc)}, better than the best score these data allow, {spelled(section.best_auc)}"
        yield Contradiction(
            ("scoring", "auc"),
            what,
            f"write at most {spelled(section.best_auc)}, or a higher best_auc",
            (("scoring", "best_auc"),),
        )


def feedback(scenario: Scenario) -> Found:
    """Check that lessons have a meeting in which they are taken, and something to act on."""
    section = scenario.feedback
    lessons = {
        "learns": section.learns,
        "targeting": section.targeting,
        "content": section.content,
        "training": section.training is not None,
    }
    for key, is_on in lessons.items():
        if is_on and section.meeting is None:
            what = "acts in the review, but there is no meeting"
            yield Contradiction(
                ("feedback", key), what, "write feedback.meeting too, such as {on: fri}", (("feedback", "meeting"),)
            )
    if section.learns and scenario.scoring.auc is None:
        what = "is true, but there is no score of firms that could learn"
        yield Contradiction(("feedback", "learns"), what, "write scoring.auc too, such as 0.65", (("scoring", "auc"),))
    if section.incentive == "leads" and not section.loosening:
        what = "is 'leads', but marketing then does nothing differently"
        yield Contradiction(("feedback", "incentive"), what, "write loosening too, such as 5", (("feedback", "loosening"),))
