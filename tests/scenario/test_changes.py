"""Settings are laid over a scenario by lever or path: `--set` texts and `Scenario.replace`."""

from __future__ import annotations

import datetime
import itertools

import numpy as np
import pytest

from sim.errors import ScenarioError
from sim.scenario import Scenario, parse_scenario, sections
from sim.scenario.amounts import Span, read_span

TEXT = """\
name: Base
channels:
  web: {volume: 40 per day}
agreement: {sales: {first_attempt_within: 4 business hours, tiers: []}}
work: {conversation: "lognormal, mean 10 min, cv 0.6", attempt: {mean: 6 min, cv: 0.6}}
contact: {connect: {value: 0.4, source: CRM, grade: B}}
opportunity: {stages: [{name: demo, advance: 0.5}, {name: offer, advance: 0.4}]}
levers:
  response_sla: {path: agreement.sales.first_attempt_within, from: 15 min, to: 3 days, label: First call within}
  order: {path: work.order, choices: [oldest_first, newest_first]}
  talk: {path: work.conversation.mean, from: 5 min, to: 1 h}
  reps: {path: team.reps, from: 1, to: 9}
"""


def base(*sets: str) -> Scenario:
    return parse_scenario(TEXT, sets=sets)


def told(*sets: str) -> str:
    with pytest.raises(ScenarioError) as caught:
        base(*sets)
    return str(caught.value)


def test_levers_and_paths_are_set() -> None:
    scenario = base(
        "response_sla=1 business day", "order=newest_first", "channels.web.volume=1,100 per month", "contact.attempts=7"
    )
    assert str(scenario.agreement.sales.first_attempt_within) == "1 business day"
    assert scenario.work.order == "newest_first"
    assert str(scenario.channels["web"].volume) == "1,100 per month"
    assert scenario.contact.attempts == 7


def test_items_of_lists_are_set_by_number_or_name() -> None:
    assert base("opportunity.stages.1.advance=0.9").opportunity.stages[1].advance == 0.9
    assert base("opportunity.stages.offer.advance=0.9").opportunity.stages[1].advance == 0.9
    gaps = base("contact.gaps.0=3 business days").contact.gaps
    assert [str(gap) for gap in gaps] == ["3 business days", "2 business days", "2 business days", "3 business days"]


def test_words_of_a_distribution_are_set_however_it_was_written() -> None:
    scenario = base("talk=20 min", "work.attempt.cv=0.3")
    assert str(scenario.work.conversation) == "lognormal, mean 20 minutes, cv 0.6"
    assert str(scenario.work.attempt) == "lognormal, mean 6 minutes, cv 0.3"


def test_defaults_and_new_entries_are_set() -> None:
    scenario = base(
        "personas.buyer.fit=0.3", "channels.fair={volume: 3 per day}", "channels.web.weekday.sat=0.5", "channels.web={trend: 0.1}"
    )
    assert scenario.personas["buyer"].fit == 0.3
    assert list(scenario.channels) == ["web", "fair"]
    assert scenario.channels["web"].weekday == {"sat": 0.5}
    assert (scenario.channels["web"].trend, scenario.channels["web"].volume.per_day) == (0.1, 40)


def test_null_takes_a_promise_away() -> None:
    assert base("response_sla=null").agreement.sales.first_attempt_within is None


def test_a_bare_unit_keeps_the_clock_and_says_so() -> None:
    scenario = base("response_sla=1h")
    assert scenario.agreement.sales.first_attempt_within == read_span("1 business hour")
    (note,) = scenario.notes
    assert note == (
        "response_sla: '1 hour' is read as 1 business hour, on the clock of 4 business hours; "
        "for the other clock write '1 elapsed hour'."
    )


def test_either_clock_can_be_asked_for() -> None:
    scenario = base("response_sla=1 elapsed hour")
    assert scenario.agreement.sales.first_attempt_within == read_span("1 h")
    assert scenario.notes == ()
    back = scenario.replace({"response_sla": "2 business hours"})
    assert back.agreement.sales.first_attempt_within == read_span("2 business hours")
    assert told("response_sla=2 weeks").endswith(
        "'2 weeks' would replace business time; write business days, or '2 elapsed weeks'"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("respnse_sla=1 h", "--set:1:13 respnse_sla: is neither a lever nor a path; did you mean 'response_sla'?"),
        ("contact.atempts=1", "--set:1:17 contact.atempts: has nothing called 'atempts' in contact; did you mean 'attempts'?"),
        ("channels.wbe.volume=1/h", "--set:1:21 channels.wbe.volume: has nothing called 'wbe' in channels; did you mean 'web'?"),
        ("contact.gaps.9=1 h", "--set:1:16 contact.gaps.9: has no item '9' in contact.gaps; count from 0 to 3"),
        (
            "team.reps.x=1",
            "--set:1:13 team.reps.x: goes on below a single value with 'x'; set team.reps",
        ),
        (
            "work.attempt.sigma=1",
            "--set:1:20 work.attempt.sigma: has nothing called 'sigma' in work.attempt; known here: mean, cv",
        ),
        (
            "response_sla=5 business days",
            "--set:1:14 response_sla: '5 business days' is beyond the lever's range; "
            "write a value from 15 min to 3 days, or set the value by its path",
        ),
        (
            "order=highest_score",
            "--set:1:7 order: 'highest_score' is not among the lever's choices; write one of oldest_first, newest_first",
        ),
        (
            "response_sla=120 EUR",
            "--set:1:14 response_sla: '120 EUR' is money where a time belongs; "
            "write a time, such as '4 business hours' or '35 min'",
        ),
        ("reps=2.5", "--set:1:6 reps: 2.5 is not a whole number from 1 to 5,000; write a whole number from 1 to 5,000"),
        (
            "reps",
            "--set:1:1 reps: sets nothing; write a lever or a path, '=', and its value, such as response_sla='1 business hour'",
        ),
        (
            "name=a: b",
            "--set:1:6 name: is not YAML here (mapping values are not allowed here); "
            "write one value, in quotes if it holds a colon",
        ),
        (
            "nurture.touches.0={wait: 1 d}",
            "--set:1:19 nurture.touches.0: has no item '0' in nurture.touches; the list is empty",
        ),
        ("levers={}", "--set:1:8 levers: cannot be set; write levers into the scenario's file"),
    ],
)
def test_settings_refused(text: str, message: str) -> None:
    assert told(text) == message


def test_all_wrong_settings_are_told_with_their_number() -> None:
    lines = told("reps=0", "contact.attempts=4", "x=1").splitlines()
    assert [line.split(" ")[0] for line in lines] == ["--set:1:6", "--set:3:3"]


def test_replace_makes_a_new_scenario() -> None:
    scenario = base()
    other = scenario.replace({"response_sla": "1 business hour", "team.reps": 3}, name="One hour")
    assert (other.name, other.team.reps) == ("One hour", 3)
    assert (scenario.name, scenario.team.reps) == ("Base", 1)
    assert scenario == base()
    assert type(other) is Scenario


def test_replace_takes_python_values_and_text() -> None:
    scenario = base().replace(
        {
            "response_sla": Span(2, "business hour"),
            "team.reps": np.int64(4),
            "contact.connect": np.float64(0.25),
            "contact.attempts": "6",
            "contact.gaps": ["1 d", Span(2, "day")],
            "experiment.start": datetime.date(2026, 3, 2),
            "work.attempt": base().work.conversation,
            "channels.web.hand_raiser": "true",
            "opportunity": sections.Opportunity(stages=(sections.Stage(name="demo", advance=0.1),)),
        }
    )
    assert scenario.agreement.sales.first_attempt_within == read_span("2 business hours")
    assert (scenario.team.reps, scenario.contact.connect, scenario.contact.attempts) == (4, 0.25, 6)
    assert [str(gap) for gap in scenario.contact.gaps] == ["1 day", "2 days"]
    assert scenario.experiment.start == datetime.date(2026, 3, 2)
    assert scenario.work.attempt == base().work.conversation
    assert scenario.channels["web"].hand_raiser
    assert scenario.opportunity.stages[0].advance == 0.1


def test_what_is_replaced_loses_its_evidence() -> None:
    assert base().origins["contact.connect"].grade == "B"
    assert base("contact.connect=0.5").origins["contact.connect"].grade is None
    graded = base("contact.connect={value: 0.5, source: ours, grade: C}")
    assert (graded.contact.connect, graded.origins["contact.connect"].grade) == (0.5, "C")


def test_replace_refuses_with_every_fault() -> None:
    with pytest.raises(ScenarioError) as caught:
        base().replace({"team.reps": True, "contact.attempts": 0, "handoff.routing": "segment"})
    assert {fault.path for fault in caught.value.faults} == {"channels.web", "handoff.routing", "team.reps", "contact.attempts"}


def test_the_order_of_independent_settings_says_nothing() -> None:
    sets = ("reps=3", "talk=20 min", "order=newest_first")
    scenarios = [base(*some) for some in itertools.permutations(sets)]
    assert all(scenario == scenarios[0] for scenario in scenarios)


def test_a_scenario_made_in_python_can_be_changed_too() -> None:
    made = Scenario(name="Made", channels={"web": sections.Channel(volume="40 per day")})  # type: ignore[arg-type]
    changed = made.replace({"team.reps": 2})
    assert (changed.team.reps, changed.channels) == (2, made.channels)
