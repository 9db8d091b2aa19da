"""What a visitor asks: a state that an address can hold, and the two scenarios it stands for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from ..errors import ScenarioError, StudyError
from ..scenario.starting import BASE_MQLS, QUESTIONS, answer
from ..scenario.starting import changes as company_changes
from .controls import Control, Stop

if TYPE_CHECKING:
    from ..scenario import Scenario

LONGEST_NAME, LONGEST_VALUE = 80, 64
SPEED = "contact.response"
MINE = ("reps", "leads", "deal_size")  # what is asked of a company besides its file
NO_SPEED = "speed"  # in an address: speed=none


class Settings(NamedTuple):
    """A state: which company, what it is like, what is moved, and whether speed has no effect."""

    company: str = ""
    moves: tuple[tuple[str, str], ...] = ()
    mine: tuple[tuple[str, str], ...] = ()
    no_speed: bool = False

    @property
    def is_today(self) -> bool:
        """Whether nothing is moved."""
        return not self.moves

    def moved(self, control: Control, place: int) -> Settings:
        """The same with one control at a stop; today's stop is no move."""
        moves = dict(self.moves)
        moves.pop(control.name, None)
        if place != control.today:
            moves[control.name] = control.stops[place].value
        return self._replace(moves=tuple(sorted(moves.items())))

    def place(self, control: Control) -> int:
        """Where a control stands."""
        found = control.place(dict(self.moves).get(control.name, ""))
        return control.today if found is None else found

    def query(self) -> str:
        """Write the state as the query of an address."""
        pairs = [("company", self.company)] if self.company else []
        pairs += [*self.moves, *((f"my_{name}", value) for name, value in self.mine)]
        pairs += [(NO_SPEED, "none")] if self.no_speed else []
        return urlencode(pairs)


def read_settings(query: Mapping[str, str], controls: tuple[Control, ...]) -> tuple[Settings, tuple[str, ...]]:
    """Read a state from an address; what nobody knows is left out and named."""
    moves: list[tuple[str, str]] = []
    left: list[str] = []
    by_name = {control.name: control for control in controls}
    for name, value in list(query.items())[:30]:
        control = by_name.get(name)
        if control is not None:
            place = control.place(value[:LONGEST_VALUE])
            if place is None:
                left.append(name)
            elif place != control.today:
                moves.append((name, control.stops[place].value))
        elif not (name in ("company", NO_SPEED) or name.removeprefix("my_") in MINE):
            left.append(name)
    mine = tuple((name, query[f"my_{name}"][:LONGEST_VALUE]) for name in MINE if query.get(f"my_{name}"))
    settings = Settings(query.get("company", "")[:LONGEST_VALUE], tuple(sorted(moves)), mine, query.get(NO_SPEED) == "none")
    return settings, tuple(name[:LONGEST_VALUE] for name in left)


class Asked(NamedTuple):
    """The two scenarios of a question; the same one twice where nothing is moved. `changes` are the what-if's by path."""

    base: Scenario
    other: Scenario
    changes: Mapping[str, Any]
    shared: Mapping[str, Any]


def ask(scenario: Scenario, controls: tuple[Control, ...], settings: Settings) -> Asked:
    """Make the scenarios of a state.

    Raises
    ------
    ScenarioError, StudyError
        When some of its values cannot stand together, or an answer about the company is none.
    """
    shared = my_company(scenario, settings.mine)
    if settings.no_speed:
        shared |= {path: "none" for path in speed_paths(scenario)}
    base = scenario.replace(shared, name=scenario.name) if shared else scenario
    stops = stops_of(controls, settings)
    if not stops:
        return Asked(base, base, {}, shared)
    changed: dict[str, Any] = {}
    for stop in stops:
        changed |= stop.changes
    return Asked(base, base.replace(changed, name=name_of(stops)), changed, shared)


def stops_of(controls: tuple[Control, ...], settings: Settings) -> tuple[Stop, ...]:
    """Stops at which controls stand that are not at today's, in the order of controls."""
    places = ((control, settings.place(control)) for control in controls)
    return tuple(control.stops[place] for control, place in places if place != control.today)


def name_of(stops: tuple[Stop, ...]) -> str:
    """Name a what-if by what is moved, so that a verdict can speak of it."""
    first, *others = [stop.phrase or stop.label for stop in stops]
    words = ", ".join([first, *(f"{other[0].lower()}{other[1:]}" for other in others)])
    if len(words) <= LONGEST_NAME:
        return words
    return f"{first[: LONGEST_NAME - 20]} and {len(others)} more change{'s' if len(others) > 1 else ''}"


def speed_paths(scenario: Scenario) -> list[str]:
    """Paths of the effect of response time: the company's, and those that channels have of their own."""
    own = [f"channels.{name}.response" for name, channel in scenario.channels.items() if channel.response is not None]
    return [SPEED, *own]


def has_mine(scenario: Scenario) -> tuple[str, ...]:
    """Which questions about a company can be answered for this scenario."""
    if not scenario.personas or scenario.team.own_pipeline is None:
        return ("reps",)
    return MINE


def my_company(scenario: Scenario, mine: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """Values by path that answers about a company change in it; StudyError when one is no answer."""
    known = {question.key: question for question in QUESTIONS}
    answers = {name: answer(known[name], text) for name, text in mine if name in has_mine(scenario)}
    return dict(company_changes(answers, scenario))


def check_mine(name: str, text: str) -> str | None:
    """Say what is wrong with an answer about a company; None when all is well."""
    try:
        answer(next(question for question in QUESTIONS if question.key == name), text)
    except StudyError as error:
        return str(error)
    return None


def faults_in_words(error: ScenarioError) -> list[str]:
    """Name the faults of a scenario, one line each."""
    return [str(fault) for fault in error.faults]


__all__ = ["BASE_MQLS", "Asked", "Settings", "ask", "read_settings"]
