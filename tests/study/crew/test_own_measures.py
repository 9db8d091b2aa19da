"""Measures of one's own: counted like the house's, in every table, and part of what makes two studies the same."""

from __future__ import annotations

import math

import pytest

from sim import add_measure, compare, open_study, read_scenario, run
from sim.errors import SimulationError, StudyError
from sim.log import DICTIONARY, Event
from sim.study.crew.own_measures import all_measures, forget_measures

SHORT = [f"experiment.{key}={length}" for key, length in (("lead_in", "1 week"), ("horizon", "4 weeks"), ("follow_up", "0 d"))]


@pytest.fixture(autouse=True)
def nothing_registered():
    forget_measures()
    yield
    forget_measures()


@pytest.fixture(scope="module")
def desk():
    return read_scenario("desk-today", sets=SHORT)


def test_it_counts_as_the_house_does(desk):
    """The house's own counts and ratios, counted again from the tables of a year."""

    @add_measure("Leads again", "leads")
    def leads_again(year):
        return len(year.events("captured"))

    @add_measure("Revenue again", "money", name="revenue_again")
    def money(year):
        return year.events("won", "own_won")["amount"].sum()

    @add_measure("MQL to SQL again", "share", denominator="MQLs")
    def sqls_of_mqls(year):
        return len(year.events("qualified")), len(year.events("mql"))

    study = run(desk, 3)
    table = study.replications()
    for mine, theirs in (("leads_again", "leads"), ("revenue_again", "revenue"), ("sqls_of_mqls", "mql_to_sql_period")):
        assert table[mine].tolist() == pytest.approx(table[theirs].tolist()), mine
        found, house = study.estimates[0][mine], study.estimates[0][theirs]
        assert found.mean == pytest.approx(house.mean)
        assert (found.low, found.high) == pytest.approx((house.low, house.high))


def test_it_is_in_every_table(desk):
    @add_measure("Weekend leads", "leads", "Leads captured on Saturdays and Sundays.", better="higher", headline=True)
    def weekend_leads(year):
        return (year.events("captured")["time"].dt.day_of_week >= 5).sum()

    study = compare(desk, desk.replace({"reps": 3}, name="three"), replications=2, workers=2)
    for table in (study.summary(), study.differences(), study.dictionary()):
        assert "weekend_leads" in set(table["measure"])
    row = study.dictionary().set_index("measure").loc["weekend_leads"]
    assert (row["label"], row["definition"]) == ("Weekend leads", "Leads captured on Saturdays and Sundays.")
    assert "weekend_leads" in study.to_json()["alternatives"][0]["measures"]
    assert "Weekend leads" in study._repr_html_()
    assert study.effects[0]["weekend_leads"].mean == 0.0  # the same leads
    assert 0 < study.estimates[0]["weekend_leads"].mean < study.estimates[0]["leads"].mean


def test_both_engines_count_alike(desk):
    @add_measure("Attempts", "touches")
    def attempts_made(year):
        return len(year.events("no_answer", "connected"))

    studies = [run(desk, 2, engine=engine, workers=2) for engine in ("compiled", "simpy")]
    numbers = [study.replications()["attempts_made"].tolist() for study in studies]
    assert numbers[0] == numbers[1]
    assert min(numbers[0]) > 0


def test_a_year_has_its_events_leads_and_truth(desk):
    seen = {}

    @add_measure("Looks")
    def looks(year):
        seen["inside"], seen["all"] = year.events(), year.events(everywhere=True)
        seen["leads"], seen["truth"] = year.leads(), year.truth()
        return 0

    run(desk, 1)
    assert 0 < len(seen["inside"]) < len(seen["all"])
    assert seen["inside"]["hours"].min() >= 0 > seen["all"]["hours"].min()
    assert seen["inside"]["hours"].max() < 28 * 24
    assert "fit" not in seen["leads"]
    assert "fit" in seen["truth"]
    assert DICTIONARY[Event.WINDOW_OPENED].name in set(seen["all"]["event"])


def test_what_cannot_be_counted_is_undefined(desk):
    @add_measure("Nothing")
    def nothing(year):
        return None

    @add_measure("Of none", "share", denominator="none")
    def of_none(year):
        return 1, 0

    study = run(desk, 2)
    assert math.isnan(study.estimates[0]["nothing"].mean)
    assert study.to_json()["measures"]["of_none"]["mean"] is None


def test_a_kept_study_knows_it(desk, tmp_path):
    def register(weekday):
        add_measure("Late leads", "leads", name="late")(
            lambda year: (year.events("captured")["time"].dt.day_of_week > weekday).sum()
        )

    register(3)
    study = run(desk, 2, out=tmp_path / "kept")
    assert open_study(tmp_path / "kept").summary().equals(study.summary())
    run(desk, 3, out=tmp_path / "kept", resume=True)
    add_measure("Late leads", "leads", name="late")(lambda year: (year.events("captured")["time"].dt.day_of_week > 2).sum())
    with pytest.raises(StudyError, match="measures of your own"):
        run(desk, 4, out=tmp_path / "kept", resume=True)
    forget_measures()
    with pytest.raises(StudyError, match="measures of your own"):
        open_study(tmp_path / "kept")


def test_it_stays_in_this_process(desk):
    add_measure("Mine", name="mine")(lambda year: 1)
    with pytest.raises(StudyError, match="mine: measures of your own stay in this process"):
        run(desk, 2, workers=2, executor="processes")


@pytest.mark.parametrize(
    ("function", "options", "said"),
    [
        (lambda year: "many", {}, "gave 'many'; return a number"),
        (lambda year: 1, {"denominator": "leads"}, "gave 1; return a pair of numbers"),
        (lambda year: len(year.events("won ")), {}, "no event is called 'won '; did you mean 'won'?"),
    ],
)
def test_a_bad_answer_is_named(desk, function, options, said):
    add_measure("Odd", name="odd", **options)(function)
    with pytest.raises(SimulationError, match=said.replace("?", r"\?")):
        run(desk, 1)


@pytest.mark.parametrize(("name", "said"), [("revenue", "there is a measure 'revenue' already"), ("my leads", "is no name for")])
def test_a_bad_name_is_refused(name, said):
    with pytest.raises(StudyError, match=said):
        add_measure("Odd", name=name)(lambda year: 1)


def test_the_last_of_a_name_holds():
    for label in ("First", "Second"):
        add_measure(label, name="mine")(lambda year: 1)
    assert [measure.label for measure in all_measures() if measure.own] == ["Second"]
