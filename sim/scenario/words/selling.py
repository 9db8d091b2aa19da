"""What explain says of sales: people, whom they call, attempts, deals, customers."""

from __future__ import annotations

from ..scenario import Scenario
from ..sections import Opportunity, OwnPipeline
from ..text import plain
from .phrases import DAYS, listed, many, percent, typical

ORDERS = {
    "oldest_first": "the oldest task first",
    "newest_first": "the newest task first",
    "highest_score": "the lead with the highest score first",
    "earliest_deadline": "the task that is due first",
    "own_deals_first": "open deals before new leads",
    "new_leads_first": "new leads before open deals",
}
FROM = {
    "no_need": "any buyer, need or no need",
    "awareness": "a buyer who knows the problem (awareness)",
    "consideration": "a buyer who compares (consideration)",
    "decision": "a buyer who is ready to choose (decision)",
}


def team(scenario: Scenario) -> list[str]:
    """Say who works the leads."""
    section, work = scenario.team, scenario.work
    works = "works" if section.reps == 1 else "work"
    order = ORDERS[work.order] if work.policy is None else f"in the order of your own policy '{work.policy}'"
    sentences = [f"{many(section.reps, 'rep')} {works} by the calendar {section.calendar}, {order}."]
    if section.sdrs:
        sdrs = "Seat 1 only qualifies" if section.sdrs == 1 else f"Seats 1 to {section.sdrs} only qualify"
        sentences.append(f"{sdrs} (SDRs); the others close.")
    if section.absence:
        sentences.append(f"On a given day a rep is absent with a chance of {percent(section.absence)}.")
    sentences += [
        f"Seat {leave.seat} is empty from {leave.on}{f' to {leave.back}' if leave.back else ' on'}." for leave in section.away
    ]
    if section.tenure.shape != "never":
        sentences.append(f"A rep stays {typical(section.tenure)}; a successor comes {section.hiring_lag} later.")
    if section.ramp.microseconds:
        sentences.append(
            f"A new rep needs {section.ramp} to learn the job, and lacks {plain(section.ramp_gap)} in log-odds of every stage"
            " at first."
        )
    if section.skill_sd:
        sentences.append(f"Reps differ in skill by {plain(section.skill_sd)} in log-odds of every stage.")
    if section.pace_sd:
        sentences.append(f"They differ in pace (sd of the log {plain(section.pace_sd)}).")
    for meeting in section.meetings:
        sentences.append(f"All meet on {DAYS[meeting.on]} at {meeting.at} for {meeting.lasts}.")
    if section.admin is not None:
        sentences.append(f"Admin takes each {typical(section.admin)} a day.")
    if section.quota is not None:
        sentences.append(f"Each is to win {section.quota} a year (quota).")
    tasks = [f"research {typical(work.research)}"] if work.research else []
    tasks += [f"an attempt {typical(work.attempt)}", f"a conversation {typical(work.conversation)}"]
    sentences.append(f"Time per task: {'; '.join(tasks)}.")
    if work.nurture_saves:
        sentences.append(f"A well nurtured buyer saves {percent(work.nurture_saves)} of the time of conversations and meetings.")
    if work.intel_saves and scenario.agreement.intel:
        sentences.append(f"Shared intel saves {percent(work.intel_saves)} of the research.")
    return [*sentences, *_own(section.own_pipeline)] if section.own_pipeline else sentences


def _own(own: OwnPipeline) -> list[str]:
    if not own.hours:
        return []
    blocks = f", in blocks of {own.block} from {listed(map(str, own.blocks))}" if own.blocks else ""
    return [
        f"A rep plans {plain(own.hours)} hours a week for own pipeline{blocks}: one SQL takes {own.minutes_per_sql},"
        f" {percent(own.closes)} are won, and a deal is worth {typical(own.value)}."
    ]


def pursuit(scenario: Scenario) -> list[str]:
    """Say whom reps call when time is short."""
    section = scenario.pursuit
    if not section.beliefs:
        return []
    priors = [f"{percent(share)} of those of {name}" for name, share in section.priors.items()]
    expected = listed([f"{percent(section.prior)} of leads", *priors])
    sentences = [
        f"Reps call those they believe worth the time: at first they expect {expected} to become SQLs; experience is half"
        f" forgotten in {section.half_life}."
    ]
    own = scenario.team.own_pipeline
    if own is None or not own.hours:
        sentences.append("Without own pipeline every lead is worth it, and nobody is ignored.")
    if section.tracking:
        sentences.append(f"Managers who look {'push them to call' if section.tracking > 0 else 'put them off'}.")
    if section.enforcement:
        sentences.append(
            f"An agreement that is enforced {'pushes them to call' if section.enforcement > 0 else 'puts them off'}."
        )
    if section.load:
        sentences.append(f"More than {plain(section.load_at)} leads in their care put them off; those they ignore do not count.")
    if section.tokens:
        sentences.append(f"Of ignored leads under a promise, {percent(section.tokens)} get a logged attempt that nobody made.")
    return sentences


def contact(scenario: Scenario) -> list[str]:
    """Say how buyers are reached."""
    section = scenario.contact
    chance = f"{percent(section.connect)}, {section.reference_delay} after the buyer's last act"
    sentences = [f"An attempt reaches a reachable buyer with a chance of {chance}."]
    if section.response == "none":
        sentences.append("Speed makes no difference to it.")
    else:
        sentences.append(f"Speed matters by the preset '{section.response}', whose causal effect is unknown.")
    gaps = f", {listed(map(str, section.gaps))} apart" if section.attempts > 1 else ""
    give_up = f", at most {section.give_up_after} long" if section.give_up_after else ""
    sentences.append(f"Reps try {many(section.attempts, 'time')}{gaps}{give_up}.")
    if "email" in section.plan:
        sentences.append(
            f"The attempts are {', '.join(section.plan)}, the last one repeated; an email takes"
            f" {typical(scenario.work.email)} and has {plain(section.email_odds)} times a call's odds of an answer."
        )
    if section.nurture_lift:
        sentences.append(f"A well nurtured lead answers more often (log-odds +{plain(section.nurture_lift)}).")
    return sentences


def sales(scenario: Scenario) -> list[str]:
    """Say what the conversation decides, and how deals go."""
    section = scenario.qualification
    sentences = [
        f"In the conversation {percent(section.accept_fit)} of fitting buyers are accepted "
        f"and {percent(section.accept_unfit)} of the others."
    ]
    if section.accept_from != "decision":
        sentences.append(f"A deal may begin with {FROM[section.accept_from]}.")
    if section.response != "none":
        sentences.append(f"Interest falls with the delay by the preset '{section.response}'.")
    if section.reason_error:
        sentences.append(f"Of rejections, {percent(section.reason_error)} name the wrong reason.")
    if section.early_slows:
        sentences.append(f"A call before buyers are ready slows them by {percent(section.early_slows)} for 30 days.")
    if section.early_unsubscribes:
        early = percent(section.early_unsubscribes)
        sentences.append(f"Of buyers called before they compare and rejected, {early} want to hear no more.")
    return [*sentences, *_opportunity(scenario.opportunity)]


def _opportunity(section: Opportunity) -> list[str]:
    if not section.stages:
        return []
    steps = listed(f"{stage.name} ({percent(stage.advance)} go on)" for stage in section.stages)
    sentences = [f"A deal runs through {steps}; after the last it is won."]
    if section.unready:
        sentences.append(f"A buyer who only compares goes on less often (log-odds -{plain(section.unready)}).")
    if section.intel:
        sentences.append(f"Shared intel helps deals on (log-odds +{plain(section.intel)}).")
    if section.lost_after.shape != "never":
        sentences.append(f"A deal without a decision is lost after {typical(section.lost_after)}.")
    if any(section.reasons.values()):
        total = sum(section.reasons.values())
        named = (f"{key.replace('_', ' ')} {percent(round(weight / total, 2))}" for key, weight in section.reasons.items())
        sentences.append(f"Deals that do not go on are lost by {listed(named)}.")
    if section.value_delay:
        longer = "longer" if section.value_delay > 0 else "less long"
        sentences.append(f"Larger deals take {longer} (correlation {plain(section.value_delay)}).")
    return sentences


def recycle(scenario: Scenario) -> list[str]:
    """Say which leads come back."""
    section = scenario.recycle
    shares = {
        "leads that withdrew": section.withdrew,
        "rejected leads": section.rejected,
        "unreachable leads": section.unreachable,
        "lost deals": section.lost,
        "leads nobody called": section.ignored,
    }
    back = [f"{percent(share)} of {leads}" for leads, share in shares.items() if share]
    return [f"Sales sends back {listed(back)}, to {section.to}."] if back else []


def customers(scenario: Scenario) -> list[str]:
    """Say what happens after the win."""
    section = scenario.customers
    sentences = []
    if section.churn is not None:
        sentences.append(f"In their first year {percent(section.churn)} of customers leave.")
        if section.fit:
            sentences.append("The worse they fit, the sooner.")
        if section.promise_gap:
            agreed = scenario.agreement.definition.by == "both"
            sentences.append(
                f"They leave sooner where marketing and sales promise different things{'; here they agreed' if agreed else ''}."
            )
    if section.referrals and section.referral_channel is not None:
        others = "others" if section.referrals != 1 else "other"
        sentences.append(
            f"A customer refers {plain(section.referrals)} {others} a year, who come through {section.referral_channel}."
        )
    return sentences
