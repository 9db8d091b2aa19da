"""What is taken home reads back as what was asked, and runs in no spreadsheet."""

import csv
import shlex
from functools import partial
from io import StringIO
from itertools import pairwise

import pytest
from small import small

from sim import read_scenario
from sim.scenario import parse_scenario
from sim.study.crew.engine import the_engine
from sim.study.questions.comparing import compare
from sim.study.questions.looks import Looks
from sim.web.asking import Settings, ask
from sim.web.controls import controls_of
from sim.web.queue import Queue
from sim.web.take import command_of, scenario_file, unformulated, years_table

EVERYTHING = (
    ("arrival", "at_once"), ("attempts", "5"), ("definition", "both"), ("first_call", "4 hours"), ("threshold", "75"),
    ("work_order", "new_leads_first"),
)  # fmt: skip


@pytest.mark.parametrize("settings", [
    Settings(moves=EVERYTHING),
    Settings(moves=EVERYTHING, mine=(("reps", "10"), ("leads", "500"), ("deal_size", "30 k EUR")), no_speed=True),
    Settings(moves=(("first_call", "30 minutes"),)),
])  # fmt: skip
def test_a_what_if_of_a_shipped_company_is_a_short_file_that_reads_back(settings):
    base = read_scenario("baseline")
    asked = ask(base, controls_of(base), settings)
    text = scenario_file(asked, "baseline")
    assert len(text.splitlines()) < 60
    assert text.splitlines()[2] == 'extends: "baseline"'
    assert parse_scenario(text) == asked.others[0].replace({"because": "Made on the what-if page."})


def test_a_what_if_of_a_brought_company_is_whole():
    asked = ask(small(), controls_of(small()), Settings(moves=(("attempts", "5"),)))
    assert parse_scenario(scenario_file(asked, None)) == asked.others[0]


def test_years_are_those_of_the_study():
    settings = Settings(moves=(("attempts", "5"),))
    with Queue(the_engine(None), Looks((2, 3)), workers=2) as queue:
        import threading

        done = threading.Event()
        queue.ask(
            "anna",
            "q",
            partial(ask, small(), controls_of(small()), settings),
            lambda told: getattr(told, "final", 0) and done.set(),
        )
        assert done.wait(120)
        scenarios, years = queue.kept("q")
        rows = list(csv.DictReader(StringIO(years_table(queue.engine, scenarios, years))))
    study = compare(*scenarios, replications=3)
    wanted = study.replications()
    for row in rows:
        same = wanted[(wanted.scenario == row["scenario"]) & (wanted.replication == int(row["replication"]))].iloc[0]
        assert float(row["revenue"]) == same.revenue
        assert float(row["mqls"]) == same.mqls
    assert len(rows) == 6


def test_the_command_makes_the_same_scenarios():
    base = read_scenario("baseline")
    settings = Settings(moves=EVERYTHING, mine=(("reps", "10"),), no_speed=True)
    asked = ask(base, controls_of(base), settings)
    words = shlex.split(command_of(asked, "baseline", 200))
    assert words[:3] == ["smarketing", "compare", "baseline"]
    sets = [word for option, word in pairwise(words) if option == "--set"]
    withs = [word for option, word in pairwise(words) if option == "--with"]
    assert read_scenario("baseline", sets=sets) == asked.base
    assert read_scenario("baseline", sets=[*sets, *withs]).replace({}, name=asked.others[0].name) == asked.others[0]
    assert command_of(asked, None, 200) == ""


@pytest.mark.parametrize("name", ["=1+1", "+x", "-x", "@sum", "\tx"])
def test_names_are_no_formulas(name):
    assert unformulated(name).startswith("'")
    assert unformulated("Today") == "Today"
