"""Experiments with --out: killed at any moment, resumed, on two workers and on Dask."""

import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path

import pytest
from stories import tiny
from test_cli_studies import begun, command, files, no_process_is_left  # noqa: F401  a fixture

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no process groups")

DESK = """
channels: {web: {volume: 30 per day}}
agreement: {sales: {first_attempt_within: 4 business hours}}
work: {attempt: 6 min, conversation: 25 min}
experiment: {kind: adoption, lead_in: 28 d, horizon: 91 d, follow_up: 28 d}
levers:
  reps: {path: team.reps, label: Reps}
  response_sla: {path: agreement.sales.first_attempt_within, label: First call within}
"""
GRID = ("--vary", "reps=1,2,3,4", "--vary", "response_sla=1h,4h")
ASKED = {
    "choose": ("choose", "desk.yaml", "two.yaml", "three.yaml", "--by", "share_never_worked", "--worth", "1%", "-n", "30"),
    "sweep": ("sweep", "desk.yaml", *GRID, "-n", "30"),
    "frontier": ("sweep", "desk.yaml", *GRID, "-n", "80", "--until-clear", "--kept", "50%"),
    "plan": ("plan", "desk.yaml", *GRID, "--goal", "first_response_within_sla >= 50 %", "--on", "mean", "-n", "80"),
}
CAUSES = ("desk.yaml", "both.yaml", "--by", "share_never_worked")
ASKED |= {
    "credit": ("credit", *CAUSES, "-n", "40"),
    "sensitivity": ("sensitivity", *CAUSES, "--input", "contact.connect=0.3..0.6", "--points", "32"),
}
named = pytest.mark.parametrize("question", ASKED)


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    """A folder with four tiny companies."""
    folder = tmp_path_factory.mktemp("company")
    base = tiny(DESK)
    (folder / "desk.yaml").write_text(base.written(), encoding="utf-8")
    for reps, name in ((2, "two"), (3, "three")):
        (folder / f"{name}.yaml").write_text(base.replace({"reps": reps}, name=name).written(), encoding="utf-8")
    both = base.replace({"reps": 3, "response_sla": "1h"}, name="both")
    (folder / "both.yaml").write_text(both.written(), encoding="utf-8")
    return folder


@pytest.fixture
def here(company, tmp_path, monkeypatch):
    """A folder of one's own to work in, with the same companies."""
    for path in company.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def finished(*arguments):
    """The files of a study that nobody interrupts, and the seconds it took."""
    begins = time.monotonic()
    with begun(*arguments, "--out", "o") as process:
        _, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    assert err.endswith("o: study.sqlite, tables, study.json and manifest.json written\n")
    found = files("o")
    Path("o").rename("whole")
    return found, time.monotonic() - begins


def kept():
    """Whether anything is kept."""
    path = Path("o/study.sqlite")
    return path.exists() and path.stat().st_size > 0


@pytest.mark.slow
@named
def test_killed_at_random_moments_and_resumed_is_as_if_it_never_was(here, question):
    """Six questions, so twenty-four kills in all."""
    asked = ASKED[question]
    whole, seconds = finished(*asked)
    moments = random.Random(question)
    kills = fell_among = 0
    while kills < 4:
        with begun(*asked, "--out", "o", "--resume", "--workers", "2") as process:
            time.sleep(moments.uniform(0.2, 0.9) * seconds)
            if process.poll() is None:
                fell_among += kept()
                kills += 1
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
        no_process_is_left(process.pid)
        if process.returncode == 0:  # it was faster than the moment: once more from the beginning
            assert files("o") == whole
            shutil.rmtree("o")
    assert fell_among, "no moment fell among the replications"
    with begun(*asked, "--out", "o", "--resume") as process:
        process.communicate(timeout=300)
    assert process.returncode == 0
    assert files("o") == whole


@pytest.mark.slow
@named
def test_the_same_bytes_from_two_workers_and_from_dask(here, question):
    if "CI" not in os.environ:
        pytest.importorskip("distributed", reason="needs Dask: pip install 'smarketing[cluster]', as the extra test does")
    asked = ASKED[question]
    whole, _ = finished(*asked)
    for number, how in enumerate((("--workers", "2"), ("--workers", "2", "--cluster", "local"))):
        with begun(*asked, *how, "--out", "o") as process:
            _, err = process.communicate(timeout=300)
        assert (process.returncode, err) == (0, "o: study.sqlite, tables, study.json and manifest.json written\n")
        assert files("o") == whole
        Path("o").rename(f"o{number}")


@pytest.mark.slow
@pytest.mark.parametrize(("question", "many"), [("sweep", "100000"), ("credit", "100000"), ("sensitivity", "16384")])
def test_an_interrupt_says_how_to_go_on(here, question, many):
    asked = (*ASKED[question][:-1], many, "--out", "o")
    with begun(*asked) as process:
        for _ in range(3000):
            if kept() and Path("o/study.sqlite").stat().st_size > 300_000:
                break
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.startswith("interrupted; ")
    assert f" replications are kept in o; go on with: smarketing {' '.join(ASKED[question][:-1])} {many}" in err
    assert err.rstrip().endswith("--out o --resume")


def test_a_study_that_is_there_is_refused_without_resume(here, command):  # noqa: F811
    asked = ("sweep", "desk.yaml", "--vary", "reps=1,2", "-n", "2", "--out", "o")
    assert command(*asked)[0] == 0
    status, out, err = command(*asked)
    assert (status, out) == (2, "")
    assert "add --resume" in err
    whole = files("o")
    assert command(*asked, "--resume", "--json")[0] == 0
    assert files("o") == whole


@pytest.mark.parametrize("question", ["choose", "sweep", "plan", "credit", "sensitivity"])
def test_resume_needs_a_folder(here, command, question):  # noqa: F811
    status, _, err = command(*ASKED[question], "--resume")
    assert status == 2
    assert "--resume needs the folder of a study; name it with --out" in err


def test_a_year_of_a_sweep_is_traced_by_name(here, command):  # noqa: F811
    command("sweep", "desk.yaml", "--vary", "reps=1,2", "-n", "2", "--out", "o")
    Path("desk.yaml").unlink()
    status, out, _ = command("trace", "--study", "o", "--scenario", "Reps 2", "--replication", "1", "--lead", "3")
    assert status == 0
    assert "lead" in out.lower()
