"""Ten canned studies: the page shows the study's own sentence, whatever came of it, and no other."""

import re
from html import unescape

import pytest
from canned import CANNED, answer

from sim.web.views import clouds, tiles, verdict


def words(html):
    return unescape(re.sub(r"<[^>]*>", "", html))


@pytest.mark.parametrize("case", CANNED, ids=lambda case: case.name)
def test_a_leader_reads_the_studys_own_verdict(case):
    found = answer(**case.given)
    said = found.study.verdicts[0]
    assert said.choice == case.choice
    assert said.sentence.startswith(case.first)
    assert case.also in said.sentence
    assert words(verdict.headline(found)) == said.sentences[0]
    assert " ".join([words(verdict.headline(found)), words(verdict.rest(found))]).strip() == said.sentence


@pytest.mark.parametrize("case", CANNED, ids=lambda case: case.name)
def test_every_picture_can_be_drawn_and_says_what_it_shows(case):
    found = answer(**case.given)
    first, second = clouds.revenues(found)
    drawn = clouds.clouds(first, second, clouds.span(first, second), found, alone=False)
    assert drawn.count("<circle") >= 2 * found.years
    assert 'role="img" aria-label="Total revenue of 64 simulated years' in drawn
    for picture in (drawn, tiles.tiles(found, alone=False)):
        assert not re.search(r"\b(nan|inf)\b", picture)


def test_the_number_that_matters_is_set_apart():
    assert '<b class="number">300,000 EUR</b>' in verdict.headline(answer(gap=300e3))
    assert '<span class="good">' in verdict.headline(answer(gap=300e3))
    assert '<span class="bad">' in verdict.headline(answer(gap=-300e3))


def test_basis_counts_years_that_are_better_and_years_that_are_there():
    assert verdict.basis(answer(gap=300e3)).startswith(
        "Better than today in 64 of 64 simulated years, with the same luck; 64 of 200"
    )


def test_the_bracket_shows_the_interval_of_the_study():
    found = answer(gap=300e3)
    effect = found.study.effects[0]["revenue"]
    axis = clouds.span(*clouds.revenues(found))
    drawn = clouds.clouds(*clouds.revenues(found), axis, found, alone=False)
    base = found.study.estimates[0]["revenue"].mean
    for end in (effect.low, effect.high):
        assert f'x1="{axis.at(base + end):.2f}%"' in drawn
