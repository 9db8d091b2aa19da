"""Crediting: how much of a difference between two scenarios is due to each lever, on the same leads and luck."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ...errors import ScenarioError, StudyError
from ...scenario.parts import REST, Part, parts_between, standing, taken_over
from ...statistics import coalitions_of, drawn_orders, joining, shapley, sobol_points
from ..answers.credit import BY, Attribution, Credit
from ..crew.engine import CrewName, Engine, find_measure, knowing, the_engine
from ..crew.replications import Progress, Replications
from ..crew.scattered import Recipe, Trial, measure_scattered, rows_of
from ..judgement.estimates import estimated_values
from ..judgement.steadiness import refuse_changing, refuse_short
from .question import Kind, check_all, name_apart, put_alike, refuse_nothing, seed_of

if TYPE_CHECKING:
    from ...measures import Measure
    from ...measures.credit import Credit as SourceCredit
    from ...scenario import Scenario

MOST_EXACT = 8  # levers of which every coalition is simulated: 256
PAIRS = 1  # of orders, one the other backwards, drawn for each replication beyond that
FEWEST = 2
LONGEST_NAME = 70  # leaves room for a number, where two begin alike


def credit(
    base: Scenario,
    other: Scenario,
    *,
    by: str = BY,
    apart: Sequence[str] = (),
    replications: int | None = None,
    seed: int | None = None,
    workers: int = 1,
    progress: Progress | None = None,
    from_: Kind | None = None,
    most_exact: int = MOST_EXACT,
    rules: bool = True,
    engine: Engine | str | None = None,
    executor: CrewName | str | Executor | None = None,
) -> Credit:
    """Share the difference of a measure between two scenarios among the levers that differ, by Shapley's value.

    Parameters
    ----------
    base, other
        Put alike; in an adoption every coalition of levers shares the base's past.
    by
        The measure to explain.
    apart
        Paths or sections to count apart, such as "handoff"; else what is no declared lever is one player,
        everything else.
    most_exact
        Up to so many levers every coalition is simulated. With more, each replication has two orders of
        adopting them, one the other backwards, and intervals cover what the orders leave open too.
    rules
        Also say what rules of attribution make of both scenarios: base and other are simulated once more.
    replications, seed, workers, progress, from_, engine, executor
        As for `compare`.

    Raises
    ------
    ScenarioError, StudyError
        When a path does not differ, or the question cannot be answered as put.
    """
    ours = engine = the_engine(engine)
    count = base.experiment.replications if replications is None else replications
    check_all(
        lambda: find_measure(ours, by),
        lambda: _check_how(count, most_exact),
        lambda: seed_of(base, seed),
        lambda: refuse_changing(put_alike((base, other), from_)),
        lambda: parts_between(base, other, apart),
    )
    measure, seed = find_measure(engine, by), seed_of(base, seed)
    base, other = put_alike(name_apart((base, other)), from_)
    parts, notes = standing(base, other, parts_between(base, other, apart))
    if not parts:
        raise StudyError(f"'{other.name}' does the same as '{base.name}', so there is nothing to share out")
    notes = (*notes, *_sections_of_the_rest(parts))
    how = _Asked(base, other, parts, measure, count, seed, workers, executor, progress, notes, rules)
    study = _exact(how, engine) if len(parts) <= most_exact else _sampled(how, engine)
    return replace(study, attributions=_attributions(study, how)) if rules else study


class _Asked:
    """What is asked, and the scenarios of coalitions."""

    def __init__(self, base: Scenario, other: Scenario, parts: tuple[Part, ...], measure: Measure, count: int, seed: int,
                 workers: int, executor: CrewName | str | Executor | None, progress: Progress | None,
                 notes: tuple[str, ...], rules: bool) -> None:  # fmt: skip
        self.base, self.other, self.parts, self.measure = base, other, parts, measure
        self.count, self.seed, self.workers, self.executor, self.notes = count, seed, workers, executor, notes
        self.progress, self._more = progress, 2 * count if rules else 0
        self.kind: str = base.experiment.kind

    @property
    def past(self) -> Scenario | None:
        """Whose past all coalitions share."""
        return self.base if self.kind == "adoption" else None

    def teller(self) -> Progress | None:
        """Who is told of units done and planned, with what comes after."""
        told, more = self.progress, self._more
        return None if told is None else lambda done, planned: told(done, planned + more)

    def scenario(self, coalition: int) -> Scenario:
        """The base with the levers of a coalition set as in the other."""
        if coalition == 0:
            return self.base
        if coalition == (1 << len(self.parts)) - 1:
            return self.other
        members = [part for i, part in enumerate(self.parts) if coalition >> i & 1]
        name = f"{self.base.name} + {', '.join(part.label for part in members)}"
        try:
            return taken_over(self.base, self.other, members, name[:LONGEST_NAME])
        except ScenarioError as error:
            words = ", ".join(part.label for part in members)
            raise StudyError(
                f"taken over by themselves, {words} cannot stand ({error.faults[0].what}); count them together: leave --apart "
                "out, or declare no lever for one of them"
            ) from None


def _exact(how: _Asked, engine: Engine) -> Credit:
    scenarios = name_apart(how.scenario(coalition) for coalition in range(1 << len(how.parts)))
    plans = tuple(engine.compile(each, how.past if i else None) for i, each in enumerate(scenarios))
    engine, missing = knowing(engine, plans)
    with Replications(engine, plans, how.seed, how.workers, how.teller(), executor=how.executor) as made:
        made.extend(how.count)
        rows = tuple(made.rows)
    refuse_short(plans, rows, [each.name for each in scenarios], engine)
    place = engine.measures.index(how.measure)
    refuse_nothing(np.stack([each.values[:, place] for each in rows]), how.measure)
    worths = np.stack([estimated_values(how.measure, each, place) for each in rows])
    return Credit(
        scenarios, plans, rows, engine, how.seed, (*missing, *how.notes), how.kind, how.measure.name, how.parts,
        np.ascontiguousarray(shapley(worths).T), exact=True,
    )  # fmt: skip


def _sampled(how: _Asked, engine: Engine) -> Credit:
    players = len(how.parts)
    orders = drawn_orders(sobol_points(how.count * PAIRS, players, how.seed))
    each = 2 * PAIRS
    passed = [[coalitions_of(order) for order in orders[r * each : (r + 1) * each]] for r in range(how.count)]
    wanted = [(coalition, r) for r in range(how.count) for coalition in dict.fromkeys(c for chain in passed[r] for c in chain)]
    places = {coalition: i for i, coalition in enumerate(dict.fromkeys(coalition for coalition, _ in wanted))}
    recipes = [Recipe(how.scenario(coalition), past=how.past if coalition else None) for coalition in places]
    ends = (0, (1 << players) - 1)
    plans = (engine.compile(how.base, None), engine.compile(how.other, how.past))
    engine, missing = knowing(engine, plans)
    trials = [Trial(places[coalition], r) for coalition, r in wanted]
    units = measure_scattered(engine, recipes, trials, how.seed, how.workers, how.teller(), executor=how.executor)
    place = engine.measures.index(how.measure)
    worth = {each: float(unit.values[place]) for each, unit in zip(wanted, units, strict=True)}
    found = np.array([
        np.mean([joining(order, np.array([worth[coalition, r] for coalition in chain]))
                 for order, chain in zip(orders[r * each : (r + 1) * each], passed[r], strict=True)], axis=0)
        for r in range(how.count)
    ])  # fmt: skip
    rows = tuple(rows_of([unit for (coalition, _), unit in zip(wanted, units, strict=True) if coalition == end]) for end in ends)
    refuse_short(plans, rows, [how.base.name, how.other.name], engine)
    refuse_nothing(np.stack([each.values[:, place] for each in rows]), how.measure)
    notes = [*missing, *how.notes, f"{players} levers have {1 << players:,} coalitions; {len(orders)} orders were drawn"]
    if how.measure.kind == "ratio":
        notes.append(f"{how.measure.label} is here the mean of each replication's own, not the ratio of sums")
    return Credit(
        (how.base, how.other), plans, rows, engine, how.seed, tuple(notes), how.kind, how.measure.name, how.parts, found,
        exact=False,
    )  # fmt: skip


def _sections_of_the_rest(parts: Sequence[Part]) -> list[str]:
    """Say how the rest can be taken apart, where it is of several sections."""
    sections = list(dict.fromkeys(path[0] for part in parts if part.name == REST for path in part.paths))
    if len(sections) < 2:
        return []
    return [f"everything else is of {', '.join(sections)}; to count one apart, write --apart {sections[-1]}"]


def _attributions(study: Credit, how: _Asked) -> tuple[Attribution, ...]:
    """What rules of attribution say of base and other, means over replications: a row of measures does not hold it."""
    from ...measures.credit import attribution

    engine, seed = study.engine, study.seed
    ends = (0, len(study.rows) - 1)

    def credited(unit: int) -> list[SourceCredit]:
        end, replication = divmod(unit, study.count)
        plan = study.plans[ends[end]]
        return attribution(plan, engine.simulate(plan, seed, replication))

    found: list[list[SourceCredit]] = []
    before = study.count * len(study.rows)
    with ThreadPoolExecutor(how.workers if engine.suits == "threads" else 1) as pool:
        for rows in pool.map(credited, range(2 * study.count)):
            found.append(rows)
            if how.progress is not None:
                how.progress(before + len(found), before + 2 * study.count)
    return tuple(
        Attribution(study.names[place], rows[0].source, *np.mean([row[1:] for row in rows], axis=0).tolist())
        for end, place in enumerate(ends)
        for rows in zip(*found[end * study.count : (end + 1) * study.count], strict=True)
    )


def _check_how(count: int, most_exact: int) -> None:
    if count < FEWEST:
        raise StudyError(f"replications must be {FEWEST} or more, for an interval, not {count}")
    if not 0 <= most_exact <= 12:
        raise StudyError(f"every coalition is simulated of 0 to 12 levers, not of {most_exact}")
