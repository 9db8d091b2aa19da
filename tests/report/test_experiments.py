"""Choices, sweeps and plans on the terminal: what was found first, within its width, in its characters."""

import numpy as np
import pytest
from fake_desk import ENGINE, FakeMeasured, scenario
from stories import tiny

from sim.report import experiments
from sim.report.experiments import show_choice, show_plan, show_sweep
from sim.report.paper import WIDEST, Paper
from sim.study.crew.engine import simpy_engine
from sim.study.questions.choosing import choose
from sim.study.questions.planning import plan_for
from sim.study.questions.sweeping import sweep

COMPANY = "levers: {reps: {path: team.reps, from: 1, to: 30, label: Reps}}"


def counted_engine():
    """Revenue, SLA and leads by the number of reps, with luck."""
    real = simpy_engine()
    names = [measure.name for measure in real.measures]

    def simulate(plan, seed, replication):
        return len(plan.after.seats), np.random.Generator(np.random.Philox(key=[seed, replication])).standard_normal()

    def measure(plan, log):
        reps, luck = log
        values, tops, bottoms = (np.full(len(names), np.nan) for _ in range(3))
        values[names.index("revenue")] = 1e6 * reps * (8 - reps) + 1e4 * luck
        share, leads = min(0.99, 0.5 + 0.1 * reps + 0.01 * luck), 100 / reps
        for name, top, bottom in (("first_response_within_sla", 100 * share, 100), ("leads_per_rep_month", leads, 1)):
            place = names.index(name)
            values[place], tops[place], bottoms[place] = top / bottom, top, bottom
        return FakeMeasured(values, tops, bottoms, np.zeros((2, 1)))

    return real._replace(name="counted", simulate=simulate, measure=measure, weekly=("none",))


@pytest.fixture(scope="module")
def swept():
    return sweep(tiny(COMPANY), ["reps=2..6"], replications=12, engine=counted_engine())


@pytest.fixture(scope="module")
def planned():
    return plan_for(tiny(COMPANY), "first_response_within_sla >= 85 %", ["reps=2..6"], on="mean", engine=counted_engine())


@pytest.fixture(scope="module")
def choice():
    monkeypatch = pytest.MonkeyPatch()
    with monkeypatch.context() as patched:
        patched.setattr(experiments, "company_in_a_line", lambda scenario: f"the company of {scenario.name}")
        study = choose(scenario(), scenario("better", 1.1), scenario("nearly", 1.09), by="revenue", worth="3%", engine=ENGINE)
        yield study, show_choice(study, Paper())


def test_a_choice_says_what_to_choose_and_what_it_rests_on(choice):
    study, text = choice
    assert " ".join(text.split()).startswith(study.sentence)
    assert "today: the company of today" in text
    assert "Kim and Nelson" in text
    row = next(line for line in text.splitlines() if line.strip().startswith("nearly "))
    assert "within the worth" in row
    assert next(line for line in text.splitlines() if line.strip().startswith("better ")).rstrip().endswith("best")


def test_a_sweep_says_where_the_promise_is_kept(swept):
    text = show_sweep(swept, Paper())
    assert " ".join(text.split()).startswith("The promise is kept from reps 5 on")
    rows = [line.split() for line in text.splitlines() if line.strip()[:1].isdigit()]
    assert [row[0] for row in rows if row[1].rstrip(",") in ("kept", "broken", "cannot")] == ["2", "3", "4", "5", "6"]
    assert "12 simulated windows of each of 5 settings" in " ".join(text.split())


def test_further_measures_are_shown_when_asked_for(swept):
    assert "Deals won" not in show_sweep(swept, Paper())
    assert "Deals" in show_sweep(swept, Paper(), also=("won",))


def test_a_plan_says_what_will_do_and_shows_what_was_tried(planned):
    text = show_plan(planned, Paper())
    assert " ".join(text.split()).startswith("Reps 4 will do: SLA met is at least 85 %")
    marks = {line.split()[0]: line.split()[-1] for line in text.splitlines() if line.strip()[:1].isdigit()}
    assert (marks["2"], marks["3"], marks["4"]) == ("fails", "fails", "meets")
    assert f"corrected for {planned.looks} looks" in " ".join(text.split())


def test_a_plan_by_probability_shows_it():
    found = plan_for(
        tiny(COMPANY), "first_response_within_sla >= 85 %", ["reps=2..6"], with_probability=0.8, engine=counted_engine()
    )
    text = show_plan(found, Paper())
    assert "with a probability of 80 %" in text
    assert "Meets the goal" in text


def test_a_peak_says_the_load_at_which_it_falls():
    found = plan_for(tiny(COMPANY), "highest revenue", ["reps=2..6"], engine=counted_engine())
    text = show_plan(found, Paper())
    assert "Revenue is highest at reps 4: 16 M EUR on the mean, with 25 leads per rep and month." in " ".join(text.split())
    assert "Leads per rep" in text


@pytest.mark.parametrize("paper", [Paper(), Paper(80), Paper(60, ascii=True)])
def test_it_fits_the_paper(swept, planned, paper):
    for text in (show_sweep(swept, paper), show_plan(planned, paper)):
        assert max(map(len, text.splitlines())) <= min(WIDEST, paper.width)
        assert not paper.ascii or text.isascii()
