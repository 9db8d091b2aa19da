"""Each mechanism has a sentence in plain words when it is on, and a name among what is switched off when it is not."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from sim.scenario import explain, parse_scenario, read_scenario
from sim.scenario.tree import plain_value
from sim.scenario.words.switches import THEMES
from sim.scenario.yaml import parse_yaml

PLAIN = """\
name: plain
channels: {web: {volume: 6 per day, hand_raiser: true}, friends: {volume: 1 per day}}
contact: {response: none}
"""
STAGE = "opportunity: {stages: [{name: demo, advance: 50 %}], "
# What is written, what is said, and the name when it is off.
MECHANISMS = (
    ("channels: {web: {day_effect_cv: 0.3}}", ", varying by 30 % from day to day beyond chance", "day effects"),
    ("channels: {web: {cost_per_lead: 40 EUR}}", ", at 40 EUR each", "cost of leads"),
    (
        "channels: {web: {spend: 1.5}}",
        ", with 1.5 times the budget (volume grows with its power of 0.6, so each costs more)",
        "budgets other than stated",
    ),
    (
        "channels: {web: {breadth: 2, wide_personas: {buyer: 1}}}",
        "a net 2 times as wide whose extra leads are 100 % buyer",
        "wider nets",
    ),
    (
        "channels: {web: {duplicates: 5 %}}",
        ", 5 % of them of accounts that sales is working on",
        "leads of accounts being worked",
    ),
    ("channels: {web: {unrecorded: 10 %}}", ", 10 % with a wrong source on record or none", "wrong sources on record"),
    (
        "channels: {web: {readiness: {no_need: 1, decision: 3}}}",
        "; at the form 25 % have no need yet and 75 % are ready to choose.",
        "readiness (all buyers are ready)",
    ),
    (
        "personas: {buyer: {readiness: {awareness: 1}, awareness: 30 d, consideration: 20 d}}",
        "At the form 100 % know the problem. Nobody hurrying them, awareness takes 30 days and consideration 20 days.",
        "readiness (all buyers are ready)",
    ),
    (
        "personas: {buyer: {readiness: {no_need: 1}, need: 'exponential, mean 90 d'}}",
        "A need comes after 90 days on average.",
        "readiness (all buyers are ready)",
    ),
    (
        "personas: {buyer: {window: {lasts: 60 d, starts: decision}}}",
        "keeps looking for 60 days from the day they are ready on",
        "closing windows",
    ),
    ("personas: {buyer: {repurchase: 1 year}}", "The need returns 1 year after they stop looking.", "needs that return"),
    ("nurture: {touches: [{repeat: 3}], drip: {}}", "Marketing sends 3 touches. Then a slow drip goes on.", "nurture"),
    ("nurture: {while_sales_works: continue}", "While sales works a lead, the programme goes on.", "nurture beside sales"),
    ("nurture: {while_sales_works: support}", "marketing sends what supports the sale.", "nurture beside sales"),
    ("nurture: {touches: [{minutes: 5 min}], marketers: 2}", "a marketer's time are shared by 2 marketers.", "marketers' time"),
    ("nurture: {touches: [{reveals: 50 %}]}", "An engaged lead may tell a marketer that they are ready", "marketers' calls"),
    ("nurture: {fatigue: 0.25}", "costs 0.25 in log-odds of an engagement, and is half forgotten after 21 days.", "fatigue"),
    ("nurture: {unsubscribe: 0.2 %}", "At a touch 0.2 % unsubscribe, more of those who are tired.", "unsubscribing"),
    ("nurture: {readiness: 0.3}", "Readier buyers engage more (0.3 in log-odds a step).", "engagement by readiness"),
    ("nurture: {speeds: 0.5}", "Nurture moves the buyers' timing: each recent engagement makes", "nurture as timing"),
    ("nurture: {recalls: 0.5}", "Nurture makes buyers remember: each recent engagement", "nurture as recall"),
    ("nurture: {turns_to_us: 10 %}", "10 % ask for a call by themselves.", "buyers who ask by themselves"),
    ("nurture: {visits: 5}", "A buyer who gets readier visits our pages, for 5 points.", "own visits"),
    ("content: {pieces: 4, cost: 500 EUR}", "4 pieces of content a month at 500 EUR each; 35 % of them answer", "content"),
    ("content: {nurture: 1}", "The better content answers buyers' questions, the more of them engage.", "content"),
    ("content: {follow_up: 50 %, helps: 0.3}", "After 50 % of conversations the rep sends a piece", "content"),
    ("content: {case_study: 2 %}", "A customer's case study closes 2 % of the gap to full relevance.", "case studies"),
    ("scoring: {half_life: 30 d}", "Points of behaviour lose half their weight in 30 days.", "decay of points"),
    ("scoring: {auc: 0.7}", "an AUC of 0.7; the best score these data allow has 0.84.", "scores of firms"),
    ("scoring: {noise: 0.5}", "What is typed into forms errs by 0.5 standard deviations.", "errors in forms"),
    ("agreement: {sales: {first_attempt_within: 1 h}}", "a first attempt within 1 hour of delivery", "a promise of sales"),
    (
        "agreement: {sales: {first_attempt_within: 1 h, enforcement: escalate}}",
        "After a breach a manager puts the lead first.",
        "enforcement",
    ),
    ("agreement: {sales: {disposition_within: 30 d}}", "rejected within 30 days counts as accepted.", "acceptance by default"),
    (
        "agreement: {marketing: {leads_per_rep: '1,100 per rep per month', channels: [web], reaction: loosen}}",
        "Marketing promises 1,100 leads per rep per month from web, and loosens the threshold by 5 points for a month",
        "a promise of marketing",
    ),
    (
        "agreement: {marketing: {leads_per_rep: 1 per day, reaction: spend}}",
        "1 lead per rep per day, and raises every budget by 20 % for a month when one fell short.",
        "a promise of marketing",
    ),
    (
        "agreement: {definition: {by: both, threshold: 30, employees: 50, revenue: 500}}",
        "from a score of 30. Both sides agreed on what a qualified lead is, with at least 50 employees and 500 k EUR of yearly",
        "an agreed definition",
    ),
    ("agreement: {intel: true}", "What a lead read, downloaded and filled in travels with it (intel).", "intel"),
    (
        "agreement: {reviewed: true}",
        "Every month both sides move threshold and tiers by 2 points",
        "monthly reviews of the threshold",
    ),
    (
        "handoff: {automated: {counts: true}}",
        "answers every MQL at once, which meets the promise of a first attempt: 30 % of buyers",
        "automated first touch",
    ),
    ("handoff: {delay: 1 h}", "MQLs are delivered to sales after 1 hour.", "system delay"),
    ("handoff: {attention: 2 h}", "reps see new leads after 2 hours.", "attention (reps see leads at once)"),
    ("handoff: {match_accounts: true}", "A lead of an account being worked goes to its owner.", "matching of accounts"),
    ("team: {reps: 4, sdrs: 2}", "Seats 1 to 2 only qualify (SDRs); the others close.", "a split into SDRs and closers"),
    (
        "team: {own_pipeline: {hours: 12, blocks: ['15:00']}}",
        "A rep plans 12 hours a week for own pipeline, in blocks of 2 hours from 15:00: one SQL takes 310 minutes, 9 % are won",
        "own pipeline",
    ),
    ("team: {quota: 1 M EUR}", "Each is to win 1,000,000 EUR a year (quota).", "quota"),
    ("team: {absence: 5 %}", "a rep is absent with a chance of 5 %.", "absence"),
    ("team: {tenure: 500 d, hiring_lag: 60 d}", "A rep stays 500 days; a successor comes 60 days later.", "turnover"),
    ("team: {ramp: 90 d}", "A new rep needs 90 days to learn the job, and lacks 1 in log-odds", "ramp"),
    ("team: {skill_sd: 0.3}", "Reps differ in skill by 0.3 in log-odds of every stage.", "differences in reps' skill"),
    ("team: {pace_sd: 0.3}", "They differ in pace (sd of the log 0.3).", "differences in reps' pace"),
    ("team: {meetings: [{on: mon, at: '09:00'}]}", "All meet on Monday at 09:00 for 1 hour.", "meetings and admin"),
    ("team: {admin: 30 min}", "Admin takes each 30 minutes a day.", "meetings and admin"),
    (
        "pursuit: {beliefs: true, priors: {web: 10 %}}",
        "at first they expect 30 % of leads and 10 % of those of web to become SQLs; experience is half forgotten in 120 days."
        " Without own pipeline every lead is worth it, and nobody is ignored.",
        "beliefs (reps call everybody)",
    ),
    ("pursuit: {beliefs: true, tracking: 0.5}", "Managers who look push them to call.", "tracking"),
    (
        "{agreement: {sales: {first_attempt_within: 1 h, enforcement: alert}}, pursuit: {beliefs: true, tokens: 20 %}}",
        "20 % get a logged attempt that nobody made.",
        "token attempts",
    ),
    ("work: {research: 10 min}", "Time per task: research 10 minutes; an attempt", "research before the first attempt"),
    ("work: {nurture_saves: 20 %}", "A well nurtured buyer saves 20 % of the time of conversations", "time that nurture saves"),
    (
        "{agreement: {intel: true}, work: {intel_saves: 30 %}}",
        "Shared intel saves 30 % of the research.",
        "time that intel saves",
    ),
    ("contact: {response: steep}", "Speed matters by the preset 'steep'", "the effect of speed"),
    ("contact: {plan: [call, email]}", "The attempts are call, email, the last one repeated; an email takes 3 minutes", "emails"),
    ("contact: {nurture_lift: 0.4}", "A well nurtured lead answers more often (log-odds +0.4).", "answers by nurture"),
    ("qualification: {response: mild}", "Interest falls with the delay by the preset 'mild'.", "the effect of speed on interest"),
    ("qualification: {reason_error: 10 %}", "Of rejections, 10 % name the wrong reason.", "wrong reasons of rejections"),
    (
        "qualification: {early_slows: 30 %}",
        "A call before buyers are ready slows them by 30 % for 30 days.",
        "harm by early calls",
    ),
    ("qualification: {early_unsubscribes: 10 %}", "before they compare and rejected, 10 % want to hear", "harm by early calls"),
    (f"{STAGE}}}", "A deal runs through demo (50 % go on); after the last it is won.", "deals after acceptance"),
    (f"{STAGE}unready: 1}}", "A buyer who only compares goes on less often (log-odds -1).", "deals with buyers who only compare"),
    (
        f"{STAGE}lost_after: 'weibull, mean 120 d, shape 1.5'}}",
        "A deal without a decision is lost after 120 days on average.",
        "a clock of deals without a decision",
    ),
    (
        f"{STAGE}reasons: {{no_decision: 3, price: 1}}}}",
        "Deals that do not go on are lost by no decision 75 % and price 25 %.",
        "reasons of lost deals",
    ),
    (f"{STAGE}value_delay: 0.3}}", "Larger deals take longer (correlation 0.3).", "a link of size and delay"),
    ("recycle: {ignored: 50 %, withdrew: 10 %}", "10 % of leads that withdrew and 50 % of leads nobody called", "recycling"),
    ("customers: {churn: 13 %, fit: 1}", "13 % of customers leave. The worse they fit, the sooner.", "churn"),
    ("customers: {churn: 13 %, promise_gap: 1}", "They leave sooner where marketing and sales promise different", "churn"),
    (
        "customers: {referrals: 0.5, referral_channel: friends}",
        "A customer refers 0.5 others a year, who come through friends.",
        "referrals",
    ),
    (
        "feedback: {meeting: {every: 2}}",
        "what became of leads every 2 weeks, on Friday at 15:30, for 1 hour.",
        "a review meeting",
    ),
    (
        "feedback: {completeness: 70 %, reason_error: 10 %}",
        "Sales enters what became of 70 % of leads, 10 % of them wrongly.",
        "entries of what became of leads",
    ),
    (
        "feedback: {ignored_as_rejected: 20 %}",
        "Of leads nobody called, 20 % are entered as not qualified.",
        "ignored leads entered as rejected",
    ),
    ("{scoring: {auc: 0.6}, feedback: {meeting: {}, learns: true}}", "The score learns from what was", "a score that learns"),
    ("feedback: {meeting: {}, targeting: 10 %}", "A review may move 10 % of the budget towards", "budgets by SQLs"),
    ("feedback: {meeting: {}, content: 2 %}", "A reported question closes 2 % of content's gap", "content by questions"),
    ("feedback: {coaching: 10 %}", "in a month they close 10 % of a skill gap of 0.5 in log-odds.", "coaching"),
    ("feedback: {meeting: {}, training: {}}", "When fewer than 20 % of deals are won, all reps train for 4 hours", "training"),
    (
        "feedback: {incentive: leads, loosening: 5}",
        "Marketing is paid for leads, and loosens the threshold by 5 points in the last week of a month.",
        "pay for leads",
    ),
    ("feedback: {chases: 10}", "marketing loosens the threshold, by up to 10 points.", "chasing of leads"),
    ("feedback: {blame: 3}", "A missed quarter counts against every channel like 3 bad leads.", "blame"),
    ("costs: {rep: 90 k EUR, gross_margin: 80 %}", "A rep costs 90,000 EUR a year. Of first-year value 80 % is", "costs"),
)
NAMES = [name for _, switches in THEMES for name, _ in switches]


def read(text: str) -> Any:
    """Plain mappings of a YAML text."""
    return plain_value(parse_yaml(text, "text")[0])


def merged(under: Any, over: Any) -> Any:
    """One tree over another."""
    if not (isinstance(under, dict) and isinstance(over, dict)):
        return over
    return under | {key: merged(under.get(key), value) for key, value in over.items()}


def paragraphs(text: str) -> dict[str, str]:
    """What is said of the plain company with changes, by the paragraph's title."""
    words = explain(parse_scenario(json.dumps(merged(read(PLAIN), read(text)))))
    return dict(paragraph.partition(". ")[::2] for paragraph in words.split("\n\n")[1:])


@pytest.mark.parametrize(("text", "said", "name"), MECHANISMS, ids=[text for text, _, _ in MECHANISMS])
def test_a_mechanism_is_said_when_it_is_on_and_named_when_it_is_off(text: str, said: str, name: str) -> None:
    on, off = paragraphs(text), paragraphs("{}")
    assert any(said in each for title, each in on.items() if title != "Switched off")
    assert not any(said in each for each in off.values())
    assert name in named(off["Switched off"])
    assert name not in named(on["Switched off"])


def named(paragraph: str) -> list[str]:
    """The names in what is switched off."""
    lists = [sentence.partition(": ")[2] for sentence in paragraph.strip().rstrip(".").split(". ")]
    return [name for each in lists for last in each.split(", ") for name in last.split(" and ")] + [
        name for name in NAMES if " and " in name and name in paragraph
    ]


def test_every_name_is_tried_and_stands_once() -> None:
    assert {name for _, _, name in MECHANISMS} == set(NAMES)
    assert [name for name, count in Counter(NAMES).items() if count > 1] == []


def test_with_everything_on_nothing_is_switched_off() -> None:
    assert "Switched off" not in explain(read_scenario(Path(__file__).parent / "everything.yaml"))
