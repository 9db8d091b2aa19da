"""A scenario read from text keeps its author's words, knows where every value comes from, and reads back equal."""

from __future__ import annotations

import contextlib
import json
import random
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from sim.errors import ScenarioError
from sim.scenario import Scenario, explain, parse_scenario, read_scenario, sections, shipped_names, shipped_path

MINIMAL = "name: a\nchannels: {web: {volume: 40 per day}}\n"
FULL = """
name: Full
question: Does all of it read?
market:
  timezone: Europe/Berlin
  calendars:
    office:
      hours: {mon-thu: "09:00-17:00", fri: "09:00-12:00, 13:00-15:00"}
      lunch: "12:00-12:30"
      holidays: [2026-05-01, 2026-12-25]
    nights: {hours: "00:00-06:00, 22:00-24:00", timezone: America/New_York}
channels:
  web:
    volume: 1,100 per month
    weekday: {sat: 0.4, sun: 0.2}
    hours: {08-17: 62, 17-08: 38}
    season: {12: 0.5}
    trend: 0.1
    pulses: [{at: 2026-03-01, size: 2, half_life: 5 d}]
    personas: {buyer: 3, browser: 1}
    connect: 35 %
    response: steep
  form: {volume: 3 per day, hand_raiser: true}
personas:
  buyer:
    window: {lasts: {never: 20 %, otherwise: "lognormal, median 45 d, sigma 0.8"}}
    value: {values: [5 k EUR, 20 k EUR], weights: [3, 1]}
  browser: {fit: 0.05}
nurture:
  touches: [{kind: email, wait: 3 d, engages: 0.1, repeat: 4}]
  drip: {wait: "exponential, mean 30 d"}
scoring: {threshold: 20, half_life: 30 d}
agreement:
  calendar: office
  sales:
    first_attempt_within: 4 business hours
    attempts: 5
    attempts_within: 14 days
    tiers:
      - {name: hot, score_at_least: 50, first_attempt_within: 1 h}
      - {name: rest, score_at_least: 0, first_attempt_within: null}
    enforcement: alert
handoff: {delay: {at: ["02:00"], days: [mon, tue]}, attention: {at: ["09:00", "14:00"]}, routing: least_loaded}
team:
  reps: 4
  calendar: office
  calendars: {4: nights}
  away: [{seat: 2, on: 2026-03-01, back: 2026-04-01}]
  meetings: [{on: mon, at: "09:00"}]
  admin: 1 h
work: {research: "lognormal, mean 8 min, cv 0.6", attempt_at_closing: finish}
contact: {gaps: [1 d, 2 business days], give_up_after: 30 d}
opportunity: {stages: [{name: demo, advance: 0.5, delay: "uniform, 1 d to 3 d", minutes: 45 min, appointment: true}]}
recycle: {rejected: 0.3, most: 2}
experiment: {kind: steady, start: 2026-02-02, extra_leads: [{channel: web, at: "2026-02-03 10:15", count: 2}]}
levers:
  response_sla: {path: agreement.sales.first_attempt_within, from: 15 min, to: 3 days}
"""


def test_a_name_and_a_channel_are_enough() -> None:
    scenario = parse_scenario(MINIMAL)
    assert scenario.channels["web"].volume.per_day == 40
    assert scenario.team.reps == 1
    assert scenario.notes == ()
    assert isinstance(scenario, sections.Scenario)


def test_yaml_is_of_version_1_2() -> None:
    scenario = parse_scenario("name: no\nquestion: 09:00\nchannels: {on: {volume: 40 per day, label: yes}}\n")
    assert (scenario.name, scenario.question, scenario.channels["on"].label) == ("no", "09:00", "yes")


def test_scenarios_are_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        parse_scenario(MINIMAL).team.reps = 3  # type: ignore[misc]


def dumped(scenario: Scenario, **options: Any) -> str:
    """Write a scenario as YAML."""
    out = StringIO()
    YAML(typ="safe", pure=True).dump(scenario.model_dump(mode="json", by_alias=True, **options), out)
    return out.getvalue()


@pytest.mark.parametrize("text", [MINIMAL, FULL])
@pytest.mark.parametrize("exclude_unset", [True, False])
def test_a_scenario_written_out_reads_back_equal(text: str, exclude_unset: bool) -> None:
    scenario = parse_scenario(text)
    again = parse_scenario(dumped(scenario, exclude_unset=exclude_unset))
    assert again == scenario
    assert parse_scenario(json.dumps(scenario.model_dump(mode="json", by_alias=True))) == scenario


@pytest.mark.parametrize("name", shipped_names())
def test_shipped_scenarios_read_back_equal(name: str) -> None:
    scenario = read_scenario(name)
    assert scenario == read_scenario(shipped_path(name))
    assert parse_scenario(dumped(scenario, exclude_unset=True)) == scenario


def test_the_order_of_sections_and_keys_says_nothing() -> None:
    def shuffled(node: Any, chance: random.Random) -> Any:
        if isinstance(node, list):
            return [shuffled(item, chance) for item in node]
        if not isinstance(node, dict):
            return node
        keys = chance.sample(list(node), len(node))
        return {str(key): shuffled(node[key], chance) for key in keys}

    scenario = parse_scenario(FULL)
    tree = scenario.model_dump(mode="json", by_alias=True, exclude_unset=True)
    for seed in range(10):
        assert parse_scenario(json.dumps(shuffled(tree, random.Random(seed)))) == scenario


@settings(max_examples=30, deadline=None)
@given(
    volume=st.floats(0, 1e6),
    reps=st.integers(1, 5000),
    connect=st.floats(0, 1),
    threshold=st.floats(-1e9, 1e9),
    gaps=st.lists(st.sampled_from(["1 d", "3 business hours", "2.5 business days", "0.1 h"]), min_size=1, max_size=5),
    label=st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20),
)
def test_any_scenario_reads_back_equal(
    volume: float, reps: int, connect: float, threshold: float, gaps: list[str], label: str
) -> None:
    scenario = parse_scenario(MINIMAL).replace(
        {
            "channels.web.volume": f"{volume!r} per day",
            "channels.web.label": label,
            "team.reps": reps,
            "contact.connect": connect,
            "contact.gaps": gaps,
            "scoring.threshold": threshold,
        }
    )
    assert parse_scenario(json.dumps(scenario.model_dump(mode="json", by_alias=True))) == scenario


def test_values_may_say_where_they_come_from() -> None:
    text = """\
name: a
channels:
  web: {volume: {value: 40 per day, source: CRM 2025, note: without tests}}
contact: {connect: {value: 0.43, source: Leads360 2012, grade: B}}
work: {conversation: {value: {mean: 10 min, cv: 0.6}, source: 2012}}
personas: {buyer: {value: 3 k EUR}}
market: {calendars: {office: {hours: {value: {mon-fri: "09:00-17:00"}, source: the door}}}}
team: {reps: 2}
"""
    scenario = parse_scenario(text, name="mine.yaml")
    assert scenario.contact.connect == 0.43
    assert scenario.personas["buyer"].value.mean == 3000

    origins = scenario.origins
    volume = origins["channels.web.volume"]
    assert (volume.value, volume.source, volume.note) == ("40 per day", "CRM 2025", "without tests")
    assert (origins["contact.connect"].grade, origins["contact.connect"].file) == ("B", "mine.yaml")
    assert origins["work.conversation"].source == "2012"
    assert origins["market.calendars.office.hours"].source == "the door"
    assert (origins["team.reps"].line, origins["team.reps"].assumed) == (8, True)


def test_defaults_have_origins_too() -> None:
    origin = parse_scenario(MINIMAL).origins["contact.connect"]
    assert (origin.value, origin.source, origin.grade, origin.file) == ("0.43", "Leads360 2012", "B", None)


def test_items_of_lists_have_paths_with_numbers() -> None:
    origins = parse_scenario(FULL).origins
    assert origins["nurture.touches.0.wait"].value == "3 d"
    assert origins["agreement.sales.tiers.1.score_at_least"].value == "0"
    assert origins["nurture.drip.wait"].value == "exponential, mean 30 d"


def test_a_terminating_run_needs_no_lead_in_written() -> None:
    text = MINIMAL + "experiment: {kind: terminating, opening: {web: 5}}"
    assert parse_scenario(text).experiment.opening == {"web": 5}
    with pytest.raises(ScenarioError, match="a terminating run opens at its start; write 0 d, or leave it out"):
        parse_scenario(MINIMAL + "experiment: {kind: terminating, lead_in: 1 week}")


def test_equality_is_of_values_not_of_places() -> None:
    assert parse_scenario(MINIMAL) == parse_scenario("channels:\n  web:\n    volume: 40 / day\nname: a")
    assert parse_scenario(MINIMAL) != parse_scenario(MINIMAL + "team: {reps: 2}")
    assert parse_scenario(MINIMAL) == sections.Scenario(name="a", channels={"web": sections.Channel(volume="40 per day")})  # type: ignore[arg-type]


def test_faults_elsewhere_do_not_hide_contradictions_nor_invent_any() -> None:
    with pytest.raises(ScenarioError) as caught:
        parse_scenario("""\
name: a
market: {calendars: {office: {hours: nine to five}}}
channels: {web: {volume: 40, personas: {byer: 1}}}
agreement: {calendar: office}
team: {calendar: shift}
""")
    assert [fault.path for fault in caught.value.faults] == [
        "market.calendars.office.hours",
        "channels.web.volume",
        "channels.web.personas.byer",
        "team.calendar",
    ]


def test_wrong_keys_among_right_ones_are_told() -> None:
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(MINIMAL.replace("40 per day", "40 per day, season: {13: 1}, weekday: {mo: 1}") + "team: {calendar: shift}")
    assert [str(fault).partition(" ")[2] for fault in caught.value.faults] == [
        "channels.web.season.13: is not a name that can stand here ('13'); write a whole number from 1 to 12",
        "channels.web.weekday.mo: is not a name that can stand here ('mo'); write one of mon, tue, wed, thu, fri, sat, sun",
        "team.calendar: names the calendar 'shift', which is not among market.calendars; the calendars are: always",
    ]


GARBAGE: list[Any] = [
    *(None, True, -1, 3.5, 1e300, "", "x", "4 h", "4 business hours", "1 EUR", "12 %", "2026-01-01", "09:00", "never", [], {}),
    *(["a"], {"a": 1}, {"value": 3}, {"value": 3, "source": "s"}, {"at": 3}, {"name": "x"}, [{"name": "x"}], {"remove": ["a"]}),
    *({"mean": "4 h", "cv": 1}, {"shape": "never"}, {"never": 0.5, "otherwise": "3 h"}, "alerted", "a.b", "contact.gaps.0"),
]


def spots(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """List the paths of all values below."""
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(spot for key, item in inner for spot in spots(item, (*path, key)))]


@settings(max_examples=150, deadline=None)
@given(chance=st.randoms(use_true_random=False), several=st.integers(1, 4))
def test_whatever_is_spoilt_is_read_or_refused_in_words(chance: random.Random, several: int) -> None:
    tree = parse_scenario(FULL).model_dump(mode="json", by_alias=True, exclude_unset=True)
    for _ in range(several):
        *above, key = chance.choice(spots(tree)[1:])
        node = tree
        for part in above:
            node = node[part]
        if chance.random() < 0.8 or isinstance(node, list):
            node[key] = json.loads(json.dumps(chance.choice(GARBAGE)))
        else:
            node[str(chance.choice(GARBAGE))] = node.pop(key)
    scenario = None
    with contextlib.suppress(ScenarioError):  # any other exception fails the test
        scenario = parse_scenario(json.dumps(tree))
    if scenario is not None:
        assert parse_scenario(dumped(scenario, exclude_unset=True)) == scenario
        assert explain(scenario)


def test_reading_imports_nothing_heavy() -> None:
    code = (
        "import sys, sim.scenario as s; s.read_scenario(sys.argv[1]);"
        "print([m for m in ('numba', 'numpy', 'pandas', 'scipy', 'simpy', 'matplotlib', 'holidays') if m in sys.modules])"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code, "theory/mmc"], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout.strip() == "[]"
