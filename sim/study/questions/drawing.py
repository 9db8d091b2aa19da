"""Drawing values in doubt: what is drawn, what cannot be, and what it does to the answer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from ...errors import ScenarioError, StudyError
from ...scenario.inputs import Input, apart_in_words, said_of, stated_inputs, words_of
from ..crew.draws import Draws, made_at, positions_of
from ..crew.engine import Engine, compile_all, knowing
from ..crew.replications import Rows
from ..judgement.ignorance import split_by_draws
from ..judgement.numbers import show
from .question import SHARED

if TYPE_CHECKING:
    from ...measures import Measure
    from ...plan import Plan
    from ...scenario import Scenario

Inputs = Literal["drawn", "fixed"]


class Compiled(NamedTuple):
    """Plans of scenarios at the middles of what is in doubt, an engine that knows them all, and the draws, if any."""

    engine: Engine
    plans: tuple[Plan, ...]
    notes: tuple[str, ...]
    draws: Draws | None

    @property
    def asked(self) -> dict[str, Any]:
        """What a file is told of the inputs beside their values."""
        return {} if self.draws is None else {"inputs": words_of(self.draws.inputs)}

    @property
    def design(self) -> dict[str, Any] | None:
        """What rows depend on beside scenarios and seed."""
        return None if self.draws is None else said_of(self.draws.inputs)


def compile_drawn(engine: Engine, scenarios: tuple[Scenario, ...], seed: int, inputs: Inputs) -> Compiled:
    """Compile scenarios, ready to have what is in doubt drawn in each replication.

    Every input is tried at its ends and in its settings, all others at their middles, so that what cannot stand is
    refused before anything is simulated. StudyError also where the question itself is in doubt.
    """
    refuse_inputs(inputs)
    kind = scenarios[0].experiment.kind
    plans = compile_all(engine, scenarios, kind)
    found = stated_inputs(scenarios) if inputs == "drawn" else ()
    if not found:
        engine, missing = knowing(engine, plans)
        return Compiled(engine, plans, tuple(missing), None)
    refuse_the_question(found)
    tried = list(plans)
    faults: dict[str, None] = {}
    for each in found:
        for at in _ends(each):
            try:
                tried += compile_all(engine, made_at(scenarios, (each,), (at,)), kind)
            except ScenarioError as error:
                faults |= dict.fromkeys(f"{each.name} {each.words(at)}: {fault}" for fault in error.faults)
    if faults:
        said = "\n".join(f"  {fault}" for fault in faults)
        raise StudyError(f"values in doubt are drawn where they cannot stand:\n{said}\nnarrow them, or write --inputs fixed")
    engine, missing = knowing(engine, tried)
    return Compiled(engine, plans, tuple(missing), Draws(engine, scenarios, kind, found, seed))


def refuse_inputs(inputs: str) -> None:
    """Raise StudyError for anything but drawn and fixed."""
    if inputs not in get_args(Inputs):
        raise StudyError(f"values in doubt are drawn or fixed, not '{inputs}'; write --inputs drawn or --inputs fixed")


def drawn_again(draws: Draws, scenarios: tuple[Scenario, ...]) -> Draws:
    """Draw for scenarios that differ from those, by what they have in doubt themselves."""
    return Draws(draws.engine, scenarios, draws.kind, stated_inputs(scenarios), draws.seed)


def drawn_at(scenarios: tuple[Scenario, ...], seed: int, replication: int) -> tuple[Scenario, ...]:
    """Scenarios as they are in one replication, with what is in doubt drawn."""
    found = stated_inputs(scenarios)
    return made_at(scenarios, found, positions_of(found, seed, replication))


def draws_in_words(draws: Draws | None, measure: Measure, rows: Sequence[Rows], place: int, currency: str) -> tuple[str, ...]:
    """Say what was drawn, and how much of a measure's spread, or of its differences', is luck and how much ignorance."""
    if draws is None:
        return ()
    named = ", ".join(f"{each.name} ({each.words(0.0)} to {each.words(1.0)})" for each in draws.inputs)
    said = [f"In doubt, and drawn anew in each replication: {named}; --inputs fixed takes the value named first."]
    said += apart_in_words(draws.scenarios, draws.inputs)
    base, *others = (each.values[:, place] for each in rows)
    spreads = [other - base for other in others] or [base]
    for scenario, values in zip(draws.scenarios[1:] or draws.scenarios, spreads, strict=True):
        luck, ignorance = split_by_draws(draws, values)
        of = f"the difference that {scenario.name} makes to {measure.name}" if others else measure.name
        if math.isnan(luck):  # too few to tell
            continue
        doubt = "does not show beside it" if ignorance == 0 else f"moves it by ± {show(ignorance, measure.unit, currency)}"
        said.append(f"Luck moves {of} by ± {show(luck, measure.unit, currency)} between replications; what is in doubt {doubt}.")
    return tuple(said)


def _ends(each: Input) -> list[float]:
    """Positions at which to try an input: the ends of its range, or one in each of its settings."""
    total = sum(each.shares)
    return [(sum(each.shares[:i]) + share / 2) / total for i, share in enumerate(each.shares)] or [0.0, 1.0]


def refuse_the_question(inputs: Sequence[Input], remedy: str = ", or write --inputs fixed") -> None:
    """Raise StudyError where what is in doubt says how the question is put."""
    paths = {line.path for each in inputs for lines in each.lines for line in lines}
    wrong = sorted(path for path in paths if path in SHARED or path.startswith("experiment."))
    if wrong:
        raise StudyError(f"{', '.join(wrong)} says how the question is put, which cannot be in doubt; state one value{remedy}")
