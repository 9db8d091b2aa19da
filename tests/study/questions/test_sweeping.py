"""A grid of settings on the same leads, with its table, its heat map, and its time."""

import json

import numpy as np
import pytest
from fake_desk import ENGINE
from stories import tiny

from sim.errors import ScenarioError, StudyError
from sim.report.pace import Pace
from sim.scenario.ranges import LONGEST_NAME
from sim.study.questions.comparing import compare
from sim.study.questions.question import name_apart
from sim.study.questions.sweeping import sweep

DESK = """
channels: {web: {volume: 16 per day}}
personas: {buyer: {fit: 0.5, reachable: 0.9, value: '4,000 EUR'}}
agreement: {sales: {first_attempt_within: 4 business hours}}
work: {order: new_leads_first, research: 5 min, attempt: 6 min, conversation: 25 min}
contact: {connect: 0.5, attempts: 3, gaps: [1 business day]}
opportunity: {stages: [{name: offer, delay: 1 d, minutes: 30 min, advance: 0.5}]}
team: {reps: 2}
costs: {rep: 50 k EUR}
experiment: {kind: terminating, horizon: 21 d, follow_up: 7 d, replications: 4}
levers:
  reps: {path: team.reps, from: 1, to: 9, label: Reps}
  response_sla: {path: agreement.sales.first_attempt_within, label: First call within}
"""


@pytest.fixture(scope="module")
def grid():
    return sweep(tiny(DESK), ["reps=1,2,5", "response_sla=1h,4h"], replications=8)


def test_every_combination_is_simulated_with_the_same_luck(grid):
    assert [tuple(cell.values()) for cell in grid.cells] == [
        ("1", "1h"), ("1", "4h"), ("2", "1h"), ("2", "4h"), ("5", "1h"), ("5", "4h"),
    ]  # fmt: skip
    assert {rows.replications for rows in grid.rows} == {8}
    leads = [rows.values[:, grid.engine.place_of("leads")] for rows in grid.rows]
    assert all((each == leads[0]).all() for each in leads)


def test_the_table_is_tidy(grid):
    table = grid.summary()
    assert list(table.columns[:4]) == ["scenario", "reps", "response_sla", "measure"]
    assert len(table) == 6 * len(grid.measures)
    assert set(table["reps"]) == {"1", "2", "5"}


def test_a_setting_is_what_comparing_it_gives():
    base = tiny(DESK)
    swept = sweep(base, {"reps": [3]}, replications=3)
    compared = compare(base, base.replace({"reps": 3}, name="three"), replications=3)
    assert np.array_equal(swept.rows[0].values, compared.rows[1].values, equal_nan=True)


def test_the_promise_is_kept_by_more_reps(grid):
    assert grid.frontier.axis.lever == "response_sla"
    shares = [kept.mean for kept in grid.kept]
    assert shares[0] < shares[1]
    assert shares[1] < shares[3] < shares[5]
    assert grid.kept[5].status(0.9) == "kept"
    assert grid.kept[0].status(0.9) == "broken"
    assert "first call within 4h" in grid.sentence


def test_a_heat_map_is_a_table_of_two_levers(grid):
    heat = grid.heat("revenue", "reps", "response_sla")
    assert heat.shape == (3, 2)
    assert list(heat.index) == ["1", "2", "5"]
    assert heat.loc["5", "4h"] == pytest.approx(grid.estimates[5]["revenue"].mean)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("revenu", "reps", "response_sla"), "no measure is called 'revenu'"),
        (("revenue", "reps", "attempts"), "'attempts' is not varied here"),
        (("revenue", "reps", "reps"), r"'response_sla' needs a setting in at=\{...\}"),
        (("revenue", "reps", "response_sla", {"reps": "7"}), "reps is never 7"),
    ],
)
def test_a_heat_map_that_cannot_be_drawn_says_why(grid, asked, said):
    with pytest.raises(StudyError, match=said):
        grid.heat(*asked)


def test_the_document(grid, tmp_path):
    document = json.loads(json.dumps(grid.to_json(), allow_nan=False))
    assert [each["settings"] for each in document["settings"]] == [dict(cell) for cell in grid.cells]
    assert document["frontier"]["axis"] == "response_sla"
    assert document["frontier"]["kept_from"] == 0.9
    assert document["settings"][5]["kept"] == "kept"
    assert json.loads((grid.save(tmp_path / "out") / "study.json").read_text()) == document


def test_an_adoption_shares_the_past_of_what_is_swept():
    base = tiny(DESK.replace("terminating, horizon: 21 d", "adoption, lead_in: 7 d, horizon: 7 d"))
    swept = sweep(base, ["reps=1,4"], replications=2)
    assert [(len(plan.before.seats), len(plan.after.seats)) for plan in swept.plans] == [(2, 1), (2, 4)]


def test_a_promise_of_attempts_is_to_be_kept_too():
    base = tiny(DESK).replace({"agreement.sales.attempts": 1, "agreement.sales.attempts_within": "1 day", "reps": 6})
    found = sweep(base, {"agreement.sales.attempts": [1, 3]}, replications=3)
    once, thrice = found.kept
    place = found.engine.place_of("cadence_completed_within_sla")
    assert thrice.mean < once.mean
    ratio = found.rows[1].numerators[:, place].sum() / found.rows[1].denominators[:, place].sum()
    assert thrice.mean == pytest.approx(ratio)
    assert found.frontier.edges[0].setting in ("1", None)


def test_nothing_promised_is_said():
    bare = tiny(DESK).replace({"agreement.sales.first_attempt_within": None})
    found = sweep(bare, ["reps=1,2"], replications=2)
    assert found.frontier is None
    assert found.sentence == "Nothing is promised in these settings."
    assert found.to_json()["frontier"] is None


def test_wrong_settings_are_refused_before_anything_is_simulated():
    with pytest.raises(ScenarioError, match="did you mean 'reps'"):
        sweep(tiny(DESK), ["rep=1,2"], engine=ENGINE._replace(compile=None))


@pytest.mark.parametrize(
    ("how", "said"), [({"replications": 0}, "1 or more"), ({"kept_from": 90}, "write 0.9"), ({"seed": -1}, "seed")]
)
def test_what_cannot_be_answered_is_refused(how, said):
    with pytest.raises(StudyError, match=said):
        sweep(tiny(DESK), ["reps=1,2"], **how)


def test_a_steady_sweep_of_a_company_that_changes_is_refused():
    with pytest.raises(StudyError, match="stays as it is"):
        sweep(tiny(DESK + "\npursuit: {beliefs: true}\nhandoff: {routing: round_robin}"), ["reps=1,2"], from_="steady")


def test_the_time_left_is_known_within_a_factor_of_two_though_settings_differ_in_cost():
    """Each setting costs its reps in seconds, and the first replication carries ten seconds of compiling."""
    now = [0.0]

    def simulate(plan, seed, replication):
        now[0] += len(plan.after.seats) + (10 if now[0] == 0 else 0) + 0.2 * (replication % 3)
        return real.simulate(plan, seed, replication)

    from sim.study.crew.engine import simpy_engine

    real = simpy_engine()
    pace, guesses = Pace(lambda: now[0]), []

    def tell(done, planned):
        guesses.append((now[0], pace.left(done, planned)))

    sweep(
        tiny(DESK.replace("21 d", "2 d")), ["reps=1..6"], replications=8, progress=tell, engine=real._replace(simulate=simulate)
    )
    end = now[0]
    assert guesses[-1][1] == 0
    known = [(at, left) for at, left in guesses[:-1] if left is not None]
    assert len(known) > 3
    for at, left in known:
        assert (end - at) / 2 <= left <= 2 * (end - at)


def test_a_frontier_needs_no_follow_up():
    """What comes after the window changes no promise, no deal and no revenue of it."""
    base, vary = tiny(DESK), ["reps=1,2", "response_sla=1h,4h"]
    long, short = (sweep(base.replace({"experiment.follow_up": days}), vary, replications=12) for days in ("14 d", "0 d"))
    for name in ("first_response_within_sla", "cadence_completed_within_sla", "won", "revenue"):
        place = long.engine.place_of(name)
        for one, other in zip(long.rows, short.rows, strict=True):
            assert np.array_equal(one.values[:, place], other.values[:, place], equal_nan=True)
    assert long.frontier == short.frontier
    assert long.sentence == short.sentence


def test_long_names_that_are_alike_are_numbered_within_their_length():
    alike = [tiny().replace({}, name="x" * LONGEST_NAME)] * 11
    names = [each.name for each in name_apart(alike)]
    assert len(set(names)) == 11
    assert max(map(len, names)) == LONGEST_NAME
    assert names[10].endswith(" (11)")


def test_a_time_that_is_read_on_the_promises_clock_is_noted():
    base = tiny(
        "agreement: {sales: {first_attempt_within: 4 business hours}}\nexperiment: {horizon: 7 d, follow_up: 0 d, lead_in: 0 d}"
    )
    found = sweep(base, {"agreement.sales.first_attempt_within": ["2h", "4h"]}, replications=2)
    assert sum("is read as 2 business hours, on the clock of 4 business hours" in note for note in found.notes) == 1
