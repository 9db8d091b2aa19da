"""Where leads come from, how far buyers are, and the way through the funnel."""

import numpy as np
import pytest
from stories import run

from effects.crowd import NURTURED, READY, crowd, doses, falls, laid_over, rises
from sim.measures.credit import attribution

STATES = ("no_need", "awareness", "consideration", "decision")


@pytest.mark.covers("A1")
def test_the_further_down_the_funnel_the_nearer_to_a_deal():
    zones = [f"personas: {{buyer: {{readiness: {{{state}: 1}}}}}}" for state in STATES]
    assert rises(doses("won", zones, "opportunity: {unready: 1}"))
    assert falls(doses("wasted_rep_hours_too_early", zones[1:], "qualification: {accept_from: decision}"))


@pytest.mark.covers("A2")
def test_marketing_works_the_top_and_sales_the_bottom():
    thresholds = [f"scoring: {{threshold: {points}}}" for points in (10, 20, 30, 40)]
    assert rises(doses("touches", thresholds, NURTURED))
    assert falls(doses("attempt_hours", thresholds, NURTURED))
    longer = ["{}", "opportunity: {stages: [{name: demo, minutes: 90 min, advance: 0.8}, {name: offer, advance: 0.7}]}"]
    assert rises(doses("deal_hours", longer, NURTURED))
    before, after = doses("touches", longer, NURTURED)
    assert before == after  # what closers do is no work of marketing's


@pytest.mark.covers("A2")
def test_both_teams_may_work_the_middle():
    shared = [f"nurture: {{while_sales_works: {rule}}}" for rule in ("pause", "continue")]
    slow = "contact: {connect: 0.05, attempts: 6, gaps: [4 business days]}"
    alone, together = (crowd(NURTURED, slow, rule) for rule in shared)
    assert together.measured("touches") > alone.measured("touches")
    assert together.measured("attempt_hours") == alone.measured("attempt_hours") > 0


CHANNELS = """
channels:
  ads: {volume: 0.5 per day, hand_raiser: true}
  talks: {volume: 0.5 per day, hand_raiser: true}
"""


@pytest.mark.covers("A3")
def test_a_channel_brings_its_own_leads_and_nobody_elses():
    volumes = [f"{CHANNELS}\n  web: {{volume: 0 per day, spend: 0}}".replace("0.5", str(ads), 1) for ads in (0.5, 1, 2)]
    told = [crowd(text, daily=1) for text in volumes]
    assert rises([each.measured("leads") for each in told])
    assert rises([each.measured("sqls") for each in told])
    names = {name: key for key, name in told[0].plan.names.channels.items()}
    talks = [each.log.leads["lead"][each.log.leads["channel"] == names["talks"]].tolist() for each in told]
    assert talks[0] == talks[1] == talks[2]
    ads = [set(each.log.leads["lead"][each.log.leads["channel"] == names["ads"]].tolist()) for each in told]
    assert ads[0] < ads[1] < ads[2]  # the same leads, and more


@pytest.mark.covers("A5")
def test_a_dear_channel_costs_more_than_it_brings():
    ads = "channels: {{ads: {{volume: 1 per day, hand_raiser: true, cost_per_lead: {} EUR}}}}"
    prices = [ads.format(euros) for euros in (1, 50, 200)]
    assert rises(doses("marketing_cost", prices, daily=2))
    assert falls(doses("return_on_spend", prices, daily=2))
    assert falls(doses("contribution", prices, daily=2))


@pytest.mark.covers("A5", "B6")
def test_the_less_is_recorded_the_further_credit_is_from_the_truth():
    both = "channels: {ads: {volume: 0 per day, hand_raiser: true}}"

    def error(share):
        told = crowd(both, f"channels: {{web: {{unrecorded: {share}}}, ads: {{unrecorded: {share}}}}}", channels=("web", "ads"))
        return sum(abs(row.first_touch - row.true_source) for row in attribution(told.plan, told.log))

    errors = [error(share) for share in (0, 0.2, 0.5, 0.9)]
    assert errors[0] == pytest.approx(0, abs=1e-6)
    assert errors[1] > 0
    assert errors[3] > errors[1]


@pytest.mark.covers("A7")
def test_each_stage_moves_what_comes_after_it_and_nothing_before():
    deals = "opportunity: {{stages: [{{name: demo, delay: 5 d, advance: {}}}]}}"
    changes = ("scoring: {threshold: 30}", "qualification: {accept_fit: 0.5}", deals.format(0.4))
    told = [crowd(NURTURED, READY, deals.format(0.9), text, daily=30) for text in ("{}", *changes)]
    stages = ("leads", "mqls", "sqls", "won")
    base, stricter, choosier, weaker = (np.array([each.measured(name) for name in stages]) for each in told)
    assert (base[:-1] > base[1:]).all()
    assert list(stricter < base) == [False, True, True, True]
    assert list(choosier < base) == [False, False, True, True]
    assert list(weaker < base) == [False, False, False, True]
    assert list(weaker[:3]) == list(base[:3])
    assert list(choosier[:2]) == list(base[:2])


@pytest.mark.covers("A9")
def test_customers_bring_leads():
    friends = "channels: {friends: {volume: 0 per day, hand_raiser: true}}"
    referring = [f"customers: {{churn: 0.1, referrals: {n}, referral_channel: friends}}" for n in (0, 1, 3)]
    assert rises(doses("leads", referring, friends))
    assert rises(doses("won", referring, friends))


@pytest.mark.covers("A9", "F10")
def test_the_story_goes_on_after_the_win():
    leaving = [f"customers: {{churn: {share}}}" for share in (0.05, 0.3, 0.6)]
    assert falls(doses("retention_12m", leaving, daily=20))
    assert falls(doses("lifetime_revenue", leaving, daily=20))


@pytest.mark.covers("A9", "D3")
def test_lost_leads_enter_the_funnel_again():
    back = [f"recycle: {{lost: {share}, cooling: 20 d, most: 2}}\nscoring: {{threshold: 20}}" for share in (0, 0.5, 1)]
    assert rises(doses("recycled", back, NURTURED))
    assert rises(doses("touches", back, NURTURED))


@pytest.mark.covers("A11")
def test_a_shared_picture_of_the_buyer_brings_buyers_who_fit_and_stay():
    alike = "scoring: {auc: 0.84, points: 10, base: 50, threshold: 55}\nchannels: {web: {hand_raiser: false}}\nnurture: {}"
    apart, shared = (f"agreement: {{definition: {{by: {by}, employees: 60}}}}" for by in ("marketing", "both"))
    customers = "customers: {churn: 0.2, promise_gap: 1}"
    told = [crowd(alike, customers, text, daily=20) for text in (apart, shared)]
    for measure in ("mql_precision", "mql_to_sql_period", "retention_12m"):
        assert rises([each.measured(measure) for each in told]), measure
    assert falls([each.measured("mqls") for each in told])


@pytest.mark.covers("A12")
def test_leads_that_come_all_at_once_wait():
    # the same 200 leads for two reps: ten on each of twenty working days, or all on the first; buyers do not look for long
    desk = """
team: {reps: 2}
personas: {buyer: {window: {lasts: 'exponential, mean 10 d', starts: capture}}}
work: {research: 20 min}
contact: {connect: 0.9}
"""
    paced = run(laid_over(desk), tuple(f"{day} 10:00 x10" for day in range(5, 31) if (day - 5) % 7 < 5))
    burst = run(laid_over(desk), ("5 10:00 x200",))
    assert paced.measured("leads") == burst.measured("leads") == 200
    assert burst.measured("wait_hours_mean") > 2 * paced.measured("wait_hours_mean")
    assert burst.measured("sqls") < paced.measured("sqls")


@pytest.mark.covers("A13", "F13")
def test_a_wider_net_brings_more_leads_that_fit_less():
    wide = """
channels: {web: {volume: 2 per day, personas: {buyer: 1}, wide_personas: {looker: 1}, breadth: 1}}
personas: {looker: {fit: 0.1, window: {lasts: 60 d, starts: decision}}}
"""
    nets = [wide.replace("breadth: 1", f"breadth: {breadth}") for breadth in (1, 1.5, 2, 4)]
    assert rises(doses("leads", nets, daily=1))
    assert falls(doses("mql_precision", nets, daily=1))
    assert rises(doses("wasted_rep_hours_bad_fit", nets, daily=1))
    kept = [set(crowd(text, daily=1).keys) for text in nets]
    assert kept[0] < kept[1] < kept[2] < kept[3]
