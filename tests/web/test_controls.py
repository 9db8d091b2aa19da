"""Controls come from levers, stand at today, and take only what the scenario takes."""

import pytest

from sim import read_scenario
from sim.scenario import shipped_names
from sim.web.controls import controls_of, value_at


@pytest.mark.parametrize("name", ["baseline", "desk-today", "smarketing", "theory/mmc", "sdr-ae"])
def test_today_changes_nothing_and_every_stop_can_be_simulated(name):
    scenario = read_scenario(name)
    controls = controls_of(scenario)
    assert controls
    for control in controls:
        assert len({stop.value for stop in control.stops}) == len(control.stops)
        for place, stop in enumerate(control.stops):
            changed = scenario.replace(dict(stop.changes))
            same = all(value_at(changed, path) == value_at(scenario, path) for path in stop.changes)
            assert same == (place == control.today), (control.name, stop)


def test_no_shipped_scenario_has_too_many():
    assert all(len(controls_of(read_scenario(name))) <= 6 for name in shipped_names())


def test_a_leader_finds_what_the_company_asks_for():
    labels = [control.label for control in controls_of(read_scenario("baseline"))]
    assert labels == [
        "First call within", "How reps learn of a new lead", "Attempts before giving up", "Who says what is qualified",
        "Score of a qualified lead", "Whose work comes first",
    ]  # fmt: skip


def test_values_off_the_grid_have_a_stop_of_their_own_in_place():
    scenario = read_scenario("baseline").replace({"threshold": 66})
    control = next(each for each in controls_of(scenario) if each.name == "threshold")
    assert control.stops[control.today].label == "66"
    scores = [float(stop.label.split()[0]) for stop in control.stops]
    assert scores == sorted(scores)


def test_a_promise_brings_somebody_who_watches_it_unless_somebody_does_already():
    free = next(each for each in controls_of(read_scenario("baseline")) if each.name == "first_call")
    assert free.stops[4].changes["agreement.sales.enforcement"] == "alert"
    bound = next(each for each in controls_of(read_scenario("four-hour-sla")) if each.name == "first_call")
    assert all("agreement.sales.enforcement" not in stop.changes for stop in bound.stops)
