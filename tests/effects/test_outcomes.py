"""What leaders look at: every figure moves the way it says, and only with what it is about."""

import pytest

from effects.crowd import NURTURED, READY, crowd, doses, falls, rises
from sim.measures.credit import NURTURE, SALES, attribution

ADVANCE = "opportunity: {{stages: [{{name: demo, delay: 2 d, minutes: 30 min, advance: {}}}]}}"
PRICED = "channels: {web: {volume: 2 per day, cost_per_lead: 50 EUR}}\ncosts: {rep: 60 k EUR, gross_margin: 0.8}\nteam: {reps: 3}"
OWN = "team: {reps: 6, own_pipeline: {hours: 10, minutes_per_sql: 100 min, closes: 0.3, takes: 20 d}}"


@pytest.mark.covers("F1")
def test_revenue_is_what_marketing_and_reps_bring():
    told = [crowd(OWN, f"team: {{own_pipeline: {{closes: {share}}}}}") for share in (0, 0.3, 0.9)]
    assert rises([each.measured("revenue_self_sourced") for each in told])
    assert rises([each.measured("revenue") for each in told])
    assert len({each.measured("revenue_inbound") for each in told}) == 1
    told = [crowd(OWN, ADVANCE.format(share), "team: {own_pipeline: {blocks: ['13:00']}}") for share in (0.2, 0.5, 0.9)]
    assert rises([each.measured("revenue_inbound") for each in told])
    assert rises([each.measured("revenue") for each in told])
    for each in told:
        parts = each.measured("revenue_inbound") + each.measured("revenue_self_sourced")
        assert each.measured("revenue") == pytest.approx(parts)


@pytest.mark.covers("F2", "F6")
def test_more_leads_become_customers_where_more_fit():
    fits = [f"personas: {{buyer: {{fit: {share}}}}}" for share in (0.1, 0.4, 0.8)]
    assert rises(doses("lead_to_won", fits))
    assert rises(doses("mql_to_won", fits))
    never = [1 - share for share in doses("lead_to_won", fits)]
    assert falls(never)
    assert never[0] > 0.9


@pytest.mark.covers("F5", "C6")
def test_the_more_leads_a_rep_holds_the_more_are_ignored():
    desk = """
team: {own_pipeline: {hours: 5, minutes_per_sql: 150 min}}
pursuit: {beliefs: true, prior: 0.3, load: 1, load_at: 10}
"""
    hands = [f"team: {{reps: {n}}}" for n in (20, 6, 2)]
    assert rises(doses("share_ignored", hands, desk))
    assert rises(doses("share_never_worked", hands, desk))


@pytest.mark.covers("F7")
def test_leads_that_do_not_fit_waste_money_and_hours():
    fits = [f"personas: {{buyer: {{fit: {share}}}}}" for share in (0.9, 0.5, 0.1)]
    told = [crowd(PRICED, text, daily=1) for text in fits]
    for measure in ("wasted_rep_share", "wasted_rep_hours_bad_fit", "wasted_marketing_cost", "wasted_marketing_cost_bad_fit"):
        assert rises([each.measured(measure) for each in told]), measure
    ignoring = "team: {own_pipeline: {hours: 5, minutes_per_sql: 100 min}}\npursuit: {beliefs: true}"
    beliefs = [f"pursuit: {{prior: {share}}}" for share in (0.9, 0.25, 0.02)]
    assert rises(doses("wasted_marketing_cost_ignored_after_paid", beliefs, PRICED, ignoring, daily=1))


@pytest.mark.covers("F8")
def test_more_reps_make_their_quota_when_it_is_lower_or_more_is_won():
    quotas = [f"team: {{reps: 6, quota: {euros} k EUR}}" for euros in (20, 80, 200, 500)]
    assert falls(doses("reps_at_quota", quotas))
    assert falls(doses("quota_attainment", quotas))
    wins = [ADVANCE.format(share) for share in (0.1, 0.5, 0.9)]
    assert rises(doses("reps_at_quota", wins, quotas[1]))


@pytest.mark.covers("F9")
def test_better_selling_wins_more_of_the_sqls():
    wins = [ADVANCE.format(share) for share in (0.1, 0.4, 0.8)]
    assert rises(doses("sql_to_won", wins))
    assert rises(doses("sql_to_won_period", wins))
    assert len(set(doses("mql_to_sql", wins))) == 1


@pytest.mark.covers("F11")
def test_marketings_money_brings_less_revenue_the_more_it_spends():
    spends = [f"channels: {{web: {{spend: {multiple}}}}}" for multiple in (1, 2, 5)]
    told = [crowd(PRICED, text, daily=1) for text in spends]
    assert rises([each.measured("leads") for each in told])
    assert rises([each.measured("marketing_cost") for each in told])
    assert falls([each.measured("leads") / each.measured("marketing_cost") for each in told])
    assert falls(doses("return_on_spend", [f"channels: {{web: {{cost_per_lead: {n} EUR}}}}" for n in (20, 80, 300)], PRICED))
    assert rises(doses("cost_per_won", [f"costs: {{rep: {n} k EUR}}" for n in (20, 60, 120)], PRICED))


@pytest.mark.covers("F13")
def test_a_lower_bar_brings_more_mqls_of_lower_quality():
    scored = "channels: {web: {hand_raiser: false}}\nscoring: {auc: 0.75, points: 10, base: 50}\nnurture: {}"
    bars = [f"scoring: {{threshold: {points}}}" for points in (65, 55, 45)]
    assert rises(doses("mqls", bars, scored, daily=20))
    assert falls(doses("mql_precision", bars, scored, daily=20))
    assert rises(doses("score_auc", [f"scoring: {{auc: {auc}, threshold: 55}}" for auc in (0.5, 0.65, 0.8)], scored, daily=20))


@pytest.mark.covers("F14", "B6")
def test_the_more_nurture_there_is_the_more_credit_it_gets_where_credit_is_shared():
    def credit(points):
        told = crowd(NURTURED, f"scoring: {{threshold: {points}}}", daily=20)
        rows = {row.source: row for row in attribution(told.plan, told.log)}
        whole = sum(row.even_split for row in rows.values())
        assert whole == pytest.approx(told.measured("revenue_inbound"))
        assert rows[NURTURE].first_touch == 0  # the form came first
        assert rows[SALES].last_touch == pytest.approx(whole)  # and a call last
        assert rows[SALES].even_split > 0
        return rows[NURTURE].even_split / whole

    assert rises([credit(points) for points in (10, 20, 40)])  # a higher bar asks for more engagements before the call


@pytest.mark.covers("F15")
def test_attempts_that_nobody_makes_move_the_dashboard_and_nothing_else():
    desk = """
team: {reps: 3, own_pipeline: {hours: 5, minutes_per_sql: 60 min}}
pursuit: {beliefs: true, prior: 0.2}
agreement: {sales: {first_attempt_within: 4 business hours, enforcement: alert}}
"""
    logging = [f"pursuit: {{tokens: {share}}}" for share in (0, 0.5, 1)]
    told = [crowd(desk, text) for text in logging]
    assert rises([each.measured("token_attempts") for each in told])
    assert rises([each.measured("first_response_within_sla") for each in told])
    shown, real = (told[-1].measured(f"first_response_within_sla{which}") for which in ("", "_real"))
    assert shown > real + 0.2
    assert told[-1].measured("first_response_within_sla_real") <= told[0].measured("first_response_within_sla_real")
    assert told[-1].measured("won") <= told[0].measured("won")


@pytest.mark.covers("F16", "A2")
def test_the_bottleneck_is_where_leads_are_lost():
    looking = "personas: {buyer: {window: {lasts: 'exponential, mean 40 d'}}}"
    bars = [f"scoring: {{threshold: {points}}}" for points in (10, 30, 60)]
    assert rises(doses("missed_revenue_before_sql", bars, NURTURED, READY, looking))
    slow = [f"opportunity: {{stages: [{{name: offer, delay: {days} d, advance: 0.8}}]}}" for days in (2, 20, 60)]
    assert rises(doses("missed_revenue_after_sql", slow, NURTURED, READY, looking))
    assert falls(doses("bottleneck", slow, NURTURED, READY, looking))
    assert rises(doses("bottleneck", bars, NURTURED, READY, looking, slow[1]))
