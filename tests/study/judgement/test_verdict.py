"""A verdict follows from the numbers alone."""

import math

import pytest

from sim.study.judgement.verdict import Effect, Evidence, Numbers, choose, judge


def revenue(low, high, base=1e6):
    mean = (low + high) / 2
    return Effect("revenue", "Revenue", "money", base, base + mean, mean, low, high, "higher")


def numbers(low, high, **more):
    return Numbers("one-hour SLA", "EUR", 200, revenue(low, high), **more)


def test_adopt_when_all_of_the_interval_is_above_zero():
    assert choose(revenue(10, 90)) == "adopt"


def test_do_not_adopt_when_all_of_it_is_below():
    assert choose(revenue(-90, -10)) == "do not adopt"


def test_cannot_tell_when_it_covers_zero():
    assert choose(revenue(-10, 90)) == "cannot tell"


def test_a_tie_is_no_reason_to_change():
    assert choose(revenue(0, 0)) == "do not adopt"
    assert "no difference" in judge(numbers(0, 0)).sentence


def test_a_gain_below_its_worth_is_not_adopted():
    assert choose(revenue(10, 90), worth=100) == "do not adopt"
    assert choose(revenue(10, 190), worth=100) == "cannot tell"
    assert choose(revenue(110, 190), worth=100) == "adopt"


def test_undefined_is_never_a_choice():
    assert choose(revenue(math.nan, math.nan)) == "cannot tell"
    assert "undefined" in judge(numbers(math.nan, math.nan)).sentence


@pytest.mark.parametrize(("years", "words"), [(1, "one simulated year is too few"), (2, "2 simulated years are too few")])
@pytest.mark.parametrize("ends", [(math.nan, math.nan), (-math.inf, math.inf)])
def test_too_few_years_are_told_with_what_they_showed(years, words, ends):
    effect = Effect("revenue", "Revenue", "money", 1e6, 1.05e6, 50e3, *ends, "higher")
    verdict = judge(Numbers("one-hour SLA", "EUR", years, effect, kept=(0.1, -math.inf, math.inf)))
    assert verdict.choice == "cannot tell"
    assert (
        verdict.sentences[0]
        == f"Cannot tell about one-hour SLA yet: 50,000 EUR more revenue a simulated year so far, but {words}."
    )
    assert verdict.sentences[-1] == "Next: simulate more years."


def test_no_revenue_anywhere_decides_nothing():
    assert choose(revenue(0, 0, base=0)) == "cannot tell"
    assert "no revenue arises" in judge(numbers(0, 0)._replace(revenue=revenue(0, 0, base=0))).sentence


@pytest.mark.parametrize(("high", "words"), [(90, "no gain of revenue is shown"), (-10, "revenue gives no reason to try")])
def test_a_broken_promise_says_no_more_of_revenue_than_is_known(high, words):
    assert f", and {words}." in judge(numbers(-90, high, kept=(0.41, 0.38, 0.44))).sentence


@pytest.mark.parametrize(("low", "high"), [(-10, 90), (-90, -10), (0, 0)])
def test_a_broken_promise_that_does_not_pay_is_not_keepable(low, high):
    assert choose(revenue(low, high), kept=(0.41, 0.38, 0.44)) == "not keepable"


def test_a_share_is_never_said_to_lie_beyond_nothing_or_all():
    assert "(95 % interval 0 to 47 %)" in judge(numbers(-10, 90, kept=(0.078, -0.31, 0.47))).sentence


def test_a_broken_promise_that_pays_is_adopted_and_told():
    verdict = judge(numbers(10e3, 90e3, kept=(0.41, 0.38, 0.44)))
    assert verdict.choice == "adopt"
    assert "kept only 41 %" in verdict.sentence
    assert "first_response_within_sla" in verdict.because


def test_a_promise_perhaps_kept_is_not_called_unkeepable():
    assert choose(revenue(-90, -10), kept=(0.79, 0.77, 0.81)) == "do not adopt"


def test_keepable_but_unprofitable():
    verdict = judge(numbers(-90e3, -10e3, kept=(0.97, 0.96, 0.98)))
    assert verdict.choice == "do not adopt"
    assert "50,000 EUR less" in verdict.sentence


def test_the_sentence_names_cause_price_doubt_and_next_step():
    response = Effect("first_response_hours_median", "First call within", "hours", 14.2, 0.9, -13, -14, -12, "lower", 13)
    overtime = Effect("overtime_hours", "Overtime", "hours", 3, 12, 9, 8, 10, "lower", 9)
    unmoved = Effect("won", "Deals won", "deals", 40, 41, 1, -1, 3, "higher", 0.5)
    weakest = Evidence("contact.response", "no randomised test")
    verdict = judge(numbers(10e3, 90e3, others=[overtime, response, unmoved], weakest=weakest))
    assert verdict.sentence == (
        "Adopt one-hour SLA: 50,000 EUR more revenue a simulated year (95 % interval +10,000 to +90,000 EUR). "
        "What drove it: first call within from 14.2 h to 0.9 h; the price: overtime from 3 h to 12 h. "
        "Weakest evidence: contact.response (no randomised test). "
        "Next: try it on a part of the team, and watch the measures named here."
    )
    assert verdict.because == ("revenue", "first_response_hours_median", "overtime_hours")
    assert verdict.weakest_evidence == "contact.response"


def test_a_flip_under_another_response_is_said():
    verdict = judge(numbers(10e3, 90e3, holds_under={"none": False, "mild": True}))
    assert "changes when the effect of speed is none" in verdict.sentence
    assert verdict.holds_under == {"none": False, "mild": True}


def test_cannot_tell_says_how_many_years_would():
    assert "about 680 simulated years" in judge(numbers(-10e3, 50e3)).sentence
    assert "too small" in judge(numbers(-50e3, 50e3)).sentence


@pytest.mark.parametrize("case", [(-10, 90), (10, 90), (-90, -10), (0, 0), (math.nan, math.nan)])
def test_at_most_four_sentences(case):
    sentence = judge(numbers(*case, kept=(0.9, 0.88, 0.92), weakest=Evidence("a.b", "assumption"))).sentence
    assert sentence.count(". ") <= 3
    assert "nan" not in sentence
