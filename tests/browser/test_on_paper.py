"""A report on paper: at most four pages of A4, whatever the study; what is unfolded is printed too."""

import re

import pytest

from sim import choose, compare, read_scenario, run, sweep

SHORT = {"experiment.lead_in": "4 weeks", "experiment.horizon": "26 weeks", "experiment.follow_up": "4 weeks"}
ALTERNATIVES = ("smarketing", "agreed-four-hour", "four-hour-sla", "tiered-sla")
MOST_PAGES = 4


def company(name):
    return read_scenario(name).replace(SHORT)


def agreements(count):
    return compare(company("baseline"), *map(company, ALTERNATIVES[:count]), replications=4, workers=1)


STUDIES = {
    "run": lambda: run(company("baseline"), replications=4, workers=1),
    "one alternative": lambda: agreements(1),
    "two": lambda: agreements(2),
    "four": lambda: agreements(4),
    "choice": lambda: choose(*map(company, ("baseline", *ALTERNATIVES[:2])), by="sqls", worth="50%", replications=5, workers=1),
    "large grid": lambda: sweep(
        company("desk-four-hours"),
        {"reps": ["4", "5", "6", "7", "8", "9"], "response_sla": [f"{hours} business hours" for hours in range(2, 10)]},
        replications=2,
        workers=1,
    ),
}


def printed(page):
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True, print_background=True)))


@pytest.mark.parametrize("kind", STUDIES)
def test_a_report_prints_to_four_pages(kind, tmp_path, visit):
    command = f"smarketing compare baseline {' '.join(ALTERNATIVES)} --replications 400 --workers 2 --report report.html"
    file = STUDIES[kind]().report(tmp_path / "report.html", command)
    page = visit(file.as_uri(), ready="#answer")
    assert 1 < printed(page) <= MOST_PAGES
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_what_is_unfolded_is_printed_and_the_rest_is_named(tmp_path, visit):
    page = visit(agreements(2).report(tmp_path / "report.html").as_uri(), ready="#answer")
    before = printed(page)
    page.emulate_media(media="print")
    assert page.locator(".paper").last.is_visible()
    assert not page.locator("#stress").is_visible()
    assert not page.locator("#more").is_visible()
    page.locator("#stress details").evaluate("each => each.open = true")
    assert page.locator("#stress").is_visible()
    assert page.locator("#stress summary").is_visible()
    assert printed(page) > before


def test_a_report_is_for_everyone(tmp_path, visit, axe):
    page = visit(agreements(2).report(tmp_path / "report.html").as_uri(), ready="#answer")
    assert axe(page) == []
