"""The compiled engine writes the readable model's log, byte for byte, with every mechanism on.

Every story that `tests/stories.py` tells is told by both engines too, and so is every random company of
`tests/properties`: this file holds the shipped companies against each other.
"""

from __future__ import annotations

import pytest
from equality import assert_same, first_difference

from sim import compiled
from sim.model import simulate
from sim.plan import compile_plan
from sim.scenario import read_scenario

SHORT = ("experiment.lead_in=5 weeks", "experiment.horizon=9 weeks", "experiment.follow_up=3 weeks")
QUICK = ("desk-four-hours", "theory/erlang-a", "theory/feedback-nurture", "theory/lead-desk", "theory/priorities",
         "theory/seasonal-nurture", "golden-roberge")  # fmt: skip
ALTERNATIVES = (
    "four-hour-sla", "agreed-four-hour", "tiered-sla", "automated-first-touch", "joint-definition", "feedback-loop", "smarketing",
    "reviewed-agreement", "more-leads", "lead-count-bonus", "token-attempts", "campaign-burst", "rep-leaves", "sdr-ae",
)  # fmt: skip
WHOLE_HOURS = (
    "work.research=1 h", "work.attempt=1 h", "work.conversation=1 h", "team.admin=1 h", "contact.gaps=[2 h]",
    "work.order=newest_first", "handoff.attention=1 h", "handoff.delay=1 h",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", QUICK)
@pytest.mark.parametrize("replication", range(3))
def test_a_desk(name: str, replication: int):
    plan = compile_plan(read_scenario(name))
    assert_same(plan, simulate(plan, 1, replication), compiled.simulate(plan, 1, replication))


@pytest.mark.slow
@pytest.mark.parametrize("name", ALTERNATIVES)
@pytest.mark.parametrize("replication", range(2))
def test_an_agreement_adopted_by_the_whole_company(name: str, replication: int):
    plan = compile_plan(read_scenario(name, sets=SHORT), read_scenario("baseline", sets=SHORT))
    assert_same(plan, simulate(plan, 7, replication), compiled.simulate(plan, 7, replication))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["baseline", "smarketing"])
def test_with_masses_of_ties(name: str):
    plan = compile_plan(read_scenario(name, sets=(*SHORT, *WHOLE_HOURS)))
    assert_same(plan, simulate(plan, 3, 0), compiled.simulate(plan, 3, 0))


def test_the_first_difference_is_shown_side_by_side():
    plan = compile_plan(read_scenario("theory/seasonal-nurture"))
    log = compiled.simulate(plan, 1, 0)
    other = log._replace(events=log.events.copy())
    assert first_difference(plan, log, other) == ""
    other.events["amount"][100] += 1
    said = first_difference(plan, log, other)
    assert said.startswith("row 100 of")
    assert [line.split()[0] for line in said.splitlines()[-2:]] == ["readable", "compiled"]
