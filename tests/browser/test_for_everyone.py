"""The page for whoever uses no mouse, hears instead of sees, or holds a phone."""

import pytest

SIZES = {"laptop": (1366, 768), "projector": (1920, 1080), "phone": (390, 844)}


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing(served, visit, axe, size):
    page = visit(f"{served.url}?attempts=5&first_call=4+hours", *SIZES[size], ready=".headline:not(.due) span")
    page.wait_for_selector(".strip svg")
    assert axe(page) == []
    for name in ("waste", "ends", "weeks", "scorecard", "agreement", "evidence", "compare", "frontier", "story"):
        page.click(f"#open-{name}")
        page.wait_for_selector("#deeper :is(svg, table, pre)")
        assert axe(page) == [], name


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_wider_than_the_screen(served, visit, size):
    width, height = SIZES[size]
    page = visit(f"{served.url}?attempts=5", width, height, ready=".headline:not(.due) span")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for name in ("waste", "ends", "weeks", "scorecard", "agreement", "evidence", "compare"):
        page.click(f"#open-{name}")
        page.wait_for_selector("#deeper :is(svg, table, pre)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_all_can_be_reached_by_tab_and_shows_where_one_is(served, visit):
    page = visit(served.url)
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.id || document.activeElement.className"))
        outlined = page.evaluate(
            "(() => { const style = getComputedStyle(document.activeElement.closest('label.file') || document.activeElement);"
            " return style.outlineStyle !== 'none'; })()"
        )
        assert outlined or page.evaluate("document.activeElement === document.body"), seen[-1]
    wanted = {"copy-link", "take-file", "take-years", "print", "bring", "lever-first_call", "lever-attempts", "lever-work_order",
              "reset", "no-speed", "open-compare", "open-evidence"}  # fmt: skip
    assert wanted <= set(seen)


def test_every_control_has_a_name_and_pictures_say_what_they_show(served, visit):
    page = visit(served.url)
    page.wait_for_selector(".strip svg")
    unnamed = page.evaluate(
        "[...document.querySelectorAll('input, select')]"
        ".filter(each => !each.labels?.length && !each.ariaLabel).map(each => each.id)"
    )
    assert unnamed == []
    silent = page.evaluate(
        "[...document.querySelectorAll('svg.picture')].filter(each => !each.getAttribute('aria-label')).length"
    )
    assert silent == 0
    assert page.evaluate("document.documentElement.lang") == "en-US"


def test_paper_shows_the_verdict_and_no_buttons(served, visit):
    page = visit(f"{served.url}?attempts=5", ready=".headline:not(.due) span")
    page.emulate_media(media="print")
    assert page.is_visible(".headline")
    assert page.is_visible(".clouds")
    assert not page.is_visible("#print")
    assert not page.is_visible(".deeper")
    assert page.pdf(format="A4", landscape=True).count(b"/Type /Page\n") <= 1
