"""How sales works: the way of a lead to a rep, their hours, attempts, and deals."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from ..quantities import ClockTime, DayTime, Elapsed, Factor, MoneyDistribution, Price, Share, TimeDistribution
from .market import ResponsePreset
from .parameter import Name, Section, Weekday, parameter


def _set_times_or_time(value: Any) -> str:
    """Tell which alternative is meant where set times {at: [...]} may stand beside a time or a word."""
    if isinstance(value, Mapping):
        return "set times" if "at" in value else "time"
    if isinstance(value, Section):
        return "set times"
    return "alerted" if value == "alerted" else "time"


class Looks(Section):
    """Set times of day at which reps look at their new leads."""

    at: tuple[DayTime, ...] = parameter(..., "Times of day, such as ['09:00', '14:00'], on days the rep's calendar is open.")


class Sync(Section):
    """Set times at which MQLs are delivered to sales."""

    at: tuple[DayTime, ...] = parameter(..., "Times of day, such as ['02:00'].")
    days: tuple[Weekday, ...] = parameter(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "Weekdays of delivery.")


Delay = Annotated[
    Annotated[TimeDistribution, Tag("time")] | Annotated[Sync, Tag("set times")],
    Discriminator(lambda value: _set_times_or_time(value).replace("alerted", "time")),
]
Attention = Annotated[
    Annotated[Literal["alerted"], Tag("alerted")] | Annotated[Looks, Tag("set times")] | Annotated[TimeDistribution, Tag("time")],
    Discriminator(_set_times_or_time),
]


class Handoff(Section):
    """The way of an MQL to a rep's task list."""

    delay: Delay = parameter("0 min", "System delay: a time, or the set times of a batch {at: ['02:00']}.")
    routing: Literal["pool", "round_robin", "least_loaded", "territory", "segment"] = parameter(
        "round_robin",
        "Who gets a lead: a shared pool, or one rep by turn, by fewest open leads, by territory (fixed by the lead) "
        "or by the channel's segment.",
    )
    policy: str | None = parameter(
        None, "Name of a routing policy of your own, registered in Python; it chooses among the reps who have room."
    )
    attention: Attention = parameter(
        "alerted",
        "When a rep sees a new lead: at once when 'alerted', at set looks {at: [...]}, or after a habit delay.",
    )
    automated: FirstTouch | None = parameter(None, "An automated first touch of every MQL; none: people only.")
    match_accounts: bool = parameter(False, "Whether a lead of an account being worked goes to its owner.")
    open_leads_most: int | None = parameter(
        None, "Most open leads a rep is given; more wait until one is closed.", ge=1, le=1_000_000
    )


class FirstTouch(Section):
    """An automated first touch: a reply at once, with a link to book a call."""

    books: Share = parameter(0.3, "Chance that a buyer ready to choose books a call.")
    books_early: Share = parameter(0.05, "Chance that one who only compares does.")
    counts: bool = parameter(False, "Whether it meets the promise of a first attempt.")


class Leave(Section):
    """A rep who leaves, and when the seat is filled again."""

    seat: int = parameter(..., "Number of the seat, from 1.", ge=1)
    on: datetime.date = parameter(..., "Local day on which the rep is gone.")
    back: datetime.date | None = parameter(None, "Day on which a successor starts; null: the seat stays empty.")


class Meeting(Section):
    """A weekly meeting of all reps."""

    on: Weekday = parameter(..., "Weekday.")
    at: DayTime = parameter(..., "Local time of day.")
    lasts: Elapsed = parameter("1 h", "How long it lasts.")


class OwnPipeline(Section):
    """The other work of reps that pays: outbound, referrals, existing customers."""

    hours: Factor = parameter(0.0, "Hours a rep plans for it in a full week.")
    task: TimeDistribution = parameter("lognormal, mean 45 min, cv 0.5", "One piece of it.")
    minutes_per_sql: Elapsed = parameter(
        "310 min", "Time for one self-sourced SQL, all work on it included, at the planned hours."
    )
    diminishing: Share = parameter(0.7, "Exponent by which a week's yield grows with its hours.")
    closes: Share = parameter(0.09, "Chance that such an SQL is won.")
    takes: TimeDistribution = parameter("lognormal, median 60 d, sigma 0.6", "Time from the SQL to its end.")
    value: MoneyDistribution = parameter("lognormal, median 14.5 k EUR, sigma 0.8", "First-year value of such a deal.")
    keeps: Elapsed = parameter("1 week", "Own work planned but not done is given up after this time.")
    score: float = parameter(50.0, "Score at which it ranks where the highest score comes first.", ge=-1e6, le=1e6)
    blocks: tuple[DayTime, ...] = parameter((), "Times of day at which a ring-fenced block of it begins.")
    block: Elapsed = parameter("2 h", "How long such a block lasts.")


class Team(Section):
    """Who works the leads, and when."""

    reps: int = parameter(1, "Number of reps (seats).", ge=1, le=5000)
    calendar: str = parameter("always", "Calendar of their shifts.")
    calendars: dict[Annotated[int, Field(ge=1)], str] = parameter({}, "Calendar of single seats that differ, such as {3: early}.")
    segments: dict[Annotated[int, Field(ge=1)], str] = parameter({}, "Segment that a seat serves when routing is by segment.")
    absence: Share = parameter(0.0, "Chance that a rep is absent on a given day.")
    cover: bool = parameter(
        True, "True: colleagues take over an absent rep's attempts and the research of new leads; false: they wait."
    )
    away: tuple[Leave, ...] = parameter((), "Planned absences and departures.")
    hiring_lag: Elapsed = parameter("0 d", "Time after adoption before added reps start.")
    sdrs: int = parameter(0, "Seats, from the first, that only qualify; the others close. 0: every rep does both.", ge=0, le=5000)
    own_pipeline: OwnPipeline | None = parameter(None, "Reps' other work that pays; none: a pure inbound desk.")
    quota: Price | None = parameter(None, "First-year value a rep is to win in a year; none: no quota.")
    tenure: TimeDistribution = parameter("never", "How long a rep stays; a successor comes after the hiring lag.")
    ramp: Elapsed = parameter(
        "0 d", "Time in which a new rep learns the job.", source="Bridge Group 2024: AE 5 months, SDR 3", grade="C"
    )
    ramp_gap: float = parameter(1.0, "Skill a new rep lacks at first, in logits of every stage of a deal.", ge=0, le=5)
    skill_sd: float = parameter(0.0, "Spread of reps' skill, in logits of every stage of a deal.", ge=0, le=3)
    veterans: Share = parameter(
        0.5, "Share of reps who have long been here, whom tracking moves less.", source="Sabnis et al. 2013", grade="A"
    )
    pace_sd: float = parameter(0.0, "Spread (sd of the log) of reps' pace, mean 1.", ge=0, le=2)
    meetings: tuple[Meeting, ...] = parameter((), "Weekly meetings.")
    admin: TimeDistribution | None = parameter(
        None, "Admin work of a rep on each working day; it comes last that day, and ranks with deals from the next."
    )


WorkOrder = Literal["oldest_first", "newest_first", "highest_score", "earliest_deadline", "own_deals_first", "new_leads_first"]
Overrun = Literal["pause", "finish", "defer"]


class Work(Section):
    """What reps do with a lead, how long it takes, and what comes first."""

    order: WorkOrder = parameter("oldest_first", "What a free rep does next.")
    policy: str | None = parameter(
        None, "Name of an order policy of your own, registered in Python; it takes the place of the order."
    )
    research: TimeDistribution | None = parameter(
        None, "Desk research before a lead's first attempt; laid down at closing, taken up next morning."
    )
    attempt: TimeDistribution = parameter(
        "6 min",
        "One attempt, logging included; not begun unless its mean fits before closing.",
        source="prosalesconnection.com",
        grade="D",
    )
    conversation: TimeDistribution = parameter("10 min", "The conversation when an attempt connects; never split.")
    email: TimeDistribution = parameter("3 min", "One attempt by email.")
    nurture_saves: Share = parameter(0.0, "Share of the time of conversations and meetings that a well nurtured buyer saves.")
    nurture_depth: Factor = parameter(3.0, "Engagements that make up most of being well nurtured.")
    intel_saves: Share = parameter(0.0, "Share of research that shared intel saves.")
    attempt_at_closing: Overrun = parameter("defer", "What an attempt does that would not end before closing.")
    slot: Elapsed = parameter("30 min", "Appointments start on multiples of this time.")


class Contact(Section):
    """Whether an attempt reaches the buyer, and how often one tries."""

    connect: Share = parameter(
        0.43,
        "Connect chance of an attempt on a reachable lead, at the reference delay.",
        source="Leads360 2012",
        grade="B",
    )
    response: ResponsePreset = parameter(
        "moderate",
        "How the connect chance falls with the delay since the buyer's own last act. The causal effect is unknown.",
        source="no randomised test of response time was found",
    )
    reference_delay: Elapsed = parameter(
        "3.1 h",
        "Delay at which every preset gives the stated connect chance.",
        source="InsideSales audit (median first call)",
        grade="C",
    )
    attempts: int = parameter(5, "Attempts before giving up.", source="Leads360 2012; Roberge", grade="B", ge=1, le=1000)
    gaps: tuple[ClockTime, ...] = parameter(
        ("1 business day", "2 business days", "2 business days", "3 business days"),
        "Times between attempts; the last one repeats.",
    )
    plan: tuple[Literal["call", "email"], ...] = parameter(("call",), "What the attempts are, in order; the last one repeats.")
    email_odds: Factor = parameter(0.5, "Odds of an answer to an email, as a multiple of a call's.")
    nurture_lift: float = parameter(0.0, "Gain of log-odds of a connect with a well nurtured lead.", ge=0, le=5)
    give_up_after: ClockTime | None = parameter(None, "Give up this long after the hand-over; null: attempts alone decide.")


class Qualification(Section):
    """What the conversation decides."""

    accept_fit: Share = parameter(0.9, "Chance that a fitting lead with an open window is accepted.")
    accept_unfit: Share = parameter(0.05, "Chance that an unfitting one, or one not ready, is accepted.")
    accept_from: Literal["no_need", "awareness", "consideration", "decision"] = parameter(
        "decision", "How far a buyer has to be for a deal to begin."
    )
    response: ResponsePreset = parameter("none", "How interest falls with the delay since the buyer's own last act.")
    reason_error: Share = parameter(0.0, "Chance that a rejection names the wrong reason.")
    early_slows: Share = parameter(0.0, "Share of a buyer's pace lost for 30 days by a call before they are ready.")
    early_unsubscribes: Share = parameter(0.0, "Chance that a buyer called before they compare wants to hear no more.")


class Stage(Section):
    """One stage of an opportunity."""

    name: Name = parameter(..., "Name of the stage, such as 'demo'.")
    delay: TimeDistribution = parameter("0 d", "The buyer's delay before the stage's work.")
    minutes: TimeDistribution | None = parameter(None, "Rep's time for the stage; null: none.")
    appointment: bool = parameter(False, "True: a conversation in the first slot free to both; false: desk work.")
    advance: Share = parameter(..., "Chance to advance for a fitting buyer with an open window.")


class Opportunity(Section):
    """The way from an accepted lead to a deal."""

    stages: tuple[Stage, ...] = parameter(
        (), "Stages in order; after the last the deal is won. None: acceptance ends the lead's story."
    )
    unready: float = parameter(0.0, "Loss of log-odds to advance while the buyer only compares.", ge=0, le=10)
    intel: float = parameter(0.0, "Gain of log-odds to advance by shared intel.", ge=0, le=5)
    lost_after: TimeDistribution = parameter(
        "never", "Time after which a deal without a decision is lost, such as a Weibull of shape 1.5."
    )
    reasons: dict[Literal["no_decision", "competitor", "price", "timing"], Factor] = parameter(
        {},
        "Weights of the reasons for which deals are lost, such as {no_decision: 45, competitor: 25}; none named when left out.",
    )
    value_delay: float = parameter(
        0.0, "Correlation of a deal's size with the buyer's delays (Gaussian copula).", ge=-0.95, le=0.95
    )
    no_show: Share = parameter(0.15, "Chance that a buyer misses an appointment set for the next day.")
    no_show_per_day: float = parameter(0.05, "Rise of the log-odds of a no-show for each further day of waiting.", ge=0, le=5)
    rebook_most: int = parameter(2, "How often a missed appointment is set anew.", ge=0, le=100)


class Recycle(Section):
    """Which leads sales sends back to marketing."""

    withdrew: Share = parameter(0.0, "Share of leads that lost patience and come back.")
    rejected: Share = parameter(0.0, "Share of rejected leads sent back.")
    unreachable: Share = parameter(0.0, "Share of unreachable leads sent back.")
    lost: Share = parameter(0.0, "Share of lost deals sent back.")
    ignored: Share = parameter(0.0, "Share of leads nobody called that are sent back.")
    cooling: TimeDistribution = parameter("0 d", "Time before such a lead is touched again.")
    most: int | None = parameter(None, "How often one lead may come back; null: no cap.", ge=0, le=250)
    to: Literal["nurture", "sales"] = parameter("nurture", "Where it comes back to.")


class Pursuit(Section):
    """Whom reps call when time is short: what they believe of each channel's leads."""

    beliefs: bool = parameter(False, "Whether reps go by what they believe; else they call everybody they are given.")
    prior: Share = parameter(0.3, "Share of leads that become SQLs, as reps think before they have seen any.")
    priors: dict[Name, Share] = parameter({}, "The same for single channels.")
    weight: Factor = parameter(10.0, "Leads that opinion is worth.")
    half_life: Elapsed = parameter("120 d", "Time in which experience is half forgotten.")
    minutes_per_lead: Elapsed = parameter("25 min", "Time a lead takes, as reps think before they have worked any.")
    spread: float = parameter(0.35, "How gradually they decide: spread of the logistic curve.", ge=0.01, le=10)
    tracking: float = parameter(
        0.0, "Push by managers who look, weaker for veterans.", source="sign: Sabnis et al. 2013", grade="A", ge=-5, le=5
    )
    enforcement: float = parameter(0.0, "Push by an agreement that is enforced, weaker for veterans.", ge=-5, le=5)
    load: float = parameter(0.0, "How much the leads in their care put them off; those they ignore do not count.", ge=0, le=5)
    load_at: Factor = parameter(60.0, "Leads in their care at which the load is neutral.")
    tokens: Share = parameter(
        0.0, "Chance that a rep who ignores a lead logs an attempt nobody made, where a promise is enforced."
    )
    closes_after: Elapsed = parameter("30 d", "Time after which an ignored lead is closed.")


class Customers(Section):
    """What happens after the win."""

    churn: Share | None = parameter(
        None,
        "Share of customers lost in their first year; none: nobody looks.",
        source="knowledgelib.io 2026: median 13 %",
        grade="D",
    )
    spread: Factor = parameter(
        1.0,
        "How much customers differ: 0 is all alike, 1 the spread of Fader & Hardie's example.",
        source="Fader & Hardie 2007",
        grade="A",
    )
    fit: float = parameter(0.0, "Rise of the log-odds of leaving from the best fitting customer to the worst.", ge=0, le=10)
    promise_gap: float = parameter(
        0.0, "Rise of the log-odds of leaving when marketing and sales promise different things.", ge=0, le=10
    )
    referrals: Factor = parameter(0.0, "Referrals a customer makes in a year.")
    referral_channel: str | None = parameter(None, "Channel whose leads they are.")


class Costs(Section):
    """What things cost, for contribution and cost per deal."""

    rep: Price = parameter("0 EUR", "A rep for a year, loaded.")
    marketing: Price = parameter("0 EUR", "Marketing for a year besides leads, touches and content.")
    escalation: Price = parameter("0 EUR", "A manager's time for a breach that is escalated.")
    gross_margin: Share = parameter(1.0, "Gross margin of first-year value.")
