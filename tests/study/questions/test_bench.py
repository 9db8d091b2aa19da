"""Timing both engines side by side."""

import pytest

from sim.errors import StudyError
from sim.scenario import read_scenario
from sim.study.questions import speed

DESK = read_scenario("theory/mmc")


def test_both_engines_in_turns():
    said = []
    measured = speed.bench(DESK, 2, progress=lambda done, of: said.append((done, of)))
    assert len(measured.compiled) == len(measured.simpy) == len(measured.ratios) == 2
    assert said == [(1, 2), (2, 2)]
    assert min(measured.ratios) > 0


def test_no_rounds():
    with pytest.raises(StudyError, match="rounds must be 1 or more, not 0"):
        speed.bench(DESK, 0)


def test_nothing_to_compare(monkeypatch):
    monkeypatch.setattr(speed, "knowing", lambda engine, plans: (engine, ("the compiled engine does not know the tea",)))
    with pytest.raises(StudyError, match=r"nothing to compare: .* the tea"):
        speed.bench(DESK, 1)
