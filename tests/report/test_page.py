"""A study's page: the study's own answer first, everything in one file, nothing from elsewhere, no name believed."""

import re
from html.parser import HTMLParser

import pytest
from fake_desk import ENGINE, scenario
from invented import invent

from sim import read_scenario
from sim.errors import StudyError
from sim.report.grounds import grounds_of
from sim.report.page import check_file, page_of
from sim.report.stress import stress_of
from sim.study.questions.comparing import run

EVIL = '<img src=x onerror="alert(1)"> & "quotes"'
ITEMS = ("1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4", "2.5.1", "2.5.2", "2.5.3", "2.5.4", "2.5.5", "3.1", "3.2", "3.3", "3.4",
         "4.1", "4.2", "4.3", "5.1", "5.2", "5.3", "5.4", "6.1")  # fmt: skip
TAGS = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "header",
        "section",
        "h1",
        "h2",
        "h3",
        "p",
        "div",
        "dl",
        "dt",
        "dd",
    ),
    *(
        "span",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "br",
        "small",
        "code",
        "strong",
        "pre",
        "figure",
        "details",
    ),
    *("summary", "svg", "defs", "g", "path", "text", "tspan", "use", "clippath", "rect"),
}
VOID = {"meta", "br", "img", "link", "hr", "input"}
LOADS = {"src", "srcset", "data", "poster", "background", "action", "formaction", "manifest", "ping"}


class Reader(HTMLParser):
    """Reads a page: its tags with attributes, its words, and whether every tag is closed in turn."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.open, self.words = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture(scope="module")
def study():
    return invent({"revenue": 1.5e6}, {"revenue": 0.9e6}, names=["Today", "A promise", EVIL])


@pytest.fixture(scope="module")
def page(study):
    return page_of(study, "smarketing compare baseline 'a promise'")


def test_the_page_is_well_formed(page):
    read = Reader(page)
    assert read.open == []
    names = [attributes["id"] for _, attributes in read.tags if "id" in attributes]
    assert len(names) == len(set(names))


def test_the_answer_comes_first_in_the_studys_own_words(study, page):
    words = " ".join("".join(Reader(page).words).split())
    for verdict in study.verdicts:
        for sentence in verdict.sentence.split(". "):
            assert sentence.rstrip(".") in words
    order = [
        page.index(f'id="{name}"') for name in ("answer", "grounds", "pictures", "tables", "changes", "more", "again", "stress")
    ]
    assert order == sorted(order)


def test_the_page_asks_no_other_host(page):
    for tag, attributes in Reader(page).tags:
        assert tag not in {"script", "link", "iframe", "object", "embed", "base", "img", "audio", "video"}
        assert not LOADS & set(attributes)
        assert not any(name.startswith("on") for name in attributes)
        for name in ("href", "xlink:href"):
            assert attributes.get(name, "#").startswith("#")
    assert re.findall(r"url\((?!#)[^)]*\)", page) == []
    assert "@import" not in page
    assert "default-src 'none'" in page


def test_no_name_is_believed(page):
    assert EVIL not in page
    assert "&lt;img src=x onerror=" in page
    assert {tag for tag, _ in Reader(page).tags} <= TAGS


def test_every_picture_has_a_name_for_those_who_listen(page):
    pictures = [attributes for tag, attributes in Reader(page).tags if tag == "svg"]
    assert len(pictures) >= 8
    assert all(each["role"] == "img" and each["aria-label"] for each in pictures)


def test_the_page_says_how_to_repeat_it(study, page):
    words = "".join(Reader(page).words)
    assert "smarketing compare baseline 'a promise'" in words
    assert "Seed 1, 20 replications, engine compiled" in words
    for plan in study.plans:
        assert plan.fingerprint in words


def test_the_difference_of_scenarios_is_listed():
    base = read_scenario("baseline")
    study = invent({})
    other = base.replace({"response_sla": "4 business hours"}, name="Other 1")
    text = page_of(type(study)((base, other), study.plans, study.rows, study.engine, kind="adoption"))
    row = next(line for line in text.splitlines() if "agreement.sales.first_attempt_within</code>" in line)
    assert '<td class="text">none</td><td class="text">4 business hours</td>' in row
    assert "No value differs" in page_of(invent({}))


def test_nothing_undefined_is_a_number(page):
    words = "".join(Reader(page).words)
    assert not re.search(r"\b(nan|inf|None|Undefined)\b", re.sub(r"None[.:]", "", words))


def test_equal_studies_have_equal_pages():
    assert page_of(invent({})) == page_of(invent({}))


def test_stress_answers_every_item(study):
    items = stress_of(study)
    assert tuple(item.number for item in items) == ITEMS
    assert all(item.answer.strip() for item in items)
    answers = {item.number: item.answer for item in items}
    assert "20 simulated years of each scenario, paired" in answers["4.3"]
    assert "seed 1" in answers["5.2"]
    assert "A promise" in answers["1.3"]


def test_several_alternatives_stand_beside_each_other(study, page):
    """One table shows; those of each alternative, and most of many values that differ, are folded."""
    shown, _, folded = page.partition("<details><summary>A promise against Today</summary>")
    assert "<caption>Differences from Today</caption>" in shown
    assert "<caption>A promise against Today</caption>" in folded
    names = ("baseline", "smarketing", "four-hour-sla")
    scenarios = tuple(read_scenario(name).replace({}, name=each) for name, each in zip(names, study.names, strict=True))
    text = page_of(type(study)(scenarios, study.plans, study.rows, study.engine, kind="adoption"))
    changes = text[text.index('id="changes"') : text.index('id="more"')]
    shown, _, folded = changes.partition("<details>")
    assert shown.count('<tr><th scope="row">') == 12
    assert folded.count('<tr><th scope="row">') == int(re.search(r"(\d+) more values that differ", folded)[1]) > 12
    levers = {lever.path for scenario in scenarios for lever in scenario.levers.values()}
    order = [path in levers for path in re.findall(r"<code>([^<]+)</code>", changes)]
    assert order == sorted(order, reverse=True)


def test_what_does_not_fit_the_paper_is_on_the_screen_alone():
    text = page_of(invent(*({"revenue": 1e6 + 1e5 * i} for i in range(5))))
    assert text.count('<figure class="screen">') == 3
    assert "The file holds more pictures, every table," in text
    assert '<figure class="screen">' not in page_of(invent())


def test_grounds_count_what_is_written():
    scenario = read_scenario("baseline")
    grounds = grounds_of(scenario)
    counts = dict(grounds.counts)
    written = [
        origin for path, origin in scenario.origins.items()
        if origin.file is not None and not path.startswith(("experiment", "market")) and any(map(str.isdigit, origin.value))
    ]  # fmt: skip
    assert sum(counts.values()) == len(written)
    assert counts["assumption"] == sum(origin.assumed for origin in written)
    assert grounds.rows[0].path == "contact.response"
    assert ("contact.connect", "B (large data set)") in [(row.path, row.grade) for row in grounds.rows]


def test_a_run_and_one_year_have_pages():
    for study in (invent(), invent(replications=1)):
        assert Reader(page_of(study)).open == []


def test_a_page_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    study = invent()
    written = study.report(tmp_path / "report.html", "smarketing run baseline")
    assert written.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    monkeypatch.setattr("sim.report.page.page_of", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        study.report(tmp_path / "other.html")
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


@pytest.mark.parametrize(
    ("name", "says"),
    [("report.pdf", "call it report.html"), ("nowhere/report.html", "there is no folder"), ("folder.html", "is a folder")],
)
def test_a_file_that_cannot_be_is_refused_before_any_work(tmp_path, name, says):
    (tmp_path / "folder.html").mkdir()
    with pytest.raises(StudyError, match=says):
        check_file(tmp_path / name)


def test_a_study_of_another_engine_has_what_it_can_show():
    """An engine with few measures has few pictures, and a reader is told by a picture what there is."""
    study = run(scenario(), 12, engine=ENGINE)
    assert study.figure("clouds").texts
    with pytest.raises(StudyError, match="does not tell where reps' hours go"):
        study.figure("hours")
