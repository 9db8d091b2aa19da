"""Credits and doubts in their files: had more of, asked anew, refused when they are others, and looked into one by one."""

import functools
import itertools
import json

import numpy as np
import pytest
from numbers_desk import company, engine_of, need_salib
from studies import files

import sim
from sim import read_scenario
from sim.errors import BusyError, SimulationError, StudyError
from sim.scenario.inputs import find_inputs, inputs_again, words_of
from sim.study.answers.combinations import design_of
from sim.study.answers.designs import points_of
from sim.study.kept.store import read_store
from sim.study.questions import attributing
from sim.study.questions.crediting import credit
from sim.study.questions.doubting import sensitivity

INPUTS = ("connect=0.2..0.6", "qualification.accept_fit=0.5..0.9")
BASE = company("contact: {response: mild}")
MORE = company("team: {reps: 2}\ncontact: {response: mild, attempts: 4}", "more")


def revenue(scenario, luck):
    return 1000 + 50 * luck[0] + 100 * scenario.team.reps * scenario.contact.connect + scenario.contact.attempts * luck[1]


ENGINE = engine_of(revenue)


def never(*_):
    raise AssertionError("nothing is left to simulate")


KEPT = ENGINE._replace(simulate=never)


def doubt(**how):
    return sensitivity(BASE, MORE, **({"engine": ENGINE, "inputs": INPUTS, "points": 16} | how))


def credited(**how):
    return credit(BASE, MORE, **({"engine": ENGINE, "replications": 8, "rules": False} | how))


@pytest.mark.parametrize("method", ["curves", "morris", "sobol"])
def test_a_doubt_is_extended_with_more_points(tmp_path, method):
    if method != "curves":
        need_salib()
    few, many = {"curves": (16, 40), "morris": (12, 30), "sobol": (32, 64)}[method]
    doubt(method=method, points=few, out=tmp_path / "o")
    grown = doubt(method=method, points=many, out=tmp_path / "o", resume=True)
    doubt(method=method, points=many, out=tmp_path / "whole")
    assert files(tmp_path / "o") == files(tmp_path / "whole")
    again = doubt(method=method, points=few, out=tmp_path / "o", resume=True, engine=KEPT)
    assert again.to_json() == doubt(method=method, points=few).to_json() != grown.to_json()


@pytest.mark.parametrize("how", [{}, {"most_exact": 0}])
def test_a_credit_is_extended_with_more_replications(tmp_path, how):
    credited(replications=3, out=tmp_path / "o", **how)
    credited(out=tmp_path / "o", resume=True, **how)
    credited(out=tmp_path / "whole", **how)
    assert files(tmp_path / "o") == files(tmp_path / "whole")
    found = credited(replications=3, out=tmp_path / "o", resume=True, engine=KEPT, **how)
    assert found.to_json() == credited(replications=3, **how).to_json()


def test_another_worth_and_another_measure_take_what_there_is(tmp_path):
    kept = {"first_response_within_sla": lambda scenario, luck: (scenario.contact.connect * scenario.team.reps, 3.0)}
    engine = engine_of(revenue, kept)
    asked = {"worth": 100, "by": "first_response_within_sla"}
    doubt(out=tmp_path / "o", engine=engine)
    found = doubt(**asked, out=tmp_path / "o", resume=True, engine=engine._replace(simulate=never))
    assert found.to_json() == doubt(**asked, engine=engine).to_json()
    credited(out=tmp_path / "c", engine=engine)
    found = credited(by=asked["by"], out=tmp_path / "c", resume=True, engine=engine._replace(simulate=never))
    assert found.to_json() == credited(by=asked["by"], engine=engine).to_json()


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"inputs": INPUTS[:1]}, "it is about 'connect', 'qualification.accept_fit', not 'connect'"),
        ({"inputs": INPUTS[::-1]}, "it is about 'connect', 'qualification.accept_fit', not 'qualification.accept_fit', "),
        ({"inputs": ("connect=0.2..0.7", INPUTS[1])}, r"inputs\.connect\.lines\.0\.0\.high was 0\.6 and is 0\.7"),
        ({"replications": 3}, "replications at each point was 2 and is 3"),
        ({"seed": 5}, "its seed is 1, not 5"),
        ({"method": "morris", "points": None}, "it is a sensitivity, not an influence"),
    ],
)
def test_a_doubt_about_something_else_is_refused(tmp_path, how, said):
    if "method" in how:
        need_salib()
    doubt(out=tmp_path / "o")
    before = files(tmp_path / "o")
    with pytest.raises(StudyError, match=f"holds another study: .*{said}"):
        doubt(**how, out=tmp_path / "o", resume=True)
    with pytest.raises(StudyError, match="holds a study already; add --resume"):
        doubt(out=tmp_path / "o")
    assert files(tmp_path / "o") == before


def test_a_credit_of_other_levers_is_refused(tmp_path):
    credited(out=tmp_path / "o", most_exact=0)
    with pytest.raises(StudyError, match="it is about 'reps', 'attempts', not 'reps', 'contact'"):
        credited(apart=["contact"], out=tmp_path / "o", resume=True, most_exact=0)
    with pytest.raises(StudyError, match="its scenarios are 'tiny', 'more', not 'tiny'"):
        credited(out=tmp_path / "o", resume=True)


@pytest.mark.parametrize("ask", [doubt, credited, functools.partial(credited, most_exact=0)])
def test_a_study_that_another_process_holds_is_refused(tmp_path, ask):
    """Another connection stands for another process: the lock is the operating system's."""
    ask(out=tmp_path / "o")
    before = files(tmp_path / "o")
    said = []

    def progress(done, planned):
        if not said:
            with pytest.raises(BusyError) as raised:
                ask(out=tmp_path / "p", resume=True)
            said.append(str(raised.value))

    ask(out=tmp_path / "p", progress=progress)
    assert "another process" in said[0]
    assert files(tmp_path / "o") == before == files(tmp_path / "p")


def test_what_rules_of_attribution_said_is_kept_as_it_goes(tmp_path, monkeypatch):
    monkeypatch.setattr(attributing, "AT_ONCE", 1)
    asked, calls = [], [0]

    def attribution(plan, luck):
        calls[0] += 1
        if calls[0] == 4:
            raise KeyboardInterrupt
        asked.append(calls[0])
        return [("web", *luck.tolist()), ("nurture", *(-luck).tolist())]

    monkeypatch.setattr("sim.measures.credit.attribution", attribution)
    with pytest.raises(KeyboardInterrupt):
        credited(rules=True, out=tmp_path / "o")
    with read_store(tmp_path / "o") as store:
        assert len(store.get("attributions")) == 3
    found = credited(rules=True, out=tmp_path / "o", resume=True)
    assert len(asked) == 16
    assert found.attributions == credited(rules=True).attributions
    assert found.attributions == sim_opened(tmp_path / "o").attributions
    assert [each.source for each in found.attributions] == ["web", "nurture"] * 2
    assert credited(rules=True, replications=2, out=tmp_path / "o", resume=True, engine=KEPT).count == 2


def sim_opened(folder):
    """A study of invented numbers, opened: their engine has no name that others know."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.study.questions.opening.engine_named", lambda _: ENGINE)
        patch.setattr("sim.study.questions.opening._check", lambda *_: None)
        return sim.open_study(folder)


def test_what_fails_is_named_with_how_to_look_at_it_alone(tmp_path):
    calls = [0]

    def fail(plan, seed, replication):
        calls[0] += 1
        if calls[0] == 12:
            raise ValueError("no")
        return ENGINE.simulate(plan, seed, replication)

    engine = ENGINE._replace(simulate=fail)
    alone = r"replication 5 of 'more', seed 1 with .*trace --study .*/o --scenario more --replication 5"
    with pytest.raises(SimulationError, match=alone):
        doubt(out=tmp_path / "o", engine=engine)
    assert sim_opened(tmp_path / "o").count == 4  # the points that are whole


def test_inputs_are_what_they_said_of_themselves():
    baseline = read_scenario("baseline")
    stated = company(
        "contact: {connect: {value: 0.4, between: [0.3, 0.6], distribution: triangular}}\n"
        "work: {attempt: {shape: exponential, mean: {between: [10 min, 20 min], distribution: log-uniform}}}\n"
        "pursuit: {load: {among: [0.1, 0.2], weights: [1, 3]}}"
    )
    for scenarios, asked in (((baseline,), ()), ((stated, stated), ("contact.attempts=2..5",))):
        found = find_inputs(scenarios, asked, assumed=True)
        said = json.loads(json.dumps([design_of(found, "curves", 2), words_of(found)]))
        again = inputs_again(scenarios, *said)
        for one, other in zip(found, again, strict=True):
            assert one._replace(lines=()) == other._replace(lines=())
            for at, place in itertools.product((0.0, 0.1, 0.5, 0.77, 1.0), range(len(scenarios))):
                assert one.changes(place, at) == other.changes(place, at)


@pytest.mark.parametrize(("method", "few", "many"), [("curves", 20, 300), ("morris", 12, 60), ("sobol", 32, 256)])
def test_points_of_a_small_design_are_the_first_of_a_large_one(method, few, many):
    if method != "curves":
        need_salib()
    found = find_inputs((BASE,), INPUTS)
    small, large = (points_of(method, found, number, 3) for number in (few, many))
    assert np.array_equal(small, large[: len(small)])


@pytest.mark.parametrize("ask", [doubt, credited])
def test_one_that_says_too_little_of_itself_is_not_opened(tmp_path, ask, monkeypatch):
    """As they were saved before they could be opened."""
    ask(out=tmp_path / "o")
    with read_store(tmp_path / "o") as store:
        answer, identity = store.get("answer"), store.identity()
    del answer["parts" if ask is credited else "inputs"]
    monkeypatch.setattr("sim.study.kept.store.Store.get", lambda self, key: {"answer": answer, "asked": {}}[key])
    monkeypatch.setattr("sim.study.kept.store.Store.identity", lambda self: identity._replace(design=None))
    with pytest.raises(StudyError, match="which this version does not open; read its tables"):
        sim_opened(tmp_path / "o")
