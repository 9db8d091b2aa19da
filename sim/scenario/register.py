"""The register of evidence: every value of the invented company with its source, grade and use, as Markdown.

`python -m sim.scenario.register` writes EVIDENCE.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NamedTuple

from pydantic.fields import FieldInfo

from .evidence import Origin, values_of
from .inputs import ASSUMED, FACTORS, SUSPECTS
from .kinds import expects, kind_of
from .presets import PRESETS
from .reading import read_scenario
from .scenario import Scenario
from .sections.market import Readiness
from .shipped import shipped_folder
from .text import plain
from .tree import dotted

PREFACE = Path(__file__).with_name("evidence.md")  # what the page says around its tables
COMPANY = "baseline"
LEFT_OUT = ("name", "question", "because", "levers", "experiment", "market")  # how the question is put, and calendars
OFF = {"none", "no", "0", "0 EUR", "never", ""}  # a default that says nothing
ALIKE = re.compile(r"^(channels|personas)\.([^.]+)\.(.+)$|^(opportunity\.stages|nurture\.touches|team\.meetings)\.(\d+)\.(.+)$")
WEIGHTS = re.compile(r"^(.+\.(?:weekday|hours|personas|wide_personas|readiness|reasons))\.([^.]+)$")  # written in one row
NAMES = ("label", "key", "kind", "name")  # words for people, no values
# Units of bare numbers that are no shares, each with the last words of the keys, or whole keys, that are in it.
UNITS = {
    "log-odds": "answerability annoys coaching_gap fit helps intel nurture nurture_lift promise_gap ramp_gap skill_sd spread "
    "unready",
    "log-odds a touch": "fatigue",
    "log-odds a step": "readiness",
    "log-odds a day": "no_show_per_day",
    "log-odds a factor e": "load",
    "log a touch": "unsubscribe_fatigue",
    "points": "base loosening loosens points review_step score threshold visits",
    "area": "auc best_auc",
    "cv": "day_effect_cv",
    "sd of the log": "employees_spread revenue_spread",
    "exponent": "diminishing",
    "correlation": "value_delay",
    "times": "breadth customers.spread most reassign_most rebook_most spend unsubscribe_early",
    "times the odds": "email_odds",
    "share": "review_target spends",
    "an engagement": "recalls",
    "engagements": "nurture_depth",
    "attempts": "attempts",
    "touches": "repeat",
    "leads": "caution load_at weight",
    "people": "marketers reps",
    "employees": "employees",
    "k EUR": "revenue",
    "hours a week": "hours",
    "a month": "pieces",
    "a year": "referrals",
}
UNIT = {key: unit for unit, keys in UNITS.items() for key in keys.split()}


class Row(NamedTuple):
    """One key, or the same key of several channels, personas or stages: `values` and `origins` by whose they are."""

    key: str
    meaning: str
    values: dict[str, str]
    origins: dict[str, Origin]


def register() -> str:
    """Write EVIDENCE.md."""
    company = read_scenario(COMPANY)
    rows = rows_of(company)
    text = PREFACE.read_text("utf-8")
    for name, table in (
        ("grades", grades()),
        ("counts", counts(rows)),
        ("weak", weak(company)),
        ("presets", presets()),
        ("register", "\n".join(sections(rows))),
    ):
        text = text.replace(f"<!-- {name} -->", table.strip())
    return text


def grades() -> str:
    """What each grade means, and how far a value of it is doubted."""
    means = {
        "A": "peer-reviewed, or an experiment",
        "B": "a large data set with a stated sample",
        "C": "a survey, an audit or a practitioner's report with a stated sample and a thin method",
        "D": "a blog, an aggregator, a product's habit, what cannot be traced",
    }
    rows = [(f"**{grade}**", means[grade], f"{factor:.3g} times") for grade, factor in FACTORS.items()]
    return table(("grade", "means", "doubted by"), [*rows, ("–", "an assumption: nothing speaks for it", f"{ASSUMED:.3g} times")])


def counts(rows: Iterable[Row]) -> str:
    """How many values have a source, by grade."""
    found = Counter(grade(origin) for row in rows for origin in row.origins.values())
    whole = sum(found.values())
    known = [f"{found[name]} of grade {name}" for name in FACTORS if found[name]]
    return (
        f"Of {whole} values listed here, {whole - found['–']} have a source ({', '.join(known)}); {found['–']} are assumptions."
    )


def weak(company: Scenario) -> str:
    """What an answer may hang on and nobody can look up in their own books, the least known first."""
    found = []
    for _, label, patterns in SUSPECTS:
        held = [(path, origin) for path, origin in company.origins.items() if any(fnmatchcase(path, each) for each in patterns)]
        there = worst_of(origin for _, origin in held)
        several = all("*" not in pattern for pattern in patterns)
        says = shared({whose(path) or (path.split(".")[-1] if several else "else"): origin.value
                       for path, origin in held if origin.value not in OFF})  # fmt: skip
        found.append((label, says, there, ", ".join(f"`{pattern}`" for pattern in patterns)))
    found.sort(key=lambda row: (row[2][0] != "–", -ord(row[2][0])))
    return table(("what", "in the invented company", "grades", "keys"), found)


def presets() -> str:
    """Named effects of speed and what each follows."""
    rows = [(f"`{each.name}`", f"{plain(each.odds)}", each.says, each.source, each.grade or "–") for each in PRESETS]
    return table(("preset", "odds of a connect, 5 min against 24 h", "speed is worth", "follows", "grade"), rows)


def sections(rows: Iterable[Row]) -> Iterator[str]:
    """A table for each section of the scenario."""
    by_section: dict[str, list[Row]] = {}
    for row in rows:
        by_section.setdefault(row.key.split(".")[0], []).append(row)
    for section, some in by_section.items():
        yield f"### `{section}`\n"
        cells = [
            (f"`{row.key}`", shared(row.values), sources(row.origins), worst_of(row.origins.values()), row.meaning)
            for row in some
        ]
        yield table(("key", "value", "source", "grade", "used for"), cells)


def rows_of(company: Scenario) -> list[Row]:
    """Every value that says something, those of channels, personas and stages in one row a key, weights in one value."""
    rows: dict[str, Row] = {}
    for path, _, field in values_of(company):
        origin = company.origins.get(dotted(path))
        if path[0] in LEFT_OUT or path[-1] in NAMES or origin is None or (origin.file is None and origin.value in OFF):
            continue
        key, owner, text = alike(dotted(path)), whose(dotted(path)), with_unit(dotted(path), origin.value, field)
        meaning, before = field.description or "", ""
        if weights := WEIGHTS.match(key):
            key, text = weights[1], f"{weights[2]} {origin.value}"
            before = rows[key].values.get(owner, "") if key in rows else ""
            meaning = (Readiness.__doc__ or "") if key.endswith("readiness") else meaning
        row = rows.setdefault(key, Row(key, meaning, {}, {}))
        row.values[owner] = f"{before}, {text}" if before else text
        row.origins[owner] = origin
    return list(rows.values())


def alike(path: str) -> str:
    """The key of a path with the name of a channel, a persona or a stage left out."""
    found = ALIKE.match(path)
    return path if found is None else f"{found[1] or found[4]}.*.{found[3] or found[6]}"


def whose(path: str) -> str:
    """The channel or persona of a path, or the number of its stage, from 1; nothing for others."""
    found = ALIKE.match(path)
    return "" if found is None else found[2] or str(int(found[5]) + 1)


def with_unit(key: str, text: str, field: FieldInfo) -> str:
    """A value with a unit where it is a bare number."""
    if text in ("true", "false"):
        return "yes" if text == "true" else "no"
    if not re.fullmatch(r"[\d., -]+", text):
        return text
    kind: Any = kind_of(field)
    last = key.rsplit(".", 1)[-1]
    unit = "share" if "a share" in expects(kind) and last != "diminishing" else UNIT.get(key, UNIT.get(last))
    return f"{text} ({unit})" if unit else text


def shared(values: dict[str, str]) -> str:
    """Values by whose they are; those who share one stand together."""
    owners: dict[str, list[str]] = {}
    for owner, value in values.items():
        owners.setdefault(value, []).append(owner)
    if len(owners) == 1:
        return next(iter(owners))
    return "; ".join(f"{', '.join(some)}: {value}" for value, some in owners.items())


def sources(origins: dict[str, Origin]) -> str:
    """Where the values come from, by whose they are."""
    return shared({owner: origin.source or "assumption" for owner, origin in origins.items()}).replace("assumption: ", "")


def worst_of(origins: Iterable[Origin]) -> str:
    """The grades there are, the best known first."""
    return ", ".join(sorted({grade(origin) for origin in origins}, key=lambda each: (each == "–", each)))


def grade(origin: Origin) -> str:
    """A value's grade; a dash for an assumption."""
    return "–" if origin.assumed or origin.grade is None else origin.grade


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(' '.join(cell.split()).replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def main() -> None:
    """Write the register at the top of a checkout."""
    (shipped_folder().parent / "EVIDENCE.md").write_text(register(), "utf-8")


if __name__ == "__main__":
    main()
