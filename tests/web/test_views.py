"""Pictures and tables: they add up, keep to their words, and let no foreign text act."""

import re
import threading
from functools import cache, partial

import numpy as np
import pytest
from small import TEXT, small

from sim.measures.tables import Tables
from sim.scenario import parse_scenario
from sim.study.crew.engine import the_engine
from sim.study.questions.looks import Looks, plans_of
from sim.web import drivers
from sim.web.answers import Answer, Trouble
from sim.web.asking import Asked, Settings, ask, ask_all
from sim.web.controls import controls_of
from sim.web.ends import ends
from sim.web.frontier import ask_grid, drawn, grid_of
from sim.web.monday import monday
from sim.web.queue import Queue
from sim.web.room import Company
from sim.web.stories import story
from sim.web.views import agreement, clouds, compared, ledger, mondays, scorecard, tiles, verdict, ways, weeks
from sim.web.views.drawing import Axis, stacked_dots, ticks

MOVED = ("Attempts before giving up: 5 attempts (today: 3 attempts)",)
HOSTILE = '<img src=x onerror="alert(1)">'
FIVE = Settings(moves=(("attempts", "5"), ("first_call", "4 hours")))
LOOKS = Looks((2, 4))


def answered(make, looks=LOOKS):
    """The final answer to a question, and its simulated years."""
    heard = []
    done = threading.Event()

    def tell(told):
        heard.append(told)
        if isinstance(told, Trouble) or (isinstance(told, Answer) and told.final):
            done.set()

    with Queue(the_engine(None), looks, workers=2) as queue:
        queue.ask("anna", "q", make, tell)
        assert done.wait(120)
        return heard[-1], queue.kept("q")[1]


@cache
def answer():
    return answered(partial(ask, small(), controls_of(small()), FIVE))[0]


@cache
def today():
    return answered(partial(ask, small(), controls_of(small()), Settings()))[0]


@cache
def hostile():
    scenario = parse_scenario(TEXT.replace("name: Small", f"name: '{HOSTILE}'"))
    changed = scenario.replace({"contact.attempts": 5}, name=f"{HOSTILE} two")
    return answered(lambda: Asked(scenario, (changed,)))[0]


@cache
def tables():
    engine = the_engine(None)
    plan = plans_of(engine, (small(),))[0]
    return Tables(plan, engine.simulate(plan, 1, 0))


def test_every_lead_goes_one_way():
    flows = {(flow.source, flow.target): flow.leads for flow in ends(tables())}
    captured = tables().within(tables().log.leads["captured"]).sum()
    into = {"leads": float(captured)}
    for (_, target), leads in flows.items():
        into[target] = into.get(target, 0) + leads
    for station in ("leads", "mql", "called", "reached", "sql"):
        assert sum(leads for (source, _), leads in flows.items() if source == station) == into[station]
    assert min(flows.values()) >= 0
    assert into["won"] > 0


def test_on_a_monday_nobody_is_busy_who_is_not_there():
    found = monday(tables())
    assert found.open.max() <= small().team.reps
    busy = found.busy.sum(axis=0)
    closed = found.open == 0
    assert (busy[~closed] <= found.open[~closed] + 1e-9).all()
    assert busy[closed].sum() < 1.0  # a conversation that runs on after closing
    assert (found.waiting >= 0).all()
    assert found.waiting.max() > 0


def test_hours_of_the_ledger_are_all_there_are():
    found = answer().deeper().estimates[0]
    shown = sum(found[name].mean for _, names, _ in ledger.HOURS for name in names)
    assert shown == pytest.approx(found["scheduled_hours"].mean + found["overtime_hours"].mean)


def test_causes_of_waste_add_up():
    found = answer().deeper().estimates[1]
    for whole, causes in (("wasted_rep_hours", ledger.CAUSES), ("wasted_marketing_cost", ledger.MARKETING)):
        if np.isfinite(found[whole].mean):
            assert sum(found[f"{whole}_{cause}"].mean for cause in causes) == pytest.approx(found[whole].mean)


VIEWS = {
    "headline": lambda a: verdict.headline(a) + verdict.rest(a) + verdict.basis(a) + verdict.rests_on(a),
    "clouds": lambda a: clouds.clouds(*clouds.revenues(a), clouds.span(*clouds.revenues(a)), a, False),
    "tiles": lambda a: tiles.tiles(a, False),
    "mondays": lambda a: mondays.mondays((a.glimpses[0].monday, a.glimpses[1].monday), False),
    "ledger": lambda a: ledger.ledger(a, False),
    "ways": lambda a: ways.ways((a.glimpses[0].ends, a.glimpses[1].ends), False),
    "weeks": lambda a: weeks.weeks(a, False),
    "scorecard": lambda a: scorecard.scorecard(a, False),
    "contract": lambda a: agreement.contract(a, False, MOVED),
    "evidence": agreement.evidence,
    "compared": compared.compared,
}


@pytest.mark.parametrize("name", VIEWS)
def test_no_foreign_text_acts_and_no_number_is_nan(name):
    for found in (hostile(), answer()):
        text = VIEWS[name](found)
        assert text
        assert "<img" not in text
        assert not re.search(r"\b(nan|inf)\b", text)
        assert "None" not in text


@pytest.mark.parametrize("name", [name for name in VIEWS if name not in ("headline", "compared", "evidence")])
def test_today_alone_is_drawn_without_a_what_if(name):
    draw = {
        "clouds": lambda a: clouds.clouds(*clouds.revenues(a), clouds.span(*clouds.revenues(a)), a, True),
        "tiles": lambda a: tiles.tiles(a, True),
        "mondays": lambda a: mondays.mondays((a.glimpses[0].monday, a.glimpses[-1].monday), True),
        "ledger": lambda a: ledger.ledger(a, True),
        "ways": lambda a: ways.ways((a.glimpses[0].ends, a.glimpses[-1].ends), True),
        "weeks": lambda a: weeks.weeks(a, True),
        "scorecard": lambda a: scorecard.scorecard(a, True),
        "contract": lambda a: agreement.contract(a, True, MOVED),
    }[name]
    assert "What if" not in draw(today())


def test_the_contract_says_what_is_promised_expected_and_watched():
    lines = agreement.contract_lines(answer(), False, MOVED)
    text = "\n".join(lines)
    assert "Sales promises a first attempt within 4 business hours" in text
    assert answer().study.verdicts[0].sentence in text
    assert "SLA met: expected" in text
    assert "- Attempts before giving up: 5 attempts (today: 3 attempts)" in lines
    assert "contact.attempts" not in text


def test_a_grid_knows_its_corner_and_every_setting():
    company = Company("", small(), controls_of(small()))
    across, down = (next(c for c in company.controls if c.name == name) for name in ("first_call", "attempts"))
    grid = grid_of(across, down)
    assert across.today in grid.columns
    assert down.today in grid.rows
    assert len(grid.cells) == len(grid.columns) * len(grid.rows) - 1
    asked = ask_grid(company, Settings(), grid)
    assert len(asked.others) == len(grid.cells)
    for (_, j), other in zip(grid.cells, asked.others, strict=True):
        assert str(other.contact.attempts) == down.stops[j].value
    found, _ = answered(lambda: asked, Looks((2,)))
    assert drawn(grid, found).count('class="cell') == len(grid.columns) * len(grid.rows)


def test_what_drove_it_adds_up_to_the_whole_difference():
    company = Company("", small(), controls_of(small()))
    settings = Settings(moves=(("attempts", "5"), ("first_call", "4 hours"), ("work_order", "new_leads_first")))
    found, _ = answered(partial(drivers.ask_coalitions, company, settings))
    assert len(found.study.rows) == 8
    whole = found.study.effects[-1]["revenue"].mean
    shares = drivers.credits_of(found)
    assert sum(share.mean for share in shares) == pytest.approx(whole)
    assert found.study.scenarios[-1].contact.attempts == 5
    text = drivers.drawn(company, settings, found)
    assert all(name in text for name in ("5 attempts", "First call within 4 business hours", "New leads first"))
    assert not re.search(r"\b(nan|inf)\b", text)


def test_four_on_the_same_leads_have_a_verdict_each():
    settings = Settings()
    for attempts in (1, 2, 4, 5):
        settings = Settings(moves=(("attempts", str(attempts)),), pins=settings.pins).pinned()
    found, _ = answered(partial(ask_all, small(), controls_of(small()), settings))
    assert len(found.study.verdicts) == 4
    assert compared.compared(found).count("<li") == 4
    assert "4 alternatives" in compared.compared(found)


def test_a_story_is_told_of_the_same_buyer():
    _, years = answered(partial(ask, small(), controls_of(small()), FIVE))
    found = story(years, "any", 3)
    assert found.counts["any"] > 3
    first, second = (text.splitlines()[0] for text in (found.today, found.other))
    assert first.split(",", 1)[1] == second.split(",", 1)[1]  # the same name; its number in order of capture may differ
    again = story(years, "any", 3 + found.counts["any"])
    assert again.today == found.today
    assert story(years, "no such kind", 0).counts == found.counts


def test_ticks_are_round_and_dots_stay_on_their_axis():
    assert ticks(2.3, 4.3) == [2.5, 3, 3.5, 4]
    assert ticks(5, 5) == [5]
    axis = Axis(0, 10, 5, 95)
    for x, y in stacked_dots([-5, 0, 5, 5, 5, 10, 99, float("nan")], axis, 20, 100, 50, 6):
        assert 5 <= x <= 95
        assert 40 <= y <= 100
    assert len(stacked_dots([float("nan")], axis, 20, 100, 50, 6)) == 0


def test_high_stacks_close_ranks():
    places = stacked_dots([1.0] * 500, Axis(0, 10), 20, 100, 50, 6)
    assert min(y for _, y in places) >= 40
