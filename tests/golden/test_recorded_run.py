"""A golden run: what one small desk did when this was written down.

It says that numbers moved, never which ones are right. When a change is meant to move them, look at
what the failing test prints, understand why, and write the new values here.
"""

import hashlib

import pytest
from stories import run

pytestmark = pytest.mark.golden

DESK = """
channels:
  web: {volume: 5 per day, hand_raiser: true, day_effect_cv: 0.3}
  mail: {volume: 8 per day, score: 20, hand_raiser: false}
personas: {buyer: {fit: 0.6, reachable: 0.85, answerability: 0.7, value: 'lognormal, mean 9000 EUR, cv 0.8'}}
nurture: {touches: [{wait: 'exponential, mean 4 d', engages: 0.3, points: 10, repeat: 5}]}
scoring: {threshold: 30}
agreement: {sales: {first_attempt_within: 4 business hours, enforcement: reassign}}
handoff: {routing: least_loaded, attention: 'exponential, mean 1 h'}
team: {reps: 3, absence: 0.05, pace_sd: 0.1}
work: {research: 8 min, attempt: 'lognormal, mean 6 min, cv 0.6', conversation: 'gamma, mean 25 min, cv 0.5'}
contact: {connect: 0.4, response: moderate, attempts: 4, gaps: [1 business day, 2 business days]}
qualification: {accept_fit: 0.8, accept_unfit: 0.05}
opportunity:
  stages:
    - {name: demo, delay: 2 d, minutes: 1 h, appointment: true, advance: 0.6}
    - {name: offer, delay: 3 d, advance: 0.5}
recycle: {rejected: 0.3, unreachable: 0.8, most: 2, cooling: 5 d}
experiment: {horizon: 56 d}
"""


def test_the_recorded_run_has_not_moved():
    story = run(DESK, seed=20260105)
    names = ("leads", "mqls", "sqls", "won", "revenue", "utilisation", "first_response_within_sla", "reassigned")
    seen = {name: round(story.measured(name), 6) for name in names}
    seen["events"] = len(story.log.events)
    seen["bytes"] = hashlib.sha256(story.bytes).hexdigest()[:16]
    assert seen == {
        "leads": 733.0,
        "mqls": 676.0,
        "sqls": 161.0,
        "won": 44.0,
        "revenue": 377031.569422,
        "utilisation": 0.611311,
        "first_response_within_sla": 0.653605,
        "reassigned": 279.0,
        "events": 19220,
        "bytes": "4b472796c0998f85",
    }
