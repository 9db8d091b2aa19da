"""Crediting: how much of a difference between two scenarios is due to each lever, on the same leads and luck."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ...errors import ScenarioError, StudyError
from ...scenario.parts import REST, Part, parts_between, standing, taken_over
from ...statistics import coalitions_of, drawn_orders, joining, shapley, sobol_points
from ..answers.credit import BY, Credit, design_of
from ..crew.engine import CrewName, Engine, compile_all, find_measure, knowing, the_engine
from ..crew.replications import Progress
from ..crew.scattered import Recipe, Trial, measure_scattered, rows_of
from ..judgement.estimates import estimated_values
from ..judgement.steadiness import refuse_changing, refuse_short
from ..kept.effort import Effort, growing, kept_in
from ..kept.identity import Asked, asked_scenarios, make_identity
from ..kept.saving import finish
from ..kept.shelf import Boards, Shelf
from ..kept.store import ORDERS, Store
from .attributing import Rules
from .question import Kind, check_all, name_apart, put_alike, refuse_never_defined, refuse_nothing, seed_of

if TYPE_CHECKING:
    from ...measures import Measure
    from ...plan import Plan
    from ...scenario import Scenario

MOST_EXACT = 8  # levers of which every coalition is simulated: 256
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
    out: str | Path | None = None,
    resume: bool = False,
    command: str = "",
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
    replications, seed, workers, progress, from_, engine, executor, out, resume, command
        As for `compare`. A credit that is kept can go on with more replications, and share out another measure.

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
        lambda: refuse_changing(put_alike(name_apart((base, other)), from_)),
        lambda: parts_between(base, other, apart),
    )
    measure, seed = find_measure(engine, by), seed_of(base, seed)
    base, other = put_alike(name_apart((base, other)), from_)
    parts, notes = standing(base, other, parts_between(base, other, apart))
    if not parts:
        raise StudyError(f"'{other.name}' does the same as '{base.name}', so there is nothing to share out")
    notes = (*notes, *_sections_of_the_rest(parts))
    told = {"by": by, "apart": list(apart), "replications": count, "rules": rules, "command": command}
    how = _Asked(base, other, parts, measure, count, seed, Effort(workers, executor, progress), notes, rules, out, told, resume)
    return _exact(how, engine) if len(parts) <= most_exact else _sampled(how, engine)


class _Asked(NamedTuple):
    """What is asked, and the scenarios of coalitions."""

    base: Scenario
    other: Scenario
    parts: tuple[Part, ...]
    measure: Measure
    number: int  # of replications
    seed: int
    effort: Effort
    notes: tuple[str, ...]
    rules: bool
    out: str | Path | None
    told: dict[str, Any]
    resume: bool

    @property
    def kind(self) -> str:
        """How the question is put."""
        return self.base.experiment.kind

    @property
    def past(self) -> Scenario | None:
        """Whose past all coalitions share."""
        return self.base if self.kind == "adoption" else None

    @contextmanager
    def begun(
        self, engine: Engine, scenarios: Sequence[Scenario], plans: Sequence[Plan], design: dict[str, Any] | None = None
    ) -> Iterator[tuple[Effort, Rules]]:
        """Open the file that it is kept in, if it is to be; who works, and what rules of attribution are to be asked."""
        identity = make_identity("credit", engine, self.seed, design=design)
        with kept_in(self.out, engine, identity, asked_scenarios(scenarios, plans), self.told, self.resume) as store:
            rules = Rules(engine, (plans[0], plans[-1]), self.seed, 2 * self.number if self.rules else 0, store)
            yield self.effort._replace(progress=rules.told(self.effort.progress), store=store), rules

    def finished(self, study: Credit, effort: Effort, rules: Rules) -> Credit:
        """Add what rules of attribution say, and what is kept."""
        workers = effort.workers if study.engine.suits == "threads" else 1
        study = replace(study, attributions=rules.ask(study.names, workers))
        if effort.store is None:
            return study
        study = replace(study, folder=effort.store.folder)
        finish(effort.store, study, self.told["command"])
        return study

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
    plans = compile_all(engine, scenarios, how.kind)
    engine, missing = knowing(engine, plans)
    with how.begun(engine, scenarios, plans) as (effort, rules):
        with growing(engine, scenarios, plans, how.seed, effort) as made:
            made.extend(how.number)
            rows = tuple(each.first(how.number) for each in made.rows)
        refuse_short(plans, rows, [each.name for each in scenarios], engine)
        place = engine.measures.index(how.measure)
        refuse_never_defined(np.stack([rows[i].values[:, place] for i in (0, -1)]), (how.base.name, how.other.name), how.measure)
        refuse_nothing(np.stack([each.values[:, place] for each in rows]), how.measure)
        worths = np.stack([estimated_values(how.measure, each, place) for each in rows])
        found = np.ascontiguousarray(shapley(worths).T)
        study = Credit(
            scenarios, plans, rows, engine, how.seed, (*missing, *how.notes), how.kind, how.measure.name, how.parts, found,
            exact=True,
        )  # fmt: skip
        return how.finished(study, effort, rules)


def _sampled(how: _Asked, engine: Engine) -> Credit:
    players = len(how.parts)
    orders = drawn_orders(sobol_points(how.number, players, how.seed))
    pairs = [orders[2 * r : 2 * r + 2] for r in range(how.number)]  # an order, and the other way round
    passed = [[coalitions_of(order) for order in pair] for pair in pairs]
    wanted = [(coalition, r) for r in range(how.number) for coalition in dict.fromkeys(c for chain in passed[r] for c in chain)]
    places = {coalition: i for i, coalition in enumerate(dict.fromkeys(coalition for coalition, _ in wanted))}
    recipes = [Recipe(how.scenario(coalition), {}, how.past if coalition else None, {}) for coalition in places]
    both = (how.base, how.other)
    plans = compile_all(engine, both, how.kind)
    engine, missing = knowing(engine, plans)
    trials = [Trial(places[coalition], r) for coalition, r in wanted]
    width = 2 * players  # the two orders of a replication pass as many coalitions: they share the first and the last
    ends = (0, players)
    with how.begun(engine, both, plans, design_of(how.parts)) as (effort, rules):
        shelf = None if effort.store is None else _shelf(effort.store, engine, both, plans, width, ends)
        workers, executor, progress, *_ = effort
        units = measure_scattered(engine, recipes, trials, how.seed, workers, progress, executor=executor, keeping=shelf)
        place = engine.measures.index(how.measure)
        worth = {each: float(unit.values[place]) for each, unit in zip(wanted, units, strict=True)}
        found = np.array([
            np.mean([joining(order, np.array([worth[coalition, r] for coalition in chain]))
                     for order, chain in zip(pairs[r], passed[r], strict=True)], axis=0)
            for r in range(how.number)
        ])  # fmt: skip
        rows = tuple(rows_of(units[end::width], len(ends)) for end in ends)
        refuse_short(plans, rows, [each.name for each in both], engine)
        refuse_never_defined(np.stack([each.values[:, place] for each in rows]), [each.name for each in both], how.measure)
        refuse_nothing(np.stack([each.values[:, place] for each in rows]), how.measure)
        notes = [*missing, *how.notes, f"{players} levers have {1 << players:,} coalitions; {len(orders)} orders were drawn"]
        if how.measure.kind == "ratio":
            notes.append(f"{how.measure.label} is here the mean of each replication's own, not the ratio of sums")
        study = Credit(
            both, plans, rows, engine, how.seed, tuple(notes), how.kind, how.measure.name, how.parts, found, exact=False
        )
        return how.finished(study, effort, rules)


def _shelf(
    store: Store, engine: Engine, both: Sequence[Scenario], plans: Sequence[Plan], width: int, ends: Sequence[int]
) -> Shelf:
    """Keep base and other as every study's scenarios, and coalitions between them, which differ by replication, apart."""
    between = [column for column in range(width) if column not in ends]
    boards = [Boards(store.part(engine, asked_scenarios(both, plans)), ends)]
    if between:
        named = [Asked(f"coalition {number} of its orders", "", "{}") for number in range(1, len(between) + 1)]
        boards.append(Boards(store.part(engine, named, ORDERS), between))
    return Shelf(width, *boards)


def _sections_of_the_rest(parts: Sequence[Part]) -> list[str]:
    """Say how the rest can be taken apart, where it is of several sections."""
    sections = list(dict.fromkeys(path[0] for part in parts if part.name == REST for path in part.paths))
    if len(sections) < 2:
        return []
    return [f"everything else is of {', '.join(sections)}; to count one apart, write --apart {sections[-1]}"]


def _check_how(count: int, most_exact: int) -> None:
    if count < FEWEST:
        raise StudyError(f"replications must be {FEWEST} or more, for an interval, not {count}")
    if not 0 <= most_exact <= 12:
        raise StudyError(f"every coalition is simulated of 0 to 12 levers, not of {most_exact}")
