"""The shipped theory scenarios say what the formulas assume."""

import pytest

from sim.scenario import read_scenario
from sim.theory.cases import all_cases, sine_of_day

pytestmark = pytest.mark.theory

LEVERS = {
    "theory/mmc": {"arrivals_per_hour", "service_hours", "reps"},
    "theory/erlang-a": {"arrivals_per_hour", "service_hours", "reps", "patience_hours", "patience_shape"},
    "theory/priorities": {"service_hours", "reps"},
    "theory/feedback-queue": {"arrivals_per_hour", "service_hours", "reps", "return_share"},
    "theory/seasonal-nurture": {"arrivals_per_hour"},
}


@pytest.mark.parametrize("name", sorted({case.scenario for case in all_cases()}))
def test_nothing_delays_a_lead_but_the_queue(name):
    scenario = read_scenario(name)
    assert scenario.team.calendar == "always"
    assert scenario.handoff.routing == "pool"
    assert scenario.handoff.attention == "alerted"
    assert scenario.work.research is None
    assert scenario.contact.connect == 1
    assert scenario.contact.response == "none"
    assert all(channel.day_effect_cv == 0 for channel in scenario.channels.values())
    assert all(persona.reachable == 1 for persona in scenario.personas.values())


@pytest.mark.parametrize("name", sorted(LEVERS))
def test_levers_are_named_alike(name):
    assert set(read_scenario(name).levers) >= LEVERS[name]


def test_the_file_has_the_sine_of_the_formula():
    hours = read_scenario("theory/seasonal-nurture").channels["desk"].hours
    assert tuple(hours[f"{hour:02d}-{hour + 1:02d}"] for hour in range(24)) == sine_of_day()


def test_a_lever_sets_one_value():
    longer = read_scenario("theory/erlang-a", sets=["patience_shape=0.5", "service_hours=30 min"])
    assert longer.personas["buyer"].window.lasts.b == 0.5
    assert longer.personas["buyer"].window.lasts.mean == pytest.approx(2 * 3_600e6)
    assert longer.work.conversation.mean == 1_800e6
