"""What both sides do about the agreement: reactions to a short month, reviews, escalation, a split desk, training."""

import itertools

import numpy as np
import pytest
from stories import Event, run

from sim.log import Reason

MONTHS = "experiment: {start: 2026-01-01, horizon: 95 d}\n"
FLOW = """
channels: {web: {volume: 6 per day, hand_raiser: false, cost_per_lead: 10 EUR}}
personas: {buyer: {fit: 0.5}}
scoring: {auc: 0.75, threshold: %s}
team: {reps: 9}
work: {attempt: 1 min, conversation: 1 min}
"""


def promised(text: str, threshold: float = 6):
    return run(FLOW % threshold + MONTHS + text)


def test_a_short_month_loosens_the_threshold_for_the_next():
    never = promised("agreement: {marketing: {leads_per_rep: 1 per month, reaction: loosen}}")
    short = promised("agreement: {marketing: {leads_per_rep: 90 per month, reaction: loosen, loosens: 7}}")
    assert never.number(Event.THRESHOLD) == 0
    assert short.rows(Event.THRESHOLD)["amount"].tolist() == [-1.0]
    assert short.times(Event.THRESHOLD) == ["Sun 1 00:00"]
    assert short.number(Event.MQL) > never.number(Event.MQL)
    assert short.rows(Event.PROMISED)["amount"] == pytest.approx([9 * 90] * 3)
    assert (short.rows(Event.PROMISED)["item"] < 9 * 90).all()


def test_a_short_month_raises_every_budget_and_brings_a_superset_of_leads():
    doses = (0, 0.2, 0.5, 1, 3)
    text = "agreement: {marketing: {leads_per_rep: 90 per month, reaction: spend, spends: %s}}"
    leads = [set(promised(text % dose).keys) for dose in doses]
    for less, more in itertools.pairwise(leads):
        assert less < more


def test_marketings_promise_of_a_channels_leads_is_counted_by_the_source_on_record():
    text = """
    channels:
      web: {volume: 6 per day, hand_raiser: true, unrecorded: 1}
      chat: {volume: 0 per day, hand_raiser: true}
      mail: {volume: 0 per day, hand_raiser: true}
    agreement: {marketing: {leads_per_rep: 9 per month, channels: [chat, mail]}}
    team: {reps: 9}
    """
    story = run(text + MONTHS)
    handed = story.rows(Event.DELIVERED)
    source = dict(zip(story.keys, story.log.leads["recorded"].tolist(), strict=True))
    told = [source[lead] != 0 for lead in handed["lead"].tolist()]
    assert 0 < sum(told) < len(told)
    months = story.plan.month_starts.tolist()
    each = [int(np.sum((handed["time"] >= a) & (handed["time"] < b) & told)) for a, b in itertools.pairwise(months[:4])]
    assert story.rows(Event.PROMISED)["item"].tolist() == each
    assert story.measured("marketing_sla_attainment") == pytest.approx(np.mean([min(1, n / (9 * 9)) for n in each]))


def test_a_review_moves_the_threshold_towards_what_sales_accepts():
    text = "agreement: {reviewed: true, review_step: 3}\nqualification: {accept_fit: %s, accept_unfit: %s}\n"
    text += "feedback: {completeness: 1}\nhandoff: {routing: round_robin}"
    disliked, liked = promised(text % (0.1, 0)), promised(text % (1, 1))
    assert disliked.rows(Event.THRESHOLD)["amount"].tolist() == [9.0, 12.0, 15.0, 18.0][: disliked.number(Event.THRESHOLD)]
    assert liked.rows(Event.THRESHOLD)["amount"].tolist() == [3.0, 0.0, -3.0, -6.0][: liked.number(Event.THRESHOLD)]
    assert disliked.number(Event.MQL) < liked.number(Event.MQL)


def test_a_manager_puts_a_breached_lead_first():
    text = """
    channels: {web: {score: 50}, chat: {volume: 0 per day, hand_raiser: true, score: 10}}
    agreement:
      sales:
        tiers:
          - {name: low, score_at_least: 0, first_attempt_within: 1 h}
          - {name: high, score_at_least: 40, first_attempt_within: 9 d}
        enforcement: %s
    work: {order: highest_score}
    costs: {escalation: 50 EUR}
    """
    leads = ("chat 5 08:59", "5 08:00 x6")
    alert, escalate = (run(text % how, leads) for how in ("alert", "escalate"))
    for story, place in ((alert, 6), (escalate, 2)):
        (low,) = (i for i, time in enumerate(story.log.leads["captured"]) if story.when(time).endswith("08:59"))
        assert story.begun()[place] == low
    assert escalate.rows(Event.ESCALATED)["amount"].tolist() == [50.0]


def test_sdrs_qualify_and_others_close():
    text = "team: {reps: 4, sdrs: %s}\nopportunity: {stages: [{name: offer, minutes: 10 min, advance: 1}]}"
    whole, split = (run(text % sdrs, ("5 10:00 x12",)) for sdrs in (0, 2))
    assert whole.number(Event.REASSIGNED) == 0
    assert split.number(Event.REASSIGNED) == 12
    assert set(split.workers(Event.QUALIFIED)) == {"rep 1", "rep 2"}
    assert set(split.workers(Event.WON)) == {"rep 3", "rep 4"}
    assert {row["reason"] for row in split.rows(Event.REASSIGNED)} == {Reason.HANDED_ON}


def test_a_company_trains_when_deals_are_lost_and_skill_shows_later():
    text = """
    channels: {web: {volume: 6 per day}}
    team: {reps: 9}
    opportunity: {stages: [{name: offer, minutes: 10 min, advance: 0.3}]}
    feedback: {meeting: {}, training: {below: %s, after: 10 d, gain: 1, most: 2, cost: 900 EUR}}
    experiment: {horizon: 80 d}
    """
    content, worried = (run(text % below) for below in (0.05, 0.9))
    assert content.number(Event.TRAINED) == 0
    assert worried.rows(Event.TRAINED)["amount"].tolist() == [900.0, 900.0]
    assert worried.rows(Event.COACHED)["amount"].tolist() == [1.0, 2.0]
    gap = worried.rows(Event.COACHED)["time"] - worried.rows(Event.TRAINED)["time"]
    assert (gap == 10 * 86_400_000_000).all()
    assert worried.number(Event.WON) > 1.3 * content.number(Event.WON)


def test_budgets_go_where_the_recorded_sqls_come_from():
    text = """
    channels:
      web: {volume: 6 per day, hand_raiser: true, cost_per_lead: 10 EUR}
      chat: {volume: 6 per day, hand_raiser: false, cost_per_lead: 10 EUR}
    scoring: {threshold: 1000}
    team: {reps: 9}
    feedback: {meeting: {}, completeness: 1, targeting: %s}
    """
    shares = []
    for targeting in (0, 0.05, 0.1, 0.3, 0.9):
        spent = run(text % targeting).rows(Event.SPENT)["amount"][-2:]
        assert spent.sum() == pytest.approx(120)
        shares.append(spent.max() / 120)
    assert shares == sorted(shares)
    assert shares[0] == pytest.approx(0.5)
    assert shares[-1] > 0.95


def test_marketing_that_sees_its_leads_unworked_chases_counts():
    text = "contact: {connect: 0, attempts: %s}\nfeedback: {chases: 10}\n"
    worked, left = promised(text % 9), promised(text % 1)
    assert np.mean(worked.rows(Event.MARKETING_BELIEF)["amount"]) > np.mean(left.rows(Event.MARKETING_BELIEF)["amount"])
    assert left.rows(Event.THRESHOLD)["amount"][-1] == pytest.approx(-4)
    assert left.number(Event.MQL) > worked.number(Event.MQL)


def test_an_account_that_is_matched_stays_with_its_owner():
    text = """
    channels: {chat: {volume: 2 per day, hand_raiser: true, duplicates: 1}}
    team: {reps: 4}
    handoff: {match_accounts: %s}
    opportunity: {stages: [{name: offer, delay: 90 d, minutes: 10 min, advance: 1}]}
    """
    shares = []
    for matched in ("false", "true"):
        story = run(text % matched, ("5 09:00 x4",))
        owner = {int(row["lead"]): int(row["rep"]) for row in story.rows(Event.ASSIGNED)}
        account = dict(zip(story.keys, story.log.leads["account"].tolist(), strict=True))
        pairs = [(owner[lead], owner[other]) for lead, other in account.items() if other and lead in owner]
        assert len(pairs) > 20
        shares.append(np.mean([mine == theirs for mine, theirs in pairs]))
    assert shares[1] == 1.0 > shares[0]
