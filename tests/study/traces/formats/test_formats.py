"""Logs for other tools: valid by their standards' rules, read back to the last event, and without a trace of the truth."""

from __future__ import annotations

import csv
import datetime
import importlib
import json
import os
import re
import warnings
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from stories import tiny, told

from sim import run
from sim.errors import SmarketingError, StudyError
from sim.log import DICTIONARY, Event, TaskKind
from sim.scenario import read_scenario
from sim.study.traces.formats import FORMATS, write_log
from sim.study.traces.formats.activities import TRANSITIONS, amount_of, type_name

HERE = Path(__file__).parent
SHORT = [f"experiment.{key}={length}" for key, length in (("lead_in", "5 weeks"), ("horizon", "6 weeks"), ("follow_up", "0 d"))]
XES = "{http://www.xes-standard.org/}"
OBSERVED = [code for code, entry in DICTIONARY.items() if entry.visibility == "observed"]
READS = {"string": str, "int": int, "float": float, "boolean": lambda text: {"true": True, "false": False}[text]}
PLAIN = {"string": str, "integer": int, "float": float, "boolean": bool, "time": str}


@pytest.fixture(scope="module")
def company():
    """Every mechanism on, recorded sources that may be wrong among them."""
    path = HERE.parents[2] / "scenario" / "everything.yaml"
    return told(read_scenario(path, sets=[*SHORT, "personas.looker.window.lasts=20 d", "customers.referrals=5"]))


@pytest.fixture(scope="module")
def written(company, tmp_path_factory):
    """Files of every format, observed and with truth, by ending and truth."""
    folder = tmp_path_factory.mktemp("logs")
    files = {}
    for ending in FORMATS:
        for truth in (False, True):
            files[ending, truth] = folder / f"{'truth' if truth else 'seen'}{ending}"
            write_log(company.plan, company.log, files[ending, truth], truth=truth)
    return files


@pytest.fixture(scope="module")
def few(company, tmp_path_factory):
    """Files of a few leads with every kind of event between them: schemas are slow readers."""
    rows = company.log.events
    first = np.unique(rows["event"], return_index=True)[1]
    chosen = {0, *rows["lead"][first].tolist()}
    alone = np.flatnonzero(rows["lead"] == 0)[200:]
    keep = np.isin(rows["lead"], list(chosen))
    keep[alone] = np.isin(alone, first)
    log = company.log._replace(events=rows[keep], leads=company.log.leads[np.isin(company.log.leads["lead"], list(chosen))])
    folder = tmp_path_factory.mktemp("few")
    files = {(ending, truth): folder / f"{truth}{ending}" for ending in FORMATS for truth in (False, True)}
    for (_, truth), path in files.items():
        write_log(company.plan, log, path, truth=truth)
    return files


def seen(company, truth=False):
    rows = company.log.events
    return rows if truth else rows[np.isin(rows["event"], OBSERVED)]


def ticks(company, text):
    """Microseconds since the log's origin of an instant in a file."""
    assert text.endswith("Z")
    return (datetime.datetime.fromisoformat(text) - company.plan.origin) // datetime.timedelta(microseconds=1)


def needed(name):
    """A library of the extra `test`; where it is missing the test says so, and fails in CI."""
    if "CI" in os.environ:
        return importlib.import_module(name)
    return pytest.importorskip(name, reason=f"needs {name}: pip install 'smarketing[test]'")


def test_a_file_says_its_format(company, tmp_path):
    with pytest.raises(StudyError, match=r"end its name in \.csv, \.xes or \.ocel\.json"):
        write_log(company.plan, company.log, tmp_path / "log.json")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", FORMATS)
def test_a_log_is_written_whole_or_not_at_all(company, tmp_path, ending, monkeypatch):
    path = tmp_path / f"LOG{ending.upper()}"
    assert write_log(company.plan, company.log, path) > 0
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    with pytest.raises(SmarketingError, match="cannot write to"):
        write_log(company.plan, company.log, tmp_path / "nowhere" / f"log{ending}")


# CSV


def test_csv_reads_back(company, written):
    with written[".csv", False].open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    events = seen(company)
    assert [row["event"] for row in rows] == [DICTIONARY[Event(code)].name for code in events["event"]]
    instants = [datetime.datetime.fromisoformat(row["time"]) - company.plan.origin for row in rows]
    assert [each // datetime.timedelta(microseconds=1) for each in instants] == events["time"].tolist()
    assert [float(row["amount"]) for row in rows if row["amount"]] == [value for value in events["amount"] if value == value]
    keys = ["", *company.log.leads["lead"].tolist()]
    assert [keys[int(row["lead"] or 0)] or 0 for row in rows] == events["lead"].tolist()


# XES


def attributes_of(element):
    return {each.get("key"): (each.tag.removeprefix(XES), each.get("value")) for each in element if each.get("key")}


@pytest.mark.parametrize("truth", [False, True])
def test_xes_is_valid(few, truth):
    xmlschema = needed("xmlschema")
    xmlschema.XMLSchema(HERE / "xes.xsd").validate(few[".xes", truth])


@pytest.mark.slow
def test_the_schema_of_xes_finds_faults(few, tmp_path):
    xmlschema = needed("xmlschema")
    schema = xmlschema.XMLSchema(HERE / "xes.xsd")
    text = few[".xes", False].read_text(encoding="utf-8")
    broken = {
        "a key twice": text.replace('key="lifecycle:transition" value="complete"/><', 'key="concept:name" value="x"/><', 1),
        "a number that is none": re.sub(r'<int key="cycle" value="\d+"', '<int key="cycle" value="one"', text, count=1),
        "no version": text.replace('xes.version="1849.2016" ', "", 1),
    }
    for name, wrong in broken.items():
        assert wrong != text, name
        (tmp_path / "broken.xes").write_text(wrong, encoding="utf-8")
        assert not schema.is_valid(tmp_path / "broken.xes"), name


@pytest.mark.parametrize("truth", [False, True])
def test_xes_reads_back(company, written, truth):
    root = ET.parse(written[".xes", truth]).getroot()
    events = seen(company, truth)
    traces = root.findall(f"{XES}trace")
    assert len(traces) == len(company.log.leads)
    back = {transition: event for event, transition in TRANSITIONS.items()}
    kinds = {kind.name.lower(): kind for kind in TaskKind}
    names = {entry.name: event for event, entry in DICTIONARY.items()}
    for number, (trace, key) in enumerate(zip(traces, company.log.leads["lead"], strict=True), 1):
        assert attributes_of(trace)["concept:name"] == ("string", str(number))
        found, wanted = [], []
        for element in trace.findall(f"{XES}event"):
            said = attributes_of(element)
            name, transition = said["concept:name"][1], said["lifecycle:transition"][1]
            event = back[transition] if name in kinds else names[name]
            rep = said.get("org:resource", ("", ""))[1]
            number_in_cycle = int(said.get("number", ("", "0"))[1])
            kind = kinds.get(name)
            found.append((ticks(company, said["time:timestamp"][1]), event, rep, int(said["cycle"][1]), kind, number_in_cycle))
        for row in events[events["lead"] == key]:
            item, event = int(row["item"]), Event(int(row["event"]))
            kind = TaskKind(item >> 16 & 0xFF) if event in TRANSITIONS else None
            rep = company.plan.names.seats.get(int(row["rep"]), "")
            wanted.append((int(row["time"]), event, rep, item >> 24, kind, item & 0xFFFF))
        assert found == wanted


def test_work_in_xes_starts_and_ends(written):
    """Tools pair starts with ends: in every trace an attempt that was completed was started, and scheduled, before."""
    root = ET.parse(written[".xes", False]).getroot()
    paired = 0
    for trace in root.findall(f"{XES}trace"):
        states: dict[tuple[str, str], set[str]] = {}
        for element in trace.findall(f"{XES}event"):
            said = attributes_of(element)
            if said["concept:name"][1] != "attempt":
                continue
            which = (said["cycle"][1], said.get("number", ("", "0"))[1])
            transition = said["lifecycle:transition"][1]
            if transition == "complete":
                assert {"schedule", "start"} <= states[which]
                paired += 1
            states.setdefault(which, set()).add(transition)
    assert paired > 20


# OCEL


def test_ocel_is_valid(few):
    jsonschema = needed("jsonschema")
    schema = json.loads((HERE / "ocel.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for truth in (False, True):
        log = json.loads(few[".ocel.json", truth].read_text(encoding="utf-8"))
        jsonschema.validate(log, schema)
        for fault in (("events", 0, "id"), ("events", 0, "time"), ("objects", 0, "type"), ("objectTypes", 0, "name")):
            broken = json.loads(json.dumps(log))
            del broken[fault[0]][fault[1]][fault[2]]
            assert not jsonschema.Draft202012Validator(schema).is_valid(broken), fault


@pytest.mark.parametrize("truth", [False, True])
def test_ocel_keeps_its_promises(written, truth):
    """Names are unique, what is referred to is there, and values are of the type declared."""
    log = json.loads(written[".ocel.json", truth].read_text(encoding="utf-8"))
    kinds = {}
    for things, types in (("objects", "objectTypes"), ("events", "eventTypes")):
        kinds[things] = {each["name"]: {a["name"]: PLAIN[a["type"]] for a in each["attributes"]} for each in log[types]}
        assert len(kinds[things]) == len(log[types])
        ids = [each["id"] for each in log[things]]
        assert len(set(ids)) == len(ids)
        for each in log[things]:
            declared = kinds[things][each["type"]]
            assert all(type(a["value"]) is declared[a["name"]] for a in each["attributes"]), each
    there = {each["id"]: each["type"] for each in log["objects"]}
    for each in [*log["events"], *log["objects"]]:
        assert all(relation["objectId"] in there for relation in each["relationships"]), each
    assert {each["type"] for each in log["events"]} == set(kinds["events"])
    for each in log["objects"]:
        times = [a["time"] for a in each["attributes"]]
        assert times == sorted(times), each


@pytest.mark.parametrize("truth", [False, True])
def test_ocel_reads_back(company, written, truth):
    log = json.loads(written[".ocel.json", truth].read_text(encoding="utf-8"))
    events = seen(company, truth)
    leads = {f"lead {number}": int(key) for number, key in enumerate(company.log.leads["lead"], 1)}
    reps = {f"rep {name}": key for key, name in company.plan.names.seats.items()}
    assert len(log["events"]) == len(events)
    for found, row in zip(log["events"], events, strict=True):
        event, item = Event(int(row["event"])), int(row["item"])
        objects = [each["objectId"] for each in found["relationships"]]
        values = {each["name"]: each["value"] for each in found["attributes"]}
        assert found["type"] == type_name(event, TaskKind(item >> 16 & 0xFF))
        assert ticks(company, found["time"]) == row["time"]
        assert [leads[each] for each in objects if each in leads] == ([row["lead"]] if row["lead"] else [])
        assert [reps[each] for each in objects if each in reps] == ([row["rep"]] if row["rep"] else [])
        name, kind = amount_of(event)
        if name and np.isfinite(row["amount"]):
            read = ticks(company, values[name]) if kind is datetime.datetime else values[name]
            assert read == row["amount"]


def test_ocel_has_leads_reps_campaigns_and_opportunities(company, written):
    log = json.loads(written[".ocel.json", False].read_text(encoding="utf-8"))
    there = Counter(each["type"] for each in log["objects"])
    rows = company.log.events
    begun = int((rows["event"] == Event.OPPORTUNITY).sum() + (rows["event"] == Event.OWN_SQL).sum())
    assert there["lead"] == len(company.log.leads)
    assert there["rep"] == len(set(rows["rep"].tolist()) - {0})
    assert there["campaign"] > 1
    assert there["opportunity"] == begun > 0
    by_name = {each["id"]: each for each in log["objects"]}
    ended = {"won": 0, "lost": 0}
    for each in log["events"]:
        for related in each["relationships"]:
            if related["qualifier"] == "opportunity" and each["type"] in ("won", "own_won", "lost", "own_lost"):
                says = [a["value"] for a in by_name[related["objectId"]]["attributes"] if a["name"] == "status"]
                assert says == ["open", each["type"].removeprefix("own_")]
                ended[says[-1]] += 1
    for name, codes in {"won": (Event.WON, Event.OWN_WON), "lost": (Event.LOST, Event.OWN_LOST)}.items():
        assert ended[name] == int(np.isin(rows["event"], codes).sum())


def test_a_campaign_is_the_recorded_source(company, written):
    log = json.loads(written[".ocel.json", False].read_text(encoding="utf-8"))
    leads = [each for each in log["objects"] if each["type"] == "lead"]
    wrong = 0
    for each, row in zip(leads, company.log.leads, strict=True):
        recorded = company.plan.names.channels.get(int(row["recorded"]), "")
        wanted = [{"objectId": f"campaign {recorded}", "qualifier": "recorded as its source"}] if recorded else []
        assert each["relationships"] == wanted
        wrong += row["recorded"] != row["channel"]
    assert wrong > 0  # else the test shows nothing


# Observed and truth


def test_observed_files_do_not_depend_on_the_truth(company, written, tmp_path):
    """Another truth behind equal observations: the same bytes."""
    log = company.log
    leads = log.leads.copy()
    for column in ("persona", "channel", "fit", "reachable", "answerability", "value", "degree", "readiness", "account", "strip"):
        leads[column] = leads[column][::-1]
    other = log._replace(leads=leads, events=seen(company))
    for ending in FORMATS:
        write_log(company.plan, other, tmp_path / f"other{ending}")
        assert (tmp_path / f"other{ending}").read_bytes() == written[ending, False].read_bytes(), ending


def test_truth_is_there_when_asked_for(company, written):
    number = len(seen(company, truth=True)) - len(seen(company))
    assert number > 0
    assert written[".xes", True].read_text(encoding="utf-8").count('key="truth_fit"') == len(company.log.leads)
    log = json.loads(written[".ocel.json", True].read_text(encoding="utf-8"))
    hidden = {type_name(event, kind) for event in DICTIONARY for kind in TaskKind if DICTIONARY[event].visibility == "truth"}
    assert sum(each["type"] in hidden for each in log["events"]) == number


# Hard names, and the faces


def test_hard_names_survive(tmp_path):
    name = 'Zoë & "Söhne" <b>, 東京\x0b'
    company = told(tiny("channels: {web: {volume: 0 per day, hand_raiser: true}}", ("5 10:00",)))
    plan = company.plan._replace(
        names=company.plan.names._replace(seats=dict.fromkeys(company.plan.names.seats, name), scenario=name)
    )
    for ending in FORMATS:
        write_log(plan, company.log, tmp_path / f"log{ending}")
    root = ET.parse(tmp_path / "log.xes").getroot()
    readable = name.removesuffix("\x0b")  # XML has no such character
    assert {e.get("value") for e in root.iter(f"{XES}string") if e.get("key") == "org:resource"} == {readable}
    ocel = json.loads((tmp_path / "log.ocel.json").read_text(encoding="utf-8"))
    assert f"rep {name}" in {each["id"] for each in ocel["objects"]}


@pytest.mark.parametrize("ending", FORMATS)
def test_a_study_writes_its_log(tmp_path, ending):
    study = run(tiny("", ("5 10:00", "5 11:00")), replications=1)
    number = study.write_log(tmp_path / f"log{ending}")
    assert (tmp_path / f"log{ending}").stat().st_size > 0
    assert number == len(study.log()) - (study.log()["lead"].isna().sum() if ending == ".xes" else 0)
    with pytest.raises(StudyError, match="names no format"):
        study.write_log(tmp_path / "log.txt")


# As a tool reads them


@pytest.fixture(scope="module")
def pm4py():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return needed("pm4py")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_pm4py_reads_xes(company, written, pm4py):
    table = pm4py.read_xes(str(written[".xes", False]))
    events = seen(company)
    assert len(table) == int((events["lead"] != 0).sum())
    assert table["case:concept:name"].nunique() == len(company.log.leads)
    assert table["time:timestamp"].notna().all()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_pm4py_reads_ocel(company, written, pm4py):
    log = pm4py.read_ocel2_json(str(written[".ocel.json", False]))
    document = json.loads(written[".ocel.json", False].read_text(encoding="utf-8"))
    assert len(log.events) == sum(bool(each["relationships"]) for each in document["events"])  # it drops the others
    assert len(log.relations) == sum(len(each["relationships"]) for each in document["events"])
    assert len(log.objects) == len({each["objectId"] for event in document["events"] for each in event["relationships"]})
