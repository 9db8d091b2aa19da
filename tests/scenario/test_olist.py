"""The scenario fitted to real data says where its numbers come from, and brings back the wins it was fitted to.

Counts below are totals from "Marketing Funnel by Olist" (Kaggle, published by Olist, CC BY-NC-SA 4.0), of
leads first seen and deals won in São Paulo's days. No row of the data is kept here. The last tests fit the
numbers again when the environment variable SMARKETING_OLIST names the folder that holds the two tables.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from ruamel.yaml import YAML
from scipy import optimize, stats

from sim.compiled import simulate
from sim.log import Event, Events, Log
from sim.plan import Plan, compile_plan
from sim.scenario import read_scenario

Floats = NDArray[np.float64]

FILE = Path(__file__).parents[2] / "scenarios" / "olist.yaml"
ATTRIBUTION = "fitted from: Marketing Funnel by Olist (Kaggle), CC BY-NC-SA 4.0; "
WON = np.array([73, 113, 147])  # January, February, March 2018
MQLS = np.array([1141, 1028, 1174])
WON_BY_CHANNEL = {
    "organic_search": 105,
    "paid_search": 66,
    "unknown": 82,
    "social": 21,
    "direct_traffic": 28,
    "email": 5,
    "other": 6,
    "referral": 5,
    "leads_of_2017": 15,
}
REPLICATIONS = 24
BAND = 0.98  # of a single prediction
MONTHS = (1, 2, 3)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SMALL = ("other", "other publicities", "display")  # origins that are one channel
COMMON = ("organic_search", "paid_search", "direct_traffic", "referral", "other")  # share their weekdays
FIRST_DAY = pd.Timestamp("2017-06-14")
LAST_DAY = pd.Timestamp("2018-03-31")


class Simulated(NamedTuple):
    """Counts of the window by replication, and how long a lead waited for the desk at most."""

    won: Floats  # (r, 3 months)
    mqls: Floats  # (r, 3 months)
    channels: Floats  # (r, c) wins in the order of WON_BY_CHANNEL
    weekend_wins: int
    longest_wait: float  # hours
    longest_closure: float  # hours


@pytest.fixture(scope="module")
def written() -> dict[str, Any]:
    """The file as it stands, sources included."""
    content: dict[str, Any] = YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))
    return content


@pytest.fixture(scope="module")
def simulated() -> Simulated:
    scenario = read_scenario(FILE)
    plan = compile_plan(scenario)
    names = {label: list(plan.names.channels.values()).index(label) for label in plan.names.channels.values()}
    order = [names[scenario.channels[name].label or name] for name in WON_BY_CHANNEL]
    keys = list(plan.names.channels)
    won, mqls, channels, weekend, wait = [], [], [], 0, 0.0
    for replication in range(REPLICATIONS):
        log = simulate(plan, scenario.experiment.seed, replication)
        wins, wins_on = window(plan, log, Event.WON)
        _, mqls_on = window(plan, log, Event.MQL)
        won.append([(wins_on.month == month).sum() for month in MONTHS])
        mqls.append([(mqls_on.month == month).sum() for month in MONTHS])
        channel = dict(zip(log.leads["lead"].tolist(), log.leads["channel"].tolist(), strict=True))
        came_by = [keys.index(channel[lead]) for lead in wins["lead"].tolist()]
        channels.append(np.bincount(came_by, minlength=len(keys))[order])
        weekend += int((wins_on.day_of_week > 4).sum())
        wait = max(wait, float(log.events["amount"][log.events["event"] == Event.CONNECTED].max()))
    calendar = plan.after.seats[0].calendar
    closure = float((calendar.opens[1:] - calendar.closes[:-1]).max()) / 3_600_000_000
    return Simulated(np.array(won), np.array(mqls), np.array(channels), weekend, wait, closure)


def window(plan: Plan, log: Log, event: Event) -> tuple[Events, pd.DatetimeIndex]:
    """Events of a kind within the window, and their local times."""
    rows = log.events[(log.events["event"] == event) & (log.events["time"] >= plan.start)]
    times = pd.Timestamp(plan.origin) + pd.to_timedelta(rows["time"], unit="us")
    return rows, pd.DatetimeIndex(times).tz_convert(plan.timezone)


def outside(simulated: Floats, actual: Floats) -> Floats:
    """How far actual counts lie outside the band in which one more replication would lie; 0: within."""
    n = len(simulated)
    half = stats.t.ppf(0.5 + BAND / 2, n - 1) * simulated.std(axis=0, ddof=1) * math.sqrt(1 + 1 / n)
    gap: Floats = np.maximum(np.abs(actual - simulated.mean(axis=0)) - half, 0.0)
    return gap


# Where the numbers come from.


def test_every_fitted_number_names_the_data_and_its_licence(written: dict[str, Any]) -> None:
    fitted = [
        channel[key] for channel in written["channels"].values() for key in ("volume", "weekday", "season", "day_effect_cv")
    ]
    fitted += [persona["fit"] for persona in written["personas"].values()]
    fitted += [written["opportunity"]["stages"][0]["delay"], written["market"]["calendars"]["office"]["hours"]]

    assert len(fitted) == 4 * 9 + 9 + 2
    assert all(number["source"].startswith(ATTRIBUTION) and number["grade"] == "B" for number in fitted)


def test_every_other_number_of_the_business_is_called_an_assumption(written: dict[str, Any]) -> None:
    unfitted = [
        node
        for section in written
        for node in sourced(written[section])
        if not node["source"].startswith(ATTRIBUTION) and "holidays" not in node["source"]
    ]

    assert len(unfitted) > 30
    assert all(node["source"].startswith("assumption: ") and "grade" not in node for node in unfitted)


def sourced(node: Any) -> Iterator[dict[str, Any]]:
    """Walk all values that are written with their source."""
    if isinstance(node, dict):
        if "source" in node:
            yield node
        for item in node.values():
            yield from sourced(item)
    elif isinstance(node, list):
        for item in node:
            yield from sourced(item)


def test_the_file_names_publisher_licence_and_what_it_is_not() -> None:
    head = FILE.read_text(encoding="utf-8").split("name:")[0]

    assert "published by Olist on Kaggle" in head
    assert "creativecommons.org/licenses/by-nc-sa/4.0" in head
    assert "calibration, not a forecast" in head


# What it brings back: the totals it was fitted to. This is calibration, not a forecast.


@pytest.mark.slow
def test_actual_wins_lie_in_the_band_of_each_month_and_of_the_quarter(simulated: Simulated) -> None:
    assert (outside(simulated.won, WON) == 0).all(), simulated.won.mean(axis=0)
    assert outside(simulated.won.sum(axis=1), WON.sum()) == 0


@pytest.mark.slow
def test_actual_wins_lie_in_the_band_of_each_channel(simulated: Simulated) -> None:
    actual = np.array(list(WON_BY_CHANNEL.values()))

    assert actual.sum() == WON.sum()
    assert (outside(simulated.channels, actual) == 0).all(), simulated.channels.mean(axis=0)


@pytest.mark.slow
def test_actual_leads_lie_in_the_band_of_each_month(simulated: Simulated) -> None:
    assert (outside(simulated.mqls, MQLS) == 0).all(), simulated.mqls.mean(axis=0)
    assert outside(simulated.mqls.sum(axis=1), MQLS.sum()) == 0


@pytest.mark.slow
def test_the_desk_decides_nothing(simulated: Simulated) -> None:
    assert simulated.weekend_wins == 0
    assert simulated.longest_wait < simulated.longest_closure + 2


# The fit again, where the data are at hand.


class Data(NamedTuple):
    """Leads with their channel, day of first contact and day won (NaT: not yet, or never)."""

    leads: pd.DataFrame  # channel, day, won
    open_days: pd.DatetimeIndex


@pytest.fixture(scope="module")
def data(written: dict[str, Any]) -> Data:
    folder = os.environ.get("SMARKETING_OLIST")
    if not folder:
        pytest.skip("SMARKETING_OLIST does not name a folder with the data's mql.csv and closed_deals.csv")
    leads = pd.read_csv(Path(folder) / "mql.csv", parse_dates=["first_contact_date"])
    deals = pd.read_csv(Path(folder) / "closed_deals.csv", parse_dates=["won_date"])
    closed = pd.to_datetime(written["market"]["calendars"]["office"]["holidays"]["value"])
    open_days = pd.bdate_range(FIRST_DAY, LAST_DAY).difference(closed)

    local = deals["won_date"].dt.tz_localize("UTC").dt.tz_convert(written["market"]["timezone"])
    won = leads["mql_id"].map(local.dt.tz_localize(None).dt.normalize().set_axis(deals["mql_id"]))
    won = won.where(won.isna() | (won >= leads["first_contact_date"]), leads["first_contact_date"])
    next_open = {day: open_days[open_days >= day][0] for day in won.dropna().unique()}
    channel = leads["origin"].fillna("unknown").replace(dict.fromkeys(SMALL, "other")).str.replace(" ", "_")
    channel = channel.where(leads["first_contact_date"].dt.year == 2018, "leads_of_2017")
    day = leads["first_contact_date"]
    return Data(pd.DataFrame({"channel": channel, "day": day, "won": won.map(next_open)}), open_days)


def test_the_totals_above_are_the_data_s(data: Data) -> None:
    new, won = data.leads[data.leads["day"].dt.year == 2018], data.leads[data.leads["won"].dt.year == 2018]

    assert new["day"].dt.month.value_counts().sort_index().tolist() == MQLS.tolist()
    assert won["won"].dt.month.value_counts().sort_index().tolist() == WON.tolist()
    assert won["channel"].value_counts().to_dict() == WON_BY_CHANNEL


def test_volume_weekdays_and_season_make_each_month_s_leads(written: dict[str, Any], data: Data) -> None:
    for name, channel in written["channels"].items():
        weights = np.array([channel["weekday"]["value"][day] for day in WEEKDAYS])
        per_day = float(channel["volume"]["value"].split()[0])
        counts = daily(data, name)
        month = dates(counts).month
        season = month.map(channel["season"]["value"])
        expected = pd.Series(per_day * weights[dates(counts).day_of_week] / weights.mean() * season, counts.index)

        assert (expected - counts).groupby(month).sum().abs().max() < 0.5 + 0.002 * counts.sum()


def test_weekdays_and_day_effects_are_the_fitted_ones(written: dict[str, Any], data: Data) -> None:
    common = pd.concat([daily(data, name) for name in COMMON], axis=1).sum(axis=1)
    for name, channel in written["channels"].items():
        counts = daily(data, name)
        pooled = common if name in COMMON else counts
        weights = weekday_weights(pooled)
        # Weekdays that channels share cost each of them its part of the six.
        parameters = dates(counts).month.nunique() + 6 * counts.sum() / pooled.sum()
        assert [channel["weekday"]["value"][day] for day in WEEKDAYS] == pytest.approx(weights, abs=0.006)
        assert channel["day_effect_cv"]["value"] == pytest.approx(day_effect_cv(counts, weights, parameters), abs=0.006)


def daily(data: Data, channel: str) -> pd.Series:
    """Leads of a channel by day, days without any included."""
    first, last = (FIRST_DAY, "2017-12-31") if channel == "leads_of_2017" else ("2018-01-01", LAST_DAY)
    days = pd.date_range(first, last)
    return data.leads.loc[data.leads["channel"] == channel, "day"].value_counts().reindex(days, fill_value=0)


def dates(counts: pd.Series) -> pd.DatetimeIndex:
    return pd.DatetimeIndex(counts.index)


def month_means(counts: pd.Series, weights: Floats) -> Floats:
    """Mean of each day as its month's level times its weekday's weight."""
    weight = pd.Series(weights[dates(counts).day_of_week], counts.index)
    month = dates(counts).month
    level = counts.groupby(month).sum() / weight.groupby(month).sum()
    means: Floats = weight.to_numpy() * month.map(level.to_dict()).to_numpy()
    return means


def weekday_weights(counts: pd.Series) -> Floats:
    """Weights of mean 1 of the multiplicative Poisson model weekday x month, by proportional fitting."""
    weights = np.ones(7)
    weekday = dates(counts).day_of_week
    for _ in range(200):
        means = month_means(counts, weights)
        weights = weights * np.bincount(weekday, counts) / np.bincount(weekday, means)
        weights /= weights.mean()
    return weights


def day_effect_cv(counts: pd.Series, weights: Floats, parameters: float) -> float:
    """Coefficient of variation of a Gamma day effect, such that Pearson's statistic equals its degrees of freedom."""
    means = month_means(counts, weights)
    square = (counts.to_numpy() - means) ** 2

    def excess(variance: float) -> float:
        return float((square / (means + variance * means**2)).sum() - (len(means) - parameters))

    return math.sqrt(optimize.brentq(excess, 0.0, 50.0)) if excess(0.0) > 0 else 0.0


@pytest.mark.slow
def test_conversion_and_time_to_win_are_the_likeliest(written: dict[str, Any], data: Data) -> None:
    names = [name for name in written["personas"] if name != "leads_of_2017"]
    fit = np.array([share(written, name) for name in names])
    delay = written["opportunity"]["stages"][0]["delay"]["value"]
    scale, k = float(delay["scale"].split()[0]), delay["k"]
    leads = data.leads[data.leads["channel"] != "leads_of_2017"]
    channel = leads["channel"].map(names.index).to_numpy()
    won = leads["won"].notna().to_numpy()
    row = (leads["day"] - pd.Timestamp("2018-01-01")).dt.days.to_numpy()
    column = data.open_days.get_indexer(pd.DatetimeIndex(leads["won"][won]))
    days = pd.date_range("2018-01-01", LAST_DAY)

    def loss(x: Floats) -> float:
        ever = 1 / (1 + np.exp(-x[:-2]))
        by = won_by(days, data.open_days, *np.exp(x[-2:]))
        on = np.diff(by, axis=1, prepend=0.0)
        wins = ever[channel[won]] * on[row[won], column]
        return float(-np.log(wins).sum() - np.log1p(-ever[channel[~won]] * by[row[~won], -1]).sum())

    start = np.concatenate([np.log(fit / (1 - fit)), np.log([scale, k])])
    best = optimize.minimize(loss, start + 0.1, method="BFGS", options={"gtol": 0.01})

    assert best.fun <= loss(start) < best.fun + 0.02
    assert 1 / (1 + np.exp(-best.x[:-2])) == pytest.approx(fit, abs=0.001)
    assert np.exp(best.x[-2:]) == pytest.approx([scale, k], rel=0.01)


def test_the_leads_of_2017_have_the_share_that_makes_their_wins_of_2018(written: dict[str, Any], data: Data) -> None:
    delay = written["opportunity"]["stages"][0]["delay"]["value"]
    by = won_by(pd.date_range(FIRST_DAY, "2017-12-31"), data.open_days, float(delay["scale"].split()[0]), delay["k"])
    before = int(data.open_days.searchsorted(pd.Timestamp("2018-01-01")))
    exposure = float((daily(data, "leads_of_2017").to_numpy() * (by[:, -1] - by[:, before - 1])).sum())

    assert share(written, "leads_of_2017") == pytest.approx(WON_BY_CHANNEL["leads_of_2017"] / exposure, abs=0.001)


def share(written: dict[str, Any], persona: str) -> float:
    return float(written["personas"][persona]["fit"]["value"].split()[0]) / 100


def won_by(days: pd.DatetimeIndex, open_days: pd.DatetimeIndex, scale: float, k: float) -> Floats:
    """Chance that a lead of a day that will be won is won by the close of each open day, shape (days, open days).

    The conversation is at the next open moment after capture, the deal is won at the next one after the time to win.
    """
    hours = np.arange(24) + 0.5
    weights = np.where((hours > 8) & (hours < 17), 0.62 / 9, 0.38 / 15)
    opened = (open_days - FIRST_DAY).days.to_numpy() + 8 / 24
    closed = opened + 12 / 24
    captured = (days - FIRST_DAY).days.to_numpy()[:, None] + hours / 24
    next_one = np.minimum(np.searchsorted(closed, captured, side="right"), len(closed) - 1)
    conversation = np.maximum(captured, opened[next_one])
    lasted = np.maximum(closed - conversation[:, :, None], 0.0)
    chance: Floats = np.einsum("h,dho->do", weights, -np.expm1(-((lasted / scale) ** k)))
    return chance
