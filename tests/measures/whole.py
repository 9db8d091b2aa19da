"""A small company with everything on, so that sums have all their parts."""

import functools

from stories import run

WHOLE = """
channels:
  web: {volume: 7 per day, cost_per_lead: 20 EUR, duplicates: 0.1, unrecorded: 0.2, personas: {buyer: 1, idler: 1},
        readiness: {no_need: 5, awareness: 2, consideration: 2, decision: 3}, hand_raiser: false}
  demo: {volume: 2 per day, cost_per_lead: 90 EUR, hand_raiser: true, readiness: {consideration: 1, decision: 3}}
personas:
  buyer: {fit: 0.7, reachable: 0.9, answerability: 0.5, value: 'lognormal, mean 9000 EUR, cv 0.8',
          window: {lasts: 'exponential, mean 25 d', starts: decision}, need: 'exponential, mean 300 d',
          awareness: 'exponential, mean 20 d', consideration: 'exponential, mean 10 d', repurchase: 200 d}
  idler: {fit: 0.1, value: '4,000 EUR', need: never, awareness: 9 d, consideration: 9 d,
          window: {lasts: 20 d, starts: decision}}
nurture:
  touches: [{wait: 'exponential, mean 4 d', engages: 0.3, points: 10, repeat: 6, cost: 1 EUR}]
  unsubscribe: 0.01
  turns_to_us: 0.2
content: {pieces: 6, cost: 500 EUR, relevance: 0.4, follow_up: 0.5}
scoring: {threshold: 55, base: 50, auc: 0.7, points: 10}
agreement:
  sales: {first_attempt_within: 4 business hours, attempts: 3, attempts_within: 14 d, enforcement: alert}
  marketing: {leads_per_rep: 40 per month}
team:
  reps: 3
  absence: 0.05
  quota: 300,000 EUR
  ramp: 90 d
  tenure: 'exponential, mean 400 d'
  hiring_lag: 20 d
  own_pipeline: {hours: 12, minutes_per_sql: 200 min, closes: 0.4, takes: 20 d, value: '4,000 EUR'}
  meetings: [{on: mon, at: '09:00', lasts: 1 h}]
  admin: 30 min
work: {research: 8 min}
contact: {connect: 0.4, response: moderate, attempts: 4, gaps: [1 business day, 2 business days]}
qualification: {accept_fit: 0.8, accept_unfit: 0.05, accept_from: consideration}
opportunity:
  stages:
    - {name: demo, delay: 2 d, minutes: 1 h, appointment: true, advance: 0.6}
    - {name: offer, delay: 3 d, minutes: 1 h, advance: 0.5}
recycle: {rejected: 0.3, unreachable: 0.5, lost: 0.2, most: 2, cooling: 5 d}
pursuit: {beliefs: true, prior: 0.1, tokens: 0.3, spread: 0.5}
customers: {churn: 0.2}
feedback: {meeting: {on: fri}, completeness: 0.5, training: {below: 0.9, cost: '2,000 EUR'}}
costs: {rep: '90,000 EUR', marketing: '100,000 EUR', escalation: 40 EUR, gross_margin: 0.75}
experiment: {kind: steady, start: 2026-03-02, lead_in: 60 d, horizon: 364 d, follow_up: 60 d}
"""


@functools.cache
def whole():
    """The company's year."""
    return run(WHOLE)
