"""The option --report: one page beside what is printed, refused before any work when it cannot be written."""

import pytest
from test_cli import command  # noqa: F401  a fixture

SHORT = ("--set", "experiment.horizon=2 days", "--set", "experiment.lead_in=1 day")
PROMISED = (*SHORT, "--set", "agreement.sales.first_attempt_within=1 h")
DESK = "theory/erlang-a"
QUESTIONS = {
    "run": ("run", DESK, *SHORT, "-n", "3"),
    "compare": ("compare", DESK, "--with", "reps=14", *SHORT, "-n", "3"),
    "choose": ("choose", DESK, "theory/mmc", "--by", "utilisation", "--worth", "50%", "-n", "3", *SHORT),
    "sweep": ("sweep", DESK, "--vary", "reps=6,12", "-n", "3", *PROMISED),
    "plan": ("plan", DESK, "--goal", "utilisation <= 99 %", "--on", "mean", "--vary", "reps=6,14", *PROMISED),
}


@pytest.mark.parametrize("question", ["run", "compare", "sweep", "plan"])
def test_every_question_writes_a_page(command, tmp_path, question):  # noqa: F811
    file = tmp_path / "report.html"
    status, out, err = command(*QUESTIONS[question], "--report", file)
    assert status == 0, err
    assert out
    assert f"{file}: report written" in err
    text = file.read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>")
    assert "STRESS-DES" in text
    assert "<svg " in text
    assert f"smarketing {question}" in text


def test_a_page_that_cannot_be_written_is_refused_first(command, tmp_path):  # noqa: F811
    status, out, err = command(*QUESTIONS["run"], "--report", tmp_path / "report.pdf")
    assert (status, out) == (2, "")
    assert "call it report.html" in err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("asked", [("--help",), ("check", "baseline"), ("explain", "baseline")])
def test_commands_without_pictures_load_none(asked):
    import subprocess
    import sys

    code = f"""
import sys
sys.argv = ["smarketing", *{asked!r}]
from sim.cli import main
try:
    main()
except SystemExit as end:
    print([name for name in ("matplotlib", "jinja2", "pandas") if name in sys.modules], end.code, file=sys.stderr)
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert said.stderr.splitlines()[-1] == "[] 0"
