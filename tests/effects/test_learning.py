"""What the two teams tell each other, what they learn from it, and what they are paid for."""

import pytest
from stories import Event

from effects.crowd import NURTURED, crowd, doses, falls, laid_over, rises

WEEKLY = "feedback: {meeting: {on: fri}, completeness: 1}"
# Half a year of leads, scored by their firms with a blunt rule; a lesson weighs much.
LEARNING = """
channels: {web: {volume: 5 per day, hand_raiser: false}}
personas: {buyer: {fit: 0.3}}
scoring: {auc: 0.6, best_auc: 0.85, points: 10, base: 50, threshold: 48}
feedback: {meeting: {on: fri}, completeness: 1, learns: true, caution: 20}
"""
# Pieces are made all the time, and engagements use them.
CONTENT = laid_over(
    NURTURED,
    """
channels: {web: {volume: 4 per day}}
content: {pieces: 20, cost: 1000 EUR, relevance: 0.2, nurture: 2, follow_up: 0.5}
""",
)
INCENTIVE = """
channels: {web: {volume: 3 per day, hand_raiser: false}}
scoring: {auc: 0.75, points: 10, base: 50, threshold: 55}
nurture: {touches: [{wait: 10 d, engages: 0.1, points: 3, repeat: 10}]}
feedback: {incentive: leads, loosening: 8}
"""


@pytest.mark.covers("E1", "E2")
def test_the_more_of_the_reasons_sales_enters_the_better_content_and_calls_get():
    entering = [f"feedback: {{meeting: {{on: fri}}, content: 0.05, completeness: {share}}}" for share in (0, 0.3, 1)]
    assert falls(doses("content_unused_share", entering, CONTENT, daily=0))
    assert rises(doses("touches", list(reversed(entering)), CONTENT, daily=0))  # more engage, so fewer touches are needed
    coached = [f"feedback: {{meeting: {{on: fri}}, coaching: 0.5, coaching_gap: 2, completeness: {share}}}" for share in (0, 1)]
    assert rises(doses("sql_to_won_period", coached, "channels: {web: {volume: 2 per day}}", daily=1))


@pytest.mark.covers("E1")
def test_wrong_reasons_teach_wrongly():
    errors = [f"feedback: {{reason_error: {share}}}" for share in (0, 0.3, 0.5)]
    assert falls(doses("score_auc", errors, LEARNING, daily=1))


@pytest.mark.covers("E1")
def test_ignored_leads_entered_as_rejected_tighten_the_agreement():
    desk = """
channels: {web: {volume: 5 per day}}
personas: {buyer: {fit: 0.9}}
team: {reps: 3, own_pipeline: {hours: 5, minutes_per_sql: 100 min}}
pursuit: {beliefs: true, prior: 0.2, closes_after: 10 d}
agreement: {reviewed: true, definition: {by: both}}
feedback: {learns: false, completeness: 0.3}
"""
    entered = [f"feedback: {{ignored_as_rejected: {share}}}" for share in (0, 0.5, 1)]
    assert rises([crowd(LEARNING, desk, text, daily=0).number(Event.ENTERED) for text in entered])
    assert falls(doses("mqls", entered, LEARNING, desk, daily=0))


@pytest.mark.covers("E2", "E11")
def test_questions_that_reach_marketing_make_content_that_is_used():
    lessons = [f"feedback: {{content: {share}}}" for share in (0, 0.02, 0.1)]
    assert falls(doses("content_unused_share", lessons, CONTENT, WEEKLY, daily=0))
    assert falls(doses("content_unused_cost", lessons, CONTENT, WEEKLY, daily=0))
    told = [crowd(CONTENT, WEEKLY, text, daily=0) for text in lessons]
    assert rises([each.number(Event.ENGAGED) / each.number(Event.TOUCHED) for each in told])


@pytest.mark.covers("E11", "F7")
def test_content_made_on_a_guess_is_mostly_waste():
    guesses = [f"content: {{relevance: {share}}}" for share in (0.9, 0.5, 0.1)]
    assert rises(doses("content_unused_share", guesses, CONTENT, daily=0))
    assert rises(doses("wasted_marketing_cost_unused_content", guesses, CONTENT, daily=0))


@pytest.mark.covers("E10")
def test_more_content_that_nobody_asked_for_costs_more():
    assert rises(doses("content_unused_cost", [f"content: {{pieces: {n}}}" for n in (1, 5, 20)], CONTENT, daily=0))


@pytest.mark.covers("A10")
def test_customers_stories_make_content_better():
    stories = [f"content: {{case_study: {share}}}" for share in (0, 0.02, 0.1)]
    assert falls(doses("content_unused_share", stories, CONTENT, daily=0))


@pytest.mark.covers("E3")
def test_budgets_leave_a_channel_without_sqls():
    two = """
channels:
  web: {volume: 2 per day, cost_per_lead: 50 EUR, personas: {buyer: 1}, hand_raiser: true}
  ads: {volume: 2 per day, cost_per_lead: 50 EUR, personas: {looker: 1}, hand_raiser: true}
personas: {looker: {fit: 0.02, window: {lasts: 60 d, starts: decision}}}
"""
    shifts = [f"feedback: {{targeting: {share}}}" for share in (0, 0.05, 0.2)]
    told = [crowd(two, WEEKLY, text, daily=1) for text in shifts]
    key = next(key for key, name in told[0].plan.names.channels.items() if name == "ads")
    assert falls([(each.log.leads["channel"] == key).sum() for each in told])
    for measure in ("sqls", "won", "return_on_spend"):
        assert rises([each.measured(measure) for each in told]), measure


@pytest.mark.covers("E4")
def test_the_score_gets_better_over_time():
    def gain(weeks):
        """What learning adds to the score of leads captured within a quarter that begins after so many weeks."""
        quarter = f"experiment: {{kind: steady, start: 2026-09-07, lead_in: {weeks} weeks, horizon: 91 d}}"
        without, learning = (crowd(LEARNING, quarter, f"feedback: {{learns: {learns}}}", daily=0) for learns in ("false", "true"))
        return learning.measured("score_auc") - without.measured("score_auc")

    gains = [gain(weeks) for weeks in (0, 26)]
    assert rises([0, *gains])


@pytest.mark.covers("E4", "C13")
def test_coaching_shows_more_in_the_second_quarter_than_in_the_first():
    def won(quarter, coaching):
        year = "channels: {web: {volume: 4 per day}}\nfeedback: {meeting: {on: fri}, completeness: 1, coaching_gap: 2}"
        told = crowd(year, f"feedback: {{coaching: {coaching}}}", daily=1)
        times = told.rows(Event.WON)["time"]
        week = 7 * 86_400_000_000
        return int(((times >= quarter * 13 * week) & (times < (quarter + 1) * 13 * week)).sum())

    first, second = (won(quarter, 0.3) - won(quarter, 0) for quarter in (0, 1))
    assert 0 <= first < second


@pytest.mark.covers("E6")
def test_rare_reviews_cost_less_and_teach_less():
    rare = [f"feedback: {{meeting: {{every: {weeks}}}}}" for weeks in (1, 6, 20)]
    assert falls(doses("review_hours", rare, LEARNING, daily=1))
    assert falls(doses("score_auc", rare, LEARNING, daily=1))
    longer = [f"feedback: {{meeting: {{on: fri, lasts: {minutes} min}}}}" for minutes in (15, 60, 180)]
    assert rises(doses("review_hours", longer, LEARNING, daily=1))


@pytest.mark.covers("E7")
def test_marketing_paid_for_revenue_hands_over_fewer_and_better_leads():
    paid = [f"feedback: {{incentive: {goal}}}" for goal in ("leads", "revenue")]
    assert falls(doses("mqls", paid, INCENTIVE, daily=1))
    assert rises(doses("mql_precision", paid, INCENTIVE, daily=1))
    assert falls(doses("wasted_rep_hours_bad_fit", paid, INCENTIVE, daily=1))


@pytest.mark.covers("E8", "F13")
def test_the_harder_marketing_counts_the_more_and_the_worse_its_mqls():
    counting = [f"feedback: {{loosening: {points}}}" for points in (0, 5, 15, 40)]
    assert rises(doses("mqls", counting, INCENTIVE, daily=1))
    assert falls(doses("mql_precision", counting, INCENTIVE, daily=1))
    assert falls(doses("mql_to_sql_period", counting, INCENTIVE, daily=1))


@pytest.mark.covers("C8")
def test_marketing_that_sees_its_leads_pursued_brings_better_ones():
    chasing = "feedback: {incentive: revenue, loosening: 0, chases: 20}\ncontact: {connect: 0.15}"
    tries = [f"contact: {{attempts: {n}}}" for n in (1, 3, 6)]
    assert rises(doses("marketing_belief", tries, INCENTIVE, chasing, daily=1))
    assert rises(doses("mql_precision", tries, INCENTIVE, chasing, daily=1))
    assert falls(doses("mqls", tries, INCENTIVE, chasing, daily=1))


@pytest.mark.covers("E9")
def test_a_missed_quota_is_blamed_on_the_leads():
    desk = """
channels: {web: {volume: 3 per day}}
team: {reps: 3, quota: 5000 k EUR, own_pipeline: {hours: 5, minutes_per_sql: 100 min}}
pursuit: {beliefs: true, prior: 0.3}
"""
    blaming = [f"feedback: {{blame: {leads}}}" for leads in (0, 20, 100)]
    assert falls(doses("trust", blaming, desk, daily=1))
    assert rises(doses("share_ignored", blaming, desk, daily=1))
    assert len(set(doses("trust", blaming, desk, "team: {quota: 1 EUR}", daily=1))) == 1
