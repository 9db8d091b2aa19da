"""Values in doubt are drawn in each replication, by name, the same for every scenario; luck is told from ignorance."""

import numpy as np
import pytest
from numbers_desk import company, engine_of
from stories import tiny
from studies import files

import sim
from sim.errors import SimulationError, StudyError
from sim.study.crew.engine import the_engine
from sim.study.questions.comparing import compare, run

DOUBT = "contact: {connect: {between: [0.2, 0.6]}, response: mild}"
TWO = "contact: {connect: {between: [0.2, 0.6]}, response: mild}\nqualification: {accept_fit: {between: [0.5, 0.9]}}"
DESK = """
channels: {web: {volume: 16 per day}}
contact: {connect: {value: 0.5, between: [0.3, 0.7], distribution: normal}, attempts: {among: [2, 3]}, gaps: [1 business day]}
experiment: {kind: adoption, lead_in: 7 d, horizon: 14 d, follow_up: 7 d, replications: 4}
levers: {reps: {path: team.reps, label: Reps}, connect: {path: contact.connect}}
"""


def revenue(scenario, luck):
    """A share of 0.1 more that connects is worth 100 for each rep; luck of one standard deviation is worth 20."""
    return 1000 * scenario.team.reps * scenario.contact.connect + 20 * luck[0]


ENGINE = engine_of(revenue)


def values(study, place=0):
    return study.rows[place].values[:, study.engine.place_of("revenue")]


def drawn(study, replication, name="tiny"):
    return float(study.replay(replication, name)[0].scenario.contact.connect)


def test_each_replication_has_a_draw_of_its_own_within_the_range():
    study = run(company(DOUBT), 200, engine=ENGINE)
    found = [drawn(study, replication) for replication in range(200)]
    assert len(set(found)) == 200
    assert 0.2 < min(found) < 0.22
    assert 0.58 < max(found) < 0.6
    assert np.mean(found) == pytest.approx(0.4, abs=4 * 0.4 / np.sqrt(12 * 200))
    luck = np.array([study.replay(i)[1][0] for i in range(200)])
    assert values(study) == pytest.approx(1000 * np.array(found) + 20 * luck)


def test_a_draw_has_a_name_and_does_not_change_with_what_else_is_in_doubt():
    one, two = (run(company(text), 20, engine=ENGINE) for text in (DOUBT, TWO))
    assert np.array_equal(values(one), values(two))
    fits = [float(two.replay(i)[0].scenario.qualification.accept_fit) for i in range(20)]
    assert abs(np.corrcoef(fits, [drawn(two, i) for i in range(20)])[0, 1]) < 0.7
    assert not np.array_equal(values(one), values(run(company(DOUBT), 20, seed=2, engine=ENGINE)))


def test_scenarios_of_a_comparison_have_the_same_draw():
    base, other = company(DOUBT), company(f"{DOUBT}\nteam: {{reps: 2}}", "more")
    wider = company("contact: {connect: {between: [0.2, 1.0]}, response: mild}", "wider")
    settled = base.replace({"connect": 0.5}, name="settled")
    study = compare(base, other, wider, settled, replications=20, engine=ENGINE)
    for replication in (0, 7):
        at = (drawn(study, replication) - 0.2) / 0.4
        assert drawn(study, replication, "more") == drawn(study, replication)
        assert drawn(study, replication, "wider") == pytest.approx(0.2 + 0.8 * at)
        assert drawn(study, replication, "settled") == 0.5
    gap = values(study, 1) - values(study)
    assert gap == pytest.approx([1000 * drawn(study, i) for i in range(20)])


def test_in_an_adoption_the_past_has_the_draw_too():
    adoption = f"experiment: {{kind: adoption, lead_in: 7 d}}\n{DOUBT}"
    base = company(adoption)
    study = compare(base, base.replace({"reps": 2}, name="more"), replications=3, engine=ENGINE)
    plan, _ = study.replay(2, "more")
    assert plan.past.team.reps == 1
    assert plan.past.contact.connect == plan.scenario.contact.connect != 0.4


def test_fixed_is_the_value_named_first_and_certainty_is_not_asked_about():
    doubted, certain = company(DOUBT), company("contact: {connect: 0.4, response: mild}")
    fixed, sure = run(doubted, 10, engine=ENGINE, inputs="fixed"), run(certain, 10, engine=ENGINE)
    assert np.array_equal(values(fixed), values(sure))
    assert (fixed.draws, sure.draws) == (None, None)
    assert fixed.to_json()["measures"] == sure.to_json()["measures"]
    assert "luck_sd" not in sure.to_json()["measures"]["revenue"]


def test_luck_is_told_from_ignorance():
    """Connecting varies by 0.4/√12, worth 115; luck by 20. Of the gain of a rep luck is nothing: it is shared."""
    base = company(DOUBT)
    study = run(base, 200, engine=ENGINE)
    found = study.to_json()["measures"]["revenue"]
    assert found["input_sd"] == pytest.approx(400 / np.sqrt(12), rel=0.1)
    assert found["luck_sd"] == pytest.approx(20, rel=0.15)
    assert "Luck moves revenue by ± " in study.notes[-1]
    gain = compare(base, base.replace({"reps": 2}, name="more"), replications=60, engine=ENGINE)
    found = gain.to_json()["alternatives"][0]["measures"]["revenue"]["difference"]
    assert found["input_sd"] == pytest.approx(400 / np.sqrt(12), rel=0.2)
    assert found["luck_sd"] == pytest.approx(0, abs=1e-6)
    few = run(base, 3, engine=ENGINE)
    assert few.to_json()["measures"]["revenue"]["input_sd"] is None
    assert few.notes[-1].startswith("In doubt, and drawn anew in each replication")  # too few to tell luck from it
    assert few.to_json()["measures"]["won"]["luck_sd"] is None  # nothing is won here: it has no value


@pytest.fixture(scope="module")
def desk():
    base = tiny(DESK)
    return base, base.replace({"reps": 3}, name="more")


def test_both_engines_find_the_same(desk):
    one, two = (compare(*desk, replications=3, engine=name) for name in ("compiled", "simpy"))
    for first, second in zip(one.rows, two.rows, strict=True):
        assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(first, second, strict=True))
    for engine in ("compiled", "simpy"):
        plan, log = compare(*desk, replications=1, engine=engine).replay(0, "more")
        again = {name: the_engine(name).simulate(plan, 1, 0) for name in ("compiled", "simpy")}
        assert all(log.events.tobytes() == each.events.tobytes() for each in again.values())


@pytest.mark.parametrize("how", [{"workers": 3, "executor": "threads"}, pytest.param({"workers": 2, "executor": "processes"},
                                                                                    marks=pytest.mark.slow)])  # fmt: skip
def test_it_does_not_depend_on_who_works(desk, how):
    assert compare(*desk, replications=6, **how).to_json() == compare(*desk, replications=6).to_json()


def test_it_is_kept_resumed_opened_and_replayed(desk, tmp_path):
    whole = compare(*desk, replications=6, out=tmp_path / "whole")
    compare(*desk, replications=2, out=tmp_path / "o")
    compare(*desk, replications=6, out=tmp_path / "o", resume=True)
    assert files(tmp_path / "o") == files(tmp_path / "whole")
    again = sim.open_study(tmp_path / "o")
    assert again.to_json() == whole.to_json()
    assert again.log(4, "more").equals(whole.log(4, "more"))
    whole.save(tmp_path / "saved")
    assert sim.open_study(tmp_path / "saved").to_json() == whole.to_json()
    narrower = [each.replace({"contact.connect": {"value": 0.5, "between": [0.4, 0.7]}}, name=each.name) for each in desk]
    with pytest.raises(StudyError, match=r"holds another study: .*contact\.connect\.lines\.0\.0\.low was 0\.3 and is 0\.4"):
        compare(*narrower, replications=6, out=tmp_path / "o", resume=True)
    with pytest.raises(StudyError, match="holds another study: values in doubt were drawn in it"):
        compare(*desk, replications=6, out=tmp_path / "o", resume=True, inputs="fixed")


def test_logs_that_are_kept_are_those_of_the_draws(desk, tmp_path):
    study = run(desk[0], 2, out=tmp_path / "o", logs=True)
    plan, log = study.replay(1)
    assert the_engine(None).simulate(plan, 1, 1).events.tobytes() == log.events.tobytes()


def test_one_replication_alone_has_its_draw(desk):
    study = compare(*desk, replications=3)
    for place, base in ((0, None), (1, desk[0])):
        alone = sim.simulate(desk[place], replication=2, base=base)
        assert alone.events.tobytes() == study.replay(2, study.names[place])[1].events.tobytes()
    fixed = sim.simulate(desk[0], replication=2, inputs="fixed")
    certain = desk[0].replace({"contact.connect": 0.5, "contact.attempts": 2}, name="certain")
    assert fixed.events.tobytes() == sim.simulate(certain, replication=2).events.tobytes()


def test_presets_are_tried_with_the_same_draws():
    base = company(DOUBT)
    study = compare(base, base.replace({"reps": 2}, name="more"), replications=20, presets=True, engine=ENGINE)
    assert study.holds_under[0]["steep"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("experiment: {horizon: {between: [7 d, 14 d]}}", r"experiment\.horizon says how the question is put, which cannot be"),
        ("agreement: {sales: {enforcement: {value: none, among: [none, alert]}}}", "cannot stand:\n  agreement.sales.enforc"),
    ],
)
def test_what_cannot_be_drawn_is_refused_before_anything_is_simulated(text, said, tmp_path):
    scenario = company(text)
    with pytest.raises(StudyError, match=said):
        run(scenario, 2, engine=ENGINE, out=tmp_path / "o")
    assert not (tmp_path / "o").exists()
    run(scenario, 2, engine=ENGINE, inputs="fixed")


def test_neither_drawn_nor_fixed_is_refused():
    with pytest.raises(StudyError, match="drawn or fixed, not 'middle'"):
        run(company(DOUBT), 2, engine=ENGINE, inputs="middle")


def test_what_fails_is_named_with_its_draw():
    def fail(plan, seed, replication):
        raise ValueError("no")

    with pytest.raises(SimulationError, match=r"replication 0 of 'tiny', seed 1 with contact.connect 0\.\d+: ValueError"):
        run(company(DOUBT), 2, engine=ENGINE._replace(simulate=fail))
