"""The invented company behaves as companies are said to: bands, not numbers.

Bands are those of audits and surveys: HBR 2011, InsideSales and RevenueHero on first response, Sabnis et al.
2013 on leads not pursued, Nectafy on when leads come, Obermayer's Rule of 45 on when they buy.
"""

import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from companies import Happened, happens

from sim.log import Event, Log
from sim.measures.lookup import DAY, HOUR
from sim.measures.response import answered, followed
from sim.plan import Plan
from sim.rules.codes import NEVER

pytestmark = pytest.mark.slow

YEAR = ("experiment.conversion_age=365 d",)  # the follow-up of half a year leaves leads of that age
REPLICATIONS = 2


def years() -> list[Happened]:
    """Years after the half year that leads in."""
    return [happens("baseline", *YEAR, replication=replication) for replication in range(REPLICATIONS)]


def mean(name: str) -> float:
    """Mean of a measure."""
    return float(np.mean([each.measures[name] for each in years()]))


def local(plan: Plan, times: np.ndarray) -> list[datetime.datetime]:
    """Instants as the company's clocks show them."""
    zone = ZoneInfo(plan.timezone)
    return [(plan.origin + datetime.timedelta(microseconds=int(time))).astimezone(zone) for time in times]


BANDS = {
    "share_never_worked": (0.40, 0.70),
    "share_not_properly_worked": (0.60, 0.90),
    "share_never_answered": (0.20, 0.60),
    "first_response_hours_median": (2, 30),
    "first_response_hours_mean": (24, 100),
    "mqls": (0.9 * 9600, 1.1 * 9600),
    "utilisation": (0.50, 0.95),
    "won": (60, 90),
}


@pytest.mark.parametrize("name", BANDS)
def test_the_siloed_company_is_as_audits_find_companies(name: str):
    least, most = BANDS[name]
    assert least <= mean(name) <= most


def test_nearly_nobody_is_won_within_a_year():
    assert 0.97 <= 1 - mean("mql_to_won") <= 0.997
    assert 0.99 <= 1 - mean("lead_to_won") <= 0.999


def test_those_pursued_are_tried_once_or_twice():
    for each in years():
        e = each.tables.episodes
        worked = followed(each.tables) & (e.attempted < NEVER)
        assert 1.3 <= each.tables.attempts_by(np.full(len(worked), NEVER))[worked].mean() <= 2


def test_leads_come_at_weekends_and_at_night_too():
    for each in years():
        captured = each.log.leads["captured"]
        moments = local(each.plan, captured[each.tables.within(captured)])
        assert np.mean([moment.weekday() >= 5 for moment in moments]) == pytest.approx(0.12, abs=0.025)
        assert np.mean([not 8 <= moment.hour < 17 for moment in moments]) == pytest.approx(0.38, abs=0.03)


def test_mondays_answer_what_the_weekend_left():
    for each in years():
        e, chosen = each.tables.episodes, answered(each.tables)
        hours = (e.attempted[chosen] - each.tables.clock_start[chosen]) / HOUR
        day = np.array([moment.weekday() for moment in local(each.plan, e.attempted[chosen])])
        assert hours[day == 0].mean() > 1.1 * hours[day > 0].mean()


def bought(plan: Plan, log: Log, by: float) -> float:
    """Share of the leads captured in the window whose buyer had bought from somebody after so many days."""
    ends = log.events[np.isin(log.events["event"], (Event.WINDOW_CLOSED, Event.WON))]
    first = dict(zip(ends["lead"][::-1].tolist(), ends["time"][::-1].tolist(), strict=True))
    leads = log.leads[(log.leads["captured"] >= plan.start) & (log.leads["captured"] < plan.start + plan.horizon)]
    ages = np.array([first.get(int(lead["lead"]), NEVER) - lead["captured"] for lead in leads])
    return float(np.mean(ages <= by * DAY))


def test_buyers_buy_from_somebody_as_the_rule_of_45_says():
    quiet = ("scoring.threshold=1000", "nurture.touches=[]", "nurture.drip=null", "nurture.turns_to_us=0", "nurture.visits=0")
    times = ("experiment.lead_in=0 d", "experiment.horizon=8 weeks", "experiment.follow_up=53 weeks")
    found = happens("baseline", "experiment.kind=terminating", *times, *quiet, "content.pieces=0")
    for months, least, most in ((3, 0.10, 0.15), (6, 0.22, 0.30), (12, 0.40, 0.50)):
        assert least <= bought(found.plan, found.log, months * 365.25 / 12) <= most
