"""A steady question is put to companies that stay as they are, with a warm-up that is long enough."""

from types import SimpleNamespace

import numpy as np
import pytest
from fake_desk import ENGINE, WEEK, scenario
from stories import tiny

from sim.errors import StudyError
from sim.scenario import read_scenario
from sim.study.crew.replications import Rows
from sim.study.judgement.steadiness import changes_over_time, refuse_changing, refuse_short
from sim.study.questions.comparing import compare, run

CHANGING = """
experiment: {kind: steady, lead_in: 7 d}
channels: {web: {trend: 0.1, season: {12: 2}, pulses: [{at: 2026-01-10, size: 1}]}}
pursuit: {beliefs: true}
scoring: {auc: 0.7}
feedback: {meeting: {}, learns: true, targeting: 0.1, content: 0.1, coaching: 0.1, training: {}}
agreement: {reviewed: true, definition: {by: both}, marketing: {leads_per_rep: 100 per rep per month, reaction: spend}}
customers: {churn: 0.1, referrals: 0.1, referral_channel: web}
content: {case_study: 0.01}
team: {away: [{seat: 1, on: 2026-01-12}]}
"""


def test_all_that_changes_a_company_is_named_at_once_with_what_to_write():
    with pytest.raises(StudyError) as refused:
        run(tiny(CHANGING), replications=2)
    said = str(refused.value)
    for path in (
        "channels.web.trend: 0", "channels.web.season: {}", "channels.web.pulses: []", "pursuit.beliefs: false",
        "feedback.learns: false", "feedback.targeting: 0", "feedback.content: 0", "feedback.coaching: 0",
        "feedback.training: null", "agreement.reviewed: false", "agreement.marketing.reaction: none",
        "customers.referrals: 0", "content.case_study: 0",
        "team.away: []",
    ):  # fmt: skip
        assert f"write {path}" in said
    assert "or --from adoption" in said


def test_what_it_says_to_write_is_taken():
    base = tiny(CHANGING)
    off = {
        change.path: {"[]": [], "{}": {}, "null": None}.get(change.instead, change.instead) for change in changes_over_time(base)
    }
    off["channels.web.season"] = {str(month): 1 for month in range(1, 13)}  # a mapping is merged, so every month is written
    still = base.replace(off)
    assert list(changes_over_time(still)) == []
    refuse_changing((still,))


def test_the_invented_company_is_refused_and_textbook_desks_are_not():
    with pytest.raises(StudyError, match="stays as it is"):
        compare(read_scenario("baseline"), read_scenario("baseline"), from_="steady")
    for name in ("theory/mmc", "theory/erlang-a", "golden-roberge"):
        refuse_changing((read_scenario(name),))


def test_an_adoption_may_change():
    refuse_changing((read_scenario("baseline"),))


def plan_of(weeks, before, kind="steady"):
    return SimpleNamespace(
        kind=kind, start=before * WEEK, horizon=(weeks - before) * WEEK, week_starts=np.arange(weeks + 1) * WEEK
    )


def rows_of(series):
    nothing = np.empty((len(series), 0))
    return Rows(nothing, nothing, nothing, np.asarray(series)[:, :, None])


ONE = ENGINE._replace(weekly=("won",))
LUCK = np.random.Generator(np.random.Philox(key=1)).standard_normal((20, 60))


def judge(series, before, kind="steady"):
    refuse_short([plan_of(series.shape[1], before, kind)], [rows_of(series)], ["the desk"], ONE)


def test_a_start_that_has_not_worn_off_is_refused_with_the_warm_up_to_write():
    rise = 10 * (1 - np.exp(-np.arange(60) / 4)) + 0.1 * LUCK
    with pytest.raises(
        StudyError, match=r"'the desk' has a warm-up of 2 weeks.*write experiment\.lead_in: (\d+) weeks"
    ) as refused:
        judge(rise, before=2)
    weeks = int(str(refused.value).split("lead_in: ")[1].split()[0])
    assert 10 <= weeks <= 30
    judge(rise, before=weeks)


def test_a_run_that_only_rises_is_too_short():
    with pytest.raises(StudyError, match=r"too short for its warm-up: after 60 simulated weeks.*lead_in: 120 weeks") as refused:
        judge(np.arange(60) + LUCK, before=10)
    _, drawn = str(refused.value).split("\n")
    assert drawn.startswith("  won by week, as Welch draws it: ▁")
    blocks = drawn.split(": ")[1]
    assert len(blocks) == 60 - 4  # four weeks to each side are averaged
    assert list(blocks) == sorted(blocks)


def test_noise_alone_is_not_refused():
    """MSER alone often finds its minimum late in a level series: of 300 such runs, 2 % are refused at most."""
    rng = np.random.Generator(np.random.Philox(key=2))
    refused = 0
    for _ in range(300):
        try:
            judge(rng.standard_normal((10, 20)), before=2)
        except StudyError:
            refused += 1
    assert refused <= 6


def test_only_steady_questions_are_judged():
    judge(np.arange(60) + LUCK, before=10, kind="adoption")


def test_weeks_of_the_follow_up_do_not_count():
    level = np.ones((20, 60)) + 0.01 * LUCK
    level[:, 50:] = 9.0
    plan = plan_of(60, 5)
    plan.horizon = 45 * WEEK
    refuse_short([plan], [rows_of(level)], ["the desk"], ONE)


def test_a_desk_that_starts_empty_under_load_is_refused():
    """A desk near full load, counted from the day it opens: its queue is still growing."""
    busy = tiny(
        """
        channels: {web: {volume: 2 per hour}}
        team: {reps: 1, calendar: always}
        agreement: {calendar: always}
        work: {attempt: 0 min, conversation: 'exponential, mean 32 min'}
        experiment: {kind: steady, lead_in: 0 d, horizon: 56 d, follow_up: 7 d}
        """
    )
    with pytest.raises(StudyError, match="too short for its warm-up"):
        run(busy, replications=6)


def test_welchs_series_of_a_study():
    study = run(scenario(), replications=5, engine=ENGINE)
    table = study.welch(window=1)
    assert list(table.columns) == ["scenario", "week", "series", "mean", "average"]
    first = table[table["series"] == "won_by_week"]
    assert first["mean"].iloc[0] == pytest.approx(study.rows[0].weekly[:, 0, 0].mean())
    assert np.isnan(first["average"].iloc[-1])
    with pytest.raises(StudyError, match="too few for a window of 9"):
        study.welch(window=9)
