"""Calls, beliefs, deals: what moves the hours of reps and what comes of them."""

import numpy as np
import pytest
from stories import Event

from effects.crowd import NURTURED, crowd, doses, falls, rises

# Every lead is with sales at once; buyers do not choose yet, and ask for a call when they do.
TOO_EARLY = """
personas: {buyer: {readiness: {awareness: 1}, window: {lasts: 'exponential, mean 60 d', starts: decision}}}
qualification: {accept_from: decision, accept_unfit: 0}
contact: {connect: 0.9}
recycle: {rejected: 1, unreachable: 1, cooling: 5 d}
nurture: {touches: [{wait: 20 d, engages: 0, repeat: 30}], turns_to_us: 1}
scoring: {threshold: 50}
experiment: {horizon: 90 d}
"""


@pytest.mark.covers("A8")
def test_a_buyer_called_too_early_cools():
    slower = [f"qualification: {{early_slows: {share}}}" for share in (0, 0.5, 0.95)]
    assert falls([crowd(TOO_EARLY, text).number(Event.WINDOW_OPENED) for text in slower])
    assert falls(doses("won", slower, TOO_EARLY))
    away = [f"qualification: {{early_unsubscribes: {share}}}" for share in (0, 0.3, 1)]
    assert rises([crowd(TOO_EARLY, text).number(Event.UNSUBSCRIBED) for text in away])
    assert falls(doses("won", away, TOO_EARLY))


@pytest.mark.covers("A8")
def test_waiting_until_they_ask_wins_more():
    cooling = "qualification: {early_slows: 0.9, early_unsubscribes: 0.3}"
    early = [f"channels: {{web: {{hand_raiser: {at_once}}}}}" for at_once in ("true", "false")]
    assert rises(doses("won", early, TOO_EARLY, cooling))


@pytest.mark.covers("C5")
def test_a_contact_plan_says_how_often_by_what_and_when_to_stop():
    often = [f"contact: {{connect: 0.2, attempts: {n}}}" for n in (1, 2, 4, 8)]
    assert falls(doses("share_unreachable", often))
    assert rises(doses("attempt_hours", often))
    assert rises(doses("sqls", often))
    means = [f"contact: {{connect: 0.2, attempts: 4, plan: {plan}}}" for plan in ("[call]", "[call, email]", "[email]")]
    assert falls(doses("sqls", means))
    minutes = [crowd(text).measured("attempt_hours") / crowd(text).number(Event.NO_ANSWER, Event.CONNECTED) for text in means]
    assert falls(minutes)
    until = [f"contact: {{connect: 0.1, attempts: 8, gaps: [2 business days], give_up_after: {days} d}}" for days in (20, 8, 3)]
    assert falls(doses("attempt_hours", until))
    assert rises(doses("share_unreachable", until))


@pytest.mark.covers("C6", "F7")
def test_poor_leads_take_hours_from_good_ones():
    desk = """
channels: {junk: {volume: 0 per day, hand_raiser: true, personas: {looker: 1}}}
personas:
  buyer: {fit: 1, window: {lasts: 'exponential, mean 10 d', starts: capture}}
  looker: {fit: 0, window: {lasts: never}}
team: {reps: 2}
work: {research: 15 min}
contact: {connect: 0.8}
qualification: {accept_unfit: 0}
"""
    volumes = [f"channels: {{junk: {{volume: {n} per day}}}}" for n in (0.01, 10, 30)]
    told = [crowd(desk, text, daily=3) for text in volumes]
    for measure in ("wasted_rep_share", "wait_hours_mean", "missed_revenue"):
        assert rises([each.measured(measure) for each in told]), measure
    assert falls([each.measured("won") for each in told])
    assert falls([each.measured("productive_hours") for each in told])


BELIEFS = """
team: {reps: 3, own_pipeline: {hours: 5, minutes_per_sql: 100 min}}
pursuit: {beliefs: true, prior: 0.3}
contact: {connect: 0.8}
"""


@pytest.mark.covers("C7", "F5")
def test_reps_ignore_leads_when_those_they_called_were_poor():
    quality = [f"personas: {{buyer: {{fit: {share}}}}}" for share in (0.9, 0.5, 0.1)]
    assert rises(doses("share_ignored", quality, BELIEFS))
    assert rises(doses("missed_revenue_ignored", [f"pursuit: {{prior: {share}}}" for share in (0.4, 0.15, 0.03)], BELIEFS))
    told = [crowd(BELIEFS, text, "pursuit: {beliefs: false}") for text in quality]
    assert [each.measured("share_ignored") for each in told] == [0, 0, 0]


@pytest.mark.covers("C7", "F5")
def test_other_work_that_pays_better_makes_reps_choosier_and_managers_who_look_less_so():
    yields = [f"team: {{own_pipeline: {{minutes_per_sql: {minutes} min}}}}" for minutes in (400, 150, 60)]
    assert rises(doses("share_ignored", yields, BELIEFS))
    looking = [f"pursuit: {{tracking: {push}}}\nteam: {{veterans: 0}}" for push in (0, 0.5, 1.5)]
    assert falls(doses("share_ignored", looking, BELIEFS, yields[1]))
    old = [f"pursuit: {{tracking: 1}}\nteam: {{veterans: {share}}}" for share in (0, 0.5, 1)]
    assert doses("share_ignored", old, BELIEFS, yields[1])[0] < doses("share_ignored", old, BELIEFS, yields[1])[-1]


@pytest.mark.covers("E5")
def test_reps_learn_which_channel_is_worth_a_call():
    two = """
channels: {ads: {volume: 0 per day, hand_raiser: true, personas: {other: 1}}, web: {personas: {buyer: 1}}}
personas: {other: {fit: 0.5, window: {lasts: 'exponential, mean 60 d', starts: decision}}}
"""

    def beliefs(text):
        told = crowd(BELIEFS, two, text, channels=("web", "ads"))
        rows = told.rows(Event.BELIEF)
        last = rows[rows["time"] <= told.plan.start + 60 * 86_400_000_000]
        channels = [told.plan.names.channels[channel.key] for channel in told.plan.after.channels]
        return [float(np.mean(last["amount"][last["item"] == channels.index(name)])) for name in ("ads", "web")]

    ads, web = zip(*(beliefs(f"personas: {{other: {{fit: {share}}}}}") for share in (0.05, 0.5, 0.95)), strict=True)
    assert rises(list(ads))
    assert max(web) - min(web) < (ads[2] - ads[0]) / 4
    unlike = "personas: {{other: {{fit: 0.05}}}}\nqualification: {{accept_unfit: {}}}"
    seen, blurred = (beliefs(unlike.format(share)) for share in (0.02, 0.6))
    assert seen[1] - seen[0] > blurred[1] - blurred[0]  # who cannot tell leads apart learns less


@pytest.mark.covers("C9")
def test_a_well_nurtured_lead_takes_the_call():
    lifts = [f"contact: {{connect: 0.2, attempts: 2, nurture_lift: {lift}}}" for lift in (0, 1, 3)]
    assert falls(doses("share_unreachable", lifts, NURTURED))
    assert rises(doses("sqls", lifts, NURTURED))
    assert len(set(doses("sqls", lifts))) == 1  # nobody nurtured these


@pytest.mark.covers("C10")
def test_shared_intel_saves_research_and_helps_deals():
    world = "work: {research: 30 min, intel_saves: 0.5}\nopportunity: {intel: 0.7}"
    shared = [f"agreement: {{intel: {intel}}}" for intel in ("false", "true")]
    assert falls(doses("research_hours", shared, world))
    assert rises(doses("won", shared, world))
    gains = [f"agreement: {{intel: true}}\nopportunity: {{intel: {gain}}}" for gain in (0, 0.5, 2)]
    assert rises(doses("won", gains, world))


@pytest.mark.covers("C11")
def test_content_after_the_call_helps_when_it_answers_a_question():
    sent = [f"content: {{pieces: 4, helps: 1.5, annoys: 1.5, follow_up: {share}}}" for share in (0, 0.5, 1)]
    assert rises(doses("won", sent, "content: {relevance: 1}"))
    assert falls(doses("won", sent, "content: {relevance: 0}"))


@pytest.mark.covers("C12")
def test_demos_and_offers_are_work_that_decides_deals():
    demo = "opportunity: {{stages: [{{name: demo, minutes: {minutes} min, advance: {share}}}, {{name: offer, advance: 0.7}}]}}"
    better = [demo.format(minutes=30, share=share) for share in (0.3, 0.6, 0.95)]
    assert rises(doses("won", better))
    longer = [demo.format(minutes=minutes, share=0.6) for minutes in (30, 60, 120)]
    assert rises(doses("deal_hours", longer))
    assert rises(doses("first_response_hours_mean", longer, "team: {reps: 1}\nwork: {order: own_deals_first}"))


@pytest.mark.covers("C13")
def test_training_helps_when_deals_are_the_trouble():
    year = "channels: {web: {volume: 2 per day}}\nfeedback: {meeting: {on: fri}, training: {below: 0.9, gain: 0, after: 7 d}}"
    gains = [f"feedback: {{training: {{gain: {gain}}}}}" for gain in (0, 0.3, 1)]
    assert rises(doses("won", gains, year, daily=1))
    assert rises(doses("sql_to_won_period", gains, year, daily=1))
    bars = [f"feedback: {{training: {{below: {share}, gain: 0.3}}}}" for share in (0.01, 0.9)]
    assert rises(doses("training_hours", bars, year, daily=1))


@pytest.mark.covers("C14")
def test_buyers_who_inform_themselves_qualify_without_a_touch():
    visits = [f"nurture: {{touches: [{{wait: 20 d, engages: 0, repeat: 10}}], visits: {points}}}" for points in (0, 12, 25)]
    assert rises(doses("mqls", visits, NURTURED))
    none, some, _ = doses("won", visits, NURTURED)
    assert none < some  # but who is called at the first visit only compares yet
