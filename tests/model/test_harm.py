"""Every mechanism can do harm: too much of it, too late, or with the wrong label."""

import numpy as np
import pytest
from stories import Event, run

from sim.log import Disposition, Reason

LEADS = ("5 10:00 x150",)
QUICK = "team: {reps: 40}\nwork: {attempt: 1 min, conversation: 1 min}\n"
NURTURE = "channels: {web: {hand_raiser: false}}\nscoring: {threshold: 1000}\n"


def test_touches_help_and_then_tire():
    text = NURTURE + "nurture: {touches: [{wait: %s h, engages: 0.3, repeat: %s}], fatigue: 0.8, fatigue_half_life: 3 d}"
    seen = [run(text % (24 * 28 / n, n), LEADS).number(Event.ENGAGED) for n in (2, 4, 9, 30, 120)]
    best = seen.index(max(seen))
    assert 0 < best < 4
    assert seen[: best + 1] == sorted(seen[: best + 1])
    assert seen[best:] == sorted(seen[best:], reverse=True)


def test_a_wider_net_brings_less_of_each_lead_and_takes_reps_from_the_good_ones():
    text = """
    channels: {web: {volume: 20 per day, breadth: %s, wide_personas: {idle: 1}}}
    personas: {buyer: {fit: 0.8}, idle: {fit: 0.02}}
    qualification: {accept_unfit: 0}
    work: {attempt: 10 min, conversation: 30 min, order: oldest_first}
    team: {reps: 2}
    """
    narrow, wide = (run(text % breadth) for breadth in (1, 4))
    assert wide.number(Event.CAPTURED) > 3 * narrow.number(Event.CAPTURED)
    assert wide.number(Event.QUALIFIED) < narrow.number(Event.QUALIFIED)


def test_money_has_diminishing_returns():
    text = (
        "channels: {web: {volume: 40 per day, hand_raiser: false, spend: %s, cost_per_lead: 10 EUR}}\n"
        + NURTURE[NURTURE.index("sc") :]
    )
    leads, money = [], []
    for spend in (1, 2, 4, 8):
        story = run(text % spend)
        leads.append(story.number(Event.CAPTURED))
        money.append(story.rows(Event.SPENT)["amount"].sum())
    assert np.array(money) / money[0] == pytest.approx([1, 2, 4, 8])
    assert np.array(leads) / (40 * 28) == pytest.approx(np.array([1, 2, 4, 8]) ** 0.6, rel=4 / np.sqrt(40 * 28))
    more = np.diff(leads) / np.diff(money)
    assert list(more) == sorted(more, reverse=True)


def test_a_hand_over_too_late_meets_closed_windows():
    text = """
    channels: {web: {hand_raiser: false}}
    personas: {buyer: {window: {starts: decision, lasts: 'exponential, mean 8 d'}}}
    nurture: {touches: [{wait: 2 d, engages: 1, points: 10, repeat: 12}]}
    team: {reps: 40}
    work: {attempt: 1 min, conversation: 20 min, nurture_saves: 0.6}
    scoring: {threshold: %s}
    """
    stories = [run(text % threshold, LEADS) for threshold in (10, 30, 60, 100)]
    sqls = [story.number(Event.QUALIFIED) for story in stories]
    minutes = [story.rows(Event.TASK_ENDED)["amount"].sum() / story.number(Event.CONNECTED) for story in stories]
    assert sqls == sorted(sqls, reverse=True)
    assert minutes == sorted(minutes, reverse=True)
    assert sqls[-1] < sqls[0] / 2


def test_a_call_too_early_cools_a_buyer_who_would_have_been_ready_later():
    text = (
        QUICK
        + """
channels: {web: {hand_raiser: %s}}
scoring: {threshold: 30}
personas: {buyer: {readiness: {awareness: 1}, awareness: 4 d, consideration: 4 d}}
nurture: {touches: [{wait: 12 d, engages: 1, points: 30}], turns_to_us: 0}
qualification: {accept_unfit: 0, early_unsubscribes: 0.3}
"""
    )
    early, late = (run(text % raised, LEADS) for raised in ("true", "false"))
    assert early.number(Event.QUALIFIED) == 0 < late.number(Event.QUALIFIED)
    assert early.number(Event.UNSUBSCRIBED) > 0 == late.number(Event.UNSUBSCRIBED)


def test_manual_touches_come_late():
    text = NURTURE + "nurture: {touches: [{wait: 1 d, engages: 0.5, repeat: 5}], manual: %s, calendar: office}"
    automated, manual = (run(text % minutes, LEADS) for minutes in ("null", "30 min"))
    assert manual.number(Event.TOUCHED) < automated.number(Event.TOUCHED) / 2


def test_own_blocks_and_own_work_first_take_time_from_leads():
    leads = ("5 10:00 x30", "6 10:00 x30")
    text = "team: {own_pipeline: {hours: %s%s}}\nwork: {order: own_deals_first}\nexperiment: {horizon: 9 d}"
    doses = ((0, ""), (20, ""), (20, ", blocks: ['09:00']"))
    none, some, ringed = (run(text % dose, leads).number(Event.CONNECTED) for dose in doses)
    assert none > some > ringed


def test_a_weeks_yield_grows_less_than_its_hours():
    text = "team: {reps: 30, own_pipeline: {hours: 10, minutes_per_sql: 60 min, diminishing: %s, blocks: ['09:00'], block: %s h}}"
    sqls = {dose: run(text % dose).number(Event.OWN_SQL) for dose in ((1, 1), (1, 4), (0.5, 1), (0.5, 4))}
    # two hours a day are planned beside the block, so three hours become six
    for exponent in (1, 0.5):
        spread = 4 / np.sqrt(sqls[exponent, 1])
        assert sqls[exponent, 4] / sqls[exponent, 1] == pytest.approx(2**exponent, rel=2 * spread)
    assert sqls[0.5, 4] < sqls[1, 4]


def test_ignored_leads_are_lost_though_they_would_buy():
    text = "pursuit: {beliefs: true, prior: %s}\nteam: {own_pipeline: {hours: 9}, reps: 40, veterans: 0}\n"
    text += "work: {attempt: 1 min, conversation: 1 min}\nexperiment: {horizon: 60 d}"
    trusting, wary = (run(text % prior, LEADS) for prior in (0.5, 0.02))
    assert trusting.number(Event.IGNORED) < 5 < 100 < wary.number(Event.IGNORED)
    assert wary.number(Event.QUALIFIED) < trusting.number(Event.QUALIFIED)
    closed = wary.rows(Event.CLOSED)["reason"]
    assert (closed == Disposition.IGNORED_CLOSED).sum() == wary.number(Event.IGNORED)


def test_a_token_stops_the_clock_and_calls_nobody():
    text = """
    pursuit: {beliefs: true, prior: 0.02, tokens: %s}
    team: {own_pipeline: {hours: 9}}
    agreement: {sales: {first_attempt_within: 1 d, enforcement: alert}}
    """
    honest, gaming = (run(text % tokens, ("5 10:00 x20",)) for tokens in (0, 1))
    assert honest.number(Event.SLA_BREACHED) > gaming.number(Event.SLA_BREACHED) == 0
    assert gaming.number(Event.TOKEN_LOGGED) == 20 - gaming.number(Event.PURSUED)
    assert gaming.number(Event.CONNECTED) <= honest.number(Event.CONNECTED)


def test_an_alert_lets_an_ignored_lead_be_judged_anew():
    text = """
    pursuit: {beliefs: true, prior: 0.07, closes_after: 9 d}
    team: {reps: 20, own_pipeline: {hours: 9}}
    agreement: {sales: {first_attempt_within: 2 d, enforcement: %s}}
    """
    none, alert, reassign = (run(text % how, ("5 10:00 x60",)) for how in ("none", "alert", "reassign"))
    for story in (alert, reassign):
        choices = story.rows(Event.PURSUED, Event.IGNORED)
        assert (choices["item"] & 0xFFFF).max() >= 1
        assert story.number(Event.PURSUED) > none.number(Event.PURSUED)
    assert reassign.number(Event.REASSIGNED) > 0


def test_marketing_paid_for_leads_hands_over_worse_ones_at_the_months_end():
    text = """
    channels: {web: {volume: 30 per day, hand_raiser: false}}
    personas: {buyer: {fit: 0.3}}
    scoring: {auc: 0.8, threshold: 8}
    team: {reps: 9}
    feedback: {incentive: %s, loosening: 15}
    """
    revenue, leads = (run(text % paid) for paid in ("revenue", "leads"))
    assert leads.times(Event.THRESHOLD) == ["Sun 25 00:00", "Sun 1 00:00"]
    assert leads.number(Event.MQL) > 1.1 * revenue.number(Event.MQL)
    share = []
    for story in (revenue, leads):
        fit = dict(zip(story.keys, story.log.leads["fit"].tolist(), strict=True))
        share.append(np.mean([fit[int(row["lead"])] for row in story.rows(Event.MQL)]))
    assert share[1] < share[0]


def test_unasked_pieces_cost_and_lie_on_the_shelf():
    text = NURTURE + "nurture: {touches: [{wait: 1 d, engages: 0.3, repeat: 9}]}\n"
    text += "content: {pieces: 60, cost: 500 EUR, relevance: %s}"
    used = []
    for relevance in (0.1, 0.9):
        story = run(text % relevance, LEADS)
        assert story.rows(Event.PIECE_MADE)["amount"].sum() == 500 * story.number(Event.PIECE_MADE) > 20_000
        used.append(len(set(story.rows(Event.PIECE_USED)["item"].tolist())))
    assert used[0] < used[1] <= story.number(Event.PIECE_MADE)


def test_a_programme_that_goes_on_beside_sales_drives_buyers_away():
    text = (
        QUICK
        + """
nurture: {touches: [{wait: 1 d, engages: 0, repeat: 20}], unsubscribe: 0.02, while_sales_works: %s}
contact: {connect: 0.2, attempts: 9}
"""
    )
    counts = [run(text % rule, LEADS).number(Event.QUALIFIED) for rule in ("pause", "support", "continue")]
    assert counts[0] == counts[1] > counts[2]


def test_a_new_rep_loses_deals_that_an_old_hand_wins():
    text = QUICK + "opportunity: {stages: [{name: offer, minutes: 1 min, advance: 0.6}]}\n"
    text = text.replace("reps: 40", "reps: 40, ramp: 90 d, ramp_gap: 2, tenure: %s")
    settled, churning = (run(text % tenure, ("23 10:00 x150",)).number(Event.WON) for tenure in ("never", "2 d"))
    assert churning < settled


def test_a_review_costs_everyones_hour():
    text = "team: {reps: 3}\nfeedback: {meeting: %s}"
    idle = [run(text % meeting).measured("utilisation") for meeting in ("null", "{}")]
    assert idle[0] == 0
    assert idle[1] == pytest.approx(1 / 40)


def test_blame_after_a_missed_quarter_makes_reps_ignore_more():
    text = """
    pursuit: {beliefs: true, prior: 0.2, half_life: 900 d}
    team: {reps: 20, quota: '900 k EUR', own_pipeline: {hours: 5, closes: 0}}
    feedback: {blame: %s}
    experiment: {horizon: 150 d}
    """
    leads = ("5 10:00 x100",)
    stories = [run(text % blame, leads) for blame in (0, 10, 30)]
    beliefs = [story.rows(Event.BELIEF)["amount"][-20:].mean() for story in stories]
    assert beliefs == sorted(beliefs, reverse=True)
    assert beliefs[2] < 0.6 * beliefs[0]


SUCCEEDED = """
pursuit: {beliefs: true, prior: 0.2, half_life: 70000 d}
team:
  quota: 1 EUR
  own_pipeline: {hours: 20, task: 1 h, minutes_per_sql: 60 min, closes: 1, takes: %s d, value: 1000 EUR}
  away: [{seat: 1, on: 2026-01-24, back: 2026-%s}]
feedback: {blame: 10}
experiment: {horizon: 125 d}
"""


def test_own_deals_of_a_rep_who_left_are_won_for_the_company_and_for_nobodys_quota():
    told = run(SUCCEEDED % (70, "01-26"))
    found, won = told.rows(Event.OWN_SQL), told.rows(Event.OWN_WON)
    assert (won["time"] - found["time"][: len(won)] == 70 * 86_400_000_000).all()
    left = told.rows(Event.REP_LEFT)["time"][0]
    theirs = found["time"][: len(won)] < left
    assert 10 < theirs.sum() < len(won)
    assert (won["reason"] == np.where(theirs, Reason.REP_LEFT, Reason.NONE)).all()
    assert told.measured("revenue_self_sourced") == 1000 * np.sum(won["time"] < told.plan.start + told.plan.horizon)


def test_what_the_predecessor_found_or_won_does_not_save_the_successor_from_blame():
    found = run(SUCCEEDED % (70, "01-26"))  # by the end of March only the predecessor's deals were won
    assert found.rows(Event.BELIEF)["amount"] == pytest.approx([0.2, 0.2, 0.2, 2 / 20], rel=1e-3)
    won = run(SUCCEEDED % (2, "03-31"))  # the predecessor's were won in January, the successor's come in April
    assert won.rows(Event.BELIEF)["amount"] == pytest.approx([0.2, 2 / 20], rel=1e-3)
    own = run(SUCCEEDED % (2, "01-26"))
    assert own.rows(Event.BELIEF)["amount"] == pytest.approx([0.2] * 4)


@pytest.mark.slow
def test_true_labels_teach_the_score_and_ignored_leads_as_rejected_spoil_it():
    text = """
    channels: {web: {volume: 40 per day, hand_raiser: false}}
    personas: {buyer: {fit: 0.4, reachable: 1}}
    scoring: {auc: 0.6, threshold: 0}
    team: {reps: 12, own_pipeline: {hours: 12}, veterans: 0}
    pursuit: {beliefs: true, prior: %s, weight: 500}
    qualification: {accept_fit: 1, accept_unfit: 0}
    feedback: {meeting: {}, completeness: 1, learns: true, ignored_as_rejected: %s}
    experiment: {horizon: 120 d}
    """

    def cosine(story):
        rows = story.rows(Event.LEARNED)
        weights = rows["amount"][-7:-1]
        best = story.plan.after.scoring.differences
        return weights @ best / np.linalg.norm(weights) / np.linalg.norm(best)

    taught = [cosine(run(text % dose, replication=1)) for dose in ((0.5, 0), (0.03, 1))]
    weights = run(text % (0.5, 0), replication=1).plan.after.scoring
    before = weights.weights @ weights.differences / np.linalg.norm(weights.weights) / np.linalg.norm(weights.differences)
    assert taught[0] > before + 0.3
    assert taught[1] < taught[0] - 0.1
