"""What explain says of marketing: nurture, content and scores."""

from __future__ import annotations

from ..scenario import Scenario
from ..text import plain
from .phrases import many, percent


def nurture(scenario: Scenario) -> list[str]:
    """Say what marketing sends, and what it does to buyers."""
    section = scenario.nurture
    touches = sum(touch.repeat for touch in section.touches)
    sentences = [f"Marketing sends {many(touches, 'touch').replace('touchs', 'touches')}."] if touches else []
    sentences += ["Then a slow drip goes on."] if section.drip else []
    beside = {"pause": "", "continue": "the programme goes on", "support": "marketing sends what supports the sale"}
    if beside[section.while_sales_works]:
        sentences.append(f"While sales works a lead, {beside[section.while_sales_works]}.")
    if takes_time(scenario):
        sentences.append(f"Touches that take a marketer's time are shared by {many(section.marketers, 'marketer')}.")
    if reveals(scenario):
        sentences.append("An engaged lead may tell a marketer that they are ready, or why not.")
    if section.fatigue:
        tires = f"each one not yet forgotten costs {plain(section.fatigue)} in log-odds of an engagement"
        sentences.append(f"Touches tire: {tires}, and is half forgotten after {section.fatigue_half_life}.")
    if section.unsubscribe:
        sentences.append(f"At a touch {percent(section.unsubscribe)} unsubscribe, more of those who are tired.")
    if section.readiness:
        sentences.append(f"Readier buyers engage more ({plain(section.readiness)} in log-odds a step).")
    if section.speeds:
        faster = f"each recent engagement makes them ready faster by {percent(section.speeds)}"
        sentences.append(f"Nurture moves the buyers' timing: {faster}.")
    if section.recalls:
        sentences.append("Nurture makes buyers remember: each recent engagement makes a ready one likelier to think of us.")
    if section.turns_to_us:
        sentences.append(f"Of buyers who get ready without nurture, {percent(section.turns_to_us)} ask for a call by themselves.")
    if section.visits:
        sentences.append(f"A buyer who gets readier visits our pages, for {plain(section.visits)} points.")
    return [*sentences, *_content(scenario), *_scoring(scenario)]


def takes_time(scenario: Scenario) -> bool:
    """Tell whether a touch takes a marketer's time."""
    section = scenario.nurture
    touches = [*section.touches, *([section.drip] if section.drip else [])]
    return bool(touches) and (section.manual is not None or any(touch.minutes is not None for touch in touches))


def reveals(scenario: Scenario) -> bool:
    """Tell whether a touch shows where a lead stands."""
    section = scenario.nurture
    return any(touch.reveals for touch in (*section.touches, *([section.drip] if section.drip else [])))


def _content(scenario: Scenario) -> list[str]:
    content = scenario.content
    sentences = []
    if content.pieces:
        cost = f" at {content.cost} each" if content.cost.amount else ""
        sentences.append(
            f"It makes {plain(content.pieces)} pieces of content a month{cost};"
            f" {percent(content.relevance)} of them answer a question buyers have."
        )
    if content.nurture:
        sentences.append("The better content answers buyers' questions, the more of them engage.")
    if content.follow_up:
        sentences.append(
            f"After {percent(content.follow_up)} of conversations the rep sends a piece: it helps the deal when relevant"
            f" (log-odds +{plain(content.helps)}), else it annoys (-{plain(content.annoys)})."
        )
    if content.case_study:
        sentences.append(f"A customer's case study closes {percent(content.case_study)} of the gap to full relevance.")
    return sentences


def _scoring(scenario: Scenario) -> list[str]:
    scoring, definition = scenario.scoring, scenario.agreement.definition
    agreed = definition.by == "both"
    threshold = definition.threshold if agreed and definition.threshold is not None else scoring.threshold
    sentences = [f"A lead counts as an MQL from a score of {plain(threshold)}."]
    if scoring.policy is not None:
        sentences.append(f"Your own policy '{scoring.policy}' gives the score.")
    if scoring.half_life is not None:
        sentences.append(f"Points of behaviour lose half their weight in {scoring.half_life}.")
    if scoring.auc is not None:
        best = f"the best score these data allow has {plain(scoring.best_auc)}"
        sentences.append(f"The score of firms tells fit from no fit with an AUC of {plain(scoring.auc)}; {best}.")
    if scoring.noise:
        sentences.append(f"What is typed into forms errs by {plain(scoring.noise)} standard deviations.")
    if agreed:
        musts = [f"{plain(definition.employees)} employees"] if definition.employees else []
        currency = scenario.market.currency
        musts += [f"{plain(definition.revenue)} k {currency} of yearly revenue"] if definition.revenue else []
        least = f", with at least {' and '.join(musts)}" if musts else ""
        sentences.append(f"Both sides agreed on what a qualified lead is{least}.")
    return sentences
