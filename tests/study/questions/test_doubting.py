"""A sensitivity finds what was put in: the mean, luck and ignorance, what flips the decision and where, what to measure."""

from dataclasses import replace

import numpy as np
import pytest
from numbers_desk import company, engine_of, need_salib

from sim.errors import ScenarioError, StudyError
from sim.study.questions.doubting import sensitivity

INPUTS = ("connect=0.2..0.6", "contact.response=none,mild,steep", "qualification.accept_fit=0.5..0.9")
GAINS = {"none": -3.0, "mild": 0.0, "steep": 3.0}


def revenue(scenario, luck):
    """A second rep brings 100 for each point of connecting above 0.3, and what speed is worth; accepting brings nothing."""
    gain = 100 * (scenario.contact.connect - 0.3) + GAINS[scenario.contact.response] + 2 * luck[1]
    return 1000 + 50 * luck[0] + (scenario.team.reps - 1) * gain


ENGINE = engine_of(revenue)


def asked(other="team: {reps: 2}", **how):
    given = {"engine": ENGINE, "inputs": INPUTS, "points": 128} | how
    second = None if other is None else company(other, "more")
    return sensitivity(company("contact: {response: mild}"), second, **given)


@pytest.fixture(scope="module")
def study():
    return asked("team: {reps: 2}\ncontact: {response: mild}")


def of(study, name):
    return next(each for each in study.effects if each.input.name == name)


def test_the_mean_gain_is_found_and_decided_by(study):
    """E 100·(connect − 0.3) = 10, and speed brings nothing on the mean."""
    assert study.mean.low < 10 < study.mean.high
    assert study.mean.half_width < 0.5
    assert study.choice == "adopt"
    assert asked(worth=20).choice == "do not adopt"
    assert asked(worth=10).choice == "cannot tell"


def test_luck_is_told_from_ignorance(study):
    """Connecting varies the gain by 40/√12, speed by √6; luck by 2, since the leads' own luck is shared."""
    assert study.split.luck == pytest.approx(2, abs=4 * 2 / np.sqrt(2 * 128))
    assert study.split.inputs == pytest.approx(np.sqrt(40**2 / 12 + 6), rel=0.1)


def test_who_moves_the_answer_comes_first_with_its_share(study):
    total = 40**2 / 12 + 6
    assert [each.input.name for each in study.effects] == ["connect", "contact.response", "qualification.accept_fit"]
    assert [each.share for each in study.effects] == pytest.approx([40**2 / 12 / total, 6 / total, 0], abs=0.02)
    assert max(each.p for each in study.effects[:2]) < 1e-6
    assert of(study, "qualification.accept_fit").p > 1e-3
    assert study.together == 0


def test_the_curves_are_what_the_inputs_do(study):
    """At connect c the gain is 100·(c − 0.3); at a speed 10 and what it is worth."""
    connect, response = of(study, "connect"), of(study, "contact.response")
    for spot, truth in ((connect.lowest, -10), (connect.highest, 30), (response.lowest, 7), (response.highest, 13)):
        assert spot.answer.low < truth < spot.answer.high
    assert (connect.lowest.words, connect.highest.words) == ("0.2", "0.6")
    assert (response.lowest.words, response.highest.words) == ("none", "steep")


def test_what_flips_the_decision_is_named_with_where(study):
    connect = of(study, "connect")
    assert connect.flips == "yes"
    assert len(connect.turns) == 1
    assert float(connect.turns[0].words) == pytest.approx(0.3, abs=0.01)
    assert connect.beyond == pytest.approx(0.25, abs=0.03)
    assert [of(study, name).flips for name in ("contact.response", "qualification.accept_fit")] == ["no", "no"]
    assert "The decision flips with chance to connect below 0.3" in study.sentence


def test_what_is_worth_knowing_is_what_it_saves(study):
    """Knowing the chance to connect saves the losses below 0.3: a quarter of cases, 5 each. Knowing any other saves nothing."""
    assert study.first.input.name == "connect"
    worth = of(study, "connect").worth
    assert worth.low <= 1.25 <= worth.high
    assert worth.mean == pytest.approx(1.25, abs=0.2)
    assert of(study, "contact.response").worth.mean == 0
    assert study.perfect >= worth.mean
    assert "Measure first: chance to connect" in study.sentence


def test_less_is_better_where_it_is():
    engine = engine_of(
        revenue,
        {"share_unreachable": lambda scenario, luck: (1 - scenario.contact.connect / scenario.team.reps, 1 + 0.001 * luck[0])},
    )
    found = asked(by="share_unreachable", engine=engine, points=64)
    assert found.choice == "do not adopt"
    assert found.mean.mean == pytest.approx(-0.2, abs=0.02)
    assert "more" in found.sentence.split(".")[0]


def test_together_is_told_where_inputs_lean_on_each_other():
    def joint(scenario, luck):
        a, b = (scenario.contact.connect - 0.4) / 0.4, (scenario.qualification.accept_fit - 0.7) / 0.4
        return 1000 + 100 * a * b + 0.1 * luck[0]

    found = asked(None, engine=engine_of(joint))
    assert found.together > 0.9
    assert not any(each.told for each in found.effects)


def test_one_scenario_has_an_answer_and_no_decision():
    found = asked(None)
    assert found.choice is None
    assert not found.decides
    assert found.first is None
    assert [each.flips for each in found.effects] == [None] * 3
    assert "flips" not in found.sentence
    assert "no input by itself" in found.sentence.lower()  # today's revenue is luck alone


def test_the_same_luck_at_a_point_and_luck_of_its_own_at_each(study):
    base = study.rows[0].values[:, ENGINE.place_of("revenue")]
    assert len(set(base)) == 256
    assert study.rows[1].replications == 256
    gap = study.rows[1].values[:, ENGINE.place_of("revenue")] - base
    assert np.std(gap) < 15 < np.std(base)


def test_it_does_not_depend_on_who_works():
    alone, many = (asked(points=64, workers=workers, executor="threads") for workers in (1, 3))
    assert (alone.answers == many.answers).all()
    assert alone.to_json() == many.to_json()


def test_a_seed_gives_points_and_luck_of_its_own():
    one, two = asked(points=64, seed=1), asked(points=64, seed=2)
    assert not (one.points == two.points).any()
    assert not (one.rows[0].values == two.rows[0].values).any()


def test_a_replication_is_looked_at_alone_at_its_point(study):
    plan, luck = study.replay(9)
    assert float(plan.scenario.contact.connect) == pytest.approx(0.2 + 0.4 * study.points[4, 0])
    assert revenue(plan.scenario, luck) == study.rows[1].values[9, ENGINE.place_of("revenue")]
    assert study.replay(9, "tiny")[0].scenario.team.reps == 1


def test_an_adoption_shares_its_past_at_every_point():
    adoption = "experiment: {kind: adoption, lead_in: 7 d}\ncontact: {response: mild}\n"
    base, other = company(adoption), company(f"{adoption}team: {{reps: 2}}", "more")
    found = sensitivity(base, other, inputs=INPUTS, points=64, engine=ENGINE)
    plan, _ = found.replay(5)
    assert plan.past.team.reps == 1
    assert plan.past.contact.connect == plan.scenario.contact.connect
    assert found.replay(5, "tiny")[0].past is None


def test_tables_and_document_are_whole(study):
    table = study.table()
    assert table["input"].tolist() == [each.input.name for each in study.effects]
    curves = study.curves()
    assert curves.groupby("input").size().to_dict() == {"connect": 41, "contact.response": 3, "qualification.accept_fit": 41}
    outcomes = study.outcomes()
    assert len(outcomes) == 256
    assert outcomes["answer"].to_numpy() == pytest.approx(study.answers.ravel())
    assert outcomes["connect"].between(0.2, 0.6).all()
    document = study.to_json()
    assert document["flips"] == ["connect"]
    assert document["measure_first"] == "connect"
    assert document["luck_sd"] == study.split.luck
    assert document["inputs"][0]["flips_at"] == of(study, "connect").turns[0].words
    assert "<table" in study._repr_html_()
    assert set(study.further_tables()) == {"inputs", "curves", "outcomes"}


@pytest.mark.golden
def test_a_decision_is_seldom_said_to_flip_where_nothing_flips_it(study):
    """A gain of 0 whatever the inputs are, and luck: of 200 studies, some value is said to decide in at most 5 %."""
    said, place = 0, ENGINE.place_of("revenue")
    for number in range(200):
        values = np.zeros_like(study.rows[1].values)
        values[:, place] = np.random.Generator(np.random.Philox(key=number)).standard_normal(len(values))
        none = study.rows[0]._replace(values=np.zeros_like(values))
        found = replace(study, rows=(none, study.rows[1]._replace(values=values)))
        said += any(each.flips == "yes" for each in found.effects)
    assert said <= 10 + 3 * np.sqrt(200 * 0.05 * 0.95)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"by": "revenu"}, "did you mean 'revenue'"),
        ({"by": "leads_per_rep_month"}, "neither more nor less of leads_per_rep_month is better"),
        ({"by": "won"}, "won is undefined in 256 of 256 replications"),
        ({"points": 4}, "from 8 to 65,536 points"),
        ({"points": 10}, "3 inputs take 14 points or more, not 10; write --points 16"),
        ({"replications": 1}, "2 replications or more, to tell luck from ignorance"),
        ({"worth": "much"}, "'much' is no worth"),
        ({"from_": "never"}, "not as 'never'"),
    ],
)
def test_what_cannot_be_asked_is_refused(how, said):
    with pytest.raises(StudyError, match=said):
        asked(**how)


def test_everything_wrong_is_said_at_once():
    with pytest.raises((StudyError, ScenarioError)) as raised:
        asked(inputs=["connect=9"], by="revenu", replications=1)
    assert all(words in str(raised.value) for words in ("states no range", "did you mean 'revenue'", "2 replications or more"))


@pytest.mark.parametrize("method", ["morris", "sobol"])
def test_indices_of_salib_find_the_same_order(method):
    need_salib()
    found = asked(method=method, points=None if method == "morris" else 80)
    assert [each.name for each, _ in found.found] == ["connect", "contact.response", "qualification.accept_fit"]
    assert [row["told"] for row in found.to_json()["inputs"]] == [True, True, False]
    base = found.rows[0].values[:, ENGINE.place_of("revenue")]
    assert len(set(base)) == 2  # the same two replications everywhere
    plan, luck = found.replay(7)
    assert revenue(plan.scenario, luck) == found.rows[1].values[7, ENGINE.place_of("revenue")]
    assert found.sentence.startswith(
        "What moves the gain of more over tiny in revenue most, a simulated year: chance to connect ("
    )
    assert found.table()["input"].tolist()[0] == "connect"


def test_a_method_that_there_is_not_is_refused():
    with pytest.raises(StudyError, match="there is no method 'fast'; write curves, morris, sobol"):
        asked(method="fast")


def test_too_few_points_for_a_method_are_refused():
    need_salib()
    with pytest.raises(StudyError, match="3 inputs take 40 points or more, not 30; write --points 40"):
        asked(method="sobol", points=30)


def test_gains_of_a_share_are_points():
    def kept(scenario, luck):
        return scenario.contact.connect * scenario.team.reps * (1 + 0.01 * luck[0]) / 2, 1.0

    found = asked(by="first_response_within_sla", engine=engine_of(revenue, {"first_response_within_sla": kept}))
    assert found.sentence.startswith("Adopt more: over all that is not known it has 20 points more SLA met")
    assert "luck moves it by ± 0." in found.sentence
    assert "points, what is not known by ±" in found.sentence
