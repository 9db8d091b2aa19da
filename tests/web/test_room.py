"""Companies that visitors bring go through the same checks as files, and are bounded in size and number."""

import pytest
from small import TEXT, small

from sim.errors import ScenarioError
from sim.web.room import MOST_BROUGHT, MOST_BYTES, Room


@pytest.fixture
def room():
    return Room(small(), queue=None)


def test_a_brought_company_is_found_by_its_name_in_an_address(room):
    company = room.bring(TEXT.encode(), "mine.yaml")
    assert room.company(company.key) is company
    assert company.scenario == small()
    assert company.controls == room.default.controls
    assert room.company("") is room.default
    assert room.company("0" * 16) is None


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"x" * (MOST_BYTES + 1), "bring a file of at most"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"name: A\nteam: {rep: 3}\n", "did you mean 'reps'"),
        (b"a: &a [*a]\n", None),
        (b"", None),
        (b"extends: ../../etc/passwd\n", None),
        (b"extends: /etc/hostname\n", None),
        (TEXT.replace("13 weeks", "900 weeks").encode(), "is simulated for"),
        (TEXT.replace("60 per month", "900000 per month").encode(), "captures"),
    ],
)
def test_what_cannot_be_asked_about_is_refused_with_its_faults(room, data, what):
    with pytest.raises(ScenarioError, match=what) as refused:
        room.bring(data, "../../<b>mine</b>.yaml")
    assert refused.value.faults
    assert all("<" not in fault.file and "/" not in fault.file for fault in refused.value.faults)


def test_nobody_reads_a_file_of_this_machine_through_a_parent(room, tmp_path):
    secret = tmp_path / "secret.yaml"
    secret.write_text("name: Secret\nextends: desk-today\n")
    with pytest.raises(ScenarioError) as refused:
        room.bring(f"name: Mine\nextends: {secret}\n".encode(), "mine.yaml")
    assert "Secret" not in str(refused.value)


def test_the_oldest_are_forgotten(room):
    first = room.bring(TEXT.encode(), "0")
    for number in range(MOST_BROUGHT):
        room.bring(f"{TEXT}# {number}\n".encode(), "n")
    assert room.company(first.key) is None
