"""No decision depends on what nobody can see: decisions replayed from what was observed, and twin worlds."""

import math

import numpy as np
import pytest
from stories import Event, Told, tiny, told, told_readably

from sim.log import DICTIONARY, Reason, TaskKind
from sim.model import coming, company
from sim.model.clock import Clock
from sim.model.draws import Draws
from sim.rules.draws import Purpose, uniform
from sim.rules.nurture import decayed
from sim.rules.pursuit import faded, pursue_chance
from sim.rules.scoring import fit_score

COMPANY = """
channels:
  web: {volume: 6 per day, hand_raiser: true, score: 5, unrecorded: 0.2}
  mail: {volume: 25 per day, hand_raiser: false, cost_per_lead: 9 EUR, unrecorded: 0.3}
personas:
  buyer:
    fit: 0.5
    window: {starts: decision, lasts: 'exponential, mean 20 d', announce_share: 0.3}
    readiness: {no_need: 4, awareness: 2, consideration: 2, decision: 2}
    need: exponential, mean 60 d
    awareness: exponential, mean 9 d
    consideration: exponential, mean 9 d
nurture:
  touches: [{wait: 'exponential, mean 5 d', engages: 0.4, points: 10, repeat: 9}]
  fatigue: 0.25
  unsubscribe: 0.005
  readiness: 0.3
  speeds: 0.5
scoring: {auc: 0.7, threshold: 16, half_life: 30 d}
agreement: {calendar: office, sales: {first_attempt_within: 4 business hours, enforcement: alert}}
handoff: {routing: least_loaded, attention: 'exponential, mean 2 h'}
team: {reps: 3, veterans: 0, own_pipeline: {hours: 12}, tenure: 'exponential, mean 60 d', hiring_lag: 3 d}
pursuit:
  {beliefs: true, prior: 0.1, priors: {web: 0.3}, tracking: 0.1, enforcement: 0.2, load: 0.2, load_at: 20, closes_after: 20 d}
work: {research: 5 min, order: highest_score}
contact: {connect: 0.4, attempts: 3}
opportunity: {stages: [{name: demo, delay: 2 d, minutes: 45 min, advance: 0.6}]}
recycle: {rejected: 0.5, unreachable: 0.5, lost: 0.5, ignored: 0.3, cooling: 4 d, most: 2}
feedback: {meeting: {}, completeness: 0.8, ignored_as_rejected: 0.3, learns: true, incentive: leads, loosening: 6, targeting: 0.1,
           chases: 5}
experiment: {start: 2026-01-05, horizon: 90 d}
"""
CHOICES = (Event.PURSUED, Event.IGNORED)


@pytest.fixture(scope="module")
def story() -> Told:
    return told(tiny(COMPANY))


def observed(one: Told) -> np.ndarray:
    """What the company can see of the log."""
    seen = [int(event) for event, entry in DICTIONARY.items() if entry.visibility == "observed"]
    return one.log.events[np.isin(one.log.events["event"], seen)]


def test_every_choice_to_call_follows_from_what_the_rep_saw(story: Told):
    terms = story.plan.after
    pursuit, agreement = terms.pursuit, terms.agreement
    priors = {channel.key: channel.prior for channel in terms.channels} | {0: float(np.mean([0.1, 0.3]))}
    channel_of = dict(zip(story.keys, story.log.leads["recorded"].tolist(), strict=True))
    beliefs: dict[tuple[int, int], tuple[float, float, int]] = {}
    ended: dict[int, int] = {}
    minutes: dict[int, float] = {}
    holder: dict[int, int] = {}
    due: dict[int, float] = {}
    tried: dict[int, int] = {}
    ignored: set[int] = set()
    replayed = 0

    def experience(rep: int, channel: int, now: int) -> tuple[float, float]:
        good, bad = priors[channel] * pursuit.weight, (1 - priors[channel]) * pursuit.weight
        if (rep, channel) not in beliefs:
            return good, bad
        seen = beliefs[rep, channel]
        age = float(now - seen[2])
        return faded(seen[0], good, age, pursuit.half_life), faded(seen[1], bad, age, pursuit.half_life)

    for row in observed(story):
        time, lead, rep, event = int(row["time"]), int(row["lead"]), int(row["rep"]), Event(row["event"])
        kind = row["item"] >> 16 & 255
        if event == Event.REP_JOINED:
            beliefs = {key: value for key, value in beliefs.items() if key[0] != rep}
            ended[rep], minutes[rep] = 0, 0.0
        elif event == Event.DELIVERED:
            tried[lead], due[lead] = 0, math.inf
        elif event == Event.CLOCK_STARTED and row["item"] & 0xFFFF == 1:
            due[lead] = row["amount"]
        elif event in (Event.ASSIGNED, Event.REASSIGNED):
            holder[lead] = rep
        elif event in (Event.CLOSED, Event.RECYCLED):
            holder.pop(lead, None)
            ignored.discard(lead)
        elif event in (Event.TASK_ENDED, Event.TASK_LAID_DOWN):
            if kind in (TaskKind.RESEARCH, TaskKind.ATTEMPT, TaskKind.CONVERSATION):
                minutes[rep] += row["amount"]
            tried[lead] = tried.get(lead, 0) + (kind == TaskKind.ATTEMPT)
        elif event in (Event.QUALIFIED, Event.REJECTED) or (
            event == Event.GAVE_UP and row["reason"] != Reason.IGNORED and tried[lead] and rep
        ):
            good, bad = experience(rep, channel_of[lead], time)
            beliefs[rep, channel_of[lead]] = (good + (event == Event.QUALIFIED), bad + (event != Event.QUALIFIED), time)
            ended[rep] += 1
        elif event in CHOICES:
            good, bad = experience(rep, channel_of[lead], time)
            least = (pursuit.minutes_per_lead * 10 + minutes[rep]) / (10 + ended[rep]) / terms.own.per_sql
            push = pursuit.tracking + (pursuit.enforcement if agreement.enforcement and due[lead] < 1 << 62 else 0)
            ignored.discard(lead)
            open_leads = float(sum(each == rep for held, each in holder.items() if held not in ignored))
            chance = pursue_chance(good / (good + bad), least, push, pursuit.load, open_leads, pursuit.load_at, pursuit.spread)
            assert row["amount"] == pytest.approx(chance, rel=1e-9)
            drawn = uniform(1, 0, Purpose.PURSUED, lead, int(row["item"]))
            assert (event == Event.PURSUED) == (drawn < row["amount"])
            if event == Event.IGNORED:
                ignored.add(lead)
            replayed += 1
    assert replayed > 300
    assert story.number(Event.IGNORED) > 50 < story.number(Event.PURSUED)


def test_every_mql_follows_from_score_and_threshold(story: Told):
    scoring = story.plan.after.scoring
    leads = {int(row["lead"]): row for row in story.log.leads}
    base = {channel.key: channel.score for channel in story.plan.after.channels}
    raisers = {channel.key for channel in story.plan.after.channels if channel.hand_raiser}
    points: dict[int, tuple[float, int]] = {}
    nurturing: set[int] = set()
    weights, threshold = scoring.weights.copy(), scoring.threshold
    rows = observed(story)
    raised = {(int(row["lead"]), int(row["time"])) for row in rows[rows["event"] == Event.MQL]}
    replayed = 0

    def score(lead: int, now: int) -> float:
        worth, since = points.get(lead, (0.0, now))
        row = leads[lead]
        firm = scoring.points * fit_score(np.ascontiguousarray(row["features"]), np.ascontiguousarray(weights))
        return scoring.base + base[int(row["channel"])] + firm + decayed(worth, now - since, scoring.half_life)

    def nobody_waits_above(now: int) -> None:
        late = [lead for lead in nurturing if score(lead, now) >= threshold + 1e-9 and (lead, now) not in raised]
        assert late == []

    for row in rows:
        time, lead, event = int(row["time"]), int(row["lead"]), Event(row["event"])
        first = row["item"] >> 24 == 0
        if event == Event.CAPTURED:
            assert row["amount"] == pytest.approx(score(lead, time), abs=1e-9)
            asks = int(leads[lead]["channel"]) in raisers
            assert ((lead, time) in raised) == (asks or row["amount"] >= threshold)
            nurturing.add(lead)
        elif event == Event.ENGAGED:
            worth, since = points.get(lead, (0.0, time))
            points[lead] = (decayed(worth, time - since, scoring.half_life) + 10.0, time)
            assert row["amount"] == pytest.approx(score(lead, time), abs=1e-9)
            assert ((lead, time) in raised) == (row["amount"] >= threshold)
            replayed += 1
        elif event == Event.MQL:
            assert row["amount"] == pytest.approx(score(lead, time), abs=1e-9)
            asks = first and int(leads[lead]["channel"]) in raisers
            assert asks or row["amount"] >= threshold - 1e-9
            nurturing.discard(lead)
        elif event in (Event.CLOSED, Event.UNSUBSCRIBED, Event.WITHDREW):
            nurturing.discard(lead)
        elif event == Event.THRESHOLD:
            lower, threshold = row["amount"] < threshold, row["amount"]
            if lower:
                nobody_waits_above(time)
        elif event == Event.LEARNED and row["item"] < len(weights):
            weights[row["item"]] = row["amount"]
    assert replayed > 1000
    assert story.number(Event.LEARNED) > 50
    assert story.number(Event.THRESHOLD) >= 4


# The buyer's own doing, which the company sees as it happens.
SEEN_OF_BUYERS = {
    Event.ENGAGED, Event.CONNECTED, Event.NO_ANSWER, Event.ACCEPTED, Event.QUALIFIED, Event.REJECTED, Event.WITHDREW, Event.WON,
    Event.LOST, Event.NO_SHOW, Event.TURNED_TO_US, Event.VISITED, Event.UNSUBSCRIBED, Event.REVEALED, Event.AUTO_REPLIED,
    Event.STAGE_ENTERED,
}  # fmt: skip


def first_difference(one: Told, other: Told) -> tuple[set[Event], int]:
    """What happened first in only one of two worlds, and when."""
    mine, theirs = observed(one), observed(other)
    n = min(len(mine), len(theirs))
    i = int(np.flatnonzero(mine[:n] != theirs[:n])[0])
    return {Event(mine["event"][i]), Event(theirs["event"][i])}, int(min(mine["time"][i], theirs["time"][i]))


@pytest.mark.parametrize("replication", range(4))
def test_other_buyers_behind_the_same_forms_are_treated_alike_until_they_show(monkeypatch, replication: int):
    scenario = tiny(COMPANY)
    one = told(scenario, replication=replication)
    real, shown = coming.buyers, coming.firms
    truths: dict[bytes, np.ndarray] = {}

    def others(seed, replication, leads, *rest):
        truth = real(seed, replication, leads, *rest)
        truths[leads.tobytes()] = truth
        twin = real(seed, replication + 1000, leads, *rest)
        twin[:, 0] = truth[:, 0]  # the same persona
        return twin

    monkeypatch.setattr(coming, "buyers", others)

    def same_forms(seed, replication, leads, _, *rest):
        return shown(seed, replication, leads, truths[leads.tobytes()], *rest)

    monkeypatch.setattr(coming, "firms", same_forms)
    other = told_readably(scenario, replication=replication)
    assert one.log.leads["features"].tobytes() == other.log.leads["features"].tobytes()
    assert one.log.leads["fit"].tobytes() != other.log.leads["fit"].tobytes()
    events, _ = first_difference(one, other)
    assert events & SEEN_OF_BUYERS


TRUTH_ONLY = {
    Purpose.WINDOW, Purpose.WINDOW_ANNOUNCED, Purpose.NEED, Purpose.DWELL, Purpose.REPURCHASE, Purpose.CONNECT, Purpose.ACCEPT,
    Purpose.STAGE_ADVANCE, Purpose.NO_SHOW, Purpose.TURNS_TO_US, Purpose.UNSUBSCRIBED, Purpose.TOUCH_ENGAGED, Purpose.STAYS,
}  # fmt: skip


@pytest.mark.parametrize("days", [3, 10, 31, 60])
def test_another_fate_from_a_day_on_changes_no_decision_before_it_shows(monkeypatch, days: int):
    scenario = tiny(COMPANY)
    one = told(scenario)
    clocks: list[Clock] = []

    class Remembered(Clock):
        def __init__(self) -> None:
            super().__init__()
            clocks.append(self)

    class Twin(Draws):
        def __init__(self, seed: int, replication: int) -> None:
            super().__init__(seed, replication)
            fate = Draws(seed, replication + 1000)
            for name in ("uniform", "happens", "value", "time"):
                mine, theirs = getattr(self, name), getattr(fate, name)

                def either(purpose, *rest, mine=mine, theirs=theirs):
                    turned = purpose in TRUTH_ONLY and clocks[-1]._now >= days * 86_400_000_000
                    return (theirs if turned else mine)(purpose, *rest)

                setattr(self, name, either)

    monkeypatch.setattr(company, "Clock", Remembered)
    monkeypatch.setattr(company, "Draws", Twin)
    other = told_readably(scenario)
    events, when = first_difference(one, other)
    assert when >= days * 86_400_000_000
    assert events & SEEN_OF_BUYERS


def test_the_log_says_of_every_event_who_can_see_it(story: Told):
    truth = {event for event, entry in DICTIONARY.items() if entry.visibility == "truth"}
    assert truth == {
        Event.WINDOW_OPENED, Event.WINDOW_CLOSED, Event.NEED_AROSE, Event.GOT_READIER, Event.CALLED_EARLY, Event.CUSTOMER,
    }  # fmt: skip
    assert len(observed(story)) < len(story.log.events)
