"""What makes two studies the same question, and what differs when they are not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ..crew.versions import made_with

if TYPE_CHECKING:
    from ...plan import Plan
    from ...scenario import Scenario
    from ..crew.engine import Engine

MOST_CHANGES = 3  # named of a scenario that is not as it was
DRAWING = ("run", "comparison")  # which draw values in doubt in each replication
MOST_NAMES = 4  # of scenarios that are not those that were asked for


class Asked(NamedTuple):
    """A scenario as it is kept: name, fingerprint of its plan, and its text."""

    name: str
    fingerprint: str
    text: str


class Identity(NamedTuple):
    """Everything that a replication's numbers depend on, apart from the scenarios."""

    study: str  # run, comparison, choice, sweep, planned, credit, sensitivity or influence
    seed: int
    engine: str
    logs: bool
    measures: list[str]
    series: list[str]
    versions: dict[str, str | None]
    design: dict[str, Any] | None = None  # what else its rows depend on, where they are no replications of its scenarios

    def said(self) -> dict[str, Any]:
        """Put it into words for a file, without a design where there is none."""
        return {name: value for name, value in self._asdict().items() if name != "design" or value is not None}


def make_identity(study: str, engine: Engine, seed: int, *, logs: bool = False, design: dict[str, Any] | None = None) -> Identity:
    """Put together what is asked here and now."""
    measures = [measure.name for measure in engine.measures]
    return Identity(study, seed, engine.name, logs, measures, list(engine.weekly), versions_here(), design)


def versions_here() -> dict[str, str | None]:
    """Versions of all that decides numbers, the user's own measures among it where there are some."""
    from ..crew.own_measures import own_code

    own = own_code()
    return made_with() if own is None else {**made_with(), "measures of your own": own}


def asked_scenarios(scenarios: Sequence[Scenario], plans: Sequence[Plan]) -> list[Asked]:
    """Put scenarios into words that read back."""
    return [Asked(scenario.name, plan.fingerprint, scenario.written()) for scenario, plan in zip(scenarios, plans, strict=True)]


def identity_differences(found: Identity, asked: Identity) -> Iterator[str]:
    """Say how what is kept differs from what is asked, and what to write instead."""
    if found.study != asked.study:
        yield f"it is {_a(found.study)}, not {_a(asked.study)}"
    if found.seed != asked.seed:
        yield f"its seed is {found.seed}, not {asked.seed} (write --seed {found.seed})"
    if found.engine != asked.engine:
        yield f"its engine is {found.engine}, not {asked.engine} (write --engine {found.engine})"
    if found.logs != asked.logs:
        yield "it keeps logs (write --logs)" if found.logs else "it keeps no logs (leave --logs out)"
    yield from version_differences(found.versions, asked.versions)
    if found.study == asked.study and found.study in DRAWING and (found.design is None) != (asked.design is None):
        yield "values in doubt were fixed (write --inputs fixed)" if found.design is None else "values in doubt were drawn in it"
    elif found.study == asked.study:
        yield from _design_differences(found.design or {}, asked.design or {})
    if (found.measures, found.series) != (asked.measures, asked.series):
        yield "it has other measures"


def version_differences(found: dict[str, str | None], here: dict[str, str | None]) -> Iterator[str]:
    """Say which versions differ."""
    for name in dict.fromkeys([*found, *here]):
        if found.get(name) != here.get(name):
            what = "the program's own code" if name == "code" else name
            yield f"it was made with {what} {found.get(name) or 'missing'}, and here is {here.get(name) or 'none'}"


def scenario_differences(found: Sequence[Asked], asked: Sequence[Asked]) -> Iterator[str]:
    """Say how scenarios that are kept differ from those that are asked."""
    names = [[each.name for each in side] for side in (found, asked)]
    if names[0] != names[1]:
        yield f"its scenarios are {_listed(names[0])}, not {_listed(names[1])}"
        return
    for old, new in zip(found, asked, strict=True):
        if old.fingerprint != new.fingerprint:
            changed = _changed(json.loads(old.text), json.loads(new.text))
            yield f"'{old.name}' is not as it was{f': {changed}' if changed else ', by its calendars or its base'}"


def _design_differences(found: Mapping[str, Any], asked: Mapping[str, Any]) -> Iterator[str]:
    old, new = (list(each.get("names", ())) for each in (found, asked))
    if old and new and old != new:
        yield f"it is about {_listed(old)}, not {_listed(new)}"
    elif changed := _changed(found, asked):
        yield changed


def _changed(found: Mapping[str, Any], asked: Mapping[str, Any]) -> str:
    """Say which values differ, and how many more; nothing when none does."""
    before, after = (dict(_leaves(each)) for each in (found, asked))
    changed = [path for path in dict.fromkeys([*before, *after]) if before.get(path) != after.get(path)]
    said = [f"{path} was {before.get(path, 'not there')} and is {after.get(path, 'gone')}" for path in changed]
    return ", ".join(said[:MOST_CHANGES]) + (f" and {len(said) - MOST_CHANGES} more" if len(said) > MOST_CHANGES else "")


def _a(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMES:,} more" if len(names) > MOST_NAMES else ""
    return ", ".join(f"'{name}'" for name in names[:MOST_NAMES]) + more


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _leaves(item, f"{path}.{place}")
    else:
        yield path, value
