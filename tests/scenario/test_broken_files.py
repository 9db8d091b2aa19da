"""Broken files are refused with all that is wrong, where it is, and what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario import read_scenario

BROKEN = sorted((Path(__file__).parent / "broken").glob("*.yaml"))


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_every_fault_is_told_at_once_in_order(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Each file ends with the messages it should give; '...' stands for a list of keys that may grow.
    monkeypatch.chdir(path.parent)
    _, _, comment = path.read_text("utf-8").partition("# expected\n")
    expected = [line.removeprefix("# ") for line in comment.splitlines()]

    with pytest.raises(ScenarioError) as caught:
        read_scenario(path.name)

    told = str(caught.value).splitlines()
    assert [cut(line, like) for line, like in zip(told, expected, strict=False)] == expected
    assert len(told) == len(expected)


def cut(line: str, like: str) -> str:
    """Cut a message short where the expected one is."""
    return line[: len(like) - 3] + "..." if like.endswith("...") else line


def test_there_are_twenty_broken_files() -> None:
    assert len(BROKEN) >= 20


def test_a_fault_knows_its_parts() -> None:
    with pytest.raises(ScenarioError) as caught:
        read_scenario(BROKEN[1])

    fault = caught.value.faults[0]
    assert (fault.line, fault.column, fault.path) == (3, 17, "channels.web.volume")
    assert fault.what == "40 has no unit"
    assert fault.instead == "write the unit, such as '1,100 per month' or '40 per day'"
