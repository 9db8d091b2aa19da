"""A study's file: what was made stays, whatever happens, and an interrupted study ends like any other."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import numpy as np
import pytest
from fake_desk import ENGINE, compile_plan, scenario
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from studies import SCENARIO, engine_stopped_at, files, keep

from sim.errors import SmarketingError, StudyError
from sim.study.crew.replications import Replications
from sim.study.kept import database
from sim.study.kept.identity import asked_scenarios, make_identity
from sim.study.kept.store import open_store, read_store
from sim.study.questions.comparing import compare, run

PLANS = (compile_plan(SCENARIO), compile_plan(scenario("better", 1.1)))
TWO = (SCENARIO, scenario("better", 1.1))


def opened(folder, *, resume=True, seed=7):
    asked = asked_scenarios(TWO, PLANS)
    return open_store(Path(folder), ENGINE, make_identity("comparison", ENGINE, seed), asked, {}, resume=resume)


def extended(folder, counts, **more):
    """Rows after growing a kept study to each of these counts."""
    with opened(folder) as store, Replications(ENGINE, PLANS, 7, keeping=part_of(store), **more) as made:
        for count in counts:
            made.extend(count)
        return made.rows


def part_of(store):
    return store.part(ENGINE, asked_scenarios(TWO, PLANS))


def same(first, second):
    return all(
        np.array_equal(a, b, equal_nan=True) for x, y in zip(first, second, strict=True) for a, b in zip(x, y, strict=True)
    )


def rows_of(count):
    with Replications(ENGINE, PLANS, 7) as made:
        made.extend(count)
        return made.rows


def stop(folder, at, count=40, **more):
    with pytest.raises(KeyboardInterrupt):
        keep(folder, count, engine=engine_stopped_at(at), **more)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The files of a study that nobody interrupted."""
    folder = tmp_path_factory.mktemp("whole") / "study"
    keep(folder)
    return files(folder)


def test_a_study_is_its_file_and_tables(whole):
    assert set(whole) == {
        "dictionary.csv", "manifest.json", "replications.csv", "study.json", "study.sqlite", "summary.csv", "weekly.csv",
    }  # fmt: skip


@pytest.mark.parametrize("at", [1, 2, 17, 39])
def test_interrupted_and_resumed_is_as_if_it_never_was(tmp_path, whole, at):
    stop(tmp_path / "o", at)
    assert set(files(tmp_path / "o")) == {"study.sqlite"}
    keep(tmp_path / "o", resume=True)
    assert files(tmp_path / "o") == whole


def test_what_is_kept_is_not_made_again(tmp_path, whole):
    stop(tmp_path / "o", 25)
    with read_store(tmp_path / "o") as store:
        (kept,) = store.kept_part(ENGINE).kept
    assert kept > 1
    made = []
    engine = ENGINE._replace(simulate=lambda plan, seed, r: made.append(r) or ENGINE.simulate(plan, seed, r))
    keep(tmp_path / "o", resume=True, engine=engine)
    assert made == list(range(kept, 40))
    assert files(tmp_path / "o") == whole


def test_interrupted_again_and_again(tmp_path, whole):
    for at in (3, 3, 10, 30):
        stop(tmp_path / "o", at, resume=True)
    keep(tmp_path / "o", resume=True)
    assert files(tmp_path / "o") == whole


def test_more_replications_are_added_to_a_finished_study(tmp_path, whole):
    keep(tmp_path / "o", 15)
    keep(tmp_path / "o", 40, resume=True)
    assert files(tmp_path / "o") == whole


def test_fewer_replications_than_are_kept_throw_none_away(tmp_path, whole):
    keep(tmp_path / "o", 40)
    study = keep(tmp_path / "o", 15, resume=True)
    assert study.count == 15
    keep(tmp_path / "few", 15)
    tables = {name: content for name, content in files(tmp_path / "few").items() if name != "study.sqlite"}
    assert {name: content for name, content in files(tmp_path / "o").items() if name != "study.sqlite"} == tables
    keep(tmp_path / "o", 40, resume=True)
    assert files(tmp_path / "o") == whole


def test_to_a_precision_it_resumes_too(tmp_path):
    whole = run(scenario(cv=0.5), precision=0.05, engine=ENGINE, out=tmp_path / "whole")
    assert whole.count > 60
    with pytest.raises(KeyboardInterrupt):
        run(scenario(cv=0.5), precision=0.05, engine=engine_stopped_at(50), out=tmp_path / "o")
    again = run(scenario(cv=0.5), precision=0.05, engine=ENGINE, out=tmp_path / "o", resume=True)
    assert again.count == whole.count
    assert files(tmp_path / "o") == files(tmp_path / "whole")


def test_a_comparison_with_its_presets_resumes_too(tmp_path):
    base, other = scenario("today", speed_pays=True), scenario("faster", 1.2, speed_pays=True)
    asked = {"replications": 30, "presets": True}
    compare(base, other, engine=ENGINE, out=tmp_path / "whole", **asked)

    def count_down(plan, seed, replication, left=[130]):  # noqa: B006 - it counts over calls
        left[0] -= 1
        if left[0] == 0:
            raise KeyboardInterrupt
        return ENGINE.simulate(plan, seed, replication)

    with pytest.raises(KeyboardInterrupt):  # among the presets, which come after 60 units
        compare(base, other, engine=ENGINE._replace(simulate=count_down), out=tmp_path / "o", **asked)
    made = []
    counting = ENGINE._replace(simulate=lambda plan, seed, r: made.append(r) or ENGINE.simulate(plan, seed, r))
    compare(base, other, engine=counting, out=tmp_path / "o", resume=True, **asked)
    assert files(tmp_path / "o") == files(tmp_path / "whole")
    assert len(made) < 60 + 5 * 40 - 100


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.integers(1, 30), min_size=1, max_size=4), min_size=1, max_size=4))
def test_in_any_steps_over_any_sittings(tmp_path, sittings):
    folder = tmp_path / "o"
    shutil.rmtree(folder, ignore_errors=True)
    for counts in sittings:
        found = extended(folder, counts)
        assert same(found, rows_of(max(counts)))
    most = max(max(counts) for counts in sittings)
    with read_store(folder) as store:
        assert store.kept_part(ENGINE).replications == most


def test_what_is_read_is_what_was_written_to_the_bit(tmp_path):
    odd = np.array([-0.0, 0.0, np.inf, -np.inf, np.nan, 1e300, 5e-324, 0.1 + 0.2])

    def measure(plan, log):
        found = ENGINE.measure(plan, log)
        return found._replace(values=odd * 1.0, weekly=np.array([[-0.0, np.nan], [2.0**53, 1 / 3]]))

    engine = ENGINE._replace(measure=measure)
    with opened(tmp_path / "o") as store, Replications(engine, PLANS, 7, keeping=part_of(store)) as made:
        made.extend(3)
        before = made.rows
    with opened(tmp_path / "o") as store, Replications(ENGINE, PLANS, 7, keeping=part_of(store)) as made:
        made.extend(3)
        after = made.rows
    assert [array.tobytes() for rows in after for array in rows] == [array.tobytes() for rows in before for array in rows]


def test_weekly_series_are_kept_of_the_first_ones_only(tmp_path, monkeypatch):
    monkeypatch.setattr("sim.study.crew.replications.WEEKLY_REPLICATIONS", 6)
    extended(tmp_path / "o", [10])
    assert [len(rows.weekly) for rows in extended(tmp_path / "o", [12])] == [6, 6]


def test_any_tool_can_read_it(tmp_path):
    study = keep(tmp_path / "o")
    with sqlite3.connect(tmp_path / "o" / "study.sqlite") as connection:
        mean, tops, bottoms = connection.execute(
            "SELECT avg(revenue), sum(lead_to_won_numerator), sum(lead_to_won_denominator) FROM replications"
        ).fetchone()
        weeks = connection.execute("SELECT count(*) FROM weekly").fetchone()
        labels = dict(connection.execute("SELECT name, label FROM dictionary"))
    connection.close()
    assert mean == pytest.approx(study.estimates[0]["revenue"].mean)
    assert tops / bottoms == pytest.approx(study.estimates[0]["lead_to_won"].mean)
    assert weeks == (40 * 3,)
    assert labels["won"] == "Deals won"


def test_without_resume_a_study_is_not_touched(tmp_path, whole):
    keep(tmp_path / "o")
    with pytest.raises(StudyError, match="holds a study already; add --resume"):
        keep(tmp_path / "o")
    assert files(tmp_path / "o") == whole


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"seed": 2}, r"its seed is 1, not 2 \(write --seed 1\)"),
        ({"logs": True}, r"it keeps no logs \(leave --logs out\)"),
        ({"engine": ENGINE._replace(name="other")}, r"its engine is fake, not other"),
        ({"engine": ENGINE._replace(weekly=("won_by_week",))}, "it has other measures"),
    ],
)
def test_another_study_is_refused_with_what_differs(tmp_path, whole, asked, said):
    keep(tmp_path / "o")
    with pytest.raises(StudyError, match=rf"holds another study: {said}.*name a new folder"):
        keep(tmp_path / "o", resume=True, **asked)
    assert files(tmp_path / "o") == whole


def test_another_scenario_is_refused_with_what_differs(tmp_path):
    keep(tmp_path / "o")
    with pytest.raises(StudyError, match=r"'today' is not as it was: factor was 1.0 and is 1.5"):
        run(scenario("today", 1.5), 40, engine=ENGINE, out=tmp_path / "o", resume=True)
    with pytest.raises(StudyError, match=r"it is a run, not a comparison; its scenarios are 'today', not 'today', 'better'"):
        compare(*TWO, replications=40, engine=ENGINE, out=tmp_path / "o", resume=True)


@pytest.mark.parametrize("changed", ["tzdata", "numpy", "code"])
def test_other_versions_are_refused_by_name(tmp_path, monkeypatch, changed):
    from sim.study.kept import identity

    keep(tmp_path / "o")
    here = identity.made_with()
    monkeypatch.setattr(identity, "made_with", lambda: {**here, changed: "1066"})
    with pytest.raises(StudyError, match=rf"it was made with .*{changed if changed != 'code' else 'own code'} .*here is 1066"):
        keep(tmp_path / "o", resume=True)


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    for resume in (False, True):
        with pytest.raises(StudyError, match="not empty and holds no study"):
            keep(tmp_path, resume=resume)
    with pytest.raises(StudyError, match="is a file"):
        keep(tmp_path / "thesis.txt")
    assert set(files(tmp_path)) == {"thesis.txt"}


def test_nothing_stays_of_a_study_that_never_began(tmp_path):
    stop(tmp_path / "deep" / "o", 0)
    assert not (tmp_path / "deep" / "o").exists()
    (tmp_path / "o").mkdir()
    stop(tmp_path / "o", 0)
    assert files(tmp_path / "o") == {}


def test_nothing_stays_when_it_is_stopped_as_the_file_is_made(tmp_path, monkeypatch):
    def stopped(connection, path, *, fresh):
        raise KeyboardInterrupt

    monkeypatch.setattr(database, "_check", stopped)
    with pytest.raises(KeyboardInterrupt):
        keep(tmp_path / "o")
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize("wrong", [{"count": 0}, {"count": 5, "precision": 0.1}, {"count": None, "precision": 2.0}])
def test_nothing_is_written_for_a_wrong_question(tmp_path, wrong):
    with pytest.raises(StudyError):
        keep(tmp_path / "o", wrong.pop("count"), **wrong)
    assert not (tmp_path / "o").exists()


def test_resume_and_logs_need_a_folder():
    for option in ("resume", "logs"):
        with pytest.raises(StudyError, match=f"--{option} needs the folder"):
            run(SCENARIO, 5, engine=ENGINE, **{option: True})


def test_two_at_once_are_refused(tmp_path):
    with opened(tmp_path / "o"), pytest.raises(SmarketingError, match="another process is at work"):
        opened(tmp_path / "o")
    with opened(tmp_path / "o"):
        pass


def elsewhere(code, *arguments, **more):
    """Another process with the fake desk at hand, which runs some code or a script."""
    path = os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])
    what = [code] if isinstance(code, Path) else ["-c", textwrap.dedent(code)]
    return subprocess.Popen(
        [sys.executable, *map(str, [*what, *arguments])],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path}, **more,
    )  # fmt: skip


HOLD = """
    import sys, test_store
    with test_store.opened(sys.argv[1]) as store:
        print("open", flush=True)
        sys.stdin.readline()
"""


def test_two_processes_are_refused_and_a_killed_one_frees_the_study(tmp_path):
    process = elsewhere(HOLD, tmp_path / "o", stdin=subprocess.PIPE)
    with process:
        assert process.stdout.readline() == "open\n"
        for attempt in (opened, lambda folder: read_store(folder).__enter__()):
            with pytest.raises(SmarketingError, match=r"another process is at work on .*study\.sqlite; wait"):
                attempt(tmp_path / "o")
        process.kill()
        process.communicate()
    assert same(extended(tmp_path / "o", [5]), rows_of(5))


def test_a_study_replaced_while_it_was_being_opened_is_opened_anew(tmp_path, monkeypatch):
    keep(tmp_path / "o", 5)
    path = tmp_path / "o" / "study.sqlite"
    identities = iter([1, 2])  # as if another process had put its file there between two looks
    real = database._identity
    monkeypatch.setattr(database, "_identity", lambda path: next(identities, None) or real(path))
    database.open_to_write(path).close()


def test_an_older_format_is_refused(tmp_path):
    keep(tmp_path / "o")
    for version in (0, 2):
        connection = sqlite3.connect(tmp_path / "o" / "study.sqlite")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.close()
        for attempt in (lambda: keep(tmp_path / "o", resume=True), lambda: read_store(tmp_path / "o")):
            with pytest.raises(StudyError, match=rf"of format {version}, and this version reads format 1"):
                attempt()


def test_a_database_of_something_else_is_refused(tmp_path):
    connection = sqlite3.connect(tmp_path / "study.sqlite")
    connection.execute("CREATE TABLE thesis (page)")
    connection.close()
    before = files(tmp_path)
    with pytest.raises(StudyError, match="no study of smarketing"):
        keep(tmp_path, resume=True)
    assert files(tmp_path) == before


def reread(folder):
    with read_store(folder) as store:
        part = store.kept_part(ENGINE)
        units = part.read(0, store.get("answer")["replications"])
        said = store.identity(), store.scenarios(), store.get("answer"), store.get("asked")
        return said, [[array.tobytes() for array in unit[:4]] for _, unit in units]


@pytest.mark.parametrize("spoil", ["begins wrongly", "is cut short", "is text", "is empty"])
def test_a_damaged_file_is_refused(tmp_path, spoil):
    keep(tmp_path / "o")
    path = tmp_path / "o" / "study.sqlite"
    content = path.read_bytes()
    spoilt = {
        "begins wrongly": b"\0" * 100 + content[100:],
        "is cut short": content[: len(content) // 2],
        "is text": b"Dear diary, " * 500,
        "is empty": b"",
    }
    path.write_bytes(spoilt[spoil])
    with pytest.raises((SmarketingError, StudyError), match=r"is damaged|no study of smarketing"):
        reread(tmp_path / "o")
    if spoil != "is empty":  # an empty one has nothing to lose
        with pytest.raises(SmarketingError, match=r"study.sqlite is damaged .*make the study again"):
            keep(tmp_path / "o", resume=True)
        assert path.read_bytes() == spoilt[spoil]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_wrong_byte_anywhere_is_noticed_or_harmless(tmp_path, data):
    folder = tmp_path / "o"
    if not folder.exists():
        keep(folder, 12)
        shutil.copytree(folder, tmp_path / "copy")
    path = folder / "study.sqlite"
    content = bytearray((tmp_path / "copy" / "study.sqlite").read_bytes())
    used = [place for place, value in enumerate(content) if value] if data.draw(st.booleans()) else range(len(content))
    place = data.draw(st.sampled_from(used))
    content[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    try:
        found = reread(folder)
    except SmarketingError:
        return
    assert found == reread(tmp_path / "copy")


def test_a_full_disk_loses_nothing_and_says_so(tmp_path, monkeypatch, whole):
    real = database.open_to_write

    def cramped(path):
        connection = real(path)
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {max(pages, 11)}")
        return connection

    monkeypatch.setattr("sim.study.kept.store.open_to_write", cramped)
    with pytest.raises(SmarketingError, match=r"cannot write to .*full.*what it held is kept: make room, then go on with --res"):
        keep(tmp_path / "o", 4000)
    with read_store(tmp_path / "o") as store:
        (kept,) = store.kept_part(ENGINE).kept
    assert 0 < kept < 4000
    monkeypatch.undo()
    keep(tmp_path / "o", 4000, resume=True)
    keep(tmp_path / "whole", 4000)
    assert files(tmp_path / "o") == files(tmp_path / "whole")


def test_no_room_to_begin_leaves_nothing(tmp_path, monkeypatch):
    real = database.open_to_write

    def cramped(path):
        connection = real(path)
        connection.execute("PRAGMA max_page_count = 2")
        return connection

    monkeypatch.setattr("sim.study.kept.store.open_to_write", cramped)
    with pytest.raises(SmarketingError, match="cannot write to"):
        keep(tmp_path / "o")
    assert not (tmp_path / "o").exists()


KILLED = """
    import sys, studies
    from sim.study.crew import dispatch
    dispatch.CHUNK_SECONDS = 0.03
    if __name__ == "__main__":
        tell = lambda done, planned: done == planned and print("made", flush=True) or print("begun", flush=True)
        studies.keep(sys.argv[1], 200, engine=studies.slow_engine(0.005), resume=True, workers=int(sys.argv[2]), progress=tell)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no process groups")
@pytest.mark.parametrize(("workers", "times", "by"), [(1, 20, "KILL"), (2, 5, "KILL"), (1, 10, "INT"), (2, 5, "INT")])
def test_stopped_at_any_moment_and_resumed_is_as_if_it_never_was(tmp_path, workers, times, by):
    script = tmp_path / "script.py"
    script.write_text(textwrap.dedent(KILLED))
    keep(tmp_path / "whole", 200)
    kept = [0]
    moments = random.Random(1)
    for number in range(times):
        with elsewhere(script, tmp_path / "o", workers, start_new_session=True) as process:
            for _ in range(1 + (number % 5 > 0)):  # now and then before anything is made
                assert process.stdout.readline() in ("begun\n", "made\n")
            # Most moments fall among the replications, the last ones where tables are written.
            time.sleep(moments.uniform(0, 0.15 if number < 0.8 * times else 1.2))
            if by == "KILL":
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGINT)
            process.communicate(timeout=60)
        with open_store(tmp_path / "o", ENGINE, *ASKED_200, resume=True) as store:
            kept.extend(store.kept_part(ENGINE).kept or [0])
    assert kept == sorted(kept)  # nothing that was kept is ever lost
    assert any(0 < count < 200 for count in kept), "no moment fell among the replications"
    with elsewhere(script, tmp_path / "o", workers) as process:
        assert (process.communicate(timeout=60)[1], process.returncode) == ("", 0)
    assert files(tmp_path / "o") == files(tmp_path / "whole")


ASKED_200 = (
    make_identity("run", ENGINE, 1),
    asked_scenarios([SCENARIO], [compile_plan(SCENARIO)]),
    {"replications": 200, "precision": None, "command": ""},
)
