"""With every mechanism on, every lead has a story, and the tables hold every event."""

from pathlib import Path

import pytest
from stories import told

from sim.report.story import HIDDEN, tell
from sim.scenario import read_scenario
from sim.study.traces.facts import events_table, find_lead, lead_name, leads_table

SHORT = [f"experiment.{key}={length}" for key, length in (("lead_in", "8 weeks"), ("horizon", "8 weeks"), ("follow_up", "0 d"))]


@pytest.fixture(scope="module")
def everything():
    path = Path(__file__).parents[1] / "scenario" / "everything.yaml"
    return told(read_scenario(path, sets=[*SHORT, "personas.looker.window.lasts=20 d", "customers.referrals=5"]))


def test_every_lead_has_a_story(everything):
    stories = [tell(everything.plan, everything.log, key) for key in everything.keys]
    assert all(len(story.splitlines()) > 3 for story in stories)
    assert any(f"{HIDDEN} the buyer moved on" in story for story in stories)
    assert any("chose not to call" in story for story in stories)


def test_names_of_leads_are_their_own(everything):
    names = [lead_name(everything.plan, row) for row in everything.log.leads]
    assert len(set(names)) == len(names)
    referred = [name for name in names if ":referred." in name]
    assert referred
    assert find_lead(everything.plan, everything.log, referred[0]) in everything.keys


def test_the_tables_hold_everything(everything):
    events = events_table(everything.plan, everything.log, truth=True)
    assert len(events) == len(everything.log.events)
    leads = leads_table(everything.plan, everything.log, truth=True)
    assert {"readiness", "degree", "wide", "account_of", "recorded_as", "employees_sd"} <= set(leads)
    assert leads["wide"].any()
    assert leads["account_of"].notna().any()
    assert (leads["recorded_as"] != leads["channel"]).any()
    assert (leads.loc[leads["account_of"].notna(), "lead"] > leads["account_of"].dropna()).all()
