"""Credit and doubt on the terminal: what was found first, within its width, in its characters."""

import pytest
from numbers_desk import company, engine_of, need_salib

from sim.report.credit import show_credit
from sim.report.doubt import show_doubt
from sim.report.paper import WIDEST, Paper
from sim.study.answers.credit import Attribution
from sim.study.questions.crediting import credit
from sim.study.questions.doubting import sensitivity

OTHER = "team: {reps: 3}\ncontact: {attempts: 4}\nwork: {attempt: 5 min}"


def revenue(scenario, luck):
    return 1e5 * scenario.team.reps * scenario.contact.attempts * (1 + 0.01 * luck[0])


@pytest.fixture(scope="module")
def credited():
    study = credit(company(), company(OTHER, "More of both"), engine=engine_of(revenue), replications=5, rules=False)
    sums = {"tiny": 1e5, "More of both": 3e5}
    rules = [(name, source, *[amount] * 4) for name, amount in sums.items() for source in ("Web", "sales")]
    object.__setattr__(study, "attributions", tuple(Attribution(*each) for each in rules))
    return study


def test_a_credit_says_what_came_of_what(credited):
    text = show_credit(credited, Paper())
    words = " ".join(text.split())
    assert "They lean on each other: attempts (1 → 4) adds +30" in words
    assert text.startswith("More of both changes revenue by +1.1")
    assert "attempts (1 → 4)" in words
    assert "adds nothing at all" in words
    assert "5 simulated years of all 8 combinations of 3 levers" in words
    assert max(map(len, text.splitlines())) <= WIDEST


def test_a_credit_sets_rules_of_attribution_beside_it(credited):
    text = show_credit(credited, Paper())
    assert "Even split" in text
    assert "not causes" in text
    assert "+400,000 EUR" in text  # all inbound: 2 · (300,000 − 100,000)


def test_a_credit_in_ascii_is_ascii(credited):
    assert show_credit(credited, Paper(ascii=True, width=80)).isascii()


def gain(scenario, luck):
    more = 1e5 * (scenario.contact.connect - 0.3) + 2e3 * luck[1]
    return 1e6 + 5e4 * luck[0] + (scenario.team.reps - 1) * more


INPUTS = ("connect=0.2..0.6", "contact.response=none,mild")


def doubted(other="team: {reps: 2}\ncontact: {response: mild}", **how):
    second = None if other is None else company(other, "Two reps")
    given = {"inputs": INPUTS, "engine": engine_of(gain), "points": 64} | how
    return sensitivity(company("contact: {response: mild}"), second, **given)


def test_a_doubt_says_what_to_do_what_flips_it_and_what_to_measure():
    text = show_doubt(doubted(), Paper())
    words = " ".join(text.split())
    assert words.startswith("Adopt Two reps: over all that is not known it has 10,")
    assert "more of it is ignorance, which measuring can lessen" in words
    assert "What moves it most: chance to connect (-10," in words
    assert "The decision flips with chance to connect below 0.3" in words
    assert "Measure first: chance to connect; knowing it before deciding is worth about 1," in words
    assert "not told from luck" in words
    assert "128 simulated years at 64 combinations of 2 inputs" in words
    assert max(map(len, text.splitlines())) <= WIDEST
    assert show_doubt(doubted(), Paper(ascii=True, width=80)).isascii()


def test_a_doubt_about_one_scenario_decides_nothing():
    text = show_doubt(doubted(None), Paper())
    assert text.startswith("Over all that is not known, tiny has revenue of")
    assert "name a second scenario" in text
    assert "Flips" not in text


def test_assumed_ranges_are_told_with_how_to_state_them():
    text = show_doubt(doubted(inputs=()), Paper())
    assert "--input contact.connect=0.3..0.5" in text


@pytest.mark.parametrize(("method", "words"), [("morris", "Spread"), ("sobol", "With all")])
def test_indices_are_told_by_their_method(method, words):
    need_salib()
    text = show_doubt(doubted(method=method), Paper())
    assert words in text
    assert "not told from" in text
    assert max(map(len, text.splitlines())) <= WIDEST
