"""Scenarios are put in plain words; their dictionary and schema come from the fields."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sim.scenario import differences, explain, json_schema, parse_scenario, read_scenario, sections, shipped_names, shipped_path
from sim.scenario.dictionary import data_dictionary
from sim.scenario.sections import Scenario
from sim.scenario.tree import plain_value
from sim.scenario.words import label
from sim.scenario.yaml import parse_yaml

TEXT = """\
name: Today
question: What if we called sooner?
channels:
  web: {volume: {value: 40 per day, source: CRM, grade: B}, label: Website}
  form: {volume: 2 per day, hand_raiser: true}
agreement: {sales: {first_attempt_within: 3 days}}
team: {reps: 4}
levers:
  response_sla: {path: agreement.sales.first_attempt_within, from: 15 min, to: 3 days, label: First call within}
"""


def test_a_scenario_in_plain_words() -> None:
    words = explain(parse_scenario(TEXT))
    assert words.startswith("Today\nWhat if we called sooner?\n\nMarket. Days are counted in UTC, money in EUR.")
    assert "Leads. Website: 40 per day. form: 2 per day who ask for a call. Together that is about 1,278 leads a month." in words
    assert "Sales promises a first attempt within 3 days of delivery to sales." in words
    assert "Team. 4 reps work by the calendar always, the oldest task first." in words
    assert "Switched off. Of leads and buyers: day effects, cost of leads," in words
    assert "system delay, attention (reps see leads at once) and matching of accounts. Of sales:" in words
    assert "Levers. First call within (response_sla, now 3 days, from 15 min to 3 days)." in words
    assert "Of 4 numbers written here, those with a source: 1 (1 of grade B). Assumptions (3): channels.form.volume," in words


def test_differences_are_sentences_in_the_words_of_levers() -> None:
    today = parse_scenario(TEXT)
    other = today.replace({"response_sla": "4 business hours", "team.reps": 5}, name="Sooner")
    assert differences(today, other) == [
        ("agreement.sales.first_attempt_within", "3 days", "4 business hours"),
        ("team.reps", "4", "5"),
    ]
    assert explain(today, other) == (
        "Sooner differs from Today in 2 values.\n"
        "- First call within: 3 days → 4 business hours (agreement.sales.first_attempt_within)\n"
        "- Reps: 4 → 5 (team.reps)\n"
    )


def test_equal_values_in_other_words_are_no_difference() -> None:
    today = parse_scenario(TEXT)
    assert differences(today, today.replace({"response_sla": "72 h"}, name="x")) == []
    assert explain(today, today.replace({}, name="x")) == "x does the same as Today: no value differs.\n"


def test_new_entries_and_other_kinds_of_values_are_differences() -> None:
    today = parse_scenario(TEXT)
    other = today.replace({"channels.fair": {"volume": "1 per day", "score": 5}, "handoff.delay": {"at": ["02:00"]}})
    assert differences(today, other) == [
        ("channels.fair.volume", "none", "1 per day"),
        ("channels.fair.score", "none", "5"),
        ("handoff.delay", "0 minutes", "at 02:00"),
    ]


@pytest.mark.parametrize("name", shipped_names())
def test_every_shipped_scenario_has_words(name: str) -> None:
    words = explain(read_scenario(name))
    assert "None" not in words
    assert "Distribution(" not in words
    assert ".." not in words


def test_of_a_new_entry_what_was_written_differs() -> None:
    today = parse_scenario(TEXT)
    other = today.replace({"team.own_pipeline": {"hours": 10}, "personas.looker": {"fit": 0.1}})
    assert differences(today, other) == [
        ("personas.looker.fit", "none", "0.1"),
        ("team.own_pipeline.hours", "none", "10"),
    ]


def test_a_new_entry_without_a_word_differs_by_its_defaults() -> None:
    today = parse_scenario(TEXT)
    found = differences(today, today.replace({"feedback.meeting": {}}))
    assert ("feedback.meeting.at", "none", "15:30") in found


def test_labels_of_paths() -> None:
    assert label("channels.web.volume") == "Volume of web"
    assert label("opportunity.stages.1.advance") == "Advance of stage 2"
    assert label("team.reps") == "Reps"
    assert label("personas.buyer.value.median") == "Value of buyer, median"
    assert label("nurture.touches.0.wait.mean") == "Wait of touch 1, mean"


def test_the_dictionary_beside_the_scenarios_is_up_to_date() -> None:
    path = Path(__file__).parents[2] / "scenarios" / "README.md"
    assert path.read_text("utf-8") == data_dictionary(), "write it again: python -m sim.scenario.dictionary"


def test_the_dictionary_names_every_parameter() -> None:
    dictionary = data_dictionary()
    for section in Scenario.model_json_schema(by_alias=True)["$defs"].values():
        for key in section["properties"]:
            assert f"| `{key}` |" in dictionary


def test_every_parameter_has_a_meaning() -> None:
    for name in Scenario.model_json_schema()["$defs"]:
        assert all(field.description for field in getattr(sections, name).model_fields.values())


def as_json(name: str) -> Any:
    tree, _ = parse_yaml(shipped_path(name).read_text("utf-8"), name)
    return json.loads(json.dumps(plain_value(tree)))


def test_the_schema_takes_what_the_reader_takes() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    check = jsonschema.Draft202012Validator(schema)
    for name in shipped_names():
        check.validate(as_json(name))
    check.validate({"name": "x", "extends": ["baseline"], "channels": {"remove": ["web"]}, "team": {"remove": "reps"}})
    assert not check.is_valid({"name": "x", "chanels": {}})
    assert not check.is_valid({"name": "x", "team": {"reps": "many"}})
    assert not check.is_valid({"name": "x", "team": {"reps": {"value": 3, "grade": "great"}}})
    assert not check.is_valid({"name": "x", "work": {"order": "fifo"}})
    assert not check.is_valid({"channels": {}})
