"""How the 5 % is shared, and when pairing hurts."""

import math

import numpy as np
import pytest
from fake_desk import ENGINE, MEASURES, scenario

from sim.statistics import student_critical
from sim.study.crew.replications import Rows
from sim.study.judgement.confidence import Confidence, main_level, pairing_notes, share_confidence
from sim.study.judgement.precision import STRETCH
from sim.study.questions.comparing import compare, run


def rows_of(**columns):
    count = len(next(iter(columns.values())))
    values = np.full((count, len(MEASURES)), np.nan)
    for name, column in columns.items():
        values[:, ENGINE.place_of(name)] = column
    return Rows(values, values, values, np.empty((0, 0, 0)))


def test_half_of_the_error_is_for_revenue_and_the_rest_is_shared():
    confidence = Confidence(("revenue", "won", "mqls"), alternatives=2)
    assert confidence.level("revenue") == pytest.approx(1 - 0.05 / 2 / 2)
    assert confidence.level("won") == pytest.approx(1 - 0.05 / 2 / 2 / 2)
    whole = sum(confidence.weight(name) for name in confidence.together) * confidence.alternatives
    assert whole == pytest.approx(1)
    assert confidence.level("trust") == 0.95


@pytest.mark.parametrize("together", [("revenue",), ("won", "mqls"), ("won",)])
def test_whatever_the_headline_the_parts_are_the_whole(together):
    confidence = Confidence(together, alternatives=3)
    assert sum(confidence.weight(name) for name in together) * 3 == pytest.approx(1)


def test_revenues_level_is_known_before_anything_is_simulated():
    rows = [rows_of(revenue=np.arange(5.0), won=np.arange(5.0)) for _ in range(3)]
    assert main_level(MEASURES, 2) == share_confidence(MEASURES, rows).level("revenue")


def test_only_measures_with_a_difference_share():
    rows = [rows_of(revenue=np.arange(5.0), won=np.arange(5.0), wait_hours_mean=np.arange(5.0)) for _ in range(2)]
    assert share_confidence(MEASURES, rows).together == ("won", "revenue")


def test_headline_p_values_are_holms_and_the_rest_are_for_false_discoveries():
    confidence = Confidence(("revenue", "won"), alternatives=1)
    adjusted = confidence.adjust([("revenue", 0.02), ("won", 0.04), ("trust", 0.01), ("cost", 0.04)])
    assert adjusted == pytest.approx([0.04, 0.04, 0.02, 0.04])
    assert [confidence.method(name) for name in ("won", "trust")] == ["holm", "benjamini-hochberg"]


def test_an_interval_that_leaves_0_out_has_an_adjusted_p_below_the_error():
    study = compare(
        scenario(cv=0.05), scenario("b", 1.02, cv=0.05), scenario("c", 0.999, cv=0.05), replications=60, engine=ENGINE
    )
    told = 0
    for effects, adjusted in zip(study.effects, study.adjusted_p, strict=True):
        for name in study.confidence.together:
            if effects[name].method == "student" and effects[name].clear:
                told += 1
                assert adjusted[name] <= 0.05
    assert told


def test_the_interval_shown_is_at_the_level_said():
    study = compare(scenario(), scenario("b", 1.1), replications=60, engine=ENGINE)
    name = "wait_hours_mean"  # identical under both: of no width, at any level
    assert study.effects[0][name].low == study.effects[0][name].high == 0
    found = study.effects[0]["lead_to_won"]
    gaps = np.subtract(*(rows.values[:, ENGINE.place_of("lead_to_won")] for rows in study.rows[::-1]))
    if found.method == "student":
        half = student_critical(59, study.confidence.level("lead_to_won")) * gaps.std(ddof=1) / math.sqrt(60)
        assert found.high - found.mean == pytest.approx(half, rel=0.05)  # the ratio is linearised
    assert "6 headline measures hold together with 95 % (Bonferroni; half of the 5 % is for revenue)" in study.confidence.sentence


def test_looks_cost_their_share_of_every_interval_and_p():
    fixed = compare(scenario(), scenario("b", 1.02, cv=0.4), replications=60, engine=ENGINE)
    looked = compare(scenario(), scenario("b", 1.02, cv=0.4), precision=0.2, engine=ENGINE)
    again = compare(scenario(), scenario("b", 1.02, cv=0.4), replications=looked.count, engine=ENGINE)
    assert fixed.stretch == again.stretch == 1.0
    assert looked.stretch == STRETCH
    for name in ("revenue", "won"):
        wide, narrow = looked.effects[0][name], again.effects[0][name]
        assert wide.high - wide.mean == pytest.approx(STRETCH * (narrow.high - narrow.mean))
        assert wide.p > narrow.p


def test_pairing_that_hurts_is_said():
    luck = np.linspace(1, 2, 30)
    hurt = [rows_of(revenue=luck), rows_of(revenue=3 - luck + 0.01 * np.sin(np.arange(30)))]
    (note,) = pairing_notes(MEASURES, hurt, ["today", "turned round"])
    assert note.startswith("Pairing hurts for Revenue under turned round")
    assert pairing_notes(MEASURES, [rows_of(revenue=luck), rows_of(revenue=luck * 2)], ["a", "b"]) == ()


def test_noise_is_no_reason_to_warn():
    """Uncorrelated values, 400 studies of 20: the warning comes in one of twenty at most."""
    rng = np.random.Generator(np.random.Philox(key=3))
    warned = sum(
        bool(pairing_notes(MEASURES, [rows_of(revenue=rng.standard_normal(20), won=rng.standard_normal(20)) for _ in "ab"], "ab"))
        for _ in range(400)
    )
    assert warned / 400 <= 0.05


def test_a_run_has_intervals_that_hold_singly():
    study = run(scenario(), replications=60, engine=ENGINE)
    half = student_critical(59) * study.rows[0].values[:, 1].std(ddof=1) / math.sqrt(60)
    found = study.estimates[0]["revenue"]
    assert found.method == "bootstrap-t" or found.high - found.mean == pytest.approx(half)
