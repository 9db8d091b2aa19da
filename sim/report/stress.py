"""STRESS-DES: the checklist by which a simulation study is reported, filled in from the study itself.

Monks, Currie, Onggo, Robinson, Kunc and Taylor (2019), Strengthening the reporting of empirical simulation studies,
Journal of Simulation 13(1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..scenario.words import differences, explain, many
from ..study.answers.choice import Choice
from ..study.answers.planned import Planned
from ..study.answers.results import Comparison, Study
from ..study.answers.sweep import Sweep
from ..study.crew.versions import made_with
from ..study.judgement.steadiness import WEEK
from .answers import asked_about
from .findings.claims import joined, lower, years_in_words
from .grounds import grounds_of

if TYPE_CHECKING:
    from ..scenario import Scenario


class Item(NamedTuple):
    """One item of the checklist: its section, its number, what it asks, and the answer."""

    section: str
    number: str
    asks: str
    answer: str


def stress_of(study: Study) -> tuple[Item, ...]:
    """Every item of STRESS-DES for a study."""
    base = study.scenarios[0]
    told = _paragraphs(base)
    return tuple(
        Item(section, number, asks, answer)
        for section, items in (
            ("Objectives", _objectives(study)),
            ("Logic", _logic(study, told)),
            ("Data", _data(study)),
            ("Experimentation", _experimentation(study)),
            ("Implementation", _implementation(study)),
            ("Code access", _access()),
        )
        for number, asks, answer in items
    )


def _paragraphs(scenario: Scenario) -> dict[str, str]:
    """What `explain` says, by the title of its paragraph."""
    found = {}
    for paragraph in explain(scenario).split("\n\n")[1:]:
        title, _, text = paragraph.strip().partition(". ")
        found[title] = text
    return found


def _objectives(study: Study) -> list[tuple[str, str, str]]:
    questions = [scenario.question for scenario in asked_about(study) if scenario.question]
    purpose = questions[-1] if questions else "No question is written in the scenarios."
    headline = joined([lower(measure.label) for measure in study.measures if measure.headline])
    outputs = f"{len(study.measures)} measures, each with definition, unit and window in the dictionary. Headline: {headline}."
    return [("1.1", "Purpose", purpose), ("1.2", "Outputs", outputs), ("1.3", "Aims of experimentation", _aims(study))]


def _aims(study: Study) -> str:
    if isinstance(study, Sweep):
        levers = joined([f"{each.label} ({', '.join(each.settings)})" for each in study.varied])
        return f"Every combination of {levers}: {len(study.cells)} settings."
    if isinstance(study, Planned):
        return f"The first setting that meets the goal: {study.text}; {len(study.candidates)} were tried, in the order written."
    if isinstance(study, Choice):
        return f"The best of {len(study.names)} scenarios by {lower(study.measure.label)}."
    if isinstance(study, Comparison):
        return f"Compare {joined(study.names[1:])} with {study.names[0]}, on the same leads and with the same luck."
    asked = {
        "sensitivity": f"What is not known of {joined(study.names)}: which moves the answer, and does any flip the decision.",
        "credit": f"Share the difference between {study.names[0]} and {study.names[-1]} out among the levers that make it.",
    }
    return asked.get(study.kind_of_study, f"How {study.names[0]} turns out, and how far luck spreads it.")


def _logic(study: Study, told: dict[str, str]) -> list[tuple[str, str, str]]:
    def of(*titles: str) -> str:
        return " ".join(told[title] for title in titles if title in told) or "None."

    changed = []
    for other in asked_about(study)[1:]:
        found = [path for path, _, _ in differences(study.scenarios[0], other)]
        changed.append(f"{other.name} differs in {', '.join(found) or 'nothing'}.")
    if isinstance(study, Sweep | Planned):
        changed = [f"Varied: {joined([f'{each.label} ({each.lever})' for each in study.varied])}."]
    overview = (
        "A lead fills in a form in a channel, is nurtured and scored, becomes an MQL, is handed over, waits for a rep's "
        "attention and time, is called, accepted or rejected, and becomes an opportunity that is won or lost; or it leaves at "
        "any of these "
        "steps, or is recycled to nurture."
    )
    algorithms = of("Whom reps call", "Contact") + " Ties at one instant follow a fixed order of classes of events and keys."
    return [
        ("2.1", "Base model overview", overview),
        ("2.2", "Base model logic", of("Marketing", "Agreement", "Handoff", "Sales", "Recycling", "Customers", "Feedback")),
        ("2.3", "Scenario logic", " ".join(changed) or "There is one scenario."),
        ("2.4", "Algorithms", algorithms),
        ("2.5.1", "Entities", f"Leads, with buyers whose truth nobody sees. {of('Leads', 'Buyers')}"),
        (
            "2.5.2",
            "Activities",
            "Research, attempt, conversation, stage of a deal, meeting, admin, own pipeline, review, training.",
        ),
        ("2.5.3", "Resources", of("Team")),
        ("2.5.4", "Queues", f"One list of tasks a rep, or the team's pool. {_work_order(study)}"),
        (
            "2.5.5",
            "Entry and exit",
            "Leads enter at capture and leave by exactly one disposition; open stories are counted as open.",
        ),
    ]


def _work_order(study: Study) -> str:
    orders = dict.fromkeys(str(scenario.work.order).replace("_", " ") for scenario in study.scenarios)
    return f"What comes first: {joined(list(orders))}."


def _data(study: Study) -> list[tuple[str, str, str]]:
    grounds = grounds_of(asked_about(study)[-1])
    counts = joined([f"{count} of {grade}" if grade[1:2] == " " else f"{count} {grade}" for grade, count in grounds.counts])
    sources = "; ".join(grounds.sources) or "None: every number is an assumption."
    assumed = dict(grounds.counts).get("assumption", 0)
    off = _paragraphs(study.scenarios[0]).get("Switched off", "Nothing.")
    return [
        ("3.1", "Data sources", f"Numbers written in {asked_about(study)[-1].name}: {counts or 'none'}. Sources: {sources}"),
        (
            "3.2",
            "Pre-processing",
            "Units are resolved and calendars compiled to intervals of open time; no data are read at run time.",
        ),
        (
            "3.3",
            "Input parameters",
            "All values, with unit and origin, in the resolved scenario (manifest.json of --out, or `explain`).",
        ),
        ("3.4", "Assumptions", f"{many(assumed, 'number')} are assumed. Switched off: {off}"),
    ]


def _experimentation(study: Study) -> list[tuple[str, str, str]]:
    experiment, plan = study.scenarios[0].experiment, study.plans[0]
    kinds = {
        "adoption": "Alternatives are adopted out of one shared past under the base's rules; logs before that day are equal",
        "steady": "Each policy holds throughout; the warm-up is left out, and refused when MSER-5 says it is too short",
        "terminating": "The run opens with a stated pipeline",
    }
    start = f"{kinds.get(plan.kind, plan.kind)}. Lead-in {experiment.lead_in}, from an empty company."
    length = (
        f"{experiment.horizon} measured ({plan.horizon / WEEK:.4g} weeks), then {experiment.follow_up} followed so that stories "
        "can end."
    )
    return [("4.1", "Initialisation", start), ("4.2", "Run length", length), ("4.3", "Estimation", _estimation(study))]


def _estimation(study: Study) -> str:
    said = f"{years_in_words(study)}{' of each scenario, paired' if len(study.names) > 1 else ''}. "
    said += "Intervals by Student's t, by studentised bootstrap where values are skewed, ratios by linearisation"
    if isinstance(study, Comparison):
        said += f"; {study.confidence.sentence}"
    if isinstance(study, Planned):
        said += f"; corrected for {study.looks} looks (Bonferroni)"
    if isinstance(study, Choice):
        said += f"; selected by Kim and Nelson's procedure, the winner estimated anew with seed {study.fresh.seed}"
    if study.stretch != 1:
        said += f"; {study.stretch - 1:.0%} wider for looks at the precision"
    return f"{said}."


def _implementation(study: Study) -> list[tuple[str, str, str]]:
    versions = ", ".join(f"{name} {version}" for name, version in made_with().items() if version)
    engine = {"compiled": "event loop compiled with numba", "simpy": "SimPy processes"}.get(study.engine.name, study.engine.name)
    sampling = (
        f"Every random number is addressed by who it is for and why (Philox, counter-based), seed {study.seed}; scenarios share "
        "them, so the same leads meet the same luck."
    )
    execution = (
        f"Next event, time in whole microseconds; engine {study.engine.name} ({engine}). Each log is checked "
        "against the engine's own counts."
    )
    return [
        ("5.1", "Software", versions),
        ("5.2", "Random sampling", sampling),
        ("5.3", "Model execution", execution),
        ("5.4", "System", "No machine is recorded: results depend neither on it nor on the number of workers."),
    ]


def _access() -> list[tuple[str, str, str]]:
    said = "smarketing is open source (MIT); scenario files are text and stand in the manifest in full."
    return [("6.1", "Sharing of the model", said)]
