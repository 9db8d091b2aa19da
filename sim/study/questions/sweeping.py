"""Sweeping: every combination of settings of some levers, on the same leads with the same luck."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import StudyError
from ...scenario.ranges import Varied, Vary, as_pairs, notes_of, read_varied, vary_scenario
from ..answers.sweep import KEPT, Sweep, level_of, share_kept
from ..crew.engine import CrewName, Engine, compile_past, knowing, the_engine
from ..crew.replications import Progress, Replications
from ..judgement.frontier import Kept
from ..judgement.steadiness import PILOT, refuse_changing, refuse_short
from ..kept.effort import Effort, growing, kept_in
from ..kept.identity import asked_scenarios, make_identity
from ..kept.saving import finish
from .question import Kind, check_all, name_apart, put_alike, seed_of
from .schedule import doubling, expected_look, expected_total

if TYPE_CHECKING:
    from ...scenario import Scenario

FIRST = 10  # replications at the first look, where combinations are left once they are clear
UNTOLD = 8  # one of so many combinations is expected to take all replications, before anything is known
GOLDEN = 0.6180339887498949


def sweep(
    scenario: Scenario,
    vary: Vary,
    *,
    replications: int | None = None,
    until_clear: bool = False,
    seed: int | None = None,
    workers: int = 1,
    progress: Progress | None = None,
    from_: Kind | None = None,
    kept_from: float = KEPT,
    engine: Engine | str | None = None,
    executor: CrewName | str | Executor | None = None,
    out: str | Path | None = None,
    resume: bool = False,
    command: str = "",
) -> Sweep:
    """Simulate every combination of settings.

    Parameters
    ----------
    scenario
        What things are like; in an adoption the shared past of all settings.
    vary
        Settings by lever or path: texts such as "reps=6,8,10" or "reps=6..12", or a mapping {"reps": [6, 8, 10]}.
    replications
        Of every combination; the scenario's when left out.
    until_clear
        For the frontier alone: leave a combination as soon as it is clear whether its promise is kept, at
        looks after 10 replications, twice as many, and so on; `replications` is then the most. The intervals
        of the shares kept hold together at all looks. No promise depends on what follows the window, so that a
        scenario with `experiment.follow_up: 0 d` has the same frontier sooner.
    seed, workers, progress, from_, engine, executor, out, resume, command
        As for `compare`.
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
    plans = compile_past(engine, tried, base)
    engine, missing = knowing(engine, plans)
    notes = (*missing, *notes_of(base, tried))
    seed = seed_of(scenario, seed)
    looks = look_at(count) if until_clear else [count]
    asked = {
        "vary": as_pairs(varied), "replications": count, "until_clear": until_clear, "kept_from": kept_from, "command": command
    }  # fmt: skip
    with kept_in(out, engine, make_identity("sweep", engine, seed), asked_scenarios(tried, plans), asked, resume) as store:
        with growing(engine, tried, plans, seed, Effort(workers, executor, progress, store), past=base) as made:
            if base.experiment.kind == "steady":  # the warm-up is judged before the rest is simulated
                made.extend(min(looks[0], PILOT), spread(len(plans)))
                refuse_short(plans, made.rows, [each.name for each in tried], engine)
            counts = grow_until_clear(made, engine, looks, kept_from)
            rows = tuple(each.first(number) for each, number in zip(made.rows, counts, strict=True))
        paths = {each.lever: path_of(scenario, each) for each in varied}
        study = Sweep(
            tried, plans, rows, engine, seed, notes, base.experiment.kind, varied, settings, paths, kept_from, len(looks),
            folder=None if store is None else store.folder, past=base,
        )  # fmt: skip
        if store is not None:
            finish(store, study, command)
    return study


def grow_until_clear(made: Replications, engine: Engine, looks: Sequence[int], kept_from: float) -> list[int]:
    """Have as many replications of each combination as it takes to see whether its promise is kept; at a single look all."""
    going = spread(len(made.counts))
    counts = [0] * len(going)
    level = level_of(engine.measures, len(counts), len(looks))

    def judge() -> dict[int, Kept]:
        rows = made.rows
        return {i: share_kept(engine.measures, rows[i], level) for i in going}

    def foretell(found: dict[int, Kept]) -> int:
        since = made.count_of(found)
        ends = (expected_look(looks, since, abs(each.mean - kept_from), each.half_width, level) for each in found.values())
        return expected_total(made.simulated, ((since, end) for end in ends))

    expected = len(going) * (looks[0] + (looks[-1] - looks[0]) // UNTOLD)
    if len(looks) > 1:  # nothing is decided halfway to the first look, but more is known of what will be
        made.extend(looks[0] // 2, going, expected)
        expected = foretell(judge())
    for look in looks:
        made.extend(look, going, expected)
        for i in going:
            counts[i] = look
        if look == looks[-1]:
            break
        found = {i: each for i, each in judge().items() if each.status(kept_from) == "cannot tell"}
        going = list(found)
        if not going:
            break
        expected = foretell(found)
    return counts


def look_at(most: int) -> list[int]:
    """Numbers of replications at which to look, the last one `most`; a look shortly before it would tell little."""
    return [*(look for look in doubling(FIRST, most) if 2 * look <= most), most]


def spread(number: int) -> list[int]:
    """Places in an order of which every beginning is spread over all, so that it tells the time that all take."""
    return sorted(range(number), key=lambda place: place * GOLDEN % 1)


def _check_how(count: int, kept_from: float) -> None:
    if count < 1:
        raise StudyError(f"replications must be 1 or more, not {count}")
    if not 0 < kept_from < 1:
        raise StudyError(f"a promise is kept for a share of leads between 0 and 1, not {kept_from:g}; write 0.9")


def path_of(scenario: Scenario, varied: Varied) -> str:
    """Path that a lever moves; a path moves itself."""
    lever = scenario.levers.get(varied.lever)
    return varied.lever if lever is None else lever.path
