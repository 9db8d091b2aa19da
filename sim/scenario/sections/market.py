"""Where leads come from, and what is true of the buyers behind them."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from ..quantities import Elapsed, Factor, Frequency, MoneyDistribution, OpeningHours, Price, Share, TimeDistribution
from .parameter import Name, Section, Weekday, parameter

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
Feature = Literal["employees", "revenue", "role", "region", "source", "use_case"]


class Readiness(Section):
    """How far buyers are when they leave their name: weights, scaled to shares."""

    no_need: Factor = parameter(0.0, "No need yet.")
    awareness: Factor = parameter(0.0, "Knows the problem (top of the funnel).")
    consideration: Factor = parameter(0.0, "Compares ways to solve it (middle of the funnel).")
    decision: Factor = parameter(0.0, "Ready to choose (bottom of the funnel).")


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
    readiness: Readiness | None = parameter(None, "How far its leads are at capture; the persona's when left out.")
    cost_per_lead: Price = parameter("0 EUR", "Marketing's money for a lead at the stated volume.")
    spend: Factor = parameter(1.0, "Budget as a multiple of the one behind the stated volume.")
    diminishing: Share = parameter(0.6, "Exponent of diminishing returns: volume grows with spend to this power.")
    breadth: float = parameter(
        1.0, "Width of the net: so many times the volume; the extra leads are of the wide mix.", ge=1, le=20
    )
    wide_personas: dict[Name, Factor] = parameter(
        {}, "Mix of personas of the extra leads of a wider net; the channel's own when left out."
    )
    unrecorded: Share = parameter(
        0.0, "Chance that the source of a lead is recorded as another channel, or not at all; people go by what is recorded."
    )
    duplicates: Share = parameter(0.0, "Chance that a new lead belongs to an account that sales is working on.")


class Window(Section):
    """How long a buyer keeps looking, and how it ends."""

    lasts: TimeDistribution = parameter("never", "Time until the buyer stops looking.")
    starts: Literal["capture", "handoff", "decision"] = parameter(
        "handoff", "When that time starts to run; decision: when the buyer gets ready to choose."
    )
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
    readiness: Readiness = parameter(Readiness(decision=1.0), "How far such buyers are at capture.")
    need: TimeDistribution = parameter("never", "Time until a buyer without need has one.")
    awareness: TimeDistribution = parameter("0 d", "Time from awareness to consideration, when nobody hurries them.")
    consideration: TimeDistribution = parameter("0 d", "Time from consideration to decision, when nobody hurries them.")
    repurchase: TimeDistribution = parameter("never", "Time after the window until the need returns.")
    firmographics: dict[Feature, float] = parameter({}, "Shift of what is seen of such a lead's firm, in standard deviations.")
