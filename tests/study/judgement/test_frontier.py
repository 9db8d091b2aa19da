"""Where a promise is kept, and where the frontier bends."""

import math

import pytest

from sim.scenario.ranges import Varied
from sim.study.judgement.frontier import PROMISED_FIRST, Kept, find_frontier, knee_of

REPS = Varied("reps", "Reps", ("6", "8", "10", "12"), (6.0, 8.0, 10.0, 12.0))
HOURS = Varied("response_sla", "First call within", ("1 h", "4 h", "8 h"), (1.0, 4.0, 8.0))
PATHS = {"reps": "team.reps", "response_sla": PROMISED_FIRST}
NOTHING = Kept(math.nan, math.nan, math.nan)


def sure(share):
    return Kept(share, share - 0.01, share + 0.01)


def frontier(varied, share_of, least=0.9):
    cells = [{}]
    for each in varied:
        cells = [{**cell, each.lever: setting} for cell in cells for setting in each.settings]
    return find_frontier(varied, cells, [share_of(cell) for cell in cells], PATHS, least)


def kept_by_time(cell):
    """Twelve reps keep an hour, ten and eight keep four, six keep eight."""
    hours, reps = int(cell["response_sla"].split()[0]), int(cell["reps"])
    return sure(0.95 if hours >= {6: 8, 8: 4, 10: 4, 12: 1}[reps] else 0.6)


def test_the_tightest_time_kept_by_every_team():
    found = frontier([REPS, HOURS], kept_by_time)
    assert found.axis == HOURS
    assert [(edge.others["reps"], edge.setting) for edge in found.edges] == [
        ("6", "8 h"),
        ("8", "4 h"),
        ("10", "4 h"),
        ("12", "1 h"),
    ]
    assert "With reps 6, the tightest promise kept is first call within 8 h" in found.sentence


def test_the_order_of_levers_does_not_matter():
    one, other = frontier([REPS, HOURS], kept_by_time), frontier([HOURS, REPS], kept_by_time)
    assert one.edges == other.edges
    assert one.knees == other.knees


def test_the_knee_is_named():
    falls = {6: 8, 8: 1, 10: 1, 12: 1}
    found = frontier([REPS, HOURS], lambda cell: sure(0.95 if int(cell["response_sla"][0]) >= falls[int(cell["reps"])] else 0.5))
    assert found.knees == ({"reps": "8", "response_sla": "1 h"},)
    assert "The knee is at first call within 1 h, reps 8" in found.sentence


def test_a_single_lever_is_tight_where_less_is_kept():
    found = frontier([REPS], lambda cell: sure({"6": 0.5, "8": 0.93, "10": 0.96, "12": 0.97}[cell["reps"]]))
    assert found.edges[0].setting == "8"
    assert found.knees == ({"reps": "8"},)
    assert found.sentence.startswith("The promise is kept from reps 8 on (93 %, at least 90 %")
    turned = frontier([REPS], lambda cell: sure({"6": 0.97, "8": 0.96, "10": 0.93, "12": 0.5}[cell["reps"]]))
    assert turned.edges[0].setting == "10"  # as with leads: more of them are harder


def test_perhaps_is_not_kept():
    perhaps = Kept(0.92, 0.85, 0.99)
    assert perhaps.status(0.9) == "cannot tell"
    assert frontier([REPS], lambda cell: perhaps if cell["reps"] < "8" else sure(0.95)).edges[0].setting != "6"
    assert (sure(0.5).status(0.9), NOTHING.status(0.9), sure(0.95).status(0.9)) == ("broken", "no promise", "kept")


def test_none_kept_says_how_near_it_comes():
    found = frontier([REPS, HOURS], lambda cell: sure(0.6 + int(cell["reps"]) / 100))
    assert all(edge.setting is None for edge in found.edges)
    assert "No setting tried keeps the promise for 90 %: the best with reps 12 keeps it for 72 %" in found.sentence


def test_combinations_that_keep_nothing_are_counted():
    found = frontier([REPS, HOURS], lambda cell: sure(0.95 if cell["reps"] != "6" else 0.4))
    assert "Of 4 settings of reps 1 does not keep it at any setting tried." in found.sentence
    vague = {"6": sure(0.4), "8": Kept(0.88, 0.8, 0.96)}
    found = frontier([REPS, HOURS], lambda cell: vague.get(cell["reps"], sure(0.95)))
    assert "Of 4 settings of reps 1 does not keep it at any setting tried, and of 1 it cannot be told." in found.sentence
    found = frontier([REPS, HOURS], lambda cell: vague.get(cell["reps"], sure(0.5)))
    assert found.sentence.startswith(
        "No setting tried is known to keep the promise for 90 %: the best with reps 8 keeps it for 88 %"
    )


def test_without_a_promise_there_is_no_frontier():
    assert frontier([REPS], lambda cell: NOTHING) is None


def test_settings_without_a_size_keep_their_order():
    order = Varied("work_order", "Order", ("own_deals_first", "new_leads_first"), (math.nan, math.nan))
    found = frontier([order], lambda cell: sure(0.95 if cell["work_order"] == "new_leads_first" else 0.4))
    assert found.edges[0].setting == "new_leads_first"
    assert found.knees == ()


@pytest.mark.parametrize(
    ("y", "place"),
    [([0, 8, 9, 10], 1), ([10, 2, 1, 0], 1), ([0, 1, 2, 10], 2), ([0, 1, 2, 3], None), ([1, 1, 1, 1], None)],
)
def test_a_curve_bends_where_it_is_furthest_from_a_line(y, place):
    assert knee_of([0, 1, 2, 3], y) == place


def test_two_points_have_no_knee():
    assert knee_of([0, 1], [0, 5]) is None


def test_a_knee_where_the_promise_is_broken_is_none():
    shares = {"6": 0.5, "8": 0.88, "10": 0.95, "12": 0.96}
    assert frontier([REPS], lambda cell: sure(shares[cell["reps"]]), least=0.94).knees == ()
    assert frontier([REPS], lambda cell: sure(shares[cell["reps"]]), least=0.8).knees == ({"reps": "8"},)
