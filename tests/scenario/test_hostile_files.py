"""Hostile files are refused quickly, in bounded memory, with one plain message."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario import parse_scenario, read_scenario

MINIMAL = "name: a\nchannels: {web: {volume: 40 per day}}\n"
BOMB = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))

HOSTILE = {
    "alias bomb": (BOMB, "uses the anchor '&a'"),
    "brackets": (MINIMAL + "x: " + "[" * 300_000, "is nested more than 50 levels deep"),
    "braces": (MINIMAL + "x: " + "{a: " * 200_000, "is nested more than 50 levels deep"),
    "dashes": (MINIMAL + "x:\n  " + "- " * 300_000, "is nested more than 50 levels deep"),
    "question marks": ("? " * 300_000, "has a list or a mapping as a key"),
    "python object": ("name: !!python/object/apply:os.system [ls]\n", "uses the tag"),
    "own tag": ("name: !mine x\n", "uses the tag '!mine'"),
    "merge key": (MINIMAL + "team:\n  <<: {reps: 3}\n", "uses the merge key '<<'"),
    "large": ("# " + "x" * 1_000_000, "is larger than 1 MB"),
    "many values": (MINIMAL + "x: [" + "1," * 400_000 + "]", "holds more than 20,000 values"),
    "many faults": (MINIMAL + "".join(f"k{i}: 1\n" for i in range(9_000)), "has more faults than these"),
    "many channels": (
        "name: a\nchannels:\n" + "".join(f"  l{i}: {{volume: 1 per day, x: 3}}\n" for i in range(3_200)),
        "has more faults than these",
    ),
    "many digits": (MINIMAL + "contact: {attempts: " + "9" * 401 + "}", "is a number of 401 characters"),
    "large exponent": (MINIMAL + "scoring: {threshold: 1e999}", "is not a finite number"),
    "long text": (MINIMAL + "contact: {connect: '" + "9" * 100_000 + "'}", "has 100000 characters"),
    "long list": (MINIMAL + "handoff: {delay: 'values " + "1 h, " * 80_000 + "'}", "lists 80,000 values"),
    "backtracking": (MINIMAL + "handoff: {delay: 'never " + "a " * 200_000 + "'}", "names no known shape"),
    "backtracking of rates": ("name: a\nchannels: {w: {volume: '1 " + "per " * 100_000 + "'}}", "is not so many per"),
    "long key": (MINIMAL + "? " + "x" * 500_000 + "\n: 1", "has a key of 500,000 characters"),
    "NUL": ("name: a\0", "holds a NUL byte"),
    "control character": ('name: "\x07"', "is not YAML"),
    "two documents": (MINIMAL + "---\nname: b", "holds a second document"),
    "many parents": (MINIMAL + "extends: [" + "x," * 10_000 + "]", "names more than 20 parents"),
    "a list": ("- name: a", "is not a mapping of keys"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_refused_quickly(name: str) -> None:
    text, what = HOSTILE[name]
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(text)

    assert any(fault.what.startswith(what) or what in fault.what for fault in caught.value.faults)
    assert all(len(str(fault)) < 1_000 for fault in caught.value.faults)
    assert len(caught.value.faults) <= 201


def test_blank_lines_of_a_megabyte_are_read_quickly() -> None:
    parse_scenario("\n" * 990_000 + MINIMAL)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"name: \xff\xfe", "is not text in UTF-8"),
        (MINIMAL.encode("utf-16"), "is not text in UTF-8"),
        (b"name: a\x00", "holds a NUL byte"),
        (b"#" * 1_000_001, "is larger than 1 MB"),
    ],
)
def test_files_that_are_not_text_are_refused(tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "odd.yaml"
    path.write_bytes(content)
    with pytest.raises(ScenarioError, match=what):
        read_scenario(path)


def test_a_byte_order_mark_and_windows_lines_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "windows.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + MINIMAL.replace("\n", "\r\n").encode())
    assert read_scenario(path) == parse_scenario(MINIMAL)


def test_folders_devices_and_missing_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(MINIMAL, "utf-8")
    with pytest.raises(ScenarioError, match="is a folder; name one of the files in it"):
        read_scenario(tmp_path)
    with pytest.raises(ScenarioError, match=r"is neither a file nor a shipped scenario; did you mean 'mine.yaml'\?"):
        read_scenario(tmp_path / "min.yaml")
    with pytest.raises(ScenarioError, match=r"is neither a file nor a shipped scenario; did you mean 'theory/mmc'\?"):
        read_scenario("theory/mcm")
    with pytest.raises(ScenarioError, match="is neither a file nor a shipped scenario"):
        read_scenario("a\0b")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.yaml")
        with pytest.raises(ScenarioError, match="is not an ordinary file"):
            read_scenario(tmp_path / "pipe.yaml")
