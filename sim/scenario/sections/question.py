"""How the question is put: dates, replications, and the values a leader may move."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from ..quantities import Elapsed, Instant
from .parameter import Section, parameter


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
