"""Opening a study that was saved: its scenarios read from its own file, its rows as they were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import DamagedError, StudyError
from ...scenario.inputs import inputs_again
from ..answers.results import Comparison, Run, Study
from ..crew.draws import Draws
from ..crew.engine import Engine, compile_all, compile_past, engine_named
from ..crew.replications import Replications, Rows
from ..kept.identity import Asked, Identity, make_identity, version_differences, versions_here
from ..kept.store import FRESH, MAIN, PAST, Store, read_store
from .comparing import stretch_of, weighed
from .question import fresh_seed
from .reopening import reopened

if TYPE_CHECKING:
    from ...plan import Plan
    from ...scenario import Scenario


def open_study(folder: str | Path) -> Study:
    """Open a study from the folder it was written to, finished or not; its scenario files are not needed.

    Of any that is not finished but a run or a comparison: its replications, as a study without an answer.

    Raises
    ------
    StudyError
        When there is none, or its scenarios would not run today as they did.
    SmarketingError
        When its file is damaged, or another process is at work on it.
    """
    from ...scenario import parse_scenario

    with read_store(Path(folder)) as store:
        identity = store.identity()
        engine = engine_named(identity.engine)
        kept = store.scenarios()
        if not kept:
            raise StudyError(f"{store.folder} holds a study that never began; make it again")
        unlike = list(version_differences(identity.versions, versions_here()))
        scenarios = tuple(parse_scenario(each.text, name=each.name, by_program=True) for each in kept)
        answer, asked = store.get("answer"), store.get("asked")
        past = next((parse_scenario(each.text, name=each.name, by_program=True) for each in store.scenarios(PAST)), None)
        if past is None:
            plans = compile_all(engine, scenarios, scenarios[0].experiment.kind)
        else:
            plans = compile_past(engine, scenarios, past)
        _check(store, kept, plans, unlike)
        if identity != make_identity(identity.study, engine, identity.seed, logs=identity.logs)._replace(
            versions=identity.versions, design=identity.design
        ):
            raise StudyError(f"{store.folder} has other measures: {'; '.join(unlike)}; use the versions it was made with")
        rows = _rows(store, engine, plans, answer["counts"] if answer else None, identity.seed)
        fresh = None
        if identity.study == "choice" and answer:
            fresh = _fresh(store, engine, scenarios, plans, answer, fresh_seed(identity.seed))
    notes = list(answer["notes"]) if answer else [_unfinished(identity, rows[0].replications, asked)]
    if unlike:
        notes.append(f"A replay may differ: {'; '.join(unlike)}.")
    draws = None
    if identity.design is not None and identity.study in ("run", "comparison"):
        inputs = inputs_again(scenarios, identity.design, (answer or asked)["inputs"])
        draws = Draws(engine, scenarios, scenarios[0].experiment.kind, inputs, identity.seed)
    study = Study(
        scenarios, plans, rows, engine, identity.seed, tuple(notes), stretch=stretch_of(asked.get("precision")),
        folder=store.folder, past=past, draws=draws,
    )  # fmt: skip
    return reopened(identity, study, asked, answer, fresh)


def _check(store: Store, kept: Sequence[Asked], plans: Sequence[Plan], unlike: Sequence[str]) -> None:
    for each, plan in zip(kept, plans, strict=True):
        if each.fingerprint != plan.fingerprint:
            why = "; ".join(unlike) or "its own code may have changed"
            raise StudyError(
                f"'{each.name}' in {store.folder} would not run today as it did: {why}. Use the versions it was made with, "
                "which manifest.json beside it names"
            )


def _rows(
    store: Store, engine: Engine, plans: Sequence[Plan], counts: Sequence[int] | None, seed: int, part: str = MAIN
) -> tuple[Rows, ...]:
    """Rows of a part: so many of each scenario, or those that all have."""
    keeping = store.kept_part(engine, part)
    wanted = [keeping.replications] * len(plans) if counts is None else counts
    if len(wanted) != len(keeping.kept) or any(count > there for count, there in zip(wanted, keeping.kept, strict=True)):
        raise DamagedError(store.path, "replications are missing")
    with Replications(engine, plans, seed, keeping=keeping) as made:
        for until in sorted(set(wanted)):  # so that each row is read once
            made.extend(until, [place for place, count in enumerate(wanted) if count >= until])
        return tuple(made.rows)


def _fresh(store: Store, engine: Engine, scenarios: Sequence[Scenario], plans: Sequence[Plan], answer: Any, seed: int) -> Study:
    """What a choice's winner was estimated on."""
    places = (0,) if answer["winner"] == 0 else (0, answer["winner"])
    both, alike = tuple(scenarios[i] for i in places), tuple(plans[i] for i in places)
    rows = _rows(store, engine, alike, answer["fresh"]["counts"], seed, FRESH)
    notes = tuple(answer["fresh"]["notes"])
    if answer["winner"] == 0:
        return Run(both, alike, rows, engine, seed, notes)
    return weighed(Comparison(both, alike, rows, engine, seed, notes, plans[0].kind), 0.0)


def _unfinished(identity: Identity, count: int, asked: Mapping[str, Any]) -> str:
    planned = asked.get("replications") if identity.study in ("run", "comparison", "sweep", "credit") else None
    of = f" of {planned:,}" if planned else ""
    return f"Unfinished: {count:,}{of} replications so far; run its command again with --resume."
