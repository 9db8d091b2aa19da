"""What marketing does with leads that are not ready, and with those that sales sends back."""

import pytest
from stories import Event

from effects.crowd import NURTURED, READY, crowd, doses, falls, rises

# All leads go on to sales when the score says so or the buyer asks; buyers begin without much need.
EARLY = """
channels: {web: {hand_raiser: false}}
personas: {buyer: {readiness: {no_need: 2, awareness: 2, consideration: 1}, need: 'exponential, mean 60 d'}}
nurture: {touches: [{kind: email, wait: 7 d, engages: 0.3, points: 0, repeat: 20}], turns_to_us: 0.02}
scoring: {threshold: 20}
"""
# Sales gets every lead at once, whatever the buyer's state.
AT_ONCE = """
personas: {buyer: {readiness: {awareness: 1}, window: {lasts: 'exponential, mean 40 d', starts: decision}}}
qualification: {accept_from: decision, accept_unfit: 0}
nurture: {touches: [{kind: email, wait: 10 d, engages: 0.5, points: 20, repeat: 10}]}
scoring: {threshold: 20}
"""


@pytest.mark.covers("A4")
def test_a_medium_that_buyers_take_up_makes_more_of_them_mqls():
    one = "nurture: {touches: [{kind: email, wait: 5 d, engages: 0.1, points: 10, repeat: 4}]}"
    media = """
nurture:
  touches:
    - {kind: email, wait: 5 d, engages: 0.1, points: 10}
    - {kind: white paper, wait: 5 d, engages: 0.3, points: 10}
    - {kind: social, wait: 5 d, engages: 0.2, points: 10}
    - {kind: blog, wait: 5 d, engages: 0.4, points: 10}
"""
    assert rises(doses("mqls", [one, media], NURTURED))
    assert rises(doses("sqls", [one, media], NURTURED))


@pytest.mark.covers("A4")
def test_too_much_of_it_tires():
    each = "nurture: {{fatigue: {fatigue}, unsubscribe: 0.01, touches: [{{wait: 3 d, engages: 0.3, points: 10, repeat: 12}}]}}"
    assert falls(doses("mqls", [each.format(fatigue=fatigue) for fatigue in (0, 0.25, 1)], NURTURED))


@pytest.mark.covers("A6")
def test_the_form_is_not_the_end_of_marketings_work():
    longer = [f"nurture: {{touches: [{{wait: 5 d, engages: 0.3, repeat: {n}}}]}}" for n in (4, 8, 16)]
    programmes = ["nurture: {touches: []}", *longer]
    told = [crowd(NURTURED, text) for text in programmes]
    assert len({each.measured("leads") for each in told}) == 1
    assert told[0].measured("mqls") == 0
    for measure in ("touches", "mqls", "won"):
        assert rises([each.measured(measure) for each in told]), measure


@pytest.mark.covers("B7")
def test_a_marketers_call_keeps_leads_that_do_not_fit_from_sales():
    call = "nurture: {{touches: [{{kind: call, wait: 3 d, engages: 0.9, points: 5, minutes: 1 min, reveals: {}, repeat: 8}}]}}"
    calls = [call.format(share) for share in (0, 0.3, 1)]
    assert falls(doses("wasted_rep_hours_bad_fit", calls, NURTURED))
    assert rises([crowd(NURTURED, text).number(Event.REVEALED) for text in calls])


@pytest.mark.covers("B5", "C9")
def test_the_later_a_lead_is_handed_over_the_less_time_its_call_takes():
    saving = "work: {nurture_saves: 0.6, nurture_depth: 2, conversation: 40 min}"
    thresholds = [f"scoring: {{threshold: {points}}}" for points in (10, 20, 40)]
    told = [crowd(NURTURED, saving, text) for text in thresholds]
    assert falls([each.measured("conversation_hours") / each.number(Event.CONNECTED) for each in told])


@pytest.mark.covers("B5", "B6")
def test_the_later_the_more_windows_have_closed():
    thresholds = [f"scoring: {{threshold: {points}}}" for points in (10, 20, 30, 40)]
    assert rises(doses("missed_revenue_never_scored", thresholds, NURTURED, READY))
    assert falls(doses("won", thresholds, NURTURED, READY))


@pytest.mark.covers("B5", "B6")
def test_handing_over_has_a_best_moment():
    # buyers not ready are rejected for good; ready ones look for a fortnight
    world = """
personas: {buyer: {readiness: {awareness: 1}, awareness: 20 d, consideration: 20 d, window: {lasts: 25 d, starts: decision}}}
qualification: {accept_from: decision, accept_unfit: 0}
nurture: {touches: [{wait: 5 d, engages: 0.9, points: 10, repeat: 30}]}
"""
    early, middle, late = doses("won", [f"scoring: {{threshold: {points}}}" for points in (10, 90, 190)], NURTURED, world)
    assert early < middle > late


@pytest.mark.covers("D1")
def test_nurture_keeps_us_in_mind_until_buyers_are_ready():
    for effect in ("recalls", "turns_to_us"):
        strengths = [f"nurture: {{{effect}: {strength}}}" for strength in (0.02, 0.2, 0.8)]
        assert rises(doses("mqls", strengths, EARLY)), effect
        assert rises(doses("won", strengths, EARLY)), effect
    touches = "nurture: {{recalls: 0.5, touches: [{{wait: 7 d, engages: {}, points: 0, repeat: 20}}]}}"
    chances = [touches.format(share) for share in (0, 0.3, 0.9)]
    assert rises(doses("won", chances, EARLY))


@pytest.mark.covers("D1")
def test_nurture_may_speed_buyers_up():
    soon = "experiment: {horizon: 50 d, follow_up: 0 d}"
    speeds = [f"nurture: {{turns_to_us: 1, speeds: {speed}}}" for speed in (0, 0.5, 2)]
    assert rises([crowd(EARLY, soon, text, daily=20).number(Event.WINDOW_OPENED) for text in speeds])
    assert rises(doses("won", speeds, EARLY, soon, daily=20))


@pytest.mark.covers("D2")
def test_lost_and_unanswered_leads_need_not_be_dropped():
    hard = "contact: {connect: 0.2, attempts: 2}\npersonas: {buyer: {window: {lasts: never}}}"
    for ending in ("lost", "unreachable"):
        kept = [f"recycle: {{{ending}: {share}, cooling: 10 d, most: 3}}" for share in (0, 0.5, 1)]
        told = [crowd(NURTURED, READY, hard, text) for text in kept]
        assert falls([each.measured("share_leaked") for each in told]), ending
        assert rises([each.measured("won") for each in told]), ending


@pytest.mark.covers("D3", "B4")
def test_a_lead_sent_back_is_won_once_its_buyer_is_ready():
    back = "recycle: {rejected: 1, cooling: 20 d, most: 5}"
    dropped, returned = (crowd(AT_ONCE, text) for text in ("recycle: {rejected: 0}", back))
    assert returned.measured("recycled") > 0
    assert returned.measured("touches") > dropped.measured("touches")
    assert returned.measured("won") > dropped.measured("won")
    never = crowd(AT_ONCE, back, "personas: {buyer: {awareness: never}}")  # a buyer who does not move says no again
    assert never.measured("recycled") > 0
    assert never.measured("won") == 0


@pytest.mark.covers("D4")
def test_by_hand_marketing_reaches_fewer():
    minutes = ["{}", *(f"nurture: {{calendar: office, manual: {minutes} min}}" for minutes in (2, 20, 60))]
    assert falls(doses("touches", minutes, NURTURED))
    assert rises(doses("touches", [f"nurture: {{manual: 60 min, marketers: {n}}}" for n in (1, 2, 4)], NURTURED))


@pytest.mark.covers("D5")
def test_without_word_from_sales_rejected_leads_are_never_sqls():
    told = [crowd(AT_ONCE, f"recycle: {{rejected: {share}, cooling: 20 d, most: 5}}") for share in (1, 0.5, 0)]
    for measure in ("recycled", "sqls", "won"):
        assert falls([each.measured(measure) for each in told]), measure
    assert rises([each.measured("share_leaked") for each in told])
    assert rises([each.measured("missed_revenue_leaked") for each in told])
