"""How a study's work is shared and where it is kept, which no number depends on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import StudyError
from ..crew.engine import CrewName, Engine
from ..crew.replications import Progress, Replications, Rows
from ..judgement.precision import MOST, replicate_to_precision
from ..judgement.steadiness import PILOT, refuse_short
from .identity import Asked, Identity, asked_scenarios
from .store import MAIN, PAST, Store, open_store

if TYPE_CHECKING:
    from ...plan import Plan
    from ...scenario import Scenario
    from ..crew.draws import Draws


class Effort(NamedTuple):
    """Who works, who is told, and the file that it is kept in."""

    workers: int
    executor: CrewName | str | Executor | None
    progress: Progress | None
    store: Store | None = None
    logs: bool = False


@contextmanager
def kept_in(
    out: str | Path | None,
    engine: Engine,
    identity: Identity,
    scenarios: Sequence[Asked],
    asked: Mapping[str, Any],
    resume: bool,
) -> Iterator[Store | None]:
    """Open the file that a study is kept in, if it is to be kept."""
    if out is None:
        if resume or identity.logs:
            raise StudyError(f"--{'resume' if resume else 'logs'} needs the folder of a study; name it with --out")
        yield None
        return
    with open_store(Path(out), engine, identity, scenarios, asked, resume=resume) as store:
        yield store


def keep_past(store: Store, engine: Engine, past: Scenario) -> None:
    """Keep the scenario that others are made of where it is not one of them: without it they are not compiled again."""
    store.part(engine, asked_scenarios((past,), (engine.compile(past, None),)), PAST)


def growing(
    engine: Engine,
    scenarios: Sequence[Scenario],
    plans: Sequence[Plan],
    seed: int,
    effort: Effort,
    part: str = MAIN,
    past: Scenario | None = None,
    draws: Draws | None = None,
) -> Replications:
    """Begin replications of plans, with those who work and the part of the file that they are kept in."""
    workers, executor, progress, store, logs = effort
    keeping = None if store is None else store.part(engine, asked_scenarios(scenarios, plans), part)
    if store is not None and past is not None:
        keep_past(store, engine, past)
    logs = logs and part == MAIN
    return Replications(engine, plans, seed, workers, progress, executor=executor, keeping=keeping, logs=logs, draws=draws)


def replicated(
    engine: Engine,
    scenarios: Sequence[Scenario],
    plans: Sequence[Plan],
    seed: int,
    effort: Effort,
    count: int | None,
    precision: float | None = None,
    most: int = MOST,
    part: str = MAIN,
    level: float = 0.95,
    draws: Draws | None = None,
) -> tuple[tuple[Rows, ...], tuple[str, ...]]:
    """Have replications of plans, as many as asked for or as a precision at a level takes, and what a reader must know."""
    with growing(engine, scenarios, plans, seed, effort, part, draws=draws) as made:
        if plans[0].kind == "steady" and part == MAIN:  # the warm-up is judged before the rest is simulated
            made.extend(min(PILOT, PILOT if count is None else count))
            refuse_short(plans, made.rows, [each.name for each in scenarios], engine)
        notes: tuple[str, ...] = ("A single replication has no interval.",) if count == 1 else ()
        if count is None:
            assert precision is not None
            count, notes = replicate_to_precision(made, precision, engine.place_of, most, level)
        else:
            made.extend(count)
        return tuple(each.first(count) for each in made.rows), notes
