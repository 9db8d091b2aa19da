"""Planning: the first settings, in the order written, that meet a goal; or those at which a measure is best."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from ...errors import StudyError
from ...scenario.ranges import Vary, as_pairs, notes_of, read_varied, vary_scenario
from ...statistics import Chance, Interval, mean_interval, wilson_interval
from ..answers.planned import Candidate, Planned, Status
from ..crew.engine import CrewName, Engine, compile_past, find_measure, knowing, the_engine
from ..crew.replications import Progress, Replications, Rows
from ..judgement.estimates import estimated_values, paired_values
from ..judgement.goals import Bound, Peak, read_goal
from ..judgement.steadiness import refuse_changing, refuse_short
from ..kept.effort import Effort, growing, kept_in
from ..kept.identity import asked_scenarios, make_identity
from ..kept.saving import finish
from .question import Kind, check_all, name_apart, put_alike, seed_of
from .schedule import doubling, expected_look, expected_total

if TYPE_CHECKING:
    from ...measures import Measure
    from ...scenario import Scenario

FIRST = 10  # replications at the first look
MOST, MOST_PEAK = 640, 160
LEVEL = 0.95  # of all statements about all candidates at all looks together
LOAD = "leads_per_rep_month"

Exact = Callable[["Scenario", str], float | None]  # what theory says of a measure's mean


def plan_for(
    scenario: Scenario,
    goal: str,
    vary: Vary,
    *,
    with_probability: float | None = None,
    on: Literal["mean"] | None = None,
    replications: int | None = None,
    seed: int | None = None,
    workers: int = 1,
    progress: Progress | None = None,
    from_: Kind | None = None,
    engine: Engine | str | None = None,
    exact: Exact | None = None,
    executor: CrewName | str | Executor | None = None,
    out: str | Path | None = None,
    resume: bool = False,
    command: str = "",
) -> Planned:
    """Find the settings that meet a goal.

    Parameters
    ----------
    scenario
        What things are like; in an adoption the shared past of all settings.
    goal
        `MEASURE >= X` or `MEASURE <= X`: the first combination of settings that meets it, in the order
        written, so that the cheapest, or the one liked best, is written first. `highest MEASURE` or `lowest
        MEASURE`: the combination at which it is so, and the first after it at which it is worse beyond doubt.
    vary
        Settings by lever, as for `sweep`.
    with_probability, on
        Whether one window is to meet the goal with a probability, or its mean (`on="mean"`).
    replications
        At most so many of each combination.
    seed, workers, progress, from_, engine, executor, out, resume, command
        As for `compare`.
    exact
        What theory says of a measure's mean in a scenario, where it says anything.

    Notes
    -----
    All combinations have the same luck. They are looked at after 10 replications, then twice as many, and so
    on; what fails is left, and so is what comes after one that meets the goal. All that is said of all
    combinations at all looks holds together with 95 % (Bonferroni).
    """
    ours = engine = the_engine(engine)
    currency = scenario.market.currency
    check_all(
        lambda: _check_how(read_goal(goal, ours, currency), with_probability, on, replications),
        lambda: read_varied(scenario, vary),
        lambda: seed_of(scenario, seed),
    )
    wanted, varied = read_goal(goal, engine, currency), read_varied(scenario, vary)
    (base,) = put_alike((scenario,), from_)
    settings, tried = vary_scenario(base, varied)
    tried = name_apart(tried)
    refuse_changing(tried)
    plans = compile_past(engine, tried, base)
    engine, missing = knowing(engine, plans)
    notes = (*missing, *notes_of(base, tried))
    seed = seed_of(scenario, seed)
    measure = find_measure(engine, wanted.measure)
    looks = _looks(wanted, with_probability, len(plans), replications)
    asked = {
        "goal": goal, "vary": as_pairs(varied), "with_probability": with_probability,
        "on": on, "replications": replications, "command": command,
    }  # fmt: skip
    with kept_in(out, engine, make_identity("plan", engine, seed), asked_scenarios(tried, plans), asked, resume) as store:
        with growing(engine, tried, plans, seed, Effort(workers, executor, progress, store), past=base) as made:
            trial = Trial(made, len(plans), wanted, measure, engine.measures.index(measure), with_probability, looks)
            made.extend(looks[0])
            refuse_short(plans, made.rows, [each.name for each in tried], engine)
            statuses, found, worse = _find_peak(trial) if isinstance(wanted, Peak) else _race(trial)
            rows = tuple(made.rows)
        known = [math.nan if exact is None or (value := exact(each, measure.name)) is None else value for each in tried]
        candidates = tuple(
            _candidate(cell, trial.judge(each), status, each, engine.place_of(LOAD), value)
            for cell, each, status, value in zip(settings, rows, statuses, known, strict=True)
        )
        bound = None
        if isinstance(wanted, Bound):  # an undefined value meets nothing
            bound = next((cell for cell, value in zip(settings, known, strict=True) if wanted.met(np.array([value]))[0]), None)
        study = Planned(
            tried, plans, rows, engine, seed, notes, base.experiment.kind, varied, goal, wanted, with_probability,
            candidates, found, worse, trial.family, bound, folder=None if store is None else store.folder, past=base,
        )  # fmt: skip
        if store is not None:
            finish(store, study, command)
    return study


class Judged(NamedTuple):
    """What the replications so far show of one candidate."""

    mean: Interval
    chance: Chance
    status: Status


class Trial(NamedTuple):
    """Candidates under trial for a goal, and when they are looked at."""

    made: Replications
    number: int
    goal: Bound | Peak
    measure: Measure
    place: int
    with_probability: float | None
    looks: Sequence[int]

    @property
    def everyone(self) -> range:
        """Places of all candidates."""
        return range(self.number)

    @property
    def family(self) -> int:
        """Statements that hold together: about each candidate, or each pair, at each look."""
        each = max(1, self.number * (self.number - 1) // 2) if isinstance(self.goal, Peak) else self.number
        return each * len(self.looks)

    def judge(self, rows: Rows) -> Judged:
        """Judge one candidate by its replications."""
        mean = mean_interval(estimated_values(self.measure, rows, self.place), LEVEL, self.family)
        if isinstance(self.goal, Peak):
            return Judged(mean, Chance(math.nan, math.nan, math.nan, 0), "cannot tell")
        met = self.goal.met(rows.values[:, self.place])
        chance = wilson_interval(float(np.sum(met)), len(met), LEVEL, self.family)
        if self.with_probability is not None:
            least = self.with_probability
            holds = True if chance.low >= least else False if chance.high < least else None
        else:
            holds = False if math.isnan(mean.mean) else self.goal.holds(mean.low, mean.high)
        return Judged(mean, chance, "cannot tell" if holds is None else "meets" if holds else "fails")

    def doubt(self, judged: Judged) -> tuple[float, float]:
        """How far what was found is from the goal's bound, and half the width of its interval."""
        assert isinstance(self.goal, Bound)  # a peak has none
        mean, chance, _ = judged
        if self.with_probability is None:
            return abs(mean.mean - self.goal.value), mean.half_width
        return abs(chance.share - self.with_probability), (chance.high - chance.low) / 2


def _race(trial: Trial) -> tuple[list[Status], int | None, None]:
    """Look at all, leave what fails and what comes after one that meets the goal, and go on with the rest.

    What each is, and the place of the first that meets the goal.
    """
    judged: list[Judged] = []
    going, first, expected = list(trial.everyone), trial.number, 0
    for look in trial.looks:
        trial.made.extend(look, going, expected)
        rows = trial.made.rows
        judged = [trial.judge(rows[i]) if i in going else judged[i] for i in trial.everyone]
        first = next((i for i, each in enumerate(judged) if each.status == "meets"), trial.number)
        going = [i for i in range(first) if judged[i].status == "cannot tell"]
        if not going:
            break
        ends = [expected_look(trial.looks, look, *trial.doubt(judged[i])) for i in going]
        expected = expected_total(trial.made.simulated, ((look, end) for end in ends))
    statuses: list[Status] = [each.status if i <= first else "not needed" for i, each in enumerate(judged)]
    return statuses, first if first < trial.number else None, None


def _find_peak(trial: Trial) -> tuple[list[Status], int | None, int | None]:
    """Go on with those not yet worse than the best beyond doubt, until the one after the best is worse.

    What each is, the place of the best, and that of the first one after it that is worse.
    """
    assert isinstance(trial.goal, Peak)  # callers ask only then
    sign, last = trial.goal.sign, trial.number - 1
    worse: set[int] = set()
    best = expected = 0
    for look in trial.looks:
        going = [i for i in trial.everyone if i not in worse]
        trial.made.extend(look, going, expected)
        rows = trial.made.rows
        means = {i: sign * trial.judge(rows[i]).mean.mean for i in going}
        known = [i for i in going if math.isfinite(means[i])]
        if not known:
            return ["fails"] * trial.number, None, None
        best = max(known, key=lambda i: means[i])
        ends = {}
        for i in known:
            gap = mean_interval(sign * paired_values(trial.measure, rows[best], rows[i], trial.place), LEVEL, trial.family)
            ends[i] = expected_look(trial.looks, look, -gap.mean, gap.half_width)
            if gap.high < 0:
                worse.add(i)
        if best + 1 in worse or (best == last and (last == 0 or best - 1 in worse)):
            break
        neighbour = ends.get(best + 1 if best < last else best - 1, look)  # when it is told, all is
        expected = expected_total(trial.made.simulated, ((look, neighbour) for i in known if i not in worse))
    statuses: list[Status] = ["best" if i == best else "lower" if i in worse else "cannot tell" for i in trial.everyone]
    return statuses, best, next((i for i in range(best + 1, trial.number) if i in worse), None)


def _candidate(settings: dict[str, str], judged: Judged, status: Status, rows: Rows, load: int | None, exact: float) -> Candidate:
    mean, chance, _ = judged
    leads = math.nan
    if load is not None and np.nansum(rows.denominators[:, load]) > 0:
        leads = float(np.nansum(rows.numerators[:, load]) / np.nansum(rows.denominators[:, load]))
    return Candidate(settings, rows.replications, *mean[:3], *chance[:3], leads, exact, status)


def _check_how(goal: Bound | Peak, with_probability: float | None, on: str | None, replications: int | None) -> None:
    if on not in (None, "mean"):
        raise StudyError(f"a goal is put on the mean or with a probability, not on '{on}'; write --on mean")
    if replications is not None and replications < FIRST:
        raise StudyError(f"every setting is simulated {FIRST} times or more, not {replications}; write --replications {FIRST}")
    if isinstance(goal, Peak):
        if with_probability is not None:
            raise StudyError(f"'{goal.best} {goal.measure}' is looked for on the mean; leave --with-probability out")
        return
    if (with_probability is None) == (on is None):
        raise StudyError("say how sure: --with-probability 0.9 for one window in itself, or --on mean; one of them")
    if with_probability is not None and not 0 < with_probability < 1:
        raise StudyError(f"a probability lies between 0 and 1, not {with_probability:g}; write a number such as 0.9")


def _looks(goal: Bound | Peak, with_probability: float | None, candidates: int, most: int | None) -> list[int]:
    """Replications at which to look; of a probability, doubled from the fewest that could show it on."""
    if with_probability is None:
        return doubling(FIRST, most or (MOST_PEAK if isinstance(goal, Peak) else MOST))
    looks: list[int] = [FIRST]
    for _ in range(20):  # the fewest depend on the number of looks, and the other way round
        number = len(looks)
        fewest = _fewest(with_probability, candidates * number)
        end = most or max(MOST, 4 * fewest)
        if fewest > end:
            raise StudyError(
                f"a probability of {with_probability:.4g} cannot be shown by {end:,} replications of each setting, however they "
                f"turn out; write --replications {fewest} or more, or fewer settings"
            )
        looks = [look for look in doubling(FIRST, end) if look < fewest] + doubling(fewest, end)
        if len(looks) == number:
            break
    return looks


def _fewest(with_probability: float, family: int) -> int:
    """Fewest replications of which all meet the goal that show a probability."""
    count = 1
    while wilson_interval(count, count, LEVEL, family).low < with_probability:
        count += 1
    return count
