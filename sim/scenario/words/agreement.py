"""What explain says of the agreement and of the hand-over."""

from __future__ import annotations

from ..scenario import Scenario
from ..sections import Looks, MarketingPromise, Sync
from ..text import grouped, plain
from .phrases import listed, many, percent, typical

ROUTES = {
    "pool": "All reps draw from one pool of leads",
    "round_robin": "Reps get leads by turn",
    "least_loaded": "The rep with the fewest open leads gets the next one",
    "territory": "Each lead belongs to the rep of its territory",
    "segment": "Leads go to the reps of their channel's segment",
}
STARTS = {"delivery": "delivery to sales", "capture": "the form", "assignment": "assignment to a rep"}
BREACHES = {
    "none": [],
    "alert": ["A breach alerts the rep."],
    "reassign": ["A breach moves the lead to another rep."],
    "escalate": ["After a breach a manager puts the lead first."],
}


def agreement(scenario: Scenario) -> list[str]:
    """Say what the two teams promise each other."""
    section = scenario.agreement
    sales = section.sales
    sentences = []
    since = f"of {STARTS[sales.clock_starts]}"
    if sales.tiers:
        for tier in sorted(sales.tiers, key=lambda tier: -tier.score_at_least):
            promise = f"within {tier.first_attempt_within} {since}" if tier.first_attempt_within else "without a time promised"
            sentences.append(f"Leads from score {plain(tier.score_at_least)} ({tier.name}) are first tried {promise}.")
    elif sales.first_attempt_within:
        sentences.append(f"Sales promises a first attempt within {sales.first_attempt_within} {since}.")
    else:
        sentences.append("Sales promises no time for the first attempt.")
    if sales.attempts is not None:
        sentences.append(f"It promises {many(sales.attempts, 'attempt')} within {sales.attempts_within}.")
    sentences += BREACHES[sales.enforcement]
    if sales.disposition_within is not None:
        sentences.append(f"A lead neither accepted nor rejected within {sales.disposition_within} counts as accepted.")
    sentences += _marketing(section.marketing)
    if section.intel:
        sentences.append("What a lead read, downloaded and filled in travels with it (intel).")
    if section.reviewed:
        low, high = section.review_target
        sentences.append(
            f"Every month both sides move threshold and tiers by {plain(section.review_step)} points: up when fewer than"
            f" {percent(low)} of the entered leads were accepted, down when more than {percent(high)} were."
        )
    return sentences


def _marketing(promise: MarketingPromise) -> list[str]:
    if promise.leads_per_rep is None:
        return []
    rate = promise.leads_per_rep
    leads = f"{grouped(rate.amount)} {'lead' if rate.amount == 1 else 'leads'} per rep per {rate.per}"
    of = f" from {listed(promise.channels)}" if promise.channels else ""
    reactions = {
        "none": "and does nothing when a month falls short",
        "loosen": f"and loosens the threshold by {plain(promise.loosens)} points for a month when one fell short",
        "spend": f"and raises every budget by {percent(promise.spends)} for a month when one fell short",
    }
    return [f"Marketing promises {leads}{of}, {reactions[promise.reaction]}."]


def handoff(scenario: Scenario) -> list[str]:
    """Say how an MQL gets to a rep."""
    section = scenario.handoff
    sentences = []
    if section.automated is not None:
        automated = section.automated
        counts = ", which meets the promise of a first attempt" if automated.counts else ""
        sentences.append(
            f"An automated first touch answers every MQL at once{counts}: {percent(automated.books)} of buyers ready to choose"
            f" book a call, {percent(automated.books_early)} of those who compare."
        )
    if isinstance(section.delay, Sync):
        sentences.append(f"MQLs are delivered to sales at {listed(map(str, section.delay.at))}.")
    elif section.delay.mean == 0:
        sentences.append("MQLs are delivered to sales at once.")
    else:
        sentences.append(f"MQLs are delivered to sales after {typical(section.delay)}.")
    if section.attention == "alerted":
        sees = "see new leads at once"
    elif isinstance(section.attention, Looks):
        sees = f"look at new leads at {listed(map(str, section.attention.at))}"
    else:
        sees = f"see new leads after {typical(section.attention)}"
    cap = f", at most {many(section.open_leads_most, 'open lead')} each" if section.open_leads_most else ""
    route = ROUTES[section.routing] if section.policy is None else f"Your own policy '{section.policy}' says who gets a lead"
    sentences.append(f"{route}{cap}; reps {sees}.")
    if section.match_accounts:
        sentences.append("A lead of an account being worked goes to its owner.")
    return sentences
