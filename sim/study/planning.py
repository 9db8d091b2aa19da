"""Planning: the first settings, in the order written, that meet a goal; or those at which a measure is best."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from ..errors import StudyError
from ..scenario.ranges import Vary, read_varied, vary_scenario
from ..statistics import Chance, Interval, mean_interval, wilson_interval
from .candidates import Candidates
from .engine import Engine, knowing, the_engine
from .estimates import estimated_values, paired_values
from .goals import Bound, Peak, read_goal
from .planned import Candidate, Planned, Status
from .question import Kind, check_all, find_measure, name_apart, put_alike, seed_of
from .replications import Progress, Rows
from .steadiness import refuse_changing, refuse_short

if TYPE_CHECKING:
    from ..measures import Measure
    from ..scenario import Scenario

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
    seed, workers, progress, from_, engine
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
    past = base if base.experiment.kind == "adoption" else None
    plans = tuple(engine.compile(each, past) for each in tried)
    engine, notes = knowing(engine, plans)
    seed = seed_of(scenario, seed)
    measure = find_measure(engine, wanted.measure)
    looks = _looks(wanted, with_probability, len(plans), replications)
    trial = Trial(
        Candidates(engine, plans, seed, workers, progress), len(plans), wanted, measure, engine.measures.index(measure),
        with_probability, looks,
    )  # fmt: skip
    trial.made.extend(trial.everyone, looks[0])
    refuse_short(plans, [trial.made.rows(i) for i in trial.everyone], [each.name for each in tried], engine)
    if isinstance(wanted, Peak):
        statuses, found, worse = _find_peak(trial)
    else:
        statuses, worse = _race(trial), None
        found = next((i for i, status in enumerate(statuses) if status == "meets"), None)
    rows = tuple(trial.made.rows(i) for i in trial.everyone)
    known = [math.nan if exact is None or (value := exact(each, measure.name)) is None else value for each in tried]
    candidates = tuple(
        _candidate(cell, trial.judge(each), status, each, engine.place_of(LOAD), value)
        for cell, each, status, value in zip(settings, rows, statuses, known, strict=True)
    )
    bound = None
    if isinstance(wanted, Bound):  # an undefined value meets nothing
        bound = next((cell for cell, value in zip(settings, known, strict=True) if wanted.met(np.array([value]))[0]), None)
    return Planned(
        tried, plans, rows, engine, seed, tuple(notes), base.experiment.kind, varied, goal, wanted, with_probability, candidates,
        found, worse, trial.family, bound,
    )  # fmt: skip


class Judged(NamedTuple):
    """What the replications so far show of one candidate."""

    mean: Interval
    chance: Chance
    status: Status


class Trial(NamedTuple):
    """Candidates under trial for a goal, and when they are looked at."""

    made: Candidates
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


def _race(trial: Trial) -> list[Status]:
    """Look at all, leave what fails and what comes after one that meets the goal, and go on with the rest."""
    statuses: list[Status] = ["cannot tell"] * trial.number
    going, first = list(trial.everyone), trial.number
    for look in trial.looks:
        trial.made.extend(going, look)
        for i in going:
            statuses[i] = trial.judge(trial.made.rows(i).first(look)).status
        first = next((i for i, status in enumerate(statuses) if status == "meets"), trial.number)
        going = [i for i in range(first) if statuses[i] == "cannot tell"]
        if not going:
            break
    return [status if i <= first else "not needed" for i, status in enumerate(statuses)]


def _find_peak(trial: Trial) -> tuple[list[Status], int | None, int | None]:
    """Go on with those not yet worse than the best beyond doubt, until the one after the best is worse.

    What each is, the place of the best, and that of the first one after it that is worse.
    """
    assert isinstance(trial.goal, Peak)  # callers ask only then
    sign, last = trial.goal.sign, trial.number - 1
    worse: set[int] = set()
    best = 0
    for look in trial.looks:
        going = [i for i in trial.everyone if i not in worse]
        trial.made.extend(going, look)
        rows = {i: trial.made.rows(i).first(look) for i in going}
        means = {i: sign * trial.judge(rows[i]).mean.mean for i in going}
        known = [i for i in going if math.isfinite(means[i])]
        if not known:
            return ["fails"] * trial.number, None, None
        best = max(known, key=lambda i: means[i])
        for i in known:
            gaps = sign * paired_values(trial.measure, rows[best], rows[i], trial.place)
            if mean_interval(gaps, LEVEL, trial.family).high < 0:
                worse.add(i)
        if best + 1 in worse or (best == last and (last == 0 or best - 1 in worse)):
            break
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
        raise StudyError(f"a probability lies between 0 and 1, not {with_probability:g}; write 0.9, or 90%")


def _doubling(first: int, most: int) -> list[int]:
    """Numbers from the first, each twice the one before, up to the most."""
    looks = [min(first, most)]
    while 2 * looks[-1] <= most:
        looks.append(2 * looks[-1])
    return looks


def _looks(goal: Bound | Peak, with_probability: float | None, candidates: int, most: int | None) -> list[int]:
    """Replications at which to look; of a probability, doubled from the fewest that could show it on."""
    if with_probability is None:
        return _doubling(FIRST, most or (MOST_PEAK if isinstance(goal, Peak) else MOST))
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
        looks = [look for look in _doubling(FIRST, end) if look < fewest] + _doubling(fewest, end)
        if len(looks) == number:
            break
    return looks


def _fewest(with_probability: float, family: int) -> int:
    """Fewest replications of which all meet the goal that show a probability."""
    count = 1
    while wilson_interval(count, count, LEVEL, family).low < with_probability:
        count += 1
    return count
