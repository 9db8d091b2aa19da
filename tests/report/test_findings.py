"""What pictures show is computed from studies, and titles claim no more than intervals allow."""

import math
import re

import numpy as np
import pytest
from invented import invent

from sim.errors import StudyError
from sim.report.findings.bars import find_hours, find_missed, find_waste
from sim.report.findings.claims import changes, largest, short
from sim.report.findings.clouds import DOTS, find_clouds, find_pairs
from sim.report.findings.convergence import find_convergence, find_warmup
from sim.report.findings.funnel import find_funnel
from sim.report.findings.intervals import Square, most_mixed
from sim.report.findings.response import find_response
from sim.report.findings.weeks import SPAN, find_weeks
from sim.statistics import student_interval


def test_a_cloud_has_a_dot_a_year_and_the_means_of_the_study():
    study = invent({"revenue": 1.5e6})
    found = find_clouds(study)
    assert [row.scenario for row in found.rows] == ["Today", "Other 1"]
    assert [row.base for row in found.rows] == [True, False]
    for row, rows, estimates in zip(found.rows, study.rows, study.estimates, strict=True):
        assert row.dots == tuple(sorted(rows.values[:, study.engine.place_of("revenue")]))
        assert (row.mean, row.low, row.high, row.p05, row.p95) == (estimates["revenue"].mean, *estimates["revenue"][1:4],
                                                                     estimates["revenue"].p95)  # fmt: skip


def test_many_years_are_drawn_as_their_percentiles():
    found = find_clouds(invent(replications=1000))
    assert len(found.rows[0].dots) == DOTS
    assert found.note.startswith("Each dot: 1 % of 1,000 simulated years")


def test_a_clear_difference_is_the_title():
    found = find_pairs(invent({"revenue": 1.5e6}))
    assert re.match(r"Revenue rises with Other 1: \+\d+,000 EUR \(95 % interval \+", found.title)
    assert found.gaps
    assert found.rows[0].mean == pytest.approx(5e5, rel=0.1)


def test_a_factor_says_more_of_hours():
    assert find_clouds(invent({"first_response_hours_median": 5.0}), "first_response_hours_median").title.startswith(
        "First response, median: 4.0 times shorter with Other 1, from "
    )


def test_no_difference_is_claimed_where_luck_could_make_it():
    study = invent({"revenue": 1.001e6}, spread=0.2)
    noise = np.random.Generator(np.random.Philox(1)).standard_normal(study.count) * 1e5
    study.rows[1].values.flags.writeable = True
    study.rows[1].values[:, study.engine.place_of("revenue")] += noise - noise.mean()
    assert find_pairs(study).title.startswith("No difference in revenue is shown: ")


def test_equal_years_are_called_equal():
    assert find_pairs(invent({})).title == "Revenue is the same in every one of 20 simulated years, whatever the scenario"


def test_of_several_alternatives_the_clear_ones_are_named():
    title = find_pairs(invent({"revenue": 1.5e6}, {}, {"revenue": 8e5})).title
    assert title.startswith("Revenue against Today: +")
    assert title.index("Other 1") < title.index("Other 3") < title.index("no difference is shown for Other 2")


def test_one_year_says_nothing_of_the_spread():
    study = invent(replications=1)
    for find in (find_clouds, find_hours, find_waste, find_missed, find_funnel, find_response):
        assert "one says nothing of the spread" in find(study).title
        assert "95 %" not in find(study).note


def test_pairs_need_a_comparison():
    with pytest.raises(StudyError, match="need a comparison"):
        find_pairs(invent())


def test_what_is_undefined_everywhere_is_refused():
    study = invent(base={"marketing_belief": math.nan})
    with pytest.raises(StudyError, match="undefined in every simulated year"):
        find_clouds(study, "marketing_belief")


def test_hours_are_shares_of_capacity():
    found = find_hours(invent(spread=0.0))
    shares = {row.category: row.value for row in found.rows}
    assert shares == pytest.approx({
        "Leads that could buy": 0.2, "Leads that could not buy": 0.2, "Own pipeline": 0.3, "Meetings, training": 0.1,
        "Admin": 0.1, "Idle": 0.1,
    })  # fmt: skip
    assert found.title == "The largest part of reps' hours, 30 %: own pipeline"


def test_equal_parts_are_not_told_apart():
    found = find_waste(invent(base={"wasted_rep_hours_too_late": 120.0}, spread=0.3))
    assert re.search(r"bad fit or too late|too late or bad fit", found.title)
    assert found.title.endswith("not told apart")


def test_the_largest_change_is_named_with_both_ends():
    title = find_hours(invent({"idle_hours": 0.0, "productive_hours": 310.0})).title
    assert re.match(r"With Other 1, reps' hours: leads that could buy from \d+ % to \d+ % and idle from [\d.]+ % to 0 %$", title)


def test_a_change_that_luck_could_make_is_not_a_title():
    assert find_hours(invent({})).title == "Reps' hours: no change is shown in 20 simulated years"


def test_both_teams_waste_has_a_group_each():
    found = find_waste(invent())
    assert [(group.name.split(":")[0], group.unit) for group in found.groups] == [("Sales", "h"), ("Marketing", "money")]
    assert found.groups[0].categories == ("Bad fit", "Too late")


def test_nothing_missed_is_nothing_to_draw():
    with pytest.raises(StudyError, match="nothing to draw"):
        find_missed(invent(base={"missed_revenue_ignored": 0.0, "missed_revenue_leaked": 0.0}))


def test_the_funnel_counts_every_step():
    found = find_funnel(invent(spread=0.0))
    assert [(row.step, row.value) for row in found.rows] == [
        ("New leads", 1000.0), ("MQLs", 400.0), ("Handed over", 400.0), ("SQLs", 40.0), ("Deals won", 10.0),
    ]  # fmt: skip
    assert [row.share for row in found.rows if not math.isnan(row.share)] == pytest.approx([0.4, 0.1, 0.25])
    assert found.title == "Of 1,000 new leads a simulated year, 10 are won"


def test_zero_wins_are_said():
    assert find_funnel(invent(base={"won": 0.0})).title.startswith("None of ")


def test_the_funnel_names_the_step_that_changed():
    title = find_funnel(invent({"mql_to_sql_period": 0.2})).title
    assert re.match(r"With Other 1, MQL to SQL from \d+(\.\d)? % to \d+ %$", title)


def test_a_funnel_with_more_deals_says_so():
    title = find_funnel(invent({"mql_to_sql_period": 0.2, "won": 20.0})).title
    assert re.fullmatch(r"With Other 1, MQL to SQL from \d+(\.\d)? % to \d+ % and deals won from 9\.98 to 20", title)
    assert "deals" not in find_funnel(invent({"mql_to_sql_period": 0.2})).title


def test_parts_of_the_first_response_follow_each_other():
    found = find_response(invent(spread=0.0))
    assert [(row.start, row.end) for row in found.rows] == [(-12.0, 0.0), (0.0, 6.0), (6.0, 9.0)]
    assert found.promises[0].promised == "no promise"
    assert found.promises[0].never == "40 % not called in 30 days"


def test_the_part_that_changed_is_the_title():
    title = find_response(invent({"first_response_system_hours": 0.5})).title
    whole, part = title.split("; above all delay before hand-over: ")
    assert re.fullmatch(r"With Other 1, a called lead waits 9\.\d+ h instead of 20\.\d h", whole)
    assert re.fullmatch(r"0\.\d+ h instead of 1\d\.\d h", part)
    more_of_one = invent({"first_response_system_hours": 6.0, "first_response_queue_hours": 9.0}, spread=0.0)
    assert "above all" not in find_response(more_of_one).title


def test_weeks_are_means_of_four_and_know_the_day_of_the_change():
    study = invent({})
    study.rows[1].weekly.flags.writeable = True
    after = [i for i, start in enumerate(study.plans[1].week_starts) if start >= study.plans[1].start]
    study.rows[1].weekly[:, after, 2] *= 3
    found = find_weeks(study)
    assert found.adoption is not None
    assert f"from weeks 1 to {SPAN} on" in found.title
    late = [row for row in found.rows if row.scenario == "Other 1"][-1]
    early = next(row for row in found.rows if row.scenario == "Other 1")
    assert late.mean == pytest.approx(3 * early.mean)


def test_weeks_alike_show_no_difference():
    assert find_weeks(invent({})).title == "Weekly SQLs: no difference is shown in any four weeks"


def test_a_running_mean_is_that_of_the_first_replications():
    study = invent()
    found = find_convergence(study)
    values = study.rows[0].values[:, study.engine.place_of("revenue")]
    for row in found.rows:
        expected = student_interval(values[: row.at])
        assert (row.mean, row.low, row.high) == pytest.approx(expected[:3], rel=1e-9)
    assert found.rows[-1].at == study.count


def test_a_level_start_has_worn_off_at_once():
    assert find_warmup(invent()).title.startswith("The start wears off after ")


def test_intervals_of_changes_hold_together():
    columns = [np.array([1.0, 2.0, 3.0]), np.array([2.0, 1.0, 2.5])]
    one = changes(["a", "b"], ["x"], [columns[:1], columns[1:]])
    many = changes(["a", "b"], ["x", "y"], [[columns[0]] * 2, [columns[1]] * 2])
    assert many[0].gap.half_width > one[0].gap.half_width


def test_the_largest_names_those_not_told_from_it():
    level, same = np.array([1.0, 1.1, 0.9, 1.0]), np.array([1.1, 0.9, 1.1, 0.95])
    assert largest(["a", "b", "c"], [level, same, level / 10])[:2] in (("a", "b"), ("b", "a"))


def test_long_names_end_in_an_ellipsis():
    assert short("a" * 60 + "z" * 40) == "a" * 29 + "…" + "z" * 14
    assert short("short") == "short"


def test_of_many_panels_those_are_drawn_through_which_the_frontier_passes():
    def squares(panel, kept, broken):
        statuses = ["kept"] * kept + ["broken"] * broken
        return [Square(str(i), "", panel, 0.5, 0.4, 0.6, status, "") for i, status in enumerate(statuses)]

    made = {"all": (5, 0), "half": (3, 2), "none": (0, 5), "one": (1, 4)} | {f"{i} more": (2, 3) for i in range(4)}
    rows = [square for panel, counts in made.items() for square in squares(panel, *counts)]
    assert most_mixed(rows, list(made)) == ("half", "one", "0 more", "1 more", "2 more", "3 more")
    assert most_mixed(rows[:20], ["all", "half", "none", "one"]) == ("all", "half", "none", "one")
