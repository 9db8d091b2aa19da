"""Policies of one's own: they can say what the house says, they see no truth, and bad answers are named."""

from __future__ import annotations

import numpy as np
import pytest
from stories import tiny

from sim import add_policy, compare, read_scenario, run
from sim.errors import ScenarioError, SimulationError, StudyError
from sim.log import LEAD, Event
from sim.model import simulate
from sim.plan import compile_plan
from sim.scenario.policies import LeadSeen, RepSeen, TaskSeen, find_policy, forget_policies
from sim.scenario.words import explain

SHORT = [f"experiment.{key}={length}" for key, length in (("lead_in", "1 week"), ("horizon", "3 weeks"), ("follow_up", "0 d"))]


@pytest.fixture(autouse=True)
def nothing_registered():
    forget_policies()
    yield
    forget_policies()


@pytest.fixture(scope="module")
def desk():
    return read_scenario("desk-today", sets=[*SHORT, "reps=2"])


def log_of(scenario, seed=1):
    return simulate(compile_plan(scenario), seed, 0)


def same(one, other):
    return one.events.tobytes() == other.events.tobytes() and one.leads.tobytes() == other.leads.tobytes()


def by_turn(lead, reps):
    return min(reps, key=lambda rep: rep.turn)


def by_load(lead, reps):
    return min(reps, key=lambda rep: rep.open_leads)


HOUSE = {
    "routing": {"round_robin": by_turn, "least_loaded": by_load},
    "order": {
        "oldest_first": lambda task: 0,
        "highest_score": lambda task: -task.score,
        "own_deals_first": lambda task: not task.deal,
        "new_leads_first": lambda task: not task.first,
    },
}
PATHS = {"routing": "handoff", "order": "work", "score": "scoring"}


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in HOUSE.items() for name in names])
def test_a_policy_can_say_what_the_house_says(desk, kind, name):
    """Byte for byte the same log; among the house's rules themselves logs differ."""
    add_policy(kind, "mine")(HOUSE[kind][name])
    house = desk.replace({f"{PATHS[kind]}.{kind}": name})
    assert same(log_of(house), log_of(desk.replace({f"{PATHS[kind]}.policy": "mine"})))


def test_the_score_as_it_is_changes_nothing(desk):
    add_policy("score", "as it is")(lambda lead: lead.score)
    assert same(log_of(desk), log_of(desk.replace({"scoring.policy": "as it is"})))


def test_a_score_of_ones_own_decides_who_is_an_mql(desk):
    """Every lead above the threshold is an MQL at once, none below ever."""
    add_policy("score", "all")(lambda lead: 1e6)
    add_policy("score", "none")(lambda lead: -1e6)
    everybody, nobody = (log_of(desk.replace({"scoring.policy": name})) for name in ("all", "none"))
    captured = int((everybody.events["event"] == Event.CAPTURED).sum())
    first = np.unique(everybody.events["lead"][everybody.events["event"] == Event.MQL])
    assert len(first) == captured
    askers = {row["lead"] for row in nobody.events if row["event"] == Event.MQL}
    assert len(askers) < captured / 4  # those who ask for a call need no score


def test_a_policy_that_lets_leads_wait(desk):
    """Nobody is given a lead; all wait, and nobody calls."""
    add_policy("routing", "nobody")(lambda lead, reps: None)
    log = log_of(desk.replace({"handoff.policy": "nobody"}))
    assert (log.events["event"] == Event.DELIVERED).any()
    assert not np.isin(log.events["event"], (Event.ASSIGNED, Event.CONNECTED, Event.NO_ANSWER)).any()


def test_one_rep_gets_everything(desk):
    add_policy("routing", "rep 1 alone")(lambda lead, reps: next((rep for rep in reps if rep.name == "rep 1"), None))
    plan = compile_plan(desk.replace({"handoff.policy": "rep 1 alone"}))
    log = simulate(plan, 1, 0)
    given = log.events["rep"][log.events["event"] == Event.ASSIGNED]
    assert {plan.names.seats[key] for key in given.tolist()} == {"rep 1"}


def test_policies_are_shown_no_truth():
    hidden = {"persona", "fit", "reachable", "answerability", "value", "degree", "readiness", "wide", "account", "channel"}
    assert hidden < set(LEAD.names)
    assert not hidden & {*LeadSeen._fields, *RepSeen._fields, *TaskSeen._fields}


def test_what_policies_are_shown():
    told = []

    def look(lead, reps):
        told.append((lead, reps))
        return reps[0]

    add_policy("routing")(look)
    log_of(tiny("handoff: {policy: look}\nteam: {reps: 2}", ("5 10:00", "5 10:30")))
    (first, reps), (second, later) = told
    assert first.source == "web"
    assert (f"{first.captured:%a %H:%M}", f"{second.now:%a %H:%M}") == ("Mon 10:00", "Mon 10:30")
    assert [rep.name for rep in sorted(reps)] == ["rep 1", "rep 2"]
    assert all(rep.at_work and not rep.absent and rep.open_leads == 0 for rep in reps)
    assert {rep.name: rep.open_leads for rep in later}[reps[0].name] in (0, 1)


def test_the_order_sees_what_waits():
    told = []

    def look(task):
        told.append(task)
        return 0

    add_policy("order")(look)
    promise = "agreement: {sales: {first_attempt_within: 2 business hours}}"
    log_of(tiny(f"work: {{policy: look}}\n{promise}", ("5 10:00",)))
    assert (told[0].kind, told[0].source, told[0].first, told[0].deal) == ("attempt", "web", True, False)
    assert (told[0].waited_hours, told[0].due_in_hours) == (0.0, 2.0)


# The engines


def test_the_compiled_engine_steps_aside_with_one_line(desk):
    add_policy("order", "mine")(lambda task: 0)
    study = run(desk.replace({"work.policy": "mine"}), 2, workers=2)
    assert study.engine.name == "simpy"
    assert study.notes == ("the compiled engine does not know work.policy yet; the readable one ran, which takes longer",)
    assert run(desk, 1).engine.name == "compiled"


def test_equal_policies_differ_by_nothing(desk):
    add_policy("order", "mine")(lambda task: 0)
    study = compare(desk, desk.replace({"work.policy": "mine"}, name="mine"), replications=2)
    assert set(study.differences()["mean"].dropna()) == {0.0}


def test_another_process_does_not_know_it(desk):
    add_policy("order", "mine")(lambda task: 0)
    scenario = desk.replace({"work.policy": "mine"})
    plan = compile_plan(scenario)
    forget_policies()
    with pytest.raises(StudyError, match="is not registered in this process"):
        simulate(plan, 1, 0)


def test_what_a_policy_does_is_part_of_the_question(desk):
    """The same name with another meaning is another question; the same again is the same."""
    prints = []
    for function in (lambda task: 0, lambda task: 1, lambda task: 0, lambda task: -task.score):
        add_policy("order", "mine")(function)
        prints.append(compile_plan(desk.replace({"work.policy": "mine"})).fingerprint)
    assert prints[0] == prints[2]
    assert len(set(prints)) == 3
    assert compile_plan(desk).fingerprint not in prints


# Bad input


@pytest.mark.parametrize(
    ("kind", "answer", "said"),
    [
        ("routing", lambda lead, reps: "rep 1", "gave 'rep 1'; return one of the reps it was given, or None"),
        ("order", lambda task: None, "gave None; return a number"),
        ("order", lambda task: float("nan"), "gave nan; return a number"),
        ("score", lambda lead: "high", "gave 'high'; return a number"),
    ],
)
def test_a_bad_answer_is_named(desk, kind, answer, said):
    add_policy(kind, "odd")(answer)
    with pytest.raises(SimulationError, match=f"the {kind} policy 'odd' {said}"):
        log_of(desk.replace({f"{PATHS[kind]}.policy": "odd"}))


def test_no_such_kind():
    with pytest.raises(StudyError, match="no kind of policy 'pricing'; write routing, order, score"):
        add_policy("pricing")


@pytest.mark.parametrize(("kind", "function"), [("routing", lambda lead: None), ("order", lambda: 0), ("score", lambda a, b: 0)])
def test_a_function_that_does_not_take_it(kind, function):
    with pytest.raises(StudyError, match=f"the {kind} policy 'x' has to take"):
        add_policy(kind, "x")(function)
    assert find_policy(kind, "x") is None


def test_the_scenario_says_it_in_words(desk):
    add_policy("routing")(by_turn)
    add_policy("order", "mine")(lambda task: 0)
    add_policy("score", "high")(lambda lead: 1)
    changed = desk.replace({"handoff.policy": "by_turn", "work.policy": "mine", "scoring.policy": "high"})
    for said in ("own policy 'by_turn' says who gets", "in the order of your own policy 'mine'", "'high' gives the score"):
        assert said in explain(changed)
        assert said not in explain(desk)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"work.policy": "mine"}, r"no order policy is called 'mine'; register it in Python first, with @add_policy\('order'\)"),
        ({"handoff.policy": "by_tur"}, "no routing policy is called 'by_tur'; did you mean 'by_turn'"),
        ({"handoff.policy": "by_turn", "handoff.routing": "pool"}, "where leads have none; write another routing"),
    ],
)
def test_a_scenario_names_what_is_there(desk, changes, said):
    add_policy("routing")(by_turn)
    with pytest.raises(ScenarioError, match=said):
        desk.replace(changes)
