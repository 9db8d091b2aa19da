"""Scenarios inherit from parents: later ones win, sections merge, named items merge, the rest replaces."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario import Scenario, read_scenario

PARENT = """
name: Parent
question: Whose?
because: no parents
channels:
  web: {volume: 40 per day, hand_raiser: true}
  fair: {volume: 3 per day}
team: {reps: 4, absence: 5 %}
contact:
  connect: {value: 0.3, source: our CRM, grade: B}
work: {conversation: {shape: lognormal, mean: 10 min, sigma: 0.8}}
opportunity:
  stages:
    - {name: demo, advance: 0.5, delay: 2 d}
    - {name: offer, advance: 0.4}
levers:
  reps: {path: team.reps, from: 1, to: 9}
"""

Write = Callable[..., Scenario]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write files by name, and read the last one."""

    def write_all(**files: str) -> Scenario:
        for name, text in {"parent": PARENT, **files}.items():
            (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
        return read_scenario(tmp_path / f"{list(files)[-1]}.yaml")

    return write_all


def test_sections_merge_and_the_child_wins(write: Write) -> None:
    child = write(child="name: Child\nextends: parent.yaml\nteam: {reps: 6}\nchannels: {web: {volume: 50 per day}}")
    assert (child.name, child.question, child.because) == ("Child", None, None)
    assert (child.team.reps, child.team.absence) == (6, 0.05)
    assert child.channels["web"].volume.per_day == 50
    assert child.channels["web"].hand_raiser
    assert list(child.channels) == ["web", "fair"]
    assert list(child.levers) == ["reps"]


def test_later_parents_win(write: Write) -> None:
    other = "name: Other\nchannels: {web: {volume: 7 per day}}\nteam: {reps: 7}"
    child = write(other=other, child="name: Child\nextends: [parent.yaml, other.yaml]")
    assert (child.team.reps, child.team.absence) == (7, 0.05)
    child = write(other=other, child="name: Child\nextends: [other.yaml, parent.yaml]")
    assert child.team.reps == 4


def test_named_items_merge_other_lists_replace(write: Write) -> None:
    child = write(
        child="""
name: Child
extends: parent.yaml
opportunity: {stages: [{name: offer, advance: 0.6}, {name: close, advance: 0.9}]}
contact: {gaps: [1 d]}
"""
    )
    assert [(stage.name, stage.advance) for stage in child.opportunity.stages] == [("demo", 0.5), ("offer", 0.6), ("close", 0.9)]
    assert [str(gap) for gap in child.contact.gaps] == ["1 day"]


def test_an_empty_list_empties(write: Write) -> None:
    assert write(child="name: Child\nextends: parent.yaml\nopportunity: {stages: []}").opportunity.stages == ()


def test_quantities_are_replaced_as_a_whole(write: Write) -> None:
    child = write(child="name: Child\nextends: parent.yaml\nwork: {conversation: {mean: 12 min, cv: 0.5}}")
    assert str(child.work.conversation) == "lognormal, mean 12 minutes, cv 0.5"


def test_evidence_goes_with_its_value(write: Write) -> None:
    child = write(child="name: Child\nextends: parent.yaml\ncontact: {connect: 0.5}")
    assert child.origins["contact.connect"].source is None
    same = write(same="name: Same\nextends: parent.yaml")
    assert (same.origins["contact.connect"].source, same.origins["contact.connect"].line) == ("our CRM", 10)


def test_inherited_entries_can_be_removed(write: Write) -> None:
    child = write(
        child="""
name: Child
extends: parent.yaml
channels: {remove: [fair]}
team: {remove: absence}
opportunity: {stages: [{remove: [demo]}]}
"""
    )
    assert list(child.channels) == ["web"]
    assert child.team.absence == 0
    assert [stage.name for stage in child.opportunity.stages] == ["offer"]


def test_removing_what_is_not_there_is_a_fault(write: Write) -> None:
    with pytest.raises(ScenarioError, match=r"channels.remove: 'fare' is not inherited; did you mean 'fair'\?"):
        write(child="name: Child\nextends: parent.yaml\nchannels: {remove: [fare]}")


def test_faults_of_a_parent_name_its_file(write: Write) -> None:
    with pytest.raises(ScenarioError) as caught:
        write(bad="name: Bad\nteam: {reps: 0}", child="name: Child\nextends: [parent.yaml, bad.yaml]\nwork: {order: fifo}")
    assert [(Path(fault.file).name, fault.line) for fault in caught.value.faults] == [("child.yaml", 3), ("bad.yaml", 2)]


def test_grandparents_in_other_folders_stay_there(write: Write, tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "a.yaml").write_text("name: a\nextends: b.yaml", "utf-8")
    (tmp_path / "parts" / "b.yaml").write_text("name: b\nteam: {reps: 8}", "utf-8")
    assert write(child="name: Child\nextends: [parent.yaml, parts/a.yaml]").team.reps == 8


@pytest.mark.parametrize("parent", ["../outside.yaml", "{outside}", "link.yaml"])
def test_parents_outside_the_folder_are_refused(write: Write, tmp_path: Path, parent: str) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text(PARENT, "utf-8")
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "link.yaml").symlink_to(outside)
    (inner / "child.yaml").write_text(f"name: Child\nextends: {parent.format(outside=outside)}", "utf-8")
    with pytest.raises(ScenarioError, match="lies outside the folder of this file"):
        read_scenario(inner / "child.yaml")


def test_shipped_parents_are_known_by_name(write: Write) -> None:
    child = write(child="name: Child\nextends: theory/mmc\nteam: {reps: 3}")
    assert child.team.reps == 3
    assert child.channels == read_scenario("theory/mmc").channels


def test_circles_and_endless_lines_are_refused(write: Write) -> None:
    with pytest.raises(ScenarioError, match="leads back to this file, in a circle"):
        write(a="name: a\nextends: a.yaml")
    line = {f"p{i}": f"name: p\nextends: p{i + 1}.yaml" for i in range(30)}
    with pytest.raises(ScenarioError, match="goes back more than 20 generations"):
        write(**line, child="name: Child\nextends: p0.yaml")


def test_a_pyramid_of_parents_is_read_once_each(write: Write) -> None:
    levels = {f"l{i}": f"name: l\nextends: [l{i + 1}.yaml, l{i + 1}.yaml, l{i + 1}.yaml]" for i in range(15)}
    assert write(**levels, l15="name: l\nextends: parent.yaml", child="name: Child\nextends: l0.yaml").team.reps == 4


def test_a_path_wins_over_a_shipped_name(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "theory").mkdir()
    (tmp_path / "theory" / "mmc").write_text(PARENT, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert read_scenario("theory/mmc").name == "Parent"
    assert read_scenario("theory/erlang-a").name != "Parent"


def test_two_parents_with_one_in_common_keep_what_each_wrote(write: Write) -> None:
    """The common parent counts once, so it does not come back through the second and undo the first."""
    child = write(
        first="name: First\nextends: parent.yaml\nteam: {reps: 6}\ncontact: {attempts: 5}",
        second="name: Second\nextends: parent.yaml\nteam: {absence: 10 %}",
        child="name: Child\nextends: [first.yaml, second.yaml]",
    )
    assert (child.team.reps, child.team.absence, child.contact.attempts) == (6, 0.1, 5)
    other = write(child="name: Child\nextends: [first.yaml, parent.yaml]")
    assert other.team.reps == 6


def test_a_key_is_looked_for_among_those_of_parents_too(tmp_path):
    (tmp_path / "mine.yaml").write_text("extends: baseline\nteam: {rep: 9}\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"team\.rep: is not a known key; did you mean 'reps'\?"):
        read_scenario(tmp_path / "mine.yaml")
