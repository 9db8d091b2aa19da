"""What a visitor asks: a state that an address can hold, and the two scenarios it stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from ..errors import StudyError
from ..scenario.starting import QUESTIONS, answer
from ..scenario.starting import changes as company_changes
from ..study.questions.question import name_apart
from .controls import Control, Stop

if TYPE_CHECKING:
    from ..scenario import Scenario

LONGEST_NAME, LONGEST_VALUE, MOST_PAIRS = 80, 64, 30
MOST_PINS = 4
SPEED = "contact.response"
MINE = ("reps", "leads", "deal_size")  # what is asked of a company besides its file
NO_SPEED, VIEW = "speed", "view"  # in an address: speed=none, view=waste


class Settings(NamedTuple):
    """A state: which company, what it is like, what is moved, whether speed has no effect, what is kept, which view is open."""

    company: str = ""
    moves: tuple[tuple[str, str], ...] = ()
    mine: tuple[tuple[str, str], ...] = ()
    no_speed: bool = False
    pins: tuple[str, ...] = ()
    view: str = ""

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
        pairs += [("pin", pin) for pin in self.pins]
        pairs += [(VIEW, self.view)] if self.view else []
        return urlencode(pairs)

    def question(self) -> str:
        """Name what is asked of the what-if alone: equal names, equal scenarios."""
        return self._replace(pins=(), view="").query()

    def pinned(self) -> Settings:
        """The same with the what-if kept for comparison; the oldest goes when there are too many."""
        pin = urlencode(self.moves)
        return self._replace(pins=(*(each for each in self.pins if each != pin), pin)[-MOST_PINS:])


def read_settings(pairs: Sequence[tuple[str, str]], controls: tuple[Control, ...]) -> tuple[Settings, tuple[str, ...]]:
    """Read a state from an address; what nobody knows is left out and named."""
    query = dict(pairs)
    moves, left = _read_moves([pair for pair in pairs if not _is_ours(pair[0])], controls)
    pins = [urlencode(_read_moves(parse_qsl(value), controls)[0]) for name, value in pairs if name == "pin"]
    pins = [pin for pin in dict.fromkeys(pins) if pin][-MOST_PINS:]
    mine = tuple((name, query[f"my_{name}"][:LONGEST_VALUE]) for name in MINE if query.get(f"my_{name}"))
    company = query.get("company", "")[:LONGEST_VALUE]
    return Settings(company, moves, mine, query.get(NO_SPEED) == "none", tuple(pins), query.get(VIEW, "")[:LONGEST_VALUE]), left


def _is_ours(name: str) -> bool:
    return name in ("company", NO_SPEED, "pin", VIEW) or name.removeprefix("my_") in MINE


def _read_moves(
    pairs: Sequence[tuple[str, str]], controls: tuple[Control, ...]
) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Read moves that the controls know, and name the others."""
    moves: dict[str, str] = {}
    left: list[str] = []
    by_name = {control.name: control for control in controls}
    for name, value in pairs[:MOST_PAIRS]:
        control = by_name.get(name)
        place = None if control is None else control.place(value[:LONGEST_VALUE])
        if control is None or place is None:
            left.append(name[:LONGEST_VALUE])
        elif place != control.today:
            moves[name] = control.stops[place].value
    return tuple(sorted(moves.items())), tuple(left)


class Asked(NamedTuple):
    """The scenarios of a question: today, and what-ifs, none where nothing is moved.

    `shared` are the values by path that were changed in all of them, `changes` those of the what-if alone.
    """

    base: Scenario
    others: tuple[Scenario, ...] = ()
    shared: Mapping[str, Any] = {}
    changes: Mapping[str, Any] = {}


def ask(scenario: Scenario, controls: tuple[Control, ...], settings: Settings) -> Asked:
    """Make the scenarios of a state.

    Raises
    ------
    ScenarioError, StudyError
        When some of its values cannot stand together, or an answer about the company is none.
    """
    shared = my_company(scenario, settings.mine)
    if settings.no_speed:
        shared |= dict.fromkeys(speed_paths(scenario), "none")
    base = scenario.replace(shared, name=scenario.name) if shared else scenario
    stops = stops_of(controls, settings)
    if not stops:
        return Asked(base, (), shared)
    changed: dict[str, Any] = {}
    for stop in stops:
        changed |= stop.changes
    return Asked(base, (base.replace(changed, name=name_of(stops)),), shared, changed)


def ask_all(scenario: Scenario, controls: tuple[Control, ...], settings: Settings) -> Asked:
    """Make the scenarios of a comparison: what is kept for it, and what is asked now."""
    kept = [settings._replace(moves=tuple(parse_qsl(pin)), pins=()) for pin in settings.pins]
    if not settings.is_today and urlencode(settings.moves) not in settings.pins:
        kept.append(settings._replace(pins=()))
    base = ask(scenario, controls, settings._replace(moves=()))
    others = tuple(other for each in kept for other in ask(scenario, controls, each).others)
    return Asked(base.base, name_apart((base.base, *others))[1:], base.shared)


def stops_of(controls: tuple[Control, ...], settings: Settings) -> tuple[Stop, ...]:
    """Stops at which controls stand that are not at today's, in the order of controls."""
    places = ((control, settings.place(control)) for control in controls)
    return tuple(control.stops[place] for control, place in places if place != control.today)


def moves_in_words(controls: tuple[Control, ...], settings: Settings) -> tuple[str, ...]:
    """Say of each control that is moved where it stands, and where it stands today."""
    places = ((control, settings.place(control)) for control in controls)
    return tuple(
        f"{control.label}: {control.stops[place].label} (today: {control.stops[control.today].label})"
        for control, place in places
        if place != control.today
    )


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
    return {path: int(text) if text.isdecimal() else text for path, text in company_changes(answers, scenario).items()}


def check_mine(name: str, text: str) -> str | None:
    """Say what is wrong with an answer about a company; None when all is well."""
    try:
        answer(next(question for question in QUESTIONS if question.key == name), text)
    except StudyError as error:
        return str(error)
    return None
