"""The command: what it prints where, and how it ends."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import sim
from sim import cli

SMALL = ("theory/mmc", "--replications", "3")


def smarketing(capsys, monkeypatch, *arguments):
    monkeypatch.setattr(sys, "argv", ["smarketing", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    out, err = capsys.readouterr()
    return ended.value.code or 0, out, err


@pytest.fixture
def command(capsys, monkeypatch):
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    return lambda *arguments: smarketing(capsys, monkeypatch, *arguments)


def in_a_process(*arguments, **more):
    return subprocess.run(
        [sys.executable, "-m", "sim.cli", *arguments], capture_output=True, text=True, timeout=120, check=False, **more
    )


def modules_after(code):
    script = f"import sys\n{code}\nprint(' '.join(sys.modules))"
    return set(subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split())


def test_version(command):
    assert command("--version") == (0, f"smarketing {sim.__version__}\n", "")


def test_run_prints_a_table(command):
    status, out, err = command("run", *SMALL)
    assert (status, err) == (0, "")
    assert "Utilisation" in out
    assert "95 % interval" in out


def test_run_prints_one_json_document(command):
    status, out, err = command("run", *SMALL, "--json")
    assert (status, err) == (0, "")
    document = json.loads(out)
    assert {"scenario", "fingerprint", "seed", "engine", "replications", "measures"} <= set(document)
    assert document["replications"] == 3
    assert document["measures"]["cost"]["mean"] is None if "cost" in document["measures"] else True


def test_the_same_seed_gives_the_same_document(command):
    first, second, other = (command("run", *SMALL, "--json", "--seed", seed)[1] for seed in (5, 5, 6))
    assert first == second != other


def test_settings_reach_the_scenario(command):
    document = json.loads(command("run", *SMALL, "--json", "--set", "reps=10")[1])
    assert document["measures"]["utilisation"]["mean"] < 0.5


def test_compare_a_scenario_with_itself_changed(command):
    status, out, _ = command("compare", *SMALL, "--with", "reps=6", "--json")
    assert status == 0
    document = json.loads(out)
    assert [each["name"] for each in document["alternatives"]] == ["M/M/c with reps=6"]
    assert document["alternatives"][0]["measures"]["utilisation"]["difference"]["high"] < 0


def test_compare_a_scenario_with_itself(command):
    status, out, _ = command("compare", "theory/mmc", "theory/mmc", "-n", "2", "--json")
    assert status == 0
    for found in json.loads(out)["alternatives"][0]["measures"].values():
        assert found["difference"]["mean"] in (0, None)


def test_output_is_written_and_said_on_standard_error(command, tmp_path):
    folder = tmp_path / "out"
    status, _, err = command("run", *SMALL, "--out", folder)
    assert status == 0
    assert "manifest.json written" in err
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["command"].startswith("smarketing run theory/mmc")
    assert manifest["versions"]["simpy"]
    assert manifest["scenarios"][0]["resolved"]["team"]["reps"] == 5


def test_a_folder_of_something_else_is_refused_before_any_work(command, tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    status, out, err = command("run", "theory/mmc", "-n", "1000000", "--out", tmp_path)
    assert (status, out) == (2, "")
    assert "not empty" in err


def test_every_fault_of_every_file_is_one_line(command, tmp_path):
    for name in ("first.yaml", "second.yaml"):
        (tmp_path / name).write_text("name: x\nchanels: {}\nteam: {reps: none}\n")
    status, _, err = command("check", tmp_path / "first.yaml", tmp_path / "second.yaml", "theory/mmc")
    assert status == 2
    for name in ("first.yaml:2:", "second.yaml:2:", "first.yaml:3:", "second.yaml:3:"):
        assert any(name in line for line in err.splitlines())
    assert "did you mean 'channels'" in err


def test_check_says_what_is_well(command):
    assert command("check", "theory/mmc") == (0, "theory/mmc: nothing wrong\n", "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("run", "nonsense"), "neither a file nor a shipped scenario"),
        (("run", "theory/mmc", "--set", "rep=3"), "did you mean 'reps'"),
        (("run", "theory/mmc", "--precision", "lots"), "2%"),
        (("run", "theory/mmc", "-n", "3", "--precision", "2%"), "not for both"),
        (("run", "theory/mmc", "--engine", "warp"), "write compiled or simpy"),
        (("run", "theory/mmc", "-n", "0"), "-n"),
        (("run", "theory/mmc", "--replicatons", "3"), "--replications"),
        (("compare", "theory/mmc"), "--with LEVER=VALUE"),
        (("compare", "theory/mmc", "theory/erlang-a", "--from", "magic"), "adoption, steady or terminating"),
        (("compare", "theory/mmc", "theory/lead-desk", "-n", "2"), "do not put the same question"),
        (("trace", "theory/mmc"), "--lead 1"),
        (("trace", "theory/mmc", "--lead", "999999"), "there is no lead 999999"),
        (("trace", "theory/mmc", "--out", "log.txt"), "end its name in .csv, .xes or .ocel.json"),
    ],
)
def test_wrong_input_ends_with_2_and_says_what_to_write(command, arguments, said):
    status, out, err = command(*arguments)
    assert (status, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def test_a_defect_is_one_line(command, monkeypatch):
    def fail(*_, **__):
        raise ZeroDivisionError("by nothing\nat all")

    monkeypatch.setattr("sim.study.questions.comparing.run", fail)
    status, out, err = command("run", *SMALL)
    assert (status, out) == (1, "")
    assert err.splitlines() == [
        "ZeroDivisionError: by nothing - this is a defect, please report it with the output of smarketing --debug"
    ]
    with pytest.raises(ZeroDivisionError):
        monkeypatch.setattr(sys, "argv", ["smarketing", "--debug", "run", *SMALL]) or cli.main()


def test_an_interrupt_ends_with_130(command, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.study.questions.comparing.run", interrupt)
    assert command("run", *SMALL)[0] == 130


def test_explain_one_and_the_difference_of_two(command):
    assert "M/M/c" in command("explain", "theory/mmc")[1]
    assert command("explain", "theory/mmc", "theory/erlang-a")[0] == 0


def test_schema_is_a_json_document(command):
    assert "properties" in json.loads(command("schema")[1])


def test_shipped_scenarios_are_listed_with_their_question(command):
    _, out, _ = command("scenarios")
    assert "theory/mmc" in out
    assert "Erlang C" in out
    assert {"name", "question"} == set(json.loads(command("scenarios", "--json")[1])["scenarios"][0])


def test_trace_tells_one_leads_story(command):
    status, by_number, _ = command("trace", "theory/mmc", "--lead", "2")
    assert status == 0
    assert by_number.startswith("Lead 2, ")
    name = by_number.split(", ")[1].split(";")[0]
    assert command("trace", "theory/mmc", "--lead", name)[1] == by_number


@pytest.mark.parametrize(
    ("ending", "begins"), [(".csv", "hours,time,event,lead,rep"), (".xes", "<?xml"), (".ocel.json", '{\n"objectTypes"')]
)
def test_trace_writes_the_log(command, tmp_path, ending, begins):
    path = tmp_path / f"log{ending}"
    status, out, err = command("trace", "theory/mmc", "--out", path)
    assert (status, out) == (0, "")
    assert "events of" in err
    assert path.read_text().startswith(begins)
    assert "window_opened" not in path.read_text()


def line(holds):
    from sim.theory.verification import Line

    return Line("M/M/1", "wait", 1.0, 1.1, 0.9, float("nan"), holds)


@pytest.mark.parametrize("holds", [True, False])
def test_verify_fails_when_a_line_does_not_hold(command, monkeypatch, holds):
    monkeypatch.setattr("sim.theory.verification.verify", lambda **_: [line(True), line(holds)])
    status, out, _ = command("verify", "--json")
    document = json.loads(out)
    assert status == (0 if holds else 1)
    assert document["all_hold"] is holds
    assert document["cases"][0] == {
        "case": "M/M/1", "measure": "wait", "exact": 1.0, "simulated": 1.1, "low": 0.9, "high": None, "holds": True,
    }  # fmt: skip
    assert ("All lines hold" in command("verify")[1]) is holds


def test_help_and_check_import_nothing_heavy():
    heavy = {"numba", "scipy", "pandas", "matplotlib", "simpy"}
    assert not (heavy | {"pydantic", "numpy"}) & modules_after("import sim.cli")
    read = "from sim import read_scenario; from sim.scenario.words import explain; explain(read_scenario('theory/mmc'))"
    assert not heavy & modules_after(read)


def test_the_face_is_lazy_and_complete():
    assert "sim.study" not in modules_after("import sim")
    assert set(sim.__all__) <= set(dir(sim))
    for name in sim.__all__:
        assert getattr(sim, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'swep'"):
        sim.swep  # noqa: B018


def test_a_log_by_the_face():
    log = sim.simulate(sim.read_scenario("theory/mmc"), replication=1, seed=3)
    assert len(log.leads) > 0


@pytest.mark.slow
def test_a_reader_that_stops_early_is_no_fault():
    process = subprocess.Popen(
        [sys.executable, "-m", "sim.cli", "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait(60) == 0
    process.stderr.close()


@pytest.mark.slow
def test_output_in_ascii_where_the_terminal_has_no_more():
    ended = in_a_process("run", *SMALL, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.isascii()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no process groups")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_interrupt_stops_every_process(workers):
    process = subprocess.Popen(
        [sys.executable, "-m", "sim.cli", "run", "theory/mmc", "-n", "100000", "--workers", workers],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, cwd=Path(__file__).parent.parent,
    )  # fmt: skip
    time.sleep(4)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, "interrupted; nothing was written\n")
    for _ in range(600):  # the last of them may still be going; a minute is plenty
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            break
        time.sleep(0.1)
    else:
        pytest.fail("a process is left")


def test_a_scenario_of_ones_own_is_begun_and_never_written_over(command, tmp_path):
    mine = tmp_path / "mine.yaml"
    status, out, err = command("new", mine, "--reps", "5", "--close-rate", "40")
    assert (status, err) == (0, "")
    assert "2 of 6 answers" in out
    assert command("check", mine)[0] == 0
    before = mine.read_bytes()
    status, _, err = command("new", mine, "--reps", "6")
    assert status == 2
    assert "exists already" in err
    assert mine.read_bytes() == before
    status, _, err = command("new", tmp_path / "other.yaml", "--reps", "none at all")
    assert status == 2
    assert "write a number such as 5" in err
    assert not (tmp_path / "other.yaml").exists()


def test_bench_shows_both_engines(command):
    status, out, err = command("bench", "theory/mmc", "--rounds", "1")
    assert (status, err) == (0, "")
    assert "readable (simpy)" in out
    assert "times as fast" in out


def test_bench_as_json(command):
    status, out, err = command("bench", "theory/mmc", "--rounds", "2", "--json")
    assert (status, err) == (0, "")
    document = json.loads(out)
    assert document["ratio_low"] <= document["ratio"] <= document["ratio_high"]
    assert document["compiled"]["replications_per_second"] > 0
    assert document["leads"] > 0


def test_bench_needs_a_round(command):
    status, out, _err = command("bench", "theory/mmc", "--rounds", "0")
    assert (status, out) == (2, "")
