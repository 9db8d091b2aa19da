"""The agreement as a one-page contract, ready to paste, and the evidence that the answer rests on."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING

from ...scenario.words.agreement import agreement, handoff
from ...scenario.words.explanation import label
from ...study.judgement.numbers import show

if TYPE_CHECKING:
    from ...scenario import Scenario
    from ...scenario.evidence import Origin
    from ..answers import Answer

GRADES = {"A": "experiments", "B": "large data sets", "C": "surveys", "D": "opinions"}
ASSUMED, UNGRADED = "assumed", "?"
MOST_SOURCES = 60


def contract(answer: Answer, alone: bool, changes: tuple[str, ...]) -> str:
    """Write the agreement as text that can be pasted, with what it is expected to bring and how it is watched."""
    lines = contract_lines(answer, alone, changes)
    return f'<pre class="contract" tabindex="0" aria-label="The agreement as text">{escape(chr(10).join(lines))}</pre>'


def contract_lines(answer: Answer, alone: bool, changes: tuple[str, ...]) -> list[str]:
    """The lines of the contract; `changes` are what is moved, in words."""
    study = answer.study
    scenario = study.scenarios[0 if alone else 1]
    lines = ["AGREEMENT BETWEEN MARKETING AND SALES", f"{scenario.name}; from {scenario.experiment.start}", ""]
    lines += ["What is promised", *(f"- {sentence}" for sentence in agreement(scenario)), ""]
    definition = scenario.agreement.definition
    who = "both teams" if definition.by == "both" else "marketing"
    threshold = (
        definition.threshold if definition.threshold is not None and definition.by == "both" else scenario.scoring.threshold
    )
    lines += ["What counts as a qualified lead", f"- Defined by {who}: a score of at least {threshold:g}."]
    if definition.by == "both" and definition.employees:
        lines.append(f"- At least {float(definition.employees):g} employees.")
    lines += ["", "How a lead gets to a rep", *(f"- {sentence}" for sentence in handoff(scenario)), ""]
    if not alone:
        lines += ["What changes", *(f"- {change}" for change in changes), ""]
        lines += [f"What we expect ({answer.years} simulated years)", f"- {study.verdicts[0].sentence}", ""]
    lines += ["How we watch it"]
    for name in ("first_response_within_sla", "share_never_worked", "mqls", "wasted_rep_share", "revenue"):
        measure = next(each for each in study.measures if each.name == name)
        found = study.estimates[0 if alone else 1][name].mean
        lines.append(f"- {measure.label}: expected {show(found, measure.unit, study.currency)}")
    return [*lines, "", "Signed for marketing: ____________________    Signed for sales: ____________________"]


def numbers_of(scenario: Scenario) -> dict[str, Origin]:
    """Numbers of the business that are written in a scenario, by path."""
    return {
        path: origin
        for path, origin in scenario.origins.items()
        if origin.file is not None and not path.startswith(("experiment", "market")) and any(map(str.isdigit, origin.value))
    }


def grades_of(scenario: Scenario) -> Counter[str]:
    """Count the numbers of a scenario by the grade of their source."""
    found = numbers_of(scenario).values()
    return Counter(ASSUMED if origin.assumed else (origin.grade or UNGRADED)[:1] for origin in found)


def _counted(grade: str, count: int) -> str:
    words = GRADES.get(grade, "assumptions" if grade == ASSUMED else "without a grade")
    return words.removesuffix("s") if count == 1 else words


def evidence(answer: Answer) -> str:
    """Say what the answer rests on: grades of what is written, the weakest input, and every source."""
    scenario = answer.study.scenarios[-1]
    written, grades = numbers_of(scenario), grades_of(scenario)
    counted = "".join(
        f"<li><b>{count}</b> {escape(_counted(grade, count))}{f' (grade {grade})' if grade in GRADES else ''}</li>"
        for grade, count in sorted(grades.items())
    )
    rows = "".join(
        f'<tr><th scope="row">{escape(label(path))}<br><code>{escape(path)}</code></th><td>{escape(origin.value)}</td>'
        f"<td>{escape(origin.grade or '')}</td><td>{escape(origin.source or '')}</td></tr>"
        for path, origin in [pair for pair in written.items() if not pair[1].assumed][:MOST_SOURCES]
    )
    weakest = answer.study.evidence[0]
    leans = "" if weakest is None else f"<p><b>Weakest:</b> {escape(label(weakest.path))}, {escape(weakest.why)}.</p>"
    return (
        f'{leans}<ul class="grades">{counted}</ul><table class="numbers sources"><thead><tr><th>Value</th><th>Set to</th>'
        f"<th>Grade</th><th>Source</th></tr></thead><tbody>{rows}</tbody></table>"
    )
