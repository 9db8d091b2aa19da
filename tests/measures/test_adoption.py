"""Sums still add up when the rules change under a running company."""

import pytest
from stories import tiny, told
from whole import WHOLE

from sim.measures import MEASURES, measure
from sim.measures.missed import CAUSES as MISSED
from sim.measures.money import IN_VAIN
from sim.measures.truth import CAUSES

BASE = WHOLE.replace("kind: steady", "kind: adoption").replace("horizon: 364 d", "horizon: 98 d")
CHANGED = (
    BASE.replace("repeat: 6", "repeat: 8")
    .replace("reps: 3\n", "reps: 5\n  sdrs: 2\n")
    .replace("  demo: {volume: 2", "  extra: {volume: 1 per day, cost_per_lead: 5 EUR}\n  demo: {volume: 2")
    .replace("beliefs: true", "beliefs: true, tracking: 2")
    + "handoff: {routing: least_loaded, automated: {books: 0.5, counts: true}}\n"
)


def test_sums_of_a_company_that_adopts_new_rules_add_up():
    story = told(tiny(CHANGED), tiny(BASE))
    found = dict(zip([each.name for each in MEASURES], measure(story.plan, story.log).values.tolist(), strict=True))
    rest = ("productive", "own", "admin", "meeting", "review", "training", "idle")
    hours = sum(found[f"{name}_hours"] for name in rest) + sum(found[f"wasted_rep_hours_{cause}"] for cause in CAUSES)
    assert hours == pytest.approx(found["scheduled_hours"] + found["overtime_hours"])
    assert found["wasted_marketing_cost"] == pytest.approx(sum(found[f"wasted_marketing_cost_{cause}"] for cause in IN_VAIN))
    assert found["missed_revenue"] == pytest.approx(sum(found[f"missed_revenue_{cause}"] for cause in MISSED))
    assert found["first_response_within_sla"] > found["first_response_within_sla_real"] + 0.2  # the automated answer counts
    assert found["cost"] > found["marketing_cost"] > 0
