"""Every picture is drawn without a warning, whatever the study; its words are those of the finding, and stay inside."""

import io
import re

import matplotlib
import numpy as np
import pytest
from invented import invent
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg

from sim import read_scenario
from sim.errors import StudyError
from sim.report.figures.style import LARGE, SMALL, Sheet, fitted, svg_of, width_of, wrapped
from sim.report.gallery import ONLY_OF, PICTURES, WITH, find, pictures_of

LONG = "Außendienst & Überprüfung – “höchste Priorität” für jeden Lead <b>$x_1$ und $y^2$"
LOGS = ("dispositions", "queue", "trust")
FROM_ROWS = tuple(name for name in PICTURES if name not in (*LOGS, *ONLY_OF, *WITH))


class Recorder(RendererAgg):
    """Draws, and writes down every line of text with its box: left, right, top, bottom, in pixels from the upper left."""

    def __init__(self, *size):
        super().__init__(*size)
        self.lines = []

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        width, height, descent = self.get_text_width_height_descent(s, prop, ismath)
        box = (x, x + width, y - height + descent, y + descent) if angle == 0 else (x - height, x + descent, y - width, y)
        self.lines.append((s, *box))
        super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)


def drawn(study, name, dpi=100, **options):
    """A picture, rendered, with every line of text within its edges, and none on another."""
    figure = study.figure(name, **options)
    assert isinstance(figure, Sheet)
    figure.set_dpi(dpi)
    width, height = figure.bbox.width, figure.bbox.height
    recorder = Recorder(width, height, figure.dpi)
    FigureCanvasAgg(figure)
    figure.draw(recorder)
    assert len(recorder.lines) > 3
    outside = [line for line in recorder.lines if line[1] < -2 or line[2] > width + 2 or line[3] < -2 or line[4] > height + 2]
    assert outside == []
    assert overlaps(recorder.lines) == []
    return figure


def overlaps(lines):
    """Pairs of lines of text that stand on each other, by more than the empty edges of their boxes."""
    texts, boxes = [line[0] for line in lines], np.array([line[1:] for line in lines])
    across = np.minimum(boxes[:, None, 1], boxes[None, :, 1]) - np.maximum(boxes[:, None, 0], boxes[None, :, 0])
    down = np.minimum(boxes[:, None, 3], boxes[None, :, 3]) - np.maximum(boxes[:, None, 2], boxes[None, :, 2])
    pairs = np.argwhere(np.triu((across > 1) & (down > 3), 1))
    return [(texts[i], texts[j]) for i, j in pairs if texts[i].strip() and texts[j].strip()]


def shows(study, name):
    """Whether there is something to show; all else is refused in words."""
    return not ((name == "differences" and len(study.names) == 1) or (name == "convergence" and study.count < 3))


STUDIES = {
    "one year": lambda: invent(replications=1),
    "one scenario": invent,
    "two": lambda: invent({"revenue": 1.5e6, "idle_hours": 0.0}),
    "equal": lambda: invent({}),
    "three": lambda: invent({"revenue": 1.5e6}, {"revenue": 9e5}),
    "ten": lambda: invent(*({"revenue": 1e6 * (1 + 0.1 * i)} for i in range(9))),
    "long names": lambda: invent({"revenue": 1.5e6}, {}, names=["Heute – Ærø", LONG[:80], "W" * 80]),
    "no wins": lambda: invent({"leads": 900.0}, base={"won": 0.0, "revenue": 0.0}),
    "huge": lambda: invent({"revenue": 9e14, "leads": 4e9}, base={"revenue": 5e14, "leads": 3e9}),
    "thirty": lambda: invent(*({"won": 10.0 + i} for i in range(29)), names=["Today", *(f"{LONG[:70]} {i}" for i in range(29))]),
    "many years": lambda: invent({"revenue": 1.1e6}, replications=700),
}


SLOWER = ("equal", "three", "ten", "thirty", "huge", "many years")


@pytest.fixture(scope="module", params=[pytest.param(name, marks=[pytest.mark.slow] * (name in SLOWER)) for name in STUDIES])
def study(request):
    return STUDIES[request.param]()


@pytest.mark.parametrize("name", FROM_ROWS)
def test_every_picture_is_drawn_for_every_study(study, name):
    figure = drawn(study, name) if shows(study, name) else None
    if figure is None:
        with pytest.raises(StudyError, match=r"(no convergence to draw|need a comparison)"):
            find(study, name)
        return
    found = find(study, name)
    head = " ".join(figure.texts[0].get_text().split())
    if not head.endswith("…"):
        assert head.replace(" ", "") == found.title.replace(" ", "")


@pytest.mark.parametrize("dpi", [72, 96, 200])
@pytest.mark.parametrize("name", ["clouds", "funnel", "response"])
def test_words_stay_inside_at_any_resolution(name, dpi):
    drawn(invent({"revenue": 1.5e6}), name, dpi)


def test_names_that_begin_alike_stay_apart():
    alike = [f"Four business hours on every lead ever handed over, {end} first" for end in ("hottest", "oldest")]
    for name in alike:
        assert fitted(name, 1.2, SMALL, most=2).replace("\n", " ").endswith(name[-7:])
        assert fitted(name, 1.2, SMALL, most=2).count("\n") == 1
    study = invent({"revenue": 1.5e6}, {"revenue": 2e6}, names=["Today", *alike])
    title = find(study, "clouds").title
    assert "hottest first" in title
    assert "oldest first" in title


def test_panels_beside_each_other_have_one_unit():
    study = invent({"revenue": 1.2e7}, {"revenue": 1.002e6}, {"revenue": 1e6})
    labels = {axes.get_ylabel().replace("\n", " ") for axes in study.figure("convergence").axes}
    assert labels == {"Revenue, difference,\N{NO-BREAK SPACE}M\N{NO-BREAK SPACE}EUR"} or len(labels) == 1


def test_differences_of_shares_are_counted_in_points():
    study = invent({"wasted_rep_share": 0.3})
    label = study.figure("differences", measure="wasted_rep_share").axes[0].get_xlabel()
    assert label == "Wasted, share of hours on leads, difference from Today,\N{NO-BREAK SPACE}points"
    assert study.figure("clouds", measure="wasted_rep_share").axes[0].get_xlabel().endswith("\N{NO-BREAK SPACE}%")


def test_a_picture_says_what_it_leaves_out(simulated):
    many = invent(*({"won": 10.0 + i} for i in range(6)))
    assert find(many, "convergence").note.endswith(" 2 more scenarios are not drawn.")
    assert find(many, "funnel").note.endswith(" 1 more scenario is not drawn.")
    assert find(many, "trust").note.endswith(" 3 more scenarios are not drawn.")
    assert find(many, "queue").note.endswith(" 3 more scenarios are not drawn.")
    assert "not drawn" not in find(simulated, "queue").note + find(simulated, "trust").note + find(simulated, "convergence").note


def test_weeks_of_scenarios_with_more_years_than_others_are_drawn():
    """A plan makes more replications of some settings: the picture compares those that all have."""
    study = invent({"revenue": 1.5e6})
    fewer = study.rows[1].first(6)
    uneven = type(study)(study.scenarios, study.plans, (study.rows[0], fewer), study.engine, kind="adoption")
    assert "of 6 simulated years" in find(uneven, "weeks").note


def test_pictures_of_logs_are_drawn(simulated):
    for name in LOGS:
        drawn(simulated, name)
    drawn(simulated, "dispositions", scenario="Today")


def test_a_sweep_a_plan_and_a_choice_are_drawn():
    from sim import choose, plan_for, sweep

    desk = read_scenario("theory/erlang-a").replace(
        {"agreement.sales.first_attempt_within": "1 h", "experiment.horizon": "2 days", "experiment.lead_in": "1 day"}
    )
    grid = sweep(desk, {"reps": ["6", "9", "14"], "patience_hours": ["1 h", "2 h"]}, replications=3)
    for name in ("frontier", "settings", "utilisation"):
        drawn(grid, name, **({"measure": "utilisation"} if name == "settings" else {}))
    drawn(sweep(desk, {"reps": ["6", "14"]}, replications=3), "frontier")
    assert "differences" not in grid.pictures()
    goal = "share_served_within_sla >= 60 %"
    drawn(plan_for(desk, goal, {"reps": ["6", "14"]}, on="mean"), "candidates")
    drawn(plan_for(desk, goal, {"reps": ["6", "14"]}, with_probability=0.5, replications=40), "candidates")
    chosen = choose(desk, desk.replace({"reps": 14}, name="More"), by="share_reneged", worth="1%", replications=3)
    drawn(chosen, "contenders")
    drawn(chosen, "share_reneged")


def test_matplotlib_is_left_as_it_was():
    before = dict(matplotlib.rcParams)
    invent().figure()
    assert dict(matplotlib.rcParams) == before


def test_a_name_is_never_a_formula():
    study = invent({}, names=["Today", "Costs $5 and $6"])
    texts = [text for axes in study.figure("clouds").axes for text in axes.get_yticklabels()]
    assert "Costs $5 and $6" in [text.get_text() for text in texts]
    assert not any(text.get_parse_math() for text in texts)


def test_letters_without_a_glyph_are_no_warning():
    study = invent({}, names=["Today", "東京"])
    study.figure("clouds").savefig(io.BytesIO(), format="png")
    assert study.figure("clouds")._repr_png_().startswith(b"\x89PNG")


def test_wrapped_words_fit_their_room():
    for text in (LONG, "W" * 200, "a b", ""):
        for line in wrapped(text, 2.0, LARGE, bold=True, most=4).splitlines():
            assert width_of(line, LARGE, bold=True) <= 2.0
    assert wrapped("W" * 200, 2.0, most=2).endswith("…")
    assert wrapped("one two", 9.0) == "one two"
    for line in wrapped("from 8.58 M EUR to 11.9 M EUR, 12.5 h and 41 % of 7 reps " * 3, 1.5).splitlines():
        assert not re.match(r"(M|EUR|h|%)( |$)", line)


def test_the_base_is_lighter_than_alternatives():
    """So that grey print tells them apart."""
    from sim.report.figures.style import BASE, OTHER

    def luminance(colour):
        return float(np.dot(matplotlib.colors.to_rgb(colour), (0.2126, 0.7152, 0.0722)))

    assert luminance(BASE) > 1.5 * luminance(OTHER)


def test_svg_stands_in_a_page_by_itself():
    figure = invent({}, names=["Today", "<script>alert(1)</script>"]).figure("clouds")
    text = svg_of(figure, "p1-", 'A "title" & more')
    assert text.startswith('<svg role="img" aria-label="A &#34;title&#34; &amp; more" ')
    assert "<script" not in text
    assert "<metadata" not in text
    assert all(found.startswith("p1-") for found in re.findall(r'\bid="([^"]+)"', text))
    references = re.findall(r'(?:href="#|url\(#)([^")]+)', text)
    assert set(references) <= set(re.findall(r'\bid="([^"]+)"', text))
    assert svg_of(figure, "p1-", "x") == svg_of(figure, "p1-", "x")


def test_pictures_by_name():
    study = invent({})
    assert set(pictures_of(study)) == set(PICTURES) - set(ONLY_OF)
    assert study.pictures() == pictures_of(study)
    assert find(study, "won").label == "Deals won"
    table = study.figure_data("hours")
    assert list(table.columns) == ["group", "scenario", "category", "value", "low", "high", "words"]
    assert len(table) == 12
    with pytest.raises(StudyError, match="no picture and no measure is called 'sankey'; pictures are clouds"):
        study.figure("sankey")
    with pytest.raises(StudyError, match="'frontier' shows a sweep, and this is a comparison"):
        study.figure("frontier")
    with pytest.raises(StudyError, match="'hours' has no option measure; it takes none"):
        study.figure("hours", measure="won")
    with pytest.raises(StudyError, match="no weekly series is called 'nonsense'"):
        study.figure("weeks", series="nonsense")
