"""What-ifs change only what they change: one more lead, one rep less, a change adopted later."""

import itertools
import json

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from stories import Event, Told, merged, read, tiny, told, told_readably

from sim.measures import measure
from sim.model.draws import Draws

DESK = """
channels:
  web: {volume: 6 per day, hand_raiser: true, score: 50, personas: {keen: 1, idle: 2}, day_effect_cv: 0.4}
  mail: {volume: 9 per day, hand_raiser: false, score: 20, hours: {'08-18': 1}}
  slow: {volume: 0 per day, hand_raiser: false, score: -1000}
personas:
  buyer: {fit: 0.6, reachable: 0.9, answerability: 0.7, value: 'lognormal, mean 9000 EUR, cv 0.8'}
  keen: {fit: 0.9, reachable: 0.9, value: 'lognormal, mean 12000 EUR, cv 0.8'}
  idle: {fit: 0.3, reachable: 0.8, answerability: 0.8}
nurture: {touches: [{wait: 'exponential, mean 4 d', engages: 0.3, points: 10, repeat: 6}]}
scoring: {threshold: 40}
team: {reps: 6}
handoff: {routing: pool}
work:
  research: lognormal, mean 12 min, cv 0.5
  attempt: lognormal, mean 6 min, cv 0.6
  conversation: gamma, mean 30 min, cv 0.5
contact: {connect: 0.3, response: none, attempts: 4, gaps: [1 business day, 2 business days]}
qualification: {accept_fit: 0.7, accept_unfit: 0.05}
opportunity: {stages: [{name: offer, delay: 'lognormal, mean 3 d, cv 0.5', minutes: 1 h, advance: 0.5}]}
recycle: {rejected: 0.5, unreachable: 0.8, lost: 0.3, most: 2, cooling: 5 d}
experiment: {horizon: 42 d}
"""
BUSY = """
handoff: {routing: least_loaded, attention: 'exponential, mean 2 h', delay: 'exponential, mean 1 h'}
agreement: {sales: {first_attempt_within: 4 business hours, enforcement: reassign}}
contact: {response: steep}
team: {reps: 3, absence: 0.1, pace_sd: 0.2, admin: 30 min, meetings: [{on: tue, at: '10:00', lasts: 1 h}]}
work: {order: highest_score}
personas: {buyer: {window: {lasts: 'exponential, mean 9 d', announce_share: 0.5}}}
opportunity: {stages: [{name: demo, delay: 2 d, minutes: 1 h, appointment: true, advance: 0.5}]}
"""
WHOLE = """
channels: {web: {duplicates: 0.1, unrecorded: 0.2, breadth: 1.2}}
personas:
  buyer:
    readiness: {no_need: 2, awareness: 1, consideration: 1, decision: 1}
    need: exponential, mean 20 d
    awareness: exponential, mean 5 d
    consideration: exponential, mean 5 d
nurture: {fatigue: 0.2, unsubscribe: 0.01, readiness: 0.3, speeds: 0.5, turns_to_us: 0.2, visits: 5, while_sales_works: continue}
scoring: {auc: 0.7, threshold: 45, half_life: 30 d}
agreement: {sales: {enforcement: alert, disposition_within: 9 d}}
handoff: {match_accounts: true, automated: {books: 0.2}}
team: {reps: 4, sdrs: 2, skill_sd: 0.3, own_pipeline: {hours: 9}}
pursuit: {beliefs: true, prior: 0.15, load: 0.2, tokens: 0.2}
contact: {plan: [call, email]}
qualification: {reason_error: 0.1, early_slows: 0.3, early_unsubscribes: 0.05}
opportunity: {unready: 1, lost_after: 'weibull, mean 40 d, shape 1.5', reasons: {price: 1, no_decision: 2}, value_delay: 0.4}
content: {pieces: 4, follow_up: 0.5, helps: 0.3}
customers: {churn: 0.2, referrals: 2, referral_channel: web}
"""
ADOPTION = "experiment: {kind: adoption, lead_in: 21 d, start: 2026-01-26, horizon: 14 d}\n"


def desk(*texts: str, leads: tuple[str, ...] = ()):
    tree = read(DESK)
    for text in texts:
        tree = merged(tree, read(text))
    return tiny(json.dumps(tree, default=str), leads)


def without(story: Told, lead: int) -> bytes:
    events, leads = story.log.events, story.log.leads
    return events[events["lead"] != lead].tobytes() + leads[leads["lead"] != lead].tobytes()


@settings(max_examples=8, deadline=None)
@given(st.integers(5, 25), st.integers(0, 23), st.sampled_from([(), (BUSY,), (BUSY, WHOLE)]), st.integers(0, 5))
def test_one_more_lead_in_nurture_changes_no_other_record(day, hour, more, replication):
    one = told(desk(*more, leads=("slow 9 12:00",)), replication=replication)
    two = told(desk(*more, leads=(f"slow {day} {hour:02}:30", "slow 9 12:00")), replication=replication)
    (new,) = set(two.keys) - set(one.keys)
    assume(two.number(Event.DELIVERED, lead=two.keys.index(new)) == 0)  # it touches no rep
    assert without(two, new) == one.bytes


def test_the_same_again_is_the_same_byte_for_byte():
    for scenario in (desk(), desk(BUSY), desk(BUSY, ADOPTION), desk(BUSY, WHOLE)):
        first, again, paired = told(scenario), told(scenario), told(scenario, scenario)
        assert first.bytes == again.bytes == paired.bytes
        difference = measure(paired.plan, paired.log).values - measure(first.plan, first.log).values
        assert not np.nansum(np.abs(difference))


def test_another_replication_and_another_seed_are_other_luck():
    logs = {told(desk(), seed=seed, replication=replication).bytes for seed, replication in ((1, 0), (1, 1), (2, 0))}
    assert len(logs) == 3


def pieces(story: Told) -> dict[tuple[int, int], float]:
    """Minutes of each task that was finished, by lead and item."""
    minutes: dict[tuple[int, int], float] = {}
    ended = set()
    for row in story.rows(Event.TASK_ENDED, Event.TASK_LAID_DOWN):
        name = (int(row["lead"]), int(row["item"]))
        minutes[name] = minutes.get(name, 0.0) + row["amount"]
        if row["event"] == Event.TASK_ENDED:
            ended.add(name)
    return {name: minutes[name] for name in ended}


@pytest.mark.parametrize("replication", range(3))
def test_a_lead_served_by_six_or_by_five_has_the_same_luck(replication):
    six, five = told(desk(), replication=replication), told(desk("team: {reps: 5}"), replication=replication)
    assert six.log.leads.tobytes() == five.log.leads.tobytes()
    assert six.log.events.tobytes() != five.log.events.tobytes()
    mine, theirs = pieces(six), pieces(five)
    both = mine.keys() & theirs.keys()
    assert len(both) > 500
    assert max(abs(mine[name] - theirs[name]) for name in both) < 1e-6
    for event, other in ((Event.CONNECTED, Event.NO_ANSWER), (Event.ACCEPTED, Event.REJECTED), (Event.WON, Event.LOST)):
        yes, no = ([{(r["lead"], r["item"]) for r in story.rows(e)} for story in (six, five)] for e in (event, other))
        assert not yes[0] & no[1]
        assert not yes[1] & no[0]
        assert yes[0] & yes[1]
    values = [{row["lead"]: row["amount"] for row in story.rows(Event.WON)} for story in (six, five)]
    assert all(values[0][lead] == values[1][lead] for lead in values[0].keys() & values[1].keys())


CHANGES = {
    "one rep less": "team: {reps: 2, sdrs: 0}",
    "two reps more": "team: {reps: 5, hiring_lag: 2 d}",
    "other calendar": "team: {calendar: always}",
    "promise": "agreement: {sales: {first_attempt_within: 1 business hour, enforcement: alert}}",
    "threshold": "scoring: {threshold: 10}",
    "routing": "handoff: {routing: territory}",
    "volume": "channels: {web: {volume: 12 per day}}",
    "new channel": "channels: {chat: {volume: 5 per day, hand_raiser: true}}",
    "buyers": "personas: {keen: {fit: 0.1, window: {lasts: 1 d}}}",
    "work": "work: {order: newest_first, research: null, conversation: 5 min}",
    "cadence": "contact: {attempts: 1, response: none}",
    "stages": "opportunity: {stages: [{name: call, minutes: 20 min, advance: 0.9}, {name: offer, advance: 0.5}]}",
    "no stages": "opportunity: {stages: []}",
    "no recycling": "recycle: {rejected: 0, most: 0, to: sales}",
    "absence": "team: {absence: 0.5}",
    "meetings": "team: {meetings: [], admin: 2 h}",
    "readiness": "personas: {buyer: {readiness: {awareness: 1}, awareness: 2 d}}",
    "money": "channels: {web: {spend: 2, cost_per_lead: 5 EUR}}",
    "net": "channels: {web: {breadth: 2, duplicates: 0.5, unrecorded: 0.5}}\nhandoff: {match_accounts: true}",
    "fatigue": "nurture: {fatigue: 0.5, unsubscribe: 0.05, manual: 20 min, while_sales_works: continue}",
    "shorter programme": "nurture: {touches: [{wait: 2 d}]}",
    "content": "content: {pieces: 20, follow_up: 1, helps: 1}",
    "scorer": "scoring: {auc: 0.75, threshold: 45}",
    "definition": "agreement: {definition: {by: both, employees: 30}, intel: true}\nwork: {intel_saves: 0.5}",
    "marketing's promise": "agreement: {marketing: {leads_per_rep: 900 per month}, reviewed: true}\nwork: {order: oldest_first}",
    "first touch": "handoff: {automated: {books: 1}}",
    "split desk": "team: {sdrs: 1}",
    "own pipeline": "team: {own_pipeline: {hours: 15, blocks: ['10:00']}}",
    "beliefs": "team: {own_pipeline: {hours: 5}}\npursuit: {beliefs: true, prior: 0.05}\nrecycle: {ignored: 1}",
    "emails": "contact: {plan: [email], nurture_lift: 1}",
    "qualification": "qualification: {reason_error: 1, early_unsubscribes: 1, accept_from: consideration, response: steep}",
    "deals": "opportunity: {lost_after: 2 d, reasons: {price: 1}, value_delay: 0.5}",
    "skill": "team: {skill_sd: 0, ramp: 90 d, ramp_gap: 2, veterans: 0}\nfeedback: {completeness: 1, coaching: 1}",
    "reviews": "scoring: {auc: 0.7}\nfeedback: {meeting: {on: wed}, completeness: 1, learns: true, targeting: 0.5, content: 0.1}",
    "customers": "customers: {churn: 0.3, referrals: 9, referral_channel: web}",
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("whole", [(), (WHOLE,)], ids=["desk", "whole"])
def test_before_the_adoption_both_worlds_are_one(change, whole):
    base, other = desk(BUSY, *whole, ADOPTION), desk(BUSY, *whole, ADOPTION, CHANGES[change])
    mine, theirs = told(base), told(other, base)
    start = mine.plan.start
    past = [story.log.events[story.log.events["time"] < start] for story in (mine, theirs)]
    assert len(past[0]) > 1000
    assert past[0].tobytes() == past[1].tobytes()
    assert (
        mine.log.leads[mine.log.leads["captured"] < start].tobytes()
        == theirs.log.leads[theirs.log.leads["captured"] < start].tobytes()
    )
    assert mine.log.events.tobytes() != theirs.log.events.tobytes()
    assert theirs.times(Event.ADOPTED) == ["Mon 26 00:00"]


class OrderKeyed(Draws):
    """The usual way: each number is the next of one stream, whoever asks. Leads and their truth stay the same."""

    def __init__(self, seed, replication):
        super().__init__(seed, replication)
        stream = itertools.count()
        named = {name: getattr(self, name) for name in ("uniform", "happens", "value", "time")}
        for name, draw in named.items():
            setattr(self, name, lambda _purpose, _entity, _visit, *rest, draw=draw: draw(9999, next(stream), 0, *rest))


@pytest.mark.slow
def test_luck_by_name_beats_luck_by_order_on_a_desk_with_cadence_and_recycling(monkeypatch):
    def revenue(scenario, replication):
        return told_readably(scenario, replication=replication).measured("revenue")

    six, five = desk("channels: {web: {volume: 12 per day}}"), desk("channels: {web: {volume: 12 per day}}\nteam: {reps: 5}")
    runs = range(12)

    def paired():
        return np.array([revenue(six, i) - revenue(five, i) for i in runs])

    by_name = paired()
    independent = np.array([revenue(six, i) - revenue(five, 1000 + i) for i in runs])
    monkeypatch.setattr("sim.model.company.Draws", OrderKeyed)
    by_order = paired()
    spread = by_name.var(ddof=1)
    for other, variance in (("by order", by_order.var(ddof=1)), ("independent", independent.var(ddof=1))):
        print(f"variance of the difference by name, of that {other}: {spread / variance:.3f}")
    assert np.count_nonzero(by_name) > 8
    # Under equal variances a ratio of two with 11 degrees of freedom each is below 0.1 once in 3,000 trials.
    assert spread < 0.1 * by_order.var(ddof=1)
    assert spread < 0.1 * independent.var(ddof=1)
