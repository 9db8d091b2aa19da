"""What the terminal shows: verdict first, within its width, in the characters it has."""

import re

import pytest
from fake_desk import ENGINE, scenario

from sim.report import terminal
from sim.report.paper import WIDEST, Paper
from sim.report.terminal import show_comparison, show_run
from sim.study.questions.comparing import compare, run


@pytest.fixture(autouse=True)
def _company(monkeypatch):
    monkeypatch.setattr(terminal, "company_in_a_line", lambda scenario: f"the company of {scenario.name}")


@pytest.fixture(scope="module")
def study():
    question = "Would a first call within two hours pay?"
    faster = scenario("faster", 1.1, hours=2.0, question=question)
    return compare(scenario(), faster, replications=40, engine=ENGINE)


def test_the_verdict_comes_first(study):
    assert show_comparison(study, Paper()).startswith("Adopt faster: ")


def test_a_comparison_says_what_was_asked_and_of_whom(study):
    text = show_comparison(study, Paper())
    assert "Would a first call within two hours pay?" in text
    assert "today: the company of today" in text
    assert "40 simulated years, each with the same leads and the same luck; seed 1" in text


def test_a_comparison_shows_both_and_the_difference(study):
    line = next(line for line in show_comparison(study, Paper()).splitlines() if line.strip().startswith("Revenue "))
    assert re.search(r"1(\.\d+)? M EUR \(.*M EUR \(.*\+\d+(\.\d+)? k EUR \(.*100 % \(\d+ %\)$", line)


def test_an_undefined_measure_is_a_dash(study):
    line = next(line for line in show_comparison(study, Paper(), everything=True).splitlines() if "Retention" in line)
    assert line.count("–") == 4
    assert "nan" not in show_comparison(study, Paper(), everything=True).lower()


@pytest.mark.parametrize("width", [60, 80, WIDEST, 200])
def test_lines_stay_within_the_width(study, width):
    assert max(map(len, show_comparison(study, Paper(width)).splitlines())) <= min(width, WIDEST)


def test_plain_characters_where_there_are_no_others(study):
    assert show_comparison(study, Paper(ascii=True)).isascii()
    assert show_run(run(scenario(), engine=ENGINE), Paper(ascii=True), everything=True).isascii()


def test_no_colours_unless_there_is_a_terminal(study):
    assert "\x1b" not in show_comparison(study, Paper())
    assert "\x1b" in show_comparison(study, Paper(colours=True))


def test_the_figure_has_a_strip_for_each_scenario(study):
    lines = show_comparison(study, Paper()).splitlines()
    start = lines.index("Revenue of the simulated years")
    assert lines[start + 1].startswith("today ")
    assert lines[start + 2].startswith("faster ")
    assert "EUR" in lines[start + 3]


def test_a_run_shows_mean_interval_and_spread():
    text = show_run(run(scenario(), engine=ENGINE), Paper())
    assert "95 % interval of the mean" in text
    assert "Deals won" in text
    assert "more measures with --all" in text


def test_names_are_not_read_as_markup():
    study = compare(scenario("[red]today"), scenario("[b]"), replications=5, engine=ENGINE)
    text = show_comparison(study, Paper())
    assert "[red]today" in text
    assert "[b]" in text
