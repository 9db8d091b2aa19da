"""A scenario in plain words, paragraph by paragraph, and the difference of two."""

from __future__ import annotations

from collections.abc import Callable

from ..distributions import KNOWN_WORDS
from ..evidence import spelled, values_of
from ..scenario import Scenario
from ..tree import dotted, leaves
from .agreement import agreement, handoff
from .learning import costs, feedback
from .market import buyers, leads, market
from .marketing import nurture
from .phrases import listed, many
from .selling import contact, customers, pursuit, recycle, sales, team
from .switches import off

OWN = ("name", "question", "because", "levers")
NOTHING = {"none", "no", "0"}  # what a new entry says by leaving a key out


def explain(scenario: Scenario, other: Scenario | None = None) -> str:
    """Put a scenario in plain words, or the difference of two when `other` is given."""
    if other is not None:
        return _difference(scenario, other)
    heading = [scenario.name]
    heading += [scenario.question] if scenario.question else []
    heading += [f"Why it differs: {scenario.because}"] if scenario.because else []
    paragraphs = ["\n".join(heading)]
    for title, paragraph in PARAGRAPHS:
        sentences = " ".join(paragraph(scenario))
        paragraphs += [f"{title}. {sentences}"] if sentences else []
    return "\n\n".join(paragraphs) + "\n"


def differences(a: Scenario, b: Scenario) -> list[tuple[str, str, str]]:
    """List what differs between two scenarios: path, the first one's value, the second one's, in the order of sections."""
    first, second = ({".".join(path): value for path, value, _ in values_of(each) if path[0] not in OWN} for each in (a, b))
    found: list[tuple[str, str, str]] = []
    unwritten: list[tuple[str, str, str]] = []
    for path in dict.fromkeys([*first, *second]):
        if path in first and path in second and first[path] == second[path]:
            continue
        texts = [spelled(values[path]) if path in values else "none" for values in (first, second)]
        both = path in first and path in second
        if texts[0] == texts[1] or (not both and set(texts) <= NOTHING):
            continue
        origin = (a if path in first else b).origins.get(path)
        (found if both or origin is None or origin.file is not None else unwritten).append((path, texts[0], texts[1]))
    # Of a new entry what was written is enough, unless nothing was.
    said = {_entry(path) for path, _, _ in found}
    found += [row for row in unwritten if _entry(row[0]) not in said]
    # Sections are walked in the order of a lead's life, but paths of the second alone come last without this.
    order = list(type(a).model_fields)
    return sorted(found, key=lambda row: order.index(row[0].split(".")[0]))


def _entry(path: str) -> str:
    """Give the channel, the persona or the section that a path is in."""
    parts = path.split(".")
    return ".".join(parts[:2] if parts[0] in ("channels", "personas") else parts[:-1])


def _difference(a: Scenario, b: Scenario) -> str:
    found = differences(a, b)
    if not found:
        return f"{b.name} does the same as {a.name}: no value differs.\n"
    labels = {lever.path: lever.label for scenario in (a, b) for lever in scenario.levers.values() if lever.label}
    count = "one value" if len(found) == 1 else f"{len(found)} values"
    lines = [f"{b.name} differs from {a.name} in {count}."]
    lines += [f"Why: {b.because}"] if b.because else []
    lines += [f"- {labels.get(path) or label(path)}: {old} → {new} ({path})" for path, old, new in found]
    return "\n".join(lines) + "\n"


OF_DISTRIBUTIONS = KNOWN_WORDS - {"shape", "value", "from", "to"}  # words that say nothing by themselves


def label(path: str) -> str:
    """Make words of a path: 'channels.web.volume' is 'Volume of web', 'work.research.mean' is 'Research, mean'."""
    parts = path.split(".")
    if parts[-1] in OF_DISTRIBUTIONS and len(parts) > 1:
        return f"{label('.'.join(parts[:-1]))}, {parts[-1]}"
    words = parts[-1].replace("_", " ")
    words = words[:1].upper() + words[1:]
    by_name = {"channels": 1, "personas": 1}
    if parts[0] in by_name and len(parts) > 2:
        words += f" of {parts[1]}"
    elif len(parts) > 2 and parts[-2].isdecimal():
        one = "touch" if parts[-3] == "touches" else parts[-3].rstrip("s")
        words += f" of {one} {int(parts[-2]) + 1}"
    elif parts[:2] == ["market", "calendars"] and len(parts) > 3:
        words += f" of calendar {parts[2]}"
    elif parts[-1].isdecimal():
        words = f"{parts[-2].replace('_', ' ').capitalize()} {int(parts[-1]) + 1}"
    return words


def _question(scenario: Scenario) -> list[str]:
    experiment = scenario.experiment
    after = f"{experiment.horizon} are measured, {experiment.follow_up} more are simulated so that deals can end"
    kinds = {
        "adoption": f"The change is adopted on {experiment.start} after {experiment.lead_in} of the shared past",
        "steady": f"The same policy holds throughout; a warm-up of {experiment.lead_in} ends on {experiment.start}",
        "terminating": f"The run opens on {experiment.start} with {many(sum(experiment.opening.values()), 'waiting lead')}",
    }
    return [f"{kinds[experiment.kind]}; {after}."]


def _levers(scenario: Scenario) -> list[str]:
    values = {".".join(path): value for path, value, _ in values_of(scenario)}
    words = []
    for name, lever in scenario.levers.items():
        now = f", now {spelled(values[lever.path])}" if lever.path in values else ""
        reach = f", from {lever.from_} to {lever.to}" if lever.from_ is not None and lever.to is not None else ""
        reach = f", among {', '.join(map(str, lever.choices))}" if lever.choices else reach
        words.append(f"{lever.label or label(lever.path)} ({name}{now}{reach})")
    return [f"{'; '.join(words)}."] if words else []


def _evidence(scenario: Scenario) -> list[str]:
    """Count what the written values rest on, and name the numbers that are assumptions."""
    written = {path: origin for path, origin in scenario.origins.items() if origin.file is not None}
    measured = {path: origin for path, origin in written.items() if any(sign.isdigit() for sign in origin.value)}
    measured = {path: origin for path, origin in measured.items() if not path.startswith(("experiment", "market"))}
    if not measured:
        return ["No number is written in the scenario; all are defaults."]
    grades = [origin.grade or "no grade" for origin in measured.values() if not origin.assumed]
    sentences = []
    if grades:
        counts = listed(f"{grades.count(grade)} of {'grade ' if len(grade) == 1 else ''}{grade}" for grade in sorted(set(grades)))
        sentences.append(f"Of {many(len(measured), 'number')} written here, those with a source: {len(grades)} ({counts}).")
    assumed = [path for path, origin in measured.items() if origin.assumed]
    if assumed:
        sections = [path.split(".")[0] for path in assumed]
        shown = assumed if len(assumed) <= 12 else [f"{sections.count(name)} of {name}" for name in dict.fromkeys(sections)]
        sentences.append(f"Assumptions ({len(assumed)}): {listed(shown)}.")
    doubts = [f"{dotted(path)}, {leaf.text}" for path, leaf in leaves(scenario.tree()) if leaf.doubt is not None]
    return [*sentences, f"In doubt: {'; '.join(doubts)}."] if doubts else sentences


PARAGRAPHS: tuple[tuple[str, Callable[[Scenario], list[str]]], ...] = (
    ("Market", market),
    ("Leads", leads),
    ("Buyers", buyers),
    ("Marketing", nurture),
    ("Agreement", agreement),
    ("Handoff", handoff),
    ("Team", team),
    ("Whom reps call", pursuit),
    ("Contact", contact),
    ("Sales", sales),
    ("Recycling", recycle),
    ("Customers", customers),
    ("Feedback", feedback),
    ("Costs", costs),
    ("Switched off", off),
    ("The question", _question),
    ("Levers", _levers),
    ("Evidence", _evidence),
)
