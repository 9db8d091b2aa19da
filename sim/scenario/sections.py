"""The sections of a scenario file, in the order of a lead's life.

Every parameter is written here once: its type and unit, its default, its meaning, where the default
comes from. The data dictionary, the JSON Schema and the error messages are generated from these
fields.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from .quantities import (
    ClockTime,
    DayTime,
    Elapsed,
    Factor,
    Frequency,
    Instant,
    MoneyDistribution,
    OpeningHours,
    Share,
    TimeDistribution,
)


class Section(BaseModel):
    """A frozen part of a scenario that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, allow_inf_nan=False)


def parameter(
    default: Any,
    meaning: str,
    *,
    source: str = "assumption",
    grade: str | None = None,
    **limits: Any,
) -> Any:
    """Declare a parameter: its default (`...` when it must be given), meaning, source and grade of evidence."""
    extra: dict[str, Any] = {"source": source}
    if grade is not None:
        extra["grade"] = grade
    return Field(default, description=meaning, json_schema_extra=extra, validate_default=True, **limits)


def _set_times_or_time(value: Any) -> str:
    """Tell which alternative is meant where set times {at: [...]} may stand beside a time or a word."""
    if isinstance(value, Mapping):
        return "set times" if "at" in value else "time"
    if isinstance(value, Section):
        return "set times"
    return "alerted" if value == "alerted" else "time"


Name = Annotated[str, Field(min_length=1, max_length=80)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


Holidays = Annotated[
    Annotated[tuple[datetime.date, ...], Tag("dates")] | Annotated[str, Tag("country")],
    Discriminator(lambda value: "country" if isinstance(value, str) else "dates"),
]


class Calendar(Section):
    """Open hours of the week, less lunch and holidays."""

    hours: OpeningHours = parameter(..., "Open hours by weekday, such as {mon-fri: '09:00-17:00'}.")
    lunch: OpeningHours | None = parameter(None, "Hours taken out of every open day, such as '12:00-13:00'.")
    holidays: Holidays = parameter(
        (), "Closed dates, or a country such as 'DE' or a region such as 'DE-BY' whose public holidays are closed."
    )
    timezone: str | None = parameter(None, "IANA zone of these hours; the market's when left out.")


class Market(Section):
    """Where and when the company trades."""

    timezone: str = parameter("UTC", "IANA time zone in which days, weeks and months are counted.")
    currency: str = parameter("EUR", "Currency of every amount of money in the scenario.", pattern="^[A-Z]{3}$")
    calendars: dict[Name, Calendar] = parameter({}, "Named calendars; 'always' is built in and never closes.")


class Pulse(Section):
    """A campaign: a jump in a channel's volume that decays."""

    at: datetime.date = parameter(..., "Local day on which the campaign starts.")
    size: Factor = parameter(..., "Jump as a multiple of the channel's own volume: 1 doubles the first day.")
    half_life: Elapsed = parameter("7 d", "Time in which the jump loses half its size.")


ResponsePreset = Literal["none", "mild", "moderate", "steep", "folklore"]


class Channel(Section):
    """One source of leads."""

    key: str | None = parameter(None, "Identity for random numbers; the name when first written. Keep it when renaming.")
    label: str | None = parameter(None, "Words shown to people instead of the name.")
    volume: Frequency = parameter(..., "Expected new leads, such as '1,100 per month'.")
    weekday: dict[Weekday, Factor] = parameter(
        {}, "Weights of the weekdays (left out: 1); scaled so that they average 1 over a week."
    )
    hours: dict[str, Factor] = parameter(
        {}, "Weights of the hours of a day, such as {'08-17': 62, '17-08': 38}: shares of the day's leads."
    )
    season: dict[Annotated[int, Field(ge=1, le=12)], Factor] = parameter(
        {}, "Weights of the months 1 to 12 (left out: 1), taken as they are."
    )
    trend: float = parameter(0.0, "Growth of the volume a year: 0.1 is 10 % more after a year.", ge=-0.95, le=20)
    pulses: tuple[Pulse, ...] = parameter((), "Campaigns.")
    day_effect_cv: float = parameter(
        0.0, "Coefficient of variation of the Gamma day effect; 0 switches it off.",
        source="Brown et al. 2005 (over-dispersed daily rates)", ge=0, le=3,
    )  # fmt: skip
    timezone: str | None = parameter(None, "IANA zone of this channel's days; the market's when left out.")
    hand_raiser: bool = parameter(False, "Leads that ask for a call: they skip nurture and are MQLs at capture.")
    score: float = parameter(0.0, "Score a lead of this channel has at capture, in points.", ge=-1e6, le=1e6)
    personas: dict[Name, Factor] = parameter({}, "Mix of personas by weight; the first persona alone when left out.")
    connect: Share | None = parameter(None, "Connect chance of an attempt at the reference delay; contact.connect when left out.")
    response: ResponsePreset | None = parameter(None, "Response preset of this channel's leads; contact.response when left out.")
    segment: str | None = parameter(None, "Segment for routing by segment.")


class Window(Section):
    """How long a buyer keeps looking, and how it ends."""

    lasts: TimeDistribution = parameter("never", "Time until the buyer stops looking.")
    starts: Literal["capture", "handoff"] = parameter("handoff", "When that time starts to run.")
    ends_at_contact: bool = parameter(
        False, "True: patience, over once a conversation begins. False: the window can close during sales' work too."
    )
    announce_share: Share = parameter(0.1, "Chance that the buyer says so when the window closes; else it closes silently.")


class Persona(Section):
    """A kind of buyer: hidden truth at capture."""

    key: str | None = parameter(None, "Identity for random numbers; the name when first written.")
    label: str | None = parameter(None, "Words shown to people instead of the name.")
    fit: Share = parameter(1.0, "Chance that such a lead can and should buy.")
    reachable: Share = parameter(
        0.85,
        "Chance that such a lead can be reached at all.",
        source="InsideSales, Forbes: 0.05-0.35 never contactable",
        grade="C",
    )
    answerability: float = parameter(0.0, "Spread (sd in logits) of how readily leads answer, constant for a lead.", ge=0, le=5)
    window: Window = parameter(Window(), "How long such a buyer keeps looking.")
    value: MoneyDistribution = parameter("20,000 EUR", "First-year value of a deal with such a buyer.")


class Touch(Section):
    """One touch of the nurture programme, or several alike."""

    kind: Name = parameter("email", "What is sent or done, in your words.")
    wait: TimeDistribution = parameter(
        "11 d", "Time since the touch before (or since capture).", source="johnnygrow.com", grade="D"
    )
    engages: Share = parameter(0.0, "Chance that the lead engages with it.")
    points: float = parameter(10.0, "Points of behaviour an engagement adds to the score.", ge=-1e6, le=1e6)
    repeat: int = parameter(1, "How many such touches follow one another.", ge=1, le=10_000)


class Nurture(Section):
    """What marketing sends to a lead that is not an MQL yet."""

    touches: tuple[Touch, ...] = parameter((), "The programme, in order.")
    drip: Touch | None = parameter(None, "A slow drip after the programme, touch after touch; 'repeat' bounds it.")


class Scoring(Section):
    """When a lead counts as qualified by marketing."""

    threshold: float = parameter(0.0, "Score from which a lead is an MQL.", ge=-1e9, le=1e9)
    half_life: TimeDistribution | None = parameter(
        None, "Time in which points of behaviour lose half their weight; they keep it when left out."
    )


class Tier(Section):
    """A promise for the leads from a score upwards."""

    name: Name = parameter(..., "Name of the tier, such as 'hot'.")
    score_at_least: float = parameter(..., "Lowest score of the tier; a lead falls in the highest tier it reaches.")
    first_attempt_within: ClockTime | None = parameter(..., "First attempt within this time; null: no promise for this tier.")


class SalesPromise(Section):
    """What sales promises marketing."""

    first_attempt_within: ClockTime | None = parameter(
        None, "First attempt within this time, such as '4 business hours'; null: no promise."
    )
    attempts: int | None = parameter(None, "Attempts promised in the time below.", ge=1, le=1000)
    attempts_within: ClockTime | None = parameter(None, "Time for the promised attempts, such as '14 days'.")
    clock_starts: Literal["delivery", "capture", "assignment"] = parameter(
        "delivery", "When the clock starts: delivery to sales, capture (the form) or assignment to a rep."
    )
    tiers: tuple[Tier, ...] = parameter((), "Promises by score, instead of one for all.")
    enforcement: Literal["none", "alert", "reassign"] = parameter(
        "none", "What a breach does: nothing; the rep sees the lead at once; the lead goes to another rep."
    )
    reassign_most: int = parameter(2, "How often one hand-over may be reassigned.", ge=0, le=200)


class Agreement(Section):
    """The service-level agreement between marketing and sales."""

    calendar: str = parameter("always", "Calendar of the agreement's business hours.")
    sales: SalesPromise = parameter(SalesPromise(), "What sales promises marketing.")


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
    attention: Attention = parameter(
        "alerted",
        "When a rep sees a new lead: at once when 'alerted', at set looks {at: [...]}, or after a habit delay.",
    )
    open_leads_most: int | None = parameter(
        None, "Most open leads a rep is given; more wait until one is closed.", ge=1, le=1_000_000
    )


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


class Team(Section):
    """Who works the leads, and when."""

    reps: int = parameter(1, "Number of reps (seats).", ge=1, le=5000)
    calendar: str = parameter("always", "Calendar of their shifts.")
    calendars: dict[Annotated[int, Field(ge=1)], str] = parameter({}, "Calendar of single seats that differ, such as {3: early}.")
    segments: dict[Annotated[int, Field(ge=1)], str] = parameter({}, "Segment that a seat serves when routing is by segment.")
    absence: Share = parameter(0.0, "Chance that a rep is absent on a given day.")
    cover: bool = parameter(True, "True: colleagues take over the attempts that wait for an absent rep; false: they wait.")
    away: tuple[Leave, ...] = parameter((), "Planned absences and departures.")
    hiring_lag: Elapsed = parameter("0 d", "Time after adoption before added reps start.")
    pace_sd: float = parameter(0.0, "Spread (sd of the log) of reps' pace, mean 1.", ge=0, le=2)
    meetings: tuple[Meeting, ...] = parameter((), "Weekly meetings.")
    admin: TimeDistribution | None = parameter(None, "Admin work of a rep on each working day; it may wait one day, no longer.")


WorkOrder = Literal["oldest_first", "newest_first", "highest_score", "earliest_deadline", "own_deals_first", "new_leads_first"]
Overrun = Literal["pause", "finish", "defer"]


class Work(Section):
    """What reps do with a lead, how long it takes, and what comes first."""

    order: WorkOrder = parameter("oldest_first", "What a free rep does next.")
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
    give_up_after: ClockTime | None = parameter(None, "Give up this long after the first attempt; null: attempts alone decide.")


class Qualification(Section):
    """What the conversation decides."""

    accept_fit: Share = parameter(0.9, "Chance that a fitting lead with an open window is accepted.")
    accept_unfit: Share = parameter(0.05, "Chance that an unfitting one is accepted.")


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
    no_show: Share = parameter(0.15, "Chance that a buyer misses an appointment set for the next day.")
    no_show_per_day: float = parameter(0.05, "Rise of the log-odds of a no-show for each further day of waiting.", ge=0, le=5)
    rebook_most: int = parameter(2, "How often a missed appointment is set anew.", ge=0, le=100)


class Recycle(Section):
    """Which leads sales sends back to marketing."""

    withdrew: Share = parameter(0.0, "Share of leads that lost patience and come back.")
    rejected: Share = parameter(0.0, "Share of rejected leads sent back.")
    unreachable: Share = parameter(0.0, "Share of unreachable leads sent back.")
    lost: Share = parameter(0.0, "Share of lost deals sent back.")
    cooling: TimeDistribution = parameter("0 d", "Time before such a lead is touched again.")
    most: int | None = parameter(None, "How often one lead may come back; null: no cap.", ge=0, le=250)
    to: Literal["nurture", "sales"] = parameter("nurture", "Where it comes back to.")


class ExtraLeads(Section):
    """Leads injected beside the channels' own, for experiments on single leads."""

    channel: str = parameter(..., "Channel whose leads they are.")
    at: Instant = parameter(..., "Local date and time of capture.")
    count: int = parameter(1, "How many.", ge=1, le=1_000_000)


class Experiment(Section):
    """How the question is put, never what the business is."""

    kind: Literal["adoption", "steady", "terminating"] = parameter(
        "adoption",
        "A change adopted on a date; one policy throughout after a warm-up; or a run from a declared opening.",
    )
    start: datetime.date = parameter(
        datetime.date(2026, 1, 5), "Local day of the adoption, of the warm-up's end, or of the opening."
    )
    lead_in: Elapsed = parameter(
        "26 weeks", "Simulated time before the start (the shared past, or the warm-up); 0 when terminating."
    )
    horizon: Elapsed = parameter("52 weeks", "Time after the start that measures cover.")
    follow_up: Elapsed = parameter("26 weeks", "Time after the horizon that is simulated but not counted.")
    conversion_age: Elapsed = parameter("180 d", "Age at which cohort conversions are stated.")
    replications: int = parameter(100, "Replications when none are asked for.", ge=2, le=10_000_000)
    seed: int = parameter(1, "Seed when none is given.", ge=0, le=2**32 - 1)
    opening: dict[str, Annotated[int, Field(ge=0, le=1_000_000)]] = parameter(
        {}, "Leads by channel that wait for sales when a terminating run opens."
    )
    extra_leads: tuple[ExtraLeads, ...] = parameter((), "Leads injected beside the channels' own.")


class Lever(Section):
    """A value that a leader may move."""

    path: str = parameter(..., "Path of the value, such as agreement.sales.first_attempt_within.")
    label: str | None = parameter(None, "Words for the lever, such as 'First call within'.")
    from_: Any = Field(None, alias="from", description="Lowest setting.")
    to: Any = parameter(None, "Highest setting.")
    choices: tuple[Any, ...] = parameter((), "Settings to choose from.")


class Scenario(Section):
    """A whole scenario, as its author wrote it."""

    name: Name = parameter(..., "Name of the scenario.")
    question: str | None = parameter(None, "The question it answers, in plain words.")
    because: str | None = parameter(None, "Why it differs from its parents.")
    market: Market = parameter(Market(), "Where and when the company trades.")
    channels: dict[Name, Channel] = parameter(..., "Sources of leads by name.", min_length=1)
    personas: dict[Name, Persona] = parameter({"buyer": Persona()}, "Kinds of buyers by name.", min_length=1)
    nurture: Nurture = parameter(Nurture(), "What marketing sends.")
    scoring: Scoring = parameter(Scoring(), "When a lead is an MQL.")
    agreement: Agreement = parameter(Agreement(), "The two-way agreement.")
    handoff: Handoff = parameter(Handoff(), "The way of an MQL to a rep.")
    team: Team = parameter(Team(), "Who works the leads.")
    work: Work = parameter(Work(), "What they do.")
    contact: Contact = parameter(Contact(), "Attempts and connects.")
    qualification: Qualification = parameter(Qualification(), "Accept or reject.")
    opportunity: Opportunity = parameter(Opportunity(), "From accepted to won.")
    recycle: Recycle = parameter(Recycle(), "Who comes back.")
    experiment: Experiment = parameter(Experiment(), "How the question is put.")
    levers: dict[Name, Lever] = parameter({}, "Values that a leader may move, by name.")
