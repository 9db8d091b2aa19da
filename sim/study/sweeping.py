"""Sweeping: every combination of settings of some levers, on the same leads with the same luck."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import StudyError
from ..scenario.ranges import Varied, Vary, read_varied, vary_scenario
from .engine import Engine, knowing, the_engine
from .question import Kind, check_all, name_apart, put_alike, seed_of
from .replications import Progress, Replications
from .steadiness import PILOT, refuse_changing, refuse_short
from .sweep import KEPT, Sweep

if TYPE_CHECKING:
    from ..scenario import Scenario


def sweep(
    scenario: Scenario,
    vary: Vary,
    *,
    replications: int | None = None,
    seed: int | None = None,
    workers: int = 1,
    progress: Progress | None = None,
    from_: Kind | None = None,
    kept_from: float = KEPT,
    engine: Engine | str | None = None,
) -> Sweep:
    """Simulate every combination of settings.

    Parameters
    ----------
    scenario
        What things are like; in an adoption the shared past of all settings.
    vary
        Settings by lever or path: texts such as "reps=6,8,10" or "reps=6..12", or a mapping {"reps": [6, 8, 10]}.
    replications, seed, workers, from_, engine
        As for `compare`.
    progress
        Told replications done and planned; a replication is one of every setting, so the time it takes tells
        the time all will take.
    kept_from
        Share of leads for which a promise is to be kept, for the frontier.

    Raises
    ------
    ScenarioError, StudyError
        When settings cannot be read, or the question cannot be answered as put.
    """
    engine = the_engine(engine)
    count = scenario.experiment.replications if replications is None else replications
    check_all(
        lambda: _check_how(count, kept_from),
        lambda: read_varied(scenario, vary),
        lambda: seed_of(scenario, seed),
    )
    varied = read_varied(scenario, vary)
    (base,) = put_alike((scenario,), from_)
    settings, tried = vary_scenario(base, varied)
    tried = name_apart(tried)
    refuse_changing(tried)
    past = base if base.experiment.kind == "adoption" else None
    plans = tuple(engine.compile(each, past) for each in tried)
    engine, notes = knowing(engine, plans)
    seed = seed_of(scenario, seed)
    with Replications(engine, plans, seed, workers) as made:
        judged = False
        while made.count < count:
            # Alone one after the other, so that the time left is known early; workers get several each.
            made.extend(min(count, made.count + (1 if workers == 1 else 4 * workers)))
            if not judged and made.count >= min(count, PILOT):
                refuse_short(plans, made.rows, [each.name for each in tried], engine)
                judged = True
            if progress is not None:
                progress(made.count, count)
        rows = tuple(each.first(count) for each in made.rows)
    paths = {each.lever: path_of(scenario, each) for each in varied}
    return Sweep(tried, plans, rows, engine, seed, tuple(notes), base.experiment.kind, varied, settings, paths, kept_from)


def _check_how(count: int, kept_from: float) -> None:
    if count < 1:
        raise StudyError(f"replications must be 1 or more, not {count}")
    if not 0 < kept_from < 1:
        raise StudyError(f"a promise is kept for a share of leads between 0 and 1, not {kept_from:g}; write 0.9")


def path_of(scenario: Scenario, varied: Varied) -> str:
    """Path that a lever moves; a path moves itself."""
    lever = scenario.levers.get(varied.lever)
    return varied.lever if lever is None else lever.path
