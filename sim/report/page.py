"""One page of a study: the answer first, then what it leans on, pictures, tables, how to repeat it, and STRESS-DES.

The page is one file. It asks no other host, runs no script, and prints.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import SmarketingError, StudyError
from ..scenario.words import differences, explain, label
from ..study.answers.choice import Choice
from ..study.answers.planned import Planned
from ..study.answers.results import Comparison, Study
from ..study.answers.sweep import Sweep
from ..study.crew.versions import made_with
from .answers import answers_of, asked_about
from .company import company_in_a_line
from .findings.claims import main_measure
from .findings.dispositions import flows_of
from .findings.minds import months_of
from .findings.queue import queue_of
from .findings.years import Years
from .gallery import find, pictures_of
from .grounds import grounds_of
from .stress import stress_of
from .tables import BESIDE, tables_of

if TYPE_CHECKING:
    from markupsafe import Markup

Asked = tuple[str, dict[str, Any]]
SUFFIXES = (".html", ".htm")
MOST_DESCRIBED = 10
MOST_CHANGES = 12  # values in a table of what was changed; the rest is folded
ON_PAPER = 16.0  # inches of pictures as they are drawn; print makes them smaller, and a report has to fit four pages


class Picture(NamedTuple):
    """A picture in the page: its name, its finding, its drawing and the inches it is high, and whether it is printed."""

    name: str
    title: str
    drawing: Markup
    height: float
    printed: bool = True


class Changed(NamedTuple):
    """One value that differs: in words, its path, and what it is under the base and each alternative."""

    words: str
    path: str
    settings: tuple[str, ...]


class Changes(NamedTuple):
    """What differs between the base and some alternatives, and why: levers first; of many values most are folded."""

    names: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...]
    rows: tuple[Changed, ...]
    folded: tuple[Changed, ...]


def check_file(file: Path) -> None:
    """Refuse a file that no page can be written to, before any work.

    Raises
    ------
    StudyError
        When it is a folder, is not called .html, or its folder does not exist.
    """
    if file.suffix.lower() not in SUFFIXES:
        raise StudyError(f"a report is a page; call it {file.with_suffix('.html').name}, not {file.name}")
    if file.is_dir():
        raise StudyError(f"{file} is a folder; name a file in it, such as {file / 'report.html'}")
    if not file.parent.is_dir():
        raise StudyError(f"there is no folder {file.parent}; make it, or choose another")


def write_page(study: Study, file: Path, command: str = "") -> Path:
    """Write the page of a study, whole or not at all."""
    check_file(file)
    text = page_of(study, command)
    partial = file.with_name(f".{file.name}.{os.getpid()}.partial")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(file)
    except OSError as error:
        raise SmarketingError(f"cannot write to {file}: {error.strerror or error}") from error
    finally:
        partial.unlink(missing_ok=True)
    return file


def page_of(study: Study, command: str = "") -> str:
    """Set the page of a study in HTML."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = Path(__file__).with_name("templates")
    world = Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    world.lstrip_blocks = True
    questions = [scenario.question for scenario in asked_about(study) if scenario.question]
    shown, folded = _pictures(study)
    return world.get_template("page.html").render(
        title=_title(study),
        question=questions[-1] if questions else "",
        answers=answers_of(study),
        companies=[(scenario.name, company_in_a_line(scenario)) for scenario in asked_about(study)[:MOST_DESCRIBED]],
        grounds=grounds_of(asked_about(study)[-1]),
        grounds_of=asked_about(study)[-1].name,
        pictures=shown,
        unprinted=not all(picture.printed for picture in shown),
        folded=folded,
        tables=tables_of(study),
        changes=_changes(study),
        base=study.names[0],
        told=[paragraph.partition(". ")[::2] for paragraph in explain(study.scenarios[0]).strip().split("\n\n")[1:]],
        command=command,
        seed=study.seed,
        count=study.count,
        engine=study.engine.name,
        fingerprints=[(name, plan.fingerprint) for name, plan in list(zip(study.names, study.plans, strict=True))[:12]],
        versions=[(name, version) for name, version in made_with().items() if version],
        notes=study.notes,
        stress=stress_of(study),
    )


def _title(study: Study) -> str:
    if isinstance(study, Sweep | Planned):
        return " · ".join(f"{each.label}: {', '.join(each.settings)}" for each in study.varied)
    names = [scenario.name for scenario in asked_about(study)]
    return " · ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")


def _changes(study: Study) -> tuple[Changes, ...]:
    base, *rest = asked_about(study)
    labels = {lever.path: lever.label for scenario in (base, *rest) for lever in scenario.levers.values() if lever.label}
    parts = []
    for first in range(0, len(rest), BESIDE):
        others = rest[first : first + BESIDE]
        found = [{path: (old, new) for path, old, new in differences(base, other)} for other in others]
        rows = []
        for path in dict.fromkeys(path for each in found for path in each):
            before = next(each[path][0] for each in found if path in each)
            settings = (before, *(each[path][1] if path in each else before for each in found))
            rows.append(Changed(labels.get(path) or label(path), path, settings))
        reasons = tuple((other.name, other.because) for other in others if other.because)
        rows.sort(key=lambda row: row.path not in labels)
        first_of = len(rows) if len(rows) <= MOST_CHANGES + 2 else MOST_CHANGES  # two more are not worth folding
        names = (base.name, *(other.name for other in others))
        parts.append(Changes(names, reasons, tuple(rows[:first_of]), tuple(rows[first_of:])))
    return tuple(parts)


def _pictures(study: Study) -> tuple[list[Picture], list[Picture]]:
    """Draw what the page shows at once, and what it holds folded; what a study has nothing of is left out."""
    years = Years(study, flows_of, queue_of, months_of)
    shown, folded = _chosen(study)
    logs = {"dispositions", "queue", "trust"}
    drawn: list[list[Picture]] = []
    for number, asked in enumerate((shown, folded)):
        drawn.append([])
        for name, options in asked:
            assert name in pictures_of(study)  # else what follows would hide that no such study has this picture
            more = {**options, "years": years} if name in logs else options
            try:
                drawn[-1].append(_drawn(study, name, more, f"{'sf'[number]}{len(drawn[-1])}-"))
            except StudyError:
                continue  # this study has nothing to show there
    return _for_paper(drawn[0]), drawn[1]


def _for_paper(pictures: list[Picture]) -> list[Picture]:
    """Print the first pictures that fit the paper."""
    kept, room = [], ON_PAPER
    for picture in pictures:
        printed = picture.height <= room
        room -= picture.height if printed else 0.0
        kept.append(picture._replace(printed=printed))
    return kept


def _drawn(study: Study, name: str, options: dict[str, Any], prefix: str) -> Picture:
    from markupsafe import Markup

    from .figures.catalogue import draw_finding
    from .figures.style import svg_of

    found = find(study, name, **options)
    figure = draw_finding(found)
    drawing = Markup(svg_of(figure, prefix, found.title))  # drawn here, and escaped there
    return Picture(name, found.title, drawing, float(figure.get_figheight()))


def _chosen(study: Study) -> tuple[list[Asked], list[Asked]]:
    """Choose pictures by the kind of study: those shown, and those folded."""
    main = main_measure(study)
    earns = main == "revenue"
    clouds: Asked = ("clouds", {"measure": main})
    inside: list[Asked] = [("response", {}), ("funnel", {}), ("hours", {})]
    deep: list[Asked] = [(name, {}) for name in ("waste", "missed", "dispositions", "queue", "trust")]
    deep += [("convergence", {"measure": main}), ("warmup", {})]
    if isinstance(study, Sweep):
        outcomes = ("revenue", "contribution") if earns else ("utilisation", "wait_hours_mean")
        also: list[Asked] = [("settings", {"measure": "first_response_within_sla"})]
        return [("frontier", {}), *(("settings", {"measure": name}) for name in outcomes)], also
    if isinstance(study, Planned):
        return [("candidates", {})], [("clouds", {"measure": study.goal.measure})]
    if isinstance(study, Choice):
        return [("contenders", {}), ("clouds", {"measure": study.by})], inside
    if isinstance(study, Comparison):
        weeks: list[Asked] = [("weeks", {"series": "sqls"})]
        return [("differences", {"measure": main}), *inside, *weeks], [clouds, ("weeks", {"series": "revenue"}), *deep]
    if study.kind_of_study == "sensitivity":
        return [("tornado", {}), ("flip", {})], []
    if study.kind_of_study == "credit":
        return [("credit", {})], []
    return [clouds, *inside], [("weeks", {"series": "sqls"}), *deep]
