"""The difference of two scenarios in parts: each lever, what is asked apart, and the rest; none that cannot stand."""

import itertools

import pytest
from stories import tiny

from sim.errors import ScenarioError
from sim.scenario import read_scenario
from sim.scenario.parts import parts_between, standing, taken_over

LEVERS = """
levers:
  reps: {path: team.reps, from: 1, to: 30, label: Reps}
  attempts: {path: contact.attempts, label: Attempts}
  response_sla: {path: agreement.sales.first_attempt_within}
"""
SAME = ("name", "question", "because", "levers")


def company(text=""):
    return tiny(LEVERS + text)


def means_the_same(one, other):
    return all(getattr(one, name) == getattr(other, name) for name in type(one).model_fields if name not in SAME)


def test_levers_that_differ_are_parts_and_the_rest_is_one():
    other = company("team: {reps: 3}\ncontact: {attempts: 4, connect: 0.5}\nwork: {attempt: 5 min}")
    parts = parts_between(company(), other)
    assert [(part.name, part.label, part.before, part.after) for part in parts[:2]] == [
        ("reps", "Reps", "1", "3"), ("attempts", "Attempts", "1", "4"),
    ]  # fmt: skip
    assert parts[2].name == "everything else"
    assert sorted(parts[2].paths) == [("contact", "connect"), ("work", "attempt")]
    assert len(parts) == 3


def test_equal_scenarios_have_no_parts():
    assert parts_between(company(), company()) == ()


def test_what_is_written_otherwise_but_means_the_same_is_no_difference():
    assert parts_between(company(), company("work: {attempt: 600 s}\nexperiment: {seed: 9}")) == ()


def test_a_path_or_section_can_be_counted_apart():
    other = company("contact: {attempts: 4, connect: 0.5}\nwork: {attempt: 5 min, conversation: 20 min}")
    parts = parts_between(company(), other, ["work", "contact.connect"])
    assert [part.name for part in parts] == ["attempts", "work", "contact.connect"]
    assert sorted(parts[1].paths) == [("work", "attempt"), ("work", "conversation")]


def test_a_path_that_does_not_differ_is_refused():
    with pytest.raises(ScenarioError, match="--apart:1:1 handof: does not differ between the two; did you mean 'handoff'"):
        parts_between(company(), company("handoff: {delay: 1 h}"), ["handof"])


def test_all_parts_together_are_the_other():
    other = company("team: {reps: 3}\nwork: {attempt: 5 min}\nchannels: {chat: {volume: 1 per day}}\nagreement: {sales: {}}")
    parts = parts_between(company(), other)
    assert means_the_same(taken_over(company(), other, parts, "all"), other)
    assert taken_over(company(), other, (), "none") == company().replace({}, name="none")
    back = parts_between(other, company())
    assert means_the_same(taken_over(other, company(), back, "back"), company())


def test_some_parts_are_the_base_with_these_alone():
    other = company("team: {reps: 3}\ncontact: {attempts: 4}")
    reps, attempts = parts_between(company(), other)
    assert taken_over(company(), other, [reps], "a") == company().replace({"reps": 3}, name="a")
    assert taken_over(company(), other, [attempts], "a") == company().replace({"attempts": 4}, name="a")


def test_what_cannot_stand_without_a_lever_goes_with_it():
    promise = "agreement: {sales: {first_attempt_within: 1 business hour, enforcement: alert}}\nwork: {attempt: 5 min}"
    parts, notes = standing(company(), company(promise), parts_between(company(), company(promise)))
    assert [part.name for part in parts] == ["response_sla", "everything else"]
    assert ("agreement", "sales", "enforcement") in parts[0].paths
    assert notes == ("agreement.sales.enforcement cannot stand without 'response_sla', and counts as part of it",)
    assert (parts[0].before, parts[0].after) == ("none", "1 business hour")


@pytest.mark.parametrize("name", ["four-hour-sla", "smarketing", "tiered-sla", "token-attempts", "agreed-four-hour", "sdr-ae"])
def test_every_combination_of_what_a_shipped_agreement_changes_can_stand(name):
    base, other = read_scenario("baseline"), read_scenario(name)
    parts, _ = standing(base, other, parts_between(base, other))
    assert means_the_same(taken_over(base, other, parts, "all"), other)
    for count in range(len(parts)):
        for some in itertools.combinations(parts, count):
            taken_over(base, other, some, "some")
