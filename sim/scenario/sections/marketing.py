"""What marketing does: nurture, content, scores, and what it learns."""

from __future__ import annotations

from typing import Literal

from ..quantities import DayTime, Elapsed, Factor, Price, Share, TimeDistribution
from .parameter import Name, Section, Weekday, parameter


class Touch(Section):
    """One touch of the nurture programme, or several alike."""

    kind: Name = parameter("email", "What is sent or done, in your words.")
    wait: TimeDistribution = parameter(
        "11 d", "Time since the touch before (or since capture).", source="johnnygrow.com", grade="D"
    )
    engages: Share = parameter(0.0, "Chance that the lead engages with it.")
    points: float = parameter(10.0, "Points of behaviour an engagement adds to the score.", ge=-1e6, le=1e6)
    repeat: int = parameter(1, "How many such touches follow one another.", ge=1, le=10_000)
    minutes: TimeDistribution | None = parameter(None, "A marketer's time for it; none when it is automated.")
    cost: Price = parameter("0 EUR", "Money for it.")
    reveals: Share = parameter(0.0, "Chance that an engaged lead tells why not, or that they are ready: a marketer's call.")


class Nurture(Section):
    """What marketing sends to a lead that is not an MQL yet."""

    touches: tuple[Touch, ...] = parameter((), "The programme, in order.")
    drip: Touch | None = parameter(None, "A slow drip after the programme, touch after touch; 'repeat' bounds it.")
    while_sales_works: Literal["pause", "continue", "support"] = parameter(
        "pause", "What the programme does while sales works a lead: it rests, goes on, or sends what supports the sale."
    )
    manual: TimeDistribution | None = parameter(None, "A marketer's time for every touch; none when touches are automated.")
    marketers: int = parameter(1, "Marketers who share the touches that take their time.", ge=1, le=1000)
    calendar: str = parameter("always", "Calendar of the marketers: touches go out in its hours, and waits pass in them.")
    fatigue: float = parameter(
        0.0,
        "Loss of log-odds of an engagement for each touch not yet forgotten (0.25 is usual).",
        source="inverted U as in Zhang, Kumar & Cosguner 2017",
        grade="A",
        ge=0,
        le=5,
    )
    fatigue_half_life: Elapsed = parameter("21 d", "Time in which a touch is half forgotten.")
    unsubscribe: Share = parameter(
        0.0, "Chance to unsubscribe at a touch, before fatigue (0.2 % is usual).", source="Mailchimp, Campaign Monitor", grade="D"
    )
    unsubscribe_fatigue: float = parameter(0.5, "Rise of its logarithm for each touch not yet forgotten.", ge=0, le=5)
    unsubscribe_early: Factor = parameter(2.0, "Surplus of the first touches, which wears off over three.")
    readiness: float = parameter(0.0, "Gain of log-odds of an engagement for each step towards the decision.", ge=0, le=5)
    speeds: float = parameter(
        0.0,
        "Nurture as timing: each recent engagement speeds readiness by this share.",
        source="Habel et al. 2025: 0 to +23 points",
        grade="A",
        ge=0,
        le=10,
    )
    recalls: float = parameter(
        0.0,
        "Nurture as recall: how much each recent engagement makes a ready buyer think of us.",
        source="Dawes 2021",
        grade="B",
        ge=0,
        le=10,
    )
    half_life: Elapsed = parameter("30 d", "Time in which an engagement loses half its effect on the buyer.")
    turns_to_us: Share = parameter(0.0, "Chance that a buyer who gets ready asks for a call by themselves, without any nurture.")
    visits: float = parameter(
        0.0, "Points a lead gains by its own visits as it gets to consideration, and to decision.", ge=0, le=1e6
    )


class Content(Section):
    """What marketing writes, and who uses it."""

    pieces: Factor = parameter(0.0, "New pieces a month.")
    cost: Price = parameter("0 EUR", "Money for a piece.")
    relevance: Share = parameter(
        0.35, "Share of pieces that answer a question buyers have.", source="SiriusDecisions 2013: 60-70 % never used", grade="C"
    )
    nurture: float = parameter(0.0, "Gain of log-odds of an engagement when relevance rises from 0 to 1.", ge=0, le=10)
    follow_up: Share = parameter(0.0, "Chance that a rep sends a piece after a conversation.")
    helps: float = parameter(0.0, "Gain of log-odds of going on in a deal by a relevant piece sent.", ge=0, le=5)
    annoys: float = parameter(0.0, "Loss of the same by one that is not relevant.", ge=0, le=5)
    case_study: Share = parameter(0.0, "Share of the gap to full relevance that a case study of a customer closes.")


class Scoring(Section):
    """When a lead counts as qualified by marketing."""

    threshold: float = parameter(0.0, "Score from which a lead is an MQL.", ge=-1e9, le=1e9)
    half_life: TimeDistribution | None = parameter(
        None, "Time in which points of behaviour lose half their weight; they keep it when left out."
    )
    base: float = parameter(0.0, "Points every lead starts with.", ge=-1e6, le=1e6)
    policy: str | None = parameter(
        None, "Name of a score policy of your own, registered in Python; what it gives is the lead's score."
    )
    auc: float | None = parameter(
        None,
        "How well the firmographic score tells fit from no fit: 0.5 blind, 0.65 rules, 0.75 tuned; none: no such score.",
        ge=0.5,
        le=0.99,
    )
    best_auc: float = parameter(
        0.84,
        "The same for the best score these data allow.",
        source="automotive CRM ensemble, 62,859 leads",
        grade="B",
        ge=0.51,
        le=0.995,
    )
    points: Factor = parameter(10.0, "Points for one standard deviation of the firmographic score.")
    noise: Factor = parameter(0.0, "Error of what is typed into forms, in standard deviations.")
    employees: Factor = parameter(25.0, "Median number of employees of a lead's firm that does not fit.")
    employees_spread: Factor = parameter(1.2, "Spread (sd of the log) of the number of employees.")
    revenue: Factor = parameter(2500.0, "The median's yearly revenue, in thousands of the currency.")
    revenue_spread: Factor = parameter(1.4, "Spread (sd of the log) of the yearly revenue.")


class ReviewMeeting(Section):
    """The meeting at which both sides look at what became of the leads."""

    on: Weekday = parameter("fri", "Weekday.")
    at: DayTime = parameter("15:30", "Local time of day.")
    lasts: Elapsed = parameter("1 h", "How long it takes every rep.")
    every: int = parameter(1, "Weeks between meetings.", ge=1, le=52)


class Training(Section):
    """What the company does when deals, not leads, are the trouble."""

    below: Share = parameter(0.2, "Trains when fewer than this share of the deals ended since the last review were won.")
    lasts: Elapsed = parameter("4 h", "Time it takes every rep.")
    cost: Price = parameter("0 EUR", "Money for one training.")
    gain: float = parameter(0.1, "Gain of skill, in logits of every stage of a deal.", ge=0, le=3)
    after: Elapsed = parameter("30 d", "Time until it shows.")
    most: int = parameter(4, "How often.", ge=0, le=100)


class Feedback(Section):
    """What the two teams tell each other, and what they learn from it."""

    meeting: ReviewMeeting | None = parameter(None, "The review; none: sales tells marketing nothing.")
    completeness: Share = parameter(0.0, "Chance that what became of a lead is entered.")
    reason_error: Share = parameter(0.0, "Chance that it is entered wrongly.")
    ignored_as_rejected: Share = parameter(0.0, "Chance that a lead nobody called is entered as not qualified.")
    learns: bool = parameter(False, "Whether the score learns from what was entered.")
    caution: float = parameter(50.0, "How strongly each lesson is held to the score before, in leads.", ge=1, le=1e6)
    targeting: Share = parameter(0.0, "Share of the budget a review may move towards channels with SQLs.")
    content: Share = parameter(0.0, "Share of the gap to full relevance that a reported question closes.")
    coaching: Share = parameter(0.0, "Share of the skill gap closed in a month when rejections carry reasons.")
    coaching_gap: float = parameter(0.5, "The skill gap there is to close, in logits.", ge=0, le=3)
    training: Training | None = parameter(None, "Training when deals are the bottleneck.")
    incentive: Literal["revenue", "leads"] = parameter("revenue", "What marketing is paid for.")
    loosening: float = parameter(
        0.0, "Points by which marketing paid for leads loosens the threshold in the last week of a month.", ge=0, le=1e4
    )
    chases: float = parameter(
        0.0, "Points by which marketing loosens the threshold when none of its leads are properly worked.", ge=0, le=1e4
    )
    blame: Factor = parameter(0.0, "Pseudo-leads of bad experience a rep adds to every belief after a missed quarter.")
