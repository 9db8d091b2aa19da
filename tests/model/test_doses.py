"""More of it moves its count one way: five doses of each mechanism on the same leads with the same luck."""

import json

import numpy as np
import pytest
from stories import Event, Told, merged, read, run

from sim.log import Reason, TaskKind

LEADS = ("5 10:00 x120",)
QUIET = """
channels: {web: {hand_raiser: false}}
scoring: {threshold: 1000}
"""
QUICK = """
team: {reps: 40}
work: {attempt: 1 min, conversation: 1 min}
"""
TOUCHES = "nurture: {touches: [{wait: 2 d, engages: 0.4, points: 10, repeat: 12}], "
OFFER = "opportunity: {stages: [{name: offer, minutes: 1 min, advance: 0.5}], "
EARLY = "personas: {buyer: {readiness: {awareness: 1, consideration: 1}, awareness: 'exponential, mean 9 d', "
EARLY += "consideration: 'exponential, mean 9 d'"
TORN = "pursuit: {beliefs: true, closes_after: 5 d, "
OWN = "team: {calendar: closed, veterans: 0, own_pipeline: {hours: 15}}\n"
COMES = "channels: {web: {volume: 8 per day, hand_raiser: false"
SHARES = (0, 0.2, 0.5, 0.8, 1)


def counts(event, reason=None, item=None):
    def count(story: Told) -> float:
        rows = story.rows(event)
        if reason is not None:
            rows = rows[rows["reason"] == reason]
        if item is not None:
            rows = rows[rows["item"] & 0xFFFF == item]
        return len(rows)

    return count


def minutes(kind):
    def count(story: Told) -> float:
        rows = story.rows(Event.TASK_ENDED)
        return float(rows["amount"][rows["item"] >> 16 & 255 == kind].sum())

    return count


def total(event):
    return lambda story: float(story.rows(event)["amount"].sum())


def last(event):
    return lambda story: float(np.append(0.0, story.rows(event)["amount"])[-1])


def moved(story: Told) -> float:
    return int((story.log.leads["recorded"] != story.log.leads["channel"]).sum())


UP, DOWN = 1, -1
# What, a scenario with a place for the dose, doses, what is counted, which way it goes.
DOSES = {
    "need": (QUIET + "personas: {buyer: {readiness: {no_need: 1}, need: 'exponential, mean %s d'}}",
             (80, 40, 20, 10, 5), counts(Event.NEED_AROSE), UP),
    "awareness": (QUIET + TOUCHES + "}\npersonas: {buyer: {readiness: {awareness: 1}, awareness: 'exponential, mean %s d'}}",
                  (80, 40, 20, 10, 5), counts(Event.GOT_READIER), UP),
    "window": ("handoff: {delay: 3 d}\npersonas: {buyer: {window: {starts: decision, lasts: 'exponential, mean %s d'}}}",
               (1, 2, 4, 8, 16), counts(Event.QUALIFIED), UP),
    "repurchase": (QUIET + "personas: {buyer: {window: {starts: decision, lasts: 1 d}, repurchase: 'exponential, mean %s d'}}",
                   (80, 40, 20, 10, 5), counts(Event.NEED_AROSE), UP),
    "a call too early slows": (QUICK + EARLY + "}}\nqualification: {accept_unfit: 0, early_slows: %s}",
                               SHARES, counts(Event.GOT_READIER), DOWN),
    "a call too early annoys": (QUICK + EARLY + "}}\nqualification: {accept_unfit: 0, early_unsubscribes: %s}",
                                SHARES, counts(Event.UNSUBSCRIBED), UP),
    "spend": (COMES + ", spend: %s}}", (0.25, 0.5, 1, 2, 4), counts(Event.CAPTURED), UP),
    "breadth": (COMES + ", breadth: %s}}", (1, 1.5, 2, 3, 4), counts(Event.CAPTURED), UP),
    "duplicates": ("channels: {chat: {volume: 3 per day, hand_raiser: true, duplicates: %s}}\n" + QUICK
                   + "opportunity: {stages: [{name: offer, delay: 90 d, minutes: 1 min, advance: 1}]}",
                   SHARES, counts(Event.REJECTED, Reason.DUPLICATE), UP),
    "unrecorded": (COMES + ", unrecorded: %s}, chat: {volume: 2 per day}}", SHARES, moved, UP),
    "fatigue": (QUIET + TOUCHES + "fatigue: %s}", (0, 0.1, 0.25, 0.5, 2), counts(Event.ENGAGED), DOWN),
    "unsubscribes": (QUIET + TOUCHES + "unsubscribe: %s}", (0, 0.002, 0.01, 0.05, 0.5), counts(Event.UNSUBSCRIBED), UP),
    "first touches annoy": (QUIET + TOUCHES + "unsubscribe: 0.01, unsubscribe_early: %s}",
                            (0, 1, 2, 5, 20), counts(Event.UNSUBSCRIBED), UP),
    "fatigue annoys": (QUIET + TOUCHES + "unsubscribe: 0.005, unsubscribe_fatigue: %s}",
                       (0, 0.2, 0.5, 1, 2), counts(Event.UNSUBSCRIBED), UP),
    "readier buyers engage": (QUIET + TOUCHES + "readiness: %s}", (0, 0.1, 0.3, 0.6, 2), counts(Event.ENGAGED), UP),
    "nurture speeds": (QUIET + EARLY + "}}\n" + TOUCHES + "speeds: %s}", (0, 0.5, 1, 3, 9), counts(Event.GOT_READIER), UP),
    "nurture reminds": (QUIET + EARLY + "}}\n" + TOUCHES + "recalls: %s}", (0, 0.2, 0.5, 1, 4), counts(Event.TURNED_TO_US), UP),
    "buyers turn to us": (QUIET + EARLY + "}}\n" + TOUCHES + "turns_to_us: %s}", SHARES, counts(Event.TURNED_TO_US), UP),
    "visits": ("channels: {web: {hand_raiser: false}}\nscoring: {threshold: 50}\n" + EARLY + "}}\n" + TOUCHES + "visits: %s}",
               (0, 5, 10, 25, 50), counts(Event.MQL), UP),
    "marketers": (QUIET + TOUCHES + "manual: 2 h, calendar: office, marketers: %s}", (1, 2, 4, 8, 16), counts(Event.TOUCHED), UP),
    "a marketer's minutes": (QUIET + TOUCHES + "manual: %s h, calendar: office}", (0, 0.5, 1, 2, 4), counts(Event.TOUCHED), DOWN),
    "a marketer's call": (QUIET + "personas: {buyer: {fit: 0.5}}\nnurture: {touches: [{wait: 2 d, engages: 0.4, reveals: %s}]}",
                          SHARES, counts(Event.REVEALED), UP),
    "supporting content": (QUICK + OFFER + "}\ncontent: {relevance: 1, helps: 3, follow_up: %s}", SHARES, counts(Event.WON), UP),
    "content that misses": (QUICK + OFFER + "}\ncontent: {relevance: 0, annoys: 3, follow_up: %s}",
                            SHARES, counts(Event.WON), DOWN),
    "relevance": (QUICK + OFFER + "}\ncontent: {follow_up: 1, helps: 2, annoys: 2, relevance: %s}",
                  SHARES, counts(Event.WON), UP),
    "pieces": (QUIET + TOUCHES + "}\ncontent: {relevance: 1, pieces: %s}", (0, 2, 5, 20, 90), counts(Event.PIECE_MADE), UP),
    "musts": ("channels: {web: {hand_raiser: false}}\nagreement: {definition: {by: both, employees: %s}}",
              (0, 5, 25, 60, 500), counts(Event.MQL), DOWN),
    "threshold": ("channels: {web: {hand_raiser: false}}\nscoring: {auc: 0.7, threshold: %s}",
                  (-20, -5, 0, 8, 20), counts(Event.MQL), DOWN),
    "agreed threshold": ("channels: {web: {hand_raiser: false}}\nscoring: {auc: 0.7}\n"
                         "agreement: {definition: {by: both, threshold: %s}}", (-20, -5, 0, 8, 20), counts(Event.MQL), DOWN),
    "a late hand-over saves minutes": (
        "channels: {web: {hand_raiser: false}}\nscoring: {threshold: 20}\n" + QUICK + TOUCHES + "}\nwork: {nurture_saves: %s}",
        SHARES, minutes(TaskKind.CONVERSATION), DOWN),
    "nurture opens doors": (
        "channels: {web: {hand_raiser: false}}\nscoring: {threshold: 20}\ncontact: {connect: 0.3}\n" + QUICK + TOUCHES
        + "}\ncontact: {nurture_lift: %s, connect: 0.3}", (0, 0.5, 1, 2, 4), counts(Event.CONNECTED), UP),
    "intel saves research": ("agreement: {intel: true}\n" + QUICK + "work: {research: 9 min, intel_saves: %s}",
                             SHARES, minutes(TaskKind.RESEARCH), DOWN),
    "intel wins deals": (QUICK + "agreement: {intel: true}\n" + OFFER + "intel: %s}", (0, 0.5, 1, 2, 4), counts(Event.WON), UP),
    "own hours": ("team: {reps: 3, own_pipeline: {hours: %s}}", (0, 4, 8, 16, 30), counts(Event.OWN_SQL), UP),
    "own deals close": ("team: {reps: 9, own_pipeline: {hours: 35, takes: 1 d, closes: %s}}", SHARES, counts(Event.OWN_WON), UP),
    "prior belief": (OWN + TORN + "prior: %s}", (0.01, 0.04, 0.08, 0.16, 0.6), counts(Event.PURSUED), UP),
    "tracking": (OWN + TORN + "prior: 0.08, tracking: %s}", (-1, -0.5, 0, 0.5, 1), counts(Event.PURSUED), UP),
    "load": (OWN + TORN + "prior: 0.3, load_at: 10, load: %s}", (0, 0.3, 0.6, 1, 3), counts(Event.PURSUED), DOWN),
    "enforcement pushes": (OWN + "agreement: {sales: {first_attempt_within: 9 d, enforcement: alert}}\n" + TORN
                           + "prior: 0.06, enforcement: %s}", (-1, -0.5, 0, 0.5, 1), counts(Event.PURSUED), UP),
    "tokens": (OWN + "agreement: {sales: {first_attempt_within: 1 d, enforcement: alert}}\n" + TORN + "prior: 0.03, tokens: %s}",
               SHARES, counts(Event.TOKEN_LOGGED), UP),
    "ignored leads come back": (OWN + TORN + "prior: 0.03}\nrecycle: {most: 1, ignored: %s}", SHARES, counts(Event.RECYCLED), UP),
    "ignored as rejected": (OWN + TORN + "prior: 0.03}\nfeedback: {ignored_as_rejected: %s}", SHARES, counts(Event.ENTERED), UP),
    "tenure": ("team: {reps: 20, tenure: 'exponential, mean %s d'}", (900, 300, 100, 30, 10), counts(Event.REP_LEFT), UP),
    "ramp": (OFFER + "}\n" + QUICK.replace("}", ", away: [{seat: 1, on: 2026-01-04, back: 2026-01-05}]}", 1)
             + "team: {reps: 1, tenure: 1 d, ramp: 90 d, ramp_gap: %s}", (0, 0.5, 1, 2, 5), counts(Event.WON), DOWN),
    "emails": ("contact: {plan: [email], connect: 0.5, email_odds: %s}", (0, 0.2, 0.5, 1, 3), counts(Event.CONNECTED), UP),
    "wrong reasons": (QUICK + "personas: {buyer: {fit: 0}}\nqualification: {accept_unfit: 0, reason_error: %s}",
                      SHARES, lambda story: story.number(Event.REJECTED) - counts(Event.REJECTED, Reason.NO_FIT)(story), UP),
    "ready enough": (QUICK + "personas: {buyer: {readiness: {no_need: 1, awareness: 1, consideration: 1, decision: 1}, "
                     "awareness: 99 d, consideration: 99 d}}\nqualification: {accept_unfit: 0.1, accept_from: %s}",
                     ("decision", "consideration", "awareness", "no_need"), counts(Event.QUALIFIED), UP),
    "unready": (QUICK + EARLY + "}}\nqualification: {accept_from: awareness}\nopportunity: {unready: %s, stages: ["
                "{name: demo, minutes: 1 min, advance: 0.7}, {name: offer, delay: 90 d, advance: 1}]}",
                (0, 0.5, 1, 2, 5), counts(Event.STAGE_ENTERED, item=2), DOWN),
    "deals run out": (QUICK + "opportunity: {stages: [{name: offer, delay: 'exponential, mean 9 d', advance: 1}], "
                      "lost_after: 'weibull, mean %s d, shape 1.5'}",
                      (40, 20, 10, 5, 2), counts(Event.LOST, Reason.NO_DECISION), UP),
    "booked calls": (QUICK + "handoff: {automated: {books: %s}}",
                     SHARES, lambda story: story.rows(Event.AUTO_REPLIED)["amount"].sum(), UP),
    "accepted by default": ("agreement: {sales: {disposition_within: %s d}}\ncontact: {connect: 0.1, attempts: 15}",
                            (25, 16, 8, 4, 1), counts(Event.ACCEPTED, Reason.TIMEOUT), UP),
    "completeness": (QUICK + "qualification: {accept_fit: 0.5}\nfeedback: {completeness: %s}", SHARES, counts(Event.ENTERED), UP),
    "entered wrongly": (QUICK + "qualification: {accept_fit: 1}\nfeedback: {completeness: 1, reason_error: %s}",
                        SHARES, lambda story: int((story.rows(Event.ENTERED)["amount"] == 0).sum()), UP),
    "coaching": (QUICK + "qualification: {accept_fit: 0.5}\nexperiment: {horizon: 60 d}\n"
                 "feedback: {completeness: 1, coaching: %s}",
                 SHARES, last(Event.COACHED), UP),
    "reports make content better": (QUICK + "qualification: {accept_fit: 0.5}\n"
                                    "feedback: {meeting: {}, completeness: 1, content: %s}",
                                    (0, 0.001, 0.01, 0.1, 0.5), last(Event.RELEVANCE), UP),
    "churn": (QUICK + OFFER + "}\ncustomers: {churn: %s}", (0.05, 0.2, 0.4, 0.7, 0.95), total(Event.CUSTOMER), DOWN),
    "bad fit leaves": (QUICK + OFFER + "}\npersonas: {buyer: {fit: 1}}\ncustomers: {churn: 0.3, promise_gap: %s}",
                       (0, 0.5, 1, 2, 4), total(Event.CUSTOMER), DOWN),
    "referrals": (QUICK + OFFER + "}\nchannels: {chat: {volume: 0 per day}}\nexperiment: {horizon: 200 d}\n"
                  "customers: {referrals: %s, referral_channel: chat}", (0, 0.2, 0.5, 1, 4), counts(Event.REFERRED), UP),
    "case studies": (QUICK + OFFER + "}\ncontent: {case_study: %s}", (0, 0.001, 0.01, 0.1, 1), last(Event.RELEVANCE), UP),
}  # fmt: skip


def both(text: str) -> str:
    """A text whose sections may come twice: the later one goes over the earlier."""
    tree: dict = {}
    for part in sections(text):
        tree = merged(tree, read(part))
    return json.dumps(tree, default=str)


def sections(text: str) -> list[str]:
    """The text in pieces of one section each."""
    pieces: list[str] = []
    for line in text.splitlines():
        if line[:1].isalpha() or not pieces:
            pieces.append(line)
        else:
            pieces[-1] += "\n" + line
    return pieces


def dosed(name: str) -> list[float]:
    text, doses, count, _ = DOSES[name]
    return [count(run(both(text % dose), LEADS)) for dose in doses]


@pytest.mark.parametrize("name", DOSES)
def test_more_of_it_moves_its_count_one_way(name: str):
    seen = np.array(dosed(name)) * DOSES[name][3]
    assert (np.diff(seen) >= -1e-9).all(), seen
    assert seen[-1] > seen[0]
    assert len(set(seen.tolist())) >= 3, seen
