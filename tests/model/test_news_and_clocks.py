"""News that comes at awkward moments, clocks that run on, and what an adoption finds in the drawer."""

import numpy as np
import pytest
from stories import Event, run, tiny, told

from sim.log import Disposition

OFFER = "opportunity: {stages: [{name: offer, delay: 10 d, minutes: 20 min, advance: 1}]}\n"
ADOPTION = "experiment: {kind: adoption, start: 2026-01-12, lead_in: 7 d, horizon: 21 d}\n"


def test_a_lead_on_its_way_back_to_sales_may_ask_once_more():
    text = """
    personas: {buyer: {readiness: {no_need: 1}, need: 3 d, window: {starts: decision}}}
    qualification: {accept_unfit: 0}
    recycle: {rejected: 1, most: 1, to: sales}
    handoff: {delay: 2 d}
    nurture: {turns_to_us: 1}
    """
    told = run(text, ("5 10:00",))
    assert told.times(Event.TURNED_TO_US) == ["Thu 8 10:00"]
    assert told.times(Event.DELIVERED) == ["Wed 7 10:00", "Fri 9 10:40"]
    assert told.number(Event.QUALIFIED) == 1


def test_a_lead_that_sales_has_accepted_is_not_accepted_again_by_default():
    told = run(f"{OFFER}agreement: {{sales: {{disposition_within: 3 d}}}}\nfeedback: {{completeness: 1}}", ("5 10:00",))
    assert told.times(Event.ACCEPTED) == ["Mon 5 10:40"]
    assert told.number(Event.ENTERED) == 1
    assert told.number(Event.WON) == 1


def test_nobodys_word_in_time_counts_as_accepted_once():
    text = "agreement: {sales: {disposition_within: 3 d}}\nfeedback: {completeness: 1}\ncontact: {connect: 0, attempts: 9}"
    told = run(text, ("5 10:00",))
    assert told.lines(Event.ACCEPTED) == ["Thu 8 10:00 accepted timeout"]
    assert told.rows(Event.ENTERED)["amount"].tolist() == [1.0]


def test_an_ignored_lead_that_counts_as_accepted_is_not_entered_as_rejected_too():
    text = """
    agreement: {sales: {disposition_within: 3 d}}
    team: {own_pipeline: {hours: 5}}
    pursuit: {beliefs: true, prior: 0.001, closes_after: %s d}
    feedback: {completeness: 1, ignored_as_rejected: 1}
    """
    assert run(text % 9, ("5 10:00",)).rows(Event.ENTERED)["amount"].tolist() == [1.0]
    assert run(text % 2, ("5 10:00",)).rows(Event.ENTERED)["amount"].tolist() == [0.0]


def test_a_rejection_in_time_is_the_last_word():
    text = "agreement: {sales: {disposition_within: 3 d}}\nqualification: {accept_fit: 0}\nfeedback: {completeness: 1}"
    told = run(text, ("5 10:00",))
    assert told.number(Event.ACCEPTED) == 0
    assert told.rows(Event.ENTERED)["amount"].tolist() == [0.0]


def test_a_pool_has_no_diary_so_a_booked_call_is_made_as_an_attempt():
    told = run("handoff: {routing: pool, automated: {books: 1}}", ("5 10:00",))
    assert told.number(Event.QUALIFIED) == 1


def test_a_buyer_who_left_stays_gone_when_sales_stops_trying_too():
    # the attempt runs from 9:00 to 10:00; the buyer leaves at 9:20, sales gives up at 9:40
    text = """
    work: {attempt: 1 h}
    personas: {buyer: {window: {lasts: 20 min, announce_share: 1}}}
    contact: {give_up_after: 40 min}
    """
    told = run(text, ("5 09:00",))
    assert told.number(Event.CONNECTED) == 0
    assert told.rows(Event.CLOSED)["reason"].tolist() == [Disposition.GONE_KNOWN]


def test_a_month_that_began_before_the_run_breaks_no_promise():
    text = """
    agreement: {marketing: {leads_per_rep: '10 per month', reaction: loosen}}
    scoring: {threshold: 20}
    experiment: {start: %s, horizon: 40 d}
    """
    for start in ("2026-01-01", "2026-01-20"):
        told = run(text % start, month="2026-01")
        assert told.number(Event.PROMISED) == 1
        assert told.times(Event.PROMISED) == ["Sun 1 00:00"]
        assert told.times(Event.THRESHOLD) == ["Sun 1 00:00"]


def test_a_quarter_that_began_before_the_run_is_nobodys_miss():
    text = """
    pursuit: {beliefs: true, prior: 0.5}
    team: {quota: '9,000 k EUR', own_pipeline: {hours: 5}}
    feedback: {blame: 10}
    experiment: {start: 2026-01-01, horizon: 120 d}
    """
    beliefs = run(text).rows(Event.BELIEF)["amount"].tolist()
    assert beliefs[:4] == [0.5] * 4
    assert beliefs[4] < 0.3


def test_a_scorer_adopted_later_reads_the_forms_of_earlier_leads():
    text = "channels: {web: {hand_raiser: false, volume: 3 per day}}\nscoring: {threshold: 1000}\n" + ADOPTION
    text += "nurture: {touches: [{wait: 30 d}]}\n"
    base = tiny(text)
    other = tiny(text.replace("threshold: 1000", "threshold: 0, auc: 0.7"))
    story = told(other, base)
    at_once = [row for row in story.rows(Event.MQL) if row["time"] == story.plan.start]
    late = told(tiny(text.replace("threshold: 1000", "threshold: 1000, auc: 0.7"))).log.leads
    early = story.log.leads["captured"] < story.plan.start
    weights = story.plan.after.scoring.weights
    scores = 10 * late["features"][early] @ weights / np.linalg.norm(weights)
    assert 2 < len(at_once) < early.sum()
    assert sorted(row["amount"] for row in at_once) == pytest.approx(sorted(score for score in scores if score >= 0))
    assert not story.log.leads["features"][early].any()
    assert story.log.leads["features"][~early].all()


def test_money_is_spent_on_days_of_the_run_only():
    story = run("channels: {web: {volume: 10 per day, cost_per_lead: 5 EUR}}\nexperiment: {horizon: 7 d}")
    assert story.times(Event.SPENT)[:2] == ["Mon 5 00:00", "Tue 6 00:00"]
    assert story.rows(Event.SPENT)["amount"].tolist() == [50.0] * 8  # the run ends as its eighth day begins
    week = "experiment: {kind: steady, lead_in: 3 d, horizon: 4 d}"
    steady = run(f"channels: {{web: {{volume: 10 per day, cost_per_lead: 5 EUR}}}}\n{week}")
    assert steady.times(Event.SPENT)[:2] == ["Fri 2 00:00", "Sat 3 00:00"]


def test_leads_come_from_the_first_instant_in_a_zone_whose_day_has_begun_already():
    text = "channels: {web: {volume: 240 per day, timezone: America/New_York}}\nexperiment: {horizon: 2 d, opening: {web: 2}}"
    captured = run(text).log.leads["captured"]
    assert (captured[:2] == 0).all()
    assert (captured < 5 * 3_600_000_000).sum() > 20


def test_a_marketers_time_that_never_ends_stops_the_programme():
    text = """
    channels: {web: {hand_raiser: false}}
    scoring: {threshold: 100}
    nurture: {touches: [{wait: 1 d, minutes: {never: '50 %', otherwise: 10 min}, repeat: 8}]}
    """
    told = run(text, ("5 10:00 x4",))
    assert told.number(Event.UNCONVERTED) == 4
    assert 0 < told.number(Event.TOUCHED) < 32


def test_budgets_move_money_and_keep_its_sum():
    text = """
    channels:
      web: {volume: 10 per day, cost_per_lead: 10 EUR, breadth: 2, hand_raiser: true}
      chat: {volume: 10 per day, cost_per_lead: 10 EUR, spend: 3, hand_raiser: false}
    scoring: {threshold: 1000}
    team: {reps: 9}
    feedback: {meeting: {}, completeness: 1, targeting: 0.5}
    """
    spent = run(text).rows(Event.SPENT)
    days = [spent["amount"][spent["time"] == time] for time in np.unique(spent["time"])]
    assert [day.sum() for day in days] == pytest.approx([500] * len(days))
    shares = [day.max() / 500 for day in days]
    assert shares[0] == pytest.approx(0.6)
    assert shares[5] == pytest.approx(0.7)  # half of chat's 300 went over to web's 200, where all SQLs come from


def test_reps_here_at_the_start_are_past_any_ramp():
    text = f"{OFFER}{ADOPTION}"
    text = text.replace("advance: 1", "advance: 0.5, delay: 0 d").replace("delay: 10 d, ", "")
    leads = ("13 10:00 x8", "14 10:00 x8")
    one, two = tiny(text, leads), tiny(text + "team: {ramp: 200 d, ramp_gap: 5}", leads)
    assert 2 < told(one).number(Event.WON) == told(two, one).number(Event.WON)


def test_own_work_nobody_plans_any_more_is_struck_off():
    text = f"team: {{own_pipeline: {{hours: 90, task: 2 h}}}}\n{ADOPTION}"
    base = tiny(text)
    story = told(tiny(ADOPTION), base)
    late = story.rows(Event.TASK_STARTED)
    assert not (late["time"] > story.plan.start).any()


def test_reps_whose_meeting_ends_at_one_instant_go_in_the_order_of_their_keys():
    story = run("team: {reps: 5, meetings: [{on: mon, at: '11:00', lasts: 1 h}]}")
    ended = story.rows(Event.TASK_ENDED)["rep"].tolist()
    assert ended == sorted(set(ended)) * 4


def test_a_need_that_comes_back_at_once_comes_back_tomorrow_and_nobody_leaves_on_their_first_day():
    text = """
    channels: {web: {hand_raiser: false}}
    scoring: {threshold: 1000}
    personas: {buyer: {readiness: {no_need: 1}, need: 0 min, window: {starts: decision, lasts: 0 min}, repurchase: 1 min}}
    team: {tenure: 1 min}
    experiment: {horizon: 5 d}
    """
    story = run(text, ("5 10:00",))
    assert story.times(Event.NEED_AROSE) == [f"{day} 10:00" for day in ("Mon 5", "Tue 6", "Wed 7", "Thu 8", "Fri 9")]
    assert story.number(Event.REP_LEFT) <= 5  # once a day at most
