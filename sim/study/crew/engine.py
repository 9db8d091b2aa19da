"""What a study needs from the rooms below: compile, simulate, measure."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ...errors import StudyError

if TYPE_CHECKING:
    from ...log import Log
    from ...measures import Measure, Measured
    from ...plan import Plan
    from ...scenario import Scenario

CrewName = Literal["threads", "processes"]
Simulate = Callable[["Plan", int, int], "Log"]


class Engine(NamedTuple):
    """Functions that carry a scenario to a row of measures, and the catalogue of those measures.

    `check` raises when a log contradicts itself; None when `measure` looks by itself. What worker
    processes call must be importable by name. `suits` says who should share the work: threads where
    simulating and measuring let others run meanwhile, processes where they do not. `in_passing`
    simulates for somebody who is done with the log before the next one is made; `prepare` does what has
    to be done once; `unknown` names what of a plan this engine does not know yet. `compile_many` compiles
    scenarios of one past, and what they have in common once.
    """

    name: str
    compile: Callable[[Scenario, Scenario | None], Plan]
    simulate: Simulate
    measure: Callable[[Plan, Log], Measured]
    check: Callable[[Plan, Log], None] | None
    measures: tuple[Measure, ...]
    weekly: tuple[str, ...]
    suits: CrewName = "processes"
    in_passing: Simulate | None = None
    prepare: Callable[[], None] | None = None
    unknown: Callable[[Plan], list[str]] | None = None
    compile_many: Callable[[Sequence[Scenario], Scenario | None], Iterable[Plan]] | None = None

    def __reduce__(self) -> tuple[Callable[..., Engine], tuple[Any, ...]]:
        """Travel to a worker process by name: what computes a measure has none.

        StudyError when there are measures of the user's own, which no other process knows.
        """
        if self.name not in ENGINES:
            return Engine, tuple(self)
        if own := [measure.name for measure in self.measures if measure.own]:
            raise StudyError(
                f"{', '.join(own)}: measures of your own stay in this process; leave out executor and cluster, or use 'threads'"
            )
        return engine_named, (self.name,)

    def place_of(self, name: str) -> int | None:
        """Position of a measure in every row, or None when there is no such measure."""
        return next((i for i, measure in enumerate(self.measures) if measure.name == name), None)


def simpy_engine() -> Engine:
    """Return the readable model's engine."""
    from ...measures import WEEKLY
    from ...model import simulate
    from ...plan import compile_plan, compile_plans

    measures, measure, crew = counting("processes")
    return Engine("simpy", compile_plan, simulate, measure, None, measures, WEEKLY, crew, compile_many=compile_plans)


def compiled_engine() -> Engine:
    """Return the engine in machine code, which writes the same logs."""
    from ...compiled import prepare, simulate, simulate_here, unknown
    from ...measures import WEEKLY
    from ...plan import compile_plan, compile_plans

    measures, measure, crew = counting("threads")
    return Engine(
        "compiled", compile_plan, simulate, measure, None, measures, WEEKLY, crew, simulate_here, prepare, unknown,
        compile_plans,
    )  # fmt: skip


def counting(crew: CrewName) -> tuple[tuple[Measure, ...], Callable[[Plan, Log], Measured], CrewName]:
    """The catalogue, what measures by it, and who can: only this process knows the user's own measures."""
    from ...measures import measure
    from .own_measures import all_measures, own_names

    measures = all_measures()
    return measures, partial(measure, measures=measures), "threads" if own_names() else crew


ENGINES: dict[str, Callable[[], Engine]] = {"compiled": compiled_engine, "simpy": simpy_engine}
DEFAULT = "compiled"


def refuse_engine(name: str) -> None:
    """Raise StudyError when there is no engine of this name."""
    if name not in ENGINES:
        raise StudyError(f"there is no engine '{name}'; write {' or '.join(ENGINES)}, or leave it out")


def engine_named(name: str) -> Engine:
    """Return the engine of this name; StudyError when there is none."""
    refuse_engine(name)
    return ENGINES[name]()


def the_engine(asked: Engine | str | None) -> Engine:
    """Return the engine that is asked for, the compiled one when none is."""
    return asked if isinstance(asked, Engine) else engine_named(asked or DEFAULT)


def compile_all(engine: Engine, scenarios: Sequence[Scenario], kind: str) -> tuple[Any, ...]:
    """Compile a base and others; in an adoption all share the base's past."""
    past = scenarios[0] if kind == "adoption" else None
    return (engine.compile(scenarios[0], None), *_compile_each(engine, scenarios[1:], past))


def compile_past(engine: Engine, scenarios: Sequence[Scenario], past: Scenario) -> tuple[Any, ...]:
    """Compile scenarios that come from another, whose past all share in an adoption."""
    shared = past if past.experiment.kind == "adoption" else None
    return _compile_each(engine, scenarios, shared)


def _compile_each(engine: Engine, scenarios: Sequence[Scenario], past: Scenario | None) -> tuple[Any, ...]:
    if not scenarios:
        return ()  # else the past would be compiled for nobody
    if engine.compile_many is not None:
        return tuple(engine.compile_many(scenarios, past))
    return tuple(engine.compile(each, past) for each in scenarios)


def find_measure(engine: Engine, name: str) -> Measure:
    """Find a measure by its name; StudyError with the nearest one otherwise."""
    place = engine.place_of(name)
    if place is None:
        near = difflib.get_close_matches(name, [measure.name for measure in engine.measures], 1, 0.5)
        instead = f"did you mean '{near[0]}'?" if near else "write one such as revenue; run with --all lists them"
        raise StudyError(f"no measure is called '{name}'; {instead}")
    return engine.measures[place]


def has_policies(plan: Plan) -> bool:
    """Whether a plan calls functions of the user's own, which only this process has."""
    return any(part.policy for terms in (plan.before, plan.after) for part in (terms.handoff, terms.work, terms.scoring))


def knowing(engine: Engine, plans: Sequence[Plan]) -> tuple[Engine, list[str]]:
    """Return an engine that knows all of some plans, and a note when it is not the one asked for."""
    missing = sorted({name for plan in plans for name in (engine.unknown(plan) if engine.unknown else ())})
    if not missing:
        return engine, []
    readable = simpy_engine()
    return readable._replace(suits="threads" if any(map(has_policies, plans)) else readable.suits), [
        f"the {engine.name} engine does not know {', '.join(missing)} yet; the readable one ran, which takes longer"
    ]
