"""Values in doubt: their middle is read, their doubt is kept and written back, and what is wrong is said."""

import numpy as np
import pytest
from numbers_desk import company
from scipy import stats
from stories import tiny

from sim.errors import ScenarioError
from sim.scenario import explain, json_schema, parse_scenario
from sim.scenario.inputs import apart_in_words, find_inputs
from sim.scenario.tree import Doubt, find, leaves, undotted


def doubt_at(scenario, path):
    return find(scenario.tree(), undotted(path)).doubt


def value_at(scenario, path):
    for key in path.split("."):
        scenario = scenario[key] if isinstance(scenario, dict) else getattr(scenario, key)
    return scenario


@pytest.mark.parametrize(
    ("text", "path", "middle", "doubt"),
    [
        ("contact: {connect: {between: [0.2, 0.6]}}", "contact.connect", 0.4, Doubt((0.2, 0.6))),
        ("contact: {connect: {value: 0.3, between: [0.2, 0.6]}}", "contact.connect", 0.3, Doubt((0.2, 0.6))),
        ("contact: {attempts: {between: [1, 4]}}", "contact.attempts", 2, Doubt((1, 4))),
        ("contact: {response: {among: [none, mild, steep]}}", "contact.response", "mild", Doubt(among=("none", "mild", "steep"))),
        ("contact: {response: {among: [none, mild, steep], weights: [4, 1, 1]}}", "contact.response", "none",
         Doubt(among=("none", "mild", "steep"), weights=(4.0, 1.0, 1.0))),
    ],
)  # fmt: skip
def test_the_middle_is_read_and_the_doubt_is_kept(text, path, middle, doubt):
    scenario = tiny(text)
    assert value_at(scenario, path) == middle
    assert doubt_at(scenario, path) == doubt


def test_a_distribution_is_in_doubt_by_its_words():
    scenario = tiny("work: {attempt: {shape: exponential, mean: {between: [4 min, 9 min], distribution: log-uniform}}}")
    assert str(scenario.work.attempt) == "exponential, mean 6 minutes"
    (line,) = find_inputs([scenario])[0].lines[0]
    assert (line.path, line.words(0.0), line.words(0.5), line.words(1.0)) == (
        "work.attempt.mean",
        "4 minutes",
        "6 minutes",
        "9 minutes",
    )


def test_evidence_stands_beside_a_doubt():
    origin = tiny("contact: {connect: {between: [0.2, 0.6], source: a survey, grade: C}}").origins["contact.connect"]
    assert (origin.value, origin.source, origin.grade) == ("0.4 (0.2 to 0.6)", "a survey", "C")


def test_a_doubt_is_written_back_and_goes_when_the_value_is_set():
    connect = "{value: 0.3, between: [0.2, 0.6], note: who knows}"
    scenario = tiny(f"contact: {{connect: {connect}, response: {{among: [none, steep], weights: [1, 2]}}}}")
    again = parse_scenario(scenario.written())
    assert again == scenario
    assert [(path, leaf.doubt) for path, leaf in leaves(again.tree())] == [
        (path, leaf.doubt) for path, leaf in leaves(scenario.tree())
    ]
    assert doubt_at(scenario.replace({"contact.connect": 0.3}), "contact.connect") is None
    assert doubt_at(scenario.replace({"contact.connect": {"between": [0.1, 0.5]}}), "contact.connect") == Doubt((0.1, 0.5))


def test_a_child_inherits_a_doubt_and_may_settle_it():
    parent = tiny("contact: {connect: {between: [0.2, 0.6]}}")
    assert doubt_at(parent.replace({"team.reps": 2}), "contact.connect") is not None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("contact: {connect: {between: [0.6, 0.2]}}", "between: goes from '0.6' to '0.2'; write the smaller one first"),
        ("contact: {connect: {between: 0.6}}", "contact.connect.between: is not a list; write two ends"),
        ("contact: {connect: {between: [0.2, 0.3, 0.4]}}", "contact.connect.between: has 3 values"),
        ("contact: {connect: {between: [0.2, 3]}}", "contact.connect.between: 3 is not between 0 and 1"),
        ("contact: {connect: {value: 0.9, between: [0.2, 0.3]}}", "leaves its own value out, 0.9"),
        ("contact: {connect: {between: [0.2, 0.3], among: [0.2, 0.3]}}", "contact.connect.among: stands beside 'between'"),
        ("contact: {connect: {between: [0.2, 0.3], distribution: triangle}}", "did you mean 'triangular'"),
        ("contact: {connect: {between: [0, 0.3], distribution: log-uniform}}", "begins at 0, where logarithms have no end"),
        ("contact: {connect: {between: [0.2, 0.3], weights: [1, 2]}}", "contact.connect.weights: says nothing without 'among'"),
        ("contact: {connect: {between: [0.2, 0.3], sauce: x}}", "sauce: is not known beside a value; did you mean 'source'"),
        ("contact: {response: {among: [mild, stepp]}}", "contact.response.among: 'stepp' is not a choice"),
        ("contact: {response: {among: [mild, mild]}}", "contact.response.among: has a setting twice"),
        ("contact: {response: {among: [mild]}}", "contact.response.among: has 1 settings; write from 2 to 20"),
        ("contact: {response: {among: [mild, steep], weights: [1]}}", "does not give each setting its weight; write 2 numbers"),
        ("contact: {response: {between: [mild, steep]}}", "has nothing between its ends; write what it may be one by one"),
    ],
)  # fmt: skip
def test_a_doubt_that_cannot_be_read_is_refused_once(text, said):
    with pytest.raises(ScenarioError) as raised:
        tiny(text)
    assert said in str(raised.value)
    assert len(raised.value.faults) == 1


BASE = "contact: {connect: 0.4, response: mild}\nwork: {attempt: 'exponential, mean 6 min'}\nqualification: {accept_fit: 0.8}"


def inputs(*asked, texts=(BASE,), **how):
    return find_inputs([company(text, name=f"c{i}") for i, text in enumerate(texts)], asked, **how)


def test_an_input_that_is_asked_for_goes_from_end_to_end():
    (connect,) = inputs("connect=0.2..0.6")
    assert (connect.name, connect.label, connect.source) == ("connect", "Chance to connect", "asked for")
    assert [connect.changes(0, at)["contact.connect"] for at in (0.0, 0.25, 1.0)] == ["0.2", "0.3", "0.6"]
    (attempts,) = inputs("attempts=1..4")
    found = [attempts.changes(0, (i + 0.5) / 100)["contact.attempts"] for i in range(100)]
    assert [found.count(str(each)) for each in (1, 2, 3, 4)] == [25] * 4
    (response,) = inputs("contact.response=none,mild,steep")
    assert response.shares == (1.0,) * 3
    assert [response.words(at) for at in (0.1, 0.5, 0.9, 1.0)] == ["none", "mild", "steep", "steep"]


def test_distributions_of_a_range_are_those_that_are_stated():
    at = [(i + 0.5) / 1000 for i in range(1000)]
    (even,) = inputs(texts=("contact: {connect: {between: [0.2, 0.6]}}",))
    assert sum(even.amount(x) for x in at) / 1000 == pytest.approx(0.4)
    (triangle,) = inputs(texts=("contact: {connect: {value: 0.3, between: [0.2, 0.6], distribution: triangular}}",))
    assert sum(triangle.amount(x) for x in at) / 1000 == pytest.approx((0.2 + 0.3 + 0.6) / 3, abs=1e-3)
    (log,) = inputs(texts=("contact: {connect: {between: [0.1, 0.4], distribution: log-uniform}}",))
    assert [log.words(x) for x in (0.0, 0.5, 1.0)] == ["0.1", "0.2", "0.4"]
    (normal,) = inputs(texts=("contact: {connect: {between: [0.2, 0.6], distribution: normal}}",))
    assert [normal.words(x) for x in (0.0, 0.5, 1.0)] == ["0.2", "0.4", "0.6"]
    found = [normal.amount(x) for x in at]
    assert 0.2 <= min(found) < max(found) <= 0.6
    spread = 0.4 / (2 * 1.959964)
    assert np.std(found) == pytest.approx(spread * stats.truncnorm.std(-1.959964, 1.959964), rel=1e-3)
    (aside,) = inputs(texts=("contact: {connect: {value: 0.25, between: [0.2, 0.6], distribution: normal}}",))
    ends = (0.2 - 0.25) / spread, (0.6 - 0.25) / spread
    assert [aside.amount(x) for x in (0.0, 0.3, 0.9, 1.0)] == pytest.approx(
        [stats.truncnorm.ppf(x, *ends, 0.25, spread) for x in (0.0, 0.3, 0.9, 1.0)]
    )


def test_scenarios_are_each_in_doubt_by_their_own_file_and_what_one_settles_stays():
    settled = "contact: {connect: 0.5}"
    (connect,) = inputs(texts=("contact: {connect: {between: [0.2, 0.6]}}", settled))
    assert [connect.changes(place, 0.5) for place in (0, 1)] == [{"contact.connect": "0.4"}, {}]


def test_without_anything_in_doubt_evidence_says_how_much_may_be_off():
    graded = "qualification: {accept_fit: {value: 0.8, source: s, grade: B}}\ncontact: {connect: 0.5, response: mild}"
    by_name = {each.name: each for each in inputs(texts=(graded,))}
    assert by_name["accepts"].source == "assumed: evidence of grade B, 1.25 times"
    assert [by_name["accepts"].words(at) for at in (0.0, 0.5, 1.0)] == ["0.762", "0.8", "0.833"]  # odds 4/1.25, 4, 4·1.25
    assert by_name["connect"].source == "assumed: evidence of no grade, 2 times"
    assert by_name["speed"].words(1.0) == "folklore"
    stated = inputs(texts=("contact: {connect: {between: [0.2, 0.6]}, response: mild}",))
    assert [each.name for each in stated] == ["contact.connect"]
    both = {each.name for each in inputs(texts=("contact: {connect: {between: [0.2, 0.6]}, response: mild}",), assumed=True)}
    assert {"contact.connect", "speed"} <= both
    assert "connect" not in both


def test_values_of_a_line_go_together_by_a_factor():
    two = (
        "personas: {buyer: {fit: 0.5}, other: {fit: 0.2, value: '1,000 EUR'}}\nchannels: {web: {personas: {buyer: 1, other: 1}}}"
    )
    fit = next(each for each in inputs(texts=(two,)) if each.name == "fit")
    assert fit.words(1.0) == "2 times the odds"
    assert [float(text) for text in fit.changes(0, 1.0).values()] == pytest.approx([2 / 3, 1 / 3])


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["contact.conect=0.2..0.3"], "has nothing called 'conect' in contact; did you mean 'connect'"),
        (["connect=0.6..0.2"], "--input:1:1 connect: goes from '0.6' to '0.2'"),
        (["connect=0.2..1.6"], "--input:1:1 connect: '1.6' is not between 0 and 1"),
        (["connect"], "--input:1:1 connect: states no range"),
        (["connect=0.5"], "states no range; write connect=LO..HI"),
        (["connect=0.2..0.4", "connect=0.2..0.5"], "--input:2:1 connect: is named twice"),
        (["contact.response=mild,x"], "is 'x', which is not a choice"),
        (["contact.response=mild..steep"], "has nothing between its ends"),
        (["nothing=1..2"], "is neither a lever nor a path"),
    ],
)
def test_an_input_that_cannot_be_read_is_refused(asked, said):
    with pytest.raises(ScenarioError) as raised:
        inputs(*asked)
    assert said in str(raised.value)


def test_where_nothing_is_in_doubt_and_nothing_has_evidence_one_is_told_what_to_write():
    bare = tiny("personas: {buyer: {fit: 1, reachable: 1}}").replace({"personas.buyer.value": "0 EUR"})
    certain = dict.fromkeys(("work.attempt", "work.conversation"), "0 min")
    with pytest.raises(ScenarioError, match="write --input PATH="):
        find_inputs([bare.replace(certain)])


def test_who_reads_a_doubt_is_told_of_it():
    scenario = tiny("contact: {connect: {between: [0.2, 0.6]}}")
    assert scenario.notes[0].startswith("In doubt: contact.connect 0.4 (0.2 to 0.6).")
    assert "In doubt: contact.connect, 0.4 (0.2 to 0.6)." in explain(scenario)
    assert tiny().notes == ()


def test_editors_are_told_how_a_doubt_is_written():
    connect = json_schema()["$defs"]["Contact"]["properties"]["connect"]
    wrapped = connect["anyOf"][1]
    assert {"value", "between", "distribution", "among", "weights", "source", "grade"} <= set(wrapped["properties"])
    assert {"required": ["between"]} in wrapped["anyOf"]


def contact(text):
    return tiny(f"contact: {{connect: {text}}}")


@pytest.mark.parametrize("other", ["{between: [0.2, 0.6]}", "{among: [0.2, 0.6, 0.7]}", "{among: [0.2, 0.6], weights: [1, 3]}"])
def test_one_value_in_doubt_in_two_ways_is_refused(other):
    with pytest.raises(ScenarioError, match=r"contact.connect: is in doubt here in another way.*write the same between or among"):
        find_inputs((contact("{among: [0.2, 0.6]}"), contact(other)))


def test_ranges_that_differ_are_said_side_by_side():
    (found,) = find_inputs((contact("{between: [0.3, 0.5]}"), contact("{between: [0.2, 0.6]}")))
    assert (found.words(0.0), found.words(1.0)) == ("0.3 or 0.2", "0.5 or 0.6")
    assert found.amount(0.5) == pytest.approx(0.4)
    (found,) = find_inputs((contact("{among: [0.3, 0.5]}"), contact("{among: [0.2, 0.6]}")))
    assert found.words(0.0) == "0.3 or 0.2"


def test_what_inputs_do_to_a_difference_is_said():
    here, there = contact("{between: [0.3, 0.5]}").replace({}, name="here"), contact("0.4").replace({}, name="there")
    (said,) = apart_in_words((here, there), find_inputs((here, there)))
    assert said.startswith("contact.connect is in doubt in 'here' alone: it moves that and not 'there'.")
    few, many = (tiny(f"contact: {{attempts: {n}}}").replace({}, name=f"{n}") for n in (3, 5))
    (said,) = apart_in_words((few, many), find_inputs((few, many), ["contact.attempts=2..6"]))
    assert said == "contact.attempts was 3 in '3', 5 in '5'; asked for, it is the same in all, so that this difference is gone."
    assert apart_in_words((few, few), find_inputs((few, few), ["contact.attempts=2..6"])) == []
    assert apart_in_words((here, here), find_inputs((here, here))) == []
