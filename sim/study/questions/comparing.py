"""Questions: how one scenario turns out, and what differs between several with the same luck."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import StudyError
from ...scenario.presets import PRESETS
from ..answers.results import Comparison, Run
from ..crew.engine import CrewName, Engine, compile_all, find_measure, knowing, the_engine
from ..crew.replications import Progress, Rows
from ..judgement.confidence import main_level, pairing_notes
from ..judgement.evidence import weakest_evidence
from ..judgement.precision import MOST, STRETCH, check_precision
from ..judgement.steadiness import refuse_changing
from ..kept.effort import Effort, kept_in, replicated
from ..kept.identity import asked_scenarios, make_identity
from ..kept.saving import finish
from .drawing import Inputs, compile_drawn, drawn_again, drawn_at, draws_in_words, refuse_inputs
from .question import Kind, name_apart, parse_worth, put_alike, seed_of

if TYPE_CHECKING:
    from ...log import Log
    from ...plan import Plan
    from ...scenario import Scenario
    from ..crew.draws import Draws

PRESET_PATH = "contact.response"
FEWEST_FOR_PRESETS = 20


def run(
    scenario: Scenario,
    replications: int | None = None,
    precision: float | None = None,
    seed: int | None = None,
    workers: int = 1,
    progress: Progress | None = None,
    *,
    most: int = MOST,
    engine: Engine | str | None = None,
    executor: CrewName | str | Executor | None = None,
    out: str | Path | None = None,
    resume: bool = False,
    logs: bool = False,
    inputs: Inputs = "drawn",
    command: str = "",
) -> Run:
    """Simulate replications of one scenario.

    Parameters
    ----------
    scenario
        What is asked; its experiment section gives replications and seed when they are left out.
    replications, precision
        Either how many, or until the 95 % half-width of mean revenue is at most this share of it
        (0.02 for 2 %), with at least 20 and at most `most` replications.
    workers
        Who work at the same time. Results do not depend on it. Where they are processes, a script needs
        `if __name__ == "__main__":`.
    progress
        Told replications done and planned, of all scenarios together.
    engine
        "compiled" (when left out) or "simpy", the readable model. Results do not depend on it. What the
        compiled one does not know yet runs on the readable one, with a note.
    executor
        What suits the engine when left out; else "threads", "processes", "local" (Dask on this machine), the
        address of a Dask scheduler, or any executor of `concurrent.futures`.
    out, resume
        A new folder to keep the study in, replication by replication; with `resume` also one that holds
        this study, whose replications are then not made again.
    logs
        Keep the event log of every replication there too.
    inputs
        What the files say is in doubt is "drawn" anew in each replication, by name, so that all scenarios have the
        same draw; or "fixed" at the value named first.
    command
        What to say in the manifest about how the study is made.

    Raises
    ------
    StudyError
        When the question cannot be answered as put, or the folder holds something else.
    SimulationError
        When a replication fails; it is named.
    """
    refuse_changing((scenario,))
    seed = seed_of(scenario, seed)
    count = _how_many(scenario, replications, precision)
    made = compile_drawn(the_engine(engine), (scenario,), seed, inputs)
    engine, plans, missing, draws = made
    asked = {"replications": count, "precision": precision, "command": command, **made.asked}
    identity = make_identity("run", engine, seed, logs=logs, design=made.design)
    with kept_in(out, engine, identity, asked_scenarios((scenario,), plans), asked, resume) as store:
        effort = Effort(workers, executor, progress, store, logs)
        rows, notes = replicated(engine, (scenario,), plans, seed, effort, count, precision, most, draws=draws)
        folder = None if store is None else store.folder
        notes = (*missing, *notes, *_on_draws(engine, plans, rows, draws))
        study = Run((scenario,), plans, rows, engine, seed, notes, stretch=stretch_of(precision), folder=folder, draws=draws)
        if store is not None:
            finish(store, study, command)
    return study


def compare(
    base: Scenario,
    *others: Scenario,
    replications: int | None = None,
    precision: float | None = None,
    seed: int | None = None,
    workers: int = 1,
    progress: Progress | None = None,
    from_: Kind | None = None,
    worth: float | str = 0.0,
    presets: bool = False,
    most: int = MOST,
    engine: Engine | str | None = None,
    executor: CrewName | str | Executor | None = None,
    out: str | Path | None = None,
    resume: bool = False,
    logs: bool = False,
    inputs: Inputs = "drawn",
    command: str = "",
) -> Comparison:
    """Simulate a base and its alternatives on the same leads and with the same luck.

    Parameters
    ----------
    base, others
        Scenarios whose questions are put alike: same kind, start, lead-in, horizon and follow-up.
    replications, precision
        Either how many, or until the half-width of the difference of revenue is at most this share of
        the base's mean revenue.
    from_
        How the question is put, when not as the scenarios say: `adoption` (one shared past under the
        base's rules, the alternative's from the start of the window), `steady` or `terminating`.
    worth
        Least difference of revenue worth having: money of the window, or a share of the base's mean
        revenue as text, such as "2%".
    presets
        Also compare under each effect of response time, with half the replications, for `holds_under`.
    seed, workers, progress, most, engine, executor, out, resume, logs, inputs, command
        As for `run`.
    """
    if not others:
        raise StudyError("a comparison needs a base and at least one other scenario")
    scenarios = put_alike(name_apart((base, *others)), from_)
    refuse_changing(scenarios)
    kind: str = scenarios[0].experiment.kind
    seed = seed_of(base, seed)
    count = _how_many(base, replications, precision)
    engine = the_engine(engine)
    if engine.place_of("revenue") is None:
        raise StudyError("the engine measures no revenue, which verdicts rest on")
    parse_worth(worth, 0.0, find_measure(engine, "revenue"), base.market.currency)  # refuse it before any work
    made = compile_drawn(engine, scenarios, seed, inputs)
    engine, plans, missing, draws = made
    asked = {
        "replications": count, "precision": precision, "worth": worth, "presets": presets, "command": command, **made.asked
    }  # fmt: skip
    identity = make_identity("comparison", engine, seed, logs=logs, design=made.design)
    with kept_in(out, engine, identity, asked_scenarios(scenarios, plans), asked, resume) as store:
        effort = Effort(workers, executor, progress, store, logs)
        level = main_level(engine.measures, len(others))
        rows, notes = replicated(engine, scenarios, plans, seed, effort, count, precision, most, level=level, draws=draws)
        notes = (*missing, *notes, *pairing_notes(engine.measures, rows, [each.name for each in scenarios]))
        notes = (*notes, *_on_draws(engine, plans, rows, draws))
        folder = None if store is None else store.folder
        stretch = stretch_of(precision)
        study = Comparison(scenarios, plans, rows, engine, seed, notes, kind, stretch=stretch, folder=folder, draws=draws)
        study = weighed(study, worth)
        if presets:
            half = max(FEWEST_FOR_PRESETS, study.count // 2)
            study = replace(study, holds_under=_holds_under(study, worth, half, effort))
        if store is not None:
            finish(store, study, command)
    return study


def simulate(
    scenario: Scenario,
    *,
    replication: int = 0,
    seed: int | None = None,
    base: Scenario | None = None,
    engine: Engine | str | None = None,
    inputs: Inputs = "drawn",
) -> Log:
    """Simulate one replication of one scenario and return its log; with `base`, an adoption out of its past.

    It is the one that `run` or `compare` makes, with what is in doubt drawn as there, or fixed.
    """
    return replay(scenario, replication=replication, seed=seed, base=base, engine=engine, inputs=inputs)[1]


def replay(
    scenario: Scenario,
    *,
    replication: int = 0,
    seed: int | None = None,
    base: Scenario | None = None,
    engine: Engine | str | None = None,
    inputs: Inputs = "drawn",
) -> tuple[Plan, Log]:
    """Simulate one replication of one scenario and return its plan and log."""
    refuse_inputs(inputs)
    engine, seed = the_engine(engine), seed_of(scenario, seed)
    made: tuple[Scenario, ...] = (scenario,) if base is None else (base, scenario)
    made = drawn_at(made, seed, replication) if inputs == "drawn" else made
    plan = engine.compile(made[-1], None if base is None else made[0])
    engine, _ = knowing(engine, (plan,))
    return plan, engine.simulate(plan, seed, replication)


def stretch_of(precision: float | None) -> float:
    """Factor by which intervals are widened: looks at a precision cost something."""
    return 1.0 if precision is None else STRETCH


def weighed(study: Comparison, worth: float | str) -> Comparison:
    """Add to a comparison what its verdicts weigh beside its rows."""
    evidence = tuple(weakest_evidence(study.scenarios[0], other) for other in study.scenarios[1:])
    mean = study.estimates[0]["revenue"].mean if study.count and isinstance(worth, str) else 0.0
    least = parse_worth(worth, mean, find_measure(study.engine, "revenue"), study.currency)
    return replace(study, worth=least, evidence=evidence)


def _on_draws(engine: Engine, plans: Sequence[Plan], rows: Sequence[Rows], draws: Draws | None) -> tuple[str, ...]:
    place = engine.place_of("revenue")
    return () if place is None else draws_in_words(draws, engine.measures[place], rows, place, plans[0].currency)


def _how_many(scenario: Scenario, replications: int | None, precision: float | None) -> int | None:
    """Replications that are asked for; None when a precision is."""
    if replications is not None and precision is not None:
        raise StudyError("ask for replications or for a precision, not for both")
    if precision is not None:
        check_precision(precision)
        return None
    count = scenario.experiment.replications if replications is None else replications
    if count < 1:
        raise StudyError(f"replications must be 1 or more, not {count}")
    return count


def _holds_under(study: Comparison, worth: float | str, replications: int, effort: Effort) -> tuple[dict[str, bool], ...]:
    """Say for each alternative and response preset whether the choice stays."""
    held: list[dict[str, bool]] = [{} for _ in study.verdicts]
    engine, seed, kind = study.engine, study.seed, study.kind
    for preset in (each.name for each in PRESETS):
        scenarios = tuple(each.replace({PRESET_PATH: preset}, name=each.name) for each in study.scenarios)
        plans = compile_all(engine, scenarios, kind)
        draws = None if study.draws is None else drawn_again(study.draws, scenarios)
        part = f"response {preset}"
        rows, notes = replicated(engine, scenarios, plans, seed, effort, replications, part=part, draws=draws)
        again = weighed(Comparison(scenarios, plans, rows, engine, seed, notes, kind), worth)
        for found, here, there in zip(held, study.verdicts, again.verdicts, strict=True):
            found[preset] = here.choice == there.choice
    return tuple(held)
