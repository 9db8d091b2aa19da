"""Phrases that every sentence is made of: shares, counts, lists, typical sizes."""

from __future__ import annotations

from collections.abc import Iterable

from ..distributions import Distribution, words_of_text
from ..text import grouped, plain

DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}


def percent(share: float) -> str:
    """Write a share in per cent."""
    return f"{plain(round(100 * share, 4))} %"


def many(count: int, thing: str) -> str:
    """Write a count with its noun."""
    return f"{grouped(count)} {thing}{'' if count == 1 else 's'}"


def listed(words: Iterable[str]) -> str:
    """Join words with commas and a last 'and'."""
    items = list(words)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


def typical(value: Distribution) -> str:
    """Write a distribution for a sentence: by its mean or its median."""
    words = words_of_text(str(value)) if value.shape not in ("constant", "never", "empirical", "uniform") else {}
    words = words_of_text(words["otherwise"]) if "otherwise" in words else words
    never = f", never with a chance of {percent(value.never_share)}" if value.never_share else ""
    if "mean" in words:
        return f"{words['mean']} on average{never}"
    return f"{words['median']} at the median{never}" if "median" in words else str(value)
