"""Controls of the page: what may be moved, in working words, each with its place today.

A control is made of a scenario's levers. Some of them mean more than one value in a company: a definition that both
teams agree on is a rule and a score, and leads that reach a rep at once are neither synced by night nor looked up
twice a day. Such settings are written here, as the shipped agreements write them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ..errors import ScenarioError
from ..scenario.evidence import spelled
from ..scenario.ranges import read_varied

if TYPE_CHECKING:
    from ..scenario import Scenario

MOST_CONTROLS, MOST_STOPS = 6, 41
AS_TODAY = "today"

ORDERS = {
    "oldest_first": "the oldest lead first",
    "newest_first": "the newest lead first",
    "highest_score": "the hottest lead first",
    "earliest_deadline": "the nearest deadline first",
    "own_deals_first": "the reps' own deals first",
    "new_leads_first": "new leads first",
}
DEFINITIONS = {"marketing": "marketing's own score", "both": "one that both teams agreed on"}
RESPONSES = {
    "none": "nothing",
    "mild": "a little",
    "moderate": "a fair amount",
    "steep": "a lot",
    "folklore": "all that is said of it",
}
PROMISES = ("3 business days", "2 business days", "1 business day", "4 business hours", "2 business hours", "1 business hour",
            "30 business minutes", "15 business minutes")  # fmt: skip
AGREED = {  # what an agreed definition brings with it, as in the shipped `joint-definition`
    "agreement.definition.by": "both",
    "agreement.definition.employees": 20,
    "agreement.intel": True,
    "feedback.incentive": "revenue",
    "feedback.ignored_as_rejected": 0,
}
WATCHED = {  # a promise that somebody watches, as in the shipped agreements
    "agreement.sales.enforcement": "alert",
    "pursuit.tracking": 0.2,
    "pursuit.enforcement": 0.3,
}
AT_ONCE = {"handoff.delay": "5 min", "handoff.attention": "alerted"}
Kind = Literal["slider", "choice"]


class Stop(NamedTuple):
    """One setting of a control: its text in an address, its words, and the values by path it stands for.

    `phrase` names a what-if that is set so.
    """

    value: str
    label: str
    changes: Mapping[str, Any]
    phrase: str = ""


class Control(NamedTuple):
    """One control: its name in an address, its words, its stops in order, and which one is today's."""

    name: str
    label: str
    kind: Kind
    stops: tuple[Stop, ...]
    today: int

    def place(self, value: str) -> int | None:
        """Place of the stop that an address names; None when there is none."""
        return next((i for i, stop in enumerate(self.stops) if stop.value == value), None)


def controls_of(scenario: Scenario) -> tuple[Control, ...]:
    """Make the controls of a scenario, those that leaders ask for first."""
    made = [control for make in (_promise, _arrival, _attempts, _definition, _threshold, _order) for control in make(scenario)]
    for name, lever in scenario.levers.items():
        if name in KNOWN or lever.path == "team.reps" or len(made) >= MOST_CONTROLS:
            continue
        made += _plain(scenario, name, lever.label or name.replace("_", " ").capitalize())
    return tuple(made[:MOST_CONTROLS])


KNOWN = ("response_sla", "attempts", "definition", "threshold", "work_order", "response")


def value_at(scenario: Scenario, path: str) -> Any:
    """Value at a dotted path of a scenario, None where there is none."""
    value: Any = scenario
    for key in path.split("."):
        value = value.get(key) if isinstance(value, Mapping) else getattr(value, key, None)
    return value


def _control(
    scenario: Scenario, name: str, label: str, kind: Kind, stops: list[Stop], path: str, now: str | None = None
) -> Iterator[Control]:
    """Give a control of the stops that the scenario takes, with today's among them."""
    known: list[Stop] = []
    today = None
    for stop in stops:
        try:
            changed = scenario.replace(dict(stop.changes))
        except ScenarioError:  # beyond the lever's range, or against another value of this company
            continue
        if all(value_at(changed, each) == value_at(scenario, each) for each in stop.changes):
            today = len(known)
        known.append(stop)
    if today is None:
        value = value_at(scenario, path)
        here = Stop(AS_TODAY, now or spelled(value), {})
        today = _place(known, path, value) if kind == "slider" else 0
        known.insert(today, here)
    if len(known) > 1:
        yield Control(name, label, kind, tuple(known[:MOST_STOPS]), today)


def _place(stops: list[Stop], path: str, value: Any) -> int:
    """Where a value belongs among stops that grow or shrink."""
    sizes = [stop.changes.get(path) for stop in stops]
    if isinstance(value, int | float) and all(isinstance(size, int | float) for size in sizes):
        return sum(size < value for size in sizes if isinstance(size, int | float))
    return 0


def _promise(scenario: Scenario) -> Iterator[Control]:
    if "response_sla" not in scenario.levers or scenario.agreement.sales.tiers:
        return
    path = "agreement.sales.first_attempt_within"
    watched = WATCHED if scenario.agreement.sales.enforcement == "none" else {}
    stops = [Stop("none", "no promise", {path: None}, "No promise")]
    stops += [
        Stop(text.replace("business ", ""), text, {path: text, **watched}, f"First call within {text}") for text in PROMISES
    ]
    yield from _control(
        scenario, "first_call", scenario.levers["response_sla"].label or "First call within", "slider", stops, path
    )


def _arrival(scenario: Scenario) -> Iterator[Control]:
    if "response_sla" not in scenario.levers:
        return
    stops = [Stop("at_once", "they are told at once", AT_ONCE, "Reps told at once")]
    now = f"{_delay(scenario)}, {_attention(scenario)}"
    yield from _control(scenario, "arrival", "How reps learn of a new lead", "choice", stops, "handoff.delay", now)


def _delay(scenario: Scenario) -> str:
    delay = spelled(scenario.handoff.delay).removeprefix("at ")
    return f"synced {delay}" if delay.replace(":", "").isdecimal() else f"there after {delay}"


def _attention(scenario: Scenario) -> str:
    return f"seen {spelled(scenario.handoff.attention).removeprefix('at ')}"


def _attempts(scenario: Scenario) -> Iterator[Control]:
    if "attempts" in scenario.levers:
        path = scenario.levers["attempts"].path
        stops = [Stop(str(n), f"{n} attempt{'s' if n > 1 else ''}", {path: n}, f"{n} attempts") for n in range(1, 9)]
        yield from _control(scenario, "attempts", "Attempts before giving up", "slider", stops, path)


def _definition(scenario: Scenario) -> Iterator[Control]:
    if "definition" in scenario.levers:
        stops = [
            Stop("marketing", DEFINITIONS["marketing"], {"agreement.definition.by": "marketing"}, "Marketing's own definition")
        ]
        stops.append(Stop("both", DEFINITIONS["both"], AGREED, "Agreed definition"))
        yield from _control(scenario, "definition", "Who says what is qualified", "choice", stops, "agreement.definition.by")


def _threshold(scenario: Scenario) -> Iterator[Control]:
    lever = scenario.levers.get("threshold")
    if lever is None:
        return
    try:
        varied = read_varied(scenario, f"threshold={lever.from_}..{lever.to}..2.5")[0]
    except ScenarioError:
        return
    both = scenario.agreement.definition.threshold is not None
    paths = ("agreement.definition.threshold", lever.path) if both else (lever.path,)
    stops = [Stop(text, f"{text} points", dict.fromkeys(paths, float(text)), f"Score of {text}") for text in varied.settings]
    yield from _control(scenario, "threshold", "Score of a qualified lead", "slider", stops, lever.path)


def _order(scenario: Scenario) -> Iterator[Control]:
    if "work_order" in scenario.levers:
        path = scenario.levers["work_order"].path
        named = {str(choice): ORDERS.get(str(choice), str(choice)) for choice in scenario.levers["work_order"].choices}
        stops = [Stop(choice, words, {path: choice}, f"{words[0].upper()}{words[1:]}") for choice, words in named.items()]
        yield from _control(scenario, "work_order", "Whose work comes first", "choice", stops, path)


def _plain(scenario: Scenario, name: str, label: str) -> Iterator[Control]:
    """Give the control of any other lever: its choices, or steps between its ends."""
    lever = scenario.levers[name]
    if lever.choices:
        stops = [Stop(spelled(c), spelled(c), {name: c}) for c in lever.choices]
        kind: Kind = "choice"
    elif lever.from_ is not None and lever.to is not None:
        try:
            settings = read_varied(scenario, f"{name}={lever.from_}..{lever.to}")[0].settings
        except ScenarioError:
            return
        stops, kind = [Stop(text, text, {name: text}) for text in settings], "slider"
    else:
        return
    stops = [Stop(stop.value, stop.label, {lever.path: stop.changes[name]}, f"{label} {stop.label}") for stop in stops]
    yield from _control(scenario, name, label, kind, stops, lever.path)
