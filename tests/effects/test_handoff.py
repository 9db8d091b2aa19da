"""Who says what a qualified lead is, what each side promises, and what keeping a promise takes."""

import pytest
from stories import Event, run

from effects.crowd import NURTURED, crowd, doses, falls, laid_over, rises

# Leads are scored by what their form shows of their firm, and qualify at once or never.
SCORED = "channels: {web: {hand_raiser: false}}\nscoring: {auc: 0.75, points: 10, base: 50, threshold: 45}"
PROMISE = "agreement: {sales: {first_attempt_within: 4 business hours, attempts: 5, attempts_within: 14 d}}"
LOOKS = "handoff: {attention: {at: ['09:00']}}"


@pytest.mark.covers("B1", "B2")
def test_an_agreed_definition_counts_and_one_sides_does_not():
    def told(by, threshold):
        return crowd(SCORED, f"agreement: {{definition: {{by: {by}, threshold: {threshold}, employees: 10}}}}")

    agreed = [told("both", points) for points in (45, 55, 60)]
    assert falls([each.measured("mqls") for each in agreed])
    assert rises([each.measured("mql_precision") for each in agreed])
    assert falls([each.measured("wasted_rep_hours_bad_fit") for each in agreed])
    own = [told("marketing", points).measured("mqls") for points in (45, 55, 60)]
    assert own == [own[0]] * 3
    assert own[0] > agreed[0].measured("mqls")


@pytest.mark.covers("B1", "B9")
@pytest.mark.parametrize(("rule", "least"), [("employees", (0, 10, 40, 150)), ("revenue", (0, 100, 2500, 10_000))])
def test_firms_too_small_to_buy_are_left_out(rule, least):
    rules = [f"agreement: {{definition: {{by: both, {rule}: {number}}}}}" for number in least]
    told = [crowd(SCORED, text, daily=30) for text in rules]
    assert falls([each.measured("mqls") for each in told])
    assert falls([each.measured("wasted_rep_hours_bad_fit") for each in told])
    assert told[0].measured("mql_precision") < told[-1].measured("mql_precision")
    assert falls([each.measured("mql_recall") for each in told])  # the price of a rule


@pytest.mark.covers("B3")
def test_sales_decides_which_mqls_are_sqls():
    strict = [f"qualification: {{accept_fit: {share}}}" for share in (0.2, 0.5, 0.9)]
    assert rises(doses("sqls", strict, NURTURED))
    assert len(set(doses("mqls", strict, NURTURED))) == 1
    lax = [f"qualification: {{accept_unfit: {share}}}" for share in (0, 0.3, 0.9)]
    assert rises(doses("sqls", lax, NURTURED))
    assert falls(doses("sql_to_won", lax, NURTURED))


@pytest.mark.covers("B4", "E1")
def test_what_sales_pushes_back_is_marketings_again():
    back = [f"recycle: {{rejected: {share}, cooling: 10 d, most: 2}}" for share in (0, 0.5, 1)]
    assert rises(doses("share_recycled", back, NURTURED))
    assert rises(doses("touches", back, NURTURED))
    assert falls(doses("share_leaked", back, NURTURED))


@pytest.mark.covers("B8")
def test_a_rule_for_giving_up_leaves_fewer_stories_open():
    hard = "contact: {connect: 0.02, attempts: 100, gaps: [5 business days]}"
    ends = ["{}", *(f"contact: {{give_up_after: {days} d}}" for days in (150, 60, 20))]
    assert rises([crowd(hard, text).number(Event.CLOSED) for text in ends])  # and `crowd` checks that no lead gets lost


@pytest.mark.covers("B8", "C4")
def test_a_lead_nobody_decides_on_counts_as_accepted():
    slow = "contact: {connect: 0.1, attempts: 20, gaps: [5 business days]}"
    limits = ["{}", *(f"agreement: {{sales: {{disposition_within: {days} d}}}}" for days in (60, 30, 10))]
    told = [crowd(slow, text) for text in limits]
    assert rises([each.measured("sals") for each in told])
    assert len({each.measured("sqls") for each in told}) == 1  # it does not make it any better


LEADS = "channels: {web: {volume: 4 per day, hand_raiser: true}, ads: {volume: 2 per day, hand_raiser: true}}\nteam: {reps: 4}"


@pytest.mark.covers("C1", "F3")
def test_a_promise_of_leads_is_harder_to_keep_the_more_it_promises():
    numbers = [f"agreement: {{marketing: {{leads_per_rep: {n} per month}}}}" for n in (20, 50, 80, 200)]
    assert falls(doses("marketing_sla_attainment", numbers, LEADS, daily=1))
    types = [f"agreement: {{marketing: {{leads_per_rep: 50 per month, channels: {names}}}}}" for names in ("[ads]", "[web, ads]")]
    assert rises(doses("marketing_sla_attainment", types, LEADS, daily=1))
    volumes = [f"channels: {{web: {{volume: {n} per day}}}}" for n in (1, 3, 5)]
    assert rises(doses("marketing_sla_attainment", volumes, LEADS, numbers[2], daily=1))


@pytest.mark.covers("C1", "C4")
def test_marketing_reacts_to_a_month_that_fell_short():
    short = "agreement: {marketing: {leads_per_rep: 60 per month, loosens: 10, spends: 0.5}}"
    for reaction, measure in (("spend", "leads"), ("loosen", "mqls")):
        rules = [f"agreement: {{marketing: {{reaction: {each}}}}}" for each in ("none", reaction)]
        scored = "channels: {web: {hand_raiser: false}, ads: {hand_raiser: false}}\nscoring: {auc: 0.7, base: 50, threshold: 50}"
        assert rises(doses(measure, rules, LEADS, scored, short, daily=1)), reaction
        assert rises(doses("marketing_sla_attainment", rules, LEADS, scored, short, daily=1)), reaction


@pytest.mark.covers("C2")
def test_business_hours_give_reps_the_weekend():
    fridays = tuple(f"{day} {hour}:30 x5" for day in (9, 16, 23) for hour in (14, 15, 16))
    spans = ("4 h", "4 business hours", "9 business hours")
    texts = [f"agreement: {{sales: {{first_attempt_within: {span}}}}}" for span in spans]
    assert rises([run(laid_over(LOOKS, text), fridays).measured("first_response_within_sla") for text in texts])


@pytest.mark.covers("C2", "C4", "F4")
def test_an_alert_brings_the_first_attempt_forward():
    rules = [f"agreement: {{sales: {{enforcement: {rule}}}}}" for rule in ("none", "alert")]
    late = tuple(f"{day} {hour} x2" for day in range(5, 24) for hour in ("09:30", "10:30", "11:30"))
    told = [run(laid_over(LOOKS, PROMISE, text), late) for text in rules]
    assert falls([each.measured("first_response_business_hours_median") for each in told])
    spans = [f"agreement: {{sales: {{first_attempt_within: {hours} business hours, enforcement: alert}}}}" for hours in (8, 4, 1)]
    told = [run(laid_over(LOOKS, text), late) for text in spans]
    assert falls([each.measured("first_response_hours_mean") for each in told])


@pytest.mark.covers("C4")
def test_a_promise_that_managers_enforce_is_kept_more_often():
    desk = """
team: {reps: 3, veterans: 0, own_pipeline: {hours: 5, minutes_per_sql: 100 min}}
pursuit: {beliefs: true, prior: 0.25}
agreement: {sales: {enforcement: alert}}
"""
    pushes = [f"pursuit: {{enforcement: {push}}}" for push in (0, 0.5, 1.5)]
    assert rises(doses("first_response_within_sla_real", pushes, PROMISE, desk))
    assert falls(doses("share_ignored", pushes, PROMISE, desk))


@pytest.mark.covers("C3", "F4")
def test_five_attempts_keep_a_promise_of_five():
    tries = [f"contact: {{connect: 0.15, attempts: {n}}}" for n in (1, 3, 5)]
    told = [crowd(PROMISE, text) for text in tries]
    assert rises([each.measured("cadence_completed_within_sla") for each in told])
    assert rises([each.measured("attempt_hours") for each in told])
    assert falls([each.measured("share_not_properly_worked") for each in told])
    spread = [f"contact: {{connect: 0.15, attempts: 5, gaps: [{days} business days]}}" for days in (1, 2, 4)]
    assert falls(doses("cadence_completed_within_sla", spread, PROMISE))


@pytest.mark.covers("C4", "F4")
def test_a_desk_short_of_hands_breaks_its_promise():
    hands = [f"team: {{reps: {n}}}\nwork: {{research: 40 min}}" for n in (1, 2, 4)]
    assert rises(doses("first_response_within_sla", hands, PROMISE))
    assert falls(doses("sla_breaches", hands, PROMISE))
