"""Settings to try are read into what people write, and everything wrong with them is said at once."""

import math

import pytest
from stories import tiny

from sim.errors import ScenarioError
from sim.scenario.ranges import read_varied, vary_scenario, words_of

LEVERS = """
channels: {web: {volume: 10 per day}}
agreement: {sales: {first_attempt_within: 4 business hours}}
levers:
  reps: {path: team.reps, from: 1, to: 20, label: Reps}
  response_sla: {path: agreement.sales.first_attempt_within, from: 15 min, to: 5 days, label: First call within}
  volume: {path: channels.web.volume}
  response: {path: contact.response, choices: [none, mild, steep]}
"""


@pytest.fixture(scope="module")
def base():
    return tiny(LEVERS)


def settings(base, text):
    (varied,) = read_varied(base, [text])
    return list(varied.settings)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("reps=6,8, 10", ["6", "8", "10"]),
        ("reps=6..9", ["6", "7", "8", "9"]),
        ("reps=9..6", ["9", "8", "7", "6"]),
        ("reps=2..10..4", ["2", "6", "10"]),
        ("reps=10..2..3", ["10", "7", "4"]),
        ("response=mild,steep", ["mild", "steep"]),
        ("response_sla=1h,1 business day", ["1h", "1 business day"]),
        ("response_sla=2h..8h..3h", ["2 hours", "5 hours", "8 hours"]),
        ("volume=5 per day..20 per day..5 per day", ["5 per day", "10 per day", "15 per day", "20 per day"]),
        ("qualification.accept_fit=0.2..0.6..0.2", ["0.2", "0.4", "0.6"]),
        ("scoring.threshold=10..50", ["10", "15", "20", "25", "30", "35", "40", "45", "50"]),
    ],
)
def test_settings(base, text, expected):
    assert settings(base, text) == expected


def test_times_are_those_that_people_promise(base):
    assert settings(base, "contact.reference_delay=30 min..1 day") == [
        "30 minutes", "1 hour", "2 hours", "4 hours", "8 hours", "12 hours", "1 day",
    ]  # fmt: skip
    assert settings(base, "contact.reference_delay=2 h..5 min") == [
        "2 hours", "1 hour", "30 minutes", "15 minutes", "10 minutes", "5 minutes",
    ]  # fmt: skip


@pytest.mark.parametrize("reps", [6, "6", [6], ("6",)])
def test_one_setting_needs_no_list(base, reps):
    (varied,) = read_varied(base, {"reps": reps})
    assert varied.settings == ("6",)


def test_a_promise_in_business_time_leaves_out_what_is_longer_than_a_working_day(base):
    """On its clock 12 hours are more than a day."""
    assert settings(base, "response_sla=4h..2 days") == ["4 hours", "1 day", "2 days"]
    assert settings(base, "response_sla=2 business hours..4 business hours") == ["2 business hours", "4 business hours"]


def test_quantities_go_in_equal_ratios(base):
    found = settings(base, "volume=10 per day..160 per day")
    assert (found[0], found[4], found[-1], len(found)) == ("10 per day", "40 per day", "160 per day", 9)


def test_sizes_are_of_one_unit_and_undefined_for_choices(base):
    (days,) = read_varied(base, ["volume=1 per day,2 per hour"])
    assert days.sizes == (1.0, 48.0)
    (choices,) = read_varied(base, ["response=mild,steep"])
    assert all(map(math.isnan, choices.sizes))


def test_python_values_need_no_text(base):
    (reps, volume) = read_varied(base, {"reps": range(2, 5), "volume": ["1,100 per month", "20 per day"]})
    assert reps.settings == ("2", "3", "4")
    assert volume.settings == ("1,100 per month", "20 per day")
    assert read_varied(base, {"reps": "2..4"})[0] == reps
    assert read_varied(base, "reps=2..4")[0] == reps


def test_every_combination_the_last_lever_first(base):
    varied = read_varied(base, ["reps=2,3", "response=mild,steep"])
    cells, made = vary_scenario(base, varied)
    assert [tuple(cell.values()) for cell in cells] == [("2", "mild"), ("2", "steep"), ("3", "mild"), ("3", "steep")]
    assert [(each.team.reps, each.contact.response) for each in made] == [(2, "mild"), (2, "steep"), (3, "mild"), (3, "steep")]
    assert made[1].name == words_of(varied, cells[1]) == "Reps 2, response steep"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rep=1,2", "did you mean 'reps'"),
        ("rep=1..2", "did you mean 'reps'"),
        ("reps", "reps=6..12"),
        ("reps=", "reps=6..12"),
        ("=3", "reps=6..12"),
        ("reps=1,,2", "empty setting"),
        ("reps=2,2", "twice"),
        ("reps=2..2", "two different ends"),
        ("reps=2..", "is no range"),
        ("reps=2..3..4..5", "is no range"),
        ("reps=0..3", "whole number from 1"),
        ("reps=18..30", "beyond the lever's range"),
        ("reps=2..9..0", "step above 0"),
        ("reps=two", "whole number"),
        ("response=mild..steep", "one by one"),
        ("response_sla=1 h..4 business hours", "different clocks"),
        ("response_sla=1 business hour..2 business days", "different clocks"),
        ("volume=1..5", "no unit"),
        ("scoring.threshold=0..100..0.01", "10,001 settings"),
        ("opportunity.stages=1..2", "is no range|one by one|not"),
    ],
)
def test_what_cannot_be_varied_is_said_with_what_to_write(base, text, said):
    with pytest.raises(ScenarioError, match=said) as refused:
        read_varied(base, [text])
    assert str(refused.value).startswith("--vary:1:")


def test_every_fault_of_every_lever_at_once(base):
    with pytest.raises(ScenarioError) as refused:
        read_varied(base, ["rep=1", "reps=0,x", "response=mild,fast", "reps"])
    assert [(fault.line, fault.path) for fault in refused.value.faults] == [
        (1, "rep"), (2, "reps"), (2, "reps"), (3, "response"), (4, "reps"),
    ]  # fmt: skip


def test_too_many_combinations_are_refused(base):
    with pytest.raises(ScenarioError, match="1,620 settings in all"):
        read_varied(base, ["reps=1..20", "scoring.threshold=1..9", "qualification.accept_fit=0.1..0.9"])


def test_nothing_to_vary_is_refused(base):
    with pytest.raises(ScenarioError, match="varies nothing"):
        read_varied(base, [])


def test_settings_that_cannot_stand_together_are_all_said(base):
    stages = base.replace({"opportunity.stages": [{"name": "offer", "advance": 1}], "reps": 3})
    varied = read_varied(stages, {"team.sdrs": [1, 2], "reps": [2, 3]})
    with pytest.raises(ScenarioError, match="leaves nobody to close"):
        vary_scenario(stages, varied)
