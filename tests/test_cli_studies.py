"""The command and the studies it keeps: begun, stopped, resumed, extended, looked into, refused."""

import json
import os
import shlex
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from stories import tiny
from test_cli import smarketing

HERE = Path(__file__).parent
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no process groups")


@pytest.fixture
def company(tmp_path, monkeypatch):
    """A folder to work in, with two tiny companies."""
    base = tiny("channels: {web: {volume: 5 per day}}")
    (tmp_path / "tiny.yaml").write_text(base.written(), encoding="utf-8")
    (tmp_path / "two.yaml").write_text(base.replace({"team.reps": 2}, name="two reps").written(), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def command(capsys, monkeypatch):
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    return lambda *arguments: smarketing(capsys, monkeypatch, *arguments)


def files(folder):
    return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def begun(*arguments, before=""):
    """The command in a process group of its own."""
    code = f"{before}\nimport sys; from sim.cli import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True, env={**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE.parent), *sys.path])},
    )  # fmt: skip


# A file beside the study tells that something is kept of it.
MARKED = """
from pathlib import Path
from sim.study.kept import store
add = store.Part.add
def marked(part, numbers, units):
    add(part, numbers, units)
    if numbers[0] > 10:
        Path("kept").touch()
store.Part.add = marked
"""


def wait_for(path, seconds=60):
    for _ in range(seconds * 50):
        if Path(path).exists():
            return
        time.sleep(0.02)
    pytest.fail(f"{path} did not appear")


def no_process_is_left(group):
    for _ in range(600):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("a process is left")


def test_more_replications_give_the_tables_of_a_longer_study(command, company):
    assert command("run", "tiny.yaml", "-n", "3", "--out", "o")[0] == 0
    whole = command("compare", "tiny.yaml", "two.yaml", "-n", "7", "--out", "whole", "--json")
    command("compare", "tiny.yaml", "two.yaml", "-n", "3", "--out", "p")
    asked = ("compare", "tiny.yaml", "two.yaml", "-n", "7", "--out", "p")
    status, out, err = command(*asked, "--resume", "--json", "--workers", "1")
    assert (status, out) == (0, whole[1])
    assert err == "p: study.sqlite, tables, study.json and manifest.json written\n"
    found, expected = files("p"), files("whole")
    assert json.loads(found["manifest.json"])["command"] == "smarketing compare tiny.yaml two.yaml -n 7 --out p"
    for name in ("manifest.json", "study.sqlite"):  # they name the folder
        found.pop(name), expected.pop(name)
    assert found == expected


def test_a_study_that_is_there_is_refused_without_resume(command, company):
    command("run", "tiny.yaml", "-n", "3", "--out", "o")
    before = files("o")
    status, out, err = command("run", "tiny.yaml", "-n", "5", "--out", "o")
    assert (status, out) == (2, "")
    assert err == (
        "o holds a study already; add --resume to go on with it or to have more replications of it, or name a new folder\n"
    )
    status, _, err = command("run", "tiny.yaml", "-n", "5", "--out", "o", "--resume", "--seed", "4", "--set", "team.reps=3")
    assert status == 2
    assert "its seed is 1, not 4 (write --seed 1); 'tiny' is not as it was: team.reps was 1 and is 3." in err
    assert files("o") == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("run", "tiny.yaml", "--resume"), "--resume needs the folder of a study; name it with --out"),
        (("run", "tiny.yaml", "--logs"), "--logs needs the folder of a study"),
        (("run", "tiny.yaml", "-n", "2", "--cluster", "moon"), "there is no executor 'moon'"),
        (("trace", "--lead", "1"), "name a scenario, or the folder of a study (--study DIR)"),
        (("trace", "tiny.yaml", "--study", "o", "--lead", "1"), "name a scenario, or the folder"),
        (("trace", "--study", "o", "--seed", "2", "--lead", "1"), "a study has its own seed"),
        (("trace", "tiny.yaml", "--scenario", "tiny", "--lead", "1"), "--scenario chooses one of a study"),
        (("trace", "--study", "nowhere", "--lead", "1"), "there is no study at nowhere/study.sqlite"),
        (("export", "nowhere", "o.duckdb"), "there is no study at nowhere/study.sqlite"),
    ],
)
def test_wrong_input_ends_with_2_and_says_what_to_write(command, company, arguments, said):
    status, out, err = command(*arguments)
    assert (status, out) == (2, "")
    assert said in err
    assert not Path("o").exists()


def test_any_replication_is_traced_without_the_scenario_files(command, company):
    command("compare", "tiny.yaml", "two.yaml", "-n", "4", "--seed", "5", "--out", "o")
    _, told, _ = command("trace", "tiny.yaml", "--replication", "3", "--seed", "5", "--lead", "2")
    (company / "tiny.yaml").unlink()
    (company / "two.yaml").unlink()
    traced = ("trace", "--study", "o", "--replication", "3", "--lead", "2")
    assert command(*traced, "--scenario", "tiny") == (0, told, "")
    assert command(*traced)[0] == 0
    status, _, err = command(*traced, "--scenario", "three")
    assert status == 2
    assert "no scenario of this study is called 'three'; it has tiny, two reps" in err


def test_a_damaged_study_is_one_clear_error(command, company):
    command("run", "tiny.yaml", "-n", "3", "--out", "o")
    path = company / "o" / "study.sqlite"
    path.write_bytes(path.read_bytes()[:20_000])
    for arguments in (("trace", "--study", "o", "--lead", "1"), ("run", "tiny.yaml", "-n", "5", "--out", "o", "--resume")):
        status, out, err = command(*arguments)
        assert (status, out) == (1, "")
        assert "o/study.sqlite is damaged" in err
        assert len(err.splitlines()) == 1


def test_a_failed_replication_is_one_clear_error(command, company, monkeypatch):
    def fail(plan, seed, replication):
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr("sim.model.simulate", fail)
    status, out, err = command("run", "tiny.yaml", "-n", "3", "--out", "o", "--engine", "simpy")
    assert (status, out) == (1, "")
    assert err == (
        "replication 0 of 'tiny', seed 1: ZeroDivisionError: by nothing; look at it alone: "
        "smarketing trace --study o --scenario tiny --replication 0 --out log.csv\n"
    )
    monkeypatch.undo()
    monkeypatch.chdir(company)
    assert command("trace", "--study", "o", "--scenario", "tiny", "--replication", "0", "--out", "log.csv")[0] == 0


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_interrupt_says_how_to_go_on_and_that_goes_on(company, workers):
    asked = ("run", "tiny.yaml", "-n", "200", "--workers", workers)
    with begun(*asked, "--out", "o", before=MARKED) as process:
        wait_for("kept")
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    said, _, again = err.strip().partition("; go on with: ")
    assert said.startswith("interrupted; ")
    assert said.endswith(" replications are kept in o")
    assert again == f"smarketing run tiny.yaml -n 200 --workers {workers} --out o --resume"
    no_process_is_left(process.pid)
    assert set(files("o")) == {"study.sqlite"}
    with begun(*shlex.split(again)[1:]) as process:
        assert process.communicate(timeout=120)[1] == "o: study.sqlite, tables, study.json and manifest.json written\n"
    found = files("o")
    (company / "elsewhere").mkdir()
    os.chdir("elsewhere")
    (company / "elsewhere" / "tiny.yaml").write_bytes((company / "tiny.yaml").read_bytes())
    with begun(*asked, "--out", "o") as process:
        process.communicate(timeout=120)
    assert files("o") == found


@pytest.mark.slow
def test_an_interrupt_before_anything_is_kept_leaves_nothing(company):
    with begun("run", "baseline", "-n", "100", "--out", "o") as process:
        wait_for("o/study.sqlite")
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, "interrupted; nothing was written\n")
    assert not (company / "o").exists()


@pytest.mark.slow
def test_two_commands_on_one_study_are_refused(company):
    with begun("run", "tiny.yaml", "-n", "100000", "--out", "o", before=MARKED) as first:
        wait_for("kept")
        for arguments in (("run", "tiny.yaml", "-n", "5", "--out", "o", "--resume"), ("trace", "--study", "o", "--lead", "1")):
            with begun(*arguments) as second:
                _, err = second.communicate(timeout=60)
            assert second.returncode == 1
            assert err == "another process is at work on o/study.sqlite; wait until it has ended, or name a new folder\n"
        os.killpg(first.pid, signal.SIGKILL)
        first.communicate()
    with begun("trace", "--study", "o", "--lead", "1") as third:
        assert third.communicate(timeout=60)[1] == ""
    assert third.returncode == 0


@pytest.mark.slow
def test_a_full_disk_is_one_clear_error_and_loses_nothing(company):
    with begun("run", "tiny.yaml", "-n", "2") as process:  # so that no compiled rule has still to be written
        process.communicate(timeout=120)
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))"
    with begun("run", "tiny.yaml", "-n", "120", "--out", "o", before=limit) as process:
        out, err = process.communicate(timeout=120)
    assert (process.returncode, out) == (1, "")
    assert err.startswith("cannot write to o/study.sqlite (")
    assert err.endswith("what it held is kept: make room, then go on with --resume\n")
    assert len(err.splitlines()) == 1
    connection = sqlite3.connect("o/study.sqlite")
    (kept,) = connection.execute("SELECT count(*) FROM replications").fetchone()
    connection.close()
    assert 0 < kept < 120
    with begun("run", "tiny.yaml", "-n", "120", "--out", "o", "--resume") as process:
        assert process.wait(timeout=120) == 0
    found = files("o")
    (company / "o").rename(company / "old")
    with begun("run", "tiny.yaml", "-n", "120", "--out", "o") as process:
        process.communicate(timeout=120)
    assert files("o") == found


@pytest.mark.slow
def test_a_study_on_dask(company, command):
    if "CI" not in os.environ:
        pytest.importorskip("distributed", reason="needs Dask: pip install 'smarketing[cluster]', as the extra test does")
    asked = ("run", "tiny.yaml", "-n", "30", "--out", "o")
    with begun(*asked, "--workers", "2", "--cluster", "local") as process:
        _, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, "o: study.sqlite, tables, study.json and manifest.json written\n")
    no_process_is_left(process.pid)
    found = files("o")
    (company / "o").rename(company / "old")
    assert command(*asked)[0] == 0
    assert files("o") == found


@pytest.mark.slow
def test_an_interrupt_on_dask_leaves_no_process(company):
    if "CI" not in os.environ:
        pytest.importorskip("distributed", reason="needs Dask: pip install 'smarketing[cluster]', as the extra test does")
    asked = ("run", "tiny.yaml", "-n", "100000", "--out", "o", "--workers", "2", "--cluster", "local")
    with begun(*asked, before=MARKED) as process:
        wait_for("kept")
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.startswith("interrupted; ")
    assert len(err.splitlines()) == 1
    no_process_is_left(process.pid)
