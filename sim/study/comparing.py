"""Questions: how one scenario turns out, and what differs between several with the same luck."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from ..errors import StudyError
from .effort import Effort, kept_in, replicated
from .engine import CrewName, Engine, simpy_engine
from .evidence import weakest_evidence
from .identity import asked_scenarios, make_identity
from .precision import MOST, check_precision
from .replications import Progress
from .results import Comparison, Run
from .saving import finish

if TYPE_CHECKING:
    from ..log import Log
    from ..plan import Plan
    from ..scenario import Scenario

Kind = Literal["adoption", "steady", "terminating"]

PRESETS = ("none", "mild", "moderate", "steep", "folklore")
PRESET_PATH = "contact.response"
FEWEST_FOR_PRESETS = 20
SHARED = (
    *(f"experiment.{key}" for key in ("kind", "start", "lead_in", "horizon", "follow_up")),
    "market.currency",
    "market.timezone",
)


def run(
    scenario: Scenario,
    replications: int | None = None,
    precision: float | None = None,
    seed: int | None = None,
    workers: int = 1,
    progress: Progress | None = None,
    *,
    most: int = MOST,
    engine: Engine | None = None,
    executor: CrewName | str | Executor | None = None,
    out: str | Path | None = None,
    resume: bool = False,
    logs: bool = False,
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
        Who work at the same time. Results do not depend on it. Above 1, a script needs
        `if __name__ == "__main__":`.
    progress
        Told replications done and planned.
    engine
        The readable model's when left out.
    executor
        What suits the engine when left out; else "threads", "processes", "local" (Dask on this machine), the
        address of a Dask scheduler, or any executor of `concurrent.futures`.
    out, resume
        A new folder to keep the study in, replication by replication; with `resume` also one that holds
        this study, whose replications are then not made again.
    logs
        Keep the event log of every replication there too.
    command
        What to say in the manifest about how the study is made.

    Raises
    ------
    StudyError
        When the question cannot be answered as put, or the folder holds something else.
    SimulationError
        When a replication fails; it is named.
    """
    engine = engine or simpy_engine()
    plans = (engine.compile(scenario, None),)
    seed = _seed(scenario, seed)
    count = _how_many(scenario, replications, precision)
    asked = {"replications": count, "precision": precision, "command": command}
    identity = make_identity("run", engine, seed, logs=logs)
    with kept_in(out, engine, identity, asked_scenarios((scenario,), plans), asked, resume) as store:
        effort = Effort(workers, executor, progress, store, logs)
        rows, notes = replicated(engine, (scenario,), plans, seed, effort, count, precision, most)
        study = Run((scenario,), plans, rows, engine, seed, notes, folder=None if store is None else store.folder)
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
    engine: Engine | None = None,
    executor: CrewName | str | Executor | None = None,
    out: str | Path | None = None,
    resume: bool = False,
    logs: bool = False,
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
    seed, workers, progress, most, engine, executor, out, resume, logs, command
        As for `run`.
    """
    if not others:
        raise StudyError("a comparison needs a base and at least one other scenario")
    engine = engine or simpy_engine()
    if engine.place_of("revenue") is None:
        raise StudyError("the engine measures no revenue, which verdicts rest on")
    scenarios = _put_alike(_named_apart((base, *others)), from_)
    kind: str = scenarios[0].experiment.kind
    seed = _seed(base, seed)
    plans = compile_plans(engine, scenarios, kind)
    count = _how_many(base, replications, precision)
    worth_in_money(worth, 0.0)  # refuse it before any work
    asked = {"replications": count, "precision": precision, "worth": worth, "presets": presets, "command": command}
    identity = make_identity("comparison", engine, seed, logs=logs)
    with kept_in(out, engine, identity, asked_scenarios(scenarios, plans), asked, resume) as store:
        effort = Effort(workers, executor, progress, store, logs)
        rows, notes = replicated(engine, scenarios, plans, seed, effort, count, precision, most)
        folder = None if store is None else store.folder
        study = _weighed(Comparison(scenarios, plans, rows, engine, seed, notes, kind, folder=folder), worth)
        if presets:
            half = max(FEWEST_FOR_PRESETS, study.count // 2)
            study = replace(study, holds_under=_holds_under(study, worth, half, effort))
        if store is not None:
            finish(store, study, command)
    return study


def simulate(scenario: Scenario, *, replication: int = 0, seed: int | None = None, base: Scenario | None = None) -> Log:
    """Simulate one replication of one scenario and return its log; with `base`, an adoption out of its past."""
    return replay(scenario, replication=replication, seed=seed, base=base)[1]


def replay(
    scenario: Scenario, *, replication: int = 0, seed: int | None = None, base: Scenario | None = None
) -> tuple[Plan, Log]:
    """Simulate one replication of one scenario and return its plan and log."""
    engine = simpy_engine()
    plan = engine.compile(scenario, base)
    return plan, engine.simulate(plan, _seed(scenario, seed), replication)


def parse_share(text: str) -> float:
    """Read `2%`, `2 %` or `0.02` as 0.02; StudyError otherwise."""
    clean = text.replace(" ", "")
    try:
        share = float(clean.removesuffix("%")) / (100 if clean.endswith("%") else 1)
    except ValueError:
        raise StudyError(f"'{text}' is no share; write it such as 2% or 0.02") from None
    if not 0 < share < 1:
        raise StudyError(f"'{text}' is not between 0 and 100 %; write it such as 2% or 0.02")
    return share


def _seed(scenario: Scenario, seed: int | None) -> int:
    chosen = scenario.experiment.seed if seed is None else seed
    if not 0 <= chosen < 2**32:
        raise StudyError(f"a seed is a whole number from 0 to {2**32 - 1}, not {chosen}")
    return chosen


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


def compile_plans(engine: Engine, scenarios: Sequence[Scenario], kind: str) -> tuple[Plan, ...]:
    """Make scenarios ready to run; in an adoption the alternatives begin with the base's past."""
    past = scenarios[0] if kind == "adoption" else None
    return (engine.compile(scenarios[0], None), *(engine.compile(other, past) for other in scenarios[1:]))


def _named_apart(scenarios: Iterable[Scenario]) -> tuple[Scenario, ...]:
    """Give scenarios of the same name a number, so that every table can tell them apart."""
    apart: list[Scenario] = []
    for scenario in scenarios:
        taken = {other.name for other in apart}
        number, name = 2, scenario.name
        while name in taken:
            name, number = f"{scenario.name} ({number})", number + 1
        apart.append(scenario if name == scenario.name else scenario.replace({}, name=name))
    return tuple(apart)


def _put_alike(scenarios: tuple[Scenario, ...], kind: Kind | None) -> tuple[Scenario, ...]:
    if kind is not None and kind not in get_args(Kind):
        raise StudyError(f"a question is put as adoption, steady or terminating, not as '{kind}'")
    if kind is not None:
        scenarios = tuple(
            each if each.experiment.kind == kind else each.replace({"experiment.kind": kind}, name=each.name)
            for each in scenarios
        )
    base = scenarios[0]
    for other in scenarios[1:]:
        unlike = [path for path in SHARED if attrgetter(path)(other) != attrgetter(path)(base)]
        if unlike:
            raise StudyError(
                f"'{base.name}' and '{other.name}' do not put the same question: they differ in {', '.join(unlike)}; "
                "give both the same"
            )
    return scenarios


def worth_in_money(worth: float | str, mean: float) -> float:
    """Read a least difference worth having as money of the window, given the base's mean revenue."""
    if isinstance(worth, str):
        text = worth.replace(",", "").strip()
        if text.endswith("%"):
            return parse_share(text) * abs(mean)
        try:
            worth = float(text.split()[0])
        except (ValueError, IndexError):
            raise StudyError(f"'{worth}' is no worth; write money such as 20000, or a share such as 2%") from None
    if not 0 <= worth < float("inf"):
        raise StudyError("a worth is 0 or more, in money of the window")
    return worth


def _weighed(study: Comparison, worth: float | str) -> Comparison:
    """Add to a comparison what its verdicts weigh beside its rows."""
    evidence = tuple(weakest_evidence(study.scenarios[0], other) for other in study.scenarios[1:])
    return replace(study, worth=worth_in_money(worth, study.estimates[0]["revenue"].mean), evidence=evidence)


def _holds_under(study: Comparison, worth: float | str, replications: int, effort: Effort) -> tuple[dict[str, bool], ...]:
    """Say for each alternative and response preset whether the choice stays."""
    held: list[dict[str, bool]] = [{} for _ in study.verdicts]
    engine, seed, kind = study.engine, study.seed, study.kind
    for preset in PRESETS:
        scenarios = tuple(each.replace({PRESET_PATH: preset}, name=each.name) for each in study.scenarios)
        plans = compile_plans(engine, scenarios, kind)
        rows, notes = replicated(engine, scenarios, plans, seed, effort, replications, part=f"response {preset}")
        again = _weighed(Comparison(scenarios, plans, rows, engine, seed, notes, kind), worth)
        for found, here, there in zip(held, study.verdicts, again.verdicts, strict=True):
            found[preset] = here.choice == there.choice
    return tuple(held)
