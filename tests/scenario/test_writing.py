"""A scenario written as one text reads back as itself: same values, same sources, same plan."""

from dataclasses import replace
from pathlib import Path

import pytest

from sim.plan import compile_plan
from sim.scenario import parse_scenario, read_scenario, shipped_names
from sim.scenario.tree import Branch, Listing
from sim.scenario.yaml import parse_json, parse_yaml

EVERYTHING = Path(__file__).parent / "everything.yaml"


def sources(scenario):
    return {path: replace(origin, value="", file=None, line=0) for path, origin in scenario.origins.items()}


@pytest.mark.parametrize("name", [*shipped_names(), str(EVERYTHING)])
def test_it_reads_back_equal(name):
    scenario = read_scenario(name)
    again = parse_scenario(scenario.written())
    assert again == scenario
    assert sources(again) == sources(scenario)
    assert again.written() == scenario.written()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["theory/lead-desk", "desk-four-hours", "agreed-four-hour"])
def test_it_runs_alike(name):
    scenario = read_scenario(name)
    assert compile_plan(parse_scenario(scenario.written())).fingerprint == compile_plan(scenario).fingerprint


def test_what_was_set_comes_along():
    scenario = read_scenario("theory/mmc", sets=["reps=7"]).replace({"service_hours": "30 min"}, name="Seven, and quick")
    again = parse_scenario(scenario.written())
    assert again == scenario
    assert (again.name, again.team.reps) == ("Seven, and quick", 7)


def test_a_scenario_made_in_python_is_written_too():
    scenario = read_scenario("theory/mmc")
    made = type(scenario).model_validate(scenario.model_dump(mode="json", by_alias=True, exclude_unset=True))
    assert parse_scenario(made.written()) == scenario


@pytest.mark.parametrize("name", ['a "quoted" name', "Überall: größer?", "line\x85\u2028", "\U0001f600 smile", "#1, [2]: {3}"])
def test_any_name_survives(name):
    scenario = read_scenario("theory/mmc").replace({}, name=name)
    assert parse_scenario(scenario.written()).name == scenario.name


def without_places(node):
    match node:
        case Branch():
            return {key: without_places(item) for key, item in node.items.items()}
        case Listing():
            return [without_places(item) for item in node.items]
        case _:
            return (type(node.value), node.value, node.text)


@pytest.mark.parametrize("name", [*shipped_names(), str(EVERYTHING)])
def test_what_is_written_reads_back_alike_as_a_programs_text_and_as_anybodys(name):
    scenario = read_scenario(name)
    text = scenario.written()
    sooner, later = parse_json(text, "text"), parse_yaml(text, "text")
    assert without_places(sooner[0]) == without_places(later[0])
    assert sooner[1] == later[1] == []
    again = parse_scenario(text, by_program=True)
    assert again == parse_scenario(text)
    assert again.written() == text


def test_a_programs_text_that_is_no_json_is_read_as_anybodys():
    text = EVERYTHING.read_text("utf-8")
    assert parse_scenario(text, by_program=True) == parse_scenario(text)
