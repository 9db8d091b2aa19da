"""The kinds of values a scenario file holds: how each is read from text, written back and described."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from .amounts import Money, Rate, Span, read_elapsed, read_factor, read_money, read_rate, read_rate_of_reps, read_share, read_span
from .distributions import AMOUNTS, Distribution, read_money_distribution, read_time_distribution, words_of_text
from .hours import (
    OpenHours,
    TimeOfDay,
    instant_text,
    read_instant,
    read_open_hours,
    read_time_of_day,
)
from .text import UnreadableError

__all__ = [
    "ClockTime",
    "DayTime",
    "Distribution",
    "Elapsed",
    "Factor",
    "Frequency",
    "Instant",
    "Money",
    "MoneyDistribution",
    "OpenHours",
    "OpeningHours",
    "Price",
    "Quantity",
    "Rate",
    "RepFrequency",
    "Share",
    "Span",
    "TimeDistribution",
    "TimeOfDay",
]


@dataclass(frozen=True, eq=False)
class Quantity:
    """A kind of value: how it is read, how it is written in a file, what messages and the dictionary call it."""

    read: Callable[[object], Any]
    write: Callable[[Any], Any]
    expects: str
    examples: tuple[Any, ...]
    types: tuple[str, ...] = ("string",)
    # The kinds of the words of its mapping, and how its text is taken apart into them.
    words: Mapping[str, Any] = field(default_factory=dict)
    spread: Callable[[str], dict[str, Any]] | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self._validate, serialization=core_schema.plain_serializer_function_ser_schema(self.write, when_used="json")
        )

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        kinds = list(self.types)
        return {"type": kinds[0] if len(kinds) == 1 else kinds, "examples": list(self.examples), "title": self.expects}

    def _validate(self, value: object) -> Any:
        try:
            return self.read(value)
        except UnreadableError as error:
            parts = {"what": error.what, "instead": error.instead}
            raise PydanticCustomError("quantity", "{what}; {instead}", parts) from None


ClockTime = Annotated[
    Span,
    Quantity(read_span, str, "a time, elapsed or in business hours", ("4 business hours", "2 business days", "14 days")),
]
Elapsed = Annotated[Span, Quantity(read_elapsed, str, "an elapsed time", ("35 min", "3.1 h", "14 d", "26 weeks"))]
Frequency = Annotated[Rate, Quantity(read_rate, str, "a rate", ("1,100 per month", "40 per day", "1.6 per hour"))]
RepFrequency = Annotated[Rate, Quantity(read_rate_of_reps, str, "a rate for each rep", ("100 per rep per month",))]
Price = Annotated[Money, Quantity(read_money, str, "an amount of money", ("120 EUR", "14.5 k EUR"))]
Share = Annotated[float, Quantity(read_share, float, "a share from 0 to 1", (0.12, "12 %"), ("number", "string"))]
Factor = Annotated[float, Quantity(read_factor, float, "a number of at least 0", (1, 1.5), ("number",))]
DayTime = Annotated[TimeOfDay, Quantity(read_time_of_day, str, "a time of day", ("09:00", "14:30"))]
Instant = Annotated[datetime.datetime, Quantity(read_instant, instant_text, "a local date and time", ("2026-02-03 10:15",))]
OpeningHours = Annotated[
    OpenHours,
    Quantity(
        read_open_hours,
        OpenHours.spelled,
        "opening hours",
        ("09:00-12:00, 13:00-17:00", {"mon-fri": "09:00-17:00", "sat": "10:00-14:00"}),
        ("string", "object"),
    ),
]
_NUMBERS = {"sigma": Factor, "cv": Factor, "k": Factor, "never": Share}
TimeDistribution = Annotated[
    Distribution,
    Quantity(
        read_time_distribution,
        str,
        "a time or a distribution of times",
        ("35 min", "exponential, mean 72 h", "lognormal, mean 8 min, cv 0.6", {"mean": "8 min", "cv": 0.6}, "never"),
        ("string", "object"),
        dict.fromkeys(AMOUNTS, Elapsed) | _NUMBERS,
        words_of_text,
    ),
]
MoneyDistribution = Annotated[
    Distribution,
    Quantity(
        read_money_distribution,
        str,
        "an amount of money or a distribution of amounts",
        (
            "20,000 EUR",
            "lognormal, median 14.5 k EUR, sigma 0.8",
            {"values": ["1 k EUR", "5 k EUR"], "weights": [3, 1]},
        ),
        ("string", "object"),
        dict.fromkeys(AMOUNTS, Price) | _NUMBERS,
        words_of_text,
    ),
]
