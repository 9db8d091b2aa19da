"""Credit and doubt on the terminal: what was found first, within its width, in its characters."""

import pytest
from numbers_desk import company, engine_of

from sim.report.credit import show_credit
from sim.report.paper import WIDEST, Paper
from sim.study.credit import Attribution
from sim.study.crediting import credit

OTHER = "team: {reps: 3}\ncontact: {attempts: 4}\nwork: {attempt: 5 min}"


def revenue(scenario, luck):
    return 1e5 * scenario.team.reps * scenario.contact.attempts * (1 + 0.01 * luck[0])


@pytest.fixture(scope="module")
def credited():
    study = credit(company(), company(OTHER, "More of both"), engine=engine_of(revenue), replications=5, rules=False)
    rules = [(name, source, *[amount] * 4) for name, amount in (("tiny", 1e5), ("More of both", 3e5)) for source in ("Web", "sales")]
    object.__setattr__(study, "attributions", tuple(Attribution(*each) for each in rules))
    return study


def test_a_credit_says_what_came_of_what(credited):
    text = show_credit(credited, Paper())
    assert "They lean on each other: attempts (1 → 4) adds +30" in text
    assert text.startswith("More of both changes revenue by +1.10 M EUR a simulated year")
    assert "attempts (1 → 4)" in text
    assert "adds nothing at all" in text
    assert "5 simulated windows of all 8 combinations of 3 levers" in text
    assert max(map(len, text.splitlines())) <= WIDEST


def test_a_credit_sets_rules_of_attribution_beside_it(credited):
    text = show_credit(credited, Paper())
    assert "Even split" in text
    assert "not causes" in text
    assert "+400,000 EUR" in text  # all inbound: 2 · (300,000 − 100,000)


def test_a_credit_in_ascii_is_ascii(credited):
    assert show_credit(credited, Paper(ascii=True, width=80)).isascii()
