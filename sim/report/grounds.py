"""What an answer leans on: the inputs it acts through with their grades, and how many values are assumed."""

from __future__ import annotations

from collections import Counter
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from ..study.judgement.evidence import LEANED_ON, RESPONSE

if TYPE_CHECKING:
    from ..scenario import Scenario
    from ..scenario.evidence import Origin

GRADES = {"A": "experiment", "B": "large data set", "C": "survey", "D": "opinion"}
ASSUMED = "assumption"
PATHS = (RESPONSE, *LEANED_ON)


class Ground(NamedTuple):
    """An input that the answer acts through: in words, its path, its value, its grade and where that comes from."""

    words: str
    path: str
    value: str
    grade: str
    source: str


class Grounds(NamedTuple):
    """What an answer leans on; `counts` says how many numbers have which grade, best first."""

    rows: tuple[Ground, ...]
    counts: tuple[tuple[str, int], ...]
    sources: tuple[str, ...]


def grounds_of(scenario: Scenario) -> Grounds:
    """List the inputs that a promise of speed acts through, and count the grades of all numbers written."""
    from ..scenario.words import label

    rows: list[Ground] = []
    for pattern in PATHS:
        met = [(path, origin) for path, origin in scenario.origins.items() if fnmatchcase(path, pattern)]
        alike: dict[tuple[str, str], list[tuple[str, Origin]]] = {}
        for path, origin in met:
            alike.setdefault((grade_of(origin), "" if origin.assumed else str(origin.source)), []).append((path, origin))
        for (grade, source), those in alike.items():
            words = label(those[0][0]) if len(those) == 1 else f"{label(pattern.replace('.*', ''))}, {len(those)} values"
            values = ", ".join(dict.fromkeys(origin.value for _, origin in those))
            rows.append(Ground(words, those[0][0] if len(those) == 1 else pattern, values, grade, source))
    written = [origin for path, origin in scenario.origins.items() if _is_number(path, origin)]
    found = Counter(grade_of(origin) for origin in written)
    order = [*(f"{grade} ({meaning})" for grade, meaning in GRADES.items()), "source without grade", ASSUMED]
    counts = tuple((grade, found[grade]) for grade in order if found[grade])
    sources = tuple(dict.fromkeys(str(origin.source) for origin in written if not origin.assumed))
    return Grounds(tuple(rows), counts, sources)


def grade_of(origin: Origin) -> str:
    """Name a value's grade."""
    if origin.assumed:
        return ASSUMED
    grade = (origin.grade or "")[:1]
    return f"{grade} ({GRADES[grade]})" if grade in GRADES else "source without grade"


def _is_number(path: str, origin: Origin) -> bool:
    written = origin.file is not None and not path.startswith(("experiment", "market"))
    return written and any(sign.isdigit() for sign in origin.value)
