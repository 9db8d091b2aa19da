"""What marketing and sales promise each other."""

from __future__ import annotations

from typing import Literal

from ..quantities import ClockTime, Factor, RepFrequency, Share
from .parameter import Name, Section, parameter


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
    enforcement: Literal["none", "alert", "reassign", "escalate"] = parameter(
        "none",
        "What a breach does: nothing; the rep sees the lead at once; the lead goes to another rep; a manager puts it first.",
    )
    disposition_within: ClockTime | None = parameter(
        None, "A lead neither accepted nor rejected by then counts as accepted; none: nobody counts."
    )
    reassign_most: int = parameter(2, "How often one hand-over may be reassigned.", ge=0, le=200)


class MarketingPromise(Section):
    """What marketing promises sales."""

    leads_per_rep: RepFrequency | None = parameter(None, "Leads handed over, such as '100 per rep per month'; none: no promise.")
    channels: tuple[Name, ...] = parameter((), "Types promised: leads of these channels count; all when left out.")
    reaction: Literal["none", "loosen", "spend"] = parameter("none", "What marketing does after a month that fell short.")
    loosens: float = parameter(5.0, "Points by which it loosens the threshold for a month.", ge=0, le=1e4)
    spends: Factor = parameter(0.2, "Share by which it raises every budget for a month.")


class Definition(Section):
    """What counts as a qualified lead."""

    by: Literal["marketing", "both"] = parameter(
        "marketing", "Whose definition is in force: marketing's own, or one agreed by both."
    )
    threshold: float | None = parameter(None, "Agreed score; scoring.threshold when left out.", ge=-1e9, le=1e9)
    employees: Factor = parameter(0.0, "Agreed must: at least so many employees.")
    revenue: Factor = parameter(0.0, "Agreed must: at least so much yearly revenue, in thousands of the currency.")


class Agreement(Section):
    """The service-level agreement between marketing and sales."""

    calendar: str = parameter("always", "Calendar of the agreement's business hours.")
    sales: SalesPromise = parameter(SalesPromise(), "What sales promises marketing.")
    marketing: MarketingPromise = parameter(MarketingPromise(), "What marketing promises sales.")
    definition: Definition = parameter(Definition(), "What counts as a qualified lead.")
    intel: bool = parameter(False, "Whether what a lead read, downloaded and filled in travels with it.")
    reviewed: bool = parameter(False, "Whether both sides reset threshold and tiers every month from what they saw.")
    review_step: float = parameter(2.0, "Points by which a review moves them.", ge=0, le=1e4)
    review_target: tuple[Share, Share] = parameter(
        (0.3, 0.5), "Share of the entered leads that were accepted between which a review leaves things as they are."
    )
