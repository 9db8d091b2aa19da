"""The data dictionary: every parameter of a scenario with its type, default, meaning and source, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
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

PREAMBLE = Path(__file__).with_name("preamble.md")  # what the page says before the lists


def data_dictionary() -> str:
    """Write scenarios/README.md: how values are written, the shipped scenarios, and every parameter."""
    parts = [PREAMBLE.read_text("utf-8"), _shipped(), "## Parameters\n", _table(Scenario, "")]
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
