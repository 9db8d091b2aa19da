"""Runs and comparisons answer the question that was put, and refuse others."""

import math

import pytest
from fake_desk import ENGINE, compile_plan, scenario

from sim.errors import StudyError
from sim.study.crew.engine import find_measure
from sim.study.crew.replications import Replications
from sim.study.judgement.precision import STRETCH, replicate_to_precision
from sim.study.questions.comparing import compare, run
from sim.study.questions.question import parse_share, parse_worth


def test_the_scenario_says_how_many_and_which_seed():
    study = run(scenario(), engine=ENGINE)
    assert (study.count, study.seed) == (30, 1)


def test_identical_scenarios_differ_by_exactly_nothing():
    study = compare(scenario(), scenario(), engine=ENGINE)
    assert study.names == ("today", "today (2)")
    change = study.effects[0]["revenue"]
    assert (change.mean, change.low, change.high, change.p05, change.p95) == (0, 0, 0, 0, 0)
    assert change.chance_better.share == 0.5
    assert study.verdicts[0].choice == "do not adopt"


def test_pairing_finds_a_difference_smaller_than_luck():
    study = compare(scenario(), scenario("better", 1.05), replications=40, engine=ENGINE)
    change = study.effects[0]["revenue"]
    assert change.low < 50_000 < change.high
    assert change.correlation > 0.99
    assert change.chance_better.share == 1.0
    assert change.chance_better_other_luck < 0.7
    assert study.verdicts[0].choice == "adopt"


def test_an_adoption_shares_the_bases_past():
    study = compare(scenario(), scenario("better"), engine=ENGINE)
    assert [plan.past for plan in study.plans] == [None, "today"]


@pytest.mark.parametrize("kind", ["steady", "terminating"])
def test_other_kinds_have_their_own_past(kind):
    study = compare(scenario(), scenario("better"), engine=ENGINE, from_=kind)
    assert study.kind == kind
    assert [plan.past for plan in study.plans] == [None, None]


def test_several_alternatives_share_the_confidence():
    one = compare(scenario(), scenario("b", 1.1), engine=ENGINE)
    two = compare(scenario(), scenario("b", 1.1), scenario("c", 1.2), engine=ENGINE)
    narrow, wide = one.effects[0]["won"], two.effects[0]["won"]
    assert wide.low < narrow.low < narrow.high < wide.high


def test_questions_put_differently_are_refused():
    other = scenario("later").replace({"experiment.horizon": 9, "experiment.start": 2})
    with pytest.raises(StudyError, match=r"experiment\.start, experiment\.horizon"):
        compare(scenario(), other, engine=ENGINE)


def test_nothing_to_compare_with_is_refused():
    with pytest.raises(StudyError, match="at least one other"):
        compare(scenario(), engine=ENGINE)


def test_replications_and_precision_exclude_each_other():
    with pytest.raises(StudyError, match="not for both"):
        run(scenario(), replications=5, precision=0.1, engine=ENGINE)


def test_one_replication_has_a_mean_and_no_interval():
    study = run(scenario(), replications=1, engine=ENGINE)
    assert math.isnan(study.estimates[0]["revenue"].low)
    assert study.notes


def test_a_precision_is_reached():
    study = run(scenario(), precision=0.04, engine=ENGINE)
    found = study.estimates[0]["revenue"]
    assert (found.high - found.low) / 2 <= 0.04 * found.mean
    assert study.count >= 20
    assert study.notes == ()


def test_a_precision_gives_the_numbers_of_as_many_replications_in_intervals_widened_for_the_looks():
    study = run(scenario(), precision=0.04, engine=ENGINE)
    fixed = run(scenario(), replications=study.count, engine=ENGINE)
    for name, found in study.estimates[0].items():
        same = fixed.estimates[0][name]
        assert found.mean == pytest.approx(same.mean, nan_ok=True)
        assert found.high - found.mean == pytest.approx(STRETCH * (same.high - same.mean), nan_ok=True)


def test_precision_of_a_comparison_is_of_the_difference():
    study = compare(scenario(), scenario("better", 1.05), precision=0.01, engine=ENGINE)
    assert study.count < run(scenario(), precision=0.03, engine=ENGINE).count
    change = study.effects[0]["revenue"]
    assert (change.high - change.low) / 2 <= 0.01 * study.estimates[0]["revenue"].mean


def test_a_loose_precision_on_skewed_revenue_rests_on_the_bootstrap():
    study = run(scenario(cv=1.0), precision=0.25, engine=ENGINE)
    found = study.estimates[0]["revenue"]
    assert found.method == "bootstrap-t"
    assert (found.high - found.low) / 2 <= 0.25 * found.mean


def test_a_hopeless_precision_is_refused_with_the_number_it_would_take():
    with pytest.raises(StudyError, match=r"needs about \d\d\d,\d\d\d replications"):
        run(scenario(), precision=0.001, engine=ENGINE)


def test_a_precision_just_out_of_reach_is_said():
    with Replications(ENGINE, (compile_plan(scenario()),), 1) as made:
        reached = replicate_to_precision(made, 0.04, ENGINE.place_of, most=100)
    assert reached.replications == 100
    assert "After 100 replications revenue is known to" in reached.notes[0]


def test_without_revenue_the_wait_is_made_precise():
    study = run(scenario(factor=0.0), precision=0.05, engine=ENGINE)
    assert "that of wait_hours_mean" in study.notes[0]


def test_without_either_there_is_nothing_to_be_precise_about():
    with pytest.raises(StudyError, match="ask for --replications"):
        run(scenario(factor=0.0, hours=math.inf), precision=0.05, engine=ENGINE)


@pytest.mark.parametrize(
    ("worth", "amount"), [("20 k EUR", 20_000), ("20kEUR", 20_000), ("1.5 M EUR", 1.5e6), ("3 M", 3e6), ("2e4", 20_000), ("0", 0)]
)
def test_a_worth_may_have_its_unit(worth, amount):
    assert parse_worth(worth, 0.0, find_measure(ENGINE, "revenue"), "EUR") == amount


@pytest.mark.parametrize(
    ("worth", "said"),
    [
        ("20 k USD", "revenue is not counted in 'k USD'; write a number such as 3 M EUR"),
        ("20 apples", "revenue is not counted in 'apples'"),
        ("20 000", "revenue is not counted in '000'"),
        ("0.02", "0.02 EUR is next to nothing; write a share as 2%"),
        ("much", "'much' is no worth; write money such as 20000, or a share such as 2%"),
        ("-5", "a worth is 0 or more"),
    ],
)
def test_a_worth_that_is_none_is_refused(worth, said):
    with pytest.raises(StudyError, match=said):
        compare(scenario(), scenario("better", 1.2), worth=worth, engine=ENGINE)


def test_worth_is_money_or_a_share_of_the_bases_revenue():
    better = scenario("better", 1.05)
    assert compare(scenario(), better, worth="20,000 EUR", engine=ENGINE).worth == 20_000
    study = compare(scenario(), better, worth="10%", engine=ENGINE)
    assert study.worth == pytest.approx(0.1 * study.estimates[0]["revenue"].mean)
    assert study.verdicts[0].choice == "do not adopt"


def test_a_broken_promise_is_seen():
    study = compare(scenario(), scenario("promise", 0.9, promise=True), engine=ENGINE)
    assert study.verdicts[0].choice == "not keepable"
    assert compare(scenario(), scenario("wish", 0.9), engine=ENGINE).verdicts[0].choice == "do not adopt"


def test_a_choice_that_flips_with_the_response_preset_says_so():
    study = compare(scenario(), scenario("better", 1.1, speed_pays=True), presets=True, engine=ENGINE)
    held = study.verdicts[0].holds_under
    assert held == {"none": False, "mild": True, "moderate": True, "steep": True, "folklore": True}
    assert "changes when the effect of speed is none" in study.verdicts[0].sentence


def test_presets_are_tried_only_when_asked_for():
    assert compare(scenario(), scenario("b"), engine=ENGINE).verdicts[0].holds_under == {}


@pytest.mark.parametrize("text", ["2%", "2 %", "0.02"])
def test_shares_in_words(text):
    assert parse_share(text) == pytest.approx(0.02)


@pytest.mark.parametrize("text", ["2", "two", "0", "-1%", "nan", "100%", ""])
def test_what_is_no_share(text):
    with pytest.raises(StudyError, match="2%"):
        parse_share(text)
