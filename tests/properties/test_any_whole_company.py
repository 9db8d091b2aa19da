"""Every mechanism may be switched on beside every other: nothing is lost, and the order of writing never matters."""

import itertools
import json

import numpy as np
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st
from stories import Event, merged, tiny, told
from test_any_company import companies, nobody_does_two_things_at_once, pick, share

from sim.errors import ScenarioError
from sim.log import DICTIONARY, Disposition
from sim.model.clock import Clock

minutes = pick([None, "5 min", "exponential, mean 3 h", {"never": "20 %", "otherwise": "1 h"}])
some = pick([0, 0.5, 3])
OBSERVED = [int(event) for event, entry in DICTIONARY.items() if entry.visibility == "observed"]


@st.composite
def whole_companies(draw):
    """A company of the other property, with any of what makes it whole."""
    tree = draw(companies())
    away = {"no_need": 1, "awareness": 1, "consideration": 1, "decision": 1}
    channel = st.fixed_dictionaries(
        {
            "readiness": pick([None, away, {"no_need": 1}, {"consideration": 1}]),
            "cost_per_lead": pick(["0 EUR", "7 EUR"]),
            "spend": pick([1, 0, 2.5]),
            "breadth": pick([1, 2.5]),
            "wide_personas": pick([{}, {"buyer": 1, "idle": 3}]),
            "unrecorded": share,
            "duplicates": pick([0, 0.5, 1]),
        }
    )
    persona = {
        "need": draw(pick(["never", "2 d", "exponential, mean 5 d", "0 min"])),
        "awareness": draw(pick(["0 d", "exponential, mean 2 d", {"never": "30 %", "otherwise": "1 d"}])),
        "consideration": draw(pick(["0 d", "exponential, mean 2 d", "never"])),
        "repurchase": draw(pick(["never", "2 d", "1 d"])),
        "readiness": draw(pick([{"decision": 1}, away])),
        "firmographics": draw(pick([{}, {"employees": 2.0}])),
    }
    if draw(st.booleans()):
        persona["window"] = {"starts": "decision"}
    tree["personas"]["idle"] = {"fit": 0.2}
    new = {
        "channels": {"web": draw(channel), "chat": draw(channel)},
        "personas": {"buyer": persona},
        "nurture": {
            "drip": draw(pick([None, {"wait": "1 d", "engages": 0.5, "repeat": 9, "reveals": 0.5}])),
            "while_sales_works": draw(pick(["pause", "continue", "support"])),
            "manual": draw(minutes),
            "marketers": draw(pick([1, 3])),
            "calendar": draw(pick(["always", "office", "nights"])),
            "fatigue": draw(some),
            "unsubscribe": draw(pick([0, 0.05, 1])),
            "readiness": draw(some),
            "speeds": draw(some),
            "recalls": draw(some),
            "turns_to_us": draw(share),
            "visits": draw(pick([0, 20])),
        },
        "content": {
            "pieces": draw(pick([0, 20])),
            "nurture": draw(some),
            "follow_up": draw(share),
            "helps": draw(some),
            "annoys": draw(some),
            "case_study": draw(share),
        },
        "scoring": {"auc": draw(pick([None, 0.5, 0.7])), "noise": draw(pick([0, 1])), "base": draw(pick([0, 30]))},
        "agreement": {
            "sales": {"disposition_within": draw(pick([None, "0 min", "2 d", "4 business hours"]))},
            "marketing": {
                "leads_per_rep": draw(pick([None, "10 per month", "9000 per month"])),
                "reaction": draw(pick(["none", "loosen", "spend"])),
            },
            "definition": draw(pick([{}, {"by": "both", "threshold": 5}, {"by": "both", "employees": 30}])),
            "intel": draw(st.booleans()),
            "reviewed": draw(st.booleans()),
        },
        "handoff": {
            "automated": draw(pick([None, {"books": 1, "books_early": 0.5}, {"counts": True}])),
            "match_accounts": draw(st.booleans()),
        },
        "team": {
            "sdrs": draw(pick([0, 1, 3])),
            "own_pipeline": draw(
                pick([
                    None, {"hours": 20},
                    {"hours": 60, "blocks": ["10:00"], "keeps": "1 d", "minutes_per_sql": "60 min", "takes": "2 d"},
                ])
            ),
            "quota": draw(pick([None, "50 k EUR"])),
            "tenure": draw(pick(["never", "exponential, mean 6 d"])),
            "hiring_lag": draw(pick(["0 d", "2 d"])),
            "ramp": draw(pick(["0 d", "10 d"])),
            "skill_sd": draw(pick([0, 1])),
            "veterans": draw(share),
        },
        "work": {"nurture_saves": draw(share), "intel_saves": draw(share), "email": draw(pick(["0 min", "3 min"]))},
        "pursuit": {
            "beliefs": draw(st.booleans()),
            "prior": draw(pick([0, 0.05, 0.3, 1])),
            "priors": draw(pick([{}, {"chat": 0.01}])),
            "tracking": draw(pick([-2, 0, 2])),
            "enforcement": draw(pick([0, 2])),
            "load": draw(pick([0, 2])),
            "tokens": draw(share),
            "closes_after": draw(pick(["0 min", "2 d"])),
            "weight": draw(pick([0, 10])),
        },
        "contact": {
            "plan": draw(pick([["call"], ["email", "call"]])),
            "email_odds": draw(pick([0, 0.5])),
            "nurture_lift": draw(some),
        },
        "qualification": {
            "accept_from": draw(pick(["no_need", "consideration", "decision"])),
            "response": draw(pick(["none", "steep"])),
            "reason_error": draw(share),
            "early_slows": draw(share),
            "early_unsubscribes": draw(share),
        },
        "opportunity": {
            "unready": draw(some),
            "intel": draw(some),
            "lost_after": draw(pick(["never", "2 d", "0 min"])),
            "reasons": draw(pick([{}, {"price": 1, "no_decision": 2}])),
            "value_delay": draw(pick([0, 0.4, -0.9])),
        },
        "recycle": {"ignored": draw(share)},
        "customers": {
            "churn": draw(pick([None, 0, 0.13, 1])),
            "spread": draw(pick([0, 1, 5])),
            "fit": draw(some),
            "promise_gap": draw(some),
            "referrals": draw(pick([0, 30])),
            "referral_channel": draw(pick([None, "web"])),
        },
        "feedback": {
            "meeting": draw(pick([None, {"on": "wed", "at": "11:00"}, {"on": "sun", "every": 2}])),
            "completeness": draw(share),
            "reason_error": draw(share),
            "ignored_as_rejected": draw(share),
            "learns": draw(st.booleans()),
            "caution": draw(pick([1, 50])),
            "targeting": draw(share),
            "content": draw(share),
            "coaching": draw(share),
            "training": draw(pick([None, {"below": 1, "after": "1 d"}])),
            "incentive": draw(pick(["revenue", "leads"])),
            "loosening": draw(pick([0, 20])),
            "chases": draw(pick([0, 20])),
            "blame": draw(some),
        },
        "costs": {"escalation": "5 EUR"},
        "experiment": {"start": draw(pick(["2026-01-05", "2026-01-27", "2026-02-01"]))},
    }  # fmt: skip
    tree = merged(tree, new)
    if tree["agreement"]["sales"]["enforcement"] == "alert" and draw(st.booleans()):
        tree["agreement"]["sales"]["enforcement"] = "escalate"
    start = tree["experiment"]["start"]
    tree["experiment"]["extra_leads"][0]["at"] = f"{start} 10:00"
    for leave in tree["team"]["away"]:
        leave["on"] = start[:-2] + f"{int(start[-2:]) + 1:02}"
        if "back" in leave:
            leave["back"] = "2026-02-09"
    return made_consistent(tree)


def made_consistent(tree):
    """Leave out what says of itself that it cannot stand with the rest."""
    feedback, team, agreement = tree["feedback"], tree["team"], tree["agreement"]
    if feedback["meeting"] is None:
        feedback |= {"learns": False, "targeting": 0, "content": 0, "training": None}
    if tree["scoring"]["auc"] is None:
        feedback["learns"] = False
    if team["sdrs"] >= team["reps"]:
        team["sdrs"] = 0
    if agreement["marketing"]["leads_per_rep"] is None:
        agreement["marketing"]["reaction"] = "none"
    if feedback["incentive"] == "revenue" or not feedback["loosening"]:
        feedback |= {"incentive": "revenue", "loosening": 0}
    if tree["customers"]["referral_channel"] is None:
        tree["customers"]["referrals"] = 0
    return tree


def read_or_reject(tree):
    """The scenario, unless it says what cannot stand together."""
    try:
        return tiny(json.dumps(tree))
    except ScenarioError as error:
        said = ("names the calendar", "give_up_after", "without a promise", "pool", "segment")
        if any(words in str(error) for words in said):
            reject()
        raise


SLOWLY = settings(
    max_examples=40,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


@SLOWLY
@given(whole_companies(), st.integers(0, 3))
def test_any_whole_company_adds_up(tree, replication):
    story = told(read_or_reject(tree), replication=replication)  # which checks that the log adds up
    events, leads = story.log.events, story.log.leads
    assert (np.diff(events["time"]) >= 0).all()
    assert events["time"].max(initial=0) <= story.plan.end
    assert len(np.unique(leads["lead"])) == len(leads) == story.log.counts.captured
    assert not np.isnan(events["amount"]).any()
    nobody_does_two_things_at_once(story)
    closed = story.rows(Event.CLOSED)
    assert len(np.unique(closed["lead"])) == len(closed)
    assert set(closed["reason"].tolist()) <= set(Disposition) - {Disposition.OPEN}
    seen = events[np.isin(events["event"], OBSERVED)]
    ended = dict(zip(closed["lead"].tolist(), closed["time"].tolist(), strict=True))
    late = [row for row in seen if row["time"] > ended.get(int(row["lead"]), story.plan.end)]
    assert {Event(row["event"]) for row in late} <= {Event.REFERRED}
    for event in (Event.ACCEPTED, Event.QUALIFIED, Event.DELIVERED):
        rows = story.rows(event)
        hand_overs = list(zip(rows["lead"].tolist(), (rows["item"] >> 24).tolist(), strict=True))
        assert len(set(hand_overs)) == len(hand_overs), event
    chances = story.rows(Event.PURSUED, Event.IGNORED)["amount"]
    assert ((chances >= 0) & (chances <= 1)).all()


def reversed_order(tree):
    """The same tree, every mapping written from its end."""
    if isinstance(tree, dict):
        return {key: reversed_order(tree[key]) for key in reversed(tree)}
    return [reversed_order(each) for each in tree] if isinstance(tree, list) else tree


@settings(SLOWLY, max_examples=15)
@given(whole_companies())
def test_the_order_in_which_sections_are_written_changes_nothing(tree):
    for channel in ("web", "chat"):
        tree["channels"][channel].setdefault("personas", {"buyer": 1})
    one, other = read_or_reject(tree), read_or_reject(reversed_order(tree))
    assert told(one).bytes == told(other).bytes


@settings(SLOWLY, max_examples=15)
@given(whole_companies())
def test_the_order_in_which_events_of_an_instant_are_put_in_changes_nothing(tree):
    scenario = read_or_reject(tree)
    forwards = told(scenario).bytes
    counted = Clock.__init__

    def counting_down(self):
        counted(self)
        self._eid = itertools.count(0, -1)

    Clock.__init__ = counting_down
    try:
        backwards = told(scenario).bytes
    finally:
        Clock.__init__ = counted
    assert forwards == backwards


@settings(SLOWLY, max_examples=25)
@given(whole_companies(), whole_companies())
def test_any_change_adopted_shares_its_past_and_adds_up(tree, change):
    experiment = {**tree["experiment"], "kind": "adoption", "lead_in": "6 d"}
    experiment.pop("opening", None)
    tree["experiment"] = change["experiment"] = experiment
    base, other = read_or_reject(tree), read_or_reject(change)
    mine, theirs = told(base), told(other, base)
    start = mine.plan.start
    pasts = [story.log.events[story.log.events["time"] < start] for story in (mine, theirs)]
    assert pasts[0].tobytes() == pasts[1].tobytes()
    leads = [story.log.leads[story.log.leads["captured"] < start] for story in (mine, theirs)]
    assert leads[0].tobytes() == leads[1].tobytes()
    nobody_does_two_things_at_once(theirs)
