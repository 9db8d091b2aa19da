"""A small company, simulated in some milliseconds, for tests of what surrounds the simulation."""

from functools import cache

from sim.scenario import parse_scenario

TEXT = """
name: Small
extends: desk-today
team: {reps: 3}
channels:
  content: {volume: "60 per month"}
  paid: {volume: "30 per month"}
  events: {volume: "20 per month"}
  demo: {volume: "30 per month"}
experiment: {lead_in: "4 weeks", horizon: "13 weeks", follow_up: "4 weeks"}
"""


@cache
def small():
    return parse_scenario(TEXT)
