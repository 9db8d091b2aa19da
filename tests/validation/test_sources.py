"""The numbers on which most depends say where they come from, or that nobody knows."""

import pytest

from sim.scenario import read_scenario, shipped_path

# Break-even of the choice to call, how gradual the choice is, and what managers' tracking does.
DECISIVE = (
    "pursuit.minutes_per_lead",
    "team.own_pipeline.minutes_per_sql",
    "pursuit.spread",
    "pursuit.tracking",
    "pursuit.enforcement",
    "pursuit.prior",
    "pursuit.load",
    "contact.response",
)


@pytest.mark.parametrize("path", DECISIVE)
def test_a_decisive_number_has_a_source_or_is_called_an_assumption(path: str):
    origin = read_scenario("baseline").origins[path]
    if origin.source is None:  # written in the file without one, as its head allows
        head = shipped_path("baseline").read_text("utf-8").split("\nmarket:")[0]
        assert origin.file is not None
        assert "Numbers without a source are assumptions" in head.replace("\n# ", " ")
        assert origin.assumed
