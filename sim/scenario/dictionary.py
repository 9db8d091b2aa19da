"""The data dictionary: every parameter of a scenario with its type, default, meaning and source, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from .evidence import spelled
from .kinds import bare, entries_of, expects, fields_of, items_of, kind_of, options, section_of
from .schema import json_schema
from .sections import Scenario, Section
from .shipped import shipped_folder, shipped_names, shipped_path
from .tree import Leaf, child
from .yaml import parse_yaml

__all__ = ["data_dictionary", "json_schema"]

PREAMBLE = """\
# Scenarios

A scenario is one YAML file: a company's handoff from marketing to sales, and the question put to it. Run one by its
name (`smarketing run desk-today`) or by its path, read it in plain words (`smarketing explain desk-today`), check your
own (`smarketing check mine.yaml`). This page is generated: `python -m sim.scenario.dictionary` writes it.

## How values are written

| kind | examples |
|---|---|
| elapsed time | `35 min`, `3.1 h`, `14 d`, `26 weeks` (a month is 365.25/12 days) |
| business time, open hours of the agreement's calendar | `4 business hours`, `2 business days` |
| rate | `1,100 per month`, `40 per day`, `1.6 per hour` |
| share | `0.12`, `12 %` |
| money, in the currency of `market.currency` | `120 EUR`, `14.5 k EUR`, `1.2 M EUR` |
| distribution of times or of money | `35 min`, `exponential, mean 72 h`, `lognormal, mean 8 min, cv 0.6`, `lognormal, median 60 d, p90 150 d`, `weibull, mean 2 h, shape 0.5`, `gamma, mean 4 h, cv 0.5`, `uniform, 1 h to 3 h`, `never` |
| the same as a mapping | `{mean: 8 min, cv: 0.6}`, `{shape: weibull, mean: 2 h, k: 0.5}`, `{values: [1 k EUR, 5 k EUR], weights: [3, 1]}`, `{never: 30 %, otherwise: 'exponential, mean 48 h'}` |
| time of day, instant, date | `'09:30'`, `'2026-02-03 10:15'`, `2026-02-03` |
| opening hours | `'09:00-12:00, 13:00-17:00'`, `{mon-fri: '09:00-17:00', sat: '10:00-14:00'}` |

Numbers have a decimal point; commas set thousands apart. Any value may say where it comes from:
`{value: 0.43, source: "Leads360 2012", grade: B}`. Grades: A experiment or peer-reviewed, B large data set, C survey
or practitioner, D opinion. No source means: an assumption.

`extends` names one or several parents, shipped names or files beside the file; later ones win. Sections and mappings
merge, lists of items with a `name` merge by name, other lists and quantities are replaced, `remove: [name]` leaves an
inherited entry out. `levers` name the few values that a leader may move: `--set response_sla='1 business hour'`;
any other value is set by its path: `--set channels.web.volume='40 per day'`, `--set nurture.touches.0.wait='2 d'`,
`--set work.conversation.mean='12 min'`.
"""  # noqa: E501


def data_dictionary() -> str:
    """Write scenarios/README.md: how values are written, the shipped scenarios, and every parameter."""
    parts = [PREAMBLE, _shipped(), "## Parameters\n", _table(Scenario, "")]
    for path, section in _sections(Scenario, ""):
        parts.append(f"### `{path}`\n\n{(section.__doc__ or '').strip()}\n\n{_table(section, path)}")
    return "\n".join(parts)


def _shipped() -> str:
    rows = []
    for name in shipped_names():
        tree, _ = parse_yaml(shipped_path(name).read_text("utf-8"), name)
        question = child(tree, "question")
        rows.append(f"| `{name}` | {_cell(str(question.value)) if isinstance(question, Leaf) else ''} |")
    return "## Shipped scenarios\n\n| name | question |\n|---|---|\n" + "\n".join(rows) + "\n"


def _sections(section: type[Section], path: str) -> Iterator[tuple[str, type[Section]]]:
    """Walk all sections below one, each with the path of its keys."""
    for key, field in fields_of(section).items():
        where = f"{path}.{key}" if path else key
        for inner, place in _inner(kind_of(field), where):
            yield place, inner
            yield from _sections(inner, place)


def _inner(kind: Any, path: str) -> Iterator[tuple[type[Section], str]]:
    """Find the sections that a parameter holds: itself, by name, or in a list."""
    entries, items = entries_of(kind), items_of(kind)
    if entries and (section := section_of(entries[1])):
        yield section, f"{path}.<name>"
    elif items is not None and (section := section_of(items)):
        yield section, f"{path}.<number>"
    else:
        for option in options(kind):
            if isinstance(bare(option), type) and issubclass(bare(option), Section):
                yield bare(option), path


def _table(section: type[Section], path: str) -> str:
    rows = [_row(key, field, f"{path}.{key}" if path else key) for key, field in fields_of(section).items()]
    header = "| key | what to write | default | meaning | source |\n|---|---|---|---|---|\n"
    return header + "\n".join(rows) + "\n"


def _row(key: str, field: FieldInfo, path: str) -> str:
    kind = kind_of(field)
    inner = list(_inner(kind, path))
    alone = inner and len(options(kind)) == 1
    wanted = f"see `{inner[0][1]}`" if alone else expects(kind)
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    source, grade = str(extra.get("source", "")), extra.get("grade")
    default = "" if alone and field.default is not PydanticUndefined else _default(field)
    unsaid = alone or field.is_required() or (field.default in (None, (), {}) and source == "assumption")
    source = "" if unsaid else source + (f" ({grade})" if grade else "")
    return f"| `{key}` | {_cell(wanted)} | {default} | {_cell(field.description or '')} | {_cell(source)} |"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "**needed**"
    if isinstance(field.default, bool):
        return f"`{str(field.default).lower()}`"
    return "none" if field.default in (None, (), {}) else f"`{spelled(field.default)}`"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def main() -> None:
    """Write the dictionary beside the scenarios of a checkout."""
    (shipped_folder() / "README.md").write_text(data_dictionary(), "utf-8")


if __name__ == "__main__":
    main()
