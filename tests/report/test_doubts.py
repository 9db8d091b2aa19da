"""Tornado, flip and credit: drawn from whatever holds effects, curves and dues, and titled by what these show."""

from types import SimpleNamespace

import pandas as pd
import pytest

from sim.errors import StudyError
from sim.report.figures.catalogue import draw_finding
from sim.report.findings.doubts import MOST_INPUTS, find_credit, find_flip, find_tornado, said
from sim.statistics import Interval

REVENUE = SimpleNamespace(name="revenue", label="Revenue", unit="money")


def spot(words, mean, half=1e4):
    return SimpleNamespace(words=words, answer=Interval(mean, mean - half, mean + half))


def effect(label, least, most, told=True, flips="no"):
    return SimpleNamespace(
        input=SimpleNamespace(label=label),
        lowest=spot("none", least),
        highest=spot("steep, in words", most),
        share=0.4,
        told=told,
        flips=flips,
    )


def doubt(
    *effects, decides=True, worth=0.0, sentence="Adopt it: it pays. The decision flips with connect below 0.3. Measure first."
):
    curves = pd.DataFrame(
        [
            (each.input.label, position, f"at {position}", 1e5 * position, 1e5 * position - 2e4, 1e5 * position + 2e4)
            for each in effects
            for position in (0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 1.0)
        ],
        columns=["label", "position", "value", "mean", "low", "high"],
    )
    return SimpleNamespace(
        measure=REVENUE, currency="EUR", effects=effects, names=("Today", "Faster")[: 1 + decides], decides=decides, worth=worth,
        mean=Interval(7e4, 5e4, 9e4), points=range(64), sentence=sentence, curves=lambda: curves,
    )  # fmt: skip


def test_the_input_that_moves_most_is_the_title_with_both_ends():
    found = find_tornado(doubt(effect("Connect rate", -2e4, 1e5), effect("Reps", 4e4, 5e4, told=False)))
    assert found.title == (
        "What moves the gain in revenue most: connect rate, from -20,000 EUR at none to +100,000 EUR at steep, in words"
    )
    assert [row.told for row in found.rows] == [True, False]
    assert (found.mean, found.line, found.line_words) == (7e4, 0.0, "no gain")
    draw_finding(found)


def test_nothing_told_from_luck_is_said():
    found = find_tornado(doubt(effect("Reps", 4e4, 5e4, told=False), decides=False))
    assert found.title == "No input by itself moves revenue enough to be told from luck"
    assert found.line_words == ""
    draw_finding(found)


def test_a_worth_is_the_line_and_many_inputs_are_cut():
    found = find_tornado(doubt(*(effect(f"Input {i}", 0.0, 1e5) for i in range(20)), worth=5e4))
    assert found.line_words == "worth: 50,000 EUR"
    assert len(found.rows) == MOST_INPUTS
    assert "8 more inputs are not drawn" in found.note
    draw_finding(found)


def test_undefined_answers_are_refused():
    with pytest.raises(StudyError, match="nothing to draw"):
        find_tornado(doubt(effect("Reps", float("nan"), float("nan"))))


def test_the_flip_shows_first_what_flips_and_says_so():
    found = find_flip(
        doubt(effect("Reps", 0, 1), effect("Connect rate", -1, 1, flips="yes"), effect("Window", 0, 1, flips="perhaps"))
    )
    assert found.title == "The decision flips with connect below 0.3"
    assert found.names == ("Connect rate", "Window", "Reps")
    assert [row.mean for row in found.rows if row.name == "Reps"] == pytest.approx(
        [1e5 * x for x in (0, 0.2, 0.4, 0.6, 0.7, 0.8, 1)]
    )
    draw_finding(found)


def test_the_gain_along_one_input_says_whether_it_moves():
    study = doubt(effect("Reps", 0, 1), effect("Connect rate", -1, 1, told=False))
    found = find_flip(study, "Reps")
    assert found.names == ("Reps",)
    assert found.title == "The gain in revenue along reps: from 0 EUR at at 0.0 to +100,000 EUR at at 1.0"
    assert len(draw_finding(found).axes) == 1
    assert find_flip(study, "Connect rate").title == "The gain in revenue along connect rate is not told from luck"
    with pytest.raises(StudyError, match="no input is called 'Window'; there are Reps, Connect rate"):
        find_flip(study, "Window")


def test_without_a_decision_nothing_flips():
    with pytest.raises(StudyError, match="needs two scenarios"):
        find_flip(doubt(effect("Reps", 0, 1), decides=False))


def credit(*dues, sentence):
    whole = Interval(1e5, 5e4, 1.5e5)
    return SimpleNamespace(measure=REVENUE, currency="EUR", dues=dues, difference=whole, sentence=sentence, count=20)


def due(label, mean, half):
    return SimpleNamespace(
        label=label, before="2", after="5", credit=Interval(mean, mean - half, mean + half), clear=abs(mean) > half
    )  # fmt: skip


def test_credit_is_sorted_and_ends_with_the_whole():
    found = find_credit(
        credit(
            due("Attempts", 2e4, 5e4),
            due("Reps", 8e4, 1e4),
            sentence="It changes. Of it, +80,000 EUR come from reps. Attempts add.",
        )
    )
    assert [row.name for row in found.rows] == ["Reps (2 → 5)", "Attempts (2 → 5)", "All together"]
    assert [row.stands_out for row in found.rows] == [True, False, True]
    assert found.title == "Of +100,000 EUR revenue, +80,000 EUR come from reps"
    draw_finding(found)


def test_a_single_lever_has_all_of_it():
    found = find_credit(
        credit(due("Reps", 1e5, 1e4), sentence="It changes. All of it is due to reps (2 → 5): nothing else differs.")
    )
    assert found.title == "+100,000 EUR revenue: all of it is due to reps (2 → 5): nothing else differs"


def test_no_credit_beyond_luck_is_said():
    found = find_credit(credit(due("Attempts", 2e4, 5e4), sentence="It changes. Attempts add nothing."))
    assert found.title == "No lever's part of the difference in revenue is told from luck"


def test_a_sentence_is_found_by_its_beginning():
    text = "It is met 5.5 % of the time. Reps add 1.5 M EUR. Done."
    assert said(text, "Reps") == "Reps add 1.5 M EUR"
    assert said(text, "None such") == "It is met 5.5 % of the time"
    assert said(text, "None such", default="") == ""
