"""Machine code is made once, kept under a name that its sources decide, and shared by who starts later."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from equality import assert_same
from stories import tiny

from sim import compiled
from sim.compiled import coverage, linking
from sim.plan import compile_plan
from sim.plan import types as plans
from sim.study.crew import engine as engines
from sim.study.questions.comparing import run

SIMULATE = """
import hashlib, sys
from sim.compiled import is_prepared, simulate
from sim.plan import compile_plan
from sim.scenario import read_scenario
began = is_prepared()
log = simulate(compile_plan(read_scenario("theory/seasonal-nurture")), 1, 0)
print(began, hashlib.sha256(log.events.tobytes() + log.leads.tobytes()).hexdigest())
"""


def start(cache: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "SMARKETING_CACHE": str(cache)}
    return subprocess.Popen([sys.executable, "-c", SIMULATE], stdout=subprocess.PIPE, text=True, env=environment)


def said(process: subprocess.Popen[str]) -> list[str]:
    out, _ = process.communicate(timeout=600)
    assert process.returncode == 0
    return out.split()


@pytest.mark.slow
def test_several_processes_may_make_it_at_once_and_later_ones_find_it(tmp_path: Path):
    first, second = start(tmp_path), start(tmp_path)
    (began, wanted), (_, same) = said(first), said(second)
    assert (began, same) == ("False", wanted)
    assert said(start(tmp_path)) == ["True", wanted]
    assert len(list(tmp_path.rglob("stories-*.o"))) == 1
    assert not list(tmp_path.rglob("tmp*"))


def test_a_folder_that_cannot_be_written_is_no_fault(monkeypatch: pytest.MonkeyPatch):
    plan = compile_plan(tiny("channels: {web: {volume: 5 per day}}"))
    wanted = compiled.simulate(plan, 1, 0)
    kept = linking.kept_at()
    assert kept is not None
    code = kept.read_bytes()
    monkeypatch.setattr(linking, "cache_folder", lambda: None)
    monkeypatch.setattr(linking, "make_object", lambda: code)
    assert not compiled.is_prepared()
    fresh = linking.loaded.__wrapped__()
    monkeypatch.setattr(linking, "simulate", lambda: fresh.simulate)
    assert_same(plan, wanted, compiled.simulate(plan, 1, 0))


def test_an_object_is_put_in_its_place_whole_or_not_at_all(tmp_path: Path):
    linking.keep(tmp_path / "stories.o", b"code")
    assert (tmp_path / "stories.o").read_bytes() == b"code"
    linking.keep(tmp_path / "nowhere" / "stories.o", b"code")
    assert [path.name for path in tmp_path.iterdir()] == ["stories.o"]


def test_explaining_and_checking_need_no_compiler():
    code = (
        "import sys; from sim.cli.app import app; import sim.cli\n"
        "for words in (['explain', 'baseline'], ['check', 'baseline'], ['scenarios'], ['--help']):\n"
        "    try: app(words, standalone_mode=False)\n"
        "    except SystemExit: pass\n"
        "print([name for name in ('numba', 'llvmlite', 'simpy') if name in sys.modules], file=sys.stderr)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)
    assert found.stderr.strip().splitlines()[-1] == "[]"


@pytest.mark.parametrize("kind", coverage.RECORDS)
def test_every_field_of_a_plan_is_read_or_named_as_read_elsewhere(kind: type):
    """When this fails, a mechanism was added: tell its story in `sim/compiled` too, or say who else reads the field."""
    assert set(coverage.unread(kind)) == (coverage.OWN if kind is plans.Terms else set())


def test_what_the_compiled_engine_does_not_know_runs_on_the_readable_one(monkeypatch: pytest.MonkeyPatch):
    scenario = tiny("channels: {web: {volume: 5 per day}}")
    wanted = run(scenario, 2)
    assert (wanted.engine.name, wanted.notes) == ("compiled", ())
    known = coverage.is_read
    monkeypatch.setattr(coverage, "is_read", lambda name: name != "contact_attempts" and known(name))
    found = run(scenario, 2)
    assert found.engine.name == "simpy"
    assert found.notes == ("the compiled engine does not know contact.attempts yet; the readable one ran, which takes longer",)
    assert found.summary().equals(wanted.summary())
    assert engines.the_engine("compiled").unknown is not None


def test_the_machine_code_starts_in_a_moment():
    """Loading is not compiling: no time is asserted but that it is far from the half minute that making takes."""
    compiled.prepare()
    code = "import sim.compiled as c; assert c.is_prepared(); c.prepare()"
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
    assert time.monotonic() - began < 15
