"""The first month of a run, and of an agreement: what it is judged for, and what old rules leave behind."""

import numpy as np
import pytest
from stories import Event, Told, run, tiny, told

ADOPTION = "experiment: {kind: adoption, start: %s, lead_in: 40 d, horizon: 70 d}\n"


def adopted(base: str, other: str, start: str) -> Told:
    """A company that adopts other rules."""
    return told(tiny(other + ADOPTION % start), tiny(base + ADOPTION % start))


PROMISE = (
    "agreement: {marketing: {leads_per_rep: 10 per month, reaction: %s, loosens: 7, spends: 0.5}}\nscoring: {threshold: 20}\n"
)


def test_a_promise_is_first_judged_by_the_first_whole_month_under_it():
    for start in ("2026-02-01", "2026-02-10"):
        late = adopted("scoring: {threshold: 20}\n", PROMISE % "loosen", start)
        expected = ["Sun 1 00:00", "Wed 1 00:00"] if start.endswith("01") else ["Wed 1 00:00"]  # of March, of April
        assert late.times(Event.PROMISED) == expected
        assert late.times(Event.THRESHOLD) == expected[:1]
    always = adopted(PROMISE % "none", PROMISE % "loosen", "2026-02-01")
    assert always.times(Event.PROMISED) == ["Sun 1 00:00"] * 2 + ["Wed 1 00:00"]  # January's too, since it was promised already


def test_a_review_comes_after_the_first_whole_month_too():
    flow = (
        "channels: {web: {volume: 6 per day, hand_raiser: true}}\nqualification: {accept_fit: 0}\nfeedback: {completeness: 1}\n"
    )
    story = adopted(flow, f"{flow}agreement: {{reviewed: true, review_step: 3}}\n", "2026-02-01")
    assert story.times(Event.THRESHOLD) == ["Sun 1 00:00", "Wed 1 00:00"]
    assert story.rows(Event.THRESHOLD)["amount"].tolist() == [3.0, 6.0]


def test_a_reaction_ends_with_the_rules_that_asked_for_it():
    story = adopted(PROMISE % "loosen", PROMISE % "none", "2026-02-10")
    assert story.times(Event.THRESHOLD) == ["Sun 1 00:00", "Tue 10 00:00"]
    assert story.rows(Event.THRESHOLD)["amount"].tolist() == [13.0, 20.0]
    priced = "channels: {web: {volume: 0.1 per day, cost_per_lead: 100 EUR}}\n"
    spent = adopted(priced + PROMISE % "spend", priced + PROMISE % "none", "2026-02-10").rows(Event.SPENT)["amount"]
    assert spent[:60] == pytest.approx([10.0] * 32 + [15.0] * 8 + [10.0] * 20)  # a month ends after its midnight


def test_a_rush_ends_when_nobody_is_paid_for_it_any_more():
    paid = "scoring: {threshold: 20}\nfeedback: {incentive: %s, loosening: 4}\n"
    story = adopted(paid % "leads", paid % "revenue", "2026-02-26")
    february = story.rows(Event.THRESHOLD)[-2:]
    assert [story.when(row["time"]) for row in february] == ["Sun 22 00:00", "Thu 26 00:00"]
    assert february["amount"].tolist() == [16.0, 20.0]


def test_a_run_that_begins_in_a_months_last_week_begins_in_the_rush():
    text = "scoring: {threshold: 20}\nfeedback: {incentive: leads, loosening: 4}\nexperiment: {start: %s, horizon: 30 d}"
    assert run(text % "2026-01-27").times(Event.THRESHOLD)[:2] == ["Tue 27 00:00", "Sun 1 00:00"]
    assert run(text % "2026-01-20").times(Event.THRESHOLD)[:2] == ["Sun 25 00:00", "Sun 1 00:00"]
    assert run(text % "2026-02-01").times(Event.THRESHOLD)[:2] == ["Sun 22 00:00", "Sun 1 00:00"]


def test_of_a_quarter_that_began_before_the_run_reps_owe_the_part_in_it():
    text = """
    pursuit: {beliefs: true, prior: 0.2, half_life: 70000 d}
    team:
      quota: %s k EUR
      own_pipeline: {hours: 30, task: 1 h, minutes_per_sql: 60 min, closes: 1, takes: 0 d, value: 1000 EUR}
    feedback: {blame: 10}
    experiment: {start: 2026-03-11, horizon: 60 d}
    """
    told = run(text % 400)
    won = told.rows(Event.OWN_WON)
    thousands = np.sum(won["time"] < told.plan.month_starts[0])
    assert 400 / 4 * 21 / 91.3 < thousands < 400 / 4  # enough for three weeks, not for a quarter
    assert told.rows(Event.BELIEF)["amount"] == pytest.approx([0.2, 0.2])
    assert run(text % 30_000).rows(Event.BELIEF)["amount"] == pytest.approx([0.2, 2 / 20], rel=1e-3)


def test_a_piece_costs_what_it_costs_when_it_is_made():
    content = "content: {pieces: 1, cost: %s EUR}\n"
    made = adopted(content % 100, content % 300, "2026-02-01").rows(Event.PIECE_MADE)
    assert made["amount"].tolist() == [100.0, 300.0, 300.0]  # the second was under way as the price rose
