"""Off is off: a mechanism that is written down with its default changes no byte, and one that is on changes some."""

import json

import pytest
from stories import merged, read, tiny, told

from sim.scenario.sections import Scenario

DESK = """
channels:
  web: {volume: 4 per day, hand_raiser: true}
  mail: {volume: 9 per day, hand_raiser: false, score: 10}
personas: {buyer: {fit: 0.6, reachable: 0.9, window: {lasts: 'exponential, mean 9 d', announce_share: 0.3}}}
nurture: {touches: [{wait: 'exponential, mean 3 d', engages: 0.4, points: 10, repeat: 6}]}
scoring: {threshold: 20, half_life: 20 d}
agreement: {sales: {first_attempt_within: 4 business hours, enforcement: reassign}}
handoff: {delay: 1 h, attention: 'exponential, mean 1 h'}
team: {reps: 2, absence: 0.1, admin: 30 min}
work: {research: 5 min}
contact: {connect: 0.4, attempts: 3}
qualification: {accept_fit: 0.7, accept_unfit: 0.1}
opportunity: {stages: [{name: demo, delay: 1 d, minutes: 30 min, appointment: true, advance: 0.6}, {name: offer, advance: 0.5}]}
recycle: {rejected: 0.5, unreachable: 0.5, lost: 0.5, most: 2, cooling: 4 d}
experiment: {start: 2026-02-01, horizon: 28 d}
"""
# Each mechanism: how it looks when off, and when on.
MECHANISMS = {
    "readiness": ("channels: {web: {readiness: {decision: 1}}, mail: {readiness: {decision: 3}}}",
                  "channels: {mail: {readiness: {awareness: 1}}}"),
    "journey": ("personas: {buyer: {readiness: {decision: 1}, need: 9 d, awareness: 3 d, consideration: 8 d, repurchase: never}}",
                "personas: {buyer: {readiness: {no_need: 1, decision: 1}, need: 9 d, awareness: 3 d, consideration: 8 d}}"),
    "firmographics": ("personas: {buyer: {firmographics: {employees: 2}}}", "scoring: {auc: 0.7}"),
    "money": ("channels: {web: {cost_per_lead: 0 EUR, spend: 1, diminishing: 0.1}}", "channels: {web: {spend: 1.5}}"),
    "breadth": ("channels: {web: {breadth: 1, wide_personas: {buyer: 1}}}", "channels: {web: {breadth: 1.5}}"),
    "duplicates": ("channels: {web: {duplicates: 0}}\nhandoff: {match_accounts: true}", "channels: {web: {duplicates: 0.5}}"),
    "matched accounts": ("handoff: {match_accounts: false}",
                         "channels: {web: {duplicates: 0.5}}\nhandoff: {match_accounts: true}"),
    "unrecorded": ("channels: {web: {unrecorded: 0}}", "channels: {web: {unrecorded: 0.3}}"),
    "fatigue": ("nurture: {fatigue: 0, fatigue_half_life: 3 d}", "nurture: {fatigue: 0.25}"),
    "unsubscribes": ("nurture: {unsubscribe: 0, unsubscribe_early: 9}", "nurture: {unsubscribe: 0.05}"),
    "readier buyers engage": ("nurture: {readiness: 0}", "nurture: {readiness: 0.5}"),
    "timing and recall": ("nurture: {speeds: 0, recalls: 0, half_life: 3 d, turns_to_us: 0}",
                          "nurture: {turns_to_us: 1}\npersonas: {buyer: {readiness: {awareness: 1}, awareness: 2 d}}"),
    "visits": ("nurture: {visits: 0}", "nurture: {visits: 9}\npersonas: {buyer: {readiness: {awareness: 1}, awareness: 2 d}}"),
    "manual touches": ("nurture: {manual: null, marketers: 3}", "nurture: {manual: 1 h, calendar: office}"),
    "reveals": ("nurture: {drip: null}", "nurture: {touches: [{wait: 2 d, engages: 1, reveals: 1}]}"),
    "beside sales": ("nurture: {while_sales_works: pause}", "nurture: {while_sales_works: continue}"),
    "content": ("content: {pieces: 0, relevance: 0.9, nurture: 0, follow_up: 0, helps: 3, annoys: 3, case_study: 0}",
                "content: {follow_up: 1, helps: 3}"),
    "pieces": ("content: {pieces: 0, cost: 9 EUR}", "content: {pieces: 9}"),
    "score": ("scoring: {auc: null, noise: 2, points: 99, base: 0, best_auc: 0.7}", "scoring: {auc: 0.6}"),
    "definition": ("agreement: {definition: {by: marketing, employees: 500, threshold: 5}}",
                   "agreement: {definition: {by: both, employees: 20}}"),
    "intel": ("agreement: {intel: true}", "agreement: {intel: true}\nwork: {intel_saves: 0.5}"),
    "savings": ("work: {nurture_saves: 0, nurture_depth: 1, intel_saves: 0.5}", "work: {nurture_saves: 0.5}"),
    "marketing's promise": ("agreement: {marketing: {leads_per_rep: null, reaction: spend}}",
                            "agreement: {marketing: {leads_per_rep: 900 per month}}"),
    "a reviewed agreement": ("agreement: {reviewed: false, review_step: 9}",
                             "agreement: {reviewed: true, review_step: 5}\nfeedback: {completeness: 1}"),
    "default acceptance": ("agreement: {sales: {disposition_within: null}}", "agreement: {sales: {disposition_within: 1 d}}"),
    "escalation": ("costs: {escalation: 9 EUR}", "agreement: {sales: {enforcement: escalate}}"),
    "automated first touch": ("handoff: {automated: null}", "handoff: {automated: {books: 0.5}}"),
    "split desk": ("team: {sdrs: 0}", "team: {sdrs: 1}"),
    "own pipeline": ("team: {own_pipeline: null}", "team: {own_pipeline: {hours: 9}}"),
    "own pipeline without hours": ("team: {own_pipeline: {hours: 0}}", "team: {own_pipeline: {hours: 9, blocks: ['10:00']}}"),
    "quota": ("team: {quota: 9 k EUR}", "team: {quota: 9 k EUR, own_pipeline: {hours: 9}}"),
    "skill": ("team: {skill_sd: 0, ramp: 0 d, ramp_gap: 3, veterans: 0.1}", "team: {skill_sd: 1}"),
    "tenure": ("team: {tenure: never}", "team: {tenure: 9 d}"),
    "beliefs": ("pursuit: {beliefs: false, prior: 0.01, tracking: 3, load: 2, tokens: 1, enforcement: 2, closes_after: 1 d}",
                "pursuit: {beliefs: true}"),
    "beliefs without other work": ("pursuit: {beliefs: false}", "pursuit: {beliefs: true, prior: 0.01}"),
    "emails": ("contact: {plan: [call], email_odds: 3}\nwork: {email: 9 min}", "contact: {plan: [call, email]}"),
    "nurtured connect": ("contact: {nurture_lift: 0}", "contact: {nurture_lift: 2}"),
    "wrong reasons": ("qualification: {reason_error: 0}", "qualification: {reason_error: 0.5}"),
    "early calls": ("qualification: {early_slows: 0.5, early_unsubscribes: 0.5}",
                    "qualification: {early_slows: 0.5}\npersonas: {buyer: {readiness: {awareness: 1}, awareness: 2 d}}"),
    "fading interest": ("qualification: {response: none}", "qualification: {response: steep}"),
    "deals": ("opportunity: {unready: 3, intel: 3, lost_after: never, reasons: {}, value_delay: 0}",
              "opportunity: {lost_after: 2 d}"),
    "lost reasons": ("opportunity: {reasons: {}}", "opportunity: {reasons: {price: 1}}"),
    "size and delay": ("opportunity: {value_delay: 0}",
                       "opportunity: {value_delay: 0.4, stages: [{name: demo, delay: 'exponential, mean 2 d', advance: 1}]}"),
    "ignored come back": ("recycle: {ignored: 1}",
                          "recycle: {ignored: 1}\npursuit: {beliefs: true}\nteam: {own_pipeline: {hours: 9}}"),
    "customers": ("customers: {churn: null, spread: 5, fit: 3, promise_gap: 2, referrals: 0}", "customers: {churn: 0.2}"),
    "feedback": ("feedback: {meeting: null, completeness: 0, reason_error: 1, learns: false, caution: 9, targeting: 0, "
                 "content: 0, coaching: 0, training: null, loosening: 5, chases: 0, blame: 0}", "feedback: {meeting: {}}"),
    "loosening": ("feedback: {incentive: revenue, loosening: 9}",
                  "feedback: {incentive: leads, loosening: 9}"),
    "costs": ("costs: {rep: 90 k EUR, marketing: 90 k EUR, gross_margin: 0.7}", "costs: {escalation: 0 EUR}\nteam: {reps: 3}"),
}  # fmt: skip


def desk(text: str = "") -> Scenario:
    return tiny(json.dumps(merged(read(DESK), read(text)), default=str))


@pytest.fixture(scope="module")
def plain() -> bytes:
    return told(desk()).bytes


@pytest.mark.parametrize("name", MECHANISMS)
def test_a_default_written_down_changes_no_byte(name: str, plain: bytes):
    off, on = MECHANISMS[name]
    assert told(desk(off)).bytes == plain
    assert told(desk(on)).bytes != plain
