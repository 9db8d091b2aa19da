"""A saved study opens without the files it was made of, and any replication of it can be seen alone."""

import sqlite3
from dataclasses import dataclass, replace

import numpy as np
import pytest
from stories import tiny
from studies import files

import sim
from sim.errors import SmarketingError, StudyError
from sim.study.answers.results import Study
from sim.study.crew.engine import engine_named, simpy_engine, the_engine
from sim.study.kept import identity
from sim.study.questions import opening
from sim.study.questions.comparing import compare, run
from sim.study.traces.logs import pack, unpack

BASE = tiny("channels: {web: {volume: 5 per day}}")
OTHER = BASE.replace({"team.reps": 2, "name": "two reps"})


def stopping(at):
    """An engine whose user interrupts it at a replication."""
    engine = the_engine(None)

    def simulate(plan, seed, replication):
        if replication == at:
            raise KeyboardInterrupt
        return engine.simulate(plan, seed, replication)

    return engine._replace(simulate=simulate, in_passing=None)


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A comparison, and the folder it is kept in."""
    folder = tmp_path_factory.mktemp("kept") / "o"
    return compare(BASE, OTHER, replications=6, seed=3, worth="2%", out=folder, command="smarketing compare"), folder


def same_log(first, second):
    return [table.tobytes() for table in first[:2]] == [table.tobytes() for table in second[:2]] and first[2:] == second[2:]


def test_an_opened_study_is_the_study(kept):
    study, folder = kept
    again = sim.open_study(folder)
    assert type(again) is type(study)
    assert again.to_json() == study.to_json()
    assert again.scenarios == study.scenarios
    assert (again.worth, again.kind, again.evidence, again.folder) == (study.worth, study.kind, study.evidence, folder)
    assert again.weekly().equals(study.weekly())
    for found, rows in zip(again.rows, study.rows, strict=True):
        assert [array.tobytes() for array in found] == [array.tobytes() for array in rows]


def test_the_file_itself_opens_too(kept):
    assert sim.open_study(kept[1] / "study.sqlite").count == 6


def test_an_opened_run_is_the_run(tmp_path):
    study = run(BASE, 4, out=tmp_path / "o")
    assert sim.open_study(tmp_path / "o").to_json() == study.to_json()


def test_any_replication_is_seen_alone(kept):
    study, folder = kept
    again = sim.open_study(folder)
    for name in study.names:
        (plan, log), (plan_again, log_again) = study.replay(4, name), again.replay(4, name)
        assert plan_again.fingerprint == plan.fingerprint
        assert same_log(log, log_again)
    assert again.log(replication=4).equals(study.log(replication=4))


def test_a_replay_measures_what_the_study_has(kept):
    again = sim.open_study(kept[1])
    for place, name in enumerate(again.names):
        measured = again.engine.measure(*again.replay(5, name))
        assert np.array_equal(measured.values, again.rows[place].values[5], equal_nan=True)


def test_logs_are_kept_when_asked(tmp_path, monkeypatch):
    study = compare(BASE, OTHER, replications=3, out=tmp_path / "o", logs=True)
    logs = [study.engine.simulate(plan, study.seed, 2) for plan in study.plans]
    again = sim.open_study(tmp_path / "o")
    monkeypatch.setattr("sim.model.simulate", None)  # nothing is simulated
    monkeypatch.setattr("sim.compiled.simulate", None)
    for name, log in zip(study.names, logs, strict=True):
        found = again.replay(2, name)[1]
        assert same_log(found, log)
        assert found.events.dtype == log.events.dtype


def test_a_damaged_log_is_noticed(tmp_path):
    run(BASE, 2, out=tmp_path / "o", logs=True)
    connection = sqlite3.connect(tmp_path / "o" / "study.sqlite")
    (packed,) = connection.execute("SELECT log FROM logs WHERE replication = 1").fetchone()
    connection.execute("UPDATE logs SET log = ? WHERE replication = 1", (packed[:100] + b"?" + packed[101:],))
    connection.commit()
    connection.close()
    with pytest.raises(SmarketingError, match="is damaged"):
        sim.open_study(tmp_path / "o").replay(1)


def test_a_packed_log_is_the_log_and_smaller():
    engine = simpy_engine()
    log = engine.simulate(engine.compile(BASE, None), 1, 0)
    assert same_log(unpack(pack(log)), log)
    assert pack(log) == pack(log)
    assert len(pack(log)) < (log.events.nbytes + log.leads.nbytes) / 3


def test_logs_change_no_other_byte(tmp_path):
    compare(BASE, OTHER, replications=3, out=tmp_path / "with", logs=True)
    compare(BASE, OTHER, replications=3, out=tmp_path / "without")
    first, second = files(tmp_path / "with"), files(tmp_path / "without")
    assert len(first.pop("study.sqlite")) > len(second.pop("study.sqlite"))
    assert first == second


def test_interrupted_with_logs_and_resumed(tmp_path):
    run(BASE, 6, out=tmp_path / "whole", logs=True)
    with pytest.raises(KeyboardInterrupt):
        run(BASE, 6, out=tmp_path / "o", logs=True, engine=stopping(3))
    run(BASE, 6, out=tmp_path / "o", logs=True, resume=True)
    assert files(tmp_path / "o") == files(tmp_path / "whole")


def test_an_unfinished_study_opens_and_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr("sim.study.crew.dispatch.CHUNK_SECONDS", 0)
    with pytest.raises(KeyboardInterrupt):
        compare(BASE, OTHER, replications=9, worth="50%", out=tmp_path / "o", engine=stopping(4))
    study = sim.open_study(tmp_path / "o")
    assert study.count == 4
    assert study.notes == ("Unfinished: 4 of 9 replications so far; run its command again with --resume.",)
    assert study.worth == pytest.approx(study.estimates[0]["revenue"].mean / 2)
    assert study.to_json()["replications"] == study.count


def test_presets_and_notes_come_back(kept, tmp_path):
    study, _ = kept
    held = dict.fromkeys(("none", "folklore"), True)
    replace(study, holds_under=(held,), notes=("Mind the gap.",), folder=None).save(tmp_path / "o")
    again = sim.open_study(tmp_path / "o")
    assert (again.holds_under, again.notes) == ((held,), ("Mind the gap.",))


def test_a_study_that_was_saved_is_a_study_that_was_kept(kept, tmp_path):
    _, folder = kept
    compare(BASE, OTHER, replications=6, seed=3, worth="2%").save(tmp_path / "o", "smarketing compare")
    saved, written = files(tmp_path / "o"), files(folder)
    for each in (saved, written):
        each.pop("study.sqlite")  # which also says how many were asked for
    assert saved == written


def test_no_study_is_said(tmp_path):
    with pytest.raises(StudyError, match=r"there is no study at .*; name the folder that --out wrote"):
        sim.open_study(tmp_path)


def test_other_versions_are_noted_where_they_change_no_plan(kept, monkeypatch):
    here = identity.made_with()
    monkeypatch.setattr(opening, "versions_here", lambda: {**here, "numpy": "9.9"})
    assert sim.open_study(kept[1]).notes[-1].startswith("A replay may differ: it was made with numpy ")


def test_a_plan_that_would_run_otherwise_is_refused(kept, monkeypatch):
    engine = simpy_engine()

    def compile_plan(scenario, base):
        return engine.compile(scenario, base)._replace(fingerprint="another")

    monkeypatch.setattr(opening, "engine_named", lambda name: engine._replace(compile=compile_plan))
    with pytest.raises(StudyError, match=r"'tiny' in .* would not run today as it did: .*Use the versions"):
        sim.open_study(kept[1])


def test_other_measures_are_refused(kept, monkeypatch):
    engine = simpy_engine()
    monkeypatch.setattr(opening, "engine_named", lambda name: engine._replace(measures=engine.measures[:-1]))
    with pytest.raises(StudyError, match="has other measures"):
        sim.open_study(kept[1])


def test_missing_replications_are_noticed(tmp_path):
    run(BASE, 4, out=tmp_path / "o")
    path = tmp_path / "o" / "study.sqlite"
    for where, said in (("replication = 3", "replications are missing"), ("replication = 1", "replications are missing")):
        connection = sqlite3.connect(path)
        connection.execute(f"DELETE FROM replications WHERE {where}")
        connection.commit()
        connection.close()
        with pytest.raises(SmarketingError, match=f"is damaged .*{said}"):
            sim.open_study(tmp_path / "o")


def test_an_unknown_engine_is_said():
    with pytest.raises(StudyError, match="no engine 'warp'; write compiled or simpy"):
        engine_named("warp")


def test_a_study_of_another_kind_is_refused(tmp_path):
    @dataclass(frozen=True, repr=False)
    class Vision(Study):
        pass

    found = run(BASE, 2)
    Vision(found.scenarios, found.plans, found.rows, found.engine, found.seed).save(tmp_path / "o")
    with pytest.raises(StudyError, match="holds a vision, which this version does not open"):
        sim.open_study(tmp_path / "o")
