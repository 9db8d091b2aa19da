"""A scenario of one's own from six answers."""

from __future__ import annotations

import pytest

from sim.errors import StudyError
from sim.scenario import parse_scenario, read_scenario
from sim.scenario.starting import QUESTIONS, answer, changes, written
from sim.scenario.words import differences

BY_KEY = {question.key: question for question in QUESTIONS}


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("leads", "400", 400), ("leads", "1,200", 1200), ("reps", " 5 ", 5), ("close_rate", "60 %", 60), ("attempts", "2", 2),
        ("deal_size", "15 k EUR", 15_000), ("deal_size", "15000", 15_000), ("first_call_hours", "0.5", 0.5),
        ("leads", "", None), ("reps", "?", None), ("deal_size", "don't know", None),
    ],
)  # fmt: skip
def test_answers_are_numbers_or_unknown(key, text, value):
    assert answer(BY_KEY[key], text) == value


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("leads", "many", "write a number such as 400"), ("reps", "0", "between 1 and 1000"),
        ("close_rate", "120", "between 1 and 99"), ("deal_size", "-5 EUR", "negative"),
    ],
)  # fmt: skip
def test_an_answer_that_is_none_says_what_to_write(key, text, said):
    with pytest.raises(StudyError) as error:
        answer(BY_KEY[key], text)
    assert said in str(error.value).replace(",", "")


def test_what_is_written_is_read_as_it_was_meant():
    base = read_scenario("baseline")
    answers = {
        "leads": 400.0, "reps": 5.0, "first_call_hours": 20.0, "attempts": 3.0, "close_rate": 49.0, "deal_size": 15_000.0,
    }  # fmt: skip
    mine = parse_scenario(written(answers, base, {"scoring.threshold": "66"}, ["a score of 66 makes 404."]))
    assert differences(mine, base.replace({**changes(answers, base), "scoring.threshold": 66.0})) == []
    volumes = [sum(channel.volume.per_day for channel in each.channels.values()) for each in (mine, base)]
    assert volumes[0] == pytest.approx(volumes[1] / 2, rel=1e-4)
    assert (mine.team.reps, mine.contact.attempts, mine.scoring.threshold) == (5, 3, 66)
    assert mine.personas["company"].value.mean == pytest.approx(15_000)
    assert mine.handoff.attention.mean == pytest.approx(20 * 3.6e9)
    chance = 1.0
    for stage in mine.opportunity.stages[5:]:
        chance *= stage.advance
    assert chance == pytest.approx(0.49, abs=0.001)


def test_knowing_nothing_gives_the_invented_company():
    base = read_scenario("baseline")
    text = written(dict.fromkeys(BY_KEY), base, {}, [])
    assert text.count("not known") == 6
    assert differences(parse_scenario(text), base) == []
