"""Questions: how one scenario turns out, and what differs between several with the same luck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..errors import StudyError
from .confidence import main_level, pairing_notes
from .engine import Engine, simpy_engine
from .evidence import weakest_evidence
from .precision import MOST, STRETCH, replicate_to_precision
from .question import Kind, compile_all, name_apart, parse_worth, put_alike, seed_of
from .replications import Progress, Replications
from .results import Comparison, Run
from .steadiness import PILOT, refuse_changing, refuse_short

if TYPE_CHECKING:
    from ..log import Log
    from ..plan import Plan
    from ..scenario import Scenario

PRESETS = ("none", "mild", "moderate", "steep", "folklore")
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
    engine: Engine | None = None,
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
        Processes. Results do not depend on it. Above 1, a script needs `if __name__ == "__main__":`.
    progress
        Told replications done and planned.
    engine
        The readable model's when left out.

    Raises
    ------
    StudyError
        When the question cannot be answered as put.
    """
    engine = engine or simpy_engine()
    refuse_changing((scenario,))
    plans = (engine.compile(scenario, None),)
    seed = seed_of(scenario, seed)
    with Replications(engine, plans, seed, workers, progress) as made:
        _check_warm_up(made, plans, (scenario.name,), engine, replications)
        count, notes = _replicate(made, scenario, replications, precision, engine, most)
        rows = tuple(each.first(count) for each in made.rows)
    return Run((scenario,), plans, rows, engine, seed, notes, stretch=_stretch(precision))


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
    seed, workers, progress, most, engine
        As for `run`.
    """
    if not others:
        raise StudyError("a comparison needs a base and at least one other scenario")
    engine = engine or simpy_engine()
    scenarios = put_alike(name_apart((base, *others)), from_)
    refuse_changing(scenarios)
    kind: str = scenarios[0].experiment.kind
    place = engine.place_of("revenue")
    if place is None:
        raise StudyError("the engine measures no revenue, which verdicts rest on")
    seed = seed_of(base, seed)
    names = [each.name for each in scenarios]
    plans = compile_all(engine, scenarios, kind)
    with Replications(engine, plans, seed, workers, progress) as made:
        _check_warm_up(made, plans, names, engine, replications)
        level = main_level(engine.measures, len(others))
        count, notes = _replicate(made, base, replications, precision, engine, most, level)
        rows = tuple(each.first(count) for each in made.rows)
    notes += pairing_notes(engine.measures, rows, names)
    least = parse_worth(worth, float(rows[0].values[:, place].mean()))
    evidence = tuple(weakest_evidence(scenarios[0], other) for other in scenarios[1:])
    study = Comparison(scenarios, plans, rows, engine, seed, notes, kind, least, evidence, stretch=_stretch(precision))
    if presets:
        study = replace(study, holds_under=_holds_under(study, worth, max(FEWEST_FOR_PRESETS, count // 2), workers, progress))
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
    return plan, engine.simulate(plan, seed_of(scenario, seed), replication)


def _check_warm_up(made: Replications, plans: Sequence[Plan], names: Sequence[str], engine: Engine, asked: int | None) -> None:
    """Judge the warm-up of a steady question by a pilot, before the rest is simulated."""
    if plans[0].kind == "steady":
        made.extend(max(1, min(PILOT, PILOT if asked is None else asked)))
        refuse_short(plans, made.rows, names, engine)


def _replicate(
    made: Replications,
    scenario: Scenario,
    replications: int | None,
    precision: float | None,
    engine: Engine,
    most: int,
    level: float = 0.95,
) -> tuple[int, tuple[str, ...]]:
    if replications is not None and precision is not None:
        raise StudyError("ask for replications or for a precision, not for both")
    if precision is not None:
        return replicate_to_precision(made, precision, engine.place_of, most, level)
    count = scenario.experiment.replications if replications is None else replications
    if count < 1:
        raise StudyError(f"replications must be 1 or more, not {count}")
    made.extend(count)
    return count, ("A single replication has no interval.",) if count == 1 else ()


def _stretch(precision: float | None) -> float:
    return 1.0 if precision is None else STRETCH


def _holds_under(
    study: Comparison, worth: float | str, replications: int, workers: int, progress: Progress | None
) -> tuple[dict[str, bool], ...]:
    """Say for each alternative and response preset whether the choice stays."""
    held: list[dict[str, bool]] = [{} for _ in study.verdicts]
    for preset in PRESETS:
        base, *others = (each.replace({PRESET_PATH: preset}, name=each.name) for each in study.scenarios)
        again = compare(
            base,
            *others,
            replications=replications,
            seed=study.seed,
            workers=workers,
            progress=progress,
            worth=worth,
            engine=study.engine,
        )
        for found, here, there in zip(held, study.verdicts, again.verdicts, strict=True):
            found[preset] = here.choice == there.choice
    return tuple(held)
