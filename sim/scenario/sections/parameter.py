"""What every section and every parameter is made of."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field


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


Name = Annotated[str, Field(min_length=1, max_length=80)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
