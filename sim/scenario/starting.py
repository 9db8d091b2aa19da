"""A scenario of one's own, begun from six answers about a company."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..errors import StudyError
from .amounts import read_money
from .scenario import Scenario
from .text import UnreadableError, plain, read_number

BASE = "baseline"
BASE_MQLS = 800.0  # a month, of the invented company
LAST_STAGES = ("follow-up", "negotiation")  # between a proposal and its end
UNKNOWN = ("", "?", "don't know", "dont know", "no idea", "unknown", "-")


class Question(NamedTuple):
    """One question: its key, how it is put, an example, and the range an answer has to lie in."""

    key: str
    text: str
    example: str
    low: float
    high: float


QUESTIONS = (
    Question("leads", "How many leads does marketing hand to sales in a month?", "400", 1, 100_000),
    Question("reps", "How many reps call them?", "5", 1, 1_000),
    Question("first_call_hours", "How many hours pass today before a new lead is first called?", "20", 0, 2_000),
    Question("attempts", "How often does a rep try before giving up?", "2", 1, 50),
    Question("close_rate", "How many of 100 proposals are won?", "60", 1, 99),
    Question("deal_size", "What is an average deal worth in its first year?", "20 k EUR", 1, 1e9),
)
Answers = dict[str, float | None]


def answer(question: Question, text: str) -> float | None:
    """Read one answer; None for "don't know".

    Raises
    ------
    StudyError
        When it is no number, or not a possible one.
    """
    clean = text.strip()
    if clean.lower() in UNKNOWN:
        return None
    try:
        if question.key == "deal_size":
            money = read_money(clean if any(sign.isalpha() or sign in "€$£" for sign in clean) else f"{clean} EUR")
            value = money.amount
        else:
            value = read_number(clean.removesuffix("%").strip())
    except UnreadableError as error:
        raise StudyError(f"{question.text} '{text}' {error.what}; write a number such as {question.example}, or ?") from None
    if not question.low <= value <= question.high:
        raise StudyError(
            f"{question.text} {plain(value)} is not between {plain(question.low)} and {plain(question.high)}; "
            f"write a number such as {question.example}, or ?"
        )
    return value


def changes(answers: Answers, base: Scenario) -> dict[str, str]:
    """Values by path that the answers change in the invented company."""
    made: dict[str, str] = {}
    leads, reps, hours = answers.get("leads"), answers.get("reps"), answers.get("first_call_hours")
    if leads is not None:
        share = leads / BASE_MQLS
        for name, channel in base.channels.items():
            made[f"channels.{name}.volume"] = f"{channel.volume.per_day * share:.6g} per day"
    if reps is not None:
        made["team.reps"] = str(round(reps))
    if hours is not None:
        made["handoff.delay"] = "5 min"
        made["handoff.attention"] = looks_after(hours)
        made["contact.reference_delay"] = f"{max(hours, 0.1):.6g} h"
    if answers.get("attempts") is not None:
        made["contact.attempts"] = str(round(answers["attempts"] or 1))
    rate = answers.get("close_rate")
    if rate is not None:
        for i, stage in enumerate(base.opportunity.stages):
            if stage.name in LAST_STAGES:
                made[f"opportunity.stages.{i}.advance"] = f"{(rate / 100) ** 0.5:.4g}"
    size = answers.get("deal_size")
    if size is not None:
        value = f"lognormal, mean {size:.8g} {base.market.currency}, sigma 0.8"
        made |= {f"personas.{name}.value": value for name in base.personas}
        made["team.own_pipeline.value"] = value
    return made


def looks_after(hours: float) -> str:
    """Attention of reps who look at a new lead after so many hours on average; at once for 0."""
    return f"lognormal, mean {hours:.3g} h, cv 1" if hours > 0 else "alerted"


def written(answers: Answers, base: Scenario, tuned: Mapping[str, str], remarks: Sequence[str]) -> str:
    """The scenario file: what was answered, what was tuned to it, by path, and what is the invented company's."""
    lines = [
        "name: My company",
        "question: What do marketing and sales win, and waste, today?",
        f"extends: {BASE}",
        "because: Begun from six answers; everything else is the invented company's, and an assumption.",
    ]
    for question in QUESTIONS:
        found = answers.get(question.key)
        lines.append(f"# {question.text} {'not known: the value of the invented company' if found is None else plain(found)}")
    lines += [f"# Tuned by simulation: {remark}" for remark in remarks]
    tree: dict[str, object] = {}
    made = changes(answers, base) | dict(tuned)
    stages: dict[str, str] = {}
    for path, value in made.items():
        parts = path.split(".")
        if parts[:2] == ["opportunity", "stages"]:
            stages[base.opportunity.stages[int(parts[2])].name] = value
            continue
        place = tree
        for part in parts[:-1]:
            place = place.setdefault(part, {})  # type: ignore[assignment]
        place[parts[-1]] = value
    if stages:
        tree["opportunity"] = {"stages": [{"name": name, "advance": value} for name, value in stages.items()]}
    lines += ["", *_yaml(tree, 0)]
    return "\n".join(lines) + "\n"


def _yaml(tree: Mapping[str, object], depth: int) -> list[str]:
    """Block YAML of nested mappings of texts; text that YAML could misread is quoted."""
    lines: list[str] = []
    pad = "  " * depth
    for key, value in tree.items():
        if isinstance(value, Mapping):
            lines += [f"{pad}{key}:", *_yaml(value, depth + 1)]
        elif isinstance(value, list):
            lines.append(f"{pad}{key}:")
            for item in value:
                lines.append(f"{pad}  - {{{', '.join(f'{name}: {text}' for name, text in item.items())}}}")
        else:
            text = str(value)
            bare = text.replace(".", "", 1).isdecimal() or text == "alerted"
            lines.append(f"{pad}{key}: {text}" if bare else f'{pad}{key}: "{text}"')
    return lines
